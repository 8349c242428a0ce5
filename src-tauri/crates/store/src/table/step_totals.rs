//! Steps counted by what they do: of one run, or of all runs that began in a span of time.

use crate::error::{Fault, StoreError};
use crate::store::Store;
use crate::table::run::RunId;
use crate::table::step::StepState;
use crate::words;
use rolecall_directory::{Cause, StepKind};
use rusqlite::{Params, Row};

/// How many steps of one kind, slot and value are in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTotal {
    /// The target.
    pub target: String,
    /// What they do.
    pub kind: StepKind,
    /// The slot, for values; `None` where slots are counted together.
    pub slot: Option<String>,
    /// The value, for values; `None` where values are counted together.
    pub value: Option<String>,
    /// Where they are.
    pub state: StepState,
    /// Whether a guard holds them.
    pub held: bool,
    /// How many.
    pub count: u64,
}

/// People for whom steps failed for one cause in one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedTotal {
    /// The target.
    pub target: String,
    /// Why.
    pub cause: Cause,
    /// How many people.
    pub people: u64,
}

fn total(row: &Row<'_>) -> Result<StepTotal, Fault> {
    Ok(StepTotal {
        target: row.get(0)?,
        kind: words::kind(&row.get::<_, String>(1)?)?,
        slot: row.get(2)?,
        value: row.get(3)?,
        state: StepState::read(&row.get::<_, String>(4)?)?,
        held: row.get(5)?,
        count: row.get::<_, i64>(6)?.unsigned_abs(),
    })
}

impl Store {
    /// Counts the steps of `run` by target, kind, slot, value and state.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn step_totals(&self, run: RunId) -> Result<Vec<StepTotal>, StoreError> {
        let sql = "SELECT target, kind, slot, value, state,
                       ifnull(not_sent = 'held_by_guard', 0), count(*)
                   FROM step WHERE run = ?1 GROUP BY 1, 2, 3, 4, 5, 6";
        self.totals(sql, [run])
    }

    /// Counts the steps of all runs that began from `from` on and before `to` by target, kind and
    /// state; both in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn steps_between(&self, from: i64, to: i64) -> Result<Vec<StepTotal>, StoreError> {
        let sql = "SELECT target, kind, NULL, NULL, state,
                       ifnull(not_sent = 'held_by_guard', 0), count(*)
                   FROM step WHERE run IN (SELECT id FROM run WHERE started >= ?1 AND started < ?2)
                   GROUP BY target, kind, state, 6";
        self.totals(sql, [from, to])
    }

    fn totals(&self, sql: &str, span: impl Params) -> Result<Vec<StepTotal>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(sql)?;
            let mut found = query.query(span)?;
            let mut totals = Vec::new();
            while let Some(row) = found.next()? {
                totals.push(total(row)?);
            }
            Ok(totals)
        })
    }

    /// Counts the people for whom steps of those runs failed, by target and cause.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn failing_between(&self, from: i64, to: i64) -> Result<Vec<FailedTotal>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT target, cause, count(DISTINCT user) FROM step
                 WHERE run IN (SELECT id FROM run WHERE started >= ?1 AND started < ?2)
                     AND state = 'failed' AND cause IS NOT NULL
                 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
            )?;
            let mut found = query.query([from, to])?;
            let mut totals = Vec::new();
            while let Some(row) = found.next()? {
                totals.push(FailedTotal {
                    target: row.get(0)?,
                    cause: words::cause(&row.get::<_, String>(1)?)?,
                    people: row.get::<_, i64>(2)?.unsigned_abs(),
                });
            }
            Ok(totals)
        })
    }
}
