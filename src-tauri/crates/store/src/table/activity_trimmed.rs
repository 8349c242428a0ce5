//! Giving up the oldest entries of Activity. What remains is still a chain: it begins at the hash of
//! the last entry that was given up, and an entry of its own tells which one that was.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

/// The kind of the entry that tells of it.
const KIND: &str = "activity_trimmed";
/// How many entries are given up in one transaction, so that others can write in between.
const MOST: i64 = 50_000;

/// The place and hash of the last entry that was given up; zeros where none was.
pub(super) fn start(conn: &Connection) -> Result<(i64, Vec<u8>), Fault> {
    let sql = "SELECT seq, hash FROM activity_start";
    Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether an entry tells where the record begins, where it does not begin at the beginning.
pub(super) fn is_told(conn: &Connection) -> Result<bool, Fault> {
    let (seq, hash) = start(conn)?;
    if seq == 0 {
        return Ok(true);
    }
    let sql = "SELECT 1 FROM activity WHERE kind = ?1 AND json_extract(detail, '$.last') = ?2
                   AND json_extract(detail, '$.hash') = ?3";
    let found = conn.query_row(sql, (KIND, seq, hex(&hash)), |_| Ok(())).optional()?;
    Ok(found.is_some())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Gives up the oldest entries, all from before the moment `before`, in milliseconds since 1970
    /// (UTC), and tells so in an entry by `who` at `now`; answers how many there were. Entries
    /// stand in the order in which they were written, and the first one that is young enough keeps
    /// all that follow it.
    ///
    /// # Errors
    /// When they cannot be read or written; what was given up by then stays so.
    pub fn trim_activity(&self, before: i64, who: &str, now: i64) -> Result<u64, StoreError> {
        let mut all = 0;
        loop {
            let count = self.trim_some(before, who, now)?;
            all += count;
            if count < MOST.unsigned_abs() {
                return Ok(all);
            }
        }
    }

    /// When the oldest entry was written; `None` while there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn oldest_activity(&self) -> Result<Option<i64>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT at FROM activity ORDER BY seq LIMIT 1";
            Ok(conn.query_row(sql, [], |row| row.get(0)).optional()?)
        })
    }

    fn trim_some(&self, before: i64, who: &str, now: i64) -> Result<u64, StoreError> {
        self.write(Durability::Full, |tx| {
            let (first, _) = start(tx)?;
            let sql = "SELECT seq FROM activity WHERE at >= ?1 ORDER BY seq LIMIT 1";
            let kept: Option<i64> = tx.query_row(sql, [before], |row| row.get(0)).optional()?;
            let newest = "SELECT ifnull(max(seq), 0) FROM activity";
            let last = match kept {
                Some(kept) => kept - 1,
                None => tx.query_row(newest, [], |row| row.get(0))?,
            };
            let last = last.min(first + MOST);
            if last <= first {
                return Ok(0);
            }
            let sql = "SELECT hash FROM activity WHERE seq = ?1";
            let hash: Vec<u8> = tx.query_row(sql, [last], |row| row.get(0))?;
            tx.execute("UPDATE activity_start SET seq = ?1, hash = ?2", (last, &hash))?;
            let count = tx.execute("DELETE FROM activity WHERE seq <= ?1", [last])?;
            let told = NewActivity {
                at: now,
                who: who.to_owned(),
                kind: KIND.to_owned(),
                status: "ok".to_owned(),
                person: None,
                rule: None,
                target: None,
                run: None,
                cause: None,
                detail: json!({
                    "entries": count, "before": before, "last": last, "hash": hex(&hash),
                }),
            };
            activity::append(tx, &[told])?;
            Ok(count as u64)
        })
    }
}
