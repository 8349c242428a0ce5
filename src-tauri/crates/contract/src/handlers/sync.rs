//! The User sync switch, and runs by hand.

use crate::app::lock;
use crate::events::topic;
use crate::running::Errand;
use crate::settings_kept::Kept;
use crate::types::{Nothing, PauseRequest, SwitchRequest};
use crate::{App, AppError};
use rolecall_store::Trigger;
use serde_json::json;
use std::sync::Arc;

/// Switches User sync: on starts a run, off ends one between steps.
pub(crate) fn switch(app: &Arc<App>, request: SwitchRequest) -> Result<Nothing, AppError> {
    let was = app.is_on()?;
    if request.on {
        let (_, configuration) = app.configuration()?;
        if configuration.targets.is_empty() {
            let message = "There is no target to sync yet. Connect one, then switch User sync on.";
            return Err(AppError::new("nothing_set_up", message));
        }
        app.store.set_setting(Kept::EVER_ON, &true)?;
    }
    app.store.set_setting(Kept::ON, &request.on)?;
    if was != request.on {
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

/// The longest that the background may be paused: a week, in milliseconds.
const LONGEST: i64 = 7 * 24 * 3600 * 1000;

/// Lets no run start by itself until then; one that goes on is left alone.
pub(crate) fn pause(app: &App, request: PauseRequest) -> Result<Nothing, AppError> {
    let now = app.now();
    if let Some(until) = request.until
        && !(now..=now + LONGEST).contains(&until)
    {
        let message = "Runs can be paused for a week at most, from now on. To stop them for \
                       longer, switch User sync off.";
        return Err(AppError::new("invalid_value", message).with("field", "until"));
    }
    if app.paused_until()? != request.until {
        match request.until {
            Some(until) => app.store.set_setting(Kept::PAUSED_UNTIL, &until)?,
            None => app.store.set_setting(Kept::PAUSED_UNTIL, &0)?,
        }
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
        let until = self.store.setting::<i64>(Kept::PAUSED_UNTIL)?;
        Ok(until.filter(|until| *until > self.now()))
    }

    /// Refuses while another process runs on this workspace.
    pub(crate) fn refuse_runner_elsewhere(&self) -> Result<(), AppError> {
        let Some(holder) = self.runner_elsewhere()? else { return Ok(()) };
        let message =
            format!("{holder} is running on this workspace. Wait until it ends, or stop it there.");
        Err(AppError::new("runner_elsewhere", message).with("holder", holder))
    }
}
