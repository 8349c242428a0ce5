//! Columns of interned texts, and keys without case.

use rolecall_directory::{Column, KeyColumn, LIST_SEPARATOR, Strings};

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
    let numbers: Vec<u32> = ["b", "a", "b", "", "å"].map(|text| strings.intern(text)).into();
    assert_eq!(numbers, [0, 1, 0, 2, 3], "the second b is the first");
    assert_eq!(strings.iter().collect::<Vec<_>>(), ["b", "a", "", "å"], "in order of first use");
    assert_eq!((strings.find("å"), strings.find("c")), (Some(3), None), "found without adding");
    assert_eq!(strings.get(99), "", "a number never given out is empty, not a panic");
}

#[test]
fn texts_survive_the_growth_of_their_table() {
    let mut strings = Strings::default();
    for number in 0..10_000 {
        assert_eq!(strings.intern(&format!("text {number}")), number, "numbered in order");
    }
    strings.shrink();
    assert_eq!(strings.find("text 7777"), Some(7777), "still found after rehashing");
    assert_eq!(strings.intern("text 1"), 1, "and not added again");
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
fn keys_join_spellings() {
    let texts = ["ann@x", "ANN@x", "straße", "STRASSE", "e\u{301}va", "Éva", ""];
    let keys = KeyColumn::new(&column(&texts), 8);
    assert_eq!(keys.of(0), keys.of(1), "without case");
    assert_eq!(keys.of(2), keys.of(3), "full folding: sharp s is ss");
    assert_eq!(keys.of(4), keys.of(5), "NFC before folding");
    assert_eq!((keys.of(6), keys.of(7), keys.of(99)), (None, None, None), "absent has no key");
    assert_eq!((keys.len(), keys.text(3)), (3, "strasse"), "three keys");
    assert_eq!(keys.find("Ann@X"), keys.of(0), "found by any spelling");
    assert_eq!(keys.find(""), None, "nothing is nobody's key");
}
