//! The people of the last reading of each directory.

use crate::error::Fault;
use rolecall_directory::{PersonRecord, PersonRow};
use rusqlite::{Connection, Statement, Transaction};

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

/// The form since the second migration: `place` is the reading's number, shifted by 32 bits, and
/// the position; `attributes` holds length and text of each of the reading's attributes.
pub(crate) const ROWS: &str = "
CREATE TABLE person (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    active INTEGER NOT NULL,
    org_unit TEXT,
    attributes BLOB NOT NULL
) STRICT;
";

/// The place of what stands at `position` in `reading`.
pub(crate) fn place(reading: i64, position: usize) -> i64 {
    (reading << 32) | position as i64
}

/// Prepares the insertion of people.
pub(crate) fn insertion<'a>(tx: &'a Transaction<'_>) -> Result<Statement<'a>, Fault> {
    Ok(tx.prepare(
        "INSERT INTO person (place, id, user_name, active, org_unit, attributes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?)
}

/// Puts the people of the reading `draft` in the places of `reading`, and forgets those of
/// `reading` from position `end` on.
pub(crate) fn replace(
    tx: &Transaction<'_>,
    reading: i64,
    draft: i64,
    end: usize,
) -> Result<(), Fault> {
    let (from, to) = (place(draft, 0), place(draft + 1, 0));
    tx.execute(
        "INSERT OR REPLACE INTO person (place, id, user_name, active, org_unit, attributes)
         SELECT place - ?1 + ?3, id, user_name, active, org_unit, attributes FROM person
         WHERE place >= ?1 AND place < ?2",
        (from, to, place(reading, 0)),
    )?;
    forget(tx, draft, 0)?;
    forget(tx, reading, end)
}

/// Forgets the people of `reading` from position `start` on.
pub(crate) fn forget(tx: &Transaction<'_>, reading: i64, start: usize) -> Result<(), Fault> {
    let sql = "DELETE FROM person WHERE place >= ?1 AND place < ?2";
    tx.execute(sql, (place(reading, start), place(reading + 1, 0)))?;
    Ok(())
}

/// Hands the people of `reading`, who have `attributes` attributes, to `take`.
pub(crate) fn each(
    conn: &Connection,
    reading: i64,
    attributes: usize,
    mut take: impl FnMut(PersonRow<'_>),
) -> Result<(), Fault> {
    let mut query = conn.prepare(
        "SELECT id, user_name, active, org_unit, attributes FROM person
         WHERE place >= ?1 AND place < ?2 ORDER BY place",
    )?;
    let mut rows = query.query((place(reading, 0), place(reading + 1, 0)))?;
    while let Some(row) = rows.next()? {
        let kept = row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?;
        let values = unpacked(kept, attributes)
            .ok_or_else(|| Fault::Content("a person's attributes are broken".to_owned()))?;
        let text = |at| Ok::<_, Fault>(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?);
        take(PersonRow {
            id: text(0)?,
            user_name: text(1)?,
            active: row.get(2)?,
            org_unit: row.get_ref(3)?.as_str_or_null().map_err(rusqlite::Error::from)?,
            attributes: &values,
            groups: "",
        });
    }
    Ok(())
}

/// A person as kept, without groups; `names` are the attributes' names.
pub(crate) fn record(row: &PersonRow<'_>, names: &[&str]) -> PersonRecord {
    let present = names.iter().zip(row.attributes).filter(|(_, value)| !value.is_empty());
    PersonRecord {
        id: row.id.to_owned(),
        user_name: row.user_name.to_owned(),
        active: row.active,
        org_unit: row.org_unit.map(str::to_owned),
        attributes: present
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        groups: Vec::new(),
    }
}

/// The person at `place`, whose attributes are called `names`.
pub(crate) fn at(conn: &Connection, place: i64, names: &[&str]) -> Result<PersonRecord, Fault> {
    let sql = "SELECT id, user_name, active, org_unit, attributes FROM person WHERE place = ?1";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([place])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let kept = row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?;
    let values = unpacked(kept, names.len())
        .ok_or_else(|| Fault::Content("a person's attributes are broken".to_owned()))?;
    let org_unit: Option<String> = row.get(3)?;
    let (id, user_name): (String, String) = (row.get(0)?, row.get(1)?);
    let row = PersonRow {
        id: &id,
        user_name: &user_name,
        active: row.get(2)?,
        org_unit: org_unit.as_deref(),
        attributes: &values,
        groups: "",
    };
    Ok(record(&row, names))
}

/// Appends `texts`, each after its length, to `out`.
pub(crate) fn pack(texts: &[&str], out: &mut Vec<u8>) {
    for text in texts {
        let mut length = text.len();
        while length > 0x7F {
            out.push((length & 0x7F) as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(text.as_bytes());
    }
}

fn unpacked(mut packed: &[u8], count: usize) -> Option<Vec<&str>> {
    let mut texts = Vec::with_capacity(count);
    while let Some((length, rest)) = length_of(packed) {
        let (text, rest) = rest.split_at_checked(length)?;
        texts.push(std::str::from_utf8(text).ok()?);
        packed = rest;
    }
    (packed.is_empty() && texts.len() == count).then_some(texts)
}

fn length_of(mut packed: &[u8]) -> Option<(usize, &[u8])> {
    let (mut length, mut shift) = (0, 0);
    loop {
        let (&byte, rest) = packed.split_first()?;
        length |= usize::from(byte & 0x7F) << shift;
        packed = rest;
        if byte < 0x80 {
            return Some((length, packed));
        }
        shift += 7;
        if shift > 28 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpacked};

    #[test]
    fn what_is_packed_comes_out() {
        let long = "ü".repeat(9000);
        let texts = ["", "a", long.as_str(), ""];
        let mut packed = Vec::new();
        pack(&texts, &mut packed);
        assert_eq!(unpacked(&packed, 4).as_deref(), Some(&texts[..]), "texts of any length");
        assert_eq!(unpacked(&packed, 3), None, "not more than there are to be");
        assert_eq!(unpacked(&packed[..packed.len() - 3], 4), None, "nor less");
    }
}
