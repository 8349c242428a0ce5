//! Making, suspending, reactivating, adopting, updating; protection and administrators.

use crate::world::{ALL, World, account, person, rule, scim};
use rolecall_directory::{AccountRecord, UnmanagedPolicy};
use rolecall_plan::{Compared, Ours};

fn give() -> Vec<rolecall_directory::Rule> {
    vec![rule("everybody", ALL, &["products=A"], &[])]
}

fn unmanaged(name: &str, holds: &[&str]) -> AccountRecord {
    AccountRecord { managed: false, ..account(name, holds) }
}

fn inactive(name: &str, holds: &[&str]) -> AccountRecord {
    AccountRecord { active: false, suspended_here: true, ..account(name, holds) }
}

#[test]
fn steps_are_listed_by_user_slot_and_value() {
    let world = World::new(
        vec![person("zoe"), person("Bob"), person("ann")],
        vec![account("ann", &["products=B", "role=Admin"]), account("gone", &["products=A"])],
        vec![rule("one", ALL, &["products=A", "role=Member"], &[])],
    );
    assert_eq!(
        world.steps(),
        [
            "create Bob",
            "assign Bob products=A",
            "assign Bob role=Member",
            "assign ann products=A",
            "unassign ann products=B",
            "unassign ann role=Admin",
            "assign ann role=Member",
            "suspend gone",
            "unassign gone products=A",
            "create zoe",
            "assign zoe products=A",
            "assign zoe role=Member",
        ]
        .map(String::from)
        .to_vec()
        .as_slice(),
        "code points: capitals first; of one place by kind"
    );
}

#[test]
fn whoever_is_given_nothing_is_suspended_and_never_deleted() {
    let mut people = vec![person("ann"), person("bob")];
    people[1].active = false;
    let accounts =
        vec![account("bob", &["products=A", "products=B?"]), account("eve", &["role=Admin"])];
    let world = World::new(people, accounts, give());
    let steps = world.steps();
    assert_eq!(
        steps[2..],
        ["suspend bob", "unassign bob products=A", "suspend eve", "unassign eve role=Admin"],
        "inactive and absent people; the unmanaged value stays"
    );
    let of = world.listing().steps.into_iter().filter(|one| one.step.of_suspension).count();
    assert_eq!(of, 4, "each belongs to its suspension");
}

#[test]
fn only_what_rolecall_suspended_is_reactivated() {
    let theirs = AccountRecord { suspended_here: false, ..inactive("bob", &[]) };
    let people = vec![person("ann"), person("bob")];
    let world = World::new(people, vec![inactive("ann", &[]), theirs], give());
    assert_eq!(world.steps(), ["reactivate ann", "assign ann products=A"], "ann alone");
    assert_eq!(world.failures(), ["suspended_elsewhere bob"], "bob was deactivated by another");
}

#[test]
fn values_left_on_a_suspended_account_are_taken_by_ordinary_steps() {
    let world = World::new(vec![], vec![inactive("ann", &["products=A", "role=Admin?"])], vec![]);
    let listing = world.listing();
    assert_eq!(world.steps(), ["unassign ann products=A"], "managed values only");
    assert!(!listing.steps[0].step.of_suspension, "there is no suspension any more");
}

#[test]
fn what_is_not_ours_follows_the_policy() {
    let people = vec![person("ann"), person("bob")];
    let accounts = vec![
        unmanaged("ann", &["products=A?", "products=C?", "role=Admin?"]),
        AccountRecord { active: false, ..unmanaged("bob", &[]) },
        unmanaged("kiosk", &[]),
        AccountRecord { active: false, ..unmanaged("old", &[]) },
    ];
    let rules = vec![rule("one", ALL, &["products=A", "role=Member"], &[])];
    let mut world = World::new(people, accounts, rules);
    for policy in [UnmanagedPolicy::Leave, UnmanagedPolicy::Report] {
        world.target().unmanaged = policy;
        assert!(world.steps().is_empty(), "{policy:?} takes no step");
        assert_eq!(world.failures(), ["account_exists ann", "account_exists bob"], "{policy:?}");
    }
    assert_eq!(world.listing().orphans, ["kiosk"], "active, unmanaged, without a person");
    world.target().protect = Some("userName eq \"kiosk\"".into());
    assert!(world.listing().orphans.is_empty(), "a protected account is no orphan");
    world.target().unmanaged = UnmanagedPolicy::Adopt;
    assert_eq!(
        world.steps(),
        ["adopt ann", "unassign ann role=Admin", "assign ann role=Member"],
        "a decision replaces, other values of many stay"
    );
    assert_eq!(world.failures(), ["suspended_elsewhere bob"], "inactive is not adopted");
}

