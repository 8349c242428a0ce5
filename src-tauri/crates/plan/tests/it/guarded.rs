//! Guards, at their boundaries and together.

use crate::world::{ALL, World, account, held, person, rule};
use rolecall_directory::{Expectation, Expected, Guard, RemovalLimits, RuleTest};

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("p{at:03}")).collect()
}

/// `stay` people keep product A, `lose` people keep B only, `absent` accounts have no person.
fn many(stay: usize, lose: usize, absent: usize) -> World {
    let names = names(stay + lose + absent);
    let people = names[..stay + lose].iter().map(|name| person(name)).collect();
    let accounts = names.iter().map(|name| account(name, &["products=A", "products=B"])).collect();
    let mut world = World::new(people, accounts, vec![]);
    let kept: Vec<String> = names[..stay].iter().map(|name| format!("\"{name}\"")).collect();
    world.configuration.rules.push(rule("b", ALL, &["products=B"], &[]));
    if !kept.is_empty() {
        let when = format!("userName in ({})", kept.join(", "));
        world.configuration.rules.push(rule("a", &when, &["products=A"], &[]));
    }
    world
}

#[test]
fn suspensions_are_held_above_the_limit_with_their_values() {
    let at = many(15, 0, 5);
    assert!(held(&at.listing()).is_empty(), "five of twenty are within at_least");
    let over = many(24, 0, 6);
    assert_eq!(held(&over.listing()), ["removals accounts 6 of 5"], "six of thirty are not");
    let listing = over.listing();
    assert_eq!(listing.steps.len(), 18, "6 suspensions with 2 values each");
    assert!(
        listing.steps.iter().all(|one| one.held == Some(Guard::Removals)),
        "a suspension's unassigns are held with it"
    );
}

#[test]
fn the_share_is_floored_and_the_count_is_the_ceiling() {
    let mut world = many(57, 6, 0);
    assert!(held(&world.listing()).is_empty(), "6 of floor(10 % of 63)");
    world.target().removals = RemovalLimits { count: 5, percent: 10, at_least: 5 };
    assert_eq!(
        held(&world.listing()),
        ["removals products 6 of 5", "removals products=A 6 of 5"],
        "the slot as a whole, and the value by itself"
    );
}

#[test]
fn a_single_value_has_a_limit_of_its_own() {
    let mut world = many(0, 6, 0);
    world.target().removals = RemovalLimits { count: 200, percent: 50, at_least: 5 };
    assert_eq!(
        held(&world.listing()),
        ["removals products=A 6 of 5"],
        "6 of 12 in the slot are half, 6 of 6 are not"
    );
}

#[test]
fn replaced_values_count_and_wait_with_their_replacement() {
    let names = names(6);
    let people = names.iter().map(|name| person(name)).collect();
    let mut accounts: Vec<_> = names.iter().map(|name| account(name, &["role=Admin"])).collect();
    let rules = vec![rule("all", ALL, &["role=Member", "products=A"], &[])];
    let world = World::new(people, accounts.clone(), rules.clone());
    let listing = world.listing();
    assert_eq!(held(&listing), ["removals role 6 of 5", "removals role=Admin 6 of 5"], "both");
    let waiting = listing.steps.iter().filter(|one| one.held.is_some()).count();
    assert_eq!(waiting, 12, "six unassigns and their assigns, not the products");
    for account in &mut accounts {
        account.holdings[0].managed = false;
    }
    let people = world.people[0].clone();
    let unmanaged = World::new(people, accounts, rules);
    assert!(held(&unmanaged.listing()).is_empty(), "unmanaged values do not count");
}

