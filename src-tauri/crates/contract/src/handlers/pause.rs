//! Pausing and resuming targets, and connections in quarantine.

use crate::events::topic;
use crate::running::Errand;
use crate::types::{
    Nothing, PausedTarget, QuarantineItem, QuarantineList, QuarantineRequest, TargetRequest,
};
use crate::{App, AppError};
use rolecall_engine::{ConnectionKey, ConnectionState, Quarantined};
use rolecall_store::{Pause, QuarantineReason, Trigger};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Leaves a target out of runs.
pub(crate) fn pause(app: &App, request: &TargetRequest) -> Result<Nothing, AppError> {
    known(app, &request.target)?;
    if app.paused()?.iter().any(|paused| paused.target == request.target) {
        return Ok(Nothing {});
    }
    let (target, who) = (request.target.clone(), app.options.who.clone());
    app.store.pause(&[Pause { target, who, since: app.now(), run: None }])?;
    told(app, "target_paused", &request.target)
}

/// Lets runs take a target in again. It is allowed for one that is not configured any more, too.
pub(crate) fn resume(app: &App, request: &TargetRequest) -> Result<Nothing, AppError> {
    if !app.store.resume(&request.target)? {
        known(app, &request.target)?;
        return Ok(Nothing {});
    }
    told(app, "target_resumed", &request.target)
}

fn known(app: &App, target: &str) -> Result<(), AppError> {
    let (_, configuration) = app.configuration()?;
    let known = configuration.target(target).map(|_| ());
    known.ok_or_else(|| AppError::not_found("target", target))
}

fn told(app: &App, kind: &str, target: &str) -> Result<Nothing, AppError> {
    app.entry(kind, json!({})).target(target).write(app)?;
    app.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::ACTIVITY]);
    Ok(Nothing {})
}

/// Connections in quarantine.
pub(crate) fn quarantines(app: &App) -> Result<QuarantineList, AppError> {
    Ok(QuarantineList { items: app.quarantined()? })
}

/// Makes the trial of a connection due, and starts a run in it that makes it.
pub(crate) fn try_now(app: &Arc<App>, request: &QuarantineRequest) -> Result<Nothing, AppError> {
    let connection = named(request)?;
    if !app.engine.try_now(&app.store, &connection, &app.options.who)? {
        return Err(AppError::not_found("quarantine", &request.connection));
    }
    app.push.forget_doors();
    app.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::ACTIVITY]);
    // While a run is under way, the next one makes the trial. Others make that of a push endpoint.
    let runs = !matches!(connection, ConnectionKey::Push(_));
    if runs && !app.is_running() && app.runner_elsewhere()?.is_none() {
        let targets = match connection {
            ConnectionKey::Target(target) => Some(BTreeSet::from([target])),
            ConnectionKey::Source(_) | ConnectionKey::Push(_) => None,
        };
        app.start_run(Trigger::Hand, Errand { targets, ..Errand::default() })?;
    }
    Ok(Nothing {})
}

/// Ends the quarantine of a connection.
pub(crate) fn lift(app: &App, request: &QuarantineRequest) -> Result<Nothing, AppError> {
    let connection = named(request)?;
    if !app.engine.lift(&app.store, &connection, &app.options.who)? {
        return Err(AppError::not_found("quarantine", &request.connection));
    }
    app.push.forget_doors();
    app.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::ACTIVITY]);
    Ok(Nothing {})
}

fn named(request: &QuarantineRequest) -> Result<ConnectionKey, AppError> {
    let named = ConnectionKey::of(&request.direction, &request.connection);
    named.ok_or_else(|| AppError::not_found("quarantine", &request.connection))
}

impl App {
    /// Targets that runs leave out, by name.
    pub(crate) fn paused(&self) -> Result<Vec<PausedTarget>, AppError> {
        let paused = self.store.paused()?.into_iter();
        let item = |Pause { target, who, since, run }| PausedTarget { target, since, who, run };
        Ok(paused.map(item).collect())
    }

    /// Connections in quarantine, by name.
    pub(crate) fn quarantined(&self) -> Result<Vec<QuarantineItem>, AppError> {
        Ok(self.engine.quarantines(&self.store)?.into_iter().map(quarantine).collect())
    }
}

fn quarantine(one: Quarantined) -> QuarantineItem {
    let state = match one.state {
        ConnectionState::Held => "quarantined",
        ConnectionState::Due => "trial",
        ConnectionState::Off => "off",
    };
    let (failed, requests) = match one.reason {
        Some(QuarantineReason::Failing { failed, requests, .. }) => (failed, requests),
        _ => (0, 0),
    };
    QuarantineItem {
        connection: one.connection.name().to_owned(),
        direction: one.connection.direction().to_owned(),
        state: state.to_owned(),
        reason: one.reason.map_or("", QuarantineReason::word).to_owned(),
        failed,
        requests,
        sample: one.sample,
        since: one.since,
        next_at: one.next,
        times: one.trials.saturating_add(1),
    }
}
