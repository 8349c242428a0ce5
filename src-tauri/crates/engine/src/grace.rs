//! Removals that wait: remembered by runs, read by plans.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, PlannedTarget};
use crate::work::Subjects;
use rolecall_directory::StepKind;
use rolecall_plan::DueSince;
use rolecall_store::{JournalStep, PendingRemoval, StepState, Store};

/// What the workspace calls an account among the subjects of steps.
const ACCOUNT: &str = "account:";

/// Since when removals are due in `target`, as the last run found them.
pub(crate) fn due_since(store: Option<&Store>, target: &str) -> Result<DueSince, EngineError> {
    let mut due = DueSince::default();
    let Some(store) = store else { return Ok(due) };
    for one in store.pending_removals(target)? {
        if let Some(account) = one.subject.strip_prefix(ACCOUNT) {
            due.insert(account.to_owned(), one.slot, one.value, one.since.div_euclid(1000));
        }
    }
    Ok(due)
}

impl Engine {
    /// Remembers since when removals are due by this plan, and forgets those that are due no more.
    pub(crate) fn remember_due(&self, store: &Store, planned: &Planned) -> Result<(), EngineError> {
        for (index, target) in planned.targets.iter().enumerate() {
            let waits = &target.plan.waits;
            let none = waits.pending.is_empty() && waits.over.is_empty();
            if !target.takes_part() || (none && target.due.is_empty()) {
                continue;
            }
            let slots = &planned.configuration.targets[index].slots;
            let due = waits.all().filter_map(|wait| {
                let row = target.plan.subjects.account(wait.subject)?;
                Some(PendingRemoval {
                    subject: format!("{ACCOUNT}{}", target.table.key(row)),
                    slot: wait.slot.map(|slot| slots[slot].name.clone()).unwrap_or_default(),
                    value: wait.value.to_string(),
                    since: wait.since.saturating_mul(1000),
                })
            });
            store.replace_pending_removals(&target.name, &due.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Lets what is remembered of accounts follow those whose key `steps` changed: where the key is
    /// the userName, an update or adoption may.
    pub(crate) fn follow_keys(
        &self,
        store: &Store,
        planned: &Planned,
        (steps, subjects): (&[JournalStep], &[Subjects]),
    ) -> Result<(), EngineError> {
        for (target, subjects) in planned.targets.iter().zip(subjects) {
            let moved = moved(target, steps, subjects);
            if !moved.is_empty() {
                store.move_links(&target.name, &moved)?;
                let subject = |key: &String| format!("{ACCOUNT}{key}");
                let moved: Vec<_> =
                    moved.iter().map(|(from, to)| (subject(from), subject(to))).collect();
                store.move_pending_removals(&target.name, &moved)?;
            }
        }
        Ok(())
    }
}

/// The keys of accounts before and after `steps`, where they differ.
fn moved(
    target: &PlannedTarget,
    steps: &[JournalStep],
    subjects: &Subjects,
) -> Vec<(String, String)> {
    let done = steps.iter().filter(|step| {
        let writes = matches!(step.step.kind, StepKind::Update | StepKind::Adopt);
        step.target == target.name && step.state == StepState::Done && writes
    });
    let pairs = done.filter_map(|step| {
        let account = target.plan.subjects.account(subjects.of(step.id)?)?;
        let (before, after) = (target.table.key(account), step.step.account.as_deref()?);
        (before != after).then(|| (before.to_owned(), after.to_owned()))
    });
    pairs.collect()
}
