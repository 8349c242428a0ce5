//! What rules, exceptions and rule tests say about targets and slots: `assign.goto`,
//! `withhold.goto`, `expect.goto`.

use super::condition::check_attribute;
use super::report::{Text, listed, nearest};
use super::section::{Entry, Section};
use super::slots::unknown_value;
use super::sources::Attributes;
use rolecall_directory::{
    Assignment, Expectation, Expected, Gives, SlotDefinition, TargetDefinition, ValueSource,
    Withholding,
};

/// What `expect` says of a person who is given nothing in a target.
pub(crate) const NO_ACCOUNT: &str = "no account";

/// What values are checked against.
#[derive(Clone, Copy)]
pub(super) struct Given<'c> {
    pub targets: &'c [TargetDefinition],
    pub attributes: &'c Attributes,
}

/// A slot that is named, with the entry that names it.
struct Named<'a, 'c> {
    target: &'c TargetDefinition,
    slot: &'c SlotDefinition,
    entry: Entry<'a>,
    section: Section<'a>,
}

/// The assignments of a rule or exception, in the order of targets and slots.
pub(super) fn assigns(section: &Section<'_>, given: &Given<'_>) -> Vec<Assignment> {
    let all = slots_named(section, "assign", given.targets);
    let assignment = |named: &Named<'_, '_>| {
        Some(Assignment {
            target: named.target.name.clone(),
            slot: named.slot.name.clone(),
            gives: gives(named, given)?,
        })
    };
    all.iter().filter_map(assignment).collect()
}

/// What a rule or exception withholds, in the order of targets and slots.
pub(super) fn withholds(section: &Section<'_>, given: &Given<'_>) -> Vec<Withholding> {
    let all = slots_named(section, "withhold", given.targets);
    let withholding = |named: &Named<'_, '_>| {
        if !named.entry.is_list() {
            named.entry.wrong_type("a list (what is withheld is always a list)");
            return None;
        }
        let texts = named.entry.texts()?;
        Some(Withholding {
            target: named.target.name.clone(),
            slot: named.slot.name.clone(),
            values: texts.iter().filter_map(|text| value(named, text, given)).collect(),
        })
    };
    all.iter().filter_map(withholding).collect()
}

/// What a rule test expects, in the order of targets.
pub(super) fn expectations(
    section: &Section<'_>,
    targets: &[TargetDefinition],
) -> Vec<Expectation> {
    let Some(expect) = section.required("expect", "{ goto = \"no account\" }") else {
        return Vec::new();
    };
    let Some(expect) = expect.table("[rule_test.expect]") else { return Vec::new() };
    let mut found = Vec::new();
    for (at, entry) in targets_named(&expect, targets) {
        let expected = expected(&expect, &entry, &targets[at]);
        let target = targets[at].name.clone();
        found.push((at, Expectation { target, expected }));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, expectation)| expectation).collect()
}

fn expected(expect: &Section<'_>, entry: &Entry<'_>, target: &TargetDefinition) -> Expected {
    if entry.is_text() {
        if let Some(word) = entry.text().filter(|word| word.value != NO_ACCOUNT) {
            let message = format!("{}: \"{}\" is no expectation", entry.key, word.value);
            let meant = Some(format!("\"{NO_ACCOUNT}\""));
            expect.report.suggest(word.at(), "unknown_word", message, meant);
        }
        return Expected::NoAccount;
    }
    let mut slots = Vec::new();
    for named in slots_of(entry, target) {
        let Some(texts) = one_or_many(&named) else { continue };
        for text in texts.iter().filter(|text| !listed_in(named.slot, &text.value)) {
            unknown_value(&named.section, named.slot, text);
        }
        let values = texts.into_iter().map(|text| text.value).collect();
        slots.push((named.slot.name.clone(), values));
    }
    Expected::Slots(slots)
}

fn gives(named: &Named<'_, '_>, given: &Given<'_>) -> Option<Gives> {
    let texts = one_or_many(named)?;
    if texts.is_empty() && !named.slot.many {
        return Some(Gives::Nothing);
    }
    let values: Vec<_> = texts.iter().filter_map(|text| value(named, text, given)).collect();
    // A slot of one whose value was wrong has none left.
    (named.slot.many || !values.is_empty()).then_some(Gives::Values(values))
}