#[test]
fn a_shrunk_source_holds_every_removal() {
    let mut world = many(3, 1, 0);
    world.source.whole = false;
    assert_eq!(held(&world.listing()), ["source_shrunk * 1"], "not read to its end");
    world.source.whole = true;
    assert!(held(&world.listing()).is_empty(), "whole again");
    let mut gone = many(25, 0, 6);
    gone.target().removals = RemovalLimits { count: 1000, percent: 100, at_least: 1000 };
    assert!(held(&gone.listing()).is_empty(), "6 of 31 are under a fifth");
    let mut gone = many(23, 1, 6);
    gone.target().removals = RemovalLimits { count: 1000, percent: 100, at_least: 1000 };
    assert!(held(&gone.listing()).is_empty(), "6 of 30 are a fifth, not more");
    let mut gone = many(22, 1, 6);
    gone.target().removals = RemovalLimits { count: 1000, percent: 100, at_least: 1000 };
    assert_eq!(
        held(&gone.listing()),
        ["source_shrunk * 19"],
        "6 of 29 are more: 6 suspensions, their 12 values, and one unassign"
    );
}

#[test]
fn lost_rows_hold_only_suspensions_of_the_absent() {
    let mut world = many(2, 1, 1);
    world.people[0][0].active = false;
    world.source.rows_lost = 1;
    let listing = world.listing();
    assert_eq!(held(&listing), ["bad_rows * 3"], "the absent one and two values");
    let held: Vec<_> = listing.steps.iter().filter(|one| one.held.is_some()).collect();
    assert!(held.iter().all(|one| one.step.user == "p003"), "not the inactive one");
}

#[test]
fn an_unknown_name_holds_where_its_rule_assigns() {
    let mut world = many(1, 1, 1);
    world.configuration.rules.push(rule("gone", "groups eq \"Gone\"", &["role=Admin"], &[]));
    assert_eq!(held(&world.listing()), ["unknown_name * 3"], "suspensions; no unassign in role");
    let last = world.configuration.rules.len() - 1;
    world.configuration.rules[last] = rule("gone", "orgUnit sw \"/Gone\"", &["products=C"], &[]);
    assert_eq!(held(&world.listing()), ["unknown_name * 4"], "and the unassign in products");
    world.configuration.rules[last] = rule("gone", "groups eq \"Gone\"", &[], &["products=C"]);
    assert!(held(&world.listing()).is_empty(), "a rule that only withholds holds nothing");
    world.configuration.rules[last] = rule("gone", "groups eq \"Gone\"", &["products=C"], &[]);
    world.configuration.rules[last].enabled = false;
    assert!(held(&world.listing()).is_empty(), "nor does a disabled one");
}

#[test]
fn each_step_tells_a_guard_that_really_holds_it() {
    let mut world = many(2, 1, 1);
    world.source.rows_lost = 1;
    world.configuration.rules.push(rule("gone", "groups eq \"Gone\"", &["products=C"], &[]));
    let listing = world.listing();
    assert_eq!(held(&listing), ["bad_rows * 3", "unknown_name * 4"], "both tripped");
    let guard = |user: &str| {
        let found = listing.steps.iter().find(|one| one.step.user == user);
        found.and_then(|one| one.held)
    };
    assert_eq!(guard("p003"), Some(Guard::BadRows), "the absent one by the first");
    assert_eq!(guard("p002"), Some(Guard::UnknownName), "the unassign by the one that covers it");
}

#[test]
fn a_broken_rule_test_holds_everything() {
    let mut world = many(1, 1, 0);
    world.people[0].push(person("new"));
    world.configuration.rule_tests = vec![RuleTest {
        user: "P000".into(),
        expect: vec![Expectation { target: "t".into(), expected: Expected::NoAccount }],
    }];
    let listing = world.listing();
    assert_eq!(held(&listing), ["rule_test * 3"], "every step, of account and value");
    assert!(listing.steps.iter().all(|one| one.held == Some(Guard::RuleTest)), "each marked");
    let expected = Expected::Slots(vec![("products".into(), vec!["B".into(), "A".into()])]);
    world.configuration.rule_tests[0].expect[0].expected = expected;
    assert!(held(&world.listing()).is_empty(), "exact in the slots named, in any order");
    world.configuration.rule_tests[0].user = "nobody".into();
    assert_eq!(held(&world.listing()), ["rule_test * 3"], "whose person is absent is broken");
}
