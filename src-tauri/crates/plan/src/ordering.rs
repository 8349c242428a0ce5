//! Steps in an order of one's own: named shortly, so that whoever shows them can put them in order
//! once and have the part written out that is looked at.

use crate::effect_page::place_of_name;
use crate::listing::StepList;
use crate::paging::StepQuery;
use crate::target_plan::{PlanInput, TargetPlan};
use crate::writer::{Entry, NO_SUBJECT, Writer};
use rolecall_directory::StepKind;

/// Names a step of one plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepName {
    /// The subject's place by folded userName, from 1; 0 for a value that is made.
    pub rank: u32,
    /// Zero for steps of accounts; else one more than the value's place among the slots' values.
    pub place: u32,
    /// What it does.
    pub kind: StepKind,
    subject: u32,
    held: bool,
}

impl TargetPlan {
    /// The steps that are asked for, all of them, in no order; `offset` and `limit` say nothing.
    #[must_use]
    pub fn step_names(&self, input: &PlanInput<'_>, query: &StepQuery<'_>) -> Vec<StepName> {
        let places = Writer { plan: self, input }.places();
        let (kinds, made) = self.asked(&places, query);
        let mut names: Vec<StepName> = made
            .into_iter()
            .map(|Entry { place, kind, subject, held, .. }| StepName {
                rank: 0,
                place,
                kind,
                subject,
                held,
            })
            .collect();
        for one in &kinds {
            names.extend(one.subjects.iter().map(|subject| StepName {
                rank: self.rank(input, subject),
                place: one.place,
                kind: one.kind,
                subject,
                held: one.held.contains(subject),
            }));
        }
        names
    }

    /// Writes out the steps that are named, in the order given.
    #[must_use]
    pub fn write_out(&self, input: &PlanInput<'_>, names: &[StepName]) -> Vec<StepList> {
        let writer = Writer { plan: self, input };
        let places = writer.places();
        let entry = |name: &StepName| Entry {
            user: 0,
            place: name.place,
            kind: name.kind,
            subject: name.subject,
            held: name.held,
        };
        names.iter().map(|name| writer.write(&entry(name), &places)).collect()
    }

    fn rank(&self, input: &PlanInput<'_>, subject: u32) -> u32 {
        if subject == NO_SUBJECT {
            return 0;
        }
        let rank = match subject < self.subjects.people() {
            true => input.snapshot.name_rank(subject),
            false => {
                let place = place_of_name(input.snapshot, self.user(input, subject));
                u32::try_from(place).unwrap_or(u32::MAX)
            }
        };
        rank.saturating_add(1)
    }
}
