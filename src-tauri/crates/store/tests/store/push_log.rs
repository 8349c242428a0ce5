//! The log of SCIM calls: kept for thirty days, found by what is asked.

use crate::workspace;
use rolecall_store::{Page, PushCallFilter, PushCallRecord, Store};

const DAY: i64 = 24 * 3_600_000;

fn call(at: i64, status: u16) -> PushCallRecord {
    PushCallRecord {
        at,
        directory: "main".to_owned(),
        token: "token 1".to_owned(),
        address: "192.0.2.7".to_owned(),
        method: "POST".to_owned(),
        path: "/Users".to_owned(),
        status,
        ..PushCallRecord::default()
    }
}

fn kept(store: &Store, filter: &PushCallFilter) -> Vec<i64> {
    let found = store.push_calls(filter, Page::ALL).unwrap();
    assert_eq!(found.total, found.rows.len() as u64);
    found.rows.into_iter().map(|one| one.at / DAY).collect()
}

#[test]
fn a_call_is_kept_for_thirty_days() {
    let (_dir, store) = workspace();
    let everything = PushCallFilter::default();
    for day in 0..=30 {
        store.log_push_calls(&[call(day * DAY, 201)], day * DAY).unwrap();
    }
    let all: Vec<i64> = (0..=30).rev().collect();
    assert_eq!(kept(&store, &everything), all, "the oldest is thirty days old to the moment");
    store.log_push_calls(&[call(30 * DAY + 1, 400)], 30 * DAY + 1).unwrap();
    assert_eq!(kept(&store, &everything).last(), Some(&1), "and then it is forgotten");
    store.log_push_calls(&[], 45 * DAY).unwrap();
    assert_eq!(kept(&store, &everything).last(), Some(&15), "also when nothing new comes");
    store.log_push_calls(&[], 100 * DAY).unwrap();
    assert!(kept(&store, &everything).is_empty());
}

#[test]
fn calls_are_found_by_state_time_and_words() {
    let (_dir, store) = workspace();
    let odd = PushCallRecord {
        method: "PATCH".to_owned(),
        path: "/Users/42".to_owned(),
        detail: "Another user has the userName".to_owned(),
        ..call(3 * DAY, 409)
    };
    store.log_push_calls(&[call(DAY, 201), call(2 * DAY, 503), odd], 3 * DAY).unwrap();
    let all = PushCallFilter::default;
    assert_eq!(kept(&store, &PushCallFilter { failed: true, ..all() }), [3, 2]);
    assert_eq!(kept(&store, &PushCallFilter { status: Some(503), ..all() }), [2]);
    assert_eq!(kept(&store, &PushCallFilter { method: Some("PATCH".to_owned()), ..all() }), [3]);
    assert_eq!(kept(&store, &PushCallFilter { text: "USERS/42".to_owned(), ..all() }), [3]);
    assert_eq!(kept(&store, &PushCallFilter { text: "another".to_owned(), ..all() }), [3]);
    let (from, until) = (Some(2 * DAY), Some(3 * DAY));
    assert_eq!(kept(&store, &PushCallFilter { from, until, ..all() }), [2]);
    let elsewhere = PushCallFilter { directory: Some("other".to_owned()), ..all() };
    assert!(kept(&store, &elsewhere).is_empty());
}
