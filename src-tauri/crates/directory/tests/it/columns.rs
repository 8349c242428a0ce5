//! Columns of interned texts, and keys without case.

use rolecall_directory::{Column, LIST_SEPARATOR, PersonRecord, SnapshotBuilder, Strings};

fn column(cells: &[&str]) -> Column {
    let mut column = Column::default();
    for (row, text) in (0u32..).zip(cells) {
        column.set(row, text);
    }
    column
}

#[test]
fn a_text_is_kept_once_under_the_number_of_its_first_use() {
    let mut strings = Strings::default();
    let numbers: Vec<u32> =
        ["b", "a", "b", "", "å"].map(|text| strings.intern(text).unwrap()).into();
    assert_eq!(numbers, [0, 1, 0, 2, 3], "the second b is the first");
    assert_eq!(strings.iter().collect::<Vec<_>>(), ["b", "a", "", "å"], "in order of first use");
    assert_eq!((strings.find("å"), strings.find("c")), (Some(3), None), "found without adding");
    assert_eq!(strings.get(99), "", "a number never given out is empty, not a panic");
}

#[test]
fn texts_survive_the_growth_of_their_table() {
    let mut strings = Strings::default();
    for number in 0..10_000 {
        assert_eq!(strings.intern(&format!("text {number}")), Some(number), "numbered in order");
    }
    strings.shrink();
    assert_eq!(strings.find("text 7777"), Some(7777), "still found after rehashing");
    assert_eq!(strings.intern("text 1"), Some(1), "and not added again");
}

#[test]
fn empty_cells_and_rows_beyond_the_end_are_absent() {
    let mut column = column(&["Sales", "", "Legal"]);
    assert_eq!((column.get(1), column.get(7)), (None, None), "neither is a value");
    assert_eq!(column.rows_present().iter().collect::<Vec<_>>(), [0, 2], "only cells with text");
    column.set(0, "");
    assert_eq!(column.get(0), None, "a cell can be emptied");
    column.set(9, "Late");
    assert_eq!((column.get(8), column.get(9)), (None, Some("Late")), "rows between stay absent");
}

#[test]
fn a_test_is_asked_once_per_distinct_text() {
    let column = column(&["a", "b", "a", "a", ""]);
    let mut asked = Vec::new();
    let rows = column.rows_where(|text| {
        asked.push(text.to_owned());
        text == "a"
    });
    assert_eq!(asked, ["a", "b"], "not once per row");
    assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 2, 3], "every row of the text");
    let by_value: Vec<Vec<u32>> =
        column.rows_by_value().iter().map(|rows| rows.iter().collect()).collect();
    assert_eq!(by_value, [vec![0, 2, 3], vec![1]], "the same rows by value");
}

#[test]
fn a_list_has_elements() {
    let column = column(&[&format!("a{LIST_SEPARATOR}b"), "c", ""]);
    let elements = |row| column.elements(row).collect::<Vec<_>>();
    assert_eq!(elements(0), ["a", "b"], "two");
    assert_eq!(elements(1), ["c"], "plain text is one");
    assert!(elements(2).is_empty(), "absent has none");
}

#[test]
fn many_texts_are_found_after_their_table_is_gone() {
    let mut strings = Strings::default();
    for number in 0..70_000 {
        strings.intern(&format!("text {number}"));
    }
    strings.shrink();
    assert_eq!(strings.find("text 69999"), Some(69_999), "found by looking through them");
    assert_eq!(strings.intern("text 1"), Some(70_000), "from now on texts are only appended");
    assert_eq!(strings.get(70_000), "text 1", "and read as ever");
}

