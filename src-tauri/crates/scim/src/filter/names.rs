//! The bare words of a filter: attribute names, numbers, and the shift of `now`.

use super::Literal;
use crate::AttrPath;

/// Longest shift of `now`, in seconds: a thousand years, far from where instants overflow.
const LONGEST_SHIFT: i64 = 366_000 * 86_400;

/// Reads `[urn ":"] name ["." sub]` (RFC 7644 section 3.10); on failure says what was expected and
/// at which byte of the word.
pub(super) fn path(word: &str) -> Result<AttrPath, (usize, &'static str)> {
    let (schema, names) = match word.rfind(':') {
        Some(colon) => (Some(&word[..colon]), &word[colon + 1..]),
        None => (None, word),
    };
    if schema.is_some_and(|schema| !is_schema(schema)) {
        return Err((0, "a schema that starts with urn:"));
    }
    let start = word.len() - names.len();
    let (name, sub) = match names.split_once('.') {
        Some((name, sub)) => (name, Some(sub)),
        None => (names, None),
    };
    name_at(name, start)?;
    if let Some(sub) = sub {
        name_at(sub, start + name.len() + 1)?;
    }
    Ok(AttrPath {
        schema: schema.map(str::to_owned),
        name: name.to_owned(),
        value_filter: None,
        sub: sub.map(str::to_owned),
    })
}

fn is_schema(schema: &str) -> bool {
    let urn = schema.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    (urn && schema.len() > 4) || schema.contains("://")
}

/// Checks one name: a letter, `_` or `$`, then also digits and `-`; letters of any script.
pub(super) fn name_at(name: &str, start: usize) -> Result<(), (usize, &'static str)> {
    let first = name.chars().next().is_some_and(|c| is_name(c) && !c.is_numeric() && c != '-');
    if !first {
        return Err((start, "an attribute name"));
    }
    match name.find(|c| !is_name(c)) {
        Some(at) if name[at..].starts_with('.') => {
            Err((start + at, "no further sub-attribute (at most one is possible)"))
        }
        Some(at) => Err((start + at, "letters, digits, \"_\" or \"-\" in an attribute name")),
        None => Ok(()),
    }
}

fn is_name(c: char) -> bool {
    // Combining marks: a name may come decomposed from a file's header.
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '\u{300}'..='\u{36f}')
}

/// Reads a number of JSON (RFC 8259 section 6) that a double can hold.
pub(super) fn number(word: &str) -> Option<Literal> {
    let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return None;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        rest = fraction.get(length..).filter(|_| length > 0)?;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        rest = exponent.get(length..).filter(|_| length > 0)?;
    }
    let value: f64 = word.parse().ok()?;
    (rest.is_empty() && value.is_finite()).then(|| Literal::Number { text: word.to_owned(), value })
}

/// Reads a shift such as `+30d` or `-2h` in seconds; the units are `s m h d w`.
pub(super) fn shift(word: &str) -> Option<i64> {
    let (sign, amount) = match (word.strip_prefix('+'), word.strip_prefix('-')) {
        (Some(amount), _) => (1, amount),
        (_, Some(amount)) => (-1, amount),
        _ => return None,
    };
    let unit = amount.chars().next_back()?;
    let seconds = match unit.to_ascii_lowercase() {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        _ => return None,
    };
    let count = amount.strip_suffix(unit)?;
    if !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shift = count.parse::<i64>().ok()?.checked_mul(seconds)?;
    (shift <= LONGEST_SHIFT).then_some(sign * shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_carry_a_schema() {
        let path = path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value");
        let path = path.unwrap();
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        assert_eq!(path.schema.as_deref(), Some(urn));
        assert_eq!(path.dotted(), "manager.value");
    }

    #[test]
    fn names_are_checked_with_their_place() {
        for (word, at) in [("a.b.c", 3), ("emails.", 7), ("-a", 0), ("a/b", 1), ("foo:bar", 0)] {
            assert_eq!(path(word).unwrap_err().0, at, "{word}");
        }
        assert!(path("Abteilungskürzel").is_ok() && path("members.$ref").is_ok());
    }

    #[test]
    fn numbers_are_those_of_json() {
        for good in ["0", "-0", "12", "-1.50", "1e3", "2.5E-7"] {
            assert!(number(good).is_some(), "{good}");
        }
        for bad in ["", "-", "01", "1.", ".5", "1e", "1e999", "+1", "1x", "2024-01-01"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    #[test]
    fn shifts_are_seconds() {
        assert_eq!(shift("+30d"), Some(2_592_000));
        assert_eq!(shift("-2h"), Some(-7200));
        assert_eq!(shift("+1W"), Some(604_800));
        for bad in ["30d", "+d", "+-3d", "+3y", "+3", "+99999999999999999999s", "+999999d", "+3é"]
        {
            assert_eq!(shift(bad), None, "{bad}");
        }
    }
}
