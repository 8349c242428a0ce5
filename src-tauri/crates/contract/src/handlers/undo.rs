//! Undoing a run: shown first, then carried out.

use crate::running::{Errand, UndoErrand};
use crate::types::{
    Nothing, RunRequest, UndoChange, UndoLeft, UndoPreview, UndoRequest, UndoTarget,
};
use crate::{App, AppError};
use rolecall_directory::{Folded, StepKind};
use rolecall_store::Trigger;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::runtime::Handle;

/// How many people are named at each change.
const NAMED: usize = 100;

/// The word for what becomes unmanaged again.
const RELEASE: &str = "release";

/// What undoing a run would do; reads the targets concerned.
pub(crate) fn preview(app: &Arc<App>, request: RunRequest) -> Result<UndoPreview, AppError> {
    let (_, configuration) = app.configuration()?;
    let planning = app.engine.undo_plan(&configuration, &app.store, request.run);
    let plan = Handle::current().block_on(planning)?;
    Ok(UndoPreview {
        run: plan.run,
        plan: plan.fingerprint(),
        at: plan.at,
        steps: plan.steps(),
        targets: plan.targets.iter().map(target).collect(),
    })
}

/// Undoes a run in the background, if that still is what was looked at.
pub(crate) fn undo(app: &Arc<App>, request: UndoRequest) -> Result<Nothing, AppError> {
    app.store.run(request.run)?;
    app.refuse_runner_elsewhere()?;
    let undo = UndoErrand { run: request.run, plan: request.plan };
    app.start_run(Trigger::Undo, Errand { undo: Some(undo), ..Errand::default() })?;
    Ok(Nothing {})
}

/// Losses before gains, accounts before values.
fn rank(kind: StepKind) -> u8 {
    match kind {
        StepKind::Suspend => 0,
        StepKind::Unassign => 1,
        StepKind::Reactivate => 2,
        _ => 3,
    }
}

type What = (Option<String>, Option<String>);

fn target(target: &rolecall_engine::UndoTarget) -> UndoTarget {
    let mut changes: BTreeMap<(u8, &str, What), Vec<String>> = BTreeMap::new();
    for step in &target.steps {
        let what = (step.slot.clone(), step.value.clone());
        let key = (rank(step.kind), step.kind.word(), what);
        changes.entry(key).or_default().push(step.user.clone());
    }
    for release in &target.releases {
        let key = (u8::MAX, RELEASE, (None, None));
        changes.entry(key).or_default().push(release.user.clone());
    }
    let mut left: BTreeMap<(&str, &str, What), Vec<String>> = BTreeMap::new();
    for one in &target.left {
        let what = (one.slot.clone(), one.value.clone());
        let key = (one.why.word(), one.kind.word(), what);
        left.entry(key).or_default().push(one.user.clone());
    }
    UndoTarget {
        target: target.target.clone(),
        error: target.error.clone(),
        steps: target.steps.len() as u64,
        changes: changes
            .into_iter()
            .map(|((_, kind, (slot, value)), people)| UndoChange {
                kind: kind.to_owned(),
                slot,
                value,
                count: people.len() as u64,
                people: first(people),
            })
            .collect(),
        left: left
            .into_iter()
            .map(|((reason, kind, (slot, value)), people)| UndoLeft {
                reason: reason.to_owned(),
                kind: kind.to_owned(),
                slot,
                value,
                count: people.len() as u64,
                people: first(people),
            })
            .collect(),
    }
}

/// The first of `people` by userName; a value has nobody.
fn first(mut people: Vec<String>) -> Vec<String> {
    people.retain(|user| !user.is_empty());
    people.sort_by_cached_key(|user| Folded::new(user));
    people.truncate(NAMED);
    people
}
