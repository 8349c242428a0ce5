//! The groups of the last reading of each directory.

use crate::error::Fault;
use crate::table::person::place;
use roaring::RoaringBitmap;
use rolecall_directory::ListedGroup;
use rusqlite::{Connection, OptionalExtension, Transaction};

pub(crate) const SCHEMA: &str = "
CREATE TABLE \"group\" (
    reading INTEGER NOT NULL REFERENCES reading (id),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    display TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;
";

/// The form since the second migration: `place` as a person's; `people` is a bitmap of people's
/// positions, `members` what else the source lists, as it wrote it.
pub(crate) const ROWS: &str = "
CREATE TABLE \"group\" (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    display TEXT NOT NULL,
    people BLOB NOT NULL,
    members TEXT NOT NULL
) STRICT;
";

/// Puts `groups` in the place of those of `reading`; answers how many there are, and whether
/// anything is different now. What is as it was is not written.
pub(crate) fn replace(
    tx: &Transaction<'_>,
    reading: i64,
    groups: impl Iterator<Item = ListedGroup>,
) -> Result<(usize, bool), Fault> {
    let mut find =
        tx.prepare("SELECT id, display, people, members FROM \"group\" WHERE place = ?1")?;
    let mut put = tx.prepare(
        "INSERT OR REPLACE INTO \"group\" (place, id, display, people, members)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let (mut position, mut changed) = (0, false);
    let mut people = Vec::new();
    for group in groups {
        people.clear();
        group
            .people
            .serialize_into(&mut people)
            .map_err(|error| Fault::Content(error.to_string()))?;
        let members = serde_json::to_string(&group.members)?;
        let at = place(reading, position);
        let same = find.query_row([at], |row| {
            Ok(row.get_ref(0)?.as_str()? == group.id
                && row.get_ref(1)?.as_str()? == group.display
                && row.get_ref(2)?.as_blob()? == people
                && row.get_ref(3)?.as_str()? == members)
        });
        if same.optional()? != Some(true) {
            put.execute((at, &group.id, &group.display, &people, members))?;
            changed = true;
        }
        position += 1;
    }
    let more = forget(tx, reading, position)?;
    Ok((position, changed || more > 0))
}

/// Forgets the groups of `reading` from position `start` on; answers how many.
pub(crate) fn forget(tx: &Transaction<'_>, reading: i64, start: usize) -> Result<usize, Fault> {
    let sql = "DELETE FROM \"group\" WHERE place >= ?1 AND place < ?2";
    Ok(tx.execute(sql, (place(reading, start), place(reading + 1, 0)))?)
}

/// Hands the groups of `reading` to `take`.
pub(crate) fn each(
    conn: &Connection,
    reading: i64,
    mut take: impl FnMut(ListedGroup),
) -> Result<(), Fault> {
    let mut query = conn.prepare(
        "SELECT id, display, people, members FROM \"group\"
         WHERE place >= ?1 AND place < ?2 ORDER BY place",
    )?;
    let mut rows = query.query((place(reading, 0), place(reading + 1, 0)))?;
    while let Some(row) = rows.next()? {
        let people = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        let people = RoaringBitmap::deserialize_from(people)
            .map_err(|error| Fault::Content(error.to_string()))?;
        let members = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let members = serde_json::from_str(members)?;
        take(ListedGroup { id: row.get(0)?, display: row.get(1)?, people, members });
    }
    Ok(())
}
