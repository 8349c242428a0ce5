//! Held steps that were given up, and wanting them again.

use crate::events::topic;
use crate::ordered::Choice;
use crate::paging::page;
use crate::read::word;
use crate::table_file::{instant, table};
use crate::types::{
    DiscardItem, DiscardList, DiscardsRequest, ExportedFile, Nothing, TakeBackRequest,
};
use crate::{App, AppError};
use rolecall_store::{Discard, DiscardFilter, DiscardSort, Page, Paged, StepKey};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What was given up, in the order asked for.
pub(crate) fn list(app: &App, request: &DiscardsRequest) -> Result<DiscardList, AppError> {
    let found = listed(app, request, page(request.page))?;
    let items = found.rows.iter().map(item).collect::<Result<_, _>>()?;
    Ok(DiscardList { total: found.total, items })
}

fn listed(app: &App, request: &DiscardsRequest, page: Page) -> Result<Paged<Discard>, AppError> {
    let text = request.text.trim();
    let filter = DiscardFilter {
        target: request.target.clone(),
        kind: word(request.kind.as_deref(), None, "No step is called")?,
        text: (!text.is_empty()).then(|| text.to_owned()),
    };
    let order = (
        word(request.sort.as_deref(), DiscardSort::At, "Discarded steps are not sorted by")?,
        request.descending.unwrap_or(request.sort.is_none()),
    );
    Ok(app.store.discards_by(&filter, order, page)?)
}

/// Writes the discards that were chosen of those asked for as CSV, in the order asked for.
pub(crate) fn export(app: &App, request: &DiscardsRequest) -> Result<ExportedFile, AppError> {
    const HEADER: [&str; 7] = ["user", "target", "step", "slot", "value", "who", "at"];
    let choice = Choice::of(request.chosen.as_ref());
    let found = listed(app, request, Page::ALL)?.rows;
    let items = found.iter().map(item).collect::<Result<Vec<_>, _>>()?;
    let rows = items.into_iter().filter(|one| choice.has(&one.id)).map(|one| {
        let [slot, value] = [one.slot, one.value].map(Option::unwrap_or_default);
        vec![one.user, one.target, one.kind, slot, value, one.who, instant(one.at)]
    });
    Ok(ExportedFile { name: "discarded.csv".to_owned(), text: table(&HEADER, rows)? })
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
