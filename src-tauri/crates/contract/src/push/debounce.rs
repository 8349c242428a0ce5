//! Changes that came by push, gathered into one run.

use crate::app::lock;
use crate::running::Errand;
use crate::{App, AppError};
use rolecall_directory::SourceKind;
use rolecall_store::Trigger;
use std::sync::Arc;

impl App {
    /// Notes changes that came before this process and that no reading has seen.
    pub(crate) fn push_resume(&self) -> Result<(), AppError> {
        let (_, configuration) = self.configuration()?;
        for directory in &configuration.directories {
            let is_push =
                |source: &rolecall_directory::SourceDefinition| source.kind == SourceKind::ScimPush;
            if !directory.source.as_ref().is_some_and(is_push) {
                continue;
            }
            let Some(pushed) = self.store.pushed_at(&directory.name)? else { continue };
            let read = self.store.reading(&directory.name)?.map(|reading| reading.read_at);
            if read.is_none_or(|read| read <= pushed) {
                lock(&self.push.debounce).note(self.now());
            }
        }
        Ok(())
    }

    /// Shows what came by push, and starts a run where that is ripe. While User sync is off it is
    /// planned only; in quiet hours, during a pause, and during a run, it waits.
    pub(crate) fn push_look(self: &Arc<Self>) -> Result<(), AppError> {
        let now = self.now();
        let Some(ripe_at) = lock(&self.push.debounce).ripe_at() else { return Ok(()) };
        if self.is_running() || self.runner_elsewhere()?.is_some() {
            return Ok(());
        }
        let followed = self.follow_pushed().unwrap_or_else(|error| {
            tracing::warn!(%error, "what was pushed could not be planned on the latest plan");
            false
        });
        if ripe_at > now {
            return Ok(());
        }
        let (_, configuration) = self.configuration()?;
        let on = self.is_on()? && !configuration.targets.is_empty();
        if on && (self.is_quiet(&configuration, now) || self.paused_until()?.is_some()) {
            return Ok(());
        }
        if !lock(&self.push.debounce).take(now) {
            return Ok(());
        }
        if on {
            return self.start_run(Trigger::Push, Errand::default());
        }
        if followed {
            self.keep_people()?;
        } else {
            self.plan_soon();
        }
        Ok(())
    }
}
