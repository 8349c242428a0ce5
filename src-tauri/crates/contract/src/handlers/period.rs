//! What was done in a span of time.

use super::plan::weight;
use crate::types::{Period, PeriodChange, PeriodDecision, PeriodFailure, PeriodRequest};
use crate::{App, AppError};
use rolecall_directory::StepKind;
use rolecall_store::{ActivityFilter, Page, RunState, StepState, StepTotal};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What people decide and edit; what runs do is counted from the journal.
const DECISIONS: [&str; 26] = [
    "rule_created",
    "rule_changed",
    "rule_moved",
    "rule_switched",
    "rule_deleted",
    "rule_restored",
    "held_approved",
    "held_discarded",
    "discard_taken_back",
    "failures_retried",
    "accounts_adopted",
    "accounts_reactivated",
    "run_undone",
    "exception_kept",
    "exception_deleted",
    "attribute_kept",
    "attribute_deleted",
    "send_changed",
    "person_edited",
    "person_added",
    "person_deleted",
    "target_added",
    "target_changed",
    "target_removed",
    "sync_switched",
    "schedule_changed",
];

/// What was done in the runs that began in a span of time, and what people decided in it.
pub(crate) fn get(app: &App, request: PeriodRequest) -> Result<Period, AppError> {
    let PeriodRequest { from, to } = request;
    let mut runs = app.store.runs_since(from)?;
    runs.retain(|run| run.started < to);
    let broken = |state| matches!(state, RunState::Failed | RunState::Interrupted);
    Ok(Period {
        runs: runs.len() as u64,
        broken: runs.iter().filter(|run| broken(run.state)).count() as u64,
        changes: changes(app.store.steps_between(from, to)?),
        failures: failures(app, request)?,
        attention: app.store.failing_users()?.len() as u64,
        decisions: decisions(app, request)?,
        licences: app.licences()?,
    })
}

/// What failed in the runs of the span, and what was found out before anything was sent: the
/// latter is no step, and stands among the open failures. One cause in one target is told once,
/// with the greater number.
fn failures(app: &App, span: PeriodRequest) -> Result<Vec<PeriodFailure>, AppError> {
    let mut failures: BTreeMap<(String, &str), u64> = BTreeMap::new();
    for one in app.store.failing_between(span.from, span.to)? {
        failures.insert((one.target, one.cause.word()), one.people);
    }
    if span.to > app.now() {
        for open in app.store.failures_by_cause()? {
            let people = failures.entry((open.target, open.cause.word())).or_default();
            *people = (*people).max(open.people);
        }
    }
    let failures = failures.into_iter();
    let mut failures: Vec<PeriodFailure> = failures
        .map(|((target, cause), people)| PeriodFailure { target, cause: cause.to_owned(), people })
        .collect();
    failures.sort_by_key(|one| Reverse(one.people));
    Ok(failures)
}

fn changes(totals: Vec<StepTotal>) -> Vec<PeriodChange> {
    let mut counts: BTreeMap<(u8, String, StepKind), PeriodChange> = BTreeMap::new();
    for total in totals {
        let key = (weight(total.kind), total.target.clone(), total.kind);
        let change = counts.entry(key).or_insert_with(|| PeriodChange {
            target: total.target,
            kind: total.kind.word().to_owned(),
            done: 0,
            failed: 0,
            held: 0,
        });
        match total.state {
            StepState::Done => change.done += total.count,
            StepState::Failed => change.failed += total.count,
            _ if total.held => change.held += total.count,
            _ => {}
        }
    }
    let mut changes: Vec<PeriodChange> = counts.into_values().collect();
    changes.retain(|change| change.done + change.failed + change.held > 0);
    changes
}

fn decisions(app: &App, span: PeriodRequest) -> Result<Vec<PeriodDecision>, AppError> {
    let mut decisions = Vec::new();
    for kind in DECISIONS {
        let filter = ActivityFilter {
            from: Some(span.from),
            to: Some(span.to),
            kind: Some(kind.to_owned()),
            ..ActivityFilter::default()
        };
        let count = app.store.activity(&filter, Page::first(1))?.total;
        if count > 0 {
            decisions.push(PeriodDecision { kind: kind.to_owned(), count });
        }
    }
    decisions.sort_by_key(|one| Reverse(one.count));
    Ok(decisions)
}
