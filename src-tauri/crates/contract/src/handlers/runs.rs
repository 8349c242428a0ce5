//! Runs: what they were, what they did, step by step.

use crate::ordered::Choice;
use crate::paging::page;
use crate::read::word;
use crate::table_file::{instant, table};
use crate::types::{
    DroppedFailure, ExportedFile, PastRun, RunCount, RunDetails, RunHistory, RunHistoryRequest,
    RunList, RunRequest, RunStep, RunSteps, RunStepsRequest, RunSummary, RunsRequest, Warning,
};
use crate::{App, AppError};
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_engine::read_warnings;
use rolecall_store::{
    ActivityFilter, JournalStep, Page, RunFilter, RunRecord, RunSort, RunState, StepFilter,
    StepSort, StepState, StepTotal, Trigger,
};
use std::collections::{BTreeMap, BTreeSet};

/// The runs in the order asked for.
pub(crate) fn list(app: &App, request: &RunsRequest) -> Result<RunList, AppError> {
    listed(app, request, page(request.page))
}

fn listed(app: &App, request: &RunsRequest, page: Page) -> Result<RunList, AppError> {
    let going = app.is_running() || app.runner_elsewhere()?.is_some();
    let order = (
        word(request.sort.as_deref(), RunSort::Started, "Runs are not sorted by")?,
        request.descending.unwrap_or(request.sort.is_none()),
    );
    let runs = app.store.runs_by(&runs_filter(request, going)?, order, page)?;
    let items = runs.rows.iter().map(|run| settled(summary_of(run), going)).collect();
    Ok(RunList { total: runs.total, items })
}

fn runs_filter(request: &RunsRequest, going: bool) -> Result<RunFilter, AppError> {
    let trigger = match request.trigger.as_deref() {
        Some("manual") => Some(Trigger::Hand),
        other => word(other, None, "Runs are not begun by")?,
    };
    let who = request.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    Ok(RunFilter {
        outcome: word(request.outcome.as_deref(), None, "Runs do not come to")?,
        trigger,
        from: request.from,
        who: who.map(str::to_owned),
        going,
    })
}

/// Writes all runs that were asked for as CSV.
pub(crate) fn export_list(app: &App, request: &RunsRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 12] = [
        "run", "result", "started", "ended", "trigger", "who", "done", "failed", "held",
        "not_sent", "undoes", "error",
    ];
    let rows = listed(app, request, Page::ALL)?.items.into_iter().map(|run| {
        let number = |count: u64| count.to_string();
        vec![
            run.id.to_string(),
            run.state,
            instant(run.started),
            run.ended.map(instant).unwrap_or_default(),
            run.trigger,
            run.who,
            number(run.done),
            number(run.failed),
            number(run.held),
            number(run.not_sent),
            run.undoes.map(|run| run.to_string()).unwrap_or_default(),
            run.error.map(|error| error.message).unwrap_or_default(),
        ]
    });
    Ok(ExportedFile { name: "runs.csv".to_owned(), text: table(&HEADER, rows)? })
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
        error: error_of(run),
        undoes: run.undoes(),
        can_undo: run.state != RunState::Running && counts.done > 0,
    }
}

/// Why a run failed as a whole, as its end noted it.
fn error_of(run: &RunRecord) -> Option<AppError> {
    let text = |name: &str| run.summary.get(name).and_then(|value| value.as_str());
    let message = text("error")?;
    let mut error = AppError::new(text("code").unwrap_or("internal"), message);
    if let Some(details) = run.summary.get("details").and_then(|details| details.as_object()) {
        error.details.clone_from(details);
    }
    Some(error)
}

