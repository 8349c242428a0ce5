//! The follow-up of a run: what failed because the target had changed meanwhile is planned anew,
//! once, on what the target shows now.

use crate::control::RunControl;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::Planned;
use crate::report::Report;
use crate::retry::Retry;
use crate::run::{RunOrder, RunResult};
use rolecall_directory::{Cause, Step, StepKind};
use rolecall_store::{JournalStep, Lease, Page, StepFilter, StepState, Store, Trigger};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What tells that a target was not as it was read.
const CHANGED: [Cause; 2] = [Cause::NotFound, Cause::Conflict];
/// Who plans anew.
const WHO: &str = "Rolecall";

/// A run that followed another by itself.
#[derive(Debug)]
pub struct FollowUp {
    /// Its number.
    pub run: i64,
    /// The plan it carried out.
    pub planned: Planned,
}

impl Engine {
    /// Follows `result` up where steps failed because their target had changed, and takes into
    /// its report what came of them. A follow-up that does not come about leaves it as it is: its
    /// failures stay open.
    ///
    /// # Errors
    /// When the workspace fails.
    pub(crate) async fn follow_up(
        &self,
        (configuration, store): (&rolecall_directory::Configuration, &Arc<Store>),
        order: &RunOrder,
        control: &RunControl,
        lease: &Lease,
        mut result: RunResult,
    ) -> Result<RunResult, EngineError> {
        let filter = StepFilter { state: Some(StepState::Failed), ..StepFilter::default() };
        let mut failed = store.steps(result.run, &filter, Page::ALL)?.rows;
        failed.retain(is_overtaken);
        if failed.is_empty() || result.cancelled || control.is_cancelled() {
            return Ok(result);
        }
        let users: BTreeSet<String> = failed.into_iter().map(|step| step.step.user).collect();
        let retry =
            Retry { target: None, causes: CHANGED.to_vec(), users: users.into_iter().collect() };
        let again = RunOrder {
            trigger: Trigger::Retry,
            who: WHO.to_owned(),
            retry: Some(retry),
            ..order.clone()
        };
        let next = match self.run_leased(configuration, store, &again, control, lease).await {
            Ok(next) => next,
            Err(error @ EngineError::Store(_)) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "what had changed meanwhile is not planned anew");
                return Ok(result);
            }
        };
        // What was in doubt may be done, as the target was read again.
        let of_run = |run| store.steps(run, &StepFilter::default(), Page::ALL);
        let all = together(of_run(result.run)?.rows, of_run(next.run)?.rows);
        let before = next.carried.into_iter().filter(|step| step.run != result.run);
        result.carried.extend(before);
        result.report = Report::of_run(&result.planned, &all, &result.carried);
        result.cancelled = next.cancelled;
        result.follow_up = Some(FollowUp { run: next.run, planned: next.planned });
        Ok(result)
    }
}

/// Whether `step` failed because its target had changed.
fn is_overtaken(step: &JournalStep) -> bool {
    step.state == StepState::Failed && step.cause.is_some_and(|cause| CHANGED.contains(&cause))
}

/// The steps of a run with those of its follow-up: what failed counts as it ended there. A removal
/// that is not wanted there any more is done, as the target shows; anything else is wanted no more.
fn together(steps: Vec<JournalStep>, more: Vec<JournalStep>) -> Vec<JournalStep> {
    let again: BTreeSet<_> = more.iter().map(|step| key(&step.target, &step.step)).collect();
    let mut all = Vec::with_capacity(steps.len() + more.len());
    for mut step in steps {
        // What is taken up again counts as it ended there.
        if again.contains(&key(&step.target, &step.step)) && step.state != StepState::Done {
            continue;
        }
        if is_overtaken(&step) {
            if !matches!(step.step.kind, StepKind::Suspend | StepKind::Unassign) {
                continue;
            }
            step.state = StepState::Done;
            step.cause = None;
        }
        all.push(step);
    }
    all.extend(more);
    all
}

type Key = (String, String, StepKind, Option<String>, Option<String>);

fn key(target: &str, step: &Step) -> Key {
    (target.to_owned(), step.user.clone(), step.kind, step.slot.clone(), step.value.clone())
}
