//! Accounts, limits, templates and words.

use rolecall_directory::{
    AccountRecord, AccountTable, Cause, HoldingRecord, RemovalLimits, ValueSource,
};

#[test]
fn a_table_knows_holders_by_value() {
    let holding = |value: &str, managed| HoldingRecord {
        slot: "products".into(),
        value: value.into(),
        managed,
    };
    let account = |active, managed, holdings| AccountRecord {
        key: String::new(),
        user_name: String::new(),
        email: None,
        external_id: None,
        active,
        managed,
        suspended_here: !active && managed,
        person: None,
        holdings,
        sent: Vec::new(),
    };
    let table = AccountTable::new(&[
        account(true, true, vec![holding("A", true), holding("B", false)]),
        account(false, true, vec![holding("A", false)]),
        account(true, false, vec![]),
    ]);
    assert_eq!((table.active.len(), table.managed.len()), (2, 2), "states are sets");
    assert_eq!(table.suspended_here.iter().collect::<Vec<_>>(), [1], "the inactive managed one");
    let a = &table.slots["products"].values["A"];
    assert_eq!((a.held.len(), a.managed().len()), (2, 1), "held twice, managed once");
}

#[test]
fn removal_limits_follow_the_formula_at_any_size() {
    let limits = RemovalLimits::default();
    let cases = [(0, 5), (50, 5), (59, 5), (60, 6), (1999, 199), (2010, 200), (u64::MAX, 200)];
    for (base, limit) in cases {
        assert_eq!(limits.limit(base), limit, "min(200, max(5, floor(10 % of {base})))");
    }
    let wide = RemovalLimits { count: u64::MAX, percent: u64::MAX, at_least: 0 };
    assert_eq!(wide.limit(u64::MAX), u64::MAX, "no overflow");
    let none = RemovalLimits { count: 0, percent: 0, at_least: 5 };
    assert_eq!(none.limit(1000), 0, "count is above all");
}

#[test]
fn templates_are_read_and_written() {
    for text in ["Connect", "{groups.display}", "{groups.display:OU-}", "{department}", ""] {
        let source = ValueSource::parse(text).expect("well formed");
        assert_eq!(source.text(), text, "written as it was read");
    }
    for text in ["{", "{}", "{a{b}", "{department} x"] {
        assert_eq!(ValueSource::parse(text), None, "{text:?} is no template");
    }
}

#[test]
fn causes_have_words_both_ways() {
    for (cause, word) in Cause::ALL {
        assert_eq!((cause.word(), Cause::from_word(word)), (word, Some(cause)), "{word}");
    }
    assert_eq!(Cause::from_word("nothing_of_the_kind"), None, "unknown words are no cause");
}
