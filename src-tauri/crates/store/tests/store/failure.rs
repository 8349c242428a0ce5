use crate::workspace;
use rolecall_directory::{Cause, StepKind};
use rolecall_store::{FailureGroup, FailureRow, FailureSort, Page, Store};

fn failed(cause: Cause, user: &str, value: &str, tries: u32) -> FailureRow {
    FailureRow {
        cause,
        user: user.into(),
        person: Some(format!("id-{user}")),
        kind: Some(StepKind::Assign),
        slot: Some("products".into()),
        value: Some(value.into()),
        rules: vec!["Sales".into()],
        message: format!("no seat for {user}"),
        tries,
    }
}

fn replace(store: &Store, rows: &[FailureRow], now: i64) {
    store.replace_failures("goto", now, rows, now, |_| true).unwrap();
}

fn list(store: &Store, sort: FailureSort, descending: bool) -> Vec<(String, u32, i64, i64)> {
    let found =
        store.failures("goto", Cause::NoLicences, None, (sort, descending), Page::ALL).unwrap();
    let rows = found.rows.into_iter();
    rows.map(|row| (row.user, row.tries, row.first_seen, row.last_seen)).collect()
}

#[test]
fn people_are_counted_once_and_most_come_first() {
    let (_dir, store) = workspace();
    let rows = [
        failed(Cause::Conflict, "ann", "A", 1),
        failed(Cause::NoLicences, "ann", "A", 0),
        failed(Cause::NoLicences, "ann", "B", 0),
        failed(Cause::NoLicences, "bob", "A", 0),
    ];
    replace(&store, &rows, 5);
    let group = |cause, people| FailureGroup {
        target: "goto".into(),
        cause,
        people,
        since: 5,
        newest: 5,
        dismissed: false,
    };
    let expected = [group(Cause::NoLicences, 2), group(Cause::Conflict, 1)];
    assert_eq!(store.failures_by_cause().unwrap(), expected, "one banner a cause");
    replace(&store, &rows[..1], 6);
    assert_eq!(store.banners().unwrap().len(), 1, "a cause that disappears takes its banner along");
}

#[test]
fn the_same_failure_keeps_its_age_and_adds_its_tries() {
    let (_dir, store) = workspace();
    replace(&store, &[failed(Cause::NoLicences, "ann", "A", 2)], 5);
    let again =
        [failed(Cause::NoLicences, "ANN", "A", 3), failed(Cause::NoLicences, "bob", "A", 1)];
    replace(&store, &again, 8);
    assert_eq!(
        list(&store, FailureSort::User, false),
        [("ANN".into(), 5, 5, 8), ("bob".into(), 1, 8, 8)],
        "compared without case; seen first at 5, tried 2 + 3 times"
    );
    assert_eq!(list(&store, FailureSort::Since, true)[0].0, "bob", "newest first");
    assert_eq!(list(&store, FailureSort::Tries, true)[0].0, "ANN", "most tried first");
    let found = store.failures(
        "goto",
        Cause::NoLicences,
        Some("FOR BOB"),
        (FailureSort::User, false),
        Page::first(10),
    );
    assert_eq!(found.unwrap().total, 1, "searched without case");
}

#[test]
fn a_partial_retry_leaves_the_others_alone() {
    let (_dir, store) = workspace();
    let rows = [failed(Cause::NoLicences, "ann", "A", 1), failed(Cause::NoLicences, "bob", "A", 1)];
    replace(&store, &rows, 5);
    store.replace_failures("goto", 6, &[], 6, |row| row.user == "ann").unwrap();
    assert_eq!(list(&store, FailureSort::User, false), [("bob".into(), 1, 5, 5)], "bob stays");
    store.replace_failures("scim", 7, &[], 7, |_| true).unwrap();
    assert_eq!(list(&store, FailureSort::User, false).len(), 1, "targets have their own");
}

#[test]
fn a_dismissed_banner_returns_with_a_further_person() {
    let (_dir, store) = workspace();
    let ann = failed(Cause::NoLicences, "ann", "A", 1);
    replace(&store, std::slice::from_ref(&ann), 5);
    store.dismiss("goto", Cause::NoLicences).unwrap();
    assert_eq!(store.banners().unwrap(), [], "hidden");
    assert!(store.failures_by_cause().unwrap()[0].dismissed, "but still open");
    let more = [ann.clone(), failed(Cause::NoLicences, "ann", "B", 1)];
    replace(&store, &more, 6);
    assert_eq!(store.banners().unwrap(), [], "the same person again does not bring it back");
    replace(&store, &[ann.clone(), failed(Cause::NoLicences, "bob", "A", 1)], 7);
    assert_eq!(store.banners().unwrap()[0].people, 2, "a further person does");
    store.dismiss("goto", Cause::NoLicences).unwrap();
    replace(&store, &[], 8);
    replace(&store, &[ann], 9);
    assert_eq!(store.banners().unwrap().len(), 1, "and so does vanishing and coming back");
}
