//! Failures: what stays open after a run, and which steps a retry takes.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, PlannedTarget};
use rolecall_directory::{Cause, Folded, NotSent, StepKind};
use rolecall_plan::{StepList, TargetListing};
use rolecall_store::{
    FailureRecord, FailureRow, FailureSort, JournalStep, NewActivity, Page, StepState, Store,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A retry: one cause in one target, for all its people or some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// The target.
    pub target: String,
    /// The cause.
    pub cause: Cause,
    /// UserNames; all of the cause when empty.
    pub users: Vec<String>,
}

/// What a retry takes of the current plan: people, and for each the slots that failed. Steps of
/// the account go with any of them; a person whose failure names no slot has all steps retried.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    target: String,
    people: BTreeMap<Folded, BTreeSet<String>>,
}

impl Selection {
    pub(crate) fn of(store: &Store, retry: &Retry) -> Result<Self, EngineError> {
        let chosen: BTreeSet<Folded> = retry.users.iter().map(|u| Folded::new(u)).collect();
        let open = open_failures(store, &retry.target, Some(retry.cause))?;
        let mut people: BTreeMap<Folded, BTreeSet<String>> = BTreeMap::new();
        for failure in open {
            let user = Folded::new(&failure.user);
            if chosen.is_empty() || chosen.contains(&user) {
                people.entry(user).or_default().extend(failure.slot);
            }
        }
        Ok(Self { target: retry.target.clone(), people })
    }

    /// Whether `listed`, planned in `target`, is retried. Values to be created are, as nothing
    /// can be given without them.
    pub(crate) fn takes(&self, target: &str, listed: &StepList) -> bool {
        if target != self.target {
            return false;
        }
        if listed.step.kind == StepKind::Value {
            return true;
        }
        let Some(slots) = self.people.get(&Folded::new(&listed.step.user)) else { return false };
        match &listed.step.slot {
            Some(slot) => slots.is_empty() || slots.contains(slot),
            None => true,
        }
    }

    fn concerns(&self, target: &str, user: &str) -> bool {
        target == self.target && self.people.contains_key(&Folded::new(user))
    }

    /// Whether the retry took what failed in `old`.
    fn took(&self, target: &str, old: &FailureRecord) -> bool {
        let slots = self.people.get(&Folded::new(&old.user)).filter(|_| target == self.target);
        slots.is_some_and(|slots| {
            slots.is_empty() || old.slot.as_ref().is_none_or(|slot| slots.contains(slot))
        })
    }
}

impl Engine {
    /// Makes the failures of `target` after a run the open ones, and enters new ones in Activity.
    pub(crate) fn settle_failures(
        &self,
        store: &Store,
        run: i64,
        (planned, index): (&Planned, usize),
        steps: &[JournalStep],
        selection: Option<&Selection>,
    ) -> Result<(), EngineError> {
        let target = &planned.targets[index];
        if target.error.is_some() {
            return Ok(());
        }
        let concerned =
            |user: &str| selection.is_none_or(|selection| selection.concerns(&target.name, user));
        let mut rows = known_before(planned.listing(index), &target.name);
        rows.extend(failed_steps(target, steps));
        rows.retain(|row| concerned(&row.user));
        let before = open_failures(store, &target.name, None)?;
        let key = |cause: Cause, user: &str, value: Option<&String>| {
            (cause, Folded::new(user), value.cloned())
        };
        let known: BTreeSet<_> =
            before.iter().map(|old| key(old.cause, &old.user, old.value.as_ref())).collect();
        let now = self.now();
        let fresh: Vec<NewActivity> = rows
            .iter()
            .filter(|row| !known.contains(&key(row.cause, &row.user, row.value.as_ref())))
            .map(|row| entry(row, &target.name, run, now))
            .collect();
        let unsent = not_looked_at(&target.name, steps);
        let gone = |old: &FailureRecord| {
            selection.is_none_or(|selection| selection.took(&target.name, old))
                && !unsent.contains(&what(&old.user, old.kind, &old.slot, &old.value))
        };
        store.replace_failures(&target.name, run, &rows, now, gone)?;
        store.append(&fresh)?;
        Ok(())
    }
}

type What = (Folded, Option<StepKind>, Option<String>, Option<String>);

fn what(user: &str, kind: Option<StepKind>, slot: &Option<String>, value: &Option<String>) -> What {
    (Folded::new(user), kind, slot.clone(), value.clone())
}

/// What the run planned in `target` and did not come to: of that, nothing new is known.
fn not_looked_at(target: &str, steps: &[JournalStep]) -> HashSet<What> {
    let waiting = steps.iter().filter(|step| {
        let why = step.not_sent.is_none_or(|why| why != NotSent::AccountNotCreated);
        step.target == target && why && !matches!(step.state, StepState::Done | StepState::Failed)
    });
    waiting
        .map(|step| what(&step.step.user, Some(step.step.kind), &step.step.slot, &step.step.value))
        .collect()
}

/// The open failures of `target`, of one cause or of all.
fn open_failures(
    store: &Store,
    target: &str,
    cause: Option<Cause>,
) -> Result<Vec<FailureRecord>, EngineError> {
    let mut open = Vec::new();
    for group in store.failures_by_cause()?.iter().filter(|group| group.target == target) {
        if cause.is_none_or(|cause| cause == group.cause) {
            let order = (FailureSort::default(), false);
            open.extend(store.failures(target, group.cause, None, order, Page::ALL)?.rows);
        }
    }
    Ok(open)
}

fn entry(row: &FailureRow, target: &str, run: i64, at: i64) -> NewActivity {
    NewActivity {
        at,
        who: "Rolecall".to_owned(),
        kind: "failure".to_owned(),
        status: "failed".to_owned(),
        person: Some(row.user.clone()),
        rule: row.rules.first().cloned(),
        target: Some(target.to_owned()),
        run: Some(run),
        cause: Some(row.cause),
        detail: serde_json::json!({
            "step": row.kind.map(StepKind::word),
            "slot": row.slot,
            "value": row.value,
            "message": row.message,
        }),
    }
}

/// Failures known before sending, and people who go without a seat.
fn known_before(listing: &TargetListing, target: &str) -> Vec<FailureRow> {
    let known =
        listing.failures.iter().zip(&listing.failed_persons).map(|(failure, person)| FailureRow {
            cause: failure.cause,
            user: failure.user.clone(),
            person: Some(person.clone()),
            kind: None,
            slot: None,
            value: None,
            rules: Vec::new(),
            message: failure.message.clone(),
            tries: 0,
        });
    let without = listing.without_seat.iter().map(|without| FailureRow {
        cause: Cause::NoLicences,
        user: without.user.clone(),
        person: Some(without.person.clone()),
        kind: Some(StepKind::Assign),
        slot: Some(without.slot.clone()),
        value: Some(without.value.clone()),
        rules: without.rules.clone(),
        message: format!("no seat of {} is free in {}", without.value, target),
        tries: 0,
    });
    known.chain(without).collect()
}

/// Steps of the run that failed.
fn failed_steps(target: &PlannedTarget, steps: &[JournalStep]) -> Vec<FailureRow> {
    let failed = steps.iter().filter_map(|step| {
        let cause = step.cause.filter(|_| step.state == StepState::Failed)?;
        (step.target == target.name).then(|| FailureRow {
            cause,
            user: step.step.user.clone(),
            person: step.step.person.clone(),
            kind: Some(step.step.kind),
            slot: step.step.slot.clone(),
            value: step.step.value.clone(),
            rules: step.step.rules.clone(),
            message: step.message.clone(),
            tries: step.tries,
        })
    });
    failed.collect()
}
