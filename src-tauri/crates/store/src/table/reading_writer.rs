//! Writing a reading while the directory is read. Only what differs from the last reading is
//! written, to a draft beside it; the end puts the draft in its place.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::absence::{self, Arriving};
use crate::table::group::{self, Replaced};
use crate::table::reading::{DirectoryReading, find};
use crate::table::reading_changes::{ReadingChanges, changes};
use crate::table::reading_draft::{DraftThread, Waiting, assert_draft};
use crate::table::{known_group, person};
use rolecall_directory::{ListedGroup, PersonRow};
use rusqlite::{OptionalExtension, Transaction};

/// A draft whose process must have died: it began so many milliseconds ago.
const LOST: i64 = 6 * 3600 * 1000;
/// How many bytes of people are collected before they are written.
const COLLECTED: usize = 2 << 20;

/// Takes what a directory delivers. Dropped before [`ReadingWriter::finish`], it leaves the last
/// reading as it was.
#[derive(Debug)]
pub struct ReadingWriter<'a> {
    store: &'a Store,
    directory: String,
    pub(super) draft: i64,
    pub(super) base: Option<DirectoryReading>,
    /// The digests of the last reading's people, where its attributes are the same.
    pub(super) known: Vec<u64>,
    pub(super) digests: Vec<u64>,
    pub(super) columns: Vec<String>,
    pub(super) waiting: Waiting,
    /// What writes people while more are read; none as long as few differ.
    thread: Option<DraftThread>,
    /// How many people differ from those of the last reading in their positions.
    pub(super) differ: usize,
    /// Whether an administrator made it: who is not in it is not gone at a source.
    by_hand: bool,
    pub(super) over: bool,
}

impl Store {
    /// Begins a reading of `directory`; `now` in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn begin_reading(
        &self,
        directory: &str,
        now: i64,
    ) -> Result<ReadingWriter<'_>, StoreError> {
        let (draft, base, known) = self.write(Durability::Process, |tx| {
            let mut lost = tx.prepare("SELECT id FROM reading_draft WHERE started_at < ?1")?;
            let lost = lost.query_map([now.saturating_sub(LOST)], |row| row.get(0))?;
            for draft in lost.collect::<Result<Vec<i64>, _>>()? {
                forget_draft(tx, draft)?;
            }
            let sql = "INSERT INTO reading_draft (id, directory, started_at)
                       SELECT 1 + max(ifnull((SELECT max(id) FROM reading), 0),
                                      ifnull((SELECT max(id) FROM reading_draft), 0)), ?1, ?2";
            tx.execute(sql, (directory, now))?;
            let draft = tx.last_insert_rowid();
            let base = find(tx, directory)?;
            let known = match &base {
                Some(base) => digests(tx, base.id)?,
                None => Vec::new(),
            };
            Ok((draft, base, known))
        })?;
        Ok(ReadingWriter {
            store: self,
            directory: directory.to_owned(),
            draft,
            base,
            known,
            digests: Vec::new(),
            columns: Vec::new(),
            waiting: Waiting::default(),
            thread: None,
            differ: 0,
            by_hand: false,
            over: false,
        })
    }
}

