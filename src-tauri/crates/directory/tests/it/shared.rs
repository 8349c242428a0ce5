//! Columns of which one says mostly what the other says: userName and e-mail of many people.

use crate::described::described;
use rolecall_directory::{Folded, PersonChange, PersonRecord, Snapshot, SnapshotBuilder};

/// More than have their texts looked up while they are added.
const PEOPLE: u32 = 70_000;

fn record(at: u32) -> PersonRecord {
    let user_name = format!("firstname.lastname.{at}@example.com");
    // Every tenth has another e-mail, every eleventh none; 30 and 40 have each other's userName.
    let email = match at {
        30 => Some(String::from("firstname.lastname.40@example.com")),
        40 => Some(String::from("FirstName.LastName.30@example.com")),
        at if at.is_multiple_of(11) => None,
        at if at.is_multiple_of(10) => Some(format!("other.{}@example.net", at % 500)),
        _ => Some(user_name.clone()),
    };
    PersonRecord {
        id: format!("Id{at}"),
        user_name,
        active: true,
        org_unit: None,
        attributes: email.into_iter().map(|email| ("email".to_owned(), email)).collect(),
        groups: Vec::new(),
    }
}

fn everybody() -> Snapshot {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    for at in 0..PEOPLE {
        builder.person(&record(at));
    }
    builder.finish()
}

fn written(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    snapshot.write_to(&mut bytes).unwrap();
    bytes
}

fn email_of(at: u32) -> Option<String> {
    record(at).attributes.pop().map(|(_, email)| email)
}

#[track_caller]
fn assert_is(snapshot: &Snapshot, of: &dyn Fn(u32) -> PersonRecord) {
    let keys = snapshot.keys();
    for row in 0..PEOPLE {
        let (person, meant) = (snapshot.person(row), of(row));
        let email = meant.attributes.first().map(|(_, email)| email.as_str());
        assert_eq!(person.user_name(), meant.user_name, "the userName of {row}");
        assert_eq!(person.email(), email, "the e-mail of {row}");
        let Some(email) = email.filter(|_| row < 600) else { continue };
        assert_eq!(keys.email.find(&email.to_uppercase()), keys.email.of(row), "found by {email}");
        assert_eq!(keys.email.text(row), Folded::new(email).as_str(), "by the folded text");
    }
}

#[test]
fn an_email_that_is_the_user_name_is_kept_once() {
    let snapshot = everybody();
    assert_is(&snapshot, &record);
    let bytes = written(&snapshot);
    let name = b"firstname.lastname.12345@example.com";
    let times = bytes.windows(name.len()).filter(|part| part == name).count();
    assert_eq!(times, 1, "kept once");
    let email = snapshot.column("email").expect("the column");
    let found = email.rows_containing("Other.7");
    let meant = (0..PEOPLE).filter(|&at| email_of(at).is_some_and(|e| e.contains("other.7")));
    assert_eq!(found.iter().collect::<Vec<_>>(), meant.collect::<Vec<_>>(), "texts of its own");
    let with = (0..PEOPLE).filter(|&at| email_of(at).is_some()).count() as u64;
    assert_eq!(email.rows_present().len(), with, "who has none has none");
    assert_eq!(email.rows_where(|text| text.contains("lastname.3300@")).len(), 0, "nor a borrowed");
    assert!(!email.has_lists(), "nobody has a list");

    let same = Snapshot::read_from(bytes.as_slice(), bytes.len() as u64).expect("is read");
    assert_is(&same, &record);
    assert_eq!(written(&same), bytes, "written again it is the same");
    for at in (0..bytes.len()).step_by(99_991) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x10;
        let read = Snapshot::read_from(broken.as_slice(), broken.len() as u64);
        assert!(read.is_err(), "damage at {at} is seen");
    }
}

#[test]
fn what_two_columns_share_can_change_in_one_of_them() {
    let bytes = written(&everybody());
    let mut snapshot = Snapshot::read_from(bytes.as_slice(), bytes.len() as u64).expect("is read");
    let changed = |at: u32| {
        let mut person = record(at);
        match at {
            1 => person.user_name = "renamed.1@example.com".to_owned(),
            2 => person.attributes = vec![("email".to_owned(), "moved.2@example.com".to_owned())],
            3 => person.attributes = Vec::new(),
            11 => person.attributes = vec![("email".to_owned(), person.user_name.clone())],
            _ => {}
        }
        person
    };
    let changes = [1, 2, 3, 11].map(|at| PersonChange::Here { directory: 0, person: changed(at) });
    let rows = snapshot.apply(&changes);
    assert_eq!(rows.iter().collect::<Vec<_>>(), [1, 2, 3, 11], "they alone");
    assert_is(&snapshot, &changed);
    assert_eq!(snapshot.rows_named("RENAMED.1@example.com"), [1], "found by the new name");
    assert!(snapshot.has_key("moved.2@example.com"), "and e-mail");
    let (bytes, before) = (written(&snapshot), described(&snapshot));
    let same = Snapshot::read_from(bytes.as_slice(), bytes.len() as u64).expect("is read");
    assert_is(&same, &changed);
    assert_eq!(described(&same).len(), before.len(), "everybody is there");
}
