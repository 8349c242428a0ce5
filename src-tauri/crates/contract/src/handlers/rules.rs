//! Making, changing, moving, switching, deleting and restoring rules.

use super::rule_draft::{check_name, checked};
use super::rule_view::view_of;
use crate::app::lock;
use crate::events::topic;
use crate::settings_kept::Kept;
use crate::types::{
    NewRuleRequest, Nothing, RuleChangeRequest, RuleMoveRequest, RuleRequest, RuleSwitchRequest,
    RuleView,
};
use crate::{App, AppError};
use rolecall_directory::{Configuration, Rule};
use serde_json::json;

/// How many deleted rules are remembered.
const DELETED: usize = 50;

/// Makes a rule.
pub(crate) fn create(app: &App, request: &NewRuleRequest) -> Result<RuleView, AppError> {
    let _one = lock(&app.editing);
    let configuration = app.store.configuration()?;
    let id = uuid::Uuid::new_v4().to_string();
    let rule = checked(app, &request.rule, &id, &configuration)?;
    let end = configuration.rules.len();
    let position = request.position.map_or(end, |position| index(position).min(end));
    app.store.insert_rule(&rule, position)?;
    app.entry("rule_created", json!({"position": position + 1})).rule(&rule.name).write(app)?;
    changed(app);
    answer(app, &rule)
}

/// Changes a rule, unless it was changed since it was read for editing.
pub(crate) fn change(app: &App, request: &RuleChangeRequest) -> Result<RuleView, AppError> {
    let _one = lock(&app.editing);
    let (version, configuration) = app.configuration()?;
    app.remember_edition(version, &configuration);
    let (_, before) = find(&configuration, &request.id)?;
    if !app.is_unchanged(before, request.version, version) {
        let view = view_of(before, app.people()?.as_ref(), app.now());
        let message = format!(
            "The rule \"{}\" was changed by someone else meanwhile. Look at it as it is now, then change it.",
            before.name
        );
        let shown = serde_json::to_value(view).map_err(AppError::internal)?;
        let error = AppError::new("rule_changed_meanwhile", message);
        return Err(error.with("rule", shown).with("version", version));
    }
    let rule = checked(app, &request.rule, &request.id, &configuration)?;
    if rule == *before {
        return answer(app, &rule);
    }
    app.store.update_rule(&rule)?;
    let mut detail = json!({"before": before, "after": rule});
    if rule.name != before.name {
        detail["from"] = json!(before.name);
    }
    app.entry("rule_changed", detail).rule(&rule.name).write(app)?;
    changed(app);
    answer(app, &rule)
}

/// Moves a rule to a position from 1.
pub(crate) fn move_to(app: &App, request: &RuleMoveRequest) -> Result<Nothing, AppError> {
    let _one = lock(&app.editing);
    let configuration = app.store.configuration()?;
    let (from, rule) = find(&configuration, &request.id)?;
    let to = index(request.position).min(configuration.rules.len() - 1);
    if to != from {
        app.store.move_rule(&request.id, to)?;
        let detail = json!({"name": rule.name, "from": from + 1, "to": to + 1});
        app.entry("rule_moved", detail).rule(&rule.name).write(app)?;
        changed(app);
    }
    Ok(Nothing {})
}

/// Enables or disables a rule.
pub(crate) fn switch(app: &App, request: &RuleSwitchRequest) -> Result<Nothing, AppError> {
    let _one = lock(&app.editing);
    let configuration = app.store.configuration()?;
    let (_, rule) = find(&configuration, &request.id)?;
    if rule.enabled != request.enabled {
        app.store.set_rule_enabled(&request.id, request.enabled)?;
        let detail = json!({"enabled": request.enabled});
        app.entry("rule_switched", detail).rule(&rule.name).write(app)?;
        changed(app);
    }
    Ok(Nothing {})
}

/// Deletes a rule, and remembers it with its position.
pub(crate) fn delete(app: &App, request: &RuleRequest) -> Result<Nothing, AppError> {
    let _one = lock(&app.editing);
    let configuration = app.store.configuration()?;
    find(&configuration, &request.id)?;
    let (rule, position) = app.store.delete_rule(&request.id)?;
    let name = rule.name.clone();
    let detail = json!({"position": position + 1, "before": rule});
    let mut deleted = deleted(app)?;
    deleted.retain(|(old, _)| old.id != request.id);
    deleted.push((rule, position));
    deleted.drain(..deleted.len().saturating_sub(DELETED));
    app.store.set_setting(Kept::DELETED_RULES, &deleted)?;
    app.entry("rule_deleted", detail).rule(&name).write(app)?;
    changed(app);
    Ok(Nothing {})
}

/// Brings a deleted rule back where it was.
pub(crate) fn restore(app: &App, request: &RuleRequest) -> Result<Nothing, AppError> {
    let _one = lock(&app.editing);
    let mut deleted = deleted(app)?;
    let found = deleted.iter().position(|(rule, _)| rule.id == request.id);
    let Some(found) = found else { return Err(AppError::not_found("deleted rule", &request.id)) };
    let (rule, position) = deleted.remove(found);
    check_name(&rule.name, &rule.id, &app.store.configuration()?)?;
    app.store.insert_rule(&rule, position)?;
    app.store.set_setting(Kept::DELETED_RULES, &deleted)?;
    let detail = json!({"position": position + 1});
    app.entry("rule_restored", detail).rule(&rule.name).write(app)?;
    changed(app);
    Ok(Nothing {})
}

fn deleted(app: &App) -> Result<Vec<(Rule, usize)>, AppError> {
    Ok(app.store.setting(Kept::DELETED_RULES)?.unwrap_or_default())
}

fn find<'a>(configuration: &'a Configuration, id: &str) -> Result<(usize, &'a Rule), AppError> {
    let found = configuration.rules.iter().enumerate().find(|(_, rule)| rule.id == id);
    found.ok_or_else(|| AppError::not_found("rule", id))
}

/// The index of a position from 1.
fn index(position: u64) -> usize {
    usize::try_from(position.saturating_sub(1)).unwrap_or(usize::MAX)
}

fn changed(app: &App) {
    app.events.changed(&[topic::RULES, topic::OVERVIEW, topic::ACTIVITY]);
}

fn answer(app: &App, rule: &Rule) -> Result<RuleView, AppError> {
    Ok(view_of(rule, app.people()?.as_ref(), app.now()))
}
