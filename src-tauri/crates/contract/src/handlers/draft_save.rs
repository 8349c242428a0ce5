//! Saving the draft: all rules at once, each change an entry of Activity.

use super::sync;
use crate::app::lock;
use crate::draft::content::{Content, order};
use crate::draft::merge::moved;
use crate::draft::{DraftState, Present};
use crate::events::topic;
use crate::types::{Draft, DraftSaveRequest};
use crate::{App, AppError};
use rolecall_directory::Rule;
use rolecall_store::NewActivity;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Saves the draft, and starts a run if asked.
///
/// # Errors
/// `draft_changed`, `draft_conflict`, or what keeps a rule from being saved; nothing is saved
/// then. `saved_not_synced` when all is saved and the run could not start.
pub(crate) fn save(app: &Arc<App>, request: &DraftSaveRequest) -> Result<Draft, AppError> {
    if request.sync_now {
        app.refuse_runner_elsewhere()?;
        if app.is_running() {
            let message = "A run is under way, so none can be started. Save without it, or wait.";
            return Err(AppError::new("run_under_way", message));
        }
    }
    app.with_draft(|state, present| write(app, state, present, request.edition))?;
    app.events.changed(&[topic::RULES, topic::DRAFT, topic::OVERVIEW, topic::ACTIVITY]);
    if request.sync_now {
        sync::now(app).map_err(|error| {
            let message = format!("The rules are saved. The run did not start: {}", error.message);
            AppError::new("saved_not_synced", message)
        })?;
    }
    app.with_draft(|state, present| state.show(app, present))
}

fn write(
    app: &Arc<App>,
    state: &mut DraftState,
    present: &Present,
    edition: i64,
) -> Result<(), AppError> {
    if state.edition != edition {
        let message = "The rules were edited elsewhere meanwhile. Look at them, then save.";
        return Err(AppError::new("draft_changed", message).with("edition", state.edition));
    }
    if let Some(conflict) = state.conflict(present) {
        let changes = serde_json::to_value(conflict.changes).map_err(AppError::internal)?;
        return Err(conflicting().with("changes", changes));
    }
    if !state.content.is_changed() {
        return Ok(());
    }
    state.prepare(present, &app.people()?);
    if let Some((rule, problem)) = state.first_problem() {
        let error = AppError::new(&problem.code, problem.message);
        return Err(error.with("rule", rule.rule.name.as_str()).with("id", rule.id.as_str()));
    }
    let rules = state.rules_to_save();
    let entries = entries(app, &state.content, &present.configuration.rules, &rules);
    // What is on its way to the disk is there before it is deleted.
    let _kept = lock(&app.keeping);
    let _one = lock(&app.editing);
    if !app.store.save_draft(&rules, present.version, &entries)? {
        return Err(conflicting());
    }
    let (version, configuration) = app.configuration()?;
    state.saved(&Present { version, configuration });
    Ok(())
}

fn conflicting() -> AppError {
    let message = "Someone else changed the rules meanwhile. Take their changes over, then save.";
    AppError::new("draft_conflict", message)
}

/// One entry for each rule that is new, changed, moved or deleted, with what it was and is.
fn entries(app: &App, content: &Content, before: &[Rule], after: &[Rule]) -> Vec<NewActivity> {
    let old: HashMap<&str, (usize, &Rule)> =
        before.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), (at + 1, rule))).collect();
    let moved = moved(&order(&content.base.rules), &order(&content.rules));
    let mut entries = Vec::new();
    let mut tell = |kind: &str, rule: &Rule, detail: Value| {
        entries.push(app.entry(kind, detail).rule(&rule.name).into_activity());
    };
    for (position, rule) in (1..).zip(after) {
        let place = |from: usize| json!({"from": from, "to": position});
        match old.get(rule.id.as_str()) {
            None => tell("rule_created", rule, json!({"position": position, "after": rule})),
            Some(&(from, was)) if was != rule => {
                let mut detail = json!({"before": was, "after": rule});
                if was.name != rule.name {
                    detail["from"] = json!(was.name);
                }
                if moved.contains(&rule.id) {
                    detail["moved"] = place(from);
                }
                let is_switched = Rule { enabled: rule.enabled, ..was.clone() } == *rule;
                if is_switched {
                    detail["enabled"] = json!(rule.enabled);
                }
                tell(if is_switched { "rule_switched" } else { "rule_changed" }, rule, detail);
            }
            Some(&(from, _)) if moved.contains(&rule.id) => {
                let mut detail = place(from);
                detail["name"] = json!(rule.name);
                tell("rule_moved", rule, detail);
            }
            Some(_) => {}
        }
    }
    for (position, rule) in (1..).zip(before) {
        if after.iter().all(|one| one.id != rule.id) {
            tell("rule_deleted", rule, json!({"position": position, "before": rule}));
        }
    }
    entries
}
