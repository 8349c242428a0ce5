//! Approvals and discards of held steps.

use crate::world::{ALL, World, account, held, person, rule, words};
use rolecall_directory::{
    AccountRecord, Expectation, Expected, RuleTest, StepKind, UnmanagedPolicy,
};
use rolecall_plan::StepKey;

/// Six people lose Admin for Member, six accounts have no person; both limits are passed.
fn world() -> World {
    let names: Vec<String> = (0..12).map(|at| format!("p{at:02}")).collect();
    let people = names[..6].iter().map(|name| person(name)).collect();
    let accounts = names.iter().map(|name| account(name, &["role=Admin", "products=A"])).collect();
    let rules = vec![rule("all", ALL, &["role=Member", "products=A"], &[])];
    World::new(people, accounts, rules)
}

fn key(subject: &str, slot: &str, value: &str, kind: StepKind) -> StepKey {
    StepKey {
        subject: subject.into(),
        directory: None,
        slot: slot.into(),
        value: value.into(),
        kind,
    }
}

fn broken(world: &mut World) {
    world.configuration.rule_tests = vec![RuleTest {
        user: "nobody".into(),
        expect: vec![Expectation { target: "t".into(), expected: Expected::NoAccount }],
    }];
}

#[test]
fn approval_lets_exactly_those_steps_go() {
    let mut world = world();
    world.decisions.approved = [
        key("id-p00", "role", "Admin", StepKind::Unassign),
        key("key-p06", "", "", StepKind::Suspend),
    ]
    .into();
    let listing = world.listing();
    let free: Vec<String> = words(&listing).into_iter().filter(|w| !w.ends_with(']')).collect();
    assert_eq!(
        free,
        [
            "unassign p00 role=Admin",
            "assign p00 role=Member",
            "suspend p06",
            "unassign p06 products=A",
            "unassign p06 role=Admin"
        ],
        "a replacement goes whole, a suspension with its values"
    );
    assert_eq!(
        held(&listing),
        [
            "removals accounts 5 of 5",
            "removals role 5 of 5",
            "removals role=Admin 5 of 5",
            "source_shrunk * 25"
        ],
        "the limit stays passed; the rest stays held"
    );
}

#[test]
fn everything_approved_goes() {
    let mut world = world();
    broken(&mut world);
    let steps = world.listing().steps;
    assert!(steps.iter().all(|one| one.held.is_some()), "all is held at first");
    world.decisions.approved = steps.into_iter().map(|one| one.key).collect();
    let listing = world.listing();
    assert!(held(&listing).is_empty(), "no guard has anything left");
    assert!(listing.steps.iter().all(|one| one.held.is_none()), "no step is held");
}

#[test]
fn what_cannot_go_alone_waits_with_the_rest() {
    let mut world = world();
    broken(&mut world);
    world.people[0].push(person("new"));
    world.decisions.approved = [
        key("id-new", "products", "A", StepKind::Assign),
        key("id-p00", "role", "Member", StepKind::Assign),
        key("id-p01", "role", "Admin", StepKind::Unassign),
    ]
    .into();
    let all = world.listing().steps;
    assert!(
        all.iter().all(|one| one.held.is_some()),
        "no value without its account, no half of a replacement"
    );
}

#[test]
fn a_discarded_suspension_keeps_account_and_values() {
    let mut world = world();
    world.decisions.discarded = [key("key-p06", "", "", StepKind::Suspend)].into();
    assert!(!world.steps().iter().any(|step| step.contains("p06")), "nothing of it is left");
    assert!(world.steps().iter().any(|step| step.contains("p07")), "the others are planned");
}

#[test]
fn either_half_of_a_discarded_replacement_takes_the_other_along() {
    let halves = [("Admin", StepKind::Unassign, "p00"), ("Member", StepKind::Assign, "p01")];
    for (value, kind, user) in halves {
        let mut world = world();
        world.decisions.discarded = [key(&format!("id-{user}"), "role", value, kind)].into();
        let steps = world.steps();
        assert!(!steps.iter().any(|step| step.contains(user)), "{user} keeps Admin: {steps:?}");
        assert_eq!(steps.iter().filter(|step| step.contains("p02")).count(), 2, "others do not");
    }
}

#[test]
fn discards_free_no_seats() {
    let mut world = world().seats("role", "Member", 0);
    world.decisions.discarded = [key("id-p00", "role", "Admin", StepKind::Unassign)].into();
    let listing = world.listing();
    assert_eq!(listing.seats[0].needed, 5, "who keeps Admin needs no Member");
    assert_eq!(listing.without_seat.len(), 5, "and does not go without");
}

#[test]
fn every_kind_of_step_can_be_discarded_with_what_hangs_on_it() {
    let asleep = AccountRecord { active: false, suspended_here: true, ..account("bob", &[]) };
    let strange = AccountRecord { managed: false, ..account("eve", &["role=Admin?"]) };
    let people = ["ann", "bob", "eve", "KIM"].map(person).to_vec();
    let rules = vec![rule("all", ALL, &["role=Member", "products=New"], &[])];
    let accounts = vec![asleep, strange, account("kim", &["products=New"])];
    let mut world = World::new(people, accounts, rules);
    world.target().unmanaged = UnmanagedPolicy::Adopt;
    world.target().slots[0].create_values = true;
    let before = world.steps();
    let cases = [
        ("id-ann", StepKind::Create, "ann"),
        ("id-bob", StepKind::Reactivate, "bob"),
        ("id-eve", StepKind::Adopt, "eve"),
    ];
    for (subject, kind, user) in cases {
        world.decisions.discarded = [key(subject, "", "", kind)].into();
        assert!(
            !world.steps().iter().any(|step| step.contains(user)),
            "{kind:?}: nothing of {user} is left: {:?}",
            world.steps()
        );
    }
    world.decisions.discarded = [key("id-kim", "", "", StepKind::Update)].into();
    let after = world.steps();
    assert_eq!(before.len() - after.len(), 1, "an update goes alone: {after:?}");
    world.accounts.pop();
    world.people[0].pop();
    assert!(world.steps().contains(&"value products=New".into()), "nobody holds it now");
    world.decisions.discarded = [key("", "products", "New", StepKind::Value)].into();
    let steps = world.steps();
    assert!(!steps.iter().any(|step| step.contains("New")), "not made, not given: {steps:?}");
}

#[test]
fn a_discard_of_what_is_not_planned_changes_nothing() {
    let mut world = world();
    let before = world.steps();
    world.decisions.discarded = [
        key("id-p00", "products", "A", StepKind::Unassign),
        key("id-p00", "", "", StepKind::Suspend),
        key("key-p00", "role", "Admin", StepKind::Unassign),
    ]
    .into();
    assert_eq!(world.steps(), before, "other place, other kind, other subject");
}
