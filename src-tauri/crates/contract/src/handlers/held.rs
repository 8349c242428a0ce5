//! Held steps: letting them go, or giving them up.

use super::banners::guard_of;
use super::runs::chosen;
use crate::events::topic;
use crate::running::Errand;
use crate::types::{HeldDecided, HeldDecision, HeldRequest, Nothing};
use crate::{App, AppError};
use rolecall_directory::Guard;
use rolecall_engine::holding_runs;
use rolecall_store::{Approval, Discard, JournalStep, StepKey, Trigger};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lets exactly the steps go that the run held there, for 7 days, and starts a run.
pub(crate) fn approve(app: &Arc<App>, request: &HeldRequest) -> Result<Nothing, AppError> {
    let steps = held(app, request)?;
    let_go(app, &steps)?;
    told(app, "held_approved", request, steps.len())?;
    start(app)?;
    Ok(Nothing {})
}

/// Gives the steps up that the run held there, until rules do not want them either.
pub(crate) fn discard(app: &App, request: &HeldRequest) -> Result<Nothing, AppError> {
    let steps = held(app, request)?;
    give_up(app, &steps)?;
    told(app, "held_discarded", request, steps.len())?;
    Ok(Nothing {})
}

/// Lets chosen held steps of a run go, for 7 days, and starts a run; or gives them up.
pub(crate) fn decide(app: &Arc<App>, request: &HeldDecision) -> Result<HeldDecided, AppError> {
    let run = app.store.run(request.steps.run)?;
    let steps = app.waiting(&run, chosen(app, &run, &request.steps)?)?;
    if steps.is_empty() {
        return Err(AppError::not_found("held step", &run.id.to_string()));
    }
    match request.approve {
        true => let_go(app, &steps)?,
        false => give_up(app, &steps)?,
    }
    let kind = if request.approve { "held_approved" } else { "held_discarded" };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for step in &steps {
        let guard = step.guard.map_or("", Guard::word);
        *counts.entry((&step.target, guard)).or_default() += 1;
    }
    for ((target, guard), count) in counts {
        let of = HeldRequest { run: run.id, target: target.to_owned(), guard: guard.to_owned() };
        told(app, kind, &of, count)?;
    }
    if request.approve {
        start(app)?;
    }
    Ok(HeldDecided { steps: steps.len() as u64 })
}

fn let_go(app: &App, steps: &[JournalStep]) -> Result<(), AppError> {
    let keys: Vec<StepKey> = steps.iter().map(key).collect();
    Ok(app.store.approve(&keys, &Approval::by(&app.options.who, app.now()))?)
}

/// Starts a run for what may go now.
fn start(app: &Arc<App>) -> Result<(), AppError> {
    // While a run is under way, the next one takes them.
    if !app.is_running() && app.runner_elsewhere()?.is_none() {
        app.start_run(Trigger::Hand, Errand::default())?;
    }
    Ok(())
}

fn give_up(app: &App, steps: &[JournalStep]) -> Result<(), AppError> {
    let at = app.now();
    let discards: Vec<Discard> = steps
        .iter()
        .map(|step| Discard {
            key: key(step),
            user: step.step.user.clone(),
            who: app.options.who.clone(),
            at,
        })
        .collect();
    Ok(app.store.discard(&discards)?)
}

fn key(step: &JournalStep) -> StepKey {
    StepKey::of(&step.target, &step.step)
}

fn held(app: &App, request: &HeldRequest) -> Result<Vec<JournalStep>, AppError> {
    let guard = guard_of(&request.guard)?;
    app.store.run(request.run)?;
    // What an earlier plan held has lapsed with the next.
    let stands = holding_runs(&app.store)?.get(&request.target) == Some(&request.run);
    let mut steps = if stands { app.undecided(request.run)? } else { Vec::new() };
    steps.retain(|step| step.target == request.target && step.guard == Some(guard));
    if steps.is_empty() {
        return Err(AppError::not_found("held step", &request.guard));
    }
    Ok(steps)
}

fn told(app: &App, kind: &str, request: &HeldRequest, steps: usize) -> Result<(), AppError> {
    let detail = json!({"steps": steps, "guard": request.guard});
    app.entry(kind, detail).target(&request.target).run(request.run).write(app)?;
    app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY, topic::RUNS]);
    Ok(())
}
