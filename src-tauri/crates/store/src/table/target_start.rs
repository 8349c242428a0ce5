//! When the last run began that took a target in as a whole: what the schedule counts from.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use std::collections::BTreeMap;

pub(crate) const SCHEMA: &str = "
CREATE TABLE target_start (
    target TEXT PRIMARY KEY,
    started INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Store {
    /// Notes that a run began at `now`, in milliseconds since 1970 (UTC), that takes these
    /// targets in.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note_start(&self, targets: &[&str], now: i64) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO target_start (target, started) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET started = excluded.started",
            )?;
            for target in targets {
                insert.execute((target, now))?;
            }
            Ok(())
        })
    }

    /// When the last run began that took each target in, in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn starts(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached("SELECT target, started FROM target_start")?;
            let mut found = query.query([])?;
            let mut starts = BTreeMap::new();
            while let Some(row) = found.next()? {
                starts.insert(row.get(0)?, row.get(1)?);
            }
            Ok(starts)
        })
    }
}
