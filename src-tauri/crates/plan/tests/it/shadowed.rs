//! What lint says of a rule holds for the plan.

use crate::effects::base;
use crate::laws::{NAMES, worlds};
use crate::random::{Dice, edited, random_world};
use crate::world::{World, rule};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rolecall_directory::{Exception, StepKind};
use rolecall_plan::{Candidate, PlanInput, TargetPlan};
use rolecall_rules::{Finding, KnownAttributes, LintInput, LintMemory, Remark, lint, lint_again};

/// An exception of somebody, of what a rule may say.
fn exceptions() -> impl Strategy<Value = Vec<Exception>> {
    let one = (0..NAMES.len(), any::<[bool; 4]>()).prop_map(|(who, [a, role, deny, member])| {
        let gives: &[&str] = match (a, role) {
            (true, _) => &["products=A"],
            (false, true) => &["role=Admin"],
            (false, false) => &[],
        };
        let denies: &[&str] = match (deny, member) {
            (true, true) => &["role=Member", "products=B"],
            (true, false) => &["role=Admin"],
            (false, _) => &[],
        };
        let said = rule("", "", gives, denies);
        let (user, reason) = (NAMES[who].to_owned(), "so".to_owned());
        Exception { user, reason, until: None, assigns: said.assigns, withholds: said.withholds }
    });
    proptest::collection::vec(one, 0..3)
}

/// The rules that lint calls wholly shadowed, or the same as another.
fn idle(input: &PlanInput<'_>, plan: &TargetPlan) -> Vec<usize> {
    let known = KnownAttributes::new(&[], input.snapshot.column_names());
    let findings = lint(&LintInput {
        configuration: input.configuration,
        snapshot: input.snapshot,
        known: &known,
        rules: input.rules,
        resolutions: &[&plan.resolution],
    });
    let is_idle =
        |what: &Remark| matches!(what, Remark::WhollyShadowed { .. } | Remark::SameAs { .. });
    findings.iter().filter(|one| is_idle(&one.what)).map(|one| one.rule).collect()
}

/// Every step with whether it is held, and who goes without: a plan without the rules behind it.
fn outcome(world: &World) -> Vec<(String, String, String, Option<StepKind>, bool)> {
    let listing = world.listing();
    let steps = listing.steps.into_iter().map(|one| {
        let (slot, value) = (one.step.slot.unwrap_or_default(), one.step.value.unwrap_or_default());
        (one.step.user, slot, value, Some(one.step.kind), one.held.is_some())
    });
    let without = listing.without_seat.into_iter();
    let without = without.map(|one| (one.user, one.slot, one.value, None, false));
    steps.chain(without).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_that_is_called_idle_can_be_disabled(world in worlds(), exceptions in exceptions()) {
        let mut world = world;
        world.configuration.exceptions = exceptions;
        let before = outcome(&world);
        for at in world.with(idle) {
            let mut without = world.clone();
            without.configuration.rules[at].enabled = false;
            prop_assert_eq!(&outcome(&without), &before, "rule {} decides nothing", at);
        }
    }

    #[test]
    fn one_person_is_given_what_everybody_is(world in worlds(), exceptions in exceptions()) {
        let mut world = world;
        world.configuration.exceptions = exceptions;
        world.with(|input, plan| {
            for row in 0..input.snapshot.people() {
                for (at, slot) in plan.resolution.slots.iter().enumerate() {
                    let all = slot.values.keys().filter(|value| slot.people(value).contains(row));
                    let given = input.rules.given_to(input.target, at, input.snapshot, row);
                    prop_assert_eq!(given, all.cloned().collect());
                }
            }
            Ok(())
        })?;
    }
}

/// Lints a world edited again and again: from nothing each time, and with what was found before.
fn followed(seed: u64) -> Vec<(Vec<Finding>, Vec<Finding>)> {
    let mut dice = Dice(seed);
    let world = random_world(&mut dice);
    world.with(|input, plan| {
        let base = base(input, plan);
        let known = KnownAttributes::new(&[], input.snapshot.column_names());
        let mut configuration = world.configuration.clone();
        let mut candidate = Candidate::new(&base, &configuration).unwrap();
        let mut memory = LintMemory::default();
        let mut found = Vec::new();
        for _ in 0..8 {
            let input = LintInput {
                configuration: candidate.configuration(),
                snapshot: base.snapshot,
                known: &known,
                rules: candidate.rules(),
                resolutions: &[&candidate.plan(0).unwrap().resolution],
            };
            found.push((lint(&input), lint_again(&input, &mut memory)));
            // Given up, the edits begin again from what is saved.
            candidate = if dice.one_in(4) {
                configuration = edited(&mut dice, &world.configuration);
                Candidate::new(&base, &configuration).unwrap()
            } else {
                configuration = edited(&mut dice, &configuration);
                candidate.revise(&base, &configuration).unwrap()
            };
        }
        found
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remembered_of_shadows_is_what_would_be_found(seed in any::<u64>()) {
        for (turn, (anew, again)) in followed(seed).into_iter().enumerate() {
            prop_assert_eq!(again, anew, "turn {}", turn);
        }
    }
}

#[test]
fn who_shadows_a_rule_is_found_again_when_it_loses_people() {
    // In its third turn a rule's condition loses the people that one of its shadows decided for.
    for (anew, again) in followed(15_132_464_728_175_752_218) {
        assert_eq!(again, anew);
    }
}

#[test]
fn shadows_come_and_go_with_edits() {
    let shadows = |found: &[Finding]| {
        let is_it = |one: &&Finding| matches!(one.what, Remark::WhollyShadowed { .. });
        found.iter().filter(is_it).cloned().collect::<Vec<_>>()
    };
    let (mut same, mut other) = (0, 0);
    for seed in 0..200 {
        let turns: Vec<_> = followed(seed).iter().map(|(anew, _)| shadows(anew)).collect();
        for pair in turns.windows(2).filter(|pair| !pair[0].is_empty()) {
            *(if pair[0] == pair[1] { &mut same } else { &mut other }) += 1;
        }
    }
    assert!(same > 5 && other > 20, "the property above is about both: {same}, {other}");
}

#[test]
fn rules_are_called_idle_at_all() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut idle_ones = 0;
    for _ in 0..600 {
        let world = worlds().new_tree(&mut runner).unwrap().current();
        idle_ones += world.with(idle).len();
    }
    assert!(idle_ones > 20, "the property above is about something: {idle_ones}");
}
