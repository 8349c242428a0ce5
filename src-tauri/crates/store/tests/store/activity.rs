use crate::workspace;
use rolecall_directory::Cause;
use rolecall_store::{ActivityFilter, NewActivity, Page, Store, Verification};
use rusqlite::Connection;
use serde_json::json;

fn entry(at: i64, person: &str) -> NewActivity {
    NewActivity {
        at,
        who: "ann@desk".into(),
        kind: "step".into(),
        status: "failed".into(),
        person: Some(person.into()),
        rule: Some("Sales".into()),
        target: Some("goto".into()),
        run: Some(3),
        cause: Some(Cause::NoLicences),
        detail: json!({"before": null, "after": {"b": 0.1 + 0.2, "a": "Ångström"}}),
    }
}

fn three() -> (tempfile::TempDir, Store) {
    let (dir, store) = workspace();
    let mut last = entry(30, "cleo");
    (last.status, last.cause, last.kind) = ("done".into(), None, "rule_changed".into());
    assert_eq!(store.append(&[entry(10, "bob"), entry(20, "dave")]).unwrap(), 2, "two");
    assert_eq!(store.append(&[last]).unwrap(), 3, "places follow each other");
    (dir, store)
}

/// Changes the file behind the store's back.
fn tamper(dir: &tempfile::TempDir, sql: &str) {
    let raw = Connection::open(dir.path().join("workspace.db")).unwrap();
    raw.execute_batch("DROP TRIGGER activity_is_kept; DROP TRIGGER activity_is_fixed;").unwrap();
    raw.execute_batch(sql).unwrap();
}

#[test]
fn entries_come_back_newest_first_and_whole() {
    let (_dir, store) = three();
    let all = store.activity(&ActivityFilter::default(), Page::first(2)).unwrap();
    assert_eq!((all.total, all.rows.len()), (3, 2), "a page of them");
    assert_eq!((all.rows[1].seq, &all.rows[1].entry), (2, &entry(20, "dave")), "as written");
}

#[test]
fn entries_are_found_by_every_filter() {
    let (_dir, store) = three();
    let seqs = |filter: ActivityFilter| -> Vec<i64> {
        let found = store.activity(&filter, Page::ALL).unwrap();
        found.rows.iter().map(|row| row.seq).collect()
    };
    let any = ActivityFilter::default;
    let word = |text: &str| Some(text.to_owned());
    assert_eq!(seqs(ActivityFilter { from: Some(20), to: Some(30), ..any() }), [2], "time");
    assert_eq!(seqs(ActivityFilter { kind: word("rule_changed"), ..any() }), [3], "kind");
    assert_eq!(seqs(ActivityFilter { besides: word("rule_changed"), ..any() }), [2, 1], "all but");
    assert_eq!(seqs(ActivityFilter { status: word("failed"), ..any() }), [2, 1], "status");
    assert_eq!(seqs(ActivityFilter { person: word("bob"), ..any() }), [1], "person");
    assert_eq!(seqs(ActivityFilter { rule: word("Legal"), ..any() }), [0; 0], "rule");
    assert_eq!(seqs(ActivityFilter { target: word("goto"), ..any() }), [3, 2, 1], "target");
    assert_eq!(seqs(ActivityFilter { run: Some(4), ..any() }), [0; 0], "run");
    assert_eq!(seqs(ActivityFilter { text: word("no_LIC"), ..any() }), [2, 1], "cause as text");
    assert_eq!(seqs(ActivityFilter { text: word("åNGSTRÖM"), ..any() }).len(), 3, "detail");
}

#[test]
fn an_untouched_record_verifies() {
    let (_dir, store) = workspace();
    assert_eq!(store.verify_activity().unwrap(), Verification::Intact { count: 0 }, "empty");
    let (_dir, store) = three();
    assert_eq!(store.verify_activity().unwrap(), Verification::Intact { count: 3 }, "three");
}

#[test]
fn every_way_of_tampering_shows_where_it_began() {
    for (sql, seq) in [
        ("UPDATE activity SET who = 'bob@desk' WHERE seq = 2", 2),
        ("UPDATE activity SET detail = '{}' WHERE seq = 1", 1),
        ("UPDATE activity SET at = 11 WHERE seq = 1", 1),
        ("UPDATE activity SET cause = NULL WHERE seq = 2", 2),
        ("UPDATE activity SET hash = zeroblob(32) WHERE seq = 3", 3),
        ("DELETE FROM activity WHERE seq = 2", 2),
        ("DELETE FROM activity WHERE seq = 3", 3),
        ("DELETE FROM activity", 1),
        (
            "INSERT INTO activity SELECT 4, at, who, kind, status, person, rule, target, run,
                 cause, detail, hash FROM activity WHERE seq = 3",
            4,
        ),
    ] {
        let (dir, store) = three();
        tamper(&dir, sql);
        assert_eq!(store.verify_activity().unwrap(), Verification::Broken { seq }, "{sql}");
    }
}

#[test]
fn the_database_itself_refuses_changes_of_the_record() {
    let (dir, _store) = three();
    let raw = Connection::open(dir.path().join("workspace.db")).unwrap();
    for sql in ["UPDATE activity SET who = 'x'", "DELETE FROM activity"] {
        let refused = raw.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{sql}: {refused}");
    }
}

#[test]
fn the_oldest_entries_are_given_up_and_the_rest_is_still_a_chain() {
    let trimmed = || {
        let (dir, store) = three();
        assert_eq!(store.trim_activity(10, "Rolecall", 40).unwrap(), 0, "nothing is so old");
        assert_eq!(store.oldest_activity().unwrap(), Some(10));
        assert_eq!(store.trim_activity(30, "Rolecall", 40).unwrap(), 2, "those before 30");
        (dir, store)
    };
    let (_dir, store) = trimmed();
    let all = store.activity(&ActivityFilter::default(), Page::ALL).unwrap();
    let left: Vec<_> = all.rows.iter().map(|one| (one.seq, one.entry.kind.as_str())).collect();
    assert_eq!(left, [(4, "activity_trimmed"), (3, "rule_changed")], "and an entry tells so");
    assert_eq!(all.rows[0].entry.detail["entries"], 2);
    assert_eq!(store.verify_activity().unwrap(), Verification::Intact { count: 2 });
    assert_eq!(store.trim_activity(50, "Rolecall", 60).unwrap(), 2, "all there are");
    assert_eq!(store.append(&[entry(70, "eve")]).unwrap(), 6, "places go on");
    assert_eq!(store.verify_activity().unwrap(), Verification::Intact { count: 2 });
    for (sql, seq) in [
        ("DELETE FROM activity WHERE seq = 3", 3),
        (
            "UPDATE activity_start SET seq = 3, hash = (SELECT hash FROM activity WHERE seq = 3);
             DELETE FROM activity WHERE seq = 3",
            4,
        ),
    ] {
        let (dir, store) = trimmed();
        tamper(&dir, sql);
        assert_eq!(store.verify_activity().unwrap(), Verification::Broken { seq }, "{sql}");
    }
}

#[test]
fn what_is_kept_cannot_be_deleted_after_a_trimming_either() {
    let (dir, store) = three();
    store.trim_activity(30, "Rolecall", 40).unwrap();
    let raw = Connection::open(dir.path().join("workspace.db")).unwrap();
    let refused = raw.execute_batch("DELETE FROM activity").unwrap_err().to_string();
    assert!(refused.contains("append-only"), "{refused}");
}
