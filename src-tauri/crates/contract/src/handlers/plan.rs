//! The plan as screens show it.

use crate::app::lock;
use crate::latest::Latest;
use crate::paging::MOST;
use crate::types::{
    PlanChange, PlanFailures, PlanHeld, PlanSeats, PlanStep, PlanSteps, PlanStepsRequest,
    PlanTarget, PlanView, PlanWaiting,
};
use crate::{App, AppError};
use rolecall_directory::{Cause, StepKind};
use rolecall_engine::Planned;
use rolecall_plan::{Pending, StepCount, StepQuery};
use std::sync::Arc;

/// How many waiting removals a plan shows by name.
const WAITING: usize = 100;

/// Reads sources and targets and plans; sends nothing.
pub(crate) async fn get(app: &Arc<App>) -> Result<PlanView, AppError> {
    let latest = app.plan().await?;
    app.work(move |_| Ok(view(&latest))).await
}

fn view(latest: &Latest) -> PlanView {
    let planned = &latest.planned;
    PlanView {
        id: latest.id,
        at: planned.at,
        people: planned.reading.people,
        steps: planned.targets.iter().map(|target| target.plan.step_count()).sum(),
        targets: (0..planned.targets.len()).map(|index| target(planned, index)).collect(),
        warnings: planned.warnings(),
    }
}

fn target(planned: &Planned, index: usize) -> PlanTarget {
    let target = &planned.targets[index];
    let error = target.error.as_ref().map(ToString::to_string);
    if error.is_some() {
        return PlanTarget { target: target.name.clone(), error, ..PlanTarget::default() };
    }
    let (plan, input) = (&target.plan, planned.input(index));
    let pending = plan.pending(&input);
    let held = plan.held.iter().map(|held| PlanHeld {
        guard: held.guard.word().to_owned(),
        slot: held.slot.clone(),
        value: held.value.clone(),
        steps: held.steps,
        limit: held.limit,
    });
    let seats = plan.seats.iter().map(|seats| PlanSeats {
        slot: seats.slot.clone(),
        value: seats.value.clone(),
        seats: seats.seats,
        used: seats.used,
        freed: seats.freed,
        needed: seats.needed,
        short: seats.short,
    });
    PlanTarget {
        target: target.name.clone(),
        error,
        changes: changes(plan.step_counts(&input)),
        held: held.collect(),
        seats: seats.collect(),
        pending: pending.len() as u64,
        waiting: pending.iter().take(WAITING).map(waiting).collect(),
        failures: failures(plan.failure_counts(&input)),
    }
}

fn waiting(pending: &Pending) -> PlanWaiting {
    PlanWaiting {
        user: pending.user.clone(),
        slot: pending.slot.clone(),
        value: pending.value.clone(),
        until: pending.until.saturating_mul(1000),
    }
}

/// Counts, worst first.
fn changes(mut counts: Vec<StepCount>) -> Vec<PlanChange> {
    counts.sort_by(|a, b| {
        (weight(a.kind), &a.slot, &a.value).cmp(&(weight(b.kind), &b.slot, &b.value))
    });
    let changes = counts.into_iter().map(|one| PlanChange {
        kind: one.kind.word().to_owned(),
        slot: one.slot,
        value: one.value,
        count: one.count,
        held: one.held,
    });
    changes.collect()
}

/// Suspensions and losses before gains.
fn weight(kind: StepKind) -> u8 {
    match kind {
        StepKind::Suspend => 0,
        StepKind::Unassign => 1,
        StepKind::Update => 2,
        StepKind::Adopt => 3,
        StepKind::Reactivate => 4,
        StepKind::Create => 5,
        StepKind::Value => 6,
        StepKind::Assign => 7,
    }
}

fn failures(counts: Vec<(Cause, u64)>) -> Vec<PlanFailures> {
    let failures = counts
        .into_iter()
        .map(|(cause, people)| PlanFailures { cause: cause.word().to_owned(), people });
    failures.collect()
}

/// Steps of the plan.
pub(crate) fn steps(app: &App, request: &PlanStepsRequest) -> Result<PlanSteps, AppError> {
    let latest = lock(&app.latest).clone().filter(|latest| latest.id == request.id);
    let latest = latest.ok_or_else(|| AppError::not_found("plan", &request.id.to_string()))?;
    let planned = &latest.planned;
    let index = planned.targets.iter().position(|target| target.name == request.target);
    let index = index.ok_or_else(|| AppError::not_found("target", &request.target))?;
    let kind = request.kind.as_deref().map(StepKind::from_word);
    if kind == Some(None) || planned.targets[index].error.is_some() {
        return Ok(PlanSteps { total: 0, items: Vec::new() });
    }
    let query = StepQuery {
        kind: kind.flatten(),
        slot: request.slot.as_deref(),
        value: request.value.as_deref(),
        offset: request.page.offset,
        limit: request.page.limit.min(MOST),
    };
    let page = planned.targets[index].plan.page(&planned.input(index), &query);
    let snapshot = &planned.reading.snapshot;
    let items = page.items.into_iter().map(|listed| {
        let step = listed.step;
        let row = listed.subject.filter(|&subject| subject < snapshot.people());
        PlanStep {
            name: row.map_or_else(|| step.user.clone(), |row| snapshot.person(row).display_name()),
            user: step.user,
            kind: step.kind.word().to_owned(),
            slot: step.slot,
            value: step.value,
            rules: step.rules,
            held: listed.held.map(|guard| guard.word().to_owned()),
        }
    });
    Ok(PlanSteps { total: page.total, items: items.collect() })
}
