//! Giving up entries of Activity that are older than they are to be kept.

use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_directory::Configuration;
use rolecall_store::Store;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Who gives them up.
const WHO: &str = "Rolecall";

impl Engine {
    /// Gives up the entries of Activity that are older than the configuration wants them kept, a
    /// day's worth at a time, so that this itself is told once a day; answers how many there were.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn trim_activity(
        &self,
        store: &Store,
        configuration: &Configuration,
    ) -> Result<u64, EngineError> {
        let Some(days) = configuration.activity.keep_days else { return Ok(0) };
        let now = self.now();
        let before = now.saturating_sub(i64::from(days).saturating_mul(DAY_MS));
        let is_due = |oldest: i64| oldest < before.saturating_sub(DAY_MS);
        if !store.oldest_activity()?.is_some_and(is_due) {
            return Ok(0);
        }
        Ok(store.trim_activity(before, WHO, now)?)
    }
}
