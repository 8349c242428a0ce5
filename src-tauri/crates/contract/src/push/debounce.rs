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

    /// Starts a run where changes that came by push are ripe. While User sync is off they are
    /// planned only, so that screens show them; in quiet hours, during a pause, and during a run, they wait.
    pub(crate) fn push_look(self: &Arc<Self>) -> Result<(), AppError> {
        let now = self.now();
        let ripe = lock(&self.push.debounce).ripe_at().is_some_and(|at| at <= now);
        if !ripe || self.is_running() || self.runner_elsewhere()?.is_some() {
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
        self.plan_soon();
        Ok(())
    }
}
