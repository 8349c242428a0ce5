//! Approvals and discards, as the plan asks for them.

use crate::error::EngineError;
use rolecall_plan::{Decisions, StepKey as PlanKey};
use rolecall_store::{StepKey, Store};

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
