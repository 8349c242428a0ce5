use crate::workspace;
use rolecall_directory::{GroupRecord, MemberRecord, PersonRecord};
use rolecall_store::{DirectoryRecord, Store};

fn person(name: &str, groups: &[&str]) -> PersonRecord {
    PersonRecord {
        id: format!("id-{name}"),
        user_name: name.into(),
        active: name != "bob",
        org_unit: (name == "ann").then(|| "/Sales".into()),
        attributes: vec![
            ("email".into(), format!("{name}@example.com")),
            ("x".into(), "ÅØ".into()),
        ],
        groups: groups.iter().map(|&group| group.into()).collect(),
    }
}

fn group(name: &str, members: Vec<MemberRecord>) -> GroupRecord {
    GroupRecord { id: format!("gid-{name}"), display: name.into(), members }
}

fn read(store: &Store, directory: &str) -> Vec<DirectoryRecord> {
    let mut all = Vec::new();
    store.read_directory(directory, |record| all.push(record)).unwrap();
    all
}

fn expected(
    columns: &[String],
    people: &[PersonRecord],
    groups: &[GroupRecord],
) -> Vec<DirectoryRecord> {
    let people = people.iter().cloned().map(DirectoryRecord::Person);
    let groups = groups.iter().cloned().map(DirectoryRecord::Group);
    let columns = DirectoryRecord::Columns(columns.to_vec());
    std::iter::once(columns).chain(people).chain(groups).collect()
}

#[test]
fn a_reading_comes_back_in_its_order() {
    let (_dir, store) = workspace();
    let columns = ["email".to_owned(), "x".to_owned()];
    // Duplicates are the plan's business, not the store's: they stay two.
    let people = [person("zoe", &["B", "A"]), person("ann", &[]), person("zoe", &["A"])];
    let groups = [
        group("Empty", vec![]),
        group("All", vec![MemberRecord::Group("A".into()), MemberRecord::User("ann".into())]),
    ];
    let reading = store.replace_directory("main", &people, &groups, &columns, 7).unwrap();
    assert_eq!((reading.people, reading.groups, reading.read_at), (3, 2, 7), "counted");
    assert_eq!(store.reading("main").unwrap(), Some(reading), "and remembered");
    assert_eq!(read(&store, "main"), expected(&columns, &people, &groups), "as delivered");
}

#[test]
fn directories_do_not_touch_each_other() {
    let (_dir, store) = workspace();
    let none: [GroupRecord; 0] = [];
    let (first, second) = ([person("ann", &["A"])], [person("bob", &["B"])]);
    store.replace_directory("one", &first, &none, &[], 1).unwrap();
    store.replace_directory("two", &second, &none, &[], 1).unwrap();
    let newer = [person("cleo", &["C"])];
    store.replace_directory("one", &newer, &none, &[], 2).unwrap();
    assert_eq!(read(&store, "one"), expected(&[], &newer, &none), "the last reading only");
    assert_eq!(read(&store, "two"), expected(&[], &second, &none), "untouched");
    assert!(store.forget_directory("one").unwrap(), "it was there");
    assert_eq!(read(&store, "one"), [], "never read, or forgotten");
    assert_eq!(store.reading("one").unwrap(), None, "nothing is known of it");
}

#[test]
fn ten_thousand_people_are_kept() {
    let (_dir, store) = workspace();
    let names: Vec<String> = (0..200).map(|at| format!("Group {at}")).collect();
    let people = (0..10_000usize).map(|at| {
        let groups: Vec<&str> = (0..5).map(|n| names[(at * 7 + n * 31) % 200].as_str()).collect();
        person(&format!("user{at}"), &groups)
    });
    let people: Vec<_> = people.collect();
    let none: [GroupRecord; 0] = [];
    for _ in 0..2 {
        store.replace_directory("main", &people, &none, &[], 1).unwrap();
    }
    assert_eq!(
        read(&store, "main"),
        expected(&[], &people, &none),
        "every one of them, with every group"
    );
}
