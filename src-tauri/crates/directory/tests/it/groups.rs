//! Groups: nesting, cycles, names and members nobody has.

use rolecall_directory::{
    GroupOrigin, GroupRecord, MemberRecord, PersonRecord, Snapshot, SnapshotBuilder,
};

fn person(name: &str, groups: &[&str]) -> PersonRecord {
    PersonRecord {
        id: format!("id-{name}"),
        user_name: name.to_owned(),
        active: true,
        groups: groups.iter().map(|&group| group.to_owned()).collect(),
        ..<_>::default()
    }
}

fn group(name: &str, members: Vec<MemberRecord>) -> GroupRecord {
    GroupRecord { id: format!("g-{name}"), display: name.to_owned(), members }
}

fn user(name: &str) -> MemberRecord {
    MemberRecord::User(name.to_owned())
}

fn nested(name: &str) -> MemberRecord {
    MemberRecord::Group(name.to_owned())
}

fn all(snapshot: &Snapshot, name: &str) -> Vec<u32> {
    let &at = snapshot.groups_named(name).first().expect("the group exists");
    snapshot.groups()[at as usize].all().iter().collect()
}

fn builder() -> SnapshotBuilder {
    let mut builder = SnapshotBuilder::new(&[]);
    builder.directory("OU-");
    builder
}

#[test]
fn members_come_by_name_or_id_and_groups_in_any_order() {
    let mut builder = builder();
    for name in ["ann", "bob", "eve"] {
        builder.person(&person(name, &[]));
    }
    builder.group(&group("All", vec![nested("g-Sales"), user("EVE")]));
    builder.group(&group("Sales", vec![user("ann"), user("id-bob")]));
    let snapshot = builder.finish();
    assert_eq!(all(&snapshot, "all"), [0, 1, 2], "by id, by name, and a group named before it was");
    let direct: Vec<(u32, bool)> = snapshot.person(0).groups().collect();
    assert_eq!(direct, [(0, false), (1, true)], "inherited and direct are told apart");
}

#[test]
fn unknown_members_are_listed_and_make_nothing() {
    let mut builder = builder();
    builder.person(&person("ann", &[]));
    builder.group(&group("Sales", vec![user("nobody"), nested("Nowhere"), user("ann")]));
    let snapshot = builder.finish();
    let unknown: Vec<_> =
        snapshot.unknown_members().iter().map(|(g, m)| (g.as_str(), m.as_str())).collect();
    assert_eq!(unknown, [("Sales", "nobody"), ("Sales", "Nowhere")], "both as written");
    assert_eq!(all(&snapshot, "Sales"), [0], "the rest is in");
    assert!(snapshot.groups_named("Nowhere").is_empty(), "no group is made of a member");
}

#[test]
fn groups_in_each_other_have_the_same_members() {
    let mut builder = builder();
    for name in ["ann", "bob", "eve"] {
        builder.person(&person(name, &[]));
    }
    builder.group(&group("A", vec![nested("B"), user("ann")]));
    builder.group(&group("B", vec![nested("C"), user("bob")]));
    builder.group(&group("C", vec![nested("A"), nested("C")]));
    builder.group(&group("Above", vec![nested("C"), user("eve")]));
    let snapshot = builder.finish();
    for name in ["A", "B", "C"] {
        assert_eq!(all(&snapshot, name), [0, 1], "{name} is in the cycle");
    }
    assert_eq!(all(&snapshot, "Above"), [0, 1, 2], "what holds a cycle holds it all");
}

#[test]
fn a_chain_of_a_hundred_thousand_groups_is_flattened() {
    const LENGTH: u32 = 100_000;
    let mut builder = builder();
    builder.person(&person("ann", &["G0"]));
    for at in 1..LENGTH {
        builder.group(&group(&format!("G{at}"), vec![nested(&format!("G{}", at - 1))]));
    }
    let snapshot = builder.finish();
    assert_eq!(all(&snapshot, &format!("G{}", LENGTH - 1)), [0], "the last holds the first's");
}

#[test]
fn an_org_unit_group_and_a_source_group_of_one_name_are_one() {
    let mut builder = builder();
    builder
        .person(&PersonRecord { org_unit: Some("/Sales/North".to_owned()), ..person("ann", &[]) });
    builder.person(&person("bob", &["ou-/SALES"]));
    builder.person(&person("eve", &[]));
    builder.group(&group("All", vec![nested("OU-/Sales")]));
    builder.group(&group("Below", vec![user("eve")]));
    builder.group(&group("OU-/Sales", vec![nested("Below")]));
    let snapshot = builder.finish();
    let &[at] = snapshot.groups_named("OU-/Sales") else { panic!("one group") };
    let sales = &snapshot.groups()[at as usize];
    assert_eq!(sales.origin, GroupOrigin::Both, "its origin tells both");
    assert_eq!(sales.direct().iter().collect::<Vec<_>>(), [1], "ann inherits it");
    assert_eq!(all(&snapshot, "OU-/Sales"), [0, 1, 2], "org unit, record and nesting");
    assert_eq!(all(&snapshot, "All"), [0, 1, 2], "who is in by org unit counts further up");
    assert_eq!(all(&snapshot, "OU-/"), [0], "the org units above know of ann alone");
}

#[test]
fn directories_have_groups_of_their_own() {
    let mut builder = builder();
    builder.person(&person("ann", &["Sales"]));
    builder.directory("OE-");
    builder.person(&PersonRecord { org_unit: Some("/X".into()), ..person("bob", &["SALES"]) });
    builder.group(&group("Other", vec![user("ann")]));
    let snapshot = builder.finish();
    let named = snapshot.groups_named("sales");
    let homes: Vec<u16> =
        named.iter().map(|&at| snapshot.groups()[at as usize].directory).collect();
    assert_eq!(homes, [0, 1], "one in each");
    assert_eq!(snapshot.unknown_members().len(), 1, "ann is of the other directory");
    assert!(!snapshot.groups_named("OE-/X").is_empty(), "each has its own prefix");
}
