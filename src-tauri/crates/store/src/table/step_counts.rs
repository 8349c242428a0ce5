//! How many steps of a run are in which state, counted from the journal.

use crate::error::Fault;
use crate::table::run::RunId;
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many steps are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StepCounts {
    /// All of them.
    pub steps: u64,
    /// Waiting to be sent.
    pub planned: u64,
    /// Sent, without an answer yet.
    pub sending: u64,
    /// Confirmed by the target.
    pub done: u64,
    /// Failed.
    pub failed: u64,
    /// Not sent, those held by a guard included.
    pub not_sent: u64,
    /// Those of the not sent that a guard holds.
    pub held: u64,
}

impl StepCounts {
    fn add(&mut self, state: &str, held: bool, count: u64) {
        self.steps += count;
        match state {
            "planned" => self.planned += count,
            "sending" => self.sending += count,
            "done" => self.done += count,
            "failed" => self.failed += count,
            _ => self.not_sent += count,
        }
        if held {
            self.held += count;
        }
    }

    pub(crate) fn join(mut self, other: &Self) -> Self {
        self.steps += other.steps;
        self.planned += other.planned;
        self.sending += other.sending;
        self.done += other.done;
        self.failed += other.failed;
        self.not_sent += other.not_sent;
        self.held += other.held;
        self
    }
}

/// Counts the steps of `run` by target.
pub(crate) fn count(conn: &Connection, run: RunId) -> Result<BTreeMap<String, StepCounts>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT target, state, ifnull(not_sent = 'held_by_guard', 0), count(*) FROM step
         WHERE run = ?1 GROUP BY 1, 2, 3",
    )?;
    let mut found = query.query([run])?;
    let mut all: BTreeMap<String, StepCounts> = BTreeMap::new();
    while let Some(row) = found.next()? {
        let (state, held, count): (String, bool, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        all.entry(row.get(0)?).or_default().add(&state, held, count.unsigned_abs());
    }
    Ok(all)
}

/// Makes the counts of `run` be counted anew, as its steps have changed.
pub(crate) fn forget(tx: &Transaction<'_>, run: RunId) -> Result<(), Fault> {
    let sql = "UPDATE run SET counts = NULL WHERE id = ?1 AND counts IS NOT NULL";
    tx.prepare_cached(sql)?.execute([run])?;
    Ok(())
}
