//! What lint says of a rule holds for the plan.

use crate::laws::{NAMES, worlds};
use crate::world::{World, rule};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rolecall_directory::{Exception, StepKind};
use rolecall_plan::{PlanInput, TargetPlan};
use rolecall_rules::{KnownAttributes, LintInput, Remark, lint};

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
