//! Groups that a directory's source does not deliver any more; they are kept without members.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE known_group (
    directory TEXT NOT NULL,
    id TEXT NOT NULL,
    display TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (directory, id)
) STRICT, WITHOUT ROWID;
";

/// A group that is not delivered any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownGroup {
    /// The source's stable id; the name where the source has none.
    pub id: String,
    /// The display name.
    pub display: String,
    /// Since when, in milliseconds since 1970 (UTC).
    pub since: i64,
}

/// The groups, by id and name, that stood and stand where a reading differs from the last one.
#[derive(Debug, Default)]
pub(crate) struct Differing {
    pub(crate) before: Vec<(String, String)>,
    pub(crate) now: Vec<String>,
}

/// Remembers which groups of `directory` are gone, and forgets those that are there again.
pub(crate) fn settle(
    tx: &Transaction<'_>,
    directory: &str,
    differing: &Differing,
    since: i64,
) -> Result<(), Fault> {
    let mut back = tx.prepare_cached("DELETE FROM known_group WHERE directory = ?1 AND id = ?2")?;
    for id in &differing.now {
        back.execute((directory, id))?;
    }
    let now: std::collections::HashSet<&str> = differing.now.iter().map(String::as_str).collect();
    let mut put = tx.prepare_cached(
        "INSERT OR REPLACE INTO known_group (directory, id, display, since)
         VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (id, display) in differing.before.iter().filter(|(id, _)| !now.contains(id.as_str())) {
        put.execute((directory, id, display, since))?;
    }
    Ok(())
}

impl Store {
    /// The groups of `directory` that its source does not deliver any more, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn gone_groups(&self, directory: &str) -> Result<Vec<KnownGroup>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT id, display, since FROM known_group WHERE directory = ?1
                 ORDER BY display, id",
            )?;
            let rows = query.query_map([directory], |row| {
                Ok(KnownGroup { id: row.get(0)?, display: row.get(1)?, since: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets that the group with that id of `directory` ever was; answers whether it was known.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_gone_group(&self, directory: &str, id: &str) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM known_group WHERE directory = ?1 AND id = ?2";
            Ok(tx.execute(sql, (directory, id))? > 0)
        })
    }
}
