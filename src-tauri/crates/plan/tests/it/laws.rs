//! What holds for the plan of any world.

use crate::world::{ALL, World, account, person, rule};
use proptest::prelude::*;
use rolecall_directory::{AccountRecord, HoldingRecord, Rule, StepKind, UnmanagedPolicy};
use rolecall_plan::TargetListing;
use std::collections::BTreeSet;

pub const NAMES: [&str; 8] = ["ann", "Bob", "cid", "dan", "eve", "Fay", "gus", "hal"];
const GIFTS: [&str; 5] = ["products=A", "products=B", "products=C", "role=Admin", "role=Member"];

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let who = proptest::sample::subsequence(NAMES.to_vec(), 0..6);
    let gives = proptest::sample::subsequence(GIFTS.to_vec(), 0..4);
    let denies = proptest::sample::subsequence(GIFTS.to_vec(), 0..2);
    let one = (who, gives, denies, any::<bool>()).prop_map(|(who, mut gives, denies, none)| {
        if gives.contains(&"role=Admin") {
            gives.retain(|gift| *gift != "role=Member");
        }
        if none && !gives.iter().any(|gift| gift.starts_with("role")) {
            gives.push("role=");
        }
        let names: Vec<String> = who.iter().map(|name| format!("\"{name}\"")).collect();
        let when = if names.is_empty() {
            ALL.to_owned()
        } else {
            format!("userName in ({})", names.join(", "))
        };
        (when, gives, denies)
    });
    proptest::collection::vec(one, 0..5).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named
            .map(|(at, (when, gives, denies))| rule(&format!("r{at}"), &when, &gives, &denies))
            .collect()
    })
}

fn accounts() -> impl Strategy<Value = Vec<AccountRecord>> {
    let one = (
        any::<(bool, bool, bool)>(),
        proptest::sample::subsequence(GIFTS.to_vec(), 0..4),
        any::<u8>(),
    );
    proptest::collection::vec(proptest::option::of(one), NAMES.len()).prop_map(|all| {
        let mut accounts = Vec::new();
        for (name, found) in NAMES.iter().zip(all) {
            let Some(((active, managed, ours), mut holds, odd)) = found else { continue };
            if holds.contains(&"role=Admin") {
                holds.retain(|gift| *gift != "role=Member");
            }
            let mut one = account(name, &holds);
            for (at, holding) in one.holdings.iter_mut().enumerate() {
                holding.managed = managed && odd >> at & 1 == 0;
            }
            let suspended_here = !active && managed && ours;
            accounts.push(AccountRecord { active, managed, suspended_here, ..one });
        }
        accounts
    })
}

pub fn worlds() -> impl Strategy<Value = World> {
    let people = proptest::sample::subsequence(NAMES.to_vec(), 0..=NAMES.len());
    let policy = prop_oneof![Just(UnmanagedPolicy::Leave), Just(UnmanagedPolicy::Adopt)];
    let switches = (any::<u8>(), any::<[bool; 4]>(), proptest::option::of(0u64..4));
    (people, accounts(), rules(), policy, switches).prop_map(
        |(names, accounts, rules, policy, (inactive, flags, seats))| {
            let mut people: Vec<_> = names.iter().map(|name| person(name)).collect();
            for (at, person) in people.iter_mut().enumerate() {
                person.active = inactive >> at & 1 == 0 || flags[3];
            }
            let mut world = World::new(people, accounts, rules);
            world.target().unmanaged = policy;
            if flags[0] {
                world.target().removals.count = 0;
            }
            if flags[1] {
                world.target().slots[1].administrators = vec!["Admin".into()];
            }
            if flags[2] {
                world.target().protect = Some("userName in (\"ann\", \"bob\")".into());
            }
            world = match seats {
                Some(seats) => world.seats("products", "A", seats).seats("role", "Admin", seats),
                None => world,
            };
            world
        },
    )
}

