//! An attribute tried on people before it is kept.

use super::attribute_edit::{definition_of, headers, known_of, problem_of};
use crate::people_view::PeopleView;
use crate::types::{AttributeTrial, AttributeTrialPerson, AttributeTry};
use crate::{App, AppError};
use roaring::RoaringBitmap;
use rolecall_directory::{AttributeDefinition, Configuration, Folded, LIST_SEPARATOR};
use rolecall_rules::{ComputedColumn, Expression, ExpressionFor, compute_column, unreadable_as};

/// How many people are shown.
const SHOWN: usize = 10;

/// Tries an attribute on the people as last read.
pub(crate) fn try_out(app: &App, request: &AttributeTry) -> Result<AttributeTrial, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let attribute = definition_of(&request.attribute)?;
    let wanted = Folded::new(&attribute.name);
    let place = configuration.attributes.iter().position(|one| Folded::new(&one.name) == wanted);
    let mut columns: Vec<String> = headers(&configuration).into_iter().flatten().collect();
    columns.sort();
    columns.dedup();
    let mut trial = AttributeTrial {
        error: problem_of(&attribute, place, &configuration, &view),
        people: Vec::new(),
        present: 0,
        unreadable: 0,
        columns,
    };
    if trial.error.is_some() {
        return Ok(trial);
    }
    let found = values(&attribute, place, &configuration, &view);
    trial.present = found.column.rows_present().len();
    trial.unreadable = found.failed.iter().map(|(_, rows)| rows.len()).sum();
    let rows = view.search(&request.text).into_iter().take(SHOWN);
    trial.people = rows
        .map(|row| AttributeTrialPerson {
            person: view.item(row),
            values: found.column.elements(row).map(str::to_owned).collect(),
            problem: found
                .failed
                .iter()
                .find(|(_, rows)| rows.contains(row))
                .map(|(reason, _)| reason.clone()),
        })
        .collect();
    Ok(trial)
}

/// What `attribute` comes to for everybody.
fn values(
    attribute: &AttributeDefinition,
    place: Option<usize>,
    configuration: &Configuration,
    view: &PeopleView,
) -> ComputedColumn {
    let Some(text) = &attribute.expression else {
        return delivered(attribute, configuration, view);
    };
    let mut with = configuration.clone();
    match place {
        Some(place) => with.attributes[place] = attribute.clone(),
        None => with.attributes.push(attribute.clone()),
    }
    let known = known_of(&with, view);
    match Expression::parse(text, &known, ExpressionFor::Attribute) {
        Ok(expression) => compute_column(&expression, Some(attribute.kind), view.snapshot()),
        Err(_) => ComputedColumn::default(),
    }
}

/// What the sources delivered in the column that `attribute` is read from.
fn delivered(
    attribute: &AttributeDefinition,
    configuration: &Configuration,
    view: &PeopleView,
) -> ComputedColumn {
    let snapshot = view.snapshot();
    let theirs = attribute.from.as_deref().unwrap_or(&attribute.name);
    let Some(column) = snapshot.column(&ours_of(theirs, configuration)) else {
        return ComputedColumn::default();
    };
    let mut found = ComputedColumn::default();
    let unreadable = column.rows_where(|text| unreadable_as(attribute.kind, text));
    let mut reasons: std::collections::BTreeMap<String, RoaringBitmap> = <_>::default();
    for row in 0..snapshot.people() {
        let Some(text) = column.get(row) else { continue };
        if unreadable.contains(row) {
            let shown = text.replace(LIST_SEPARATOR, ", ");
            let reason = format!("\"{shown}\" cannot be read as this type");
            reasons.entry(reason).or_default().insert(row);
        } else {
            found.column.set(row, text);
        }
    }
    found.failed = reasons.into_iter().collect();
    found
}

/// Our name for the column that sources call `theirs`.
fn ours_of(theirs: &str, configuration: &Configuration) -> String {
    let same = |other: &str| Folded::new(other.trim()) == Folded::new(theirs.trim());
    let by_attribute =
        configuration.attributes.iter().find(|one| one.from.as_deref().is_some_and(same));
    if let Some(attribute) = by_attribute {
        return attribute.name.clone();
    }
    let sources = configuration.directories.iter().filter_map(|one| one.source.as_ref());
    let maps = sources.filter_map(|source| source.map.iter().find(|(_, other)| same(other)));
    let ours = maps.map(|(ours, _)| ours.clone()).next();
    ours.unwrap_or_else(|| theirs.to_owned())
}
