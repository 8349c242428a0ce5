//! `rolecallctl quarantine`: connections that are left alone for a while, and what to do about it.

use crate::arguments::QuarantineCommand;
use crate::opened::{Opened, open_kept, there, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use crate::targets::known;
use anyhow::bail;
use rolecall_engine::{ConnectionKey, Quarantined};
use rolecall_store::Store;
use serde_json::json;

/// Runs a command on quarantine.
pub fn run(command: &QuarantineCommand) -> anyhow::Result<u8> {
    match command {
        QuarantineCommand::List(kept) => list(kept),
        QuarantineCommand::Lift { name, place } => lift(name, place),
        QuarantineCommand::Try { name, place } => try_now(name, place),
    }
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let all = opened.engine.quarantines(&there(&opened.state)?)?;
    if kept.json {
        let all: Vec<_> = all
            .iter()
            .map(|one| {
                json!({
                    "target": one.connection.name(),
                    "direction": one.connection.direction(),
                    "state": one.state.word(),
                    "reason": one.reason.map(rolecall_store::QuarantineReason::word),
                    "message": reason(one),
                    "sample": one.sample,
                    "since": instant(one.since),
                    "next": one.next.map(instant),
                })
            })
            .collect();
        print::json(&all)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for one in &all {
        let next = match one.next {
            Some(next) => format!("tried again {}", local(next)),
            None => "switched off, not tried again by itself".to_owned(),
        };
        let since = local(one.since);
        sheet.line(format_args!(
            "{}  since {since}: {}; {next}",
            words(&one.connection),
            reason(one)
        ));
        if !one.sample.is_empty() {
            sheet.line(format_args!("  {}", one.sample));
        }
    }
    if all.is_empty() {
        sheet.line("no connection is in quarantine");
    }
    sheet.show()?;
    Ok(0)
}

fn reason(one: &Quarantined) -> String {
    one.reason.map(|reason| reason.to_string()).unwrap_or_default()
}

fn lift(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    let found = in_quarantine(&opened, &store, name)?;
    for connection in &found {
        opened.engine.lift(&store, connection, &print::who())?;
    }
    answer(kept, name, "lifted", "is not in quarantine any more")
}

fn try_now(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    let found = in_quarantine(&opened, &store, name)?;
    for connection in &found {
        opened.engine.try_now(&store, connection, &print::who())?;
    }
    answer(kept, name, "due", "is tried with a few requests by the next sync")
}

/// The connections in quarantine called `name`: a target, `source:DIRECTORY`, `push:DIRECTORY`, or
/// a directory for both of its own.
fn in_quarantine(opened: &Opened, store: &Store, name: &str) -> anyhow::Result<Vec<ConnectionKey>> {
    let all = opened.engine.quarantines(store)?.into_iter().map(|one| one.connection);
    let exactly = ConnectionKey::read(name);
    let all: Vec<_> = all.collect();
    if all.contains(&exactly) {
        return Ok(vec![exactly]);
    }
    let of_directory =
        [ConnectionKey::Source(name.to_owned()), ConnectionKey::Push(name.to_owned())];
    let found: Vec<_> = all.into_iter().filter(|one| of_directory.contains(one)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    if !opened.configuration.directories.iter().any(|one| one.name == exactly.name()) {
        known(&opened.configuration, name)?;
    }
    bail!("the connection to \"{name}\" is not in quarantine")
}

fn words(connection: &ConnectionKey) -> String {
    match connection {
        ConnectionKey::Target(name) => name.clone(),
        ConnectionKey::Source(directory) => format!("source of {directory}"),
        ConnectionKey::Push(directory) => format!("push to {directory}"),
    }
}

fn answer(kept: &Kept, name: &str, state: &str, words: &str) -> anyhow::Result<u8> {
    if kept.json {
        print::json(&json!({"target": name, "state": state}))?;
    } else {
        print::text(&format!("the connection to {name} {words}\n"))?;
    }
    Ok(0)
}
