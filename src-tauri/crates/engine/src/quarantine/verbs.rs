//! What administrators see of quarantine, and what they may do about it.

use super::{Leave, leave, lift, try_now};
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_store::{NewActivity, QuarantineReason, QuarantineRecord, QuarantineState, Store};
use serde::{Deserialize, Serialize};

/// How a connection in quarantine stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// It is left alone until its next trial.
    Held,
    /// Its trial is due with the next run.
    Due,
    /// It was switched off after 28 days.
    Off,
}

impl ConnectionState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Due => "due",
            Self::Off => "off",
        }
    }
}

/// A connection in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// The target.
    pub target: String,
    /// How it stands.
    pub state: ConnectionState,
    /// Why it was quarantined.
    pub reason: Option<QuarantineReason>,
    /// What one of the failed calls was answered; empty where that is not known.
    pub sample: String,
    /// Since when, in milliseconds since 1970 (UTC).
    pub since: i64,
    /// When the next trial is; none once it is switched off.
    pub next: Option<i64>,
    /// How many trials have failed.
    pub trials: u32,
}

impl Quarantined {
    fn of(target: String, record: QuarantineRecord, now: i64) -> Option<Self> {
        let state = match (record.state, leave(&record, now)) {
            (QuarantineState::Watched, _) => return None,
            (QuarantineState::Off, _) => ConnectionState::Off,
            (QuarantineState::Held, Leave::Trial) => ConnectionState::Due,
            (QuarantineState::Held, _) => ConnectionState::Held,
        };
        Some(Self {
            target,
            state,
            reason: record.reason,
            sample: record.sample,
            since: record.since,
            next: (state != ConnectionState::Off).then_some(record.until),
            trials: record.round,
        })
    }
}

impl Engine {
    /// The connections in quarantine, by target.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn quarantines(&self, store: &Store) -> Result<Vec<Quarantined>, EngineError> {
        let now = self.now();
        let all = store.quarantines()?.into_iter();
        Ok(all.filter_map(|(target, record)| Quarantined::of(target, record, now)).collect())
    }

    /// Ends the quarantine of `target` at `who`'s word; answers whether there was one.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn lift(&self, store: &Store, target: &str, who: &str) -> Result<bool, EngineError> {
        let lifted = store.change_quarantine(target, lift)?;
        if lifted {
            store.append(&[self.decided("quarantine_lifted", target, who)])?;
        }
        Ok(lifted)
    }

    /// Makes the trial of `target` due now, so that the next run of any kind makes it; answers
    /// whether there is a quarantine.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn try_now(&self, store: &Store, target: &str, who: &str) -> Result<bool, EngineError> {
        let now = self.now();
        let due = store.change_quarantine(target, |record| try_now(record, now))?;
        if due {
            store.append(&[self.decided("quarantine_trial_asked", target, who)])?;
        }
        Ok(due)
    }

    fn decided(&self, kind: &str, target: &str, who: &str) -> NewActivity {
        NewActivity {
            at: self.now(),
            who: who.to_owned(),
            kind: kind.to_owned(),
            status: "ok".to_owned(),
            person: None,
            rule: None,
            target: Some(target.to_owned()),
            run: None,
            cause: None,
            detail: serde_json::json!({}),
        }
    }
}
