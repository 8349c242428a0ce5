//! A small office that conditions and rules are asked about.

use rolecall_directory::{
    AttributeDefinition, AttributeType, GroupRecord, LIST_SEPARATOR, MemberRecord, PersonRecord,
    Snapshot, SnapshotBuilder,
};
use rolecall_rules::{KnownAttributes, matches, parse_condition};

/// 2026-11-22T00:00:00Z.
pub const NOW: i64 = 1_795_305_600;

pub fn attributes() -> Vec<AttributeDefinition> {
    let typed = |name, kind| AttributeDefinition { kind, ..AttributeDefinition::text(name) };
    vec![
        typed("level", AttributeType::Number),
        typed("remote", AttributeType::Boolean),
        typed("start", AttributeType::Date),
        typed("skills", AttributeType::List),
        AttributeDefinition::text("department"),
        AttributeDefinition::text("region"),
    ]
}

fn person(name: &str, unit: &str, groups: &[&str], attributes: &[(&str, &str)]) -> PersonRecord {
    PersonRecord {
        id: format!("id-{name}"),
        user_name: name.to_owned(),
        active: name != "ida",
        org_unit: (!unit.is_empty()).then(|| unit.to_owned()),
        attributes: attributes.iter().map(|&(n, v)| (n.to_owned(), v.to_owned())).collect(),
        groups: groups.iter().map(|&group| group.to_owned()).collect(),
    }
}

/// ann, bob, eve, kim and ida; ida is inactive. `EMEA` holds `EMEA Sales` holds `Nordics`.
pub fn office() -> Snapshot {
    let skills = format!("Rust{LIST_SEPARATOR}Go");
    let mut builder = SnapshotBuilder::new(&attributes());
    builder.directory("OU-");
    builder.person(&person(
        "ann",
        "/Sales/North",
        &["Nordics"],
        &[
            ("email", "Ann@Example.com"),
            ("department", "Sales"),
            ("level", "7"),
            ("remote", "TRUE"),
            ("start", "2026-11-01"),
            ("skills", &skills),
        ],
    ));
    builder.person(&person(
        "bob",
        "/Sales",
        &["EMEA Sales"],
        &[
            ("email", "bob@example.com"),
            ("department", "sales & legal"),
            ("level", "10.0"),
            ("remote", "false"),
            ("start", "2026-12-15T08:00:00Z"),
            ("skills", "go"),
        ],
    ));
    builder.person(&person(
        "eve",
        "/Legal",
        &["EMEA"],
        &[
            ("department", "Stra\u{df}e"),
            ("level", "many"),
            ("remote", "perhaps"),
            ("start", "soon"),
        ],
    ));
    builder.person(&person("kim", "", &[], &[("department", "caf\u{e9}"), ("level", "-2")]));
    builder.person(&person("ida", "/Sales", &["EMEA"], &[("department", "Sales")]));
    for (name, inner) in [("EMEA", "EMEA Sales"), ("EMEA Sales", "Nordics")] {
        let members = vec![MemberRecord::Group(inner.to_owned())];
        let display = name.to_owned();
        builder.group(&GroupRecord { id: format!("g-{name}"), display, members });
    }
    builder.finish()
}

pub fn known() -> KnownAttributes {
    KnownAttributes::new(&attributes(), &["office".to_owned()])
}

/// The names of those whom `condition` matches.
pub fn who(condition: &str) -> String {
    let snapshot = office();
    let filter = parse_condition(condition, &known()).expect(condition);
    let rows = matches(&filter, &snapshot, NOW);
    let names = rows.iter().map(|row| snapshot.person(row).user_name());
    names.collect::<Vec<_>>().join(" ")
}
