//! Whose account is whose, duplicates, domains, unreadable attributes.

use crate::world::{ALL, World, account, directory, person, rule, scim};
use rolecall_directory::{AccountRecord, AttributeDefinition, AttributeType, PersonRecord};

fn give() -> Vec<rolecall_directory::Rule> {
    vec![rule("everybody", ALL, &["products=A"], &[])]
}

fn named(id: &str, name: &str, email: &str) -> PersonRecord {
    let attributes = if email.is_empty() { vec![] } else { vec![("email".into(), email.into())] };
    PersonRecord { id: id.into(), attributes, ..person(name) }
}

#[test]
fn duplicates_in_a_directory_get_no_step_and_are_named() {
    let people =
        vec![named("1", "ann", "a@example.com"), named("2", "bob", "A@example.com"), person("eve")];
    let world = World::new(people, vec![account("ann", &["products=B"])], give());
    assert_eq!(
        world.steps(),
        ["create eve", "assign eve products=A"],
        "neither, nor their account"
    );
    let failures = world.listing().failures;
    assert_eq!(failures.len(), 2, "both are told");
    for failure in failures {
        let names = failure.message.contains("(ann)") && failure.message.contains("(bob)");
        assert!(names && failure.message.contains("e-mail"), "names both: {}", failure.message);
    }
}

#[test]
fn the_first_directory_owns_the_person() {
    let mut world = World::new(vec![person("ann")], vec![account("ann", &["products=A"])], give());
    world.configuration.directories.push(directory("second"));
    world.people.push(vec![
        named("x", "other", "ANN@example.com"),
        named("id-ann", "cid", "cid@example.com"),
    ]);
    assert_eq!(
        world.failures(),
        ["duplicate_across_directories other"],
        "by e-mail; ids are compared within a directory only"
    );
    assert_eq!(
        world.steps(),
        ["create cid", "assign cid products=A"],
        "cid is a person of her own"
    );
}

#[test]
fn people_outside_the_verified_domains_get_no_step() {
    let people = vec![
        named("1", "a@example.com", ""),
        named("2", "b@sub.example.com", ""),
        named("3", "c@example.com", "c@other.org"),
        named("4", "d@other.org", "d@EXAMPLE.com"),
        named("5", "nobody", ""),
    ];
    let mut world = World::new(people, vec![account("nobody", &["products=B"])], give());
    assert_eq!(
        world.failures(),
        ["b@sub.example.com", "c@example.com", "nobody"]
            .map(|n| format!("domain_not_verified {n}")),
        "e-mail first, else userName; exactly"
    );
    let steps = world.steps();
    assert!(!steps.iter().any(|step| step.contains("nobody")), "the account stays: {steps:?}");
    world.configuration.directories[0].check_domains = false;
    assert!(world.failures().is_empty(), "the check can be off");
    world.configuration.directories[0].check_domains = true;
    world.configuration.rules.clear();
    assert!(world.failures().is_empty(), "nothing is told of whom no rule gives a value");
}

#[test]
fn unreadable_attributes_are_told_and_stop_nothing() {
    let mut ann = person("ann");
    ann.attributes.push(("level".into(), "many".into()));
    let mut world = World::new(vec![ann], vec![], give());
    let level =
        AttributeDefinition { kind: AttributeType::Number, ..AttributeDefinition::text("level") };
    world.configuration.attributes = vec![level];
    assert_eq!(world.failures(), ["attribute_invalid ann"], "named");
    assert_eq!(world.steps().len(), 2, "and she gets her account");
}

#[test]
fn accounts_are_found_by_user_name_then_by_an_unclaimed_email() {
    let people = vec![person("ann"), named("2", "bob", "b@example.com")];
    let accounts = vec![
        AccountRecord { email: Some("ANN@example.com".into()), ..account("x", &["products=A"]) },
        account("ANN", &["products=A"]),
        AccountRecord { email: Some("B@example.com".into()), ..account("y", &["products=A"]) },
    ];
    let world = World::new(people, accounts, give());
    assert_eq!(
        world.steps(),
        ["update ann", "update bob", "suspend x", "unassign x products=A"],
        "ann's e-mail is claimed by her account; bob is found by his"
    );
}

#[test]
fn a_remembered_link_survives_renaming() {
    let accounts =
        vec![AccountRecord { person: Some("ID-ANN".into()), ..account("old", &["products=A"]) }];
    let mut world = World::new(vec![person("ann")], accounts, give());
    world.target().kind = scim(&["userName"]);
    assert_eq!(world.steps(), ["update ann"], "the same account under her new name");
}

#[test]
fn external_ids_match_before_names_where_configured() {
    let accounts = vec![
        account("ann", &[]),
        AccountRecord { external_id: Some("id-ann".into()), ..account("other", &["products=A"]) },
    ];
    let mut world = World::new(vec![person("ann")], accounts, give());
    world.target().kind = scim(&["externalId", "userName"]);
    assert_eq!(world.steps(), ["update ann", "suspend ann"], "the second account is hers");
    world.target().kind = scim(&["userName", "externalId"]);
    let steps = world.steps();
    assert_eq!(steps[0], "assign ann products=A", "the order decides: {steps:?}");
}

#[test]
fn an_id_of_two_directories_goes_to_the_person_it_also_names() {
    let mut world = World::new(vec![named("1", "ann", "")], vec![], give());
    world.configuration.directories.push(directory("second"));
    world.people.push(vec![named("1", "bob", "")]);
    for definition in &mut world.configuration.directories {
        definition.check_domains = false;
    }
    world.target().kind = scim(&["externalId", "userName"]);
    let linked = |name: &str| AccountRecord {
        person: Some("1".into()),
        external_id: Some("1".into()),
        email: None,
        ..account(name, &["products=A"])
    };
    world.accounts = vec![linked("bob"), linked("ann")];
    assert!(world.steps().is_empty(), "each has their own: {:?}", world.steps());
    world.accounts = vec![linked("robert"), linked("ann")];
    assert_eq!(world.steps(), ["update bob"], "a renamed one is what is left");
}
