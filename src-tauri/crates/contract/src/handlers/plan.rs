//! The plan as screens show it.

use super::plan_order::{order_of, ordered};
use crate::app::lock;
use crate::latest::Latest;
use crate::ordered::Choice;
use crate::paging::{MOST, page};
use crate::people_view::called;
use crate::table_file::table;
use crate::types::{
    ExportedFile, PlanChange, PlanFailures, PlanHeld, PlanRequest, PlanRule, PlanRules, PlanSeats,
    PlanStep, PlanSteps, PlanStepsRequest, PlanTarget, PlanView, PlanWaiting, Warning,
};
use crate::{App, AppError};
use rolecall_directory::{Cause, StepKind};
use rolecall_engine::Planned;
use rolecall_plan::{Pending, StepCount, StepList, StepQuery};
use rolecall_store::Page;
use std::collections::BTreeMap;
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
        warnings: planned.warnings().iter().map(Warning::from).collect(),
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
pub(crate) fn weight(kind: StepKind) -> u8 {
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

/// What rules give by the plan.
pub(crate) fn rules(app: &App, request: PlanRequest) -> Result<PlanRules, AppError> {
    let latest = latest(app, request.id)?;
    let planned = &latest.planned;
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (index, target) in planned.targets.iter().enumerate() {
        if target.error.is_none() {
            for (rule, (steps, people)) in target.plan.rule_counts(&planned.input(index)) {
                let of = counts.entry(rule).or_default();
                *of = (of.0 + steps, of.1 + people.len());
            }
        }
    }
    let all = (1..).zip(&planned.configuration.rules);
    let rules = all.filter_map(|(position, rule)| {
        let (steps, people) = *counts.get(&rule.name)?;
        Some(PlanRule { rule: rule.name.clone(), position, steps, people })
    });
    Ok(PlanRules { rules: rules.collect() })
}

/// Steps of the plan.
pub(crate) fn steps(app: &App, request: &PlanStepsRequest) -> Result<PlanSteps, AppError> {
    let latest = latest(app, request.id)?;
    let limit = request.page.limit.min(MOST);
    match order_of(request)? {
        None => listed(&latest.planned, request, request.page.offset, limit),
        Some(order) => ordered(app, &latest.planned, request, order, page(request.page)),
    }
}

fn latest(app: &App, id: i64) -> Result<Latest, AppError> {
    let latest = lock(&app.latest).clone().filter(|latest| latest.id == id);
    latest.ok_or_else(|| AppError::not_found("plan", &id.to_string()))
}

/// Writes all steps that were asked for as CSV.
pub(crate) fn export(app: &App, request: &PlanStepsRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 8] =
        ["user", "name", "target", "change", "slot", "value", "rules", "held"];
    let planned = &latest(app, request.id)?.planned;
    let all = match order_of(request)? {
        None => listed(planned, request, 0, u64::MAX)?,
        Some(order) => ordered(app, planned, request, order, Page::ALL)?,
    };
    let choice = Choice::of(request.chosen.as_ref());
    let chosen = all.items.into_iter().filter(|step| choice.has(&name_of(step)));
    let steps = chosen.map(|step| {
        let [slot, value, held] = [step.slot, step.value, step.held].map(Option::unwrap_or_default);
        let rules = step.rules.join("; ");
        vec![step.user, step.name, step.target, step.kind, slot, value, rules, held]
    });
    Ok(ExportedFile { name: "plan.csv".to_owned(), text: table(&HEADER, steps)? })
}

/// What names a step of a plan among the others.
fn name_of(PlanStep { target, user, kind, slot, value, .. }: &PlanStep) -> String {
    serde_json::json!([target, user, kind, slot, value]).to_string()
}

/// Up to `limit` steps behind the first `offset`, those that take something away first.
fn listed(
    planned: &Planned,
    request: &PlanStepsRequest,
    offset: u64,
    limit: u64,
) -> Result<PlanSteps, AppError> {
    let mut answer = PlanSteps { total: 0, items: Vec::new() };
    if let Some(target) = &request.target
        && !planned.targets.iter().any(|one| one.name == *target)
    {
        return Err(AppError::not_found("target", target));
    }
    let Some(query) = query(planned, request) else { return Ok(answer) };
    for loses in [true, false] {
        for index in asked_targets(planned, request) {
            let target = &planned.targets[index];
            let query = StepQuery {
                loses: Some(loses),
                offset: offset.saturating_sub(answer.total),
                limit: limit.saturating_sub(answer.items.len() as u64),
                ..query.clone()
            };
            let page = target.plan.page(&planned.input(index), &query);
            answer.total += page.total;
            let name = target.name.as_str();
            answer.items.extend(page.items.into_iter().map(|step| plan_step(planned, name, step)));
        }
    }
    Ok(answer)
}

/// What is asked of each target's plan; `None` for a kind of step that there is none of.
pub(super) fn query<'a>(planned: &Planned, request: &'a PlanStepsRequest) -> Option<StepQuery<'a>> {
    let kind = request.kind.as_deref().map(StepKind::from_word);
    if kind == Some(None) {
        return None;
    }
    let text = request.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    Some(StepQuery {
        kind: kind.flatten(),
        slot: request.slot.as_deref(),
        value: request.value.as_deref(),
        among: text.map(|text| called(&planned.reading.snapshot, text)),
        rule: request.rule.as_deref(),
        held: request.held == Some(true),
        ..StepQuery::default()
    })
}

/// The targets with a plan that are asked about, by index.
pub(super) fn asked_targets<'a>(
    planned: &'a Planned,
    request: &'a PlanStepsRequest,
) -> impl Iterator<Item = usize> + 'a {
    let asked = |name: &String| request.target.as_ref().is_none_or(|one| one == name);
    (0..planned.targets.len()).filter(move |&index| {
        let target = &planned.targets[index];
        asked(&target.name) && target.error.is_none()
    })
}

pub(super) fn plan_step(planned: &Planned, target: &str, listed: StepList) -> PlanStep {
    let snapshot = &planned.reading.snapshot;
    let step = listed.step;
    let row = listed.subject.filter(|&subject| subject < snapshot.people());
    PlanStep {
        target: target.to_owned(),
        name: row.map_or_else(|| step.user.clone(), |row| snapshot.person(row).display_name()),
        user: step.user,
        kind: step.kind.word().to_owned(),
        slot: step.slot,
        value: step.value,
        rules: step.rules,
        held: listed.held.map(|guard| guard.word().to_owned()),
    }
}
