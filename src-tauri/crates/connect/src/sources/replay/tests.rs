use super::{Known, Replay};
use crate::sources::record::Mapped;
use crate::{DirectorySink, MemoryMirror, Mirror, ReadReport};
use rolecall_directory::{
    Member, MirrorChange, MirrorMember, PersonRow, RecordKind, SourceDefinition, SourceKind,
    SourceScope, SourceWarning,
};
use serde_json::{Value, json};

#[derive(Default)]
struct Told(Vec<String>);

impl DirectorySink for Told {
    fn columns(&mut self, names: &[String]) {
        self.0.push(format!("columns {}", names.join(" ")));
    }
    fn person(&mut self, person: &PersonRow<'_>) {
        self.0.push(format!("person {} {} {}", person.id, person.user_name, person.active));
    }
    fn group(&mut self, id: &str, name: &str) {
        self.0.push(format!("group {id} {name}"));
    }
    fn member(&mut self, group: &str, member: Member<'_>) {
        self.0.push(match member {
            Member::User(id) => format!("{group} has {id}"),
            Member::Group(id) => format!("{group} has group {id}"),
        });
    }
    fn warning(&mut self, warning: SourceWarning) {
        let lost = if warning.row_lost { "lost" } else { "warning" };
        self.0.push(format!("{lost} {}", warning.message));
    }
}

fn put(kind: RecordKind, id: &str, body: &Value) -> MirrorChange {
    MirrorChange::Put { kind, id: id.to_owned(), body: body.to_string() }
}

fn members(group: &str, ids: &[&str]) -> MirrorChange {
    let kind = RecordKind::Person;
    let members = ids.iter().map(|id| MirrorMember { kind, id: (*id).to_owned() }).collect();
    MirrorChange::Members { group: group.to_owned(), members }
}

/// Four people; `outer` holds `inner` and Ann, `inner` holds Bob and `outer` again.
fn kept() -> MemoryMirror {
    let mirror = MemoryMirror::default();
    let changes = [
        put(RecordKind::Person, "1", &json!({"login": "ann", "ou": "/Sales/North", "nr": "a"})),
        put(RecordKind::Person, "2", &json!({"login": "bob", "ou": "/Salesforce", "nr": "b"})),
        put(RecordKind::Person, "3", &json!({"login": "cid", "ou": "/", "off": true, "nr": "c"})),
        put(RecordKind::Person, "4", &json!({"nobody": true})),
        put(RecordKind::Group, "g1", &json!({"name": "Outer"})),
        put(RecordKind::Group, "g2", &json!({"name": "Inner"})),
        put(RecordKind::Group, "g3", &json!({})),
        members("g1", &["1", "g2"]),
        members("g2", &["2", "g1"]),
        members("g3", &["3"]),
    ];
    mirror.advance(&changes, None).expect("memory takes all");
    mirror
}

fn replayed(scope: &SourceScope, map: &[(&str, &str)]) -> (Vec<String>, ReadReport) {
    let mut definition = SourceDefinition::new(SourceKind::ScimPush);
    definition.map =
        map.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
    let mapped = Mapped::new(&[("orgUnit", "ou")], &definition, &[]);
    let mirror = kept();
    let text = |record: &Value, name: &str| record[name].as_str().map(str::to_owned);
    let replay = Replay {
        mirror: &mirror,
        mapped: &mapped,
        scope,
        place: "here",
        person: &|_, record| match text(record, "login") {
            Some(user_name) => Ok(Some(Known {
                user_name,
                active: record["off"].is_null(),
                org_unit: text(record, "ou"),
            })),
            None => Err(rolecall_directory::SourceFlaw::DnNotUtf8),
        },
        group: &|record| text(record, "name"),
    };
    let mut told = Told::default();
    let report = replay.hand_on(&mut told).expect("memory can be read");
    (told.0, report)
}

#[test]
fn everything_comes_in_the_order_of_a_reading() {
    let (told, report) = replayed(&SourceScope::default(), &[]);
    let wanted = [
        "columns id userName active orgUnit",
        "person 1 ann true",
        "person 2 bob true",
        "person 3 cid false",
        "lost the dn is no UTF-8",
        "group g1 Outer",
        "group g2 Inner",
        "Outer has 1",
        "Outer has group g2",
        "Inner has 2",
        "Inner has group g1",
    ];
    assert_eq!(told, wanted);
    let whole = ReadReport { people: 3, groups: 2, rows_lost: 1, complete: true };
    assert_eq!(report, whole);
}

#[test]
fn a_scope_of_groups_takes_in_nested_ones_by_name_or_id() {
    for group in ["INNER", "g2"] {
        let scope = SourceScope { groups: vec![group.to_owned()], ..<_>::default() };
        let (told, report) = replayed(&scope, &[]);
        assert_eq!(report.people, 2, "who is in a circle of groups is in each: {told:?}");
        assert!(!told.iter().any(|one| one.contains("cid")), "{told:?}");
        assert!(report.complete, "all is there");
    }
}

#[test]
fn a_scope_of_org_units_goes_by_whole_segments() {
    let told = |path: &str| {
        let scope = SourceScope { org_units: vec![path.to_owned()], ..<_>::default() };
        let (told, _) = replayed(&scope, &[]);
        told.into_iter()
            .filter(|one| one.starts_with("person") || one.contains("has"))
            .collect::<Vec<_>>()
    };
    let sales = ["person 1 ann true", "Outer has 1", "Outer has group g2", "Inner has group g1"];
    assert_eq!(told("sales"), sales, "Salesforce is not below Sales, its member is nobody");
    assert_eq!(told("/").iter().filter(|one| one.starts_with("person")).count(), 3, "the root");
    assert!(!told("/Nowhere").iter().any(|one| one.starts_with("person")), "nobody is there");
}

#[test]
fn a_group_that_is_missing_from_the_scope_takes_nothing_away() {
    let scope =
        SourceScope { groups: vec!["Inner".to_owned(), "Gone".to_owned()], ..<_>::default() };
    let (told, report) = replayed(&scope, &[]);
    assert!(!report.complete, "it is not the whole");
    assert!(told[0].starts_with("warning the scope names the group \"Gone\""), "{told:?}");
}

#[test]
fn members_follow_ids_that_are_mapped() {
    let (told, _) = replayed(&SourceScope::default(), &[("id", "nr")]);
    assert!(told.contains(&"person a ann true".to_owned()), "{told:?}");
    assert!(told.contains(&"Outer has a".to_owned()), "{told:?}");
    assert!(told.contains(&"Inner has b".to_owned()), "{told:?}");
}
