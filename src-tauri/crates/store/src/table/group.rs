//! The groups of the last reading of each directory.

use crate::error::Fault;
use crate::table::membership::{self, Holder};
use rolecall_directory::{GroupRecord, MemberRecord};
use rusqlite::{Connection, Transaction};
use std::borrow::Borrow;

pub(crate) const SCHEMA: &str = "
CREATE TABLE \"group\" (
    reading INTEGER NOT NULL REFERENCES reading (id),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    display TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;
";

pub(crate) fn insert_all(
    tx: &Transaction<'_>,
    reading: i64,
    groups: impl IntoIterator<Item = impl Borrow<GroupRecord>>,
    members: &mut membership::Insert<'_>,
) -> Result<i64, Fault> {
    let mut insert = tx.prepare(
        "INSERT INTO \"group\" (reading, position, id, display) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut position = 0i64;
    for group in groups {
        let group: &GroupRecord = group.borrow();
        insert.execute((reading, position, &group.id, &group.display))?;
        for member in &group.members {
            match member {
                MemberRecord::User(name) => {
                    members.add(Holder::Group, position, membership::USER, name)?;
                }
                MemberRecord::Group(name) => {
                    members.add(Holder::Group, position, membership::IN_GROUP, name)?;
                }
            }
        }
        position += 1;
    }
    Ok(position)
}

pub(crate) fn each(
    conn: &Connection,
    reading: i64,
    mut take: impl FnMut(GroupRecord),
) -> Result<(), Fault> {
    let mut query = conn.prepare(
        "SELECT position, id, display FROM \"group\" WHERE reading = ?1 ORDER BY position",
    )?;
    let mut rows = query.query([reading])?;
    membership::Walk::new(conn)?.over(reading, Holder::Group, |members| {
        while let Some(row) = rows.next()? {
            let members = members.of(row.get(0)?)?;
            take(GroupRecord { id: row.get(1)?, display: row.get(2)?, members });
        }
        Ok(())
    })
}
