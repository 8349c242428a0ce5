//! Held steps that were given up, and wanting them again.

use crate::events::topic;
use crate::paging::page_of;
use crate::types::{DiscardItem, DiscardList, DiscardsRequest, Nothing, TakeBackRequest};
use crate::{App, AppError};
use rolecall_directory::Folded;
use rolecall_store::{Discard, StepKey};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What was given up, newest first.
pub(crate) fn list(app: &App, request: &DiscardsRequest) -> Result<DiscardList, AppError> {
    let text = Folded::new(request.text.trim());
    let finds = |hay: &str| Folded::new(hay).as_str().contains(text.as_str());
    let mut all = app.store.discarded()?;
    all.retain(|one| {
        request.target.as_ref().is_none_or(|target| *target == one.key.target)
            && (finds(&one.user) || finds(&one.key.value))
    });
    let total = all.len() as u64;
    let items = page_of(all, request.page).map(|one| item(&one)).collect::<Result<_, _>>()?;
    Ok(DiscardList { total, items })
}

/// The key of a discard is its name: there is one for each.
fn id_of(key: &StepKey) -> Result<String, AppError> {
    serde_json::to_string(key).map_err(AppError::internal)
}

fn item(one: &Discard) -> Result<DiscardItem, AppError> {
    let key = &one.key;
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(DiscardItem {
        id: id_of(key)?,
        target: key.target.clone(),
        user: one.user.clone(),
        kind: key.kind.word().to_owned(),
        slot: given(&key.slot),
        value: given(&key.value),
        who: one.who.clone(),
        at: one.at,
    })
}

/// Wants steps again that were given up; the next plan has them, and guards look at them anew.
pub(crate) fn take_back(app: &App, request: &TakeBackRequest) -> Result<Nothing, AppError> {
    let asked: BTreeSet<&str> = request.ids.iter().map(String::as_str).collect();
    let mut keys = Vec::new();
    for one in app.store.discarded()? {
        if asked.contains(id_of(&one.key)?.as_str()) {
            keys.push(one.key);
        }
    }
    if keys.is_empty() {
        let asked = request.ids.first().map(String::as_str).unwrap_or_default();
        return Err(AppError::not_found("discarded step", asked));
    }
    app.store.undo_discard(&keys)?;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for key in &keys {
        *counts.entry(&key.target).or_default() += 1;
    }
    for (target, steps) in counts {
        app.entry("discard_taken_back", json!({"steps": steps})).target(target).write(app)?;
    }
    app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY, topic::RUNS, topic::DRAFT]);
    Ok(Nothing {})
}
