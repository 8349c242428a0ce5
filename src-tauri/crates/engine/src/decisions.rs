//! Approvals and discards, as the plan asks for them.

use crate::error::EngineError;
use crate::planning::Planned;
use rolecall_plan::{Decisions, PlanInput, StepKey as PlanKey, plan_target};
use rolecall_store::{StepKey, Store};
use std::collections::BTreeSet;

/// What administrators decided about held steps of `target`.
pub(crate) fn decisions(
    store: Option<&Store>,
    target: &str,
    now: i64,
) -> Result<Decisions, EngineError> {
    let Some(store) = store else { return Ok(Decisions::default()) };
    let here = |key: &StepKey| key.target == target;
    let approved = store.approved(now)?.into_iter().filter(here).map(plan_key).collect();
    let discarded = store.discarded()?.into_iter().map(|discard| discard.key);
    Ok(Decisions { approved, discarded: discarded.filter(here).map(plan_key).collect() })
}

/// The store writes `person:...` or `account:...`; the plan knows which one it means.
fn plan_key(key: StepKey) -> PlanKey {
    let subject = key.subject.split_once(':').map_or(key.subject.as_str(), |(_, id)| id).to_owned();
    PlanKey { subject, slot: key.slot, value: key.value, kind: key.kind }
}

/// Forgets the discards of steps that rules do not want any more: those that a plan without
/// discards has not.
pub(crate) fn forget_unwanted(store: &Store, planned: &Planned) -> Result<(), EngineError> {
    for (index, target) in planned.targets.iter().enumerate() {
        if !target.takes_part() || target.decisions.discarded.is_empty() {
            continue;
        }
        let decisions = Decisions { discarded: BTreeSet::new(), ..target.decisions.clone() };
        let input = PlanInput { decisions: &decisions, ..planned.input(index) };
        let steps = plan_target(&input).listing(&input).steps;
        let wanted: BTreeSet<PlanKey> = steps.into_iter().map(|listed| listed.key).collect();
        store.forget_discards(&target.name, |key| wanted.contains(&plan_key(key.clone())))?;
    }
    Ok(())
}
