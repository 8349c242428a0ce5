//! Seats: who gets them, who goes without, and what that changes.

use crate::world::{ALL, World, account, person, rule};
use rolecall_directory::AccountRecord;

fn count(world: &World) -> Vec<String> {
    let seats = world.listing().seats;
    let word = |one: &rolecall_plan::SeatCount| {
        format!(
            "{}: {} seats, {} used, {} freed, {} needed, {} short",
            one.value, one.seats, one.used, one.freed, one.needed, one.short
        )
    };
    seats.iter().map(word).collect()
}

fn without(world: &World) -> Vec<String> {
    let list = world.listing().without_seat;
    list.iter().map(|one| format!("{} {}={}", one.user, one.slot, one.value)).collect()
}

#[test]
fn free_seats_go_by_rule_then_by_folded_name() {
    let people = ["zoe", "Bob", "ann", "cid"].map(person).to_vec();
    let rules = vec![
        rule("first", "userName eq \"zoe\"", &["products=A"], &[]),
        rule("rest", ALL, &["products=A"], &[]),
    ];
    let world = World::new(people, vec![], rules).seats("products", "A", 3);
    assert_eq!(count(&world), ["A: 3 seats, 0 used, 0 freed, 4 needed, 1 short"], "the sum");
    assert_eq!(without(&world), ["cid products=A"], "zoe by her rule, then ann, Bob");
    assert!(!world.steps().iter().any(|step| step.contains("cid")), "no account for no value");
}

#[test]
fn used_seats_count_managed_or_not_and_freed_ones_are_given_again() {
    let accounts = vec![
        account("gone", &["products=A"]),
        AccountRecord { managed: false, ..account("kiosk", &["products=A?"]) },
    ];
    let rules = vec![rule("all", ALL, &["products=A"], &[])];
    let world = World::new(vec![person("ann")], accounts, rules).seats("products", "A", 2);
    assert_eq!(count(&world), ["A: 2 seats, 2 used, 1 freed, 1 needed, 0 short"], "gone's is free");
    let mut held = world.clone();
    held.source.whole = false;
    assert_eq!(count(&held), ["A: 2 seats, 2 used, 0 freed, 1 needed, 1 short"], "unless held");
}

#[test]
fn more_held_than_bought_takes_from_nobody() {
    let accounts = vec![account("ann", &["products=A"]), account("bob", &["products=A"])];
    let rules = vec![rule("all", ALL, &["products=A"], &[])];
    let people = ["ann", "bob", "eve"].map(person).to_vec();
    let world = World::new(people, accounts, rules).seats("products", "A", 1);
    assert_eq!(count(&world), ["A: 1 seats, 2 used, 0 freed, 1 needed, 1 short"], "no underflow");
    assert!(world.steps().is_empty(), "eve waits, the others keep theirs");
    let huge = world.seats("products", "A", u64::MAX);
    assert_eq!(without(&huge).len(), 0, "and no overflow");
}

#[test]
fn in_a_slot_of_one_who_goes_without_keeps_what_is_there_again_and_again() {
    // ann would leave Admin for Member, bob Member for Admin, eve comes new to Admin.
    let people = ["ann", "bob", "eve"].map(person).to_vec();
    let accounts = vec![account("ann", &["role=Admin"]), account("bob", &["role=Member"])];
    let rules = vec![
        rule("eve", "userName eq \"eve\"", &["role=Admin"], &[]),
        rule("bob", "userName eq \"bob\"", &["role=Admin"], &[]),
        rule("ann", "userName eq \"ann\"", &["role=Member"], &[]),
    ];
    let world =
        World::new(people, accounts, rules).seats("role", "Admin", 1).seats("role", "Member", 1);
    assert_eq!(
        without(&world),
        ["ann role=Member", "bob role=Admin", "eve role=Admin"],
        "eve first takes ann's seat; bob stays, so ann does, so eve goes without"
    );
    assert!(world.steps().is_empty(), "and nothing moves: {:?}", world.steps());
}

#[test]
fn a_shortage_neither_falls_through_nor_suspends_nor_wakes() {
    let asleep = AccountRecord { active: false, suspended_here: true, ..account("bob", &[]) };
    let rules =
        vec![rule("admin", ALL, &["role=Admin"], &[]), rule("member", ALL, &["role=Member"], &[])];
    let people = ["ann", "bob"].map(person).to_vec();
    let accounts = vec![account("ann", &[]), asleep];
    let world = World::new(people, accounts, rules).seats("role", "Admin", 0);
    assert_eq!(without(&world), ["ann role=Admin", "bob role=Admin"], "no lower rule helps");
    assert!(world.steps().is_empty(), "ann keeps her account, bob's stays asleep");
}

#[test]
fn a_value_is_made_only_for_somebody_who_gets_it() {
    let rules = vec![rule("all", ALL, &["products=New", "products=A"], &[])];
    let mut world = World::new(vec![person("ann")], vec![], rules);
    world.target().slots[0].create_values = true;
    assert_eq!(
        world.steps(),
        ["value products=New", "create ann", "assign ann products=A", "assign ann products=New"],
        "A is listed, New is not"
    );
    world.accounts = vec![account("gone", &["products=New?"])];
    assert!(!world.steps().contains(&"value products=New".into()), "held by somebody: it exists");
}

#[test]
fn exceptions_are_served_before_rules() {
    use rolecall_directory::{Assignment, Exception, Gives, ValueSource};
    let rules = vec![rule("all", "userName eq \"ann\"", &["products=A"], &[])];
    let mut world =
        World::new(["ann", "zoe"].map(person).to_vec(), vec![], rules).seats("products", "A", 1);
    world.configuration.exceptions = vec![Exception {
        user: "zoe".into(),
        reason: "cover".into(),
        until: None,
        assigns: vec![Assignment {
            target: "t".into(),
            slot: "products".into(),
            gives: Gives::Values(vec![ValueSource::Fixed("A".into())]),
        }],
        withholds: vec![],
    }];
    assert_eq!(without(&world), ["ann products=A"], "zoe has it");
}

#[test]
fn seats_the_target_tells_of_count_unless_the_file_says_otherwise() {
    let rules = vec![rule("all", ALL, &["products=A", "products=C"], &[])];
    let people = ["ann", "bob"].map(person).to_vec();
    let mut world = World::new(people, vec![], rules);
    let told = |value: &str| ("products".to_owned(), value.to_owned());
    world.known_seats = [(told("C"), 1), (told("A"), 0)].into();
    assert_eq!(without(&world), ["ann products=A", "bob products=A", "bob products=C"], "all");
    let world = world.seats("products", "A", 2);
    assert_eq!(without(&world), ["bob products=C"], "the file's own seats win");
}
