//! Rules that say the same of the same people.

use super::LintInput;
use rolecall_directory::{Gives, Rule, ValueSource};
use rolecall_scim::Filter;
use std::collections::BTreeMap;

/// What a rule says, whatever the order in which it says so: target, slot, verb, values.
type Said<'a> = Vec<(&'a str, &'a str, u8, Vec<&'a ValueSource>)>;

/// By rule, the first one above it that says the same of the same people: by the same condition
/// or because both match the same.
pub(super) fn same_rules(input: &LintInput<'_>, read: &[Option<Filter>]) -> Vec<Option<usize>> {
    let rules = &input.configuration.rules;
    let mut same = vec![None; rules.len()];
    let mut by_said: BTreeMap<Said<'_>, Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        let Some(speaker) = input.speaker_of(at) else { continue };
        let said = said(rule);
        if said.is_empty() || speaker.people.is_empty() {
            continue;
        }
        let alike = by_said.entry(said).or_default();
        same[at] = alike.iter().copied().find(|&other| {
            let people = input.speaker_of(other).map(|other| &other.people);
            read[other] == read[at] || people == Some(&speaker.people)
        });
        alike.push(at);
    }
    same
}

fn said(rule: &Rule) -> Said<'_> {
    let gives = rule.assigns.iter().map(|one| match &one.gives {
        Gives::Nothing => (one.target.as_str(), one.slot.as_str(), 0, Vec::new()),
        Gives::Values(values) => (one.target.as_str(), one.slot.as_str(), 1, sorted(values)),
    });
    let withholds = rule.withholds.iter();
    let withholds =
        withholds.map(|one| (one.target.as_str(), one.slot.as_str(), 2, sorted(&one.values)));
    let mut said: Said<'_> = gives.chain(withholds).collect();
    said.sort();
    said
}

fn sorted(values: &[ValueSource]) -> Vec<&ValueSource> {
    let mut values: Vec<_> = values.iter().collect();
    values.sort();
    values.dedup();
    values
}
