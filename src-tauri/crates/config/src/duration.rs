//! Durations as the file writes them: a whole number and a unit, such as `40m`.

/// The units and their seconds, the longest first.
const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

/// The seconds of a duration such as `40m`; none when it is no duration or does not fit.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let unit = text.chars().next_back()?;
    let count = text.strip_suffix(unit)?;
    let seconds = UNITS.iter().find(|(letter, _)| *letter == unit)?.1;
    if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    count.parse::<u64>().ok()?.checked_mul(seconds)
}

/// A duration in seconds, in the longest unit that takes them whole; nothing is `0s`.
#[must_use]
pub fn text(seconds: u64) -> String {
    let whole = UNITS.iter().find(|(_, unit)| seconds > 0 && seconds.is_multiple_of(*unit));
    let (letter, unit) = whole.copied().unwrap_or(('s', 1));
    format!("{}{letter}", seconds / unit)
}

#[cfg(test)]
mod tests {
    use super::{parse, text};

    #[test]
    fn durations_are_a_number_and_a_unit() {
        for (written, seconds) in
            [("40m", 2400), ("2h", 7200), ("0d", 0), ("15s", 15), ("1d", 86_400)]
        {
            assert_eq!(parse(written), Some(seconds), "{written}");
        }
        for bad in ["", "m", "40", "4 m", "-4m", "4.5h", "40min", "99999999999999999999s", "1é"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        for (seconds, written) in [(2400, "40m"), (7200, "2h"), (90, "90s"), (0, "0s")] {
            assert_eq!(text(seconds), written, "the longest whole unit");
        }
    }
}
