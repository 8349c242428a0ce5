//! People, directories and org units in a Snapshot.

use rolecall_directory::{
    AttributeDefinition, AttributeType, PersonRecord, Snapshot, SnapshotBuilder,
};

fn person(id: &str, name: &str) -> PersonRecord {
    PersonRecord { id: id.into(), user_name: name.into(), active: true, ..<_>::default() }
}

fn in_unit(name: &str, path: &str) -> PersonRecord {
    PersonRecord { org_unit: Some(path.to_owned()), ..person(name, name) }
}

fn members(snapshot: &Snapshot, group: &str) -> (Vec<u32>, Vec<u32>) {
    let &at = snapshot.groups_named(group).first().expect("the group exists");
    let group = &snapshot.groups()[at as usize];
    (group.direct().iter().collect(), group.all().iter().collect())
}

#[test]
fn an_empty_snapshot_answers_everything() {
    let snapshot = Snapshot::default();
    assert_eq!((snapshot.people(), snapshot.everyone().len()), (0, 0), "nobody");
    assert_eq!(snapshot.person(3).user_name(), "", "a row that is not there has no name");
    assert!(snapshot.column("userName").is_none(), "and there are no columns");
}

#[test]
fn attributes_are_known_without_case_in_any_script() {
    let level =
        AttributeDefinition { kind: AttributeType::Number, ..AttributeDefinition::text("Ämne") };
    let mut builder = SnapshotBuilder::new(&[level]);
    builder.directory("OU-");
    let mut ann = person("1", "ann");
    ann.attributes = vec![("ÄMNE".into(), "7".into()), ("Email".into(), "Ann@X".into())];
    builder.person(&ann);
    let snapshot = builder.finish();
    assert_eq!(snapshot.person(0).attribute("a\u{308}mne"), Some("7"), "composed or not");
    assert_eq!(snapshot.column_type("äMNE"), AttributeType::Number, "its type too");
    assert_eq!(snapshot.person(0).email(), Some("Ann@X"), "one column for one name");
}

#[test]
fn names_find_people_without_case_in_every_directory() {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    builder.person(&person("1", "Ann"));
    builder.person(&person("2", "bob"));
    builder.directory("OE-");
    builder.person(&PersonRecord { active: false, ..person("1", "ANN") });
    let snapshot = builder.finish();
    assert_eq!(snapshot.rows_named("aNN"), [0, 2], "duplicates stay two rows");
    assert_eq!(snapshot.active().iter().collect::<Vec<_>>(), [0, 1], "one is inactive");
    assert_eq!(snapshot.person(2).directory(), 1, "rows belong to directories");
    assert_eq!(snapshot.of_directory()[0].len(), 2, "two in the first");
}

#[test]
fn org_units_make_groups_direct_where_the_person_is() {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    builder.person(&in_unit("ann", "/Sales/North"));
    builder.person(&in_unit("bob", "/sales"));
    builder.person(&in_unit("eve", "/"));
    let snapshot = builder.finish();
    assert_eq!(members(&snapshot, "OU-/Sales"), (vec![1], vec![0, 1]), "spellings are one unit");
    assert_eq!(members(&snapshot, "ou-/SALES/north"), (vec![0], vec![0]), "found without case");
    assert_eq!(members(&snapshot, "OU-/"), (vec![2], vec![0, 1, 2]), "the root holds everybody");
    let unit = &snapshot.org_units()[&"/sales".into()];
    assert_eq!(unit.path, "/Sales", "as first spelled");
    assert_eq!((unit.here.len(), unit.below.len()), (1, 2), "here and below");
}

#[test]
fn rows_of_their_own_are_nobody() {
    let mut builder = SnapshotBuilder::new(&[]);
    let user_name = builder.column("userName");
    builder.row(true, [(user_name, "svc-1")]);
    let snapshot = builder.finish();
    assert_eq!(snapshot.person(0).user_name(), "svc-1", "its cells are there");
    assert!(snapshot.rows_named("svc-1").is_empty(), "but no person is found by it");
}
