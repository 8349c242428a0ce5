//! The last reading of each directory: when, which attributes it carried, its people and groups.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::{group, person, snapshot};
use rolecall_directory::{Folded, ListedGroup, PersonRecord, PersonRow};
use rusqlite::{Connection, OptionalExtension, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    directory TEXT NOT NULL UNIQUE,
    read_at INTEGER NOT NULL,
    columns TEXT NOT NULL,
    people INTEGER NOT NULL,
    groups INTEGER NOT NULL
) STRICT;
";

/// What the second migration makes anew: directories are read again, from where they came from.
pub(crate) const FORGET_FIRST: &str = "
DROP TABLE membership;
DROP TABLE person;
DROP TABLE \"group\";
DELETE FROM reading;
";

/// `generation` grows when a reading differs from the one before. A digest of each person tells
/// what differs; a draft is a reading that is not over.
pub(crate) const ROWS: &str = "
ALTER TABLE reading ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
CREATE TABLE reading_digest (
    reading INTEGER PRIMARY KEY,
    digests BLOB NOT NULL
) STRICT;
CREATE TABLE reading_draft (
    id INTEGER PRIMARY KEY,
    directory TEXT NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;
";

/// What is known of the last reading of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryReading {
    /// The directory's name.
    pub directory: String,
    /// When it was read, in milliseconds since 1970 (UTC).
    pub read_at: i64,
    /// The attributes the source carries, by our names.
    pub columns: Vec<String>,
    /// How many people it delivered.
    pub people: u64,
    /// How many groups it delivered.
    pub groups: u64,
    /// A number that differs from the last one's when something else was delivered.
    pub generation: i64,
    pub(crate) id: i64,
}

/// One thing a directory holds, in the order in which it was delivered.
#[derive(Debug, Clone, PartialEq)]
pub enum DirectoryRecord<'a> {
    /// The attributes the source carries; once, before all else.
    Columns(&'a [String]),
    /// A person, without groups; all of them before the groups.
    Person(PersonRow<'a>),
    /// A group.
    Group(ListedGroup),
}

/// The columns that are fields of a person, not attributes.
const FIXED: [&str; 4] = ["id", "userName", "active", "orgUnit"];

/// Those of `columns` that are attributes.
pub(crate) fn attribute_names(columns: &[String]) -> Vec<&str> {
    columns.iter().map(String::as_str).filter(|name| !FIXED.contains(name)).collect()
}

/// How many of `columns` are attributes.
pub(crate) fn attributes(columns: &[String]) -> usize {
    attribute_names(columns).len()
}

pub(crate) fn find(conn: &Connection, directory: &str) -> Result<Option<DirectoryReading>, Fault> {
    let sql = "SELECT id, read_at, columns, people, groups, generation FROM reading
               WHERE directory = ?1";
    let mut query = conn.prepare_cached(sql)?;
    let row = query.query_row([directory], |row| {
        let columns: String = row.get(2)?;
        let (people, groups): (i64, i64) = (row.get(3)?, row.get(4)?);
        let reading = DirectoryReading {
            directory: directory.to_owned(),
            read_at: row.get(1)?,
            columns: Vec::new(),
            people: people.unsigned_abs(),
            groups: groups.unsigned_abs(),
            generation: row.get(5)?,
            id: row.get(0)?,
        };
        Ok((reading, columns))
    });
    let Some((reading, columns)) = row.optional()? else { return Ok(None) };
    Ok(Some(DirectoryReading { columns: serde_json::from_str(&columns)?, ..reading }))
}

pub(crate) fn forget(tx: &Transaction<'_>, directory: &str) -> Result<bool, Fault> {
    let Some(reading) = find(tx, directory)? else { return Ok(false) };
    person::forget(tx, reading.id, 0)?;
    group::forget(tx, reading.id, 0)?;
    tx.execute("DELETE FROM reading_digest WHERE reading = ?1", [reading.id])?;
    tx.execute("DELETE FROM reading WHERE id = ?1", [reading.id])?;
    // Numbers of readings may come again: nothing may be left that was made of this one.
    snapshot::forget(tx)?;
    Ok(true)
}

impl Store {
    /// The person of `directory` called `user_name` as last read, without groups: as it is spelled,
    /// else the first by that name without case.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn person_named(
        &self,
        directory: &str,
        user_name: &str,
    ) -> Result<Option<PersonRecord>, StoreError> {
        let folded = Folded::new(user_name);
        self.read(|conn| {
            let Some(reading) = find(conn, directory)? else { return Ok(None) };
            let names = attribute_names(&reading.columns);
            let (start, end) = (person::place(reading.id, 0), person::place(reading.id + 1, 0));
            let mut query = conn.prepare_cached(
                "SELECT place, user_name FROM person WHERE place >= ?1 AND place < ?2
                 AND (user_name = ?3 OR finds(user_name, ?4))
                 ORDER BY user_name = ?3 DESC, place",
            )?;
            let mut rows = query.query((start, end, user_name, folded.as_str()))?;
            while let Some(row) = rows.next()? {
                let found = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                if Folded::new(found) == folded {
                    return person::at(conn, row.get(0)?, &names).map(Some);
                }
            }
            Ok(None)
        })
    }

    /// What is known of the last reading of `directory`; `None` when it was never read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reading(&self, directory: &str) -> Result<Option<DirectoryReading>, StoreError> {
        self.read(|conn| find(conn, directory))
    }

    /// Hands the last reading of `directory` to `take`: columns, people, groups. `None`, and
    /// nothing handed out, when it was never read.
    ///
    /// # Errors
    /// When it cannot be read; `take` may have been given a part of it then.
    pub fn read_directory(
        &self,
        directory: &str,
        mut take: impl FnMut(DirectoryRecord<'_>),
    ) -> Result<Option<DirectoryReading>, StoreError> {
        self.read(|conn| {
            let Some(reading) = find(conn, directory)? else { return Ok(None) };
            take(DirectoryRecord::Columns(&reading.columns));
            let count = attributes(&reading.columns);
            person::each(conn, reading.id, count, |one| take(DirectoryRecord::Person(one)))?;
            group::each(conn, reading.id, |group| take(DirectoryRecord::Group(group)))?;
            Ok(Some(reading))
        })
    }

    /// Forgets the last reading of `directory`; answers whether there was one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_directory(&self, directory: &str) -> Result<bool, StoreError> {
        self.write(Durability::Full, |tx| forget(tx, directory))
    }
}
