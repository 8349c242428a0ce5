//! Grace: what waits, until when, and what does not.

use crate::laws::worlds;
use crate::world::{ALL, World, account, person, rule};
use proptest::prelude::*;
use rolecall_directory::{AccountRecord, StepKind};
use rolecall_plan::DueSince;
use std::collections::BTreeSet;

const DAY: i64 = 86_400;

fn with_grace(mut world: World, products: u32, role: u32) -> World {
    world.target().slots[0].grace_days = products;
    world.target().slots[1].grace_days = role;
    world
}

/// Plans at `day`, as a run does: what was due keeps its since, what is not due any more is
/// forgotten. Answers the steps and what waits, with the day until which it does.
fn run(world: &mut World, day: i64) -> (Vec<String>, Vec<String>) {
    world.now = day * DAY;
    let mut due = DueSince::default();
    let told = world.with(|input, plan| {
        for wait in plan.waits.all() {
            let row = plan.subjects.account(wait.subject).unwrap();
            let slot = wait.slot.map(|at| input.target.slots[at].name.clone()).unwrap_or_default();
            let key = input.table.key(row).to_owned();
            due.insert(key, slot, wait.value.to_string(), wait.since);
        }
        let listing = plan.listing(input);
        let pending = listing.pending.iter().map(|one| {
            format!("{} {}={} until {}", one.user, one.slot, one.value, one.until / DAY)
        });
        (crate::world::words(&listing), pending.collect())
    });
    world.due = due;
    told
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_removal_waits_its_days_and_then_goes() {
    let rules = vec![rule("r", ALL, &["products=A"], &[])];
    let accounts = vec![account("ann", &["products=A", "products=B"])];
    let mut world = with_grace(World::new(vec![person("ann")], accounts, rules), 7, 0);
    let waits = vec!["ann products=B until 107".to_owned()];
    assert_eq!(run(&mut world, 100), (none(), waits.clone()), "from the first plan that finds it");
    assert_eq!(run(&mut world, 106), (none(), waits), "the same until a week later");
    let gone = (vec!["unassign ann products=B".to_owned()], none());
    assert_eq!(run(&mut world, 107), gone, "its time has come");
    assert_eq!(run(&mut world, 109), gone, "and does not begin anew while it is not done");
}

#[test]
fn a_wait_is_cancelled_when_the_person_matches_again() {
    let a = || rule("r", ALL, &["products=A"], &[]);
    let both = || rule("r", ALL, &["products=A", "products=B"], &[]);
    let accounts = vec![account("ann", &["products=A", "products=B"])];
    let mut world = with_grace(World::new(vec![person("ann")], accounts, vec![a()]), 7, 0);
    run(&mut world, 100);
    world.configuration.rules = vec![both()];
    assert_eq!(run(&mut world, 103), (none(), none()), "wanted again");
    world.configuration.rules = vec![a()];
    let waits = vec!["ann products=B until 112".to_owned()];
    assert_eq!(run(&mut world, 105), (none(), waits), "the next wait is a new one");
}

#[test]
fn a_suspension_waits_as_long_as_the_longest_grace_of_what_is_held() {
    let holds = ["products=A", "products=B?", "role=Member"];
    let mut world = World::new(vec![], vec![account("ann", &holds)], vec![]);
    world = with_grace(world, 30, 10);
    world.source.whole = true;
    let waits =
        ["ann accounts= until 130", "ann products=A until 130", "ann role=Member until 110"];
    let waits = waits.map(str::to_owned).to_vec();
    assert_eq!(run(&mut world, 100), (none(), waits.clone()), "by its products");
    let role = vec!["unassign ann role=Member".to_owned()];
    assert_eq!(run(&mut world, 110), (role, waits[..2].to_vec()), "the role goes before it");
    world.accounts[0].holdings.retain(|one| one.slot != "role");
    let all = ["suspend ann", "unassign ann products=A"].map(str::to_owned).to_vec();
    assert_eq!(run(&mut world, 130), (all, none()), "what is left goes with the suspension");
}

#[test]
fn what_has_no_grace_goes_before_a_suspension_that_has() {
    let accounts = vec![account("ann", &["products=A", "role=Member"]), account("bob", &[])];
    let mut world = with_grace(World::new(vec![], accounts, vec![]), 5, 0);
    let (steps, pending) = run(&mut world, 50);
    assert_eq!(
        steps,
        ["unassign ann role=Member", "suspend bob"],
        "who holds nothing that waits is suspended at once"
    );
    assert_eq!(pending, ["ann accounts= until 55", "ann products=A until 55"], "Ann waits");
    assert!(!world.listing().steps[0].step.of_suspension, "it counts as a removal of its own");
}

#[test]
fn lost_rows_hold_what_goes_before_the_waiting_suspension_of_the_absent() {
    let accounts = vec![account("ann", &["products=A", "role=Member"])];
    let mut gone = with_grace(World::new(vec![], accounts.clone(), vec![]), 7, 0);
    gone.source.whole = true;
    assert!(gone.listing().held.is_empty(), "when every row was read");
    gone.source.rows_lost = 1;
    let listing = gone.listing();
    let held = ["unassign ann role=Member [bad_rows]"];
    assert_eq!(crate::world::words(&listing), held, "ann may stand in the lost row");
    assert_eq!(listing.held.iter().map(|one| one.steps).sum::<u64>(), 1, "and is counted");
    let mut ann = person("ann");
    ann.active = false;
    let mut left = with_grace(World::new(vec![ann], accounts, vec![]), 7, 0);
    left.source.rows_lost = 1;
    assert!(left.listing().held.is_empty(), "ann was read, and is inactive");
}

#[test]
fn a_decision_in_a_slot_of_one_replaces_at_once() {
    let people = || vec![person("ann")];
    let other = vec![rule("r", ALL, &["products=A", "role=Member"], &[])];
    let accounts = vec![account("ann", &["products=A", "role=Admin"])];
    let mut world = with_grace(World::new(people(), accounts.clone(), other), 0, 9);
    let replaced = ["unassign ann role=Admin", "assign ann role=Member"].map(str::to_owned);
    let (mut steps, pending) = run(&mut world, 1);
    steps.sort();
    let mut meant = replaced.to_vec();
    meant.sort();
    assert_eq!((steps, pending), (meant, none()), "replaced");
    world.configuration.rules = vec![rule("r", ALL, &["products=A", "role="], &[])];
    let taken = vec!["unassign ann role=Admin".to_owned()];
    assert_eq!(run(&mut world, 1), (taken, none()), "none is a decision too");
    world.configuration.rules = vec![rule("r", ALL, &["products=A"], &[])];
    let waits = vec!["ann role=Admin until 10".to_owned()];
    assert_eq!(run(&mut world, 1), (none(), waits), "without a decision it waits");
}

#[test]
fn values_of_a_suspended_account_wait_too_and_the_explanation_says_until_when() {
    let asleep =
        AccountRecord { active: false, suspended_here: true, ..account("ann", &["products=A"]) };
    let mut world = with_grace(World::new(vec![person("ann")], vec![asleep], vec![]), 3, 0);
    assert_eq!(run(&mut world, 8), (none(), vec!["ann products=A until 11".to_owned()]));
    world.now = 9 * DAY;
    let explained = world.explain("ann");
    assert_eq!(explained[0].pending_until, Some(11 * DAY), "it says when");
}

#[test]
fn a_wait_outlives_the_person() {
    let accounts = vec![account("ann", &["products=A"])];
    let world = World::new(vec![person("ann"), person("bob")], accounts, vec![]);
    let mut world = with_grace(world, 20, 0);
    run(&mut world, 10);
    world.people[0].remove(0);
    let waits = ["ann accounts= until 30", "ann products=A until 30"].map(str::to_owned).to_vec();
    assert_eq!(run(&mut world, 15), (none(), waits), "who was deactivated and then deleted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_lost_and_nothing_comes_early(world in worlds(), days in 1u32..9, role in 0u32..9) {
        let steps = |world: &World| -> BTreeSet<(StepKind, String, String, String)> {
            let takes = |kind| matches!(kind, StepKind::Suspend | StepKind::Unassign);
            let all = world.listing().steps.into_iter().map(|one| one.step);
            all.filter(|step| takes(step.kind)).map(|step| {
                let (slot, value) = (step.slot.unwrap_or_default(), step.value.unwrap_or_default());
                (step.kind, step.user, slot, value)
            }).collect()
        };
        let mut world = world;
        for slot in &mut world.target().slots {
            slot.administrators.clear();
            // What waits frees no seat, and who goes without one keeps what it would replace.
            slot.values.iter_mut().for_each(|value| value.seats = None);
        }
        world.known_seats.clear();
        let at_once = steps(&world);
        let mut patient = with_grace(world, days, role);
        run(&mut patient, 1);
        let now = steps(&patient);
        let pending: BTreeSet<_> = patient.listing().pending.into_iter().map(|one| {
            if one.slot == "accounts" {
                (StepKind::Suspend, one.user, String::new(), String::new())
            } else {
                (StepKind::Unassign, one.user, one.slot, one.value)
            }
        }).collect();
        prop_assert!(now.is_disjoint(&pending), "what waits is no step: {now:?} {pending:?}");
        let union: BTreeSet<_> = now.union(&pending).cloned().collect();
        prop_assert_eq!(union, at_once.clone(), "each removal is a step or waits");
        let (_, left) = run(&mut patient, 1 + i64::from(days.max(role)));
        prop_assert!(left.is_empty(), "in the end nothing waits: {left:?}");
        prop_assert_eq!(steps(&patient), at_once, "and all removals are steps");
    }
}
