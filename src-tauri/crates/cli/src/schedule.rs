//! `rolecallctl schedule`: when runs start by themselves.

use crate::directory::{REFUSED, of_workspace};
use crate::entry::{entry, now};
use crate::opened::{configuration, open_kept, there_to_write};
use crate::outcome;
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use crate::schedule_arguments::ScheduleCommand;
use anyhow::{Context, bail};
use rolecall_config::{duration_seconds, duration_text};
use rolecall_contract::types::{ScheduleChange, TargetSchedule};
use rolecall_contract::{AppError, SyncSwitch, change_schedule, due_targets};
use rolecall_directory::Configuration;
use rolecall_engine::{Alarm, Calendar, Clock, Report, SystemClock};
use rolecall_store::Store;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal;

/// Runs a command on the schedule.
pub async fn run(command: &ScheduleCommand) -> anyhow::Result<u8> {
    match command {
        ScheduleCommand::Show(kept) => show(kept),
        ScheduleCommand::Set { target, every, at, place } => {
            let (target, every, at, next) = (target.clone(), every.clone(), at.clone(), Vec::new());
            let targets = Some(vec![TargetSchedule { target, every, at, next }]);
            change(&ScheduleChange { targets, quiet: None }, place)
        }
        ScheduleCommand::Quiet { hours, place, .. } => {
            change(&ScheduleChange { targets: None, quiet: Some(hours.clone()) }, place)
        }
        ScheduleCommand::On { yes, place } => on(*yes, place).await,
        ScheduleCommand::Off(kept) => off(kept),
        ScheduleCommand::Pause { duration, place } => {
            let seconds = duration_seconds(duration).filter(|seconds| *seconds > 0);
            let seconds = seconds.with_context(|| {
                format!("\"{duration}\" is no duration; write a number and d, h or m, such as 2h")
            })?;
            let length = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
            pause(Some(now().saturating_add(length)), place)
        }
        ScheduleCommand::Resume(kept) => pause(None, kept),
    }
}

/// When each target is due by the schedule of `configuration`; nothing where nothing is kept yet.
pub fn due(
    store: Option<&Store>,
    configuration: &Configuration,
) -> anyhow::Result<BTreeMap<String, i64>> {
    let Some(store) = store else { return Ok(BTreeMap::new()) };
    let now = now();
    let calendar = Calendar { zone: SystemClock.zone(), quiet: &configuration.schedule.quiet };
    Ok(due_targets(store, configuration, &calendar, &mut Alarm::new(now), now)?)
}

/// How the switch stands; off where nothing is kept yet.
pub fn switch_of(store: Option<&Store>) -> anyhow::Result<SyncSwitch> {
    let switch = store.map(|store| SyncSwitch::read(store, now())).transpose()?;
    Ok(switch.unwrap_or_default())
}

fn show(kept: &Kept) -> anyhow::Result<u8> {
    let configuration = configuration(kept)?;
    let store = Store::open_read_only(&kept.state()?)?;
    told(&configuration, store.as_ref(), kept)
}

fn told(configuration: &Configuration, store: Option<&Store>, kept: &Kept) -> anyhow::Result<u8> {
    let (switch, due) = (switch_of(store)?, due(store, configuration)?);
    let quiet: Vec<String> = configuration.schedule.quiet.iter().map(ToString::to_string).collect();
    let zone = SystemClock.zone();
    let zone = zone.iana_name().unwrap_or("UTC");
    if kept.json {
        let targets = configuration.targets.iter().map(|target| {
            json!({
                "target": target.name,
                "every": target.at.is_none().then(|| duration_text(target.every_seconds)),
                "at": target.at.as_ref().map(ToString::to_string),
                "next": due.get(&target.name).map(|at| instant(*at)),
            })
        });
        print::json(&json!({
            "user_sync": switch.on, "paused_until": switch.paused_until.map(instant),
            "targets": targets.collect::<Vec<_>>(), "quiet": quiet, "zone": zone,
        }))?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    sheet.line(format_args!("User sync is {}", if switch.on { "on" } else { "off" }));
    if let Some(until) = switch.paused_until {
        sheet.line(format_args!("no run starts by itself until {}", local(until)));
    }
    for target in &configuration.targets {
        let when = match &target.at {
            Some(at) => format!("at {at} ({zone})"),
            None => format!("every {}", duration_text(target.every_seconds)),
        };
        let next = due.get(&target.name).map(|at| format!("; next {}", local(*at)));
        sheet.line(format_args!("{}  {when}{}", target.name, next.unwrap_or_default()));
    }
    if !quiet.is_empty() {
        sheet.line(format_args!("quiet: {} ({zone})", quiet.join(", ")));
    }
    sheet.show()?;
    Ok(0)
}

fn change(change: &ScheduleChange, kept: &Kept) -> anyhow::Result<u8> {
    of_workspace(kept, "the times of runs")?;
    let store = there_to_write(&kept.state()?)?;
    let mut configuration = store.configuration()?;
    if let Some(detail) = change_schedule(&mut configuration, change)? {
        store.replace_configuration(&configuration)?;
        store.append(&[entry("schedule_changed", detail)])?;
    }
    told(&configuration, Some(&store), kept)
}

async fn on(yes: bool, kept: &Kept) -> anyhow::Result<u8> {
    of_background(kept)?;
    let opened = open_kept(kept)?;
    let store = there_to_write(&opened.state)?;
    if !SyncSwitch::read(&store, now())?.ever_on && !kept.json {
        let planned = opened.engine.plan(&opened.configuration, Some(&store)).await?;
        outcome::show_plan(&Report::head_of_plan(&planned), &planned, false)?;
        let asks = !yes && std::io::stdin().is_terminal();
        if asks && !print::agreed("Switch User sync on, which carries this out?")? {
            print::note("User sync stays off");
            return Ok(0);
        }
    }
    turned(&store, &opened.configuration, true, kept)
}

fn off(kept: &Kept) -> anyhow::Result<u8> {
    of_background(kept)?;
    let store = there_to_write(&kept.state()?)?;
    let configuration = store.configuration()?;
    turned(&store, &configuration, false, kept)
}

fn turned(
    store: &Store,
    configuration: &Configuration,
    on: bool,
    kept: &Kept,
) -> anyhow::Result<u8> {
    match SyncSwitch::turn(store, configuration, on) {
        Ok(true) => {
            store.append(&[entry("sync_switched", json!({"on": on}))])?;
        }
        Ok(false) => {}
        Err(error) => return refused(error),
    }
    told(configuration, Some(store), kept)
}

fn pause(until: Option<i64>, kept: &Kept) -> anyhow::Result<u8> {
    of_background(kept)?;
    let store = there_to_write(&kept.state()?)?;
    if SyncSwitch::pause(&store, until, now())? {
        store.append(&[entry("sync_paused", json!({"until": until}))])?;
    }
    let configuration = store.configuration()?;
    told(&configuration, Some(&store), kept)
}

/// What is in a file is synced when somebody does it; only workspaces are served.
fn of_background(kept: &Kept) -> anyhow::Result<()> {
    match &kept.config {
        Some(file) => bail!(
            "runs start by themselves in a workspace only; take {} over with \"rolecallctl config \
             import\", and name it by --workspace",
            file.display()
        ),
        None => Ok(()),
    }
}

/// Exit code 4 with the reason where things do not allow it.
fn refused(error: AppError) -> anyhow::Result<u8> {
    if error.code == "nothing_set_up" {
        print::note(error);
        return Ok(REFUSED);
    }
    Err(error.into())
}
