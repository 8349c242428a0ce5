//! The report of a plan or run, in the form of `plan --json` and `sync --json`.

mod plan;
mod target;

use crate::planning::Planned;
use crate::undo::{UndoPlan, Unreleased};
use rolecall_directory::{SourceWarning, Step, StepKind};
use rolecall_plan::TargetListing;
use rolecall_store::JournalStep;
use serde::Serialize;
use serde::ser::SerializeMap;
use std::collections::BTreeSet;

pub use plan::PlanAsTold;
pub use target::{
    AccountLists, AssignedValue, CreatedValue, FailureEntry, HeldEntry, NotUndone, OutcomeLists,
    PauseEntry, PendingEntry, StepEntry, TargetReport, UndoLists, ValueLists,
};

/// A plan, or a run with its outcomes. Lists are sorted by user, slot and value.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// By target, in the configuration's order.
    #[serde(serialize_with = "as_map")]
    pub targets: Vec<(String, TargetReport)>,
    /// Sums.
    pub summary: Summary,
    /// What sources could not make sense of; as JSON in words.
    #[serde(serialize_with = "in_words")]
    pub warnings: Vec<SourceWarning>,
}

fn in_words<S: serde::Serializer>(
    warnings: &[SourceWarning],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(warnings.iter().map(warning_words))
}

fn as_map<S: serde::Serializer>(
    targets: &[(String, TargetReport)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(targets.len()))?;
    for (name, target) in targets {
        map.serialize_entry(name, target)?;
    }
    map.end()
}

impl Planned {
    /// What could not be made sense of in the sources.
    #[must_use]
    pub fn warnings(&self) -> &[SourceWarning] {
        &self.reading.warnings
    }
}

/// Sums over all targets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows read.
    pub users: u64,
    /// The sum of all step lists.
    pub steps: u64,
}

impl Report {
    /// The report of a plan.
    #[must_use]
    pub fn of_plan(planned: &Planned) -> Self {
        let mut report = Self::of_targets(planned);
        for (index, (_, entry)) in report.targets.iter_mut().enumerate() {
            for listed in &planned.listing(index).steps {
                entry.add(&listed.step);
            }
        }
        report.count();
        report
    }

    /// Everything but the steps.
    fn of_targets(planned: &Planned) -> Self {
        let mut report = Self::default();
        report.summary.users = planned.reading.people;
        report.warnings = planned.warnings().to_vec();
        for (index, target) in planned.targets.iter().enumerate() {
            let listing = match target.takes_part() {
                true => target.plan.listing_without_steps(&planned.input(index)),
                false => TargetListing::default(),
            };
            let entry = TargetReport {
                held: listing.held,
                seats: listing.seats,
                without_seat: listing.without_seat,
                pending: listing.pending.iter().map(PendingEntry::from).collect(),
                orphans: listing.orphans,
                failures: listing.failures.iter().map(FailureEntry::from).collect(),
                left_out: target.left_out.clone(),
                paused: target.paused.as_ref().map(PauseEntry::from),
                error: target.error.as_ref().filter(|_| target.left_out.is_none()).map(|error| {
                    FailureEntry {
                        cause: error.cause.word(),
                        user: String::new(),
                        message: error.to_string(),
                    }
                }),
                ..TargetReport::default()
            };
            report.targets.push((target.name.clone(), entry));
        }
        report
    }

    /// The report of a run: its steps as journalled, which in a retry are fewer than planned, and
    /// `carried`, the steps done in interrupted runs before it.
    pub(crate) fn of_run(
        planned: &Planned,
        steps: &[JournalStep],
        carried: &[JournalStep],
    ) -> Self {
        let mut report = Self::of_targets(planned);
        for (name, target) in &mut report.targets {
            let mut lists = OutcomeLists::default();
            let mut keys = BTreeSet::new();
            for step in steps.iter().filter(|step| step.target == *name) {
                if !carried.is_empty() {
                    keys.insert(key(&step.step));
                }
                target.add(&step.step);
                lists.add(step);
            }
            for step in carried.iter().filter(|step| step.target == *name) {
                if keys.insert(key(&step.step)) {
                    lists.done += 1;
                    target.add(&step.step);
                }
            }
            lists.failed.sort();
            lists.not_sent.sort();
            target.sort();
            target.outcome = Some(lists);
        }
        report.count();
        report
    }

    /// The report of undoing a run: what it does, its steps as journalled where it was carried
    /// out, and what it leaves.
    #[must_use]
    pub fn of_undo(plan: &UndoPlan, steps: &[JournalStep]) -> Self {
        let mut report = Self::default();
        for target in &plan.targets {
            let mut entry = TargetReport {
                error: target.error.as_ref().map(|error| FailureEntry {
                    cause: "unavailable",
                    user: String::new(),
                    message: error.clone(),
                }),
                undo: Some(UndoLists::from(target)),
                ..TargetReport::default()
            };
            target.steps.iter().for_each(|step| entry.add(step));
            let mut lists = OutcomeLists::default();
            steps.iter().filter(|step| step.target == target.target).for_each(|s| lists.add(s));
            lists.failed.sort();
            lists.not_sent.sort();
            entry.sort();
            entry.outcome = (!steps.is_empty()).then_some(lists);
            report.targets.push((target.target.clone(), entry));
        }
        report.count();
        report
    }

    /// Says of targets why what was adopted there is not released.
    pub(crate) fn note_unreleased(&mut self, unreleased: &Unreleased) {
        for (name, target) in &mut self.targets {
            let Some(error) = unreleased.get(name) else { continue };
            target.error = Some(FailureEntry {
                cause: error.cause.word(),
                user: String::new(),
                message: error.to_string(),
            });
            if let Some(lists) = &mut target.undo {
                lists.released.clear();
            }
        }
    }

    fn count(&mut self) {
        self.summary.steps = self.targets.iter().map(|(_, target)| target.steps()).sum();
    }

    /// The exit code of config.md: 1 a target could not be read; 2 steps failed, or failures or
    /// shortages stand, in a run; 3 something is held; else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let targets = || self.targets.iter().map(|(_, target)| target);
        if targets().any(|target| target.error.is_some()) {
            return 1;
        }
        let trouble = |target: &TargetReport| {
            target.outcome.as_ref().is_some_and(|outcome| {
                !outcome.failed.is_empty()
                    || !target.failures.is_empty()
                    || !target.without_seat.is_empty()
            })
        };
        if targets().any(trouble) {
            return 2;
        }
        if targets().any(|target| !target.held.is_empty()) { 3 } else { 0 }
    }
}

fn key(step: &Step) -> (String, StepKind, Option<String>, Option<String>) {
    (step.user.clone(), step.kind, step.slot.clone(), step.value.clone())
}

/// A warning in one line: place, line, column, and what is wrong.
#[must_use]
pub fn warning_words(warning: &SourceWarning) -> String {
    let mut place = warning.place.clone();
    for number in [warning.line, warning.column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    if place.is_empty() { warning.message.clone() } else { format!("{place}: {}", warning.message) }
}
