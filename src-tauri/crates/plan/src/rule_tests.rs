//! Rule tests: people pinned with the assignments they must end up with. Only these people are
//! looked at, so that a test costs the same in any organization.

use rolecall_directory::{
    Configuration, Expectation, Expected, RuleTest, Snapshot, TargetDefinition,
};
use rolecall_rules::RuleSet;
use std::collections::BTreeSet;

/// A rule test that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenTest {
    /// The person's userName, as the test has it.
    pub user: String,
    /// What was expected and what came out.
    pub message: String,
}

/// Compares every rule test with what rules give, before seats, domains and guards.
#[must_use]
pub fn broken_rule_tests(
    configuration: &Configuration,
    snapshot: &Snapshot,
    rules: &RuleSet,
) -> Vec<BrokenTest> {
    let tests = configuration.rule_tests.iter();
    let broken = tests.flat_map(|test| {
        let messages = broken_expectations(test, configuration, snapshot, rules);
        messages.into_iter().map(|message| BrokenTest { user: test.user.clone(), message })
    });
    broken.collect()
}

/// What of `test` does not hold, in words; empty when all of it does.
#[must_use]
pub fn broken_expectations(
    test: &RuleTest,
    configuration: &Configuration,
    snapshot: &Snapshot,
    rules: &RuleSet,
) -> Vec<String> {
    let Some(&row) = snapshot.rows_named(&test.user).first() else {
        return vec![format!("{} is not in any directory", test.user)];
    };
    let told = test.expect.iter().filter_map(|expectation| {
        let target = configuration.target(&expectation.target)?;
        let given = |slot: usize| rules.given_to(target, slot, snapshot, row);
        broken_expectation(expectation, target, given)
    });
    told.collect()
}

fn broken_expectation(
    expectation: &Expectation,
    target: &TargetDefinition,
    given: impl Fn(usize) -> BTreeSet<String>,
) -> Option<String> {
    let name = &target.name;
    match &expectation.expected {
        Expected::NoAccount => {
            let wanted = (0..target.slots.len()).any(|slot| !given(slot).is_empty());
            wanted.then(|| format!("expected no account in {name}"))
        }
        Expected::Slots(slots) => slots.iter().find_map(|(slot, values)| {
            let at = target.slots.iter().position(|definition| definition.name == *slot);
            let found = at.map(&given).unwrap_or_default();
            let expected: BTreeSet<String> = values.iter().cloned().collect();
            (expected != found).then(|| {
                let (expected, found) = (listed(&expected), listed(&found));
                format!("expected {expected} in {slot} of {name}; rules give {found}")
            })
        }),
    }
}

fn listed(values: &BTreeSet<String>) -> String {
    if values.is_empty() {
        return "nothing".to_owned();
    }
    values.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What rules give the person in `row`, as a rule test would expect it: in each target *no
/// account*, or the values of every slot.
#[must_use]
pub fn expectations_of(
    configuration: &Configuration,
    snapshot: &Snapshot,
    rules: &RuleSet,
    row: u32,
) -> Vec<Expectation> {
    let each = configuration.targets.iter().map(|target| {
        let given = |slot| rules.given_to(target, slot, snapshot, row).into_iter().collect();
        let slots: Vec<(String, Vec<String>)> = (target.slots.iter().enumerate())
            .map(|(at, slot)| (slot.name.clone(), given(at)))
            .collect();
        let empty = slots.iter().all(|(_, values)| values.is_empty());
        let expected = if empty { Expected::NoAccount } else { Expected::Slots(slots) };
        Expectation { target: target.name.clone(), expected }
    });
    each.collect()
}
