//! The accounts of each target as they were last read, as bytes that their reader understands.

use crate::error::StoreError;
use crate::store::{Durability, Store};
use rusqlite::{MAIN_DB, OptionalExtension};
use std::io::{BufReader, Read};

pub(crate) const SCHEMA: &str = "
CREATE TABLE account_table (
    target TEXT PRIMARY KEY,
    read_at INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
";

/// How many bytes are taken from the workspace at a time.
const AT_ONCE: usize = 256 << 10;

/// What a target held when it was last read.
pub struct KeptAccounts<'a> {
    /// When, in milliseconds since 1970 (UTC).
    pub read_at: i64,
    /// How many bytes `content` has.
    pub size: u64,
    /// The accounts, in the form of whoever keeps them; a million are not held a second time.
    pub content: &'a mut dyn Read,
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

    /// Hands what `target` held when it was last read to `read`, and answers what that makes of
    /// it; `None` when the target never was read.
    ///
    /// # Errors
    /// When it cannot be found or opened; what fails later `content` tells.
    pub fn read_accounts<T>(
        &self,
        target: &str,
        read: impl FnOnce(KeptAccounts<'_>) -> T,
    ) -> Result<Option<T>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT rowid, read_at FROM account_table WHERE target = ?1";
            let mut query = conn.prepare_cached(sql)?;
            let found = query.query_row([target], |row| Ok((row.get(0)?, row.get(1)?)));
            let Some((row, read_at)) = found.optional()? else { return Ok(None) };
            let content = conn.blob_open(MAIN_DB, "account_table", "content", row, true)?;
            let size = content.len() as u64;
            let mut content = BufReader::with_capacity(AT_ONCE, content);
            Ok(Some(read(KeptAccounts { read_at, size, content: &mut content })))
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
