//! Steps of the plan in an order that was asked for: by person, or by what they do.

use super::plan::{asked_targets, plan_step, query, weight};
use crate::ordered::part;
use crate::types::{PlanSteps, PlanStepsRequest};
use crate::{App, AppError};
use rolecall_engine::Planned;
use rolecall_plan::StepName;
use rolecall_store::Page;
use serde::Deserialize;

/// By what steps are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PlanSort {
    /// By folded userName over all targets; values that are made stand first.
    Person,
    /// By what they do, losses first; then by target, slot, value and person.
    Change,
}

/// The order that is asked for, and whether it is turned round.
pub(super) fn order_of(request: &PlanStepsRequest) -> Result<Option<(PlanSort, bool)>, AppError> {
    let sort = crate::read::word(request.sort.as_deref(), None, "The plan is not sorted by")?;
    Ok(sort.map(|sort| (sort, request.descending == Some(true))))
}

/// A part of the steps in that order.
pub(super) fn ordered(
    app: &App,
    planned: &Planned,
    request: &PlanStepsRequest,
    (sort, turned): (PlanSort, bool),
    page: Page,
) -> Result<PlanSteps, AppError> {
    if let Some(target) = &request.target
        && !planned.targets.iter().any(|one| one.name == *target)
    {
        return Err(AppError::not_found("target", target));
    }
    let names = app.ordered.plan.get(view(request, sort), || names(planned, request, sort));
    let asked = part(&names, page, turned);
    let mut items = Vec::with_capacity(asked.len());
    for some in asked.chunk_by(|(one, _), (next, _)| one == next) {
        let Some(&(index, _)) = some.first() else { continue };
        let target = &planned.targets[index as usize];
        let short: Vec<StepName> = some.iter().map(|(_, name)| *name).collect();
        let listed = target.plan.write_out(&planned.input(index as usize), &short);
        items.extend(listed.into_iter().map(|step| plan_step(planned, &target.name, step)));
    }
    Ok(PlanSteps { total: names.len() as u64, items })
}

/// What is asked for, without the part of it and what does not narrow it.
fn view(request: &PlanStepsRequest, sort: PlanSort) -> (i64, String) {
    let PlanStepsRequest { id, target, kind, slot, value, rule, held, text, .. } = request;
    (*id, format!("{sort:?} {target:?} {kind:?} {slot:?} {value:?} {rule:?} {held:?} {text:?}"))
}

fn names(planned: &Planned, request: &PlanStepsRequest, sort: PlanSort) -> Vec<(u32, StepName)> {
    let Some(query) = query(planned, request) else { return Vec::new() };
    let mut names = Vec::new();
    for index in asked_targets(planned, request) {
        let target = &planned.targets[index].plan;
        let own = target.step_names(&planned.input(index), &query);
        // There are far fewer targets than that.
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        names.extend(own.into_iter().map(|name| (index, name)));
    }
    match sort {
        PlanSort::Person => names.sort_unstable_by_key(|(target, name)| {
            (name.rank, *target, name.place, weight(name.kind))
        }),
        PlanSort::Change => names.sort_unstable_by_key(|(target, name)| {
            (weight(name.kind), *target, name.place, name.rank)
        }),
    }
    names
}
