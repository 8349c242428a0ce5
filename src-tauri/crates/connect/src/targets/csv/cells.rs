//! Cells of an accounts file: lists separated by `;`, with `\;`, `\=` and `\\` as escapes.

use std::collections::BTreeSet;

/// The parts of `cell` between separators that are not escaped, with escapes resolved. An empty
/// cell has no parts, and neither has an empty part a place among them.
pub(super) fn split_list(cell: &str) -> BTreeSet<String> {
    pieces(cell, ';').into_iter().map(unescape).filter(|p| !p.is_empty()).collect()
}

/// One cell of `values`.
pub(super) fn join_list<'a>(values: impl IntoIterator<Item = &'a String>) -> String {
    let escaped: Vec<String> = values.into_iter().map(|value| escape(value)).collect();
    escaped.join(";")
}

/// The `slot=value` entries of an `unmanaged` cell; an entry without `=` is passed over.
pub(super) fn split_entries(cell: &str) -> BTreeSet<(String, String)> {
    let entries = pieces(cell, ';').into_iter().filter_map(|entry| {
        let slot = pieces(entry, '=').into_iter().next()?;
        let value = entry.get(slot.len() + 1..)?;
        Some((unescape(slot), unescape(value)))
    });
    entries.collect()
}

/// One `unmanaged` cell of `entries`.
pub(super) fn join_entries<'a>(entries: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let entries = entries.into_iter();
    let escaped: Vec<String> =
        entries.map(|(slot, value)| format!("{}={}", escape(slot), escape(value))).collect();
    escaped.join(";")
}

/// `text` between unescaped `separator`s, escapes left as they are.
fn pieces(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, sign) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if sign == '\\' {
            escaped = true;
        } else if sign == separator {
            parts.push(&text[start..at]);
            start = at + sign.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, ';' | '=' | '\\') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// Resolves the three escapes; any other backslash is itself.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let escaped = signs.next_if(|next| sign == '\\' && matches!(next, ';' | '=' | '\\'));
        out.push(escaped.unwrap_or(sign));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{join_entries, join_list, split_entries, split_list};
    use proptest::prelude::*;

    #[test]
    fn escapes_as_the_form_says() {
        assert_eq!(
            split_list(r"a\;b;c\\;d\=e;f\g;").into_iter().collect::<Vec<_>>(),
            [r"a;b", r"c\", "d=e", r"f\g"],
            "three escapes; any other backslash stands for itself; empty parts are nothing"
        );
        assert_eq!(
            split_entries(r"s\=1=v=w;x").into_iter().collect::<Vec<_>>(),
            [("s=1".to_owned(), "v=w".to_owned())],
            "the first bare = divides"
        );
    }

    proptest! {
        #[test]
        fn lists_come_back(values in proptest::collection::btree_set("[a;=\\\\ü ,\"]{1,6}", 0..5)) {
            prop_assert_eq!(split_list(&join_list(&values)), values);
        }

        #[test]
        fn entries_come_back(
            entries in proptest::collection::btree_set(("[a;=\\\\]{1,4}", "[b;=\\\\]{1,4}"), 0..5)
        ) {
            prop_assert_eq!(split_entries(&join_entries(&entries)), entries);
        }
    }
}
