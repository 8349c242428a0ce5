//! Quarantine of connections to targets: what was counted of their calls, and how it stands.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::words::worded;
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE quarantine (
    target TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    round INTEGER NOT NULL,
    until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    sample TEXT NOT NULL,
    passed INTEGER,
    counted TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

worded! {
    /// How a connection stands.
    QuarantineState as "state of a quarantine" {
        /// It is used, and its calls are counted.
        Watched = "watched",
        /// It is not used until a trial.
        Held = "held",
        /// It is not used until someone lifts that or asks for a trial.
        Off = "off",
    }
}

/// Calls that ended at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedCalls {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// How many.
    pub requests: u64,
    /// How many of them failed.
    pub failed: u64,
}

/// Why a connection was quarantined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum QuarantineReason {
    /// The target does not accept the credential.
    CredentialRejected,
    /// Too many of the calls within the window failed.
    Failing {
        /// How many.
        failed: u64,
        /// Of how many.
        requests: u64,
        /// Within how many seconds.
        window_seconds: u64,
    },
}

impl QuarantineReason {
    /// The words of all reasons.
    pub const WORDS: [&'static str; 2] = ["credential_rejected", "failing"];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CredentialRejected => "credential_rejected",
            Self::Failing { .. } => "failing",
        }
    }
}

impl std::fmt::Display for QuarantineReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CredentialRejected => f.write_str("the credential was rejected"),
            Self::Failing { failed, requests, window_seconds } => {
                let minutes = window_seconds.div_ceil(60);
                write!(f, "{failed} of {requests} calls failed within {minutes} minutes")
            }
        }
    }
}

/// How the connection to one target stands. The default is one that nothing is known of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRecord {
    /// How it stands.
    pub state: QuarantineState,
    /// When the quarantine began, in milliseconds since 1970 (UTC); of the last one where it is
    /// over, 0 where there was none.
    pub since: i64,
    /// How many trials of it have failed.
    pub round: u32,
    /// When the next trial is.
    pub until: i64,
    /// Why it began; of the last one where it is over.
    pub reason: Option<QuarantineReason>,
    /// What one of the failed calls was answered.
    pub sample: String,
    /// When its last trial was passed.
    pub passed: Option<i64>,
    /// The calls within the window, oldest first.
    pub counted: Vec<CountedCalls>,
}

impl Default for QuarantineRecord {
    fn default() -> Self {
        Self {
            state: QuarantineState::Watched,
            since: 0,
            round: 0,
            until: 0,
            reason: None,
            sample: String::new(),
            passed: None,
            counted: Vec::new(),
        }
    }
}

const COLUMNS: &str = "target, state, since, round, until, reason, sample, passed, counted";

fn read(row: &Row<'_>) -> Result<(String, QuarantineRecord), Fault> {
    let record = QuarantineRecord {
        state: QuarantineState::read(&row.get::<_, String>(1)?)?,
        since: row.get(2)?,
        round: row.get(3)?,
        until: row.get(4)?,
        reason: serde_json::from_str(&row.get::<_, String>(5)?)?,
        sample: row.get(6)?,
        passed: row.get(7)?,
        counted: serde_json::from_str(&row.get::<_, String>(8)?)?,
    };
    Ok((row.get(0)?, record))
}

impl Store {
    /// How the connection to `target` stands.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn quarantine(&self, target: &str) -> Result<QuarantineRecord, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM quarantine WHERE target = ?1");
            let mut query = conn.prepare_cached(&sql)?;
            let found = query.query_row([target], |row| Ok(read(row))).optional()?;
            Ok(found.transpose()?.map(|(_, record)| record).unwrap_or_default())
        })
    }

    /// How the connections stand that something is known of, by target.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn quarantines(&self) -> Result<Vec<(String, QuarantineRecord)>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM quarantine ORDER BY target");
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([])?;
            let mut all = Vec::new();
            while let Some(row) = found.next()? {
                all.push(read(row)?);
            }
            Ok(all)
        })
    }

    /// Lets `change` change how the connection to `target` stands, with nobody writing between
    /// its reading and its writing; answers what `change` does.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn change_quarantine<T>(
        &self,
        target: &str,
        change: impl FnOnce(&mut QuarantineRecord) -> T,
    ) -> Result<T, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = format!("SELECT {COLUMNS} FROM quarantine WHERE target = ?1");
            let found = tx.query_row(&sql, [target], |row| Ok(read(row))).optional()?;
            let before = found.transpose()?.map(|(_, record)| record).unwrap_or_default();
            let mut record = before.clone();
            let answer = change(&mut record);
            if record == before {
                return Ok(answer);
            }
            tx.execute(
                "INSERT INTO quarantine
                     (target, state, since, round, until, reason, sample, passed, counted)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (target) DO UPDATE SET
                     state = excluded.state, since = excluded.since, round = excluded.round,
                     until = excluded.until, reason = excluded.reason, sample = excluded.sample,
                     passed = excluded.passed, counted = excluded.counted",
                rusqlite::params![
                    target,
                    record.state.word(),
                    record.since,
                    record.round,
                    record.until,
                    serde_json::to_string(&record.reason)?,
                    record.sample,
                    record.passed,
                    serde_json::to_string(&record.counted)?,
                ],
            )?;
            Ok(answer)
        })
    }
}
