use super::{Mapped, Person};
use crate::DirectorySink;
use rolecall_directory::{
    AttributeDefinition, AttributeType, LIST_SEPARATOR, Member, PersonRow, SourceDefinition,
    SourceKind, SourceWarning,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Id, userName, active, org unit, attributes.
type SeenPerson = (String, String, bool, Option<String>, Vec<String>);

#[derive(Default)]
struct Seen {
    people: Vec<SeenPerson>,
    warnings: Vec<String>,
}

impl DirectorySink for Seen {
    fn columns(&mut self, _: &[String]) {}
    fn person(&mut self, person: &PersonRow<'_>) {
        self.people.push((
            person.id.to_owned(),
            person.user_name.to_owned(),
            person.active,
            person.org_unit.map(str::to_owned),
            person.attributes.iter().map(|one| (*one).to_owned()).collect(),
        ));
    }
    fn group(&mut self, _: &str, _: &str) {}
    fn member(&mut self, _: &str, _: Member<'_>) {}
    fn warning(&mut self, warning: SourceWarning) {
        self.warnings.push(warning.message);
    }
}

fn definition(map: &[(&str, &str)]) -> SourceDefinition {
    let pairs = map.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()));
    let map: BTreeMap<_, _> = pairs.collect();
    SourceDefinition { map, ..SourceDefinition::new(SourceKind::ScimPush) }
}

fn custom(name: &str, kind: AttributeType, from: Option<&str>) -> AttributeDefinition {
    AttributeDefinition { kind, from: from.map(str::to_owned), ..AttributeDefinition::text(name) }
}

const ANN: Person<'_> = Person { id: "u1", user_name: "ann", active: true, org_unit: None };

const USUAL: [(&str, &str); 5] = [
    ("userName", "userName"),
    ("givenName", "name.givenName"),
    ("email", "emails[primary eq true].value"),
    ("email", "emails.value"),
    ("department", "department"),
];

fn handed(mapped: &Mapped, seen: &mut Seen, record: &Value, person: Person<'_>) -> bool {
    match mapped.identity(record, person) {
        Ok(identity) => {
            mapped.deliver(seen, record, &identity);
            true
        }
        Err(words) => {
            seen.warnings.push(words.to_string());
            false
        }
    }
}

#[test]
fn the_map_wins_over_from_and_from_over_what_is_usual() {
    let attributes = [
        custom("department", AttributeType::Text, Some("unit.name")),
        custom("badge", AttributeType::Text, Some("ignored")),
        custom("region", AttributeType::Text, None),
    ];
    let mapped = Mapped::new(
        &USUAL,
        &definition(&[("Badge", "card"), ("name.familyName", "last")]),
        &attributes,
    );
    let names = [
        "id",
        "userName",
        "active",
        "badge",
        "familyName",
        "department",
        "givenName",
        "email",
        "region",
    ];
    assert_eq!(mapped.columns(), names, "every column once, under our name");
    let record = json!({
        "card": 7, "last": "Lee", "unit": {"name": "Sales"}, "department": "no", "region": "EMEA",
        "name": {"givenName": "Ann"}, "emails": [{"value": "a@x"}, {"value": "b@x", "primary": true}],
    });
    let mut seen = Seen::default();
    assert!(handed(&mapped, &mut seen, &record, ANN));
    let (id, name, active, org_unit, values) = &seen.people[0];
    assert_eq!((id.as_str(), name.as_str(), *active, org_unit), ("u1", "ann", true, &None));
    assert_eq!(*values, ["7", "Lee", "Sales", "Ann", "b@x", "EMEA"], "in the order of the columns");
    let plain = json!({"emails": ["only@x", "second@x"]});
    assert!(handed(&mapped, &mut seen, &plain, ANN));
    let (.., values) = &seen.people[1];
    assert_eq!(values[4], "only@x", "an address is one, and the second place is looked at");
    assert_eq!(values[0], "", "what is absent is empty");
}

#[test]
fn several_values_are_a_list_where_they_may_be() {
    let attributes = [
        custom("sites", AttributeType::List, None),
        custom("tags", AttributeType::Text, None),
        custom("level", AttributeType::Number, None),
    ];
    let mapped = Mapped::new(&[("title", "title")], &definition(&[]), &attributes);
    let record =
        json!({"sites": ["a", "b"], "tags": ["x", "y"], "level": [1, 2], "title": ["T", "U"]});
    let mut seen = Seen::default();
    assert!(handed(&mapped, &mut seen, &record, ANN));
    let joined = |one: &str, other: &str| format!("{one}{LIST_SEPARATOR}{other}");
    let wanted = ["T".to_owned(), joined("a", "b"), joined("x", "y"), "1".to_owned()];
    assert_eq!(seen.people[0].4, wanted, "title and numbers are one");
}

#[test]
fn names_are_looked_for_within_where_the_kind_says_so() {
    let attributes = [custom("badge", AttributeType::Text, None)];
    let mapped = Mapped::new(&[], &definition(&[]), &attributes).within(&["profile"]);
    let mut seen = Seen::default();
    assert!(handed(&mapped, &mut seen, &json!({"profile": {"badge": "9"}}), ANN));
    assert!(handed(&mapped, &mut seen, &json!({"badge": "1", "profile": {"badge": "9"}}), ANN));
    assert_eq!(seen.people[0].4, ["9"], "within");
    assert_eq!(seen.people[1].4, ["1"], "the top comes first");
}

#[test]
fn who_a_person_is_may_be_mapped_too() {
    let map = [("id", "number"), ("userName", "mail"), ("active", "on"), ("orgUnit", "path")];
    let mapped = Mapped::new(&USUAL, &definition(&map), &[]);
    let mut seen = Seen::default();
    let record = json!({"number": 12, "mail": "ann@x", "on": "FALSE", "path": "Sales/North/"});
    assert!(handed(&mapped, &mut seen, &record, ANN));
    let person = &seen.people[0];
    assert_eq!((person.0.as_str(), person.1.as_str(), person.2), ("12", "ann@x", false));
    assert_eq!(person.3.as_deref(), Some("/Sales/North"), "in its one form");
    assert!(mapped.columns().contains(&"orgUnit".to_owned()), "the org unit is carried");
    for (record, word) in [
        (json!({"mail": "ann@x"}), "has no id"),
        (json!({"number": 1}), "has no userName"),
        (json!({"number": 1, "mail": "m", "on": "perhaps"}), "\"perhaps\""),
    ] {
        let mut seen = Seen::default();
        assert!(!handed(&mapped, &mut seen, &record, ANN), "{record} is nobody");
        assert!(seen.people.is_empty() && seen.warnings[0].contains(word), "{:?}", seen.warnings);
        assert!(seen.warnings[0].contains("\"ann\""), "it says who: {:?}", seen.warnings);
    }
}
