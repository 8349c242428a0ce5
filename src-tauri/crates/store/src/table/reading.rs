//! The last reading of each directory: when, which attributes it carried, its people and groups.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::{group, membership, person};
use rolecall_directory::{GroupRecord, PersonRecord};
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::borrow::Borrow;

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
}

/// One thing a directory holds, in the order in which it was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryRecord {
    /// The attributes the source carries; once, before all else.
    Columns(Vec<String>),
    /// A person; all of them before the groups.
    Person(PersonRecord),
    /// A group.
    Group(GroupRecord),
}

fn find(conn: &Connection, directory: &str) -> Result<Option<(i64, DirectoryReading)>, Fault> {
    let sql = "SELECT id, read_at, columns, people, groups FROM reading WHERE directory = ?1";
    let mut query = conn.prepare_cached(sql)?;
    let row = query.query_row([directory], |row| {
        let (id, read_at, columns): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (people, groups): (i64, i64) = (row.get(3)?, row.get(4)?);
        Ok((id, read_at, columns, people.unsigned_abs(), groups.unsigned_abs()))
    });
    let Some((id, read_at, columns, people, groups)) = row.optional()? else { return Ok(None) };
    let columns = serde_json::from_str(&columns)?;
    let directory = directory.to_owned();
    Ok(Some((id, DirectoryReading { directory, read_at, columns, people, groups })))
}

fn forget(tx: &Transaction<'_>, directory: &str) -> Result<bool, Fault> {
    let Some((id, _)) = find(tx, directory)? else { return Ok(false) };
    tx.execute("DELETE FROM membership WHERE reading = ?1", [id])?;
    tx.execute("DELETE FROM person WHERE reading = ?1", [id])?;
    tx.execute("DELETE FROM \"group\" WHERE reading = ?1", [id])?;
    tx.execute("DELETE FROM reading WHERE id = ?1", [id])?;
    Ok(true)
}

impl Store {
    /// Puts what was just read in the place of the last reading of `directory`.
    ///
    /// # Errors
    /// When it cannot be written; the last reading stays then.
    pub fn replace_directory(
        &self,
        directory: &str,
        people: impl IntoIterator<Item = impl Borrow<PersonRecord>>,
        groups: impl IntoIterator<Item = impl Borrow<GroupRecord>>,
        columns: &[String],
        now: i64,
    ) -> Result<DirectoryReading, StoreError> {
        self.write(Durability::Process, |tx| {
            forget(tx, directory)?;
            tx.execute(
                "INSERT INTO reading (directory, read_at, columns, people, groups)
                 VALUES (?1, ?2, ?3, 0, 0)",
                (directory, now, serde_json::to_string(columns)?),
            )?;
            let id = tx.last_insert_rowid();
            let mut members = membership::Insert::new(tx, id)?;
            let people = person::insert_all(tx, id, people, &mut members)?;
            let groups = group::insert_all(tx, id, groups, &mut members)?;
            tx.execute(
                "UPDATE reading SET people = ?2, groups = ?3 WHERE id = ?1",
                (id, people, groups),
            )?;
            Ok(DirectoryReading {
                directory: directory.to_owned(),
                read_at: now,
                columns: columns.to_vec(),
                people: people.unsigned_abs(),
                groups: groups.unsigned_abs(),
            })
        })
    }

    /// What is known of the last reading of `directory`; `None` when it was never read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reading(&self, directory: &str) -> Result<Option<DirectoryReading>, StoreError> {
        self.read(|conn| Ok(find(conn, directory)?.map(|(_, reading)| reading)))
    }

    /// Hands the last reading of `directory` to `take`: columns, people, groups. `None`, and
    /// nothing handed out, when it was never read.
    ///
    /// # Errors
    /// When it cannot be read; `take` may have been given a part of it then.
    pub fn read_directory(
        &self,
        directory: &str,
        mut take: impl FnMut(DirectoryRecord),
    ) -> Result<Option<DirectoryReading>, StoreError> {
        self.read(|conn| {
            let Some((id, reading)) = find(conn, directory)? else { return Ok(None) };
            take(DirectoryRecord::Columns(reading.columns.clone()));
            person::each(conn, id, |person| take(DirectoryRecord::Person(person)))?;
            group::each(conn, id, |group| take(DirectoryRecord::Group(group)))?;
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
