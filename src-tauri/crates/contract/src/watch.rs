//! What goes on unasked: runs by the schedule, and noticing other processes' changes.

use crate::app::lock;
use crate::events::topic;
use crate::running::Errand;
use crate::settings_kept::Kept;
use crate::switch::due_targets;
use crate::{App, AppError};
use rolecall_directory::{Configuration, TargetDefinition};
use rolecall_engine::{Calendar, Timing};
use rolecall_store::Trigger;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::runtime::Handle;

/// How often is looked. A look is at the clock, not at how long it slept: a machine that slept is
/// noticed with the first look after it woke.
const EVERY: Duration = Duration::from_secs(1);
/// How often is looked whether a domain's proof is due to be looked for, or Activity too old.
const MINUTE: Duration = Duration::from_secs(60);

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
    begin_minutes(app);
}

/// Begins to look for proofs of domains that are pending, each of them once an hour, and for Activity
/// that is too old.
fn begin_minutes(app: &Arc<App>) {
    let mut stop = app.stop.subscribe();
    let watched: Weak<App> = Arc::downgrade(app);
    app.spawn(async move {
        loop {
            let Some(app) = watched.upgrade() else { return };
            let looking = app.work(App::look_after);
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                looked = looking => if let Err(error) = looked {
                    tracing::warn!(%error, "proofs of domains and old entries could not be looked for");
                },
            }
            drop(app);
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(MINUTE) => {}
            }
        }
    });
}

impl App {
    /// What is done once a minute: old Activity is given up, and proofs of domains are looked for.
    fn look_after(self: &Arc<Self>) -> Result<(), AppError> {
        let (_, configuration) = self.configuration()?;
        if self.engine.trim_activity(&self.store, &configuration)? > 0 {
            self.events.changed(&[topic::ACTIVITY, topic::OVERVIEW, topic::PEOPLE]);
        }
        self.look_for_proofs()
    }

    /// Looks for proofs of domains that are due to be looked for.
    fn look_for_proofs(self: &Arc<Self>) -> Result<(), AppError> {
        let (_, configuration) = self.configuration()?;
        let resolver = self.resolver()?;
        let looking = self.engine.check_pending_domains(&self.store, &configuration, resolver);
        if Handle::current().block_on(looking)? > 0 {
            self.events.changed(&[topic::CONNECTIONS, topic::OVERVIEW, topic::ACTIVITY]);
        }
        Ok(())
    }

    /// Tells what another process changed since the version `seen`, and starts a run in the
    /// targets that are due.
    fn look(self: &Arc<Self>, seen: Option<i64>) -> Result<i64, AppError> {
        let version = self.store.data_version()?;
        if seen.is_some_and(|seen| seen != version) {
            self.events.changed(&topic::ALL);
        }
        let now = self.now();
        if self.engine.close_windows(&self.store)? > 0 {
            self.events.changed(&[topic::CONNECTIONS, topic::PEOPLE, topic::ACTIVITY]);
        }
        self.push.flush(&self.store, now);
        self.push_count_taken()?;
        self.push_look()?;
        let due = self.due()?.into_iter().filter(|(_, at)| *at <= now);
        let due: BTreeSet<String> = due.map(|(target, _)| target).collect();
        if !due.is_empty() && !self.is_running() && self.runner_elsewhere()?.is_none() {
            lock(&self.alarm).attempt(now);
            let errand = Errand { targets: Some(due), ..Errand::default() };
            self.start_run(Trigger::Schedule, errand)?;
        }
        Ok(version)
    }

    /// Whether User sync is on.
    pub(crate) fn is_on(&self) -> Result<bool, AppError> {
        Ok(self.store.setting(Kept::ON)?.unwrap_or(false))
    }

    /// When each target is due, in milliseconds since 1970 (UTC); nothing while User sync is off,
    /// nothing of a target that is paused, and nothing before a pause of all is over.
    pub(crate) fn due(&self) -> Result<BTreeMap<String, i64>, AppError> {
        let (_, configuration) = self.configuration()?;
        let (calendar, now) = (self.calendar(&configuration), self.now());
        due_targets(&self.store, &configuration, &calendar, &mut lock(&self.alarm), now)
    }

    /// When the next run is due, in any target.
    pub(crate) fn next_run(&self) -> Result<Option<i64>, AppError> {
        Ok(self.due()?.into_values().min())
    }

    /// The next `count` times when a target is due.
    pub(crate) fn coming(
        &self,
        configuration: &Configuration,
        target: &TargetDefinition,
        count: usize,
    ) -> Result<Vec<i64>, AppError> {
        let first = self.due()?.get(&target.name).copied();
        let calendar = self.calendar(configuration);
        Ok(first.map_or_else(Vec::new, |first| calendar.coming(Timing::of(target), first, count)))
    }

    /// Whether no run starts by itself now.
    pub(crate) fn is_quiet(&self, configuration: &Configuration, now: i64) -> bool {
        self.calendar(configuration).after_quiet(now).is_none_or(|at| at > now)
    }

    fn calendar<'a>(&self, configuration: &'a Configuration) -> Calendar<'a> {
        Calendar { zone: self.engine.clock().zone(), quiet: &configuration.schedule.quiet }
    }
}
