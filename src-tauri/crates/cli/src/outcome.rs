//! Plans and runs as the terminal shows them.

use crate::print::{self, Sheet};
use rolecall_engine::{AssignedValue, FailureEntry, Planned, Report, TargetReport};
use std::collections::BTreeMap;

/// How many names a list shows before it says how many more there are.
const SHOWN: usize = 10;

/// Prints a report: warnings and unreadable targets to standard error, the rest as people or
/// programs read it.
pub fn show(report: &Report, planned: &Planned, json: bool) -> anyhow::Result<()> {
    for warning in &report.warnings {
        print::note(format_args!("warning: {warning}"));
    }
    if json {
        print::json(report)?;
    } else {
        sheet(report, planned).show()?;
    }
    for (name, target) in &report.targets {
        if let Some(error) = &target.error {
            print::note(format_args!("{name}: {} ({})", error.message, error.cause));
        }
    }
    Ok(())
}

/// A plan or run for people: worst first.
fn sheet(report: &Report, planned: &Planned) -> Sheet {
    let mut sheet = Sheet::default();
    let summary = report.summary;
    sheet.line(format_args!("{} people read, {} steps", summary.users, summary.steps));
    for broken in &planned.broken_tests {
        let (user, message) = (&broken.user, &broken.message);
        sheet.line(format_args!("rule test of {user} does not hold: {message}"));
    }
    for (name, target) in &report.targets {
        sheet.line(format_args!("\n{name}"));
        if target.error.is_some() {
            sheet.line("  could not be read; nothing is done there");
            continue;
        }
        held(&mut sheet, target);
        people(&mut sheet, "accounts suspended", &target.accounts.suspend);
        values(&mut sheet, "lose", &target.unassign);
        people(&mut sheet, "accounts made", &target.accounts.create);
        people(&mut sheet, "accounts reactivated", &target.accounts.reactivate);
        people(&mut sheet, "accounts adopted", &target.accounts.adopt);
        people(&mut sheet, "accounts updated", &target.accounts.update);
        values(&mut sheet, "get", &target.assign);
        for value in &target.values.create {
            sheet.line(format_args!("         {} {} is made", value.slot, value.value));
        }
        waiting(&mut sheet, target);
        shortages(&mut sheet, target);
        failures(&mut sheet, target);
        people(&mut sheet, "unmanaged accounts that no person explains", &target.orphans);
        ending(&mut sheet, target);
    }
    sheet
}

/// Removals that are no steps yet: how many of what, and when the first of them goes.
fn waiting(sheet: &mut Sheet, target: &TargetReport) {
    let mut counts: BTreeMap<(&str, &str), (usize, &str)> = BTreeMap::new();
    for one in &target.pending {
        let place = (one.slot.as_str(), one.value.as_str());
        let (count, first) = counts.entry(place).or_insert((0, &one.until));
        *count += 1;
        *first = one.until.as_str().min(first);
    }
    for ((slot, value), (count, first)) in counts {
        if value.is_empty() {
            sheet.line(format_args!("  {count:>6} wait to be suspended, from {first} on"));
        } else {
            sheet.line(format_args!("  {count:>6} wait to lose {slot} {value}, from {first} on"));
        }
    }
}

fn people(sheet: &mut Sheet, what: &str, list: &[String]) {
    if list.is_empty() {
        return;
    }
    let mut names = list.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if list.len() > SHOWN {
        names.push_str(&format!(" and {} more", list.len() - SHOWN));
    }
    sheet.line(format_args!("  {:>6} {what}: {names}", list.len()));
}

fn values(sheet: &mut Sheet, verb: &str, list: &[AssignedValue]) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in list {
        *counts.entry((&entry.slot, &entry.value)).or_default() += 1;
    }
    for ((slot, value), count) in counts {
        sheet.line(format_args!("  {count:>6} {verb} {slot} {value}"));
    }
}

fn held(sheet: &mut Sheet, target: &TargetReport) {
    for held in &target.held {
        let value = held.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        let limit = held.limit.map(|limit| format!(", limit {limit}")).unwrap_or_default();
        let (steps, guard, slot) = (held.steps, held.guard.word(), &held.slot);
        sheet.line(format_args!(
            "  {steps:>6} steps held by the guard {guard} on {slot}{value}{limit}"
        ));
    }
}

fn shortages(sheet: &mut Sheet, target: &TargetReport) {
    for seats in target.seats.iter().filter(|seats| seats.short > 0) {
        sheet.line(format_args!(
            "  {:>6} go without {} {}: {} seats, {} used, {} freed, {} needed; buy {0} more",
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

fn failures(sheet: &mut Sheet, target: &TargetReport) {
    let mut by_cause: BTreeMap<&str, Vec<&FailureEntry>> = BTreeMap::new();
    for failure in &target.failures {
        by_cause.entry(failure.cause).or_default().push(failure);
    }
    for (cause, list) in by_cause {
        sheet.line(format_args!("  {:>6} failures: {cause}", list.len()));
        for failure in list.iter().take(SHOWN) {
            sheet.line(format_args!("           {}: {}", failure.user, failure.message));
        }
    }
}

fn ending(sheet: &mut Sheet, target: &TargetReport) {
    let Some(outcome) = &target.outcome else { return };
    let (done, failed, not_sent) = (outcome.done, outcome.failed.len(), outcome.not_sent.len());
    sheet.line(format_args!("  {done:>6} done, {failed} failed, {not_sent} not sent"));
    for entry in outcome.failed.iter().take(SHOWN) {
        let value = entry.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        sheet.line(format_args!(
            "           {} {}{value}: {} ({})",
            entry.user, entry.step, entry.message, entry.cause
        ));
    }
}