/// A run with its counts.
pub(crate) fn show(app: &App, request: RunRequest) -> Result<RunDetails, AppError> {
    let run = app.store.run(request.run)?;
    let going = app.is_running() || app.runner_elsewhere()?.is_some();
    let totals = app.store.step_totals(run.id)?;
    let warnings = read_warnings(run.summary.get("warnings").unwrap_or(&serde_json::Value::Null));
    Ok(RunDetails {
        summary: settled(summary_of(&run), going),
        counts: counts(totals),
        warnings: warnings.iter().map(Warning::from).collect(),
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

fn counts(totals: Vec<StepTotal>) -> Vec<RunCount> {
    type Key = (String, StepKind, Option<String>, Option<String>);
    let mut counts: BTreeMap<Key, RunCount> = BTreeMap::new();
    for total in totals {
        let StepTotal { target, kind, slot, value, state, held, count } = total;
        let key = (target.clone(), kind, slot.clone(), value.clone());
        let of = counts.entry(key).or_insert_with(|| RunCount {
            target,
            kind: kind.word().to_owned(),
            slot,
            value,
            done: 0,
            failed: 0,
            held: 0,
            not_sent: 0,
            waiting: 0,
        });
        match (state, held) {
            (StepState::Done, _) => of.done += count,
            (StepState::Failed, _) => of.failed += count,
            (StepState::NotSent, true) => of.held += count,
            (StepState::NotSent, false) => of.not_sent += count,
            (StepState::Planned | StepState::Sending, _) => of.waiting += count,
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
pub(crate) fn steps(app: &App, request: &RunStepsRequest) -> Result<RunSteps, AppError> {
    let run = app.store.run(request.run)?;
    let Some(filter) = filter(request)? else {
        return Ok(RunSteps { total: 0, items: Vec::new() });
    };
    let steps = app.steps_by(&run, &filter, order(request)?, request.page)?;
    let mut items: Vec<RunStep> = steps.rows.iter().map(step).collect();
    if items.iter().any(|item| item.state == "held") {
        let waiting = app.waiting(&run, steps.rows)?;
        let waiting: BTreeSet<i64> = waiting.iter().map(|step| step.id).collect();
        items.iter_mut().for_each(|item| item.waits = waiting.contains(&item.id));
    }
    Ok(RunSteps { total: steps.total, items })
}

fn order(request: &RunStepsRequest) -> Result<(StepSort, bool), AppError> {
    let sort = word(request.sort.as_deref(), StepSort::Result, "Steps are not sorted by")?;
    Ok((sort, request.descending == Some(true)))
}

/// The steps that were chosen of those asked for, in the order asked for.
pub(super) fn chosen(
    app: &App,
    run: &RunRecord,
    request: &RunStepsRequest,
) -> Result<Vec<JournalStep>, AppError> {
    let Some(filter) = filter(request)? else { return Ok(Vec::new()) };
    let (sort, turned) = order(request)?;
    let choice = Choice::of(request.chosen.as_ref());
    let ids = app.ordered_steps(run, &filter, sort)?;
    let mut ids: Vec<i64> = ids.iter().copied().filter(|id| choice.has(&id.to_string())).collect();
    if turned {
        ids.reverse();
    }
    Ok(app.store.steps_of(&ids)?)
}

/// What is asked of the journal; `None` for a kind of step that there is none of.
fn filter(request: &RunStepsRequest) -> Result<Option<StepFilter>, AppError> {
    let text = request.text.trim();
    let kind = request.kind.as_deref().map(StepKind::from_word);
    if kind == Some(None) {
        return Ok(None);
    }
    let mut filter = StepFilter {
        target: request.target.clone(),
        kind: kind.flatten(),
        slot: request.slot.clone(),
        value: request.value.clone(),
        rule: request.rule.clone(),
        text: (!text.is_empty()).then(|| text.to_owned()),
        ..StepFilter::default()
    };
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
            filter.unheld = true;
        }
        Some(other) => {
            let message = format!("Steps have no state \"{other}\".");
            return Err(AppError::new("malformed", message));
        }
    }
    Ok(Some(filter))
}

/// Writes all steps that were asked for as CSV.
pub(crate) fn export(app: &App, request: &RunStepsRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 11] = [
        "user", "target", "change", "slot", "value", "rules", "result", "cause", "message",
        "tries", "answered",
    ];
    let run = app.store.run(request.run)?;
    let steps = chosen(app, &run, request)?;
    let rows = steps.iter().map(step).map(|step| {
        let at = step.at.map(instant).unwrap_or_default();
        let [slot, value, cause] =
            [step.slot, step.value, step.cause].map(Option::unwrap_or_default);
        vec![
            step.user,
            step.target,
            step.kind,
            slot,
            value,
            step.rules.join("; "),
            step.state,
            cause,
            step.message,
            step.tries.to_string(),
            at,
        ]
    });
    Ok(ExportedFile { name: format!("run-{}.csv", run.id), text: table(&HEADER, rows)? })
}

fn step(step: &JournalStep) -> RunStep {
    let cause = step.cause.map(Cause::word);
    let cause = cause.or(step.not_sent.map(NotSent::word));
    RunStep {
        id: step.id,
        user: step.step.user.clone(),
        target: step.target.clone(),
        kind: step.step.kind.word().to_owned(),
        slot: step.step.slot.clone(),
        value: step.step.value.clone(),
        rules: step.step.rules.clone(),
        state: state_of(step).to_owned(),
        cause: cause.map(str::to_owned),
        message: step.message.clone(),
        tries: step.tries,
        at: step.answered_at,
        waits: false,
    }
}
