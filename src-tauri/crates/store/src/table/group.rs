//! The groups of the last reading of each directory.

use crate::error::Fault;
use crate::table::known_group::Differing;
use crate::table::person::place;
use crate::table::reading_amended::AmendedGroup;
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

/// What putting groups in the place of others came to.
pub(crate) struct Replaced {
    /// How many there are now.
    pub(crate) count: usize,
    /// Whether anything is different.
    pub(crate) changed: bool,
    pub(crate) differing: Differing,
}

/// Puts `groups` in the place of those of `reading`. What is as it was is not written.
pub(crate) fn replace(
    tx: &Transaction<'_>,
    reading: i64,
    groups: impl Iterator<Item = ListedGroup>,
) -> Result<Replaced, Fault> {
    let mut find =
        tx.prepare("SELECT id, display, people, members FROM \"group\" WHERE place = ?1")?;
    let mut put = tx.prepare(
        "INSERT OR REPLACE INTO \"group\" (place, id, display, people, members)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let (mut position, mut changed) = (0, false);
    let mut differing = Differing::default();
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
            let id = row.get_ref(0)?.as_str()?;
            if id != group.id {
                differing.before.push((id.to_owned(), row.get(1)?));
            }
            Ok(id == group.id
                && row.get_ref(1)?.as_str()? == group.display
                && row.get_ref(2)?.as_blob()? == people
                && row.get_ref(3)?.as_str()? == members)
        });
        if same.optional()? != Some(true) {
            differing.now.push(group.id.clone());
            put.execute((at, &group.id, &group.display, &people, members))?;
            changed = true;
        }
        position += 1;
    }
    let mut rest =
        tx.prepare("SELECT id, display FROM \"group\" WHERE place >= ?1 AND place < ?2")?;
    let bounds = (place(reading, position), place(reading + 1, 0));
    for gone in rest.query_map(bounds, |row| Ok((row.get(0)?, row.get(1)?)))? {
        differing.before.push(gone?);
    }
    let more = forget(tx, reading, position)?;
    Ok(Replaced { count: position, changed: changed || more > 0, differing })
}

/// Gives the groups at these positions of `reading`, which has `count`, other people; `None`
/// where another group stands there.
pub(crate) fn amend(
    tx: &Transaction<'_>,
    reading: i64,
    count: usize,
    groups: &[AmendedGroup],
) -> Result<Option<Replaced>, Fault> {
    let mut find = tx.prepare_cached("SELECT id, people FROM \"group\" WHERE place = ?1")?;
    let mut put = tx.prepare_cached("UPDATE \"group\" SET people = ?2 WHERE place = ?1")?;
    let mut changed = false;
    let mut people = Vec::new();
    for group in groups {
        people.clear();
        group
            .people
            .serialize_into(&mut people)
            .map_err(|error| Fault::Content(error.to_string()))?;
        let at = place(reading, group.position);
        let found = find.query_row([at], |row| {
            let is_same = row.get_ref(0)?.as_str()? == group.id;
            Ok((is_same, row.get_ref(1)?.as_blob()? == people))
        });
        match found.optional()? {
            Some((true, true)) => {}
            Some((true, false)) => {
                put.execute((at, &people))?;
                changed = true;
            }
            Some((false, _)) | None => return Ok(None),
        }
    }
    Ok(Some(Replaced { count, changed, differing: Differing::default() }))
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
