//! What administrators see of quarantine, and what they may do about it.

use super::keys::ConnectionKey;
use super::told::target_of;
use super::{Leave, leave, lift, try_now};
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_directory::Configuration;
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
    /// Which connection.
    pub connection: ConnectionKey,
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
    fn of(key: &str, record: QuarantineRecord, now: i64) -> Option<Self> {
        let state = match (record.state, leave(&record, now)) {
            (QuarantineState::Watched, _) => return None,
            (QuarantineState::Off, _) => ConnectionState::Off,
            (QuarantineState::Held, Leave::Trial) => ConnectionState::Due,
            (QuarantineState::Held, _) => ConnectionState::Held,
        };
        Some(Self {
            connection: ConnectionKey::read(key),
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
    /// The connections in quarantine: targets, sources and push endpoints.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn quarantines(&self, store: &Store) -> Result<Vec<Quarantined>, EngineError> {
        let now = self.now();
        let all = store.quarantines()?.into_iter();
        Ok(all.filter_map(|(key, record)| Quarantined::of(&key, record, now)).collect())
    }

    /// Ends the quarantine of `connection` at `who`'s word; answers whether there was one.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn lift(
        &self,
        store: &Store,
        connection: &ConnectionKey,
        who: &str,
    ) -> Result<bool, EngineError> {
        let lifted = store.change_quarantine(&connection.to_string(), lift)?;
        if lifted {
            store.append(&[self.decided("quarantine_lifted", connection, who)])?;
        }
        Ok(lifted)
    }

    /// Makes the trial of `connection` due now, so that the next run of any kind makes it; answers
    /// whether there is a quarantine.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn try_now(
        &self,
        store: &Store,
        connection: &ConnectionKey,
        who: &str,
    ) -> Result<bool, EngineError> {
        let now = self.now();
        let due =
            store.change_quarantine(&connection.to_string(), |record| try_now(record, now))?;
        if due {
            store.append(&[self.decided("quarantine_trial_asked", connection, who)])?;
        }
        Ok(due)
    }

    /// Makes the trials due of connections that are in quarantine because the secret called
    /// `secret` was rejected, now that another is kept in its place; answers how many.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn secret_replaced(
        &self,
        store: &Store,
        configuration: &Configuration,
        secret: &str,
        who: &str,
    ) -> Result<usize, EngineError> {
        let sources = configuration.directories.iter().filter_map(|one| {
            let named = one.source.as_ref()?.kind.secret() == Some(secret);
            named.then(|| ConnectionKey::Source(one.name.clone()))
        });
        let targets = configuration.targets.iter();
        let targets = targets.filter(|target| target.kind.secret() == Some(secret));
        let all: Vec<ConnectionKey> =
            sources.chain(targets.map(|one| ConnectionKey::Target(one.name.clone()))).collect();
        let mut due = 0;
        for held in self.quarantines(store)? {
            let rejected = held.reason == Some(QuarantineReason::CredentialRejected);
            if rejected && all.contains(&held.connection) {
                due += usize::from(self.try_now(store, &held.connection, who)?);
            }
        }
        Ok(due)
    }

    fn decided(&self, kind: &str, connection: &ConnectionKey, who: &str) -> NewActivity {
        NewActivity {
            at: self.now(),
            who: who.to_owned(),
            kind: kind.to_owned(),
            status: "ok".to_owned(),
            person: None,
            rule: None,
            target: target_of(connection),
            run: None,
            cause: None,
            detail: serde_json::json!({
                "connection": connection.name(), "direction": connection.direction(),
            }),
        }
    }
}
