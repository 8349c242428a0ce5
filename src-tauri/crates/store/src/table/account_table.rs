//! The accounts of each target as they were last read, as bytes that their reader understands.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use rusqlite::OptionalExtension;

pub(crate) const SCHEMA: &str = "
CREATE TABLE account_table (
    target TEXT PRIMARY KEY,
    read_at INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
";

/// What a target held when it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAccounts {
    /// When, in milliseconds since 1970 (UTC).
    pub read_at: i64,
    /// The accounts, in the form of whoever keeps them.
    pub content: Vec<u8>,
}

impl Store {
    /// Keeps what `target` held at `read_at`, in the place of what was kept before.
    ///
    /// # Errors
    /// When it cannot be written; what was kept before stays then.
    pub fn keep_accounts(
        &self,
        target: &str,
        read_at: i64,
        content: &[u8],
    ) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let sql = "INSERT INTO account_table (target, read_at, content) VALUES (?1, ?2, ?3)
                 ON CONFLICT (target) DO UPDATE SET read_at = ?2, content = ?3";
            tx.execute(sql, (target, read_at, content))?;
            Ok(())
        })
    }

    /// What `target` held when it was last read; `None` when it never was.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn account_table(&self, target: &str) -> Result<Option<KeptAccounts>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT read_at, content FROM account_table WHERE target = ?1";
            let mut query = conn.prepare_cached(sql)?;
            let row = query.query_row([target], |row| {
                Ok(KeptAccounts { read_at: row.get(0)?, content: row.get(1)? })
            });
            Ok(row.optional()?)
        })
    }

    /// Forgets what `target` held, as when it is known to be otherwise now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_accounts(&self, target: &str) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            tx.execute("DELETE FROM account_table WHERE target = ?1", [target])?;
            Ok(())
        })
    }
}
