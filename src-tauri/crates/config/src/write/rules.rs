//! `[[rule]]`, `[[exception]]` and `[[rule_test]]`.

use super::text::{Lines, inline, key, quoted, texts};
use crate::read::NO_ACCOUNT;
use rolecall_directory::{
    Assignment, Exception, Expected, Gives, Rule, RuleTest, TargetDefinition, ValueSource,
    Withholding,
};

pub(super) fn write_rule(lines: &mut Lines, rule: &Rule, targets: &[TargetDefinition]) {
    lines.header("[[rule]]");
    lines.text("name", &rule.name);
    if !rule.note.is_empty() {
        lines.text("note", &rule.note);
    }
    if !rule.heading.is_empty() {
        lines.text("heading", &rule.heading);
    }
    if !rule.enabled {
        lines.line("enabled", "false");
    }
    lines.text("when", &rule.when);
    write_given(lines, &rule.assigns, &rule.withholds, targets);
}

pub(super) fn write_exception(
    lines: &mut Lines,
    exception: &Exception,
    targets: &[TargetDefinition],
) {
    lines.header("[[exception]]");
    lines.text("user", &exception.user);
    if !exception.reason.is_empty() {
        lines.text("reason", &exception.reason);
    }
    if let Some(until) = &exception.until {
        lines.line("until", until);
    }
    write_given(lines, &exception.assigns, &exception.withholds, targets);
}

pub(super) fn write_test(lines: &mut Lines, test: &RuleTest, targets: &[TargetDefinition]) {
    lines.header("[[rule_test]]");
    lines.text("user", &test.user);
    if test.expect.is_empty() {
        lines.line("expect", "{}");
    }
    let mut expect: Vec<_> = test.expect.iter().collect();
    expect.sort_by_key(|expectation| target_at(targets, &expectation.target));
    for expectation in expect {
        let target = targets.iter().find(|known| known.name == expectation.target);
        let text = match &expectation.expected {
            Expected::NoAccount => quoted(NO_ACCOUNT),
            Expected::Slots(slots) => expected_slots(slots, target),
        };
        lines.line(&format!("expect.{}", key(&expectation.target)), &text);
    }
}

fn expected_slots(slots: &[(String, Vec<String>)], target: Option<&TargetDefinition>) -> String {
    let mut slots: Vec<_> = slots.iter().collect();
    slots.sort_by_key(|(name, _)| slot_at(target, name));
    inline(slots.into_iter().map(|(name, values)| {
        let slot = target.and_then(|target| target.slot(name));
        let text = if slot.is_some_and(|slot| slot.many) {
            texts(values.iter().map(String::as_str))
        } else {
            quoted(values.first().map_or("", String::as_str))
        };
        (name, text)
    }))
}

/// Writes `assign` and `withhold`, a line for each target, in the order of targets and slots.
fn write_given(
    lines: &mut Lines,
    assigns: &[Assignment],
    withholds: &[Withholding],
    targets: &[TargetDefinition],
) {
    let assigned = assigns.iter().map(|one| {
        let many = targets.iter().find(|target| target.name == one.target);
        let many = many.and_then(|target| target.slot(&one.slot)).is_some_and(|slot| slot.many);
        (one.target.as_str(), one.slot.as_str(), gives(&one.gives, many))
    });
    write_slots(lines, "assign", assigned.collect(), targets);
    let withheld =
        withholds.iter().map(|one| (one.target.as_str(), one.slot.as_str(), sources(&one.values)));
    write_slots(lines, "withhold", withheld.collect(), targets);
}

fn write_slots(
    lines: &mut Lines,
    word: &str,
    mut slots: Vec<(&str, &str, String)>,
    targets: &[TargetDefinition],
) {
    slots.sort_by_key(|(target, slot, _)| {
        let at = target_at(targets, target);
        (at, slot_at(targets.get(at), slot))
    });
    for of_target in slots.chunk_by(|left, right| left.0 == right.0) {
        let Some((target, _, _)) = of_target.first() else { continue };
        let entries = of_target.iter().map(|(_, slot, text)| (*slot, text.clone()));
        lines.line(&format!("{word}.{}", key(target)), &inline(entries));
    }
}

fn gives(gives: &Gives, many: bool) -> String {
    match gives {
        Gives::Nothing => quoted(""),
        Gives::Values(values) if many => sources(values),
        Gives::Values(values) => quoted(&values.first().map(ValueSource::text).unwrap_or_default()),
    }
}

fn sources(values: &[ValueSource]) -> String {
    let values: Vec<String> = values.iter().map(ValueSource::text).collect();
    texts(values.iter().map(String::as_str))
}

/// The position of a target; behind all others when it is not there.
fn target_at(targets: &[TargetDefinition], name: &str) -> usize {
    targets.iter().position(|target| target.name == name).unwrap_or(targets.len())
}

fn slot_at(target: Option<&TargetDefinition>, name: &str) -> usize {
    let slots = target.map(|target| target.slots.as_slice()).unwrap_or_default();
    slots.iter().position(|slot| slot.name == name).unwrap_or(slots.len())
}
