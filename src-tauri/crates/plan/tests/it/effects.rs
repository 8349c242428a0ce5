//! The effect of saving other rules is the difference of what two plans come to.

use crate::random::{Dice, edited, random_world};
use crate::world::World;
use proptest::prelude::*;
use rolecall_directory::StepKind;
use rolecall_plan::{
    Base, BaseTarget, Candidate, ChangeKind, Effect, EffectOf, EffectQuery, PlanInput,
    TargetListing, TargetPlan,
};
use std::collections::{BTreeMap, BTreeSet};

/// What candidates are made over.
pub fn base<'a>(input: &PlanInput<'a>, plan: &'a TargetPlan) -> Base<'a> {
    Base {
        configuration: input.configuration,
        snapshot: input.snapshot,
        population: input.population,
        rules: input.rules,
        broken_tests: input.broken_tests,
        now: input.now,
        targets: vec![Some(BaseTarget { input: *input, plan })],
    }
}

/// Everything a listing says, in an order of its own.
pub fn all_of(listing: &TargetListing) -> Vec<String> {
    let steps = listing.steps.iter().map(|one| format!("{:?} {:?}", one.step, one.held));
    let mut all: Vec<String> = steps.collect();
    all.extend(listing.held.iter().map(|one| format!("{one:?}")));
    all.extend(listing.seats.iter().map(|one| format!("{one:?}")));
    all.extend(listing.without_seat.iter().map(|one| format!("{one:?}")));
    all.extend(listing.failures.iter().map(|one| format!("{one:?}")));
    all.extend(listing.orphans.iter().cloned());
    all
}

/// Who is meant: the person's id, or the userName of an account without a person.
type Who = (Option<String>, String);

/// Who would hold which value after a run that did every step.
fn end(
    world: &World,
    listing: &TargetListing,
    owners: &BTreeMap<String, Who>,
) -> BTreeSet<(Who, String, String)> {
    let mut held = BTreeSet::new();
    for account in &world.accounts {
        let who = &owners[&account.user_name];
        for one in &account.holdings {
            held.insert((who.clone(), one.slot.clone(), one.value.clone()));
        }
    }
    for listed in &listing.steps {
        let step = &listed.step;
        let (Some(slot), Some(value)) = (&step.slot, &step.value) else { continue };
        let entry = (who(&listed.step), slot.clone(), value.clone());
        match step.kind {
            StepKind::Assign => held.insert(entry),
            StepKind::Unassign => held.remove(&entry),
            _ => false,
        };
    }
    held
}

fn who(step: &rolecall_directory::Step) -> Who {
    match &step.person {
        Some(person) => (Some(person.clone()), step.user.clone()),
        None => (None, step.user.clone()),
    }
}

/// By userName of the account, whose it is.
fn owners(input: &PlanInput<'_>, plan: &TargetPlan) -> BTreeMap<String, Who> {
    let mut owners = BTreeMap::new();
    for row in input.table.rows() {
        let rows = std::iter::once(row).collect();
        let subject = plan.subjects.of_accounts(&rows).min().unwrap();
        let who = if subject < plan.subjects.people() {
            let person = input.snapshot.person(subject);
            (Some(person.id().to_owned()), person.user_name().to_owned())
        } else {
            (None, input.table.user_name(row).to_owned())
        };
        owners.insert(input.table.user_name(row).to_owned(), who);
    }
    owners
}

fn kinds(listing: &TargetListing, kind: StepKind) -> BTreeSet<Who> {
    let steps = listing.steps.iter().filter(|one| one.step.kind == kind);
    steps.map(|one| who(&one.step)).collect()
}

/// Everybody of a list of the effect, by pages of three.
fn listed(effect: &Effect, base: &Base<'_>, of: Option<EffectOf<'_>>) -> Vec<(u32, Who)> {
    let mut found = Vec::new();
    loop {
        let offset = found.len() as u64;
        let page = effect.page(base, &EffectQuery { of, text: "", offset, limit: 3 });
        found.extend(page.items.iter().map(|one| {
            let id = one.person.map(|row| base.snapshot.person(row).id().to_owned());
            let worst = one.changes.first().map_or(99, |change| change.kind as u32);
            (worst, (id, one.user.clone()))
        }));
        if page.items.is_empty() {
            assert_eq!(found.len() as u64, page.total, "all pages together are the total");
            return found;
        }
    }
}

