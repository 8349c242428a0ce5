//! Settings: a key and a JSON value.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) const SCHEMA: &str = "
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

pub(crate) fn get<T: DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>, Fault> {
    let mut query = conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    let text: Option<String> = query.query_row([key], |row| row.get(0)).optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(Fault::from)).transpose()
}

pub(crate) fn put<T: Serialize>(tx: &Transaction<'_>, key: &str, value: &T) -> Result<(), Fault> {
    let text = serde_json::to_string(value)?;
    tx.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, text),
    )?;
    Ok(())
}

impl Store {
    /// The setting called `key`, when it was set.
    ///
    /// # Errors
    /// When it cannot be read, or is not of that type.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.read(|conn| get(conn, key))
    }

    /// Sets `key` to `value`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_setting<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| put(tx, key, value))
    }

    /// Removes the setting called `key`; answers whether it was there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remove_setting(&self, key: &str) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            Ok(tx.execute("DELETE FROM setting WHERE key = ?1", [key])? > 0)
        })
    }
}