/// The texts for a slot: a list for one of many, a string for one of one, where `""` is none.
fn one_or_many(named: &Named<'_, '_>) -> Option<Vec<Text>> {
    let Named { slot, entry, .. } = named;
    if slot.many {
        if !entry.is_list() {
            entry.wrong_type("a list (the slot takes many values)");
            return None;
        }
        return entry.texts();
    }
    if !entry.is_text() {
        entry.wrong_type("a string (the slot takes one value)");
        return None;
    }
    let text = entry.text()?;
    Some(if text.value.is_empty() { Vec::new() } else { vec![text] })
}

fn listed_in(slot: &SlotDefinition, value: &str) -> bool {
    !slot.is_fixed() || slot.value(value).is_some()
}

/// Reads a value or template, and checks it against the slot.
fn value(named: &Named<'_, '_>, text: &Text, given: &Given<'_>) -> Option<ValueSource> {
    let Named { slot, section, .. } = named;
    let report = section.report;
    if text.value.is_empty() {
        let message = format!("{}: an empty text is no value; leave it out", slot.name);
        report.error(text.at(), "invalid_value", message);
        return None;
    }
    let listed = slot.value(&text.value).is_some() && !text.value.starts_with('{');
    if listed || !text.value.contains(['{', '}']) {
        if !listed_in(slot, &text.value) {
            unknown_value(section, slot, text);
        }
        return Some(ValueSource::Fixed(text.value.clone()));
    }
    if !slot.many {
        let message = format!(
            "{}: a template such as {} stands in slots of many values only; write a value",
            slot.name, text.value
        );
        report.error(text.at(), "template_in_slot_of_one", message);
        return None;
    }
    let source = ValueSource::parse(&text.value);
    match &source {
        Some(ValueSource::Groups { .. }) => {}
        Some(ValueSource::Attribute(name)) => {
            check_attribute(report, text.at(), name, given.attributes);
        }
        Some(ValueSource::Fixed(_)) | None => {
            let message = format!(
                "{}: \"{}\" is no template; a template is the whole value: {{groups.display}}, \
                 {{groups.display:PREFIX}} or {{attribute}}",
                slot.name, text.value
            );
            report.error(text.at(), "template_malformed", message);
        }
    }
    source
}

/// The slots that the table `key` of `section` names, in the order of targets and slots; what it
/// names and is not there is reported.
fn slots_named<'a, 'c>(
    section: &Section<'a>,
    key: &str,
    targets: &'c [TargetDefinition],
) -> Vec<Named<'a, 'c>> {
    let Some(table) = section.table(key) else { return Vec::new() };
    let mut entries = targets_named(&table, targets);
    entries.sort_by_key(|(at, _)| *at);
    entries.iter().flat_map(|(at, entry)| slots_of(entry, &targets[*at])).collect()
}

/// The targets that `table` names, by position.
fn targets_named<'a>(table: &Section<'a>, targets: &[TargetDefinition]) -> Vec<(usize, Entry<'a>)> {
    let names = || targets.iter().map(|target| target.name.as_str());
    let mut found = Vec::new();
    for entry in table.entries() {
        match targets.iter().position(|target| target.name == entry.key) {
            Some(at) => found.push((at, entry)),
            None => {
                let message = format!("unknown target \"{}\"", entry.key);
                unknown(table, &entry, "unknown_target", message, names());
            }
        }
    }
    found
}

fn slots_of<'a, 'c>(entry: &Entry<'a>, target: &'c TargetDefinition) -> Vec<Named<'a, 'c>> {
    let Some(section) = entry.table(entry.key) else { return Vec::new() };
    let names = || target.slots.iter().map(|slot| slot.name.as_str());
    let mut found = Vec::new();
    for entry in section.entries() {
        match target.slots.iter().position(|slot| slot.name == entry.key) {
            Some(at) => {
                let slot = &target.slots[at];
                found.push((at, Named { target, slot, entry, section: section.clone() }));
            }
            None => {
                let message = format!("target {} has no slot \"{}\"", target.name, entry.key);
                unknown(&section, &entry, "unknown_slot", message, names());
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, named)| named).collect()
}

/// Reports a name that is not among `known`, which are listed when none is near.
fn unknown<'k>(
    section: &Section<'_>,
    entry: &Entry<'_>,
    code: &'static str,
    message: String,
    known: impl Iterator<Item = &'k str>,
) {
    let known: Vec<&str> = known.collect();
    let near = nearest(entry.key, known.iter().copied());
    let message = match (&near, known.is_empty()) {
        (None, false) => format!("{message}; there are {}", listed(known)),
        _ => message,
    };
    section.report.suggest(entry.key_at, code, message, near);
}