/// Does every step that is not held, as a target would.
fn apply(world: &World, listing: &TargetListing) -> Vec<AccountRecord> {
    let mut accounts = world.accounts.clone();
    for listed in listing.steps.iter().filter(|one| one.held.is_none()) {
        let step = &listed.step;
        if step.kind == StepKind::Create {
            accounts.push(AccountRecord {
                key: format!("key-{}", step.user),
                ..account(&step.user, &[])
            });
        }
    }
    let wanted: BTreeSet<_> = world.with(|input, plan| {
        let slots = input.target.slots.iter().zip(&plan.resolution.slots);
        let all = slots.flat_map(|(slot, found)| {
            let values = found.values.keys();
            values.flat_map(|value| {
                let rows = found.people(value).into_iter();
                let names = rows.map(|row| input.snapshot.person(row).user_name().to_lowercase());
                names.map(|name| (name, slot.name.clone(), value.clone())).collect::<Vec<_>>()
            })
        });
        all.collect()
    });
    for listed in listing.steps.iter().filter(|one| one.held.is_none()) {
        let step = &listed.step;
        let same =
            |one: &&mut AccountRecord| one.user_name.to_lowercase() == step.user.to_lowercase();
        let Some(account) = accounts.iter_mut().find(same) else { continue };
        let place = step.slot.clone().zip(step.value.clone());
        match (step.kind, place) {
            (StepKind::Suspend, _) => (account.active, account.suspended_here) = (false, true),
            (StepKind::Reactivate, _) => (account.active, account.suspended_here) = (true, false),
            (StepKind::Adopt, _) => {
                account.managed = true;
                for held in &mut account.holdings {
                    let name = account.user_name.to_lowercase();
                    held.managed |= wanted.contains(&(name, held.slot.clone(), held.value.clone()));
                }
            }
            (StepKind::Assign, Some((slot, value))) => {
                account.holdings.push(HoldingRecord { slot, value, managed: true });
            }
            (StepKind::Unassign, Some((slot, value))) => {
                account.holdings.retain(|held| (&held.slot, &held.value) != (&slot, &value));
            }
            _ => {}
        }
    }
    accounts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 8192, ..ProptestConfig::default() })]

    #[test]
    fn the_same_world_has_the_same_plan(world in worlds()) {
        let (one, two) = (world.listing(), world.listing());
        prop_assert_eq!(one.steps, two.steps, "a preview is the plan");
        prop_assert_eq!(one.held, two.held, "with what is held");
        prop_assert_eq!(one.failures, two.failures, "and what fails");
    }

    #[test]
    fn steps_are_sorted_unique_and_of_the_eligible(world in worlds()) {
        let listing = world.listing();
        let order: Vec<_> = listing.steps.iter().map(|one| {
            let step = &one.step;
            (step.user.clone(), step.slot.clone(), step.value.clone(), step.kind)
        }).collect();
        prop_assert!(order.is_sorted(), "by user, slot, value: {order:?}");
        let keys: BTreeSet<_> = listing.steps.iter().map(|one| one.key.clone()).collect();
        prop_assert_eq!(keys.len(), listing.steps.len(), "each step exactly once");
        let failed: BTreeSet<_> = listing.failures.iter().map(|one| one.user.as_str()).collect();
        let without: BTreeSet<_> = listing.without_seat.iter().map(|one| (one.user.clone(), one.slot.clone(), one.value.clone())).collect();
        let mut changed = BTreeSet::new();
        for listed in &listing.steps {
            let step = &listed.step;
            prop_assert!(!failed.contains(step.user.as_str()), "{} failed and has a step", step.user);
            if world.configuration.targets[0].protect.is_some() {
                let name = step.user.to_lowercase();
                prop_assert!(name != "ann" && name != "bob", "{name} is protected");
            }
            if let (Some(slot), Some(value)) = (&step.slot, &step.value) {
                let place = (step.user.clone(), slot.clone(), value.clone());
                prop_assert!(step.kind != StepKind::Assign || !without.contains(&place), "without a seat, and given: {place:?}");
                prop_assert!(changed.insert(place.clone()), "assigned and unassigned: {place:?}");
            }
        }
    }

    #[test]
    fn a_slot_of_one_is_replaced_whole_and_seats_are_never_overdrawn(world in worlds()) {
        let listing = world.listing();
        let after = apply(&world, &listing);
        for account in &after {
            let roles = account.holdings.iter().filter(|held| held.slot == "role").count();
            prop_assert!(roles <= 1, "{} holds {roles} roles", account.user_name);
        }
        for seat in &listing.seats {
            let used = after.iter().filter(|one| one.holdings.iter().any(|held| held.slot == seat.slot && held.value == seat.value)).count() as u64;
            prop_assert!(used <= seat.seats.max(seat.used), "{} of {} seats of {}", used, seat.seats, seat.value);
        }
        if !world.configuration.targets[0].slots[1].administrators.is_empty() {
            let admins = |all: &[AccountRecord]| all.iter().filter(|one| one.active && one.holdings.iter().any(|held| held.value == "Admin")).count();
            prop_assert!(admins(&world.accounts) == 0 || admins(&after) > 0, "an administrator is left");
        }
    }

    #[test]
    fn a_plan_carried_out_leaves_nothing_to_do(world in worlds()) {
        let listing = world.listing();
        let settled = listing.held.is_empty()
            && listing.without_seat.is_empty()
            && world.configuration.targets[0].slots[1].administrators.is_empty();
        prop_assume!(settled);
        let again = World { accounts: apply(&world, &listing), ..world };
        prop_assert_eq!(again.steps(), Vec::<String>::new(), "done is done");
    }

    #[test]
    fn explanations_agree_with_the_steps(world in worlds()) {
        let listing = world.listing();
        for person in &world.people[0] {
            for one in world.explain(&person.user_name) {
                let place = (Some(one.slot.as_str()), Some(one.value.as_str()));
                let steps = listing.steps.iter().filter(|listed| listed.step.user == person.user_name);
                let step = steps.into_iter().find(|listed| (listed.step.slot.as_deref(), listed.step.value.as_deref()) == place);
                use rolecall_plan::ValueState::{Granted, Held, WithoutSeat};
                match step.map(|listed| (listed.step.kind, listed.held.is_some())) {
                    Some((_, held)) if held => prop_assert_eq!(one.state, Held),
                    Some((StepKind::Assign, _)) => prop_assert_eq!(one.state, Granted),
                    _ => prop_assert_ne!(one.state, Held),
                }
                let short = listing.without_seat.iter().any(|w| w.user == person.user_name && w.value == one.value);
                prop_assert_eq!(short, one.state == WithoutSeat, "{} of {}", one.value, person.user_name);
            }
        }
    }
}
