//! Values that an administrator edited in a synced directory, beside the source's.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::activity::{self, NewActivity};
use crate::table::life;
use rolecall_directory::PersonRecord;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) const SCHEMA: &str = "
CREATE TABLE edited_person (
    directory TEXT NOT NULL,
    person TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (directory, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE edit (
    directory TEXT NOT NULL,
    person TEXT NOT NULL,
    attribute TEXT NOT NULL,
    edited TEXT NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (directory, person, attribute)
) STRICT, WITHOUT ROWID;
";

/// An edited value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The attribute.
    pub attribute: String,
    /// The value that rules and targets use; empty for none.
    pub edited: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who edited it.
    pub who: String,
}

/// A person of a directory with edited values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedPerson {
    /// The source's stable id.
    pub id: String,
    /// As the source delivered the person when the edits were made, without groups.
    pub source: PersonRecord,
    /// The edits, by attribute.
    pub edits: Vec<Edit>,
}

fn one(row: &Row<'_>) -> Result<(String, Edit), rusqlite::Error> {
    let edit =
        Edit { attribute: row.get(1)?, edited: row.get(2)?, at: row.get(3)?, who: row.get(4)? };
    Ok((row.get(0)?, edit))
}

fn all(conn: &Connection, directory: &str) -> Result<Vec<EditedPerson>, Fault> {
    let mut people: BTreeMap<String, EditedPerson> = BTreeMap::new();
    let mut query =
        conn.prepare_cached("SELECT person, record FROM edited_person WHERE directory = ?1")?;
    let mut rows = query.query([directory])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let source =
            serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        people.insert(id.clone(), EditedPerson { id, source, edits: Vec::new() });
    }
    let sql = "SELECT person, attribute, edited, at, who FROM edit WHERE directory = ?1
               ORDER BY person, attribute";
    let mut query = conn.prepare_cached(sql)?;
    for found in query.query_map([directory], one)? {
        let (person, edit) = found?;
        if let Some(person) = people.get_mut(&person) {
            person.edits.push(edit);
        }
    }
    Ok(people.into_values().collect())
}

impl Store {
    /// The people of `directory` with edited values, by id.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn edited_people(&self, directory: &str) -> Result<Vec<EditedPerson>, StoreError> {
        self.read(|conn| all(conn, directory))
    }

    /// Puts `person`'s edits in the place of those there are, none for none, and tells Activity.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn edit_person(
        &self,
        directory: &str,
        person: &EditedPerson,
        entries: &[NewActivity],
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            let key = (directory, person.id.as_str());
            tx.execute("DELETE FROM edit WHERE directory = ?1 AND person = ?2", key)?;
            tx.execute("DELETE FROM edited_person WHERE directory = ?1 AND person = ?2", key)?;
            if !person.edits.is_empty() {
                let sql = "INSERT INTO edited_person (directory, person, record)
                           VALUES (?1, ?2, ?3)";
                let record = serde_json::to_string(&person.source)?;
                tx.execute(sql, (directory, &person.id, record))?;
            }
            for edit in &person.edits {
                tx.execute(
                    "INSERT INTO edit (directory, person, attribute, edited, at, who)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (directory, &person.id, &edit.attribute, &edit.edited, edit.at, &edit.who),
                )?;
            }
            activity::append(tx, entries)?;
            life::bump(tx)
        })
    }

    /// Forgets the edits of these people of `directory` as they stood when they were looked at,
    /// and tells Activity.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget_edits(
        &self,
        directory: &str,
        people: &[String],
        entries: &[NewActivity],
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| {
            for person in people {
                let key = (directory, person);
                tx.execute("DELETE FROM edit WHERE directory = ?1 AND person = ?2", key)?;
                tx.execute("DELETE FROM edited_person WHERE directory = ?1 AND person = ?2", key)?;
            }
            activity::append(tx, entries)?;
            life::bump(tx)
        })
    }
}
