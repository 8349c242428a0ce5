//! The draft as text, in the form of the configuration file.

use crate::draft::content::{Content, Drafted};
use crate::handlers::rule_draft::{draft_of, unchecked};
use crate::types::{DraftAnswer, RulesText};
use crate::{App, AppError};
use rolecall_config::{ConfigError, read_rules, write_rules};
use rolecall_directory::{Folded, Rule};
use serde_json::json;
use std::sync::Arc;

/// Writes the draft as text.
pub(crate) fn get(app: &Arc<App>) -> Result<RulesText, AppError> {
    app.with_draft(|state, present| {
        let configuration = &present.configuration;
        let rules = state.content.rules.iter();
        let rules: Vec<Rule> =
            rules.map(|one| unchecked(&one.rule, &one.id, configuration)).collect();
        Ok(RulesText { text: write_rules(&rules, &configuration.targets) })
    })
}

/// Makes the draft what the text says. A rule keeps its id by its name, a renamed one by what it
/// says.
///
/// # Errors
/// `text_wrong` with everything that is wrong, each with its place; nothing is changed then.
pub(crate) fn set(app: &Arc<App>, request: &RulesText) -> Result<DraftAnswer, AppError> {
    let view = app.people()?;
    app.with_draft(|state, present| {
        let configuration = &present.configuration;
        let attributes = configuration.all_attributes();
        let carried = view.snapshot().column_names();
        let rules = read_rules(&request.text, &configuration.targets, &attributes, carried)
            .map_err(|errors| wrong(&errors.errors))?;
        let rules = with_ids(&state.content, &rules);
        state.become_now(Content { rules, ..state.content.clone() });
        state.keep_soon(app)?;
        state.answer(app, present)
    })
}

fn wrong(errors: &[ConfigError]) -> AppError {
    let each = errors.iter().map(|error| {
        json!({"line": error.line, "column": error.column, "code": error.code,
            "message": error.message, "suggestion": error.suggestion})
    });
    let first = errors.first().map(ToString::to_string).unwrap_or_default();
    let message = format!("The text has {} errors; nothing was taken over. {first}", errors.len());
    AppError::new("text_wrong", message).with("errors", each.collect::<Vec<_>>())
}

/// The rules of a text under the ids they have in the draft, or had where it was begun.
fn with_ids(content: &Content, rules: &[Rule]) -> Vec<Arc<Drafted>> {
    let mut known: Vec<&Arc<Drafted>> = content.rules.iter().collect();
    let gone = content.base.rules.iter().filter(|one| content.position(&one.id).is_err());
    known.extend(gone);
    let drafts: Vec<_> = rules.iter().map(draft_of).collect();
    let mut ids: Vec<Option<String>> = vec![None; rules.len()];
    for (id, draft) in ids.iter_mut().zip(&drafts) {
        let name = Folded::new(&draft.name);
        *id = take(&mut known, |one| Folded::new(one.rule.name.trim()) == name);
    }
    for (id, draft) in ids.iter_mut().zip(&drafts).filter(|(id, _)| id.is_none()) {
        *id = take(&mut known, |one| {
            let (mine, other) = (draft, &one.rule);
            (&mine.when, &mine.assigns, &mine.withholds)
                == (&other.when, &other.assigns, &other.withholds)
        });
    }
    let each = ids.into_iter().zip(drafts).map(|(id, rule)| {
        let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        Arc::new(Drafted { id, rule })
    });
    each.collect()
}

/// The id of the first of `known` that `is_it`, which is known no longer then.
fn take(known: &mut Vec<&Arc<Drafted>>, is_it: impl Fn(&Drafted) -> bool) -> Option<String> {
    let at = known.iter().position(|one| is_it(one))?;
    Some(known.remove(at).id.clone())
}
