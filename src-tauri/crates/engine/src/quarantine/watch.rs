//! A run's eye on one connection: counts its calls as they end, and stops the run in that target
//! once they fail too often.

use super::keys::ConnectionKey;
use super::told::told;
use super::{Calls, Trial, count, judge};
use crate::clock::Clock;
use rolecall_connect::{ReadTarget, TallySnapshot};
use rolecall_directory::{QuarantineLimits, TargetDefinition};
use rolecall_store::{QuarantineRecord, QuarantineState, Store, StoreError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A run's eye on one connection.
pub(crate) struct Watch<'a> {
    target: &'a dyn ReadTarget,
    name: String,
    limits: QuarantineLimits,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    stopped: AtomicBool,
    seen: Mutex<Seen>,
}

struct Seen {
    tally: TallySnapshot,
    record: QuarantineRecord,
}

impl<'a> Watch<'a> {
    /// Begins to watch `target`, whose calls so far do not count.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub(crate) fn begin(
        target: &'a dyn ReadTarget,
        definition: &TargetDefinition,
        store: &Arc<Store>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let tally = target.tally().unwrap_or_default();
        let record = store.quarantine(&definition.name)?;
        Ok(Self {
            target,
            name: definition.name.clone(),
            limits: definition.quarantine,
            store: store.clone(),
            clock: clock.clone(),
            stopped: AtomicBool::new(record.state != QuarantineState::Watched),
            seen: Mutex::new(Seen { tally, record }),
        })
    }

    /// Whether the connection is in quarantine by now.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Counts the calls that ended since the last look. What trips is on disk before this returns.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub(crate) fn look(&self) -> Result<(), StoreError> {
        let Some(tally) = self.target.tally() else { return Ok(()) };
        let now = self.clock.now_ms();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = Calls::between(&seen.tally, &tally);
        seen.tally = tally;
        if count(&mut seen.record, &self.limits, now, &calls) {
            self.keep(&seen.record)?;
            self.stopped.store(true, Ordering::SeqCst);
            self.tell("quarantined", "failed", &seen.record, now)?;
        }
        Ok(())
    }

    /// Judges the calls since the last look as those of a trial.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub(crate) fn judge(&self) -> Result<Trial, StoreError> {
        let tally = self.target.tally().unwrap_or_default();
        let now = self.clock.now_ms();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = Calls::between(&seen.tally, &tally);
        seen.tally = tally;
        let trial = judge(&mut seen.record, now, &calls);
        let (kind, status) = match trial {
            Trial::NotMade => return Ok(trial),
            Trial::Passed => ("quarantine_passed", "ok"),
            Trial::Failed => ("quarantine_trial_failed", "failed"),
            Trial::SwitchedOff => ("quarantine_switched_off", "failed"),
        };
        self.keep(&seen.record)?;
        self.stopped.store(trial != Trial::Passed, Ordering::SeqCst);
        self.tell(kind, status, &seen.record, now)?;
        Ok(trial)
    }

    /// Remembers what was counted for the runs that follow.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub(crate) fn end(&self) -> Result<(), StoreError> {
        self.look()?;
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.record.state == QuarantineState::Watched { self.keep(&seen.record) } else { Ok(()) }
    }

    fn keep(&self, record: &QuarantineRecord) -> Result<(), StoreError> {
        self.store.change_quarantine(&self.name, |kept| kept.clone_from(record))
    }

    fn tell(
        &self,
        kind: &str,
        status: &str,
        record: &QuarantineRecord,
        at: i64,
    ) -> Result<(), StoreError> {
        let entry = told(&ConnectionKey::Target(self.name.clone()), kind, status, record, at);
        self.store.append(&[entry])?;
        Ok(())
    }
}
