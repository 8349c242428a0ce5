//! Failures: what stays open after a run.

use crate::as_sent;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, PlannedTarget};
use crate::retry::Selection;
use rolecall_directory::{Cause, Folded, NotSent, Step, StepKind};
use rolecall_plan::TargetListing;
use rolecall_store::{
    FailureRecord, FailureRow, FailureSort, JournalStep, NewActivity, Page, StepState, Store,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a run came to.
pub(crate) struct Ran<'a> {
    /// Its own steps.
    pub(crate) steps: &'a [JournalStep],
    /// Steps of runs before it that turned out to be done.
    pub(crate) carried: &'a [JournalStep],
    /// By target, what it planned and left to somebody: that stays open.
    pub(crate) left: &'a [Vec<What>],
}

impl Engine {
    /// Makes the failures of `target` after a run the open ones, and enters new ones in Activity.
    pub(crate) fn settle_failures(
        &self,
        store: &Store,
        run: i64,
        (planned, index): (&Planned, usize),
        ran: &Ran<'_>,
        selection: Option<&Selection>,
    ) -> Result<(), EngineError> {
        let (target, steps) = (&planned.targets[index], ran.steps);
        if !target.takes_part() {
            return Ok(());
        }
        let concerned =
            |user: &str| selection.is_none_or(|selection| selection.concerns(&target.name, user));
        let listing = target.plan.listing_without_steps(&planned.input(index));
        let mut rows = known_before(&listing, &target.name);
        rows.extend(failed_steps(target, steps));
        rows.retain(|row| concerned(&row.user));
        let before = open_failures(store, Some(&target.name), &[])?;
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
        let mut open = not_looked_at(&target.name, steps);
        open.extend(ran.left[index].iter().cloned());
        let gone = |old: &FailureRecord| {
            selection.is_none_or(|selection| selection.took(&target.name, old))
                && !open.contains(&what(&old.user, old.kind, &old.slot, &old.value))
        };
        let found: BTreeSet<_> =
            rows.iter().map(|row| key(row.cause, &row.user, row.value.as_ref())).collect();
        let retried = selection.is_some_and(Selection::is_retry);
        let looked_at = || steps.iter().chain(ran.carried);
        let wanted = if retried { by_user(&target.name, looked_at()) } else { HashMap::new() };
        let dropped = before.iter().filter(|old| {
            let about = wanted.get(&Folded::new(&old.user)).into_iter().flatten();
            retried
                && gone(old)
                && !found.contains(&key(old.cause, &old.user, old.value.as_ref()))
                && !about.into_iter().any(|step| is_about(step, old))
        });
        let dropped: Vec<_> = dropped.map(|old| dropped_entry(old, run, now)).collect();
        store.replace_failures(&target.name, run, &rows, now, gone)?;
        store.append(&fresh)?;
        store.append(&dropped)?;
        as_sent::remember(store, planned, index, &rows)
    }
}

/// The run's steps in `target`, by whom they are about.
fn by_user<'a>(
    target: &str,
    steps: impl Iterator<Item = &'a JournalStep>,
) -> HashMap<Folded, Vec<&'a JournalStep>> {
    let mut all: HashMap<Folded, Vec<&JournalStep>> = HashMap::new();
    for step in steps.filter(|step| step.target == target) {
        all.entry(Folded::new(&step.step.user)).or_default().push(step);
    }
    all
}

/// Whether `step`, about the same person, is what `old` was to be: it is wanted still, and its
/// outcome tells the rest.
fn is_about(step: &JournalStep, old: &FailureRecord) -> bool {
    let of = |ours: &Option<String>, theirs: &Option<String>| ours.is_none() || ours == theirs;
    of(&old.slot, &step.step.slot) && of(&old.value, &step.step.value)
}

/// That a retry found nothing to do any more.
fn dropped_entry(old: &FailureRecord, run: i64, at: i64) -> NewActivity {
    NewActivity {
        at,
        who: "Rolecall".to_owned(),
        kind: "failure_dropped".to_owned(),
        status: "ok".to_owned(),
        person: Some(old.user.clone()),
        rule: None,
        target: Some(old.target.clone()),
        run: Some(run),
        cause: Some(old.cause),
        detail: serde_json::json!({
            "step": old.kind.map(StepKind::word),
            "slot": old.slot,
            "value": old.value,
            "message": "no longer wanted, so it was not tried again",
        }),
    }
}

/// Whom and what a step or failure is about: user, kind, slot and value.
pub(crate) type What = (Folded, Option<StepKind>, Option<String>, Option<String>);

/// What `step` is about.
pub(crate) fn what_of(step: &Step) -> What {
    what(&step.user, Some(step.kind), &step.slot, &step.value)
}

fn what(user: &str, kind: Option<StepKind>, slot: &Option<String>, value: &Option<String>) -> What {
    (Folded::new(user), kind, slot.clone(), value.clone())
}

/// What the run planned in `target` and did not come to: of that, nothing new is known.
fn not_looked_at(target: &str, steps: &[JournalStep]) -> HashSet<What> {
    let waiting = steps.iter().filter(|step| {
        let why = step.not_sent.is_none_or(|why| why != NotSent::AccountNotCreated);
        step.target == target && why && !matches!(step.state, StepState::Done | StepState::Failed)
    });
    waiting.map(|step| what_of(&step.step)).collect()
}

/// The open failures in one target or in all, of these causes or of all.
pub(crate) fn open_failures(
    store: &Store,
    target: Option<&str>,
    causes: &[Cause],
) -> Result<Vec<FailureRecord>, EngineError> {
    let mut open = Vec::new();
    for group in store.failures_by_cause()? {
        let is_meant = target.is_none_or(|target| target == group.target)
            && (causes.is_empty() || causes.contains(&group.cause));
        if is_meant {
            let order = (FailureSort::default(), false);
            open.extend(store.failures(&group.target, group.cause, None, order, Page::ALL)?.rows);
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
