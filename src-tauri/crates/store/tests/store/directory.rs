use crate::workspace;
use roaring::RoaringBitmap;
use rolecall_directory::{
    ListedGroup, MemberRecord, PersonRecord, PersonRow, Snapshot, SnapshotBuilder,
};
use rolecall_store::{DirectoryReading, DirectoryRecord, SnapshotBasis, Store, StoreError};

const COLUMNS: [&str; 3] = ["userName", "email", "x"];

fn person(name: &str) -> PersonRecord {
    PersonRecord {
        id: format!("id-{name}"),
        user_name: name.into(),
        active: name != "bob",
        org_unit: (name == "ann").then(|| "/Sales".into()),
        attributes: vec![
            ("email".into(), format!("{name}@example.com")),
            ("x".into(), "ÅØ".into()),
        ],
        groups: Vec::new(),
    }
}

fn group(name: &str, people: &[u32], members: Vec<MemberRecord>) -> ListedGroup {
    let people: RoaringBitmap = people.iter().copied().collect();
    ListedGroup { id: format!("gid-{name}"), display: name.into(), people, members }
}

fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).into()
}

fn with_row<T>(person: &PersonRecord, take: impl FnOnce(&PersonRow<'_>) -> T) -> T {
    let values: Vec<&str> = person.attributes.iter().map(|(_, value)| value.as_str()).collect();
    take(&PersonRow {
        id: &person.id,
        user_name: &person.user_name,
        active: person.active,
        org_unit: person.org_unit.as_deref(),
        attributes: &values,
        groups: "",
    })
}

fn write(
    store: &Store,
    directory: &str,
    people: &[PersonRecord],
    groups: &[ListedGroup],
    now: i64,
) -> Result<DirectoryReading, StoreError> {
    let mut writer = store.begin_reading(directory, now)?;
    writer.columns(&columns());
    for person in people {
        with_row(person, |row| writer.person(row))?;
    }
    writer.finish(groups.iter().cloned(), now)
}

fn read(store: &Store, directory: &str) -> (Vec<PersonRecord>, Vec<ListedGroup>) {
    let (mut people, mut groups) = (Vec::new(), Vec::new());
    let found = store.read_directory(directory, |record| match record {
        DirectoryRecord::Columns(names) => {
            assert_eq!(names, columns(), "the attributes come first");
            assert!(people.is_empty(), "before all people");
        }
        DirectoryRecord::Person(row) => {
            let values = ["email", "x"].into_iter().zip(row.attributes);
            people.push(PersonRecord {
                id: row.id.to_owned(),
                user_name: row.user_name.to_owned(),
                active: row.active,
                org_unit: row.org_unit.map(str::to_owned),
                attributes: values.map(|(k, v)| (k.to_owned(), (*v).to_owned())).collect(),
                groups: Vec::new(),
            });
        }
        DirectoryRecord::Group(group) => groups.push(group),
    });
    let counted = found.unwrap().map_or((0, 0), |reading| (reading.people, reading.groups));
    assert_eq!(counted, (people.len() as u64, groups.len() as u64), "as many as were counted");
    (people, groups)
}

#[test]
fn a_reading_comes_back_in_its_order() {
    let (_dir, store) = workspace();
    // Duplicates are the plan's business, not the store's: they stay two.
    let people = [person("zoe"), person("ann"), person("zoe"), person("bob")];
    let groups = [
        group("Empty", &[], vec![]),
        group(
            "All",
            &[0, 2],
            vec![MemberRecord::Group("A".into()), MemberRecord::User("nobody".into())],
        ),
    ];
    let reading = write(&store, "main", &people, &groups, 7).unwrap();
    assert_eq!((reading.people, reading.groups, reading.read_at), (4, 2, 7), "counted");
    assert_eq!(store.reading("main").unwrap(), Some(reading), "and remembered");
    assert_eq!(read(&store, "main"), (people.to_vec(), groups.to_vec()), "as delivered");
}

#[test]
fn the_same_again_is_the_same_generation() {
    let (_dir, store) = workspace();
    let mut people = vec![person("ann"), person("bob"), person("eve")];
    let mut groups = vec![group("A", &[0], vec![]), group("B", &[1, 2], vec![])];
    let first = write(&store, "main", &people, &groups, 1).unwrap();
    let again = write(&store, "main", &people, &groups, 2).unwrap();
    assert_eq!(again.generation, first.generation, "nothing is different");
    assert_eq!(again.read_at, 2, "but it was read later");
    let mut generation = again.generation;
    let mut differs = |people: &[PersonRecord], groups: &[ListedGroup], why: &str| {
        let reading = write(&store, "main", people, groups, 3).unwrap();
        assert!(reading.generation > generation, "{why} makes another generation");
        generation = reading.generation;
        assert_eq!(read(&store, "main"), (people.to_vec(), groups.to_vec()), "{why} is kept");
    };
    people[1].attributes[1].1 = "other".into();
    differs(&people, &groups, "another attribute");
    people[2].org_unit = Some("/".into());
    differs(&people, &groups, "an org unit");
    people.remove(0);
    differs(&people, &groups, "one fewer");
    people.extend([person("new"), person("newer")]);
    differs(&people, &groups, "two more");
    groups[1].people.insert(0);
    differs(&people, &groups, "a membership");
    groups.pop();
    differs(&people, &groups, "one group fewer");
}

#[test]
fn directories_do_not_touch_each_other() {
    let (_dir, store) = workspace();
    write(&store, "one", &[person("ann")], &[group("A", &[0], vec![])], 1).unwrap();
    write(&store, "two", &[person("bob")], &[group("B", &[0], vec![])], 1).unwrap();
    write(&store, "one", &[person("cleo")], &[group("C", &[0], vec![])], 2).unwrap();
    let kept = |name: &str, called: &str| (vec![person(name)], vec![group(called, &[0], vec![])]);
    assert_eq!(read(&store, "one"), kept("cleo", "C"), "the last reading only");
    assert_eq!(read(&store, "two"), kept("bob", "B"), "untouched");
    assert!(store.forget_directory("one").unwrap(), "it was there");
    assert_eq!(read(&store, "one"), (vec![], vec![]), "never read, or forgotten");
    assert_eq!(store.reading("one").unwrap(), None, "nothing is known of it");
    assert_eq!(read(&store, "two"), kept("bob", "B"), "the other is still there");
}

#[test]
fn a_reading_that_breaks_off_leaves_the_last_one_whole() {
    let (dir, store) = workspace();
    let people: Vec<_> = (0..20_000).map(|at| person(&format!("user{at}"))).collect();
    write(&store, "main", &people, &[], 1).unwrap();
    let mut others: Vec<_> = (0..20_000).map(|at| person(&format!("other{at}"))).collect();
    for other in &mut others {
        other.attributes[1].1 = "long ".repeat(100);
    }
    let mut writer = store.begin_reading("main", 2).unwrap();
    writer.columns(&columns());
    for person in &others {
        with_row(person, |row| writer.person(row)).unwrap();
    }
    assert_eq!(read(&store, "main").0, people, "while it is under way");
    drop(writer);
    assert_eq!(read(&store, "main").0, people, "and after it was given up");
    // A process that dies takes nothing back: its draft is lost, until it is old enough.
    let mut writer = store.begin_reading("main", 3).unwrap();
    writer.columns(&columns());
    for person in &others {
        with_row(person, |row| writer.person(row)).unwrap();
    }
    std::mem::forget(writer);
    let rows = |store: &Store| {
        drop(store.back_up().unwrap());
        let file = rusqlite::Connection::open(dir.path().join("workspace.db")).unwrap();
        file.query_row("SELECT count(*) FROM person", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert!(rows(&store) > 20_000, "the dead one left some behind");
    write(&store, "main", &people, &[], 24 * 3600 * 1000).unwrap();
    assert_eq!(rows(&store), 20_000, "a later reading has taken them away");
    assert_eq!(read(&store, "main").0, people, "and only them");
}

#[test]
fn of_two_readings_at_once_one_stands() {
    let (_dir, store) = workspace();
    write(&store, "main", &[person("ann")], &[], 1).unwrap();
    let mut slow = store.begin_reading("main", 2).unwrap();
    slow.columns(&columns());
    with_row(&person("slow"), |row| slow.person(row)).unwrap();
    write(&store, "main", &[person("fast")], &[], 3).unwrap();
    let error = slow.finish(std::iter::empty(), 4).unwrap_err();
    assert!(matches!(error, StoreError::ReadMeanwhile { .. }), "the later end is told: {error}");
    assert_eq!(read(&store, "main").0, [person("fast")], "the first end stands");
}

fn built(people: &[PersonRecord]) -> Snapshot {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    for person in people {
        builder.person(person);
    }
    builder.finish()
}

#[test]
fn a_snapshot_is_kept_for_its_readings_only() {
    let (dir, store) = workspace();
    let kept = |store: &Store, form: &str| {
        let snapshot = store.kept_snapshot(form, &["main"]).unwrap();
        snapshot.map(|snapshot| snapshot.person(0).user_name().to_owned())
    };
    assert_eq!(kept(&store, "form"), None, "nothing is kept at first");
    let people: Vec<_> = (0..3000).map(|at| person(&format!("user{at}"))).collect();
    let reading = write(&store, "main", &people, &[], 1).unwrap();
    let basis = SnapshotBasis::new("form", [Some(&reading)]);
    let keep = |basis| store.keep_snapshot("form", &["main"], basis, &built(&people)).unwrap();
    assert!(keep(&basis), "the readings are those it was made of");
    assert_eq!(kept(&store, "form").as_deref(), Some("user0"), "and it is found");
    assert_eq!(kept(&store, "other form"), None, "not for another form");
    write(&store, "main", &people, &[], 2).unwrap();
    assert_eq!(kept(&store, "form").as_deref(), Some("user0"), "the same again changes nothing");
    let fewer = write(&store, "main", &people[1..], &[], 3).unwrap();
    assert_eq!(kept(&store, "form"), None, "another reading makes it useless");
    assert!(!keep(&basis), "nor is it kept any more");
    let basis = SnapshotBasis::new("form", [Some(&fewer)]);
    let snapshot = built(&people[1..]);
    assert!(store.keep_snapshot("form", &["main"], &basis, &snapshot).unwrap(), "a new one is");
    assert_eq!(kept(&store, "form").as_deref(), Some("user1"), "and found in its place");
    let file = rusqlite::Connection::open(dir.path().join("workspace.db")).unwrap();
    let damage = "UPDATE snapshot_piece SET bytes = zeroblob(length(bytes)) WHERE position = 0";
    assert_eq!(file.execute(damage, []).unwrap(), 1, "the first piece is spoilt");
    assert_eq!(kept(&store, "form"), None, "what is damaged is not believed");
}
