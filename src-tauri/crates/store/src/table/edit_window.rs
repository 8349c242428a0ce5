//! Edit windows: until when a synced directory may be edited.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE edit_window (
    directory TEXT PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    who TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// An edit window, open or run out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditWindow {
    /// The directory.
    pub directory: String,
    /// When it was opened, in milliseconds since 1970 (UTC).
    pub opened_at: i64,
    /// When it closes by itself.
    pub until: i64,
    /// Who opened it.
    pub who: String,
}

impl EditWindow {
    /// Whether it is open; one that would stay open longer than it was to, because the clock was
    /// turned back, is not.
    #[must_use]
    pub fn is_open(&self, now: i64) -> bool {
        self.opened_at <= now && now < self.until
    }
}

fn read(row: &Row<'_>) -> Result<EditWindow, rusqlite::Error> {
    Ok(EditWindow {
        directory: row.get(0)?,
        opened_at: row.get(1)?,
        until: row.get(2)?,
        who: row.get(3)?,
    })
}

fn find(conn: &Connection, directory: &str) -> Result<Option<EditWindow>, Fault> {
    let sql = "SELECT directory, opened_at, until, who FROM edit_window WHERE directory = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([directory], read).optional()?)
}

impl Store {
    /// The edit window of `directory`, open or run out.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn edit_window(&self, directory: &str) -> Result<Option<EditWindow>, StoreError> {
        self.read(|conn| find(conn, directory))
    }

    /// All edit windows, open or run out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn edit_windows(&self) -> Result<Vec<EditWindow>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT directory, opened_at, until, who FROM edit_window ORDER BY directory";
            let mut query = conn.prepare_cached(sql)?;
            let rows = query.query_map([], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Opens `window` in the place of the one there is, and tells Activity.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open_edit_window(
        &self,
        window: &EditWindow,
        entry: NewActivity,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            tx.execute(
                "INSERT OR REPLACE INTO edit_window (directory, opened_at, until, who)
                 VALUES (?1, ?2, ?3, ?4)",
                (&window.directory, window.opened_at, window.until, &window.who),
            )?;
            activity::append(tx, &[entry])?;
            Ok(())
        })
    }

    /// Closes `window` if it is still the one there is, and then tells Activity; answers whether
    /// it was.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn close_edit_window(
        &self,
        window: &EditWindow,
        entry: NewActivity,
    ) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| {
            let sql = "DELETE FROM edit_window WHERE directory = ?1 AND opened_at = ?2";
            let closed = tx.execute(sql, (&window.directory, window.opened_at))? > 0;
            if closed {
                activity::append(tx, &[entry])?;
            }
            Ok(closed)
        })
    }
}
