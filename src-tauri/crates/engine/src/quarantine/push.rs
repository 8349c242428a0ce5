//! Quarantine of what others write to a directory: whether a request is let in, and how it was
//! answered.

use super::keys::ConnectionKey;
use super::told::told;
use super::{Calls, Leave, TRIAL, Trial, count, judge, leave};
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_directory::QuarantineLimits;
use rolecall_store::{QuarantineRecord, QuarantineState, Store};

/// Whether a push endpoint takes requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushDoor {
    /// It does.
    Open,
    /// It takes a few, which decide whether it takes more.
    Trial,
    /// It answers 503 with this many seconds as `Retry-After`.
    Closed {
        /// Whole seconds until the next trial; a day where it is switched off.
        retry_after: u64,
    },
}

/// How an authenticated write was answered, as quarantine goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushAnswer {
    /// Anything but a failure that counts.
    Taken,
    /// 5xx, or 400 for what it said.
    Failed,
}

const DAY_SECONDS: u64 = 24 * 60 * 60;

impl Engine {
    /// Whether the push endpoint of `directory` takes requests now.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn push_door(&self, store: &Store, directory: &str) -> Result<PushDoor, EngineError> {
        let record = store.quarantine(&ConnectionKey::Push(directory.to_owned()).to_string())?;
        let now = self.now();
        Ok(match leave(&record, now) {
            Leave::Free => PushDoor::Open,
            Leave::Trial => PushDoor::Trial,
            Leave::No => PushDoor::Closed { retry_after: seconds_until(&record, now) },
        })
    }

    /// Counts an authenticated write to `directory` that was answered so, `sample` in words where
    /// it failed; answers whether the endpoint closes with it.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn count_push(
        &self,
        store: &Store,
        (directory, limits): (&str, &QuarantineLimits),
        answer: PushAnswer,
        sample: &str,
    ) -> Result<bool, EngineError> {
        let failed = u64::from(answer == PushAnswer::Failed);
        self.count_pushes(store, (directory, limits), (1, failed), sample)
    }

    /// Counts authenticated writes to `directory`: how many, and how many of them failed, with
    /// what the last one was answered. Those of a trial come one by one.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn count_pushes(
        &self,
        store: &Store,
        (directory, limits): (&str, &QuarantineLimits),
        (requests, failed): (u64, u64),
        sample: &str,
    ) -> Result<bool, EngineError> {
        let key = ConnectionKey::Push(directory.to_owned());
        let sample = (failed > 0).then(|| sample.to_owned());
        let calls = Calls { requests, failed, credential_rejected: false, sample };
        let now = self.now();
        let (said, record) = store.change_quarantine(&key.to_string(), |record| {
            let said = match record.state {
                QuarantineState::Watched => {
                    count(record, limits, now, &calls).then_some(("quarantined", "failed"))
                }
                QuarantineState::Held if leave(record, now) == Leave::Trial => {
                    try_one(record, now, &calls)
                }
                QuarantineState::Held | QuarantineState::Off => None,
            };
            (said, record.clone())
        })?;
        let Some((kind, status)) = said else { return Ok(false) };
        store.append(&[told(&key, kind, status, &record, now)])?;
        Ok(record.state != QuarantineState::Watched)
    }
}

/// Counts one request of a trial, which is judged after a few of them.
fn try_one(
    record: &mut QuarantineRecord,
    now: i64,
    calls: &Calls,
) -> Option<(&'static str, &'static str)> {
    let so_far = record
        .counted
        .iter()
        .fold((0, 0), |(requests, failed), one| (requests + one.requests, failed + one.failed));
    let sum = Calls {
        requests: so_far.0 + calls.requests,
        failed: so_far.1 + calls.failed,
        ..calls.clone()
    };
    let trial = u64::from(TRIAL);
    // Half of the trial failed: it cannot be passed any more.
    if sum.requests < trial && sum.failed.saturating_mul(2) < trial {
        record.counted = vec![rolecall_store::CountedCalls {
            at: now,
            requests: sum.requests,
            failed: sum.failed,
        }];
        return None;
    }
    match judge(record, now, &sum) {
        Trial::Passed => Some(("quarantine_passed", "ok")),
        Trial::Failed => Some(("quarantine_trial_failed", "failed")),
        Trial::SwitchedOff => Some(("quarantine_switched_off", "failed")),
        Trial::NotMade => None,
    }
}

fn seconds_until(record: &QuarantineRecord, now: i64) -> u64 {
    match record.state {
        QuarantineState::Off => DAY_SECONDS,
        _ => u64::try_from(record.until - now).unwrap_or(0).div_ceil(1000).max(1),
    }
}
