//! What rules can speak of: attributes and targets.

mod complete;

pub(crate) use complete::complete;

use super::attribute_uses::uses;
use crate::latest::Latest;
use crate::people_view::PeopleView;
use crate::types::{AttributeItem, SlotItem, SlotValue, TargetItem, Vocabulary};
use crate::{App, AppError};
use rolecall_directory::{
    AttributeType, Configuration, Folded, Gives, SlotDefinition, TargetDefinition, ValueSource,
};
use std::collections::BTreeSet;

/// Columns that say the same as another, or nothing that a rule would ask for.
const LEFT_OUT: [&str; 2] = ["id", "orgUnit"];

/// Lists what rules can speak of.
pub(crate) fn vocabulary(app: &App) -> Result<Vocabulary, AppError> {
    let (_, configuration) = app.configuration()?;
    let view = app.people()?;
    let latest = app.latest()?;
    let targets = configuration.targets.iter();
    Ok(Vocabulary {
        attributes: attributes(&configuration, &view),
        targets: targets
            .map(|target| target_item(target, &configuration, latest.as_ref()))
            .collect(),
    })
}

fn attributes(configuration: &Configuration, view: &PeopleView) -> Vec<AttributeItem> {
    let custom = configuration.all_attributes();
    let mut uses = uses(configuration, &view.known);
    let snapshot = view.snapshot();
    let mut names: Vec<&str> = snapshot.column_names().iter().map(String::as_str).collect();
    for name in custom.iter().map(|one| one.name.as_str()).chain(["active"]) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    names.retain(|name| !LEFT_OUT.contains(name));
    let mut item = |name: &str| {
        let uses = uses.remove(&Folded::new(name)).unwrap_or_default();
        let defined = custom.iter().find(|one| one.name.eq_ignore_ascii_case(name));
        let label = defined.map(|one| one.label.clone()).filter(|label| label != name);
        let people = snapshot.column(name).map_or(0, |column| column.rows_present().len());
        AttributeItem {
            name: name.to_owned(),
            label: label.unwrap_or_default(),
            kind: kind_word(view.known.kind(name)).to_owned(),
            custom: defined.is_some(),
            from: defined.and_then(|one| one.from.clone()),
            people: if name == "active" { u64::from(snapshot.people()) } else { people },
            rules: uses
                .iter()
                .filter(|one| one.kind == "rule")
                .map(|one| one.name.clone())
                .collect(),
            expression: defined.and_then(|one| one.expression.clone()),
            uses,
        }
    };
    names.into_iter().map(&mut item).collect()
}

fn kind_word(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::Text => "text",
        AttributeType::Number => "number",
        AttributeType::Boolean => "boolean",
        AttributeType::Date => "date",
        AttributeType::List => "list",
    }
}

fn target_item(
    target: &TargetDefinition,
    configuration: &Configuration,
    latest: Option<&Latest>,
) -> TargetItem {
    let slots = target.slots.iter().map(|slot| SlotItem {
        name: slot.name.clone(),
        many: slot.many,
        open: !slot.is_fixed(),
        values: values(target, slot, configuration, latest),
    });
    TargetItem { name: target.name.clone(), slots: slots.collect() }
}

/// The values listed, then those that the target was seen to have and those that rules name.
fn values(
    target: &TargetDefinition,
    slot: &SlotDefinition,
    configuration: &Configuration,
    latest: Option<&Latest>,
) -> Vec<SlotValue> {
    let listed = slot.values.iter();
    let mut values: Vec<SlotValue> =
        listed.map(|value| SlotValue { name: value.name.clone(), seats: value.seats }).collect();
    if slot.is_fixed() {
        return values;
    }
    let mut more = BTreeSet::new();
    let planned = latest.and_then(|latest| {
        latest.planned.targets.iter().find(|planned| planned.name == target.name)
    });
    if let Some(planned) = planned {
        more.extend(planned.table.existing_values.get(&slot.name).into_iter().flatten().cloned());
        let held = planned.table.slots.get(&slot.name);
        more.extend(held.into_iter().flat_map(|held| held.values.keys().cloned()));
    }
    for rule in &configuration.rules {
        for assignment in &rule.assigns {
            if assignment.target == target.name
                && assignment.slot == slot.name
                && let Gives::Values(given) = &assignment.gives
            {
                more.extend(given.iter().filter_map(|value| match value {
                    ValueSource::Fixed(value) => Some(value.clone()),
                    _ => None,
                }));
            }
        }
    }
    let unlisted = more.into_iter().filter(|name| slot.value(name).is_none());
    values.extend(unlisted.map(|name| SlotValue { name, seats: None }));
    values
}
