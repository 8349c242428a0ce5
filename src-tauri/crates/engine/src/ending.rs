//! How a run ends, an undoing included: its record is closed, and Activity tells.

use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_directory::Cause;
use rolecall_store::{Lease, NewActivity, RunId, RunState, StepCounts, Store, StoreError};
use serde_json::{Value, json};

/// What every entry in Activity says of a run.
pub(crate) struct OfRun<'a> {
    pub(crate) run: RunId,
    pub(crate) who: &'a str,
    /// The target, where it is about one.
    pub(crate) target: Option<String>,
    /// The cause, where it is about one.
    pub(crate) cause: Option<Cause>,
}

impl OfRun<'_> {
    /// An entry of `kind` at `at`.
    pub(crate) fn entry(&self, at: i64, kind: &str, status: &str, detail: Value) -> NewActivity {
        NewActivity {
            at,
            who: self.who.to_owned(),
            kind: kind.to_owned(),
            status: status.to_owned(),
            person: None,
            rule: None,
            target: self.target.clone(),
            run: Some(self.run),
            cause: self.cause,
            detail,
        }
    }
}

impl Engine {
    /// Closes a run that came to its end; answers what its steps came to.
    pub(crate) fn close(
        &self,
        store: &Store,
        run: RunId,
        cancelled: bool,
        summary: &Value,
    ) -> Result<StepCounts, EngineError> {
        let state = if cancelled { RunState::Cancelled } else { RunState::Finished };
        store.finish_run(run, state, summary, self.now())?;
        Ok(store.run(run)?.counts())
    }

    /// Ends a run that could not go on. One with steps in flight stays open for the next run,
    /// which looks them up; one that another process took over is ended there, which is told by
    /// `false`.
    pub(crate) fn break_off(
        &self,
        store: &Store,
        of: &OfRun<'_>,
        lease: &Lease,
        (error, mut summary): (&EngineError, Value),
    ) -> Result<bool, EngineError> {
        if matches!(self.hold_on(store, lease), Err(StoreError::Fenced { .. })) {
            return Ok(false);
        }
        summary["error"] = json!(error.to_string());
        summary["code"] = json!(error.code());
        summary["details"] = Value::Object(error.details());
        if store.in_flight(of.run)?.is_empty() {
            store.finish_run(of.run, RunState::Failed, &summary, self.now())?;
        }
        store.append(&[of.entry(self.now(), "run_failed", "failed", summary)])?;
        Ok(true)
    }
}
