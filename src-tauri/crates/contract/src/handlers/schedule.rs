//! When runs start by themselves.

use crate::events::topic;
use crate::types::{Schedule, ScheduleChange, TargetSchedule};
use crate::{App, AppError};
use rolecall_config::{duration_seconds, duration_text};
use rolecall_directory::{Configuration, Cron, QuietHours, TargetDefinition, is_always_quiet};
use serde_json::json;

/// How many coming runs are told of each target.
const COMING: usize = 5;

/// When runs start by themselves.
pub(crate) fn get(app: &App) -> Result<Schedule, AppError> {
    let (_, configuration) = app.configuration()?;
    let mut targets = Vec::new();
    for target in &configuration.targets {
        targets.push(TargetSchedule {
            target: target.name.clone(),
            every: target.at.is_none().then(|| duration_text(target.every_seconds)),
            at: target.at.as_ref().map(ToString::to_string),
            next: app.coming(&configuration, target, COMING)?,
        });
    }
    let zone = app.engine.clock().zone();
    Ok(Schedule {
        targets,
        quiet: configuration.schedule.quiet.iter().map(ToString::to_string).collect(),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}

/// When a target is synced, for a list.
pub(crate) fn in_short(target: &TargetDefinition) -> String {
    let every = || duration_text(target.every_seconds);
    target.at.as_ref().map_or_else(every, ToString::to_string)
}

/// Changes when runs start by themselves.
///
/// # Errors
/// `schedule_wrong` with `field` and `target`; `not_found` for a target.
pub(crate) fn set(app: &App, change: &ScheduleChange) -> Result<Schedule, AppError> {
    let mut detail = None;
    app.change_configuration(|configuration| {
        detail = change_schedule(configuration, change)?;
        Ok(detail.is_some())
    })?;
    if let Some(detail) = detail {
        app.entry("schedule_changed", detail).write(app)?;
        app.events.changed(&[
            topic::SETTINGS,
            topic::OVERVIEW,
            topic::CONNECTIONS,
            topic::ACTIVITY,
        ]);
    }
    get(app)
}

/// Changes in `configuration` when runs start by themselves; what was and is, where that differs.
///
/// # Errors
/// `schedule_wrong` with `field` and `target`; `not_found` for a target.
pub fn change_schedule(
    configuration: &mut Configuration,
    change: &ScheduleChange,
) -> Result<Option<serde_json::Value>, AppError> {
    let before = told(configuration);
    for target in change.targets.iter().flatten() {
        set_target(configuration, target)?;
    }
    if let Some(quiet) = &change.quiet {
        configuration.schedule.quiet = quiet_hours(quiet)?;
    }
    let after = told(configuration);
    Ok((before != after).then(|| json!({"before": before, "after": after})))
}

fn set_target(configuration: &mut Configuration, wanted: &TargetSchedule) -> Result<(), AppError> {
    let name = &wanted.target;
    let target = configuration.targets.iter_mut().find(|one| one.name == *name);
    let target = target.ok_or_else(|| AppError::not_found("target", name))?;
    match (&wanted.every, &wanted.at) {
        (Some(every), None) => {
            let seconds = duration_seconds(every.trim()).filter(|seconds| *seconds > 0);
            let message = || {
                format!("\"{every}\" is no duration; write a number and d, h, m or s, such as 40m.")
            };
            target.every_seconds =
                seconds.ok_or_else(|| wrong("every", message()).with("target", name.clone()))?;
            target.at = None;
        }
        (None, Some(at)) => {
            let cron = Cron::parse(at)
                .map_err(|error| wrong("at", format!("{error}.")).with("target", name.clone()))?;
            target.at = Some(cron);
            target.every_seconds = target.kind.usual_interval();
        }
        _ => {
            let message = format!("Say of {name} either how often or at which times.");
            return Err(wrong("every", message).with("target", name.clone()));
        }
    }
    Ok(())
}

fn quiet_hours(texts: &[String]) -> Result<Vec<QuietHours>, AppError> {
    let mut quiet = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let hours = QuietHours::parse(text.trim())
            .map_err(|error| wrong("quiet", format!("{error}.")).with("index", at))?;
        quiet.push(hours);
    }
    if is_always_quiet(&quiet) {
        let message = "The whole day is quiet, so that no run would ever start by itself. Leave \
                       some of it, or switch User sync off.";
        return Err(wrong("quiet", message.to_owned()));
    }
    Ok(quiet)
}

fn wrong(field: &str, message: String) -> AppError {
    AppError::new("schedule_wrong", message).with("field", field)
}

fn told(configuration: &Configuration) -> serde_json::Value {
    let targets = configuration.targets.iter();
    let targets: serde_json::Map<_, _> =
        targets.map(|target| (target.name.clone(), in_short(target).into())).collect();
    let quiet: Vec<String> = configuration.schedule.quiet.iter().map(ToString::to_string).collect();
    json!({"targets": targets, "quiet": quiet})
}
