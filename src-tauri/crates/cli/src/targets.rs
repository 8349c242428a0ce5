//! `rolecallctl targets`: which targets there are, and leaving them out of runs.

use crate::entry::{entry, now};
use crate::opened::{configuration, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use crate::target_arguments::TargetsCommand;
use crate::target_edit;
use anyhow::bail;
use rolecall_config::duration_text;
use rolecall_directory::{Configuration, TargetDefinition};
use rolecall_store::{NewActivity, Pause, Store};
use serde_json::json;
use std::collections::BTreeMap;

/// Runs a command on targets.
pub async fn run(command: &TargetsCommand) -> anyhow::Result<u8> {
    match command {
        TargetsCommand::List(kept) => list(kept),
        TargetsCommand::Show { name, place } => target_edit::show(name, place),
        TargetsCommand::Try { name, file, place } => {
            target_edit::try_out(name, file.as_deref(), place).await
        }
        TargetsCommand::Set { file, place } => target_edit::set(file, place),
        TargetsCommand::Remove { name, place } => target_edit::remove(name, place),
        TargetsCommand::Pause { name, place } => pause(name, place),
        TargetsCommand::Resume { name, place } => resume(name, place),
    }
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let configuration = configuration(kept)?;
    let store = Store::open_read_only(&kept.state()?)?;
    let paused = store.as_ref().map(Store::paused).transpose()?.unwrap_or_default();
    let starts = store.as_ref().map(Store::starts).transpose()?.unwrap_or_default();
    let pause_of = |name: &str| paused.iter().find(|pause| pause.target == name);
    if kept.json {
        let all: Vec<_> = configuration
            .targets
            .iter()
            .map(|target| {
                let pause = pause_of(&target.name).map(|pause| {
                    json!({"since": instant(pause.since), "who": pause.who, "undone": pause.run})
                });
                json!({
                    "target": target.name,
                    "every": target.at.is_none().then(|| duration_text(target.every_seconds)),
                    "at": target.at.as_ref().map(ToString::to_string),
                    "synced": starts.get(&target.name).map(|at| instant(*at)),
                    "paused": pause,
                })
            })
            .collect();
        print::json(&all)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for target in &configuration.targets {
        sheet.line(line(target, &starts, pause_of(&target.name)));
    }
    if configuration.targets.is_empty() {
        sheet.line("there is no target");
    }
    sheet.show()?;
    Ok(0)
}

fn line(
    target: &TargetDefinition,
    starts: &BTreeMap<String, i64>,
    pause: Option<&Pause>,
) -> String {
    let when = match &target.at {
        Some(at) => format!("at {at}"),
        None => format!("every {}", duration_text(target.every_seconds)),
    };
    let last = starts.get(&target.name);
    let last = last.map_or("never synced".to_owned(), |at| format!("synced {}", local(*at)));
    let paused = pause.map(|pause| {
        let of = pause.run.map(|run| format!(", as run {run} was undone")).unwrap_or_default();
        format!("; paused since {} by {}{of}", local(pause.since), pause.who)
    });
    format!("{}  {when}; {last}{}", target.name, paused.unwrap_or_default())
}

fn pause(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    known(&configuration(kept)?, name)?;
    let store = there_to_write(&kept.state()?)?;
    if store.paused()?.iter().all(|paused| paused.target != name) {
        let (target, who) = (name.to_owned(), print::who());
        store.pause(&[Pause { target, who, since: now(), run: None }])?;
        store.append(&[told("target_paused", name)])?;
    }
    answer(kept, name, true, "is paused: runs leave it out until it is resumed")
}

fn resume(name: &str, kept: &Kept) -> anyhow::Result<u8> {
    let store = there_to_write(&kept.state()?)?;
    if store.resume(name)? {
        store.append(&[told("target_resumed", name)])?;
    } else {
        // One that is paused may be resumed when it is configured no more.
        known(&configuration(kept)?, name)?;
    }
    answer(kept, name, false, "is not paused: the next run takes it in")
}

fn answer(kept: &Kept, name: &str, paused: bool, words: &str) -> anyhow::Result<u8> {
    if kept.json {
        print::json(&json!({"target": name, "paused": paused}))?;
    } else {
        print::text(&format!("{name} {words}\n"))?;
    }
    Ok(0)
}

fn told(kind: &str, target: &str) -> NewActivity {
    NewActivity { target: Some(target.to_owned()), ..entry(kind, json!({})) }
}

/// Refuses a name that is no target's.
pub fn known(configuration: &Configuration, name: &str) -> anyhow::Result<()> {
    if configuration.target(name).is_some() {
        return Ok(());
    }
    let known = configuration.targets.iter().map(|target| target.name.as_str());
    bail!("there is no target \"{name}\"; targets are {}", known.collect::<Vec<_>>().join(", "))
}
