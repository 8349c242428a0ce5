//! Runs. Their counts come from the journal: counted anew while a run goes on, and kept once it
//! has ended for as long as its steps stay as they are.

use crate::error::{Fault, StoreError};
use crate::page::{Page, Paged};
use crate::store::{Durability, Store};
use crate::table::step_counts::{self, StepCounts};
use crate::words::worded;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) const SCHEMA: &str = "
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    begun_by TEXT NOT NULL,
    who TEXT NOT NULL,
    note TEXT NOT NULL,
    lease TEXT NOT NULL,
    dry INTEGER NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    state TEXT NOT NULL,
    summary TEXT NOT NULL,
    counts TEXT
) STRICT;
CREATE INDEX run_by_state ON run (state);
";

/// The number of a run.
pub type RunId = i64;

worded! {
    /// What began a run.
    Trigger as "trigger" {
        /// Someone asked for it.
        Hand = "hand",
        /// The schedule.
        Schedule = "schedule",
        /// A change that came by SCIM push.
        Push = "push",
        /// A retry of failures.
        Retry = "retry",
        /// The undoing of an earlier run.
        Undo = "undo",
    }
}

worded! {
    /// Where a run is.
    RunState as "state of a run" {
        /// It goes on, or its process died.
        Running = "running",
        /// It came to its end.
        Finished = "finished",
        /// Its process died; a later one closed it.
        Interrupted = "interrupted",
        /// Someone stopped it.
        Cancelled = "cancelled",
        /// It could not go on: a source or target could not be read.
        Failed = "failed",
    }
}

/// A run about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// What began it.
    pub trigger: Trigger,
    /// Who: OS account@host, a token's name, the schedule.
    pub who: String,
    /// A note on what it is for; may be empty. For an undo, the number of the run it undoes.
    pub note: String,
    /// The name of the lease under which it sends.
    pub lease: String,
    /// Whether nothing is sent.
    pub dry: bool,
    /// When it begins, in milliseconds since 1970 (UTC).
    pub started: i64,
}

/// A run as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The number.
    pub id: RunId,
    /// What began it.
    pub trigger: Trigger,
    /// Who began it.
    pub who: String,
    /// What it is for.
    pub note: String,
    /// The lease under which it sends.
    pub lease: String,
    /// Whether nothing is sent.
    pub dry: bool,
    /// When it began.
    pub started: i64,
    /// When it ended.
    pub finished: Option<i64>,
    /// Where it is.
    pub state: RunState,
    /// What else was noted at its end; null before.
    pub summary: serde_json::Value,
    /// Its steps by target, counted from the journal.
    pub targets: BTreeMap<String, StepCounts>,
}

impl RunRecord {
    /// The run that it undid.
    #[must_use]
    pub fn undoes(&self) -> Option<RunId> {
        (self.trigger == Trigger::Undo).then(|| self.note.parse().ok())?
    }

    /// The counts of all targets together.
    #[must_use]
    pub fn counts(&self) -> StepCounts {
        self.targets.values().fold(StepCounts::default(), StepCounts::join)
    }
}

pub(crate) const COLUMNS: &str =
    "id, begun_by, who, note, lease, dry, started, finished, state, summary, counts";

pub(crate) fn read(conn: &Connection, row: &Row<'_>) -> Result<RunRecord, Fault> {
    let id: RunId = row.get(0)?;
    Ok(RunRecord {
        id,
        trigger: Trigger::read(&row.get::<_, String>(1)?)?,
        who: row.get(2)?,
        note: row.get(3)?,
        lease: row.get(4)?,
        dry: row.get(5)?,
        started: row.get(6)?,
        finished: row.get(7)?,
        state: RunState::read(&row.get::<_, String>(8)?)?,
        summary: serde_json::from_str(&row.get::<_, String>(9)?)?,
        targets: match row.get::<_, Option<String>>(10)? {
            Some(kept) => serde_json::from_str(&kept)?,
            None => step_counts::count(conn, id)?,
        },
    })
}

pub(crate) fn not_found(run: RunId) -> Fault {
    StoreError::NotFound { what: "run", id: run.to_string() }.into()
}

/// Refuses when a later holder has taken the lease of `run`.
pub(crate) fn check_fence(tx: &Transaction<'_>, run: RunId, fence: i64) -> Result<(), Fault> {
    let mut query = tx.prepare_cached(
        "SELECT ifnull(lease.fence, 0) FROM run LEFT JOIN lease ON lease.name = run.lease
         WHERE run.id = ?1",
    )?;
    let newest: Option<i64> = query.query_row([run], |row| row.get(0)).optional()?;
    let newest = newest.ok_or_else(|| not_found(run))?;
    if newest > fence { Err(StoreError::Fenced { fence, newest }.into()) } else { Ok(()) }
}

impl Store {
    /// Begins a run and answers its number.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin_run(&self, run: &NewRun) -> Result<RunId, StoreError> {
        self.write(Durability::Full, |tx| {
            tx.execute(
                "INSERT INTO run (begun_by, who, note, lease, dry, started, state, summary)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running', 'null')",
                (run.trigger.word(), &run.who, &run.note, &run.lease, run.dry, run.started),
            )?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// Ends a run. Steps still waiting become not sent: `cancelled` when the run was, otherwise
    /// `not_reached`. Steps in flight stay so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; when it cannot be written.
    pub fn finish_run(
        &self,
        run: RunId,
        state: RunState,
        summary: &serde_json::Value,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE run SET state = ?2, summary = ?3, finished = ?4 WHERE id = ?1";
            if tx.execute(sql, (run, state.word(), summary.to_string(), now))? == 0 {
                return Err(not_found(run));
            }
            let why = if state == RunState::Cancelled { "cancelled" } else { "not_reached" };
            tx.execute(
                "UPDATE step SET state = 'not_sent', not_sent = ?2, answered_at = ?3
                 WHERE run = ?1 AND state = 'planned'",
                (run, why, now),
            )?;
            let counts = serde_json::to_string(&step_counts::count(tx, run)?)?;
            tx.execute("UPDATE run SET counts = ?2 WHERE id = ?1", (run, counts))?;
            Ok(())
        })
    }

    /// The runs that were begun and never ended, oldest first. To the holder of their lease they
    /// are interrupted ones.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn interrupted_runs(&self) -> Result<Vec<RunRecord>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM run WHERE state = 'running' ORDER BY id");
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([])?;
            let mut runs = Vec::new();
            while let Some(row) = found.next()? {
                runs.push(read(conn, row)?);
            }
            Ok(runs)
        })
    }

    /// The runs, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn runs(&self, page: Page) -> Result<Paged<RunRecord>, StoreError> {
        let list = crate::page::Listing {
            columns: COLUMNS,
            source: "FROM run",
            order: "id DESC",
            params: &[],
        };
        self.read(|conn| list.page(conn, page, |row| read(conn, row)))
    }

    /// The runs begun at `from` (milliseconds since 1970, UTC) or later, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn runs_since(&self, from: i64) -> Result<Vec<RunRecord>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM run WHERE started >= ?1 ORDER BY id");
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([from])?;
            let mut runs = Vec::new();
            while let Some(row) = found.next()? {
                runs.push(read(conn, row)?);
            }
            Ok(runs)
        })
    }

    /// The run with that number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; when it cannot be read.
    pub fn run(&self, id: RunId) -> Result<RunRecord, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {COLUMNS} FROM run WHERE id = ?1");
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([id])?;
            found.next()?.map_or_else(|| Err(not_found(id)), |row| read(conn, row))
        })
    }
}
