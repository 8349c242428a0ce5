//! A number that grows with each change to what is laid over readings: edits, people gone and
//! people not seen yet. What was made of readings is good for one number only.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::{known_person, reading, setting};
use rusqlite::{Connection, Transaction};

const KEY: &str = "life.generation";

pub(crate) fn generation(conn: &Connection) -> Result<i64, Fault> {
    Ok(setting::get(conn, KEY)?.unwrap_or(0))
}

/// Counts one more change.
pub(crate) fn bump(tx: &Transaction<'_>) -> Result<(), Fault> {
    let next = generation(tx)? + 1;
    setting::put(tx, KEY, &next)
}

impl Store {
    /// A number that differs from the last one's when edits, people gone or people not seen yet
    /// are others.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn life_generation(&self) -> Result<i64, StoreError> {
        self.read(generation)
    }

    /// Forgets everything that is kept of `directory` beside the configuration: its last reading,
    /// who is gone or not seen yet, edits, its edit window, and proofs of domains.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_life(&self, directory: &str) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            reading::forget(tx, directory)?;
            known_person::forget(tx, directory)?;
            for table in ["known_group", "edit", "edited_person", "edit_window", "domain"] {
                tx.execute(&format!("DELETE FROM {table} WHERE directory = ?1"), [directory])?;
            }
            bump(tx)
        })
    }
}
