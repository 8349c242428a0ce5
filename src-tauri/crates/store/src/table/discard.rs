//! Discards: held steps that an administrator does not want, remembered until rules do not want
//! them either or it is taken back.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::step_key::StepKey;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE discard (
    target TEXT NOT NULL,
    subject TEXT NOT NULL,
    slot TEXT NOT NULL,
    value TEXT NOT NULL,
    kind TEXT NOT NULL,
    user TEXT NOT NULL,
    who TEXT NOT NULL,
    discarded_at INTEGER NOT NULL,
    PRIMARY KEY (target, subject, slot, value, kind)
) STRICT, WITHOUT ROWID;
";

/// A step that is not wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discard {
    /// The identity of the step.
    pub key: StepKey,
    /// The userName it was about.
    pub user: String,
    /// Who discarded it.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

impl Discard {
    /// Reads the columns of the key, `user`, `who` and `discarded_at`.
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Fault> {
        let key = StepKey::read(row)?;
        Ok(Self { key, user: row.get(5)?, who: row.get(6)?, at: row.get(7)? })
    }
}

impl Store {
    /// Remembers that these steps are not wanted.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn discard(&self, discards: &[Discard]) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO discard (target, subject, slot, value, kind, user, who, discarded_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            )?;
            let mut lapse = tx.prepare_cached(
                "DELETE FROM approval WHERE target = ?1 AND subject = ?2 AND slot = ?3
                     AND value = ?4 AND kind = ?5",
            )?;
            for Discard { key, user, who, at } in discards {
                let (target, subject, slot, value, kind) = key.columns();
                insert.execute((target, subject, slot, value, kind, user, who, at))?;
                lapse.execute(key.columns())?;
            }
            Ok(())
        })
    }

    /// Takes discards back; answers how many there were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn undo_discard(&self, keys: &[StepKey]) -> Result<u64, StoreError> {
        self.write(Durability::Full, |tx| {
            let mut delete = tx.prepare_cached(
                "DELETE FROM discard WHERE target = ?1 AND subject = ?2 AND slot = ?3
                     AND value = ?4 AND kind = ?5",
            )?;
            let mut count = 0;
            for key in keys {
                count += delete.execute(key.columns())? as u64;
            }
            Ok(count)
        })
    }

    /// All discards, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn discarded(&self) -> Result<Vec<Discard>, StoreError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {}, user, who, discarded_at FROM discard
                 ORDER BY discarded_at DESC, target, subject, slot, value, kind",
                StepKey::COLUMNS
            );
            let mut query = conn.prepare_cached(&sql)?;
            let mut found = query.query([])?;
            let mut all = Vec::new();
            while let Some(row) = found.next()? {
                all.push(Discard::read(row)?);
            }
            Ok(all)
        })
    }

    /// Forgets the discards in `target` of steps that rules want no longer, by what `wanted`
    /// says; answers how many.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn forget_discards(
        &self,
        target: &str,
        wanted: impl Fn(&StepKey) -> bool,
    ) -> Result<u64, StoreError> {
        let all = self.discarded()?.into_iter().map(|discard| discard.key);
        let gone: Vec<_> = all.filter(|key| key.target == target && !wanted(key)).collect();
        if gone.is_empty() { Ok(0) } else { self.undo_discard(&gone) }
    }
}
