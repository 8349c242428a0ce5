//! Rule tests: people pinned with the assignments they must end up with.

use rolecall_directory::{Configuration, Expected, Snapshot};
use rolecall_rules::{RuleSet, TargetResolution};
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
    if configuration.rule_tests.is_empty() {
        return Vec::new();
    }
    let resolutions: Vec<TargetResolution> =
        configuration.targets.iter().map(|target| rules.resolve(target, snapshot)).collect();
    let mut broken = Vec::new();
    for test in &configuration.rule_tests {
        let Some(&row) = snapshot.rows_named(&test.user).first() else {
            let message = format!("{} is not in any directory", test.user);
            broken.push(BrokenTest { user: test.user.clone(), message });
            continue;
        };
        for expectation in &test.expect {
            let at = configuration.targets.iter().position(|t| t.name == expectation.target);
            let Some(at) = at else { continue };
            let given = |slot: &str| given(&configuration.targets[at], &resolutions[at], slot, row);
            let message = match &expectation.expected {
                Expected::NoAccount => {
                    let wanted = resolutions[at].wanted().contains(row);
                    wanted.then(|| format!("expected no account in {}", expectation.target))
                }
                Expected::Slots(slots) => slots.iter().find_map(|(slot, values)| {
                    let expected: BTreeSet<&str> = values.iter().map(String::as_str).collect();
                    let found = given(slot);
                    (expected != found).then(|| {
                        let list = |set: &BTreeSet<&str>| {
                            let all: Vec<_> = set.iter().copied().collect();
                            if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
                        };
                        let target = &expectation.target;
                        let (expected, found) = (list(&expected), list(&found));
                        format!("expected {expected} in {slot} of {target}; rules give {found}")
                    })
                }),
            };
            broken.extend(message.map(|message| BrokenTest { user: test.user.clone(), message }));
        }
    }
    broken
}

fn given<'a>(
    target: &rolecall_directory::TargetDefinition,
    resolution: &'a TargetResolution,
    slot: &str,
    row: u32,
) -> BTreeSet<&'a str> {
    let Some(index) = target.slots.iter().position(|definition| definition.name == slot) else {
        return BTreeSet::new();
    };
    let values = resolution.slots[index].values.iter();
    let mine = values.filter(|(_, grants)| grants.iter().any(|grant| grant.people.contains(row)));
    mine.map(|(value, _)| value.as_str()).collect()
}
