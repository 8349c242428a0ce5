//! Bringing the schema of a workspace up to date.
//!
//! The first migration is made of the `SCHEMA` of every table. Once released it stays as it is
//! (a snapshot test holds it); what changes later is appended as a migration of its own.

use crate::error::{Fault, StoreError};
use crate::{backup, table};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use std::path::Path;

/// The newest schema this version knows: the number of migrations.
pub(crate) const SCHEMA: i64 = 1;

/// The schema number the file carries; zero is an empty file.
pub(crate) fn schema_of(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the database up to date; one that holds something is backed up first.
pub(crate) fn migrate(conn: &mut Connection, dir: &Path, path: &Path) -> Result<(), Fault> {
    let first = table::SCHEMAS.concat();
    apply(conn, dir, path, &Migrations::new(vec![M::up(&first)]), SCHEMA)
}

fn apply(
    conn: &mut Connection,
    dir: &Path,
    path: &Path,
    migrations: &Migrations<'_>,
    known: i64,
) -> Result<(), Fault> {
    let found = schema_of(conn)?;
    if found > known {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known }.into());
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        backup::take(conn, dir, found)?;
    }
    migrations.to_latest(conn).or_else(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => {
            // Two processes may open an old workspace at once; the second finds it done.
            if schema_of(conn)? == known { Ok(()) } else { Err(err.into()) }
        }
        other => Err(Fault::Content(other.to_string())),
    })
}

/// Whether a database opened for reading can be read; `false` when it is still empty.
pub(crate) fn is_current(conn: &Connection, path: &Path) -> Result<bool, Fault> {
    let path = path.to_owned();
    match schema_of(conn)? {
        0 => Ok(false),
        found if found > SCHEMA => {
            Err(StoreError::NewerSchema { path, found, known: SCHEMA }.into())
        }
        found if found < SCHEMA => {
            Err(StoreError::OlderSchema { path, found, known: SCHEMA }.into())
        }
        _ => Ok(true),
    }
}
