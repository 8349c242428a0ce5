//! Defining, renaming and deleting custom attributes.

use super::attribute_uses::{rename_everywhere, uses};
use super::attributes::vocabulary;
use crate::events::topic;
use crate::people_view::PeopleView;
use crate::types::{AttributeDraft, AttributeRequest, AttributeSet, ConditionProblem, Vocabulary};
use crate::{App, AppError};
use rolecall_config::{attribute_name_problem, computed_name_problem};
use rolecall_directory::{AttributeDefinition, AttributeType, Configuration, Folded};
use rolecall_engine::source_header;
use rolecall_rules::{
    Expression, ExpressionError, ExpressionFor, KnownAttributes, Sent, parse_condition,
};
use serde_json::json;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Keeps a custom attribute; what names it follows a new name.
///
/// # Errors
/// `attribute_wrong` with `column`, `message`, `suggestion`; `attribute_name_taken`;
/// `attribute_breaks` with `uses`, when rules and the like could not be read any more.
pub(crate) fn set(app: &Arc<App>, request: &AttributeSet) -> Result<Vocabulary, AppError> {
    let view = app.people()?;
    let mut detail = None;
    app.change_configuration(|configuration| {
        let before = configuration.clone();
        let old = request.old_name.as_deref();
        let place = old.map(|name| position(configuration, name)).transpose()?;
        let after = checked(&request.attribute, place, configuration, &view)?;
        let known = known_of(configuration, &view);
        let was = place.map(|place| configuration.attributes[place].clone());
        if let Some(was) = was.as_ref().filter(|was| was.name != after.name) {
            rename_everywhere(configuration, &was.name, &after.name, &known).map_err(|name| {
                let message = format!(
                    "The expression of {name} cannot be written with the name \"{}\"; choose one \
                     of letters, digits and \"_\".",
                    after.name
                );
                AppError::new("attribute_wrong", message)
            })?;
        }
        let after = keep_column(was.as_ref(), after, configuration);
        match place {
            Some(place) => configuration.attributes[place] = after.clone(),
            None => configuration.attributes.push(after.clone()),
        }
        check_readable(&before, &known, configuration, &view)?;
        if *configuration == before {
            return Ok(false);
        }
        detail = Some((was, after));
        Ok(true)
    })?;
    if let Some((before, after)) = detail {
        let read_anew =
            before.as_ref().is_none_or(|was| was.from != after.from) && after.expression.is_none();
        let renamed = before.as_ref().is_some_and(|was| was.name != after.name);
        app.entry("attribute_kept", json!({"before": before, "after": after})).write(app)?;
        changed(app, read_anew || (renamed && after.expression.is_none()))?;
    }
    vocabulary(app)
}

/// Deletes a custom attribute that nothing uses.
///
/// # Errors
/// `attribute_in_use` with `uses`.
pub(crate) fn delete(app: &Arc<App>, request: &AttributeRequest) -> Result<Vocabulary, AppError> {
    let view = app.people()?;
    let mut deleted = None;
    app.change_configuration(|configuration| {
        let place = position(configuration, &request.name)?;
        let name = &configuration.attributes[place].name;
        let used = uses(configuration, &known_of(configuration, &view));
        if let Some(used) = used.get(&Folded::new(name)) {
            let message = format!(
                "The attribute \"{name}\" is used in {} places; change them first.",
                used.len()
            );
            let shown = serde_json::to_value(used).map_err(AppError::internal)?;
            return Err(AppError::new("attribute_in_use", message).with("uses", shown));
        }
        deleted = Some(configuration.attributes.remove(place));
        Ok(true)
    })?;
    if let Some(before) = deleted {
        app.entry("attribute_deleted", json!({"before": before})).write(app)?;
        changed(app, before.expression.is_none())?;
    }
    vocabulary(app)
}

/// What is known while `configuration` holds.
pub(crate) fn known_of(configuration: &Configuration, view: &PeopleView) -> KnownAttributes {
    KnownAttributes::new(&configuration.all_attributes(), view.snapshot().column_names())
}

fn position(configuration: &Configuration, name: &str) -> Result<usize, AppError> {
    let wanted = Folded::new(name);
    let found = configuration.attributes.iter().position(|one| Folded::new(&one.name) == wanted);
    found.ok_or_else(|| AppError::not_found("attribute", name))
}

/// What `draft` defines, or what is wrong with it.
pub(crate) fn definition_of(draft: &AttributeDraft) -> Result<AttributeDefinition, AppError> {
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let kind = match draft.kind.as_str() {
        "text" => AttributeType::Text,
        "number" => AttributeType::Number,
        "boolean" => AttributeType::Boolean,
        "date" => AttributeType::Date,
        "list" => AttributeType::List,
        other => {
            let message = format!(
                "There is no type \"{other}\"; there are text, number, boolean, date and list."
            );
            return Err(AppError::new("attribute_wrong", message));
        }
    };
    let name = draft.name.trim().to_owned();
    let label = given(&Some(draft.label.clone())).unwrap_or_else(|| name.clone());
    let (from, expression) = (given(&draft.from), given(&draft.expression));
    Ok(AttributeDefinition { name, label, kind, from, expression })
}

