//! What goes on unasked: runs by the schedule, and noticing other processes' changes.

use crate::events::topic;
use crate::running::Errand;
use crate::settings_kept::Kept;
use crate::{App, AppError};
use rolecall_store::{Page, Trigger};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(1);
/// How often a target is synced unless it says otherwise, in seconds.
const USUAL: u64 = 40 * 60;
/// How long the schedule waits at least between two attempts, in milliseconds.
const PAUSE: i64 = 60_000;
/// How many runs back a full one is looked for.
const BACK: u32 = 50;

/// Begins to watch, until the application is closed or dropped.
pub(crate) fn begin(app: &Arc<App>) {
    let mut stop = app.stop.subscribe();
    let watched: Weak<App> = Arc::downgrade(app);
    app.spawn(async move {
        let mut seen = None;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            let Some(app) = watched.upgrade() else { return };
            match app.work(move |app| app.look(seen)).await {
                Ok(version) => seen = Some(version),
                Err(error) => tracing::warn!(%error, "the workspace could not be looked at"),
            }
        }
    });
}

impl App {
    /// Tells what another process changed since the version `seen`, and starts a run that is due.
    fn look(self: &Arc<Self>, seen: Option<i64>) -> Result<i64, AppError> {
        let version = self.store.data_version()?;
        if seen.is_some_and(|seen| seen != version) {
            self.events.changed(&topic::ALL);
        }
        let due = self.next_run()?.is_some_and(|at| at <= self.now());
        if due && !self.is_running() && self.runner_elsewhere()?.is_none() {
            self.attempted.store(self.now(), Ordering::SeqCst);
            self.start_run(Trigger::Schedule, Errand::default())?;
        }
        Ok(version)
    }

    /// Whether User sync is on.
    pub(crate) fn is_on(&self) -> Result<bool, AppError> {
        Ok(self.store.setting(Kept::ON)?.unwrap_or(false))
    }

    /// When the next run is due; `None` while User sync is off.
    pub(crate) fn next_run(&self) -> Result<Option<i64>, AppError> {
        let (_, configuration) = self.configuration()?;
        if configuration.targets.is_empty() || !self.is_on()? {
            return Ok(None);
        }
        let every = configuration.targets.iter().map(|target| target.every_seconds).min();
        let every = i64::try_from(every.unwrap_or(USUAL)).unwrap_or(i64::MAX / 2000);
        let runs = self.store.runs(Page::first(BACK))?.rows;
        let last = runs.iter().find(|run| run.trigger != Trigger::Retry);
        let due = last.map_or(self.opened, |run| run.started + every * 1000);
        // A run that could not even begin leaves no trace there.
        Ok(Some(due.max(self.attempted.load(Ordering::SeqCst) + PAUSE)))
    }
}
