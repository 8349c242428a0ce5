//! Removals and suspensions that wait for their grace to pass.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(crate) const SCHEMA: &str = "
CREATE TABLE pending_removal (
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    slot TEXT NOT NULL,
    value TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (target, subject, slot, value)
) STRICT, WITHOUT ROWID;
";

/// A removal that waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PendingRemoval {
    /// The account it concerns, in the form of [`StepKey::subject`](crate::StepKey::subject).
    pub subject: String,
    /// The slot; empty for a suspension.
    pub slot: String,
    /// The value; empty for a suspension.
    pub value: String,
    /// Since when it is due, in milliseconds since 1970 (UTC).
    pub since: i64,
}

fn all(conn: &Connection, target: &str) -> Result<Vec<PendingRemoval>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT subject, slot, value, since FROM pending_removal
         WHERE target = ?1 ORDER BY subject, slot, value",
    )?;
    let found = query.query_map([target], |row| {
        Ok(PendingRemoval {
            subject: row.get(0)?,
            slot: row.get(1)?,
            value: row.get(2)?,
            since: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<Vec<_>, _>>()?)
}

impl Store {
    /// The removals that wait in `target`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn pending_removals(&self, target: &str) -> Result<Vec<PendingRemoval>, StoreError> {
        self.read(|conn| all(conn, target))
    }

    /// Lets removals follow subjects that are called otherwise now: old and new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn move_pending_removals(
        &self,
        target: &str,
        moved: &[(String, String)],
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE OR REPLACE pending_removal SET subject = ?3
                 WHERE target = ?1 AND subject = ?2";
            let mut update = tx.prepare_cached(sql)?;
            // By way of a name that nobody has: two may have swapped theirs.
            for (from, to) in moved {
                update.execute((target, from, format!("under way:{to}")))?;
            }
            for (_, to) in moved {
                update.execute((target, format!("under way:{to}"), to))?;
            }
            Ok(())
        })
    }

    /// Makes `due` the removals that wait in `target`: what waited already keeps its `since`,
    /// what is not due any more is forgotten. Answers them as they now stand.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn replace_pending_removals(
        &self,
        target: &str,
        due: &[PendingRemoval],
    ) -> Result<Vec<PendingRemoval>, StoreError> {
        self.write(Durability::Full, |tx| {
            let wanted: BTreeSet<_> =
                due.iter().map(|one| (&one.subject, &one.slot, &one.value)).collect();
            let mut delete = tx.prepare_cached(
                "DELETE FROM pending_removal
                 WHERE target = ?1 AND subject = ?2 AND slot = ?3 AND value = ?4",
            )?;
            for old in all(tx, target)? {
                if !wanted.contains(&(&old.subject, &old.slot, &old.value)) {
                    delete.execute((target, &old.subject, &old.slot, &old.value))?;
                }
            }
            let mut insert = tx.prepare_cached(
                "INSERT INTO pending_removal (target, subject, slot, value, since)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            )?;
            for one in due {
                insert.execute((target, &one.subject, &one.slot, &one.value, one.since))?;
            }
            all(tx, target)
        })
    }
}
