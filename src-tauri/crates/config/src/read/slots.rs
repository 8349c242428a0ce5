//! `[[target.slot]]`.

use super::names::Names;
use super::report::{Text, listed, nearest};
use super::section::Section;
use super::target_kind::check_path;
use rolecall_directory::{SlotBinding, SlotDefinition, TargetKind, ValueDefinition, VendorSlot};

/// Columns of an accounts file that are no slots.
const COLUMNS: [&str; 5] = ["userName", "email", "active", "managed", "unmanaged"];
/// The longest grace: ten years.
const MOST_DAYS: u32 = 3650;

const KEYS: [&str; 6] = ["name", "many", "create_values", "grace", "values", "administrators"];
/// The words of `bind` that stand by themselves.
pub(crate) const BINDINGS: [(&str, SlotBinding); 3] = [
    ("groups", SlotBinding::Groups),
    ("roles", SlotBinding::Roles),
    ("entitlements", SlotBinding::Entitlements),
];
/// What stands before the path of any other attribute.
pub(crate) const BIND_ATTRIBUTE: &str = "attribute:";

/// Reads the slots of a target; `kind` is absent when it could not be read.
pub(super) fn read(target: &Section<'_>, kind: Option<&TargetKind>) -> Vec<SlotDefinition> {
    let mut names = Names::new("slot");
    let sections = target.tables("slot", "[[target.slot]]");
    let Some(fixed) = kind.and_then(TargetKind::vendor_slots) else {
        return sections.iter().map(|section| read_one(section, kind, &mut names)).collect();
    };
    let told: Vec<_> =
        sections.iter().filter_map(|section| read_vendor(section, fixed, &mut names)).collect();
    let slots = fixed.iter().map(|slot| {
        let said = told.iter().find(|one| one.name == slot.name);
        said.cloned().unwrap_or_else(|| slot.definition())
    });
    slots.collect()
}

/// What the configuration says of a slot that the vendor fixes; `None` is reported.
fn read_vendor(
    section: &Section<'_>,
    fixed: &[VendorSlot],
    names: &mut Names,
) -> Option<SlotDefinition> {
    let name = names.read(section, "\"products\"");
    let Some(slot) = fixed.iter().find(|slot| slot.name == name) else {
        if let Some(entry) = section.get("name").filter(|_| !name.is_empty()) {
            let known = || fixed.iter().map(|slot| slot.name);
            let message =
                format!("this kind of target has no slot \"{name}\"; it has {}", listed(known()));
            section.report.suggest(entry.at(), "unknown_slot", message, nearest(&name, known()));
        }
        return None;
    };
    let creates: &[&str] = if slot.creatable { &["create_values"] } else { &[] };
    section.only(&[&["name", "grace", "values", "administrators"], creates].concat());
    let plain = slot.definition();
    let definition = SlotDefinition {
        create_values: slot.creatable && section.boolean("create_values", false),
        grace_days: read_grace(section),
        values: read_values(section),
        ..plain.clone()
    };
    let administrators = match section.get("administrators") {
        Some(_) => read_administrators(section, &definition),
        None => plain.administrators,
    };
    Some(SlotDefinition { administrators, ..definition })
}

fn read_one(section: &Section<'_>, kind: Option<&TargetKind>, names: &mut Names) -> SlotDefinition {
    match kind {
        Some(TargetKind::Csv { .. }) => section.only(&KEYS),
        _ => section.only(&[&KEYS[..], &["bind"]].concat()),
    }
    let name = names.read(section, "\"products\"");
    if let (Some(TargetKind::Csv { .. }), Some(entry)) = (kind, section.get("name"))
        && COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(&name))
    {
        let message =
            format!("\"{name}\" is a column of the accounts file; name the slot otherwise");
        section.report.error(entry.at(), "invalid_value", message);
    }
    let slot = SlotDefinition {
        name,
        many: section.boolean("many", false),
        create_values: section.boolean("create_values", false),
        grace_days: read_grace(section),
        values: read_values(section),
        administrators: Vec::new(),
        bind: match kind {
            Some(TargetKind::Scim { .. }) => read_binding(section),
            _ => None,
        },
    };
    let administrators = read_administrators(section, &slot);
    SlotDefinition { administrators, ..slot }
}

/// Whole days: a removal waits from one date to another.
fn read_grace(section: &Section<'_>) -> u32 {
    let Some(text) = section.text("grace") else { return 0 };
    let days = text.value.strip_suffix('d').filter(|days| days.bytes().all(|b| b.is_ascii_digit()));
    let days = days.and_then(|days| days.parse().ok()).filter(|days| *days <= MOST_DAYS);
    days.unwrap_or_else(|| {
        let message = format!(
            "grace is \"{}\"; write whole days from \"0d\" to \"{MOST_DAYS}d\"",
            text.value
        );
        section.report.error(text.at(), "invalid_value", message);
        0
    })
}

fn read_values(slot: &Section<'_>) -> Vec<ValueDefinition> {
    let mut names = Names::new("value");
    let mut values = Vec::new();
    for section in slot.tables("values", "{ name = \"Connect\", seats = 500 }") {
        section.only(&["name", "seats"]);
        let name = names.read(&section, "\"Connect\"");
        let seats = section.get("seats").and_then(|entry| entry.whole(0, i64::MAX as u64));
        values.push(ValueDefinition { name, seats });
    }
    values
}

fn read_administrators(section: &Section<'_>, slot: &SlotDefinition) -> Vec<String> {
    let texts = section.get("administrators").and_then(|entry| entry.texts()).unwrap_or_default();
    for text in texts.iter().filter(|_| slot.is_fixed()) {
        if slot.value(&text.value).is_none() {
            unknown_value(section, slot, text);
        }
    }
    texts.into_iter().map(|text| text.value).collect()
}

/// Reports a value that the fixed list of `slot` lacks.
pub(super) fn unknown_value(section: &Section<'_>, slot: &SlotDefinition, value: &Text) {
    let names = || slot.values.iter().map(|value| value.name.as_str());
    let message = format!("slot {} has no value \"{}\"", slot.name, value.value);
    let near = nearest(&value.value, names());
    section.report.suggest(value.at(), "unknown_value", message, near);
}

fn read_binding(section: &Section<'_>) -> Option<SlotBinding> {
    let word = section.required_text("bind", "\"groups\"")?;
    if let Some((_, binding)) = BINDINGS.iter().find(|(known, _)| *known == word.value) {
        return Some(binding.clone());
    }
    if let Some(path) = word.value.strip_prefix(BIND_ATTRIBUTE) {
        let path = path.trim().to_owned();
        check_path(section, "bind", &Text { value: path.clone(), span: word.span });
        return Some(SlotBinding::Attribute(path));
    }
    let words = || BINDINGS.iter().map(|(known, _)| *known);
    let message = format!(
        "bind: \"{}\" is none of groups, roles, entitlements and attribute:<SCIM path>",
        word.value
    );
    section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
    None
}
