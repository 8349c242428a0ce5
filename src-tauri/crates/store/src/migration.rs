//! Bringing the schema of a workspace up to date.
//!
//! The first migration is made of the `SCHEMA` of every table. Once released it stays as it is
//! (a snapshot test holds it); what changes later is appended as a migration of its own.

use crate::error::{Fault, StoreError};
use crate::{backup, table};
use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::Path;

/// The newest schema this version knows: the number of migrations.
pub(crate) const SCHEMA: i64 = 7;

/// The schema number the file carries; zero is an empty file.
pub(crate) fn schema_of(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the database up to date; one that holds something is backed up first.
pub(crate) fn migrate(conn: &mut Connection, dir: &Path, path: &Path) -> Result<(), Fault> {
    let first = table::SCHEMAS.concat();
    let second = table::SECOND.concat();
    let third = table::THIRD.concat();
    let fourth = table::FOURTH.concat();
    let fifth = table::FIFTH.concat();
    let sixth = table::SIXTH.concat();
    let seventh = table::SEVENTH.concat();
    let all = [&first, &second, &third, &fourth, &fifth, &sixth, &seventh];
    let all = all.map(|sql| M::up(sql)).to_vec();
    apply(conn, dir, path, &Migrations::new(all), SCHEMA)
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
    // Two processes may open an old workspace at once: the second waits here.
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    migrations.to_latest(conn).or_else(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => {
            // And finds it done.
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

#[cfg(test)]
mod tests {
    use super::{apply, migrate, schema_of};
    use crate::{StoreError, table};
    use rusqlite::Connection;
    use rusqlite_migration::{M, Migrations};
    use std::path::Path;

    #[test]
    fn the_first_schema_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = Connection::open_in_memory().unwrap();
        let first = table::SCHEMAS.concat();
        let first = Migrations::new(vec![M::up(&first)]);
        apply(&mut conn, dir.path(), Path::new("workspace.db"), &first, 1).unwrap();
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
        let mut query = conn.prepare(sql).unwrap();
        let found = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let schema = found.collect::<Result<Vec<_>, _>>().unwrap().join(";\n\n");
        insta::assert_snapshot!(schema);
        assert!(!dir.path().join("backups").exists(), "an empty database needs no backup");
    }

    #[test]
    fn a_first_workspace_with_a_reading_is_brought_up_to_date() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("workspace.db");
        let mut conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        let first = table::SCHEMAS.concat();
        apply(&mut conn, dir.path(), &path, &Migrations::new(vec![M::up(&first)]), 1).unwrap();
        let reading = "INSERT INTO reading VALUES (1, 'main', 0, '[]', 1, 1);
                       INSERT INTO person VALUES (1, 0, 'i', 'ann', 1, NULL, '[]');
                       INSERT INTO \"group\" VALUES (1, 0, 'g', 'Sales');
                       INSERT INTO membership VALUES (1, 1, 0, 0, 0, 'ann');
                       INSERT INTO setting VALUES ('kept', '1');";
        conn.execute_batch(reading).unwrap();
        migrate(&mut conn, dir.path(), &path).unwrap();
        let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM reading"), 0, "directories are to be read again");
        assert_eq!(count("SELECT count(*) FROM setting"), 1, "everything else stays");
        assert!(crate::backup::newest(dir.path()).is_some(), "and there is a backup");
    }

    #[test]
    fn what_holds_something_is_backed_up_before_it_is_migrated() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("workspace.db");
        let mut conn = Connection::open(&path).unwrap();
        let first = M::up("CREATE TABLE note (text TEXT) STRICT; INSERT INTO note VALUES ('kept')");
        let one = Migrations::new(vec![first.clone()]);
        apply(&mut conn, dir.path(), &path, &one, 1).unwrap();
        let two = Migrations::new(vec![first, M::up("DROP TABLE note")]);
        apply(&mut conn, dir.path(), &path, &two, 2).unwrap();
        assert_eq!(schema_of(&conn).unwrap(), 2, "the database is up to date");
        let backup = dir.path().join("backups/workspace-1-1.db");
        assert_eq!(crate::backup::newest(dir.path()), Some(backup.clone()), "there is one backup");
        let kept = Connection::open(backup).unwrap();
        let text: String = kept.query_row("SELECT text FROM note", [], |row| row.get(0)).unwrap();
        assert_eq!(text, "kept", "the backup holds what was there before");
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "user_version", 99).unwrap();
        let fault = migrate(&mut conn, dir.path(), Path::new("w.db")).unwrap_err();
        let error = fault.at(Path::new("w.db"));
        assert!(
            matches!(error, StoreError::NewerSchema { found: 99, .. }),
            "the number it found is named: {error}"
        );
    }
}
