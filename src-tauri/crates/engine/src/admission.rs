//! Which targets a run reads and sends to.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::quarantine::{Leave, TRIAL, Trial, Watch, leave};
use jiff::Timestamp;
use rolecall_connect::{ApplyTarget, ConnectError, TargetState};
use rolecall_directory::{Cause, TargetDefinition};
use rolecall_store::{Pause, QuarantineState, Store, Trigger};
use std::sync::Arc;

/// A target as a run deals with it.
pub(crate) struct Connection<'a> {
    pub(crate) target: &'a dyn ApplyTarget,
    pub(crate) watch: Watch<'a>,
    admission: Admission,
}

/// A target, or why there is no connection to it.
pub(crate) type Connected<'a> = Result<Connection<'a>, ConnectError>;

/// How a run deals with a target.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Admission {
    /// It is read and sent to.
    Full,
    /// It is read with a few calls, which decide whether it is sent to.
    Trial,
    /// It is read, so that there is a plan, and not sent to.
    PlanOnly,
    /// It has no part in the run.
    LeftOut {
        /// Why.
        why: String,
        /// Whether it may be read, where nothing is kept of it.
        may_read: bool,
    },
}

impl Engine {
    /// How a run begun by `trigger` deals with `target`, which is due in it or not.
    pub(crate) fn admit<'a>(
        &self,
        target: &'a dyn ApplyTarget,
        definition: &TargetDefinition,
        store: &Arc<Store>,
        (trigger, is_due): (Trigger, bool),
    ) -> Result<Connection<'a>, EngineError> {
        let watch = Watch::begin(target, definition, store, &self.clock)?;
        let admission = self.admission(&definition.name, store, (trigger, is_due))?;
        Ok(Connection { target, watch, admission })
    }

    fn admission(
        &self,
        target: &str,
        store: &Store,
        (trigger, is_due): (Trigger, bool),
    ) -> Result<Admission, EngineError> {
        let paused = store.paused()?.into_iter().find(|pause| pause.target == target);
        if let Some(pause) = paused.filter(|_| trigger != Trigger::Undo) {
            return Ok(Admission::LeftOut { why: paused_words(&pause), may_read: true });
        }
        let record = store.quarantine(target)?;
        Ok(match leave(&record, self.now()) {
            Leave::Free if !is_due => {
                let why = "it is not due yet by the schedule".to_owned();
                Admission::LeftOut { why, may_read: true }
            }
            Leave::Free => Admission::Full,
            Leave::Trial => Admission::Trial,
            Leave::No if matches!(trigger, Trigger::Schedule | Trigger::Push) => {
                let why = quarantine_words(record.state, record.until);
                Admission::LeftOut { why, may_read: false }
            }
            Leave::No => Admission::PlanOnly,
        })
    }
}

fn paused_words(pause: &Pause) -> String {
    match pause.run {
        Some(run) => {
            format!("it is paused since run {run} was undone; resume it when it may go on")
        }
        None => format!("{} paused it; resume it when it may go on", pause.who),
    }
}

fn quarantine_words(state: QuarantineState, until: i64) -> String {
    let next = match (state, Timestamp::from_millisecond(until)) {
        (QuarantineState::Held, Ok(until)) => format!("until {until}"),
        _ => "and switched off".to_owned(),
    };
    format!("its connection is in quarantine {next}; try it now, or lift the quarantine")
}

impl Connection<'_> {
    /// Why the target has no part in the run, if it has none.
    pub(crate) fn left_out(&self) -> Option<&str> {
        match &self.admission {
            Admission::LeftOut { why, .. } => Some(why),
            _ => None,
        }
    }

    /// Whether steps may be sent, as far as is known by now.
    pub(crate) fn sends(&self) -> bool {
        self.left_out().is_none() && !self.watch.is_stopped()
    }

    /// Reads the target as far as the run may.
    ///
    /// # Errors
    /// When the workspace fails; what the target says is the answer.
    pub(crate) async fn read(&self) -> Result<Result<TargetState, ConnectError>, EngineError> {
        let state = match &self.admission {
            Admission::Full | Admission::PlanOnly => self.target.read().await,
            Admission::LeftOut { may_read: true, .. } => self.target.read().await,
            Admission::LeftOut { why, .. } => {
                return Ok(Err(ConnectError {
                    cause: Cause::Unavailable,
                    place: String::from("not asked"),
                    message: why.clone(),
                }));
            }
            Admission::Trial => {
                self.target.ration(Some(TRIAL));
                let tried = self.target.read().await;
                self.target.ration(None);
                match (self.watch.judge()?, tried) {
                    // The trial's calls did not reach to the end.
                    (Trial::Passed, Err(_)) => self.target.read().await,
                    (_, tried) => tried,
                }
            }
        };
        self.watch.look()?;
        Ok(state)
    }
}
