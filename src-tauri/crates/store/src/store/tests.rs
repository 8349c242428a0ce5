//! Faults that only the inside of the store can bring about.

use super::{Durability, Store};
use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::time::Duration;

fn code<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> &'static str {
    answer.unwrap_err().code()
}

#[test]
fn a_full_disk_loses_only_the_change_that_did_not_fit() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.set_setting("kept", &1).unwrap();
    let main = store.main();
    let pages: i64 = main.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    // SQLite answers here as it does when the file system has no room.
    main.pragma_update(None, "max_page_count", pages + 1).unwrap();
    drop(main);
    let long = "x".repeat(100_000);
    assert_eq!(code(store.set_setting("long", &long)), "disk_full", "said as such");
    assert_eq!(store.setting::<String>("long").unwrap(), None, "nothing of it is there");
    assert_eq!(store.setting::<i32>("kept").unwrap(), Some(1), "what was acknowledged is");
    store.main().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    store.set_setting("long", &long).unwrap();
    assert_eq!(store.setting("long").unwrap(), Some(long), "with room it works again");
}

#[test]
fn a_write_that_waits_too_long_says_who_is_in_the_way() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.main().busy_timeout(Duration::from_millis(20)).unwrap();
    let mut other = Connection::open(dir.path().join("workspace.db")).unwrap();
    let held = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    assert_eq!(code(store.set_setting("a", &1)), "workspace_locked", "the lock is named");
    assert_eq!(store.setting::<i32>("a").unwrap(), None, "reading goes on meanwhile");
    drop(held);
    store.set_setting("a", &1).unwrap();
}

#[test]
fn a_database_that_refuses_writes_is_called_read_only() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.main().pragma_update(None, "query_only", true).unwrap();
    assert_eq!(code(store.set_setting("a", &1)), "workspace_read_only", "the remedy is rights");
}

#[test]
fn a_panic_inside_a_change_leaves_nothing_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(Durability::Full, |tx| -> Result<(), crate::error::Fault> {
            tx.execute("INSERT INTO setting (key, value) VALUES ('half', '1')", [])?;
            panic!("in the middle");
        })
    }));
    assert!(panicked.is_err(), "the panic is not swallowed");
    assert_eq!(store.setting::<i32>("half").unwrap(), None, "the change was rolled back");
    store.set_setting("whole", &1).unwrap();
}
