//! From when on changes are asked for.

use jiff::Timestamp;
use std::time::Duration;

/// Changes are asked for from this much before the last reading began: what a source shows late is
/// not missed. Our decision; no vendor publishes a bound.
const OVERLAP: Duration = Duration::from_secs(120);

/// The moment from which the next reading asks for changes, where one began at `at` by the
/// source's own clock; in UTC with milliseconds, as filters take it.
pub(super) fn changes_from(at: Timestamp) -> String {
    let from = at.checked_sub(OVERLAP).unwrap_or(at);
    from.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::changes_from;

    #[test]
    fn it_is_a_little_earlier() {
        let at = "2026-01-01T00:01:30.999Z".parse().unwrap();
        assert_eq!(changes_from(at), "2025-12-31T23:59:30.000Z");
    }
}
