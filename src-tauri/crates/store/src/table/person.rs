//! The people of the last reading of each directory.

use crate::error::Fault;
use crate::table::membership::{self, Holder};
use rolecall_directory::{MemberRecord, PersonRecord};
use rusqlite::{Connection, Transaction};
use std::borrow::Borrow;

pub(crate) const SCHEMA: &str = "
CREATE TABLE person (
    reading INTEGER NOT NULL REFERENCES reading (id),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    active INTEGER NOT NULL,
    org_unit TEXT,
    attributes TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn insert_all(
    tx: &Transaction<'_>,
    reading: i64,
    people: impl IntoIterator<Item = impl Borrow<PersonRecord>>,
    members: &mut membership::Insert<'_>,
) -> Result<i64, Fault> {
    let mut insert = tx.prepare(
        "INSERT INTO person (reading, position, id, user_name, active, org_unit, attributes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut position = 0i64;
    for person in people {
        let person: &PersonRecord = person.borrow();
        insert.execute((
            reading,
            position,
            &person.id,
            &person.user_name,
            person.active,
            &person.org_unit,
            serde_json::to_string(&person.attributes)?,
        ))?;
        for group in &person.groups {
            members.add(Holder::Person, position, membership::IN_GROUP, group)?;
        }
        position += 1;
    }
    Ok(position)
}

pub(crate) fn each(
    conn: &Connection,
    reading: i64,
    mut take: impl FnMut(PersonRecord),
) -> Result<(), Fault> {
    let mut query = conn.prepare(
        "SELECT position, id, user_name, active, org_unit, attributes FROM person
         WHERE reading = ?1 ORDER BY position",
    )?;
    let mut rows = query.query([reading])?;
    membership::Walk::new(conn)?.over(reading, Holder::Person, |members| {
        while let Some(row) = rows.next()? {
            let names = members.of(row.get(0)?)?.into_iter().map(|member| match member {
                MemberRecord::User(name) | MemberRecord::Group(name) => name,
            });
            take(PersonRecord {
                id: row.get(1)?,
                user_name: row.get(2)?,
                active: row.get(3)?,
                org_unit: row.get(4)?,
                attributes: serde_json::from_str(&row.get::<_, String>(5)?)?,
                groups: names.collect(),
            });
        }
        Ok(())
    })
}