fn check_effect(world: &World, tried: &World, base: &Base<'_>, candidate: &Candidate) {
    let (input, plan) = base.targets[0].map(|one| (one.input, one.plan)).unwrap();
    let (before, after) = (plan.listing(&input), tried.listing());
    let owners = owners(&input, plan);
    let (old, new) = (end(world, &before, &owners), end(world, &after, &owners));
    let effect = candidate.effect();
    let target = effect.targets[0].as_ref().unwrap();
    let set = |kind, slot: Option<usize>, value: Option<&str>| -> BTreeSet<Who> {
        let of = EffectOf { target: 0, kind, slot, value };
        listed(effect, base, Some(of)).into_iter().map(|(_, who)| who).collect()
    };
    let mut concerned: BTreeSet<Who> = BTreeSet::new();
    for (at, slot) in input.target.slots.iter().enumerate() {
        let values: BTreeSet<&String> =
            old.iter().chain(&new).filter(|one| one.1 == slot.name).map(|one| &one.2).collect();
        for value in values {
            let of = |from: &BTreeSet<(Who, String, String)>, to: &BTreeSet<_>| {
                let gone = from.difference(to);
                let here = gone.filter(|one| one.1 == slot.name && one.2 == *value);
                here.map(|one| one.0.clone()).collect::<BTreeSet<Who>>()
            };
            let (gain, lose) = (of(&new, &old), of(&old, &new));
            assert_eq!(set(ChangeKind::Gain, Some(at), Some(value)), gain, "gain {value}");
            assert_eq!(set(ChangeKind::Lose, Some(at), Some(value)), lose, "lose {value}");
            concerned.extend(gain);
            concerned.extend(lose);
        }
    }
    let accounts = [
        (ChangeKind::Create, StepKind::Create),
        (ChangeKind::Suspend, StepKind::Suspend),
        (ChangeKind::Reactivate, StepKind::Reactivate),
        (ChangeKind::Adopt, StepKind::Adopt),
    ];
    for (change, kind) in accounts {
        let new = &kinds(&after, kind) - &kinds(&before, kind);
        assert_eq!(set(change, None, None), new, "{change:?}");
        concerned.extend(new);
    }
    let without = |listing: &TargetListing| -> BTreeSet<(String, String, String)> {
        let all = listing.without_seat.iter();
        all.map(|one| (one.user.clone(), one.slot.clone(), one.value.clone())).collect()
    };
    let newly: BTreeSet<String> =
        without(&after).difference(&without(&before)).map(|one| one.0.clone()).collect();
    let told = set(ChangeKind::NoSeat, None, None);
    assert_eq!(told.iter().map(|one| one.1.clone()).collect::<BTreeSet<_>>(), newly, "no seat");
    concerned.extend(told);
    let all = listed(effect, base, None);
    assert_eq!(effect.people(), all.len() as u64, "how many are concerned");
    assert_eq!(all.iter().map(|one| one.1.clone()).collect::<BTreeSet<_>>(), concerned);
    let order = |one: &(u32, Who)| (one.0, one.1.1.to_lowercase());
    assert!(all.is_sorted_by_key(order), "worst first, then by userName: {all:?}");
    let mut held = after.held.clone();
    let mut guards: Vec<_> = target.guards.iter().map(|one| one.held.clone()).collect();
    held.sort();
    guards.sort();
    assert_eq!(guards, held, "guards are the candidate's");
    assert_eq!(target.seats, after.seats, "seats are the candidate's");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// A candidate, and each of its revisions, plans what a plan from nothing would, and its
    /// effect is what that changes.
    #[test]
    fn candidates_are_plans_and_effects_their_difference(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let world = random_world(&mut dice);
        world.with(|input, plan| {
            let base = base(input, plan);
            let mut tried = world.clone();
            tried.configuration = edited(&mut dice, &tried.configuration);
            let mut candidate = Candidate::new(&base, &tried.configuration).unwrap();
            for turn in 0..4 {
                let over = candidate.input(&base, 0).unwrap();
                let listing = candidate.plan(0).unwrap().listing(&over);
                assert_eq!(all_of(&listing), all_of(&tried.listing()), "seed {seed} turn {turn}");
                check_effect(&world, &tried, &base, &candidate);
                tried.configuration = edited(&mut dice, &tried.configuration);
                candidate = candidate.revise(&base, &tried.configuration).unwrap();
            }
        });
    }
}