impl ReadingWriter<'_> {
    /// The same for what an administrator makes of the last reading: who is left out of it is
    /// not gone at a source.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self
    }

    /// Tells the attributes the source carries, before the first person.
    pub fn columns(&mut self, names: &[String]) {
        self.columns = names.to_vec();
        if self.base.as_ref().is_some_and(|base| base.columns != self.columns) {
            self.known.clear();
        }
    }

    /// Takes one person; whose groups come with [`ReadingWriter::finish`].
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn person(&mut self, person: &PersonRow<'_>) -> Result<(), StoreError> {
        let position = self.digests.len();
        let digest = self.waiting.add(position, person);
        self.digests.push(digest);
        if self.known.get(position) == Some(&digest) {
            self.waiting.take_back();
            return Ok(());
        }
        self.differ += 1;
        if self.waiting.len() >= COLLECTED { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        let thread = match self.thread.take() {
            Some(thread) => thread,
            None => DraftThread::start(self.store.writing(), self.draft, &self.directory)?,
        };
        match self.thread.insert(thread).write(waiting) {
            Some(empty) => {
                self.waiting = empty;
                Ok(())
            }
            None => self.join(),
        }
    }

    /// Waits until everything handed on is written.
    fn join(&mut self) -> Result<(), StoreError> {
        self.thread.take().map_or(Ok(()), DraftThread::end)
    }

    pub(super) fn superseded(&self) -> StoreError {
        StoreError::ReadMeanwhile { directory: self.directory.clone() }
    }

    /// Puts what was read in the place of the last reading, in one step. `groups` are those that
    /// the source listed; `now` in milliseconds since 1970 (UTC).
    ///
    /// # Errors
    /// When it cannot be written, or another process read the directory meanwhile; the last
    /// reading stays then.
    pub fn finish(
        self,
        groups: impl Iterator<Item = ListedGroup>,
        now: i64,
    ) -> Result<DirectoryReading, StoreError> {
        self.finish_told(groups, now).map(|(reading, _)| reading)
    }

    /// The same, and how many people differ from those of the reading before.
    ///
    /// # Errors
    /// As [`ReadingWriter::finish`].
    pub fn finish_told(
        mut self,
        groups: impl Iterator<Item = ListedGroup>,
        now: i64,
    ) -> Result<(DirectoryReading, ReadingChanges), StoreError> {
        self.join()?;
        let waiting = std::mem::take(&mut self.waiting);
        let (reading, gone) = self.store.write(Durability::Process, |tx| {
            assert_draft(tx, self.draft, &self.directory)?;
            waiting.write(tx, self.draft)?;
            self.settle(tx, |tx, reading| group::replace(tx, reading, groups), now)
        })?;
        self.over = true;
        let before = self.base.as_ref().map_or(0, |base| base.people);
        let changes = match self.differ > 0 || before != reading.people {
            true => changes(&self.known, &self.digests, before, gone),
            false => ReadingChanges::default(),
        };
        Ok((reading, changes))
    }

    /// Puts the draft in the place of the last reading; `regroup` does so with the groups of the
    /// reading of that number.
    pub(super) fn settle(
        &self,
        tx: &Transaction<'_>,
        regroup: impl FnOnce(&Transaction<'_>, i64) -> Result<Replaced, Fault>,
        now: i64,
    ) -> Result<(DirectoryReading, u64), Fault> {
        let current = find(tx, &self.directory)?;
        let state = |one: &Option<DirectoryReading>| one.as_ref().map(|o| (o.id, o.generation));
        if state(&current) != state(&self.base) {
            return Err(self.superseded().into());
        }
        let people = self.digests.len();
        let id = self.base.as_ref().map_or(self.draft, |base| base.id);
        let mut gone = 0;
        if !self.by_hand
            && (self.differ > 0
                || self.base.as_ref().is_none_or(|base| base.people != people as u64))
        {
            let (directory, base) = (self.directory.as_str(), self.base.as_ref());
            let (draft, columns) = (self.draft, self.columns.as_slice());
            gone = absence::settle(tx, &Arriving { directory, base, draft, columns, people, now })?;
        }
        if id != self.draft {
            person::replace(tx, id, self.draft, people)?;
        }
        let Replaced { count: groups, changed: regrouped, differing } = regroup(tx, id)?;
        if regrouped {
            known_group::settle(tx, &self.directory, &differing, now)?;
        }
        let same =
            |base: &DirectoryReading| base.people == people as u64 && base.columns == self.columns;
        let changed = regrouped || self.differ > 0 || !self.base.as_ref().is_some_and(same);
        let newest = "SELECT ifnull(max(generation), 0) FROM reading";
        let newest: i64 = tx.query_row(newest, [], |row| row.get(0))?;
        let generation = match &self.base {
            Some(base) if !changed => base.generation,
            _ => newest + 1,
        };
        tx.execute(
            "INSERT OR REPLACE INTO reading
             (id, directory, read_at, columns, people, groups, generation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                id,
                &self.directory,
                now,
                serde_json::to_string(&self.columns)?,
                people as i64,
                groups as i64,
                generation,
            ),
        )?;
        if changed {
            let digests: Vec<u8> = self.digests.iter().flat_map(|one| one.to_le_bytes()).collect();
            let sql = "INSERT OR REPLACE INTO reading_digest (reading, digests) VALUES (?1, ?2)";
            tx.execute(sql, (id, digests))?;
        }
        tx.execute("DELETE FROM reading_draft WHERE id = ?1", [self.draft])?;
        let reading = DirectoryReading {
            directory: self.directory.clone(),
            read_at: now,
            columns: self.columns.clone(),
            people: people as u64,
            groups: groups as u64,
            generation,
            id,
        };
        Ok((reading, gone))
    }
}

impl Drop for ReadingWriter<'_> {
    fn drop(&mut self) {
        if !self.over {
            let _ = self.join();
            // What cannot be taken away now is taken away as lost by a later reading.
            let _ = self.store.write(Durability::Process, |tx| forget_draft(tx, self.draft));
        }
    }
}

fn forget_draft(tx: &Transaction<'_>, draft: i64) -> Result<(), Fault> {
    tx.execute("DELETE FROM reading_draft WHERE id = ?1", [draft])?;
    person::forget(tx, draft, 0)
}

fn digests(tx: &Transaction<'_>, reading: i64) -> Result<Vec<u64>, Fault> {
    let sql = "SELECT digests FROM reading_digest WHERE reading = ?1";
    let found = tx.query_row(sql, [reading], |row| {
        let bytes = row.get_ref(0)?.as_blob()?;
        Ok(bytes.as_chunks::<8>().0.iter().map(|&one| u64::from_le_bytes(one)).collect())
    });
    Ok(found.optional()?.unwrap_or_default())
}
