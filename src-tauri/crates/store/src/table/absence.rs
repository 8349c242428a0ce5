//! Who is not delivered any more, and who is delivered again: found when a reading is put in the
//! place of the last one, from what differs between them.

use crate::error::Fault;
use crate::table::known_person::{self, KnownState};
use crate::table::life;
use crate::table::person::{self, place};
use crate::table::reading::{self, DirectoryReading};
use rolecall_directory::{Folded, PersonRecord};
use rusqlite::{Connection, Transaction};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A reading that is about to be put in its place.
pub(crate) struct Arriving<'a> {
    pub(crate) directory: &'a str,
    /// The reading whose place it takes, where there is one.
    pub(crate) base: Option<&'a DirectoryReading>,
    /// Holds the people who differ, at their positions.
    pub(crate) draft: i64,
    pub(crate) columns: &'a [String],
    /// How many people there are.
    pub(crate) people: usize,
    pub(crate) now: i64,
}

/// Remembers who is gone with `arriving`, and forgets who is delivered again. Answers how many are
/// gone.
pub(crate) fn settle(tx: &Transaction<'_>, arriving: &Arriving<'_>) -> Result<u64, Fault> {
    let back = back_again(tx, arriving)?;
    let gone = gone(tx, arriving)?;
    for &one in &back {
        tx.prepare_cached("DELETE FROM known_person WHERE one = ?1")?.execute([one])?;
    }
    for person in &gone {
        known_person::put(tx, arriving.directory, person, (KnownState::Gone, arriving.now))?;
    }
    if !back.is_empty() || !gone.is_empty() {
        life::bump(tx)?;
    }
    Ok(gone.len() as u64)
}

/// The keys of a person: id, userName, e-mail; each as a number of its own, 0 where absent.
fn keys(person: &PersonRecord) -> [u64; 3] {
    let email = person.attribute("email").unwrap_or_default();
    [(0, person.id.as_str()), (1, &person.user_name), (2, email)].map(|(which, text)| {
        if text.is_empty() {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        (which, Folded::new(text)).hash(&mut hasher);
        hasher.finish().max(1)
    })
}

fn each_in_draft(
    conn: &Connection,
    arriving: &Arriving<'_>,
    mut take: impl FnMut(&PersonRecord),
) -> Result<(), Fault> {
    let names = reading::attribute_names(arriving.columns);
    person::each(conn, arriving.draft, names.len(), |row| take(&person::record(&row, &names)))
}

/// Those not delivered before whom the arriving reading delivers: matched by id, then userName,
/// then e-mail, each by one person at most.
fn back_again(tx: &Transaction<'_>, arriving: &Arriving<'_>) -> Result<Vec<i64>, Fault> {
    let mut known: HashMap<u64, i64> = HashMap::new();
    let mut query =
        tx.prepare_cached("SELECT one, record FROM known_person WHERE directory = ?1")?;
    let mut rows = query.query([arriving.directory])?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let person: PersonRecord = serde_json::from_str(text)?;
        for key in keys(&person).into_iter().filter(|&key| key != 0) {
            known.entry(key).or_insert(row.get(0)?);
        }
    }
    let mut back = HashSet::new();
    if !known.is_empty() {
        each_in_draft(tx, arriving, |person| {
            let one = keys(person).iter().find_map(|key| known.get(key)).copied();
            back.extend(one);
        })?;
    }
    Ok(back.into_iter().collect())
}

/// Those of the last reading whom the arriving one does not deliver, by no key of theirs.
fn gone(tx: &Transaction<'_>, arriving: &Arriving<'_>) -> Result<Vec<PersonRecord>, Fault> {
    let Some(base) = arriving.base else { return Ok(Vec::new()) };
    let missing = missing(tx, arriving, base)?;
    if missing.is_empty() {
        return Ok(missing);
    }
    let mut delivered = HashSet::new();
    each_in_draft(tx, arriving, |person| delivered.extend(keys(person)))?;
    let is_gone = |person: &PersonRecord| {
        keys(person).into_iter().all(|key| key == 0 || !delivered.contains(&key))
    };
    Ok(missing.into_iter().filter(is_gone).collect())
}

/// Those of the last reading whose id the arriving one does not have. Who stands where they stood
/// is not in the draft and does not differ; whoever stands elsewhere is in it.
fn missing(
    tx: &Transaction<'_>,
    arriving: &Arriving<'_>,
    base: &DirectoryReading,
) -> Result<Vec<PersonRecord>, Fault> {
    let (first, end) = (place(arriving.draft, 0), place(arriving.draft + 1, 0));
    let hashed = |id: &str| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    };
    let mut arrived = HashSet::new();
    let mut query = tx.prepare("SELECT id FROM person WHERE place >= ?1 AND place < ?2")?;
    let mut rows = query.query((first, end))?;
    while let Some(row) = rows.next()? {
        arrived.insert(hashed(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?));
    }
    let mut places = Vec::new();
    let mut query = tx.prepare(
        "SELECT old.place, old.id FROM person new JOIN person old ON old.place = new.place - ?1 + ?3
         WHERE new.place >= ?1 AND new.place < ?2 AND old.place < ?4
         UNION ALL
         SELECT place, id FROM person WHERE place >= ?4 AND place < ?5",
    )?;
    let kept = place(base.id, arriving.people);
    let mut rows = query.query((first, end, place(base.id, 0), kept, place(base.id + 1, 0)))?;
    while let Some(row) = rows.next()? {
        let id = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if !arrived.contains(&hashed(id)) {
            places.push(row.get::<_, i64>(0)?);
        }
    }
    let names = reading::attribute_names(&base.columns);
    places.into_iter().map(|place| person::at(tx, place, &names)).collect()
}
