//! What was likely meant by a name that the source lacks, and putting it into a condition.

use rolecall_directory::Snapshot;
use rolecall_scim::{Dialect, Filter, Literal, Span, fold, fold_cow};

/// The group nearest to the misspelt `name`, where one is near enough.
#[must_use]
pub fn nearest_group(snapshot: &Snapshot, name: &str) -> Option<String> {
    nearest(name, snapshot.groups().iter().map(|group| group.display.as_str()))
}

/// The org unit nearest to the misspelt `path`, where one is near enough.
#[must_use]
pub fn nearest_org_unit(snapshot: &Snapshot, path: &str) -> Option<String> {
    nearest(path, snapshot.org_units().values().map(|unit| unit.path.as_str()))
}

fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let wanted = fold(name);
    let length = wanted.chars().count();
    let letters = letters(&wanted);
    // How many edits are near enough: no more than the best one so far takes.
    let mut bound = (1 + length / 4).min(length.saturating_sub(1));
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let folded = fold_cow(candidate);
        // One edit changes the length by one at most, and two letters of those that occur.
        let near = folded.chars().count().abs_diff(length) <= bound
            && (letters ^ self::letters(&folded)).count_ones() as usize <= 2 * bound;
        if !near {
            continue;
        }
        let (one, other) = without_common_ends(&folded, &wanted);
        let distance = strsim::osa_distance(one, other);
        let better = best.is_none_or(|(least, first)| (distance, candidate) < (least, first));
        if distance <= bound && better {
            (best, bound) = (Some((distance, candidate)), distance);
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// Both texts without what they begin and end with alike: that takes no edit, and of twenty
/// thousand groups many begin alike.
fn without_common_ends<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let start = same.map(|(letter, _)| letter.len_utf8()).sum::<usize>();
    let (one, other) = (&one[start..], &other[start..]);
    let same = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b);
    let end = same.map(|(letter, _)| letter.len_utf8()).sum::<usize>();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// Which letters occur, a bit each.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |bits, letter| bits | 1 << (letter as u32 % 64))
}

/// Puts `to` in the place of the text `from` within the clause at `span` of the condition
/// `text`; all else stays as it was written. `None` where that clause has no such text.
#[must_use]
pub fn replace_literal(text: &str, span: Span, from: &str, to: &str) -> Option<String> {
    let clause = span.of(text)?;
    let mut open = None;
    let mut escaped = false;
    for (at, letter) in clause.char_indices() {
        match (open, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (None, '"') => open = Some(at),
            (Some(begin), '"') => {
                if reads_as(&clause[begin..=at], from) {
                    let (before, after) = (&text[..span.start + begin], span.start + at + 1);
                    let literal = Literal::Text(to.to_owned());
                    return Some(format!("{before}{literal}{}", &text[after..]));
                }
                open = None;
            }
            _ => {}
        }
    }
    None
}

fn reads_as(quoted: &str, text: &str) -> bool {
    let filter = Filter::parse(&format!("a eq {quoted}"), Dialect::Condition);
    matches!(filter, Ok(Filter::Compare { value: Literal::Text(found), .. }) if found == text)
}

#[cfg(test)]
mod tests {
    use super::{nearest, replace_literal, without_common_ends};
    use crate::clause::{UnknownName, unknown_names};
    use proptest::prelude::*;
    use rolecall_directory::Snapshot;
    use rolecall_scim::{Dialect, Filter};
    use strsim::osa_distance;

    #[test]
    fn a_name_is_found_by_one_slip_and_not_by_chance() {
        let known = || ["EMEA Sales", "EMEA Sails", "Support", "HR"].into_iter();
        assert_eq!(nearest("emea slaes", known()).as_deref(), Some("EMEA Sales"), "two swapped");
        assert_eq!(nearest("Suport", known()).as_deref(), Some("Support"), "one left out");
        assert_eq!(nearest("Marketing", known()), None, "nothing is near");
        assert_eq!(nearest("IT", known()), None, "two letters are no hint");
        assert_eq!(nearest("", known()), None, "nor is nothing");
    }

    proptest! {
        #[test]
        fn what_is_alike_at_the_ends_takes_no_edit(one in "[abé]{0,7}", other in "[abé]{0,7}") {
            let (short, shorter) = without_common_ends(&one, &other);
            prop_assert_eq!(osa_distance(short, shorter), osa_distance(&one, &other));
        }
    }

    #[test]
    fn only_the_name_is_rewritten() {
        let text = r#"groups.display  in ("A", "S\u0061les") and title eq "Sales""#;
        let filter = Filter::parse(text, Dialect::Condition).unwrap();
        let unknown = unknown_names(&filter, &Snapshot::default());
        let UnknownName::Group { name, span } = &unknown[1] else { panic!("{unknown:?}") };
        let rewritten = replace_literal(text, *span, name, "Sal\"es");
        let expected = r#"groups.display  in ("A", "Sal\"es") and title eq "Sales""#;
        assert_eq!(rewritten.as_deref(), Some(expected), "all else stays as written");
        assert_eq!(replace_literal(text, *span, "title", "x"), None, "what is no text there");
    }
}
