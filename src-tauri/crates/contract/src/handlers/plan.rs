//! The plan as screens show it.

use crate::app::lock;
use crate::latest::Latest;
use crate::paging::page_of;
use crate::types::{
    PlanChange, PlanFailures, PlanHeld, PlanSeats, PlanStep, PlanSteps, PlanStepsRequest,
    PlanTarget, PlanView,
};
use crate::{App, AppError};
use rolecall_directory::StepKind;
use rolecall_engine::{PlannedTarget, Report};
use rolecall_plan::StepList;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reads sources and targets and plans; sends nothing.
pub(crate) async fn get(app: &Arc<App>) -> Result<PlanView, AppError> {
    let latest = app.plan().await?;
    app.work(move |_| Ok(view(&latest))).await
}

fn view(latest: &Latest) -> PlanView {
    let planned = &latest.planned;
    let report = Report::of_plan(planned);
    PlanView {
        id: latest.id,
        at: planned.at,
        people: planned.reading.people,
        steps: planned.targets.iter().map(|target| target.listing.steps.len() as u64).sum(),
        targets: planned.targets.iter().map(target).collect(),
        warnings: report.warnings,
    }
}

fn target(target: &PlannedTarget) -> PlanTarget {
    let listing = &target.listing;
    let held = listing.held.iter().map(|held| PlanHeld {
        guard: held.guard.word().to_owned(),
        slot: held.slot.clone(),
        value: held.value.clone(),
        steps: held.steps,
        limit: held.limit,
    });
    let seats = listing.seats.iter().map(|seats| PlanSeats {
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
        error: target.error.as_ref().map(ToString::to_string),
        changes: changes(&listing.steps),
        held: held.collect(),
        seats: seats.collect(),
        failures: failures(target),
    }
}

/// Counts, worst first.
fn changes(steps: &[StepList]) -> Vec<PlanChange> {
    type Key<'a> = (u8, Option<&'a str>, Option<&'a str>);
    let mut counts: BTreeMap<Key<'_>, PlanChange> = BTreeMap::new();
    for listed in steps {
        let step = &listed.step;
        let key = (weight(step.kind), step.slot.as_deref(), step.value.as_deref());
        let change = counts.entry(key).or_insert_with(|| PlanChange {
            kind: step.kind.word().to_owned(),
            slot: step.slot.clone(),
            value: step.value.clone(),
            count: 0,
            held: 0,
        });
        change.count += 1;
        change.held += u64::from(listed.held.is_some());
    }
    counts.into_values().collect()
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

fn failures(target: &PlannedTarget) -> Vec<PlanFailures> {
    let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for failure in &target.listing.failures {
        people.entry(failure.cause.word()).or_default().insert(&failure.user);
    }
    for without in &target.listing.without_seat {
        people.entry("no_licences").or_default().insert(&without.user);
    }
    let counted = people
        .into_iter()
        .map(|(cause, users)| PlanFailures { cause: cause.to_owned(), people: users.len() as u64 });
    let mut all: Vec<PlanFailures> = counted.collect();
    all.sort_by_key(|failures| std::cmp::Reverse(failures.people));
    all
}

/// Steps of the plan.
pub(crate) fn steps(app: &App, request: &PlanStepsRequest) -> Result<PlanSteps, AppError> {
    let latest = lock(&app.latest).clone().filter(|latest| latest.id == request.id);
    let latest = latest.ok_or_else(|| AppError::not_found("plan", &request.id.to_string()))?;
    let planned = &latest.planned;
    let target = planned.targets.iter().find(|target| target.name == request.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &request.target))?;
    let wanted = |listed: &&StepList| {
        let step = &listed.step;
        let fits = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == found)
        };
        fits(&request.kind, Some(step.kind.word()))
            && fits(&request.slot, step.slot.as_deref())
            && fits(&request.value, step.value.as_deref())
    };
    let found: Vec<&StepList> = target.listing.steps.iter().filter(wanted).collect();
    let total = found.len() as u64;
    let snapshot = &planned.reading.snapshot;
    let items = page_of(found, request.page).map(|listed| {
        let step = &listed.step;
        let row = listed.subject.filter(|&subject| subject < snapshot.people());
        PlanStep {
            user: step.user.clone(),
            name: row.map_or_else(|| step.user.clone(), |row| snapshot.person(row).display_name()),
            kind: step.kind.word().to_owned(),
            slot: step.slot.clone(),
            value: step.value.clone(),
            rules: step.rules.clone(),
            held: listed.held.map(|guard| guard.word().to_owned()),
        }
    });
    Ok(PlanSteps { total, items: items.collect() })
}
