//! What rules can speak of: attributes, targets, and names to complete.

use super::attribute_uses::uses;
use crate::latest::Latest;
use crate::people_view::PeopleView;
use crate::types::{
    AttributeItem, Completion, CompletionItem, CompletionRequest, SlotItem, SlotValue, TargetItem,
    Vocabulary,
};
use crate::{App, AppError};
use rolecall_directory::{
    AttributeType, Configuration, Folded, Gives, LIST_SEPARATOR, SlotDefinition, TargetDefinition,
    ValueSource,
};
use rolecall_rules::Field;
use rolecall_scim::{AttrPath, Dialect};
use std::collections::{BTreeMap, BTreeSet};

/// How many names are offered.
const OFFERED: usize = 50;

/// Columns that say the same as another, or nothing that a rule would ask for.
const LEFT_OUT: [&str; 2] = ["id", "orgUnit"];

/// Labels of the usual attributes.
const LABELS: [(&str, &str); 21] = [
    ("userName", "User name"),
    ("email", "E-mail"),
    ("active", "Active"),
    ("displayName", "Display name"),
    ("givenName", "First name"),
    ("familyName", "Last name"),
    ("title", "Title"),
    ("userType", "User type"),
    ("department", "Department"),
    ("division", "Division"),
    ("costCenter", "Cost centre"),
    ("employeeNumber", "Employee number"),
    ("organization", "Organization"),
    ("manager", "Manager"),
    ("managerName", "Manager's name"),
    ("country", "Country"),
    ("city", "City"),
    ("region", "Region"),
    ("phoneNumber", "Phone number"),
    ("locale", "Locale"),
    ("preferredLanguage", "Language"),
];

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
        let usual = LABELS.iter().find(|(usual, _)| usual.eq_ignore_ascii_case(name));
        let label = defined.map(|one| one.label.clone()).filter(|label| label != name);
        let label = label.or(usual.map(|(_, label)| (*label).to_owned()));
        let people = snapshot.column(name).map_or(0, |column| column.rows_present().len());
        AttributeItem {
            name: name.to_owned(),
            label: label.unwrap_or_else(|| name.to_owned()),
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

/// Offers names for a field: those that begin with the text, then those that contain it; of each
/// the ones that most people have first.
pub(crate) fn complete(app: &App, request: &CompletionRequest) -> Result<Completion, AppError> {
    let view = app.people()?;
    let text = Folded::new(request.text.trim());
    let mut found: Vec<(bool, CompletionItem)> = candidates(&view, &request.field)
        .into_iter()
        .filter_map(|(name, people)| {
            let folded = Folded::new(&name);
            let place = folded.as_str().find(text.as_str())?;
            Some((place != 0, CompletionItem { name, people }))
        })
        .collect();
    found.sort_by(|(a_inside, a), (b_inside, b)| {
        (a_inside, b.people, &a.name).cmp(&(b_inside, a.people, &b.name))
    });
    Ok(Completion { items: found.into_iter().take(OFFERED).map(|(_, item)| item).collect() })
}

/// Names for `field`, each with how many people rules see under it.
fn candidates(view: &PeopleView, field: &str) -> Vec<(String, u64)> {
    let snapshot = view.snapshot();
    let seen = &view.reading.population.in_scope;
    let path = AttrPath::parse(field, Dialect::Condition).ok();
    let field = path.and_then(|path| Field::of(&path, |name| view.known.contains(name)));
    match field {
        Some(Field::Groups(_)) => {
            let groups = snapshot.groups().iter();
            groups.map(|g| (g.display.clone(), g.all().intersection_len(seen))).collect()
        }
        Some(Field::OrgUnit) => {
            let units = snapshot.org_units().values();
            units.map(|u| (u.path.clone(), u.below.intersection_len(seen))).collect()
        }
        Some(Field::Attribute(name)) => {
            let Some(column) = snapshot.column(&name) else { return Vec::new() };
            let mut people: BTreeMap<&str, u64> = BTreeMap::new();
            for (text, rows) in column.distinct().iter().zip(column.rows_by_value()) {
                for element in text.split(LIST_SEPARATOR) {
                    *people.entry(element).or_default() += rows.intersection_len(seen);
                }
            }
            let held = people.into_iter().filter(|(_, people)| *people > 0);
            held.map(|(name, people)| (name.to_owned(), people)).collect()
        }
        None => Vec::new(),
    }
}
