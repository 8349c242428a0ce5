//! What is remarkable about rules, found as sets: pure, and fast enough to follow each edit.

mod memory;
mod near;
mod remark;
mod same;
mod seats;
mod shadow;
mod template;

pub use memory::LintMemory;
pub use near::{nearest_group, nearest_org_unit, replace_literal};
pub use remark::{Finding, Remark};

use crate::check::{KnownAttributes, parse_condition};
use crate::clause::{UnknownName, unknown_names};
use crate::resolve::TargetResolution;
use crate::speaker::{RuleSet, Speaker, SpeakerSource};
use crate::threads;
use rolecall_directory::{Configuration, Gives, Rule, Snapshot};
use rolecall_scim::Filter;
use std::collections::HashMap;

/// From this many people on, two threads look for shadows.
const SHARED: u32 = 50_000;

/// What rules are looked at with.
#[derive(Debug, Clone, Copy)]
pub struct LintInput<'a> {
    /// The configuration with the rules.
    pub configuration: &'a Configuration,
    /// The people.
    pub snapshot: &'a Snapshot,
    /// The attributes conditions may name.
    pub known: &'a KnownAttributes,
    /// The rules over the people; those that cannot be read are missing there.
    pub rules: &'a RuleSet,
    /// What the rules come to, a target each, in the configuration's order.
    pub resolutions: &'a [&'a TargetResolution],
}

/// Looks at all rules; answers what is remarkable, by rule from #1 down and worst first. Of a
/// rule that is disabled only what is wrong in itself is told.
#[must_use]
pub fn lint(input: &LintInput<'_>) -> Vec<Finding> {
    lint_again(input, &mut LintMemory::default())
}

/// As [`lint`], after other rules over the same people and targets were looked at with `memory`.
#[must_use]
pub fn lint_again(input: &LintInput<'_>, memory: &mut LintMemory) -> Vec<Finding> {
    memory.follow(input.rules, input.configuration);
    let read: Vec<Option<Filter>> = (input.configuration.rules.iter())
        .map(|rule| parse_condition(&rule.when, input.known).ok())
        .collect();
    let same = same::same_rules(input, &read);
    let over = seats::more_than_seats(input);
    let granting = shadow::granting(input.resolutions);
    let unknown = (0u32..).zip(input.rules.speakers()).filter(|(_, speaker)| {
        let is_rule = matches!(speaker.source, SpeakerSource::Rule(at) if same[at].is_none());
        let is_idle = !speaker.people.is_empty() && !granting.contains(&speaker.number);
        is_rule && is_idle && !memory.knows(speaker)
    });
    let unknown: Vec<(u32, u32)> = unknown.map(|(at, speaker)| (at, speaker.number)).collect();
    let shadows = threads::each(unknown.len(), input.snapshot.people() >= SHARED, |at| {
        shadow::wholly_shadowed(input, unknown[at].0)
    });
    let mut shadows: HashMap<u32, _> =
        unknown.into_iter().map(|(_, number)| number).zip(shadows).collect();
    let mut found = Vec::new();
    for (at, rule) in input.configuration.rules.iter().enumerate() {
        let mut tell = |what: Remark| found.push(Finding { rule: at, what });
        in_itself(input, rule, read[at].as_ref()).into_iter().for_each(&mut tell);
        let Some(speaker) = input.speaker_of(at) else { continue };
        if speaker.people.is_empty() {
            tell(Remark::MatchesNobody);
        } else if let Some(rule) = same[at] {
            tell(Remark::SameAs { rule });
        } else if !granting.contains(&speaker.number)
            && let Some(by) =
                memory.shadow(speaker, input.rules, || shadows.remove(&speaker.number).flatten())
        {
            tell(Remark::WhollyShadowed { by });
        }
        template::outside_lists(input, speaker).into_iter().for_each(&mut tell);
        over.iter().filter(|one| one.rule == at).for_each(|one| tell(one.what.clone()));
    }
    found
}

impl<'a> LintInput<'a> {
    /// The speaker of the rule with index `rule`; none when it is disabled or cannot be read.
    fn speaker_of(&self, rule: usize) -> Option<&'a Speaker> {
        self.rules.speakers().iter().find(|speaker| speaker.source == SpeakerSource::Rule(rule))
    }
}

/// What is wrong with a rule whoever it matches.
fn in_itself(input: &LintInput<'_>, rule: &Rule, filter: Option<&Filter>) -> Vec<Remark> {
    let mut found = Vec::new();
    match filter {
        None => {
            if let Err(error) = parse_condition(&rule.when, input.known) {
                found.push(Remark::BrokenCondition { error });
            }
        }
        Some(filter) => {
            let unknown = unknown_names(filter, input.snapshot).into_iter();
            found.extend(unknown.map(|unknown| match unknown {
                UnknownName::Group { name, span } => Remark::UnknownGroup {
                    suggestion: nearest_group(input.snapshot, &name),
                    name,
                    span,
                },
                UnknownName::OrgUnit { path, span } => Remark::UnknownOrgUnit {
                    suggestion: nearest_org_unit(input.snapshot, &path),
                    path,
                    span,
                },
            }));
        }
    }
    found.extend(contradictions(rule));
    found
}

/// Values that the rule gives and withholds at once: withholding wins.
fn contradictions(rule: &Rule) -> Vec<Remark> {
    let mut found = Vec::new();
    for assignment in &rule.assigns {
        let Gives::Values(values) = &assignment.gives else { continue };
        for withholding in &rule.withholds {
            if withholding.target != assignment.target || withholding.slot != assignment.slot {
                continue;
            }
            for value in values.iter().filter(|value| withholding.values.contains(value)) {
                found.push(Remark::GivesWhatItWithholds {
                    target: assignment.target.clone(),
                    slot: assignment.slot.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    found
}
