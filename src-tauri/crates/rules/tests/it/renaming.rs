//! Names that change inside a condition's text.

use proptest::prelude::*;
use rolecall_rules::{named_groups, rename_attribute, rename_groups};
use rolecall_scim::{Dialect, Filter, Literal, fold};
use std::collections::BTreeMap;

fn renamed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(old, new)| (fold(old), (*new).to_owned())).collect()
}

#[test]
fn groups_are_named_by_eq_ne_and_in() {
    let text = "groups.display eq \"A\" or not (groups ne \"B\") and groups.display in (\"C\", \
                \"\\u0044\") or title eq \"E\" or groups.display co \"F\" or \
                groups[type eq \"direct\"].display eq \"G\" or \
                groups[type eq \"direct\" and display eq \"H\"]";
    assert_eq!(named_groups(text), ["A", "B", "C", "D", "G", "H"]);
    assert_eq!(named_groups("groups.display eq"), [""; 0], "what cannot be read names none");
}

#[test]
fn two_groups_that_swap_their_names_are_told_apart() {
    let text = "groups.display  eq \"SALES\" and not (groups.display in (\"Legal\",\"Sales\" ))";
    let swapped = rename_groups(text, &renamed(&[("Sales", "Legal"), ("Legal", "Sales")]));
    let expected =
        "groups.display  eq \"Legal\" and not (groups.display in (\"Sales\",\"Legal\" ))";
    assert_eq!(swapped.as_deref(), Some(expected));
    let back = rename_groups(expected, &renamed(&[("Sales", "Legal"), ("Legal", "Sales")]));
    assert_eq!(
        back.as_deref(),
        Some("groups.display  eq \"Sales\" and not (groups.display in (\"Legal\",\"Sales\" ))")
    );
}

#[test]
fn what_only_looks_like_the_group_stays() {
    let text = "title eq \"Sales\" or groups.display co \"Sales\" or \
                groups[type eq \"direct\"].display eq \"direct\"";
    assert_eq!(rename_groups(text, &renamed(&[("Sales", "Verkoop")])), None);
    let expected = text.replace("display eq \"direct\"", "display eq \"by \\\"hand\\\"\"");
    assert_eq!(rename_groups(text, &renamed(&[("direct", "by \"hand\"")])), Some(expected));
}

#[test]
fn an_attribute_is_renamed_and_nothing_else() {
    let text = "Region  eq \"region\" and not (region pr) or title eq \"region\" or \
                region in (\"a\")";
    let expected =
        "area  eq \"region\" and not (area pr) or title eq \"region\" or area in (\"a\")";
    assert_eq!(rename_attribute(text, "region", "area").as_deref(), Some(expected));
    assert_eq!(rename_attribute("title eq \"region\"", "region", "area"), None);
    assert_eq!(rename_attribute("regional eq \"a\"", "region", "area"), None);
}

/// A piece of a condition: what stands before a name, and what after.
fn piece() -> impl Strategy<Value = (String, Option<String>)> {
    let name = prop::sample::select(vec!["A", "a", "B\"q", "C\\d", "Stra\u{df}e", "\u{e9}"]);
    let blank = prop::sample::select(vec![" ", "  ", "\t"]);
    prop_oneof![
        (name.clone(), blank).prop_map(|(name, blank)| {
            (format!("groups.display{blank}eq{blank}\u{1}"), Some(name.to_owned()))
        }),
        name.clone().prop_map(|name| {
            ("groups[type eq \"direct\"].display ne \u{1}".to_owned(), Some(name.to_owned()))
        }),
        name.clone().prop_map(|name| {
            ("not (groups.display in (\"other\" ,\u{1}))".to_owned(), Some(name.to_owned()))
        }),
        name.prop_map(|name| (format!("title eq {}", Literal::Text(name.to_owned())), None)),
        Just(("groups.display sw \"A\"".to_owned(), None)),
    ]
}

proptest! {
    #[test]
    fn text_written_back_differs_only_in_the_names(
        pieces in prop::collection::vec(piece(), 1..6),
        targets in prop::collection::vec("[ a-zA-Z\"\\\\\u{e9}]{1,6}", 3),
    ) {
        let names = ["A", "B\"q", "Stra\u{df}e"];
        let change: BTreeMap<String, String> =
            names.iter().zip(&targets).map(|(old, new)| (fold(old), new.clone())).collect();
        let text = |of: &dyn Fn(&str) -> String| {
            let parts = pieces.iter().map(|(piece, name)| match name {
                Some(name) => piece.replace('\u{1}', &Literal::Text(of(name)).to_string()),
                None => piece.clone(),
            });
            parts.collect::<Vec<_>>().join("  and ")
        };
        let before = text(&|name| name.to_owned());
        let after = text(&|name| change.get(&fold(name)).cloned().unwrap_or(name.to_owned()));
        prop_assert!(Filter::parse(&before, Dialect::Condition).is_ok(), "{before}");
        let found = rename_groups(&before, &change);
        let named = pieces.iter().filter_map(|(_, name)| name.as_ref());
        if named.into_iter().any(|name| change.contains_key(&fold(name))) {
            prop_assert_eq!(found, Some(after));
        } else {
            prop_assert_eq!(found, None);
        }
    }

    #[test]
    fn there_and_back_is_the_same_text(pieces in prop::collection::vec(piece(), 1..6)) {
        let text = pieces.iter().map(|(piece, name)| match name {
            Some(name) => piece.replace('\u{1}', &Literal::Text(name.clone()).to_string()),
            None => piece.clone(),
        });
        let text = text.collect::<Vec<_>>().join(" or ").replace("\"a\"", "\"A\"");
        let there = rename_groups(&text, &renamed(&[("A", "Somewhere else")]));
        let text_back = there.map(|there| rename_groups(&there, &renamed(&[("Somewhere else", "A")])));
        if let Some(back) = text_back {
            prop_assert_eq!(back, Some(text));
        }
    }
}
