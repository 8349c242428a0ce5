//! `rolecallctl status`: how all stands, asking no source and no target.

use crate::opened::{open_kept, there};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use crate::runs::decide::held_in;
use crate::runs::list::as_json;
use crate::runs::{RUNNER, state_of};
use crate::schedule::{due, switch_of};
use rolecall_engine::{Quarantined, holding_runs, source_health, target_health};
use rolecall_store::{Page, RunRecord, RunState, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What could not be read, is in quarantine, failed or is held.
struct Troubles {
    /// Sources and targets that could not be read last, with why.
    unreadable: Vec<(String, String)>,
    quarantined: Vec<Quarantined>,
    /// Failures by target and cause, with how many people.
    failures: Vec<(String, &'static str, u64)>,
    /// What is held, by target, guard and run.
    held: BTreeMap<(String, &'static str, i64), u64>,
}

impl Troubles {
    /// 1 before 2 before 3, as everywhere.
    fn exit_code(&self) -> u8 {
        if !self.unreadable.is_empty() || !self.quarantined.is_empty() {
            1
        } else if !self.failures.is_empty() {
            2
        } else if !self.held.is_empty() {
            3
        } else {
            0
        }
    }
}

/// Tells how all stands; the exit code says whether it is well.
pub fn run(kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let store = there(&opened.state)?;
    let troubles = Troubles {
        unreadable: unreadable(&opened.configuration, &store)?,
        quarantined: opened.engine.quarantines(&store)?,
        failures: failures(&store)?,
        held: held(&store)?,
    };
    let (switch, due) = (switch_of(Some(&store))?, due(Some(&store), &opened.configuration)?);
    let next = due.into_values().min();
    let running = store.lease_holder(RUNNER, crate::entry::now())?.map(|holder| holder.holder);
    let runs = store.runs(Page::first(20))?.rows;
    let last = runs.iter().find(|run| run.state != RunState::Running);
    let people = opened.configuration.directories.iter().try_fold(0, |sum, directory| {
        Ok::<_, anyhow::Error>(sum + store.reading(&directory.name)?.map_or(0, |one| one.people))
    })?;
    let paused: Vec<String> = store.paused()?.into_iter().map(|one| one.target).collect();
    if kept.json {
        let last = last.map(|run| as_json(&store, run)).transpose()?;
        let mut told = json!({
            "user_sync": switch.on, "paused_until": switch.paused_until.map(instant),
            "running": running, "last": last, "next": next.map(instant), "people": people,
            "paused": paused,
        });
        tell(&troubles, &mut told);
        print::json(&told)?;
        return Ok(troubles.exit_code());
    }
    let mut sheet = Sheet::default();
    let next = next.map(|at| format!(", next run {}", local(at))).unwrap_or_default();
    sheet.line(format_args!("User sync is {}{next}", if switch.on { "on" } else { "off" }));
    if let Some(until) = switch.paused_until {
        sheet.line(format_args!("no run starts by itself until {}", local(until)));
    }
    if let Some(holder) = running {
        sheet.line(format_args!("{holder} is running"));
    }
    match last {
        Some(run) => sheet.line(words(&store, run)?),
        None => sheet.line("no run has ended yet"),
    }
    sheet.line(format_args!("{people} people"));
    for target in paused {
        sheet.line(format_args!("{target} is paused: runs leave it out"));
    }
    list(&troubles, &mut sheet);
    sheet.show()?;
    Ok(troubles.exit_code())
}

fn unreadable(
    configuration: &rolecall_directory::Configuration,
    store: &Store,
) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for directory in configuration.directories.iter().filter(|one| one.source.is_some()) {
        let health = source_health(store, &directory.name)?;
        if let Some(error) = health.and_then(|health| health.error) {
            found.push((format!("source of {}", directory.name), error));
        }
    }
    for target in &configuration.targets {
        let health = target_health(store, &target.name)?;
        if let Some(error) = health.and_then(|health| health.error) {
            found.push((target.name.clone(), error));
        }
    }
    Ok(found)
}

fn failures(store: &Store) -> anyhow::Result<Vec<(String, &'static str, u64)>> {
    let groups = store.failures_by_cause()?.into_iter();
    Ok(groups.map(|group| (group.target, group.cause.word(), group.people)).collect())
}

/// What guards hold by the last plan of each target.
fn held(store: &Store) -> anyhow::Result<BTreeMap<(String, &'static str, i64), u64>> {
    let mut held = BTreeMap::new();
    for (target, run) in holding_runs(store)? {
        for step in held_in(store, run)?.iter().filter(|step| step.target == target) {
            let guard = step.guard.map_or("", |guard| guard.word());
            *held.entry((target.clone(), guard, run)).or_default() += 1;
        }
    }
    Ok(held)
}

fn words(store: &Store, run: &RunRecord) -> anyhow::Result<String> {
    let (counts, state) = (run.counts(), state_of(store, run)?);
    Ok(format!(
        "run {} {state} {}: {} done, {} failed, {} held",
        run.id,
        run.finished.map(local).unwrap_or_default(),
        counts.done,
        counts.failed,
        counts.held
    ))
}

fn tell(troubles: &Troubles, told: &mut Value) {
    let unreadable = troubles.unreadable.iter();
    told["unreadable"] = unreadable
        .map(|(connection, error)| json!({"connection": connection, "error": error}))
        .collect();
    let quarantined = troubles.quarantined.iter();
    told["quarantined"] = quarantined
        .map(|one| {
            json!({
                "target": one.connection.name(), "direction": one.connection.direction(),
                "state": one.state.word(), "next": one.next.map(instant),
            })
        })
        .collect();
    let failures = troubles.failures.iter();
    told["failures"] = failures
        .map(|(target, cause, people)| json!({"target": target, "cause": cause, "people": people}))
        .collect();
    let held = troubles.held.iter();
    told["held"] = held
        .map(|((target, guard, run), steps)| {
            json!({"target": target, "guard": guard, "run": run, "steps": steps})
        })
        .collect();
}

fn list(troubles: &Troubles, sheet: &mut Sheet) {
    for (connection, error) in &troubles.unreadable {
        sheet.line(format_args!("{connection} could not be read: {error}"));
    }
    for one in &troubles.quarantined {
        let next = one.next.map(|at| format!(", tried again {}", local(at)));
        let (name, state) = (one.connection.name(), one.state.word());
        sheet.line(format_args!("the connection to {name} is {state}{}", next.unwrap_or_default()));
    }
    for (target, cause, people) in &troubles.failures {
        sheet.line(format_args!("{target}: {people} people fail by {cause}"));
    }
    for ((target, guard, run), steps) in &troubles.held {
        sheet.line(format_args!(
            "{target}: {guard} holds {steps} steps; \"runs approve {run}\" or \"runs discard {run}\""
        ));
    }
}
