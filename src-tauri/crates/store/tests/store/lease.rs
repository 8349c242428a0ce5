use crate::workspace;
use rolecall_store::{Lease, LeaseAnswer, LeaseHolder, Store};

fn granted(store: &Store, holder: &str, now: i64) -> Lease {
    match store.acquire("run", holder, now, 100).unwrap() {
        LeaseAnswer::Granted(lease) => lease,
        LeaseAnswer::HeldBy(other) => panic!("{holder} met {other:?}"),
    }
}

fn held_by(store: &Store, now: i64) -> Option<LeaseHolder> {
    match store.acquire("run", "other", now, 100).unwrap() {
        LeaseAnswer::Granted(_) => None,
        LeaseAnswer::HeldBy(holder) => Some(holder),
    }
}

#[test]
fn one_at_a_time_holds_a_lease() {
    let (dir, store) = workspace();
    let second = Store::open(dir.path()).unwrap();
    let lease = granted(&store, "one", 0);
    let one = LeaseHolder { holder: "one".into(), until: 100 };
    assert_eq!(held_by(&second, 99), Some(one.clone()), "another process is told who has it");
    assert_eq!(second.lease_holder("run", 99).unwrap(), Some(one), "and can show it");
    store.renew(&lease, 90, 100).unwrap();
    assert_eq!(held_by(&second, 150).map(|one| one.until), Some(190), "renewed");
    store.release(lease).unwrap();
    assert_eq!(second.lease_holder("run", 99).unwrap(), None, "given back");
    assert_eq!(granted(&second, "two", 99).fence, 2, "the next one has a higher number");
}

#[test]
fn a_lease_past_its_time_is_taken_over_and_its_holder_learns_it() {
    let (_dir, store) = workspace();
    let slept = granted(&store, "one", 0);
    let taken = granted(&store, "two", 100);
    assert!(taken.fence > slept.fence, "numbers only grow");
    assert_eq!(store.renew(&slept, 101, 100).unwrap_err().code(), "fenced", "too late");
    store.release(slept).unwrap();
    assert_eq!(held_by(&store, 101).map(|one| one.holder), Some("two".into()), "two keeps it");
}

#[test]
fn the_lease_of_a_dead_process_is_free_at_once() {
    let (_dir, store) = workspace();
    // A dropped lease lets go of its file as the operating system does for a dead process; the
    // row still says that it is held.
    drop(granted(&store, "one", 0));
    assert!(store.lease_holder("run", 1).unwrap().is_some(), "by the row it is held");
    assert_eq!(granted(&store, "two", 1).fence, 2, "but nobody lives who holds it");
}

#[test]
fn a_lease_may_have_any_name() {
    let (dir, store) = workspace();
    for name in ["../escape", "a b", "ÅÄÖ", "a%b"] {
        let answer = store.acquire(name, "one", 0, 100).unwrap();
        assert!(matches!(answer, LeaseAnswer::Granted(_)), "{name}");
    }
    assert!(!dir.path().join("../escape-1.lock").exists(), "its file stays in the workspace");
}
