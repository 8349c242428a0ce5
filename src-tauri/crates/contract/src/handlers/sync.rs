//! The User sync switch, and runs by hand.

use crate::app::lock;
use crate::events::topic;
use crate::running::Errand;
use crate::switch::SyncSwitch;
use crate::types::{Nothing, PauseRequest, SwitchRequest};
use crate::{App, AppError};
use rolecall_store::Trigger;
use serde_json::json;
use std::sync::Arc;

/// Switches User sync: on starts a run, off ends one between steps.
pub(crate) fn switch(app: &Arc<App>, request: SwitchRequest) -> Result<Nothing, AppError> {
    let (_, configuration) = app.configuration()?;
    if SyncSwitch::turn(&app.store, &configuration, request.on)? {
        app.entry("sync_switched", json!({"on": request.on})).write(app)?;
    }
    if !request.on {
        cancel(app);
    } else if !app.is_running() && app.runner_elsewhere()?.is_none() {
        app.start_run(Trigger::Hand, Errand::default())?;
    }
    app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY]);
    Ok(Nothing {})
}

/// Lets no run start by itself until then; one that goes on is left alone.
pub(crate) fn pause(app: &App, request: PauseRequest) -> Result<Nothing, AppError> {
    if SyncSwitch::pause(&app.store, request.until, app.now())? {
        app.entry("sync_paused", json!({"until": request.until})).write(app)?;
        app.events.changed(&[topic::OVERVIEW, topic::ACTIVITY]);
    }
    Ok(Nothing {})
}

/// Starts a run, whether User sync is on or not.
pub(crate) fn now(app: &Arc<App>) -> Result<Nothing, AppError> {
    app.refuse_runner_elsewhere()?;
    app.start_run(Trigger::Hand, Errand::default())?;
    Ok(Nothing {})
}

/// Stops the run under way between two steps; no run is no fault.
pub(crate) fn stop(app: &Arc<App>) -> Result<Nothing, AppError> {
    cancel(app);
    Ok(Nothing {})
}

fn cancel(app: &App) {
    if let Some(running) = lock(&app.running).as_ref() {
        running.control.cancel();
    }
}

impl App {
    /// Until when no run starts by itself, while that is to come.
    pub(crate) fn paused_until(&self) -> Result<Option<i64>, AppError> {
        Ok(SyncSwitch::read(&self.store, self.now())?.paused_until)
    }

    /// Refuses while another process runs on this workspace.
    pub(crate) fn refuse_runner_elsewhere(&self) -> Result<(), AppError> {
        let Some(holder) = self.runner_elsewhere()? else { return Ok(()) };
        let message =
            format!("{holder} is running on this workspace. Wait until it ends, or stop it there.");
        Err(AppError::new("runner_elsewhere", message).with("holder", holder))
    }
}
