//! What the terminal shows.

use anyhow::Context;
use rolecall_engine::{Planned, Report, TargetReport};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// How many names a list shows before it says how many more there are.
const SHOWN: usize = 10;

/// Who acts: `account@host`.
pub fn who() -> String {
    let account = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let host = std::fs::read_to_string("/etc/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME")).ok());
    let account = account.unwrap_or_else(|| "unknown".to_owned());
    let host = host.unwrap_or_else(|| "localhost".to_owned());
    format!("{account}@{}", host.trim())
}

/// An error with what caused it, each once.
pub fn chain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// Prints `value` as JSON to standard output as it is made.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, value).context("the answer could not be written")?;
    out.write_all(b"\n").and_then(|()| out.flush()).context("the answer could not be written")
}

/// Prints what sources could not make sense of to standard error.
pub fn warnings(report: &Report) {
    for warning in &report.warnings {
        eprintln!("warning: {warning}");
    }
}

/// Prints targets that could not be read to standard error.
pub fn target_errors(report: &Report) {
    for (name, target) in &report.targets {
        if let Some(error) = &target.error {
            eprintln!("{name}: {} ({})", error.message, error.cause);
        }
    }
}

/// Prints a plan or run for people: worst first.
pub fn report(report: &Report, planned: &Planned) {
    println!("{} people read, {} steps", report.summary.users, report.summary.steps);
    for broken in &planned.broken_tests {
        println!("rule test of {} does not hold: {}", broken.user, broken.message);
    }
    for (name, target) in &report.targets {
        println!("\n{name}");
        if target.error.is_some() {
            println!("  could not be read; nothing is done there");
            continue;
        }
        held(target);
        people("accounts suspended", &target.accounts.suspend);
        values("lose", &target.unassign);
        people("accounts made", &target.accounts.create);
        people("accounts reactivated", &target.accounts.reactivate);
        people("accounts adopted", &target.accounts.adopt);
        people("accounts updated", &target.accounts.update);
        values("get", &target.assign);
        for value in &target.values.create {
            println!("  {} {} is made", value.slot, value.value);
        }
        shortages(target);
        failures(target);
        people("unmanaged accounts that no person explains", &target.orphans);
        outcome(target);
    }
}

fn people(what: &str, list: &[String]) {
    if list.is_empty() {
        return;
    }
    let mut names = list.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if list.len() > SHOWN {
        names.push_str(&format!(" and {} more", list.len() - SHOWN));
    }
    println!("  {:>6} {what}: {names}", list.len());
}

fn values(verb: &str, list: &[rolecall_engine::AssignedValue]) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in list {
        *counts.entry((&entry.slot, &entry.value)).or_default() += 1;
    }
    for ((slot, value), count) in counts {
        println!("  {count:>6} {verb} {slot} {value}");
    }
}

fn held(target: &TargetReport) {
    for held in &target.held {
        let value = held.value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
        let limit = held.limit.map(|limit| format!(", limit {limit}")).unwrap_or_default();
        println!(
            "  {:>6} steps held by the guard {} on {}{value}{limit}",
            held.steps,
            held.guard.word(),
            held.slot
        );
    }
}

fn shortages(target: &TargetReport) {
    for seats in target.seats.iter().filter(|seats| seats.short > 0) {
        println!(
            "  {:>6} go without {} {}: {} seats, {} used, {} freed, {} needed; buy {0} more",
            seats.short,
            seats.slot,
            seats.value,
            seats.seats,
            seats.used,
            seats.freed,
            seats.needed
        );
    }
}

fn failures(target: &TargetReport) {
    let mut by_cause: BTreeMap<&str, Vec<&rolecall_engine::FailureEntry>> = BTreeMap::new();
    for failure in &target.failures {
        by_cause.entry(failure.cause).or_default().push(failure);
    }
    for (cause, list) in by_cause {
        println!("  {:>6} failures: {cause}", list.len());
        for failure in list.iter().take(SHOWN) {
            println!("           {}: {}", failure.user, failure.message);
        }
    }
}

fn outcome(target: &TargetReport) {
    let Some(outcome) = &target.outcome else { return };
    println!(
        "  {:>6} done, {} failed, {} not sent",
        outcome.done,
        outcome.failed.len(),
        outcome.not_sent.len()
    );
    for entry in outcome.failed.iter().take(SHOWN) {
        let value = entry.value.as_deref().unwrap_or_default();
        println!(
            "           {} {} {value}: {} ({})",
            entry.user, entry.step, entry.message, entry.cause
        );
    }
}