#[test]
fn a_text_of_its_own_for_everybody_can_change() {
    let mut column = Column::default();
    for row in 0..70_000 {
        column.set(row, &format!("key {row}"));
    }
    column.shrink();
    column.set(70_000, "one more");
    let own = (0..70_000).all(|row| column.get(row) == Some(&*format!("key {row}")));
    assert!(own && column.get(70_000) == Some("one more"), "everybody has their own");
    assert_eq!(column.get(70_001), None, "and nobody more");
    column.set(3, "key 5");
    column.set(4, "");
    assert_eq!((column.get(3), column.get(4)), (Some("key 5"), None), "until it changes");
    assert_eq!(
        (column.get(5), column.get(69_999)),
        (Some("key 5"), Some("key 69999")),
        "for these"
    );
    let rows = column.rows_where(|text| text == "key 5");
    assert_eq!(rows.iter().collect::<Vec<_>>(), [3, 5], "who have the same are found");
}

#[test]
fn rows_by_value_follow_later_changes() {
    let mut column = column(&["a", "b", "a"]);
    column.shrink();
    let rows = |column: &Column| -> Vec<Vec<u32>> {
        let rows = column.value_rows().expect("few values");
        rows.iter().map(|rows| rows.iter().collect()).collect()
    };
    assert_eq!(rows(&column), [vec![0, 2], vec![1]], "made when asked for");
    column.set(0, "c");
    column.set(1, "");
    column.set(3, "a");
    assert_eq!(rows(&column), [vec![2, 3], vec![], vec![0]], "kept right afterwards");
    for number in 0..5000 {
        column.set(4 + number, &format!("text {number}"));
    }
    assert!(column.value_rows().is_none(), "too many values to keep");
    assert_eq!(column.get(4999), Some("text 4995"), "cells have become wider");
    assert_eq!(column.get(2), Some("a"), "and kept what they held");
}

#[test]
fn keys_join_spellings() {
    let texts =
        ["ann@x", "ANN@x", "straße", "STRASSE", "e\u{301}va", "Éva", "\u{212A}im", "KIM", ""];
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    for text in texts {
        let attributes = vec![("email".to_owned(), text.to_owned())];
        let user_name = text.to_owned();
        builder.person(&PersonRecord { id: "x".into(), user_name, attributes, ..<_>::default() });
    }
    let snapshot = builder.finish();
    let keys = snapshot.keys().email;
    assert_eq!(keys.of(0), keys.of(1), "without case");
    assert_eq!(keys.of(2), keys.of(3), "full folding: sharp s is ss");
    assert_eq!(keys.of(4), keys.of(5), "NFC before folding");
    assert_eq!(keys.of(6), keys.of(7), "the sign of kelvin is a k");
    assert_eq!((keys.of(8), keys.of(99)), (None, None), "absent has no key");
    assert!(keys.of(7).is_some_and(|key| (key as usize) < keys.len()), "numbers are below len");
    assert_eq!(keys.text(3), "strasse", "keys are read folded");
    assert_eq!(keys.find("Ann@X"), keys.of(0), "found by any spelling");
    assert_eq!(keys.find("\u{212A}IM"), keys.of(6), "also by one of another script");
    assert_eq!((keys.find(""), keys.find("Anne@x")), (None, None), "nothing is nobody's key");
}

#[test]
fn people_stand_in_the_order_of_their_folded_names() {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    let long = "a.name.longer.than.what.is.compared.first";
    let names = ["Zoë", "bob", &format!("{long}.2"), "ANN", &format!("{long}.1"), "ann", "été"];
    for name in names {
        let user_name = name.to_owned();
        builder.person(&PersonRecord { id: name.to_owned(), user_name, ..<_>::default() });
    }
    let snapshot = builder.finish();
    assert_eq!(snapshot.by_name(), [4, 2, 3, 5, 1, 0, 6], "by code points, equal names by row");
    let ranks: Vec<u32> = (0..8).map(|row| snapshot.name_rank(row)).collect();
    assert_eq!(ranks, [5, 4, 1, 2, 0, 3, 6, u32::MAX], "each knows its place");
    assert_eq!(snapshot.rows_named("Ann"), [3, 5], "and is found by it");
    assert!(snapshot.rows_named("anna").is_empty(), "nobody has this name");
}
