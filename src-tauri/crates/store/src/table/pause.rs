//! Targets that runs leave out until somebody resumes them.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use crate::table::run::RunId;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE pause (
    target TEXT PRIMARY KEY,
    who TEXT NOT NULL,
    since INTEGER NOT NULL,
    run INTEGER REFERENCES run (id)
) STRICT, WITHOUT ROWID;
";

/// A target that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The target.
    pub target: String,
    /// Who paused it.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub since: i64,
    /// The run that was undone, where that paused it.
    pub run: Option<RunId>,
}

impl Store {
    /// Leaves targets out of runs. One that is left out already stays so as it is, but for the
    /// run that was undone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn pause(&self, pauses: &[Pause]) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO pause (target, who, since, run) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET run = coalesce(excluded.run, run)",
            )?;
            for Pause { target, who, since, run } in pauses {
                insert.execute((target, who, since, run))?;
            }
            Ok(())
        })
    }

    /// Lets runs take `target` in again; answers whether it was left out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn resume(&self, target: &str) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            Ok(tx.execute("DELETE FROM pause WHERE target = ?1", [target])? > 0)
        })
    }

    /// The targets that are left out, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn paused(&self) -> Result<Vec<Pause>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT target, who, since, run FROM pause ORDER BY target";
            let mut query = conn.prepare_cached(sql)?;
            let mut found = query.query([])?;
            let mut all = Vec::new();
            while let Some(row) = found.next()? {
                all.push(Pause {
                    target: row.get(0)?,
                    who: row.get(1)?,
                    since: row.get(2)?,
                    run: row.get(3)?,
                });
            }
            Ok(all)
        })
    }
}
