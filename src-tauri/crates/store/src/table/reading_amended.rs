//! A reading in which some people differ from the last one, where it is known that nobody else
//! does: the others are not delivered again.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::group;
use crate::table::person;
use crate::table::reading::DirectoryReading;
use crate::table::reading_changes::ReadingChanges;
use crate::table::reading_draft::assert_draft;
use roaring::RoaringBitmap;
use rolecall_directory::PersonRow;
use rusqlite::{OptionalExtension, Transaction};

/// What differs from a directory's last reading.
#[derive(Debug, Clone, Default)]
pub struct AmendedReading<'a> {
    /// People by their positions; who is new follows after all others.
    pub people: Vec<(usize, PersonRow<'a>)>,
    /// Groups that have other people directly.
    pub groups: Vec<AmendedGroup>,
}

/// A group that the source lists, with its people.
#[derive(Debug, Clone, PartialEq)]
pub struct AmendedGroup {
    /// Its position in the last reading.
    pub position: usize,
    /// Its stable id.
    pub id: String,
    /// The positions of the people directly in it.
    pub people: RoaringBitmap,
}

impl Store {
    /// Makes `base`, which is a directory's last reading, what `amended` says; `now` in
    /// milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// [`StoreError::ReadMeanwhile`] where the last reading is another one, or other people and
    /// groups stand in those places; when it cannot be written. The last reading stays then.
    pub fn amend_reading(
        &self,
        base: &DirectoryReading,
        amended: &AmendedReading<'_>,
        now: i64,
    ) -> Result<(DirectoryReading, ReadingChanges), StoreError> {
        let mut writer = self.begin_reading(&base.directory, now)?;
        let state = |one: &DirectoryReading| (one.id, one.generation, one.people);
        let is_base = writer.base.as_ref().is_some_and(|found| state(found) == state(base));
        let before = std::mem::take(&mut writer.known);
        if !is_base || before.len() as u64 != base.people {
            return Err(writer.superseded());
        }
        let known = before.len();
        (writer.columns, writer.digests) = (base.columns.clone(), before);
        let mut changes = ReadingChanges::default();
        for (position, person) in &amended.people {
            let digest = writer.waiting.add(*position, person);
            let count = writer.digests.len();
            match writer.digests.get_mut(*position) {
                Some(same) if *same == digest => writer.waiting.take_back(),
                Some(other) => {
                    *other = digest;
                    changes.changed += 1;
                }
                None if *position == count => {
                    writer.digests.push(digest);
                    changes.added += 1;
                }
                None => return Err(writer.superseded()),
            }
        }
        writer.differ = amended.people.len().min((changes.changed + changes.added) as usize);
        let waiting = std::mem::take(&mut writer.waiting);
        let (reading, gone) = self.write(Durability::Process, |tx| {
            assert_draft(tx, writer.draft, &base.directory)?;
            let there = amended.people.iter().filter(|(position, _)| *position < known);
            for (position, person) in there {
                if id_at(tx, person::place(base.id, *position))?.as_deref() != Some(person.id) {
                    return Err(writer.superseded().into());
                }
            }
            waiting.write(tx, writer.draft)?;
            let regroup = |tx: &Transaction<'_>, reading: i64| {
                let count = usize::try_from(base.groups).unwrap_or(usize::MAX);
                match group::amend(tx, reading, count, &amended.groups)? {
                    Some(replaced) => Ok(replaced),
                    None => Err(writer.superseded().into()),
                }
            };
            writer.settle(tx, regroup, now)
        })?;
        writer.over = true;
        Ok((reading, ReadingChanges { gone, ..changes }))
    }
}

fn id_at(tx: &Transaction<'_>, place: i64) -> Result<Option<String>, Fault> {
    let mut query = tx.prepare_cached("SELECT id FROM person WHERE place = ?1")?;
    Ok(query.query_row([place], |row| row.get(0)).optional()?)
}
