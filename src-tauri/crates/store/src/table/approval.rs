//! Approvals of held steps: exactly those, for a limited time.

use crate::error::{Fault, StoreError};
use crate::page::Page;
use crate::store::{Durability, Store};
use crate::table::run::RunId;
use crate::table::step::{StepFilter, StepState};
use crate::table::step_key::StepKey;
use rolecall_directory::NotSent;
use rusqlite::Transaction;
use std::collections::BTreeSet;

pub(crate) const SCHEMA: &str = "
CREATE TABLE approval (
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    slot TEXT NOT NULL,
    value TEXT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    approved_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (target, subject, slot, value, kind)
) STRICT, WITHOUT ROWID;
";

/// Who approves, when, and until when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Until when; [`Approval::DAYS`] from then unless decided otherwise.
    pub until: i64,
}

impl Approval {
    /// How many days an approval holds.
    pub const DAYS: i64 = 7;

    /// An approval by `who` at `now`, for [`Approval::DAYS`].
    #[must_use]
    pub fn by(who: &str, now: i64) -> Self {
        Self { who: who.to_owned(), at: now, until: now + Self::DAYS * 24 * 60 * 60 * 1000 }
    }
}

fn write(tx: &Transaction<'_>, keys: &[StepKey], approval: &Approval) -> Result<(), Fault> {
    tx.execute("DELETE FROM approval WHERE until <= ?1", [approval.at])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO approval (target, subject, slot, value, kind, who, approved_at, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET
             who = excluded.who, approved_at = excluded.approved_at, until = excluded.until",
    )?;
    for key in keys {
        let (target, subject, slot, value, kind) = key.columns();
        let Approval { who, at, until } = approval;
        insert.execute((target, subject, slot, value, kind, who, at, until))?;
    }
    Ok(())
}

impl Store {
    /// Approves the steps with these keys.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn approve(&self, keys: &[StepKey], approval: &Approval) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| write(tx, keys, approval))
    }

    /// Approves the steps that guards held in `run`; answers how many.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the run; when it cannot be written.
    pub fn approve_run(&self, run: RunId, approval: &Approval) -> Result<u64, StoreError> {
        let keys = self.held_keys(run)?;
        self.approve(&keys, approval)?;
        Ok(keys.len() as u64)
    }

    /// The keys of the steps that guards held in `run`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the run; when they cannot be read.
    pub fn held_keys(&self, run: RunId) -> Result<Vec<StepKey>, StoreError> {
        self.run(run)?;
        let filter = StepFilter {
            state: Some(StepState::NotSent),
            not_sent: Some(NotSent::HeldByGuard),
            ..StepFilter::default()
        };
        let steps = self.steps(run, &filter, Page::ALL)?.rows;
        Ok(steps.iter().map(|step| StepKey::of(&step.target, &step.step)).collect())
    }

    /// The keys of the steps that are approved at `now`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn approved(&self, now: i64) -> Result<BTreeSet<StepKey>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {} FROM approval WHERE until > ?1", StepKey::COLUMNS);
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([now])?;
            let mut keys = BTreeSet::new();
            while let Some(row) = found.next()? {
                keys.insert(StepKey::read(row)?);
            }
            Ok(keys)
        })
    }
}
