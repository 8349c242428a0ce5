//! The values that Rolecall gave or adopted on accounts.

use crate::error::Fault;
use rusqlite::{Connection, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE value_mark (
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    slot TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (target, account, slot, value),
    FOREIGN KEY (target, account) REFERENCES account_mark (target, account) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
";

/// Account, slot and value of each mark, by account.
pub(crate) fn all(conn: &Connection, target: &str) -> Result<Vec<(String, String, String)>, Fault> {
    let mut query = conn.prepare_cached(
        "SELECT account, slot, value FROM value_mark WHERE target = ?1 ORDER BY account, slot, value",
    )?;
    let found = query.query_map([target], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<Result<Vec<_>, _>>()?)
}

pub(crate) fn add(
    tx: &Transaction<'_>,
    target: &str,
    account: &str,
    slot: &str,
    value: &str,
) -> Result<(), Fault> {
    let sql = "INSERT OR IGNORE INTO value_mark (target, account, slot, value)
         VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((target, account, slot, value))?;
    Ok(())
}

pub(crate) fn remove(
    tx: &Transaction<'_>,
    target: &str,
    account: &str,
    slot: &str,
    value: &str,
) -> Result<(), Fault> {
    let sql = "DELETE FROM value_mark
         WHERE target = ?1 AND account = ?2 AND slot = ?3 AND value = ?4";
    tx.prepare_cached(sql)?.execute((target, account, slot, value))?;
    Ok(())
}