#[test]
fn an_unmanaged_value_becomes_managed_only_under_adopt() {
    let accounts = vec![account("ann", &["products=A?", "products=B?"])];
    let mut world = World::new(vec![person("ann")], accounts, give());
    assert!(world.steps().is_empty(), "left alone otherwise");
    world.target().unmanaged = UnmanagedPolicy::Adopt;
    assert_eq!(world.steps(), ["adopt ann"], "listed once");
}

#[test]
fn a_file_is_written_to_the_letter_and_a_console_without_case() {
    let accounts = vec![account("ANN", &["products=A"])];
    let mut world = World::new(vec![person("ann")], accounts, give());
    assert_eq!(world.steps(), ["update ann"], "an accounts file");
    world.target().kind = scim(&["externalId", "userName", "emails.value"]);
    assert!(world.steps().is_empty(), "a console may normalize keys");
    world.people[0][0].attributes.push(("title".into(), "CEO".into()));
    world.compared = [("title", "title"), ("nick", "nobody")]
        .map(|(theirs, ours)| Compared {
            theirs: theirs.to_owned(),
            ours: Ours::Attribute(ours.to_owned()),
            failed: Vec::new(),
        })
        .to_vec();
    assert_eq!(world.steps(), ["update ann"], "what is sent differs");
    world.accounts[0].sent = vec![("title".into(), "CEO".into())];
    assert!(world.steps().is_empty(), "and agrees again; what nobody has is no difference");
}

#[test]
fn required_attributes_are_asked_of_accounts_to_be_made() {
    let mut world =
        World::new(vec![person("ann"), person("bob")], vec![account("bob", &[])], give());
    world.required = vec!["familyName".into(), "email".into(), "givenName".into()];
    assert_eq!(world.steps(), ["assign bob products=A"], "who has an account goes on");
    let failures = world.listing().failures;
    assert_eq!(failures.len(), 1, "ann alone");
    assert!(
        failures[0].message.contains("familyName and givenName"),
        "all that is missing: {}",
        failures[0].message
    );
}

#[test]
fn protected_people_and_accounts_are_never_touched() {
    let people = vec![person("svc-1"), person("ann")];
    let accounts = vec![
        account("svc-1", &["role=Admin"]),
        account("svc-gone", &["products=A"]),
        account("me", &["products=A"]),
    ];
    let mut world = World::new(people, accounts, give());
    world.target().protect = Some("userName sw \"SVC-\"".into());
    world.untouchable = vec!["key-me".into()];
    assert_eq!(
        world.steps(),
        ["create ann", "assign ann products=A"],
        "neither person nor account"
    );
    assert!(world.failures().is_empty(), "nothing is told of them");
    world.target().protect = Some("not (department eq \"Sales\")".into());
    world.people[0][1].attributes.push(("department".into(), "Sales".into()));
    world.accounts.push(account("ann", &[]));
    assert_eq!(
        world.steps(),
        ["assign ann products=A"],
        "what accounts do not carry is asked of the person"
    );
}

#[test]
fn the_last_administrator_keeps_the_value_and_the_account() {
    let accounts = vec![
        account("zoe", &["role=Admin", "products=A"]),
        account("Ann", &["role=Admin"]),
        account("idle", &[]),
    ];
    let mut world = World::new(vec![person("bob")], accounts, vec![]);
    world.target().slots[1].administrators = vec!["Admin".into()];
    assert_eq!(
        world.steps(),
        ["suspend idle", "suspend zoe", "unassign zoe products=A", "unassign zoe role=Admin"],
        "the first by folded userName keeps it"
    );
    world.configuration.rules = vec![rule("member", ALL, &["role=Member", "products=B"], &[])];
    world.people = vec![vec![person("ann"), person("zoe")]];
    world.target().slots[1].values.pop();
    world.accounts.remove(0);
    world.target().slots[1]
        .values
        .push(rolecall_directory::ValueDefinition { name: "Member".into(), seats: None });
    let steps = world.steps();
    assert!(steps.contains(&"assign ann products=B".into()), "other steps go on: {steps:?}");
    assert!(!steps.iter().any(|one| one.contains("ann role=")), "no replacement: {steps:?}");
}
