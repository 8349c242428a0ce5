//! An effect as the terminal shows it: worst first, `-` for what is lost, `+` for what is gained,
//! `~` for what is given instead, `!` for what needs a decision.

use super::effect::{TargetAnswer, UserValue};
use crate::print::Sheet;
use rolecall_directory::TargetDefinition;
use rolecall_plan::{Base, Candidate};
use std::collections::{BTreeMap, BTreeSet};

/// How many names a line shows before it says how many more there are.
const SHOWN: usize = 10;

pub(super) fn sheet(
    people: u64,
    answers: &[(&TargetDefinition, TargetAnswer)],
    candidate: &Candidate,
    base: &Base<'_>,
) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.line(match people {
        0 => "nothing changes for anybody".to_owned(),
        1 => "something changes for 1 person".to_owned(),
        people => format!("something changes for {people} people"),
    });
    for test in candidate.broken_tests() {
        let still = if base.broken_tests.contains(test) { "is broken already" } else { "breaks" };
        sheet.line(format_args!("! the rule test of {} {still}: {}", test.user, test.message));
    }
    for (definition, answer) in answers {
        let mut lines = Sheet::default();
        target(&mut lines, definition, answer);
        if !lines.is_empty() {
            sheet.line(format_args!("\n{}", definition.name));
            sheet.append(&lines);
        }
    }
    sheet
}

fn target(sheet: &mut Sheet, definition: &TargetDefinition, answer: &TargetAnswer) {
    for held in &answer.held {
        let value = held.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        let limit = held.limit.map(|limit| format!(", limit {limit}")).unwrap_or_default();
        let (steps, guard, slot) = (held.steps, held.guard.word(), &held.slot);
        let line = format!("the guard {guard} would hold {steps} steps on {slot}{value}{limit}");
        sheet.line(format_args!("  ! {line}"));
    }
    people(sheet, "-", "suspended", &answer.accounts.suspend);
    let replaced = replaced(definition, answer);
    let is_replaced = |one: &&UserValue| replaced.users.contains(&(&*one.user, &*one.slot));
    for (place, users) in by_value(answer.lose.iter().filter(|one| !is_replaced(one))) {
        people(sheet, "-", &format!("lose {} {}", place.0, place.1), &users);
    }
    for ((slot, before, after), users) in &replaced.by_values {
        people(sheet, "~", &format!("{slot} {before} -> {after}"), users);
    }
    for (place, users) in by_value(answer.without_seat.iter()) {
        people(sheet, "!", &format!("go without a seat of {} {}", place.0, place.1), &users);
    }
    people(sheet, "+", "made", &answer.accounts.create);
    people(sheet, "+", "reactivated", &answer.accounts.reactivate);
    people(sheet, "+", "adopted", &answer.accounts.adopt);
    for (place, users) in by_value(answer.gain.iter().filter(|one| !is_replaced(one))) {
        people(sheet, "+", &format!("get {} {}", place.0, place.1), &users);
    }
    for seats in answer.seats.iter().filter(|seats| seats.short > 0) {
        sheet.line(format_args!(
            "  ! {} seats of {} {} are missing: {} in all, {} used, {} freed, {} needed",
            seats.short,
            seats.slot,
            seats.value,
            seats.seats,
            seats.used,
            seats.freed,
            seats.needed
        ));
    }
}

/// Who is given another value in a slot of one.
struct Replaced<'a> {
    users: BTreeSet<(&'a str, &'a str)>,
    by_values: BTreeMap<(&'a str, &'a str, &'a str), Vec<String>>,
}

fn replaced<'a>(definition: &TargetDefinition, answer: &'a TargetAnswer) -> Replaced<'a> {
    let is_of_one = |slot: &str| definition.slot(slot).is_some_and(|slot| !slot.many);
    let mut lost: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut gained = lost.clone();
    for one in answer.lose.iter().filter(|one| is_of_one(&one.slot)) {
        lost.entry((&one.user, &one.slot)).or_default().push(&one.value);
    }
    for one in &answer.gain {
        gained.entry((&one.user, &one.slot)).or_default().push(&one.value);
    }
    let mut replaced = Replaced { users: BTreeSet::new(), by_values: BTreeMap::new() };
    for (place, values) in &lost {
        if let ([before], Some([after])) = (&values[..], gained.get(place).map(Vec::as_slice)) {
            replaced.users.insert(*place);
            let values = replaced.by_values.entry((place.1, before, after)).or_default();
            values.push(place.0.to_owned());
        }
    }
    replaced
}

/// The users of each slot and value.
fn by_value<'a>(
    all: impl Iterator<Item = &'a UserValue>,
) -> BTreeMap<(&'a str, &'a str), Vec<String>> {
    let mut found: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for one in all {
        found.entry((&one.slot, &one.value)).or_default().push(one.user.clone());
    }
    found
}

fn people(sheet: &mut Sheet, sign: &str, what: &str, users: &[String]) {
    if users.is_empty() {
        return;
    }
    let mut names = users.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if users.len() > SHOWN {
        names.push_str(&format!(" and {} more", users.len() - SHOWN));
    }
    sheet.line(format_args!("  {sign} {} {what}: {names}", users.len()));
}