/// What is wrong with `attribute`, which takes the place of the one at `place`.
pub(crate) fn problem_of(
    attribute: &AttributeDefinition,
    place: Option<usize>,
    configuration: &Configuration,
    view: &PeopleView,
) -> Option<ConditionProblem> {
    let whole = |message: String| ConditionProblem { column: 0, message, suggestion: None };
    if let Some(message) = attribute_name_problem(&attribute.name) {
        return Some(whole(message));
    }
    let Some(text) = &attribute.expression else {
        let from = attribute.from.as_ref()?;
        let lacking = |header: &Vec<String>| !header.iter().any(|one| same(one, from));
        let headers = headers(configuration);
        let all_lack = !headers.is_empty() && headers.iter().all(lacking);
        return all_lack.then(|| whole(format!("no source has a column \"{from}\"")));
    };
    if attribute.from.is_some() {
        return Some(whole("it has both a column and an expression; keep one".to_owned()));
    }
    if let Some(message) = computed_name_problem(&attribute.name) {
        return Some(whole(message));
    }
    let mut with = configuration.clone();
    match place {
        Some(place) => with.attributes[place] = attribute.clone(),
        None => with.attributes.push(attribute.clone()),
    }
    let error = Expression::parse(text, &known_of(&with, view), ExpressionFor::Attribute).err()?;
    Some(expression_problem(&error))
}

fn same(one: &str, other: &str) -> bool {
    Folded::new(one.trim()) == Folded::new(other.trim())
}

/// What is wrong with an expression, for a screen.
pub(crate) fn expression_problem(error: &ExpressionError) -> ConditionProblem {
    ConditionProblem {
        column: error.position().map_or(0, |at| at.column as u64),
        message: error.plain(),
        suggestion: error.suggestion().map(str::to_owned),
    }
}

/// The columns of each source that can be asked.
pub(crate) fn headers(configuration: &Configuration) -> Vec<Vec<String>> {
    let sources = configuration.directories.iter().filter_map(|one| one.source.as_ref());
    sources.filter_map(source_header).collect()
}

fn checked(
    draft: &AttributeDraft,
    place: Option<usize>,
    configuration: &Configuration,
    view: &PeopleView,
) -> Result<AttributeDefinition, AppError> {
    let attribute = definition_of(draft)?;
    let taken = configuration.attributes.iter().enumerate().any(|(at, one)| {
        Some(at) != place && Folded::new(&one.name) == Folded::new(&attribute.name)
    });
    if taken {
        let message =
            format!("There is an attribute \"{}\" already; choose another name.", attribute.name);
        return Err(AppError::new("attribute_name_taken", message).with("name", attribute.name));
    }
    match problem_of(&attribute, place, configuration, view) {
        Some(problem) => {
            let message = format!("The attribute cannot be used: {}.", problem.message);
            Err(AppError::new("attribute_wrong", message)
                .with("column", problem.column)
                .with("message", problem.message)
                .with("suggestion", problem.suggestion))
        }
        None => Ok(attribute),
    }
}

/// A renamed attribute goes on being read from the column it had.
fn keep_column(
    was: Option<&AttributeDefinition>,
    mut after: AttributeDefinition,
    configuration: &Configuration,
) -> AttributeDefinition {
    let Some(was) = was.filter(|was| was.name != after.name) else { return after };
    let had = |name: &str| headers(configuration).iter().flatten().any(|one| same(one, name));
    let by_name = after.from.is_none() && after.expression.is_none();
    if by_name && was.from.is_none() && was.expression.is_none() && had(&was.name) {
        after.from = Some(was.name.clone());
    }
    after
}

/// Refuses a change after which conditions and expressions that could be read no longer can.
fn check_readable(
    before: &Configuration,
    known: &KnownAttributes,
    after: &Configuration,
    view: &PeopleView,
) -> Result<(), AppError> {
    let broken = unreadable(after, &known_of(after, view));
    let already = unreadable(before, known);
    let new: Vec<_> = broken.into_iter().filter(|one| !already.contains(one)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let names = new.iter().map(|(_, name)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let message = format!("With this, {names} could not be read any more; change that first.");
    let shown: Vec<_> =
        new.iter().map(|(kind, name)| json!({"kind": kind, "name": name})).collect();
    Err(AppError::new("attribute_breaks", message).with("uses", shown))
}

/// What cannot be read: kind and name.
fn unreadable(
    configuration: &Configuration,
    known: &KnownAttributes,
) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for rule in &configuration.rules {
        if parse_condition(&rule.when, known).is_err() {
            found.push(("rule", rule.name.clone()));
        }
    }
    for target in &configuration.targets {
        let protect = target.protect.as_ref();
        if protect.is_some_and(|text| parse_condition(text, known).is_err()) {
            found.push(("protect", target.name.clone()));
        }
        if target.send.values().any(|ours| Sent::parse(ours, known).is_err()) {
            found.push(("send", target.name.clone()));
        }
    }
    for attribute in &configuration.attributes {
        let text = attribute.expression.as_ref();
        let wrong = |text| Expression::parse(text, known, ExpressionFor::Attribute).is_err();
        if text.is_some_and(|text| wrong(text)) {
            found.push(("expression", attribute.name.clone()));
        }
    }
    found
}

fn changed(app: &Arc<App>, read_anew: bool) -> Result<(), AppError> {
    if read_anew {
        let (_, configuration) = app.configuration()?;
        // A source that cannot be read now is told by the Connections page.
        let read =
            Handle::current().block_on(app.engine.refresh_directories(&configuration, &app.store));
        if let Err(error) = read {
            tracing::info!(%error, "the directories were not read after an attribute changed");
        }
    }
    app.events.changed(&[topic::RULES, topic::PEOPLE, topic::OVERVIEW, topic::ACTIVITY]);
    Ok(())
}
