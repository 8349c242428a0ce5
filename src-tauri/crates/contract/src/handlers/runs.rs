//! Runs: what they were, what they did, step by step.

use crate::paging::{page, page_of};
use crate::types::{
    DroppedFailure, PastRun, RunCount, RunDetails, RunHistory, RunHistoryRequest, RunList,
    RunRequest, RunStep, RunSteps, RunStepsRequest, RunSummary, RunsRequest,
};
use crate::{App, AppError};
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_store::{
    ActivityFilter, JournalStep, Page, RunRecord, RunState, StepFilter, StepState, Trigger,
};
use std::collections::BTreeMap;

/// The runs, newest first.
pub(crate) fn list(app: &App, request: RunsRequest) -> Result<RunList, AppError> {
    let runs = app.store.runs(page(request.page))?;
    let going = app.is_running() || app.runner_elsewhere()?.is_some();
    let items = runs.rows.iter().map(|run| settled(summary_of(run), going)).collect();
    Ok(RunList { total: runs.total, items })
}

/// The runs since a moment, oldest first, in short.
pub(crate) fn history(app: &App, request: &RunHistoryRequest) -> Result<RunHistory, AppError> {
    let going = app.is_running() || app.runner_elsewhere()?.is_some();
    let runs = app.store.runs_since(request.from)?;
    let short = |run: &RunRecord| {
        let RunSummary { id, started, state, done, failed, held, .. } =
            settled(summary_of(run), going);
        PastRun { id, started, state, done, failed, held }
    };
    Ok(RunHistory { runs: runs.iter().map(short).collect() })
}

/// A run that nobody carries on any more was interrupted, though none has closed it yet.
fn settled(mut summary: RunSummary, going: bool) -> RunSummary {
    if summary.state == RunState::Running.word() && !going {
        RunState::Interrupted.word().clone_into(&mut summary.state);
    }
    summary
}

/// A run for a list.
pub(crate) fn summary_of(run: &RunRecord) -> RunSummary {
    let counts = run.counts();
    let trigger = match run.trigger {
        Trigger::Hand => "manual",
        other => other.word(),
    };
    let error = run.summary.get("error").and_then(|error| error.as_str());
    RunSummary {
        id: run.id,
        trigger: trigger.to_owned(),
        who: run.who.clone(),
        started: run.started,
        ended: run.finished,
        state: run.state.word().to_owned(),
        done: counts.done,
        failed: counts.failed,
        held: counts.held,
        not_sent: counts.not_sent.saturating_sub(counts.held),
        error: error.map(str::to_owned),
        undoes: run.undoes(),
        can_undo: run.state != RunState::Running && counts.done > 0,
    }
}

/// A run with its counts.
pub(crate) fn show(app: &App, request: RunRequest) -> Result<RunDetails, AppError> {
    let run = app.store.run(request.run)?;
    let going = app.is_running() || app.runner_elsewhere()?.is_some();
    let steps = app.store.steps(run.id, &StepFilter::default(), Page::ALL)?.rows;
    let warnings = run.summary.get("warnings").and_then(|warnings| warnings.as_array());
    let warnings = warnings.into_iter().flatten().filter_map(|warning| warning.as_str());
    Ok(RunDetails {
        summary: settled(summary_of(&run), going),
        counts: counts(&steps),
        warnings: warnings.map(str::to_owned).collect(),
        dropped: dropped(app, run.id)?,
    })
}

/// What a retry was to do and nobody wanted any more.
fn dropped(app: &App, run: i64) -> Result<Vec<DroppedFailure>, AppError> {
    let kind = Some("failure_dropped".to_owned());
    let filter = ActivityFilter { kind, run: Some(run), ..ActivityFilter::default() };
    let entries = app.store.activity(&filter, Page::ALL)?.rows.into_iter().map(|one| one.entry);
    let text = |detail: &serde_json::Value, key: &str| detail[key].as_str().map(str::to_owned);
    let dropped = entries.map(|entry| DroppedFailure {
        user: entry.person.unwrap_or_default(),
        target: entry.target.unwrap_or_default(),
        cause: entry.cause.map(|cause| cause.word().to_owned()).unwrap_or_default(),
        slot: text(&entry.detail, "slot"),
        value: text(&entry.detail, "value"),
    });
    Ok(dropped.collect())
}

fn counts(steps: &[JournalStep]) -> Vec<RunCount> {
    type Key<'a> = (&'a str, StepKind, Option<&'a str>, Option<&'a str>);
    let mut counts: BTreeMap<Key<'_>, RunCount> = BTreeMap::new();
    for step in steps {
        let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
        let key = (step.target.as_str(), step.step.kind, slot, value);
        let count = counts.entry(key).or_insert_with(|| RunCount {
            target: step.target.clone(),
            kind: step.step.kind.word().to_owned(),
            slot: step.step.slot.clone(),
            value: step.step.value.clone(),
            done: 0,
            failed: 0,
            held: 0,
            not_sent: 0,
            waiting: 0,
        });
        match state_of(step) {
            "done" => count.done += 1,
            "failed" => count.failed += 1,
            "held" => count.held += 1,
            "not_sent" => count.not_sent += 1,
            _ => count.waiting += 1,
        }
    }
    counts.into_values().collect()
}

fn state_of(step: &JournalStep) -> &'static str {
    match (step.state, step.not_sent) {
        (StepState::NotSent, Some(NotSent::HeldByGuard)) => "held",
        (state, _) => state.word(),
    }
}

/// The steps of a run.
pub(crate) fn steps(app: &App, request: RunStepsRequest) -> Result<RunSteps, AppError> {
    let text = request.text.trim();
    let mut filter = StepFilter {
        target: request.target,
        text: (!text.is_empty()).then(|| text.to_owned()),
        ..StepFilter::default()
    };
    let mut unheld = false;
    match request.state.as_deref() {
        None => {}
        Some("done") => filter.state = Some(StepState::Done),
        Some("failed") => filter.state = Some(StepState::Failed),
        Some("planned") => filter.state = Some(StepState::Planned),
        Some("sending") => filter.state = Some(StepState::Sending),
        Some("held") => {
            filter.state = Some(StepState::NotSent);
            filter.not_sent = Some(NotSent::HeldByGuard);
        }
        Some("not_sent") => {
            filter.state = Some(StepState::NotSent);
            unheld = true;
        }
        Some(other) => {
            let message = format!("Steps have no state \"{other}\".");
            return Err(AppError::new("malformed", message));
        }
    }
    app.store.run(request.run)?;
    if unheld {
        let mut steps = app.store.steps(request.run, &filter, Page::ALL)?.rows;
        steps.retain(|step| step.not_sent != Some(NotSent::HeldByGuard));
        let total = steps.len() as u64;
        let items = page_of(steps, request.page).map(step).collect();
        return Ok(RunSteps { total, items });
    }
    let steps = app.store.steps(request.run, &filter, page(request.page))?;
    Ok(RunSteps { total: steps.total, items: steps.rows.into_iter().map(step).collect() })
}

fn step(step: JournalStep) -> RunStep {
    let state = state_of(&step).to_owned();
    let cause = step.cause.map(Cause::word);
    let cause = cause.or(step.not_sent.map(NotSent::word));
    RunStep {
        id: step.id,
        user: step.step.user,
        target: step.target,
        kind: step.step.kind.word().to_owned(),
        slot: step.step.slot,
        value: step.step.value,
        rules: step.step.rules,
        state,
        cause: cause.map(str::to_owned),
        message: step.message,
        tries: step.tries,
        at: step.answered_at,
    }
}
