//! The draft of a reading: people are collected here and written on a thread of its own, while
//! the caller reads on.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Writing};
use crate::table::person;
use rolecall_directory::PersonRow;
use rusqlite::{OptionalExtension, Transaction};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// People who are not written yet: their texts, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

/// Where the parts of a person end among the bytes. The attributes go up to the next person.
#[derive(Debug)]
struct Row {
    position: usize,
    active: bool,
    start: usize,
    id: usize,
    user_name: usize,
    /// `None` without an org unit.
    org_unit: Option<usize>,
    end: usize,
}

/// A thread that writes people into a draft. Buffers go there full and come back empty.
#[derive(Debug)]
pub(crate) struct DraftThread {
    full: SyncSender<Waiting>,
    empty: Receiver<Waiting>,
    thread: JoinHandle<Result<(), StoreError>>,
}

impl DraftThread {
    /// Starts it for the people of `draft`, of the directory `directory`.
    pub(crate) fn start(writing: Writing, draft: i64, directory: &str) -> Result<Self, StoreError> {
        // One waits while one is written and one is filled: more would only be memory.
        let (full, taken) = sync_channel(1);
        let (back, empty) = channel();
        let (path, directory) = (writing.path().to_owned(), directory.to_owned());
        let body = move || write_all(&writing, draft, &directory, &taken, &back);
        let thread = std::thread::Builder::new().name("draft".to_owned()).spawn(body);
        let thread = thread.map_err(|error| {
            let reason = format!("no thread to write with: {error}");
            StoreError::Unavailable { path, reason }
        })?;
        Ok(Self { full, empty, thread })
    }

    /// Hands people on; answers an empty buffer, or `None` where the thread is over, which
    /// [`DraftThread::end`] explains.
    pub(crate) fn write(&self, waiting: Waiting) -> Option<Waiting> {
        self.full.send(waiting).ok()?;
        Some(self.empty.try_recv().unwrap_or_default())
    }

    /// Waits until all people are written.
    ///
    /// # Errors
    /// When some could not be written; then none is after them.
    pub(crate) fn end(self) -> Result<(), StoreError> {
        drop(self.full);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

fn write_all(
    writing: &Writing,
    draft: i64,
    directory: &str,
    taken: &Receiver<Waiting>,
    back: &Sender<Waiting>,
) -> Result<(), StoreError> {
    for mut waiting in taken {
        writing.write(Durability::Process, |tx| {
            assert_draft(tx, draft, directory)?;
            waiting.write(tx, draft)
        })?;
        waiting.clear();
        // Refused only when nobody fills another.
        let _ = back.send(waiting);
    }
    Ok(())
}

/// Refuses to go on where another process put its own reading in the place of `draft`.
pub(crate) fn assert_draft(tx: &Transaction<'_>, draft: i64, directory: &str) -> Result<(), Fault> {
    let sql = "SELECT 1 FROM reading_draft WHERE id = ?1";
    if tx.query_row(sql, [draft], |_| Ok(())).optional()?.is_some() {
        return Ok(());
    }
    Err(StoreError::ReadMeanwhile { directory: directory.to_owned() }.into())
}

impl Waiting {
    /// Adds a person; answers the digest of everything but the groups.
    pub(crate) fn add(&mut self, position: usize, person: &PersonRow<'_>) -> u64 {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(person.id.as_bytes());
        let id = self.bytes.len();
        self.bytes.extend_from_slice(person.user_name.as_bytes());
        let user_name = self.bytes.len();
        self.bytes.extend_from_slice(person.org_unit.unwrap_or_default().as_bytes());
        let org_unit = person.org_unit.map(|_| self.bytes.len());
        person::pack(person.attributes, &mut self.bytes);
        let end = self.bytes.len();
        let mut digest = DefaultHasher::new();
        let lengths = (id - start, user_name - start, org_unit.map(|end| end - start));
        (lengths, person.active, &self.bytes[start..]).hash(&mut digest);
        let active = person.active;
        self.rows.push(Row { position, active, start, id, user_name, org_unit, end });
        digest.finish()
    }

    /// How many bytes wait.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.rows.clear();
    }

    /// Takes the last person out again.
    pub(crate) fn take_back(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.bytes.truncate(row.start);
        }
    }

    /// Puts the people into `reading`.
    pub(crate) fn write(&self, tx: &Transaction<'_>, reading: i64) -> Result<(), Fault> {
        let mut insert = person::insertion(tx)?;
        let text = |from: usize, to: usize| {
            let text = std::str::from_utf8(&self.bytes[from..to]);
            text.map_err(|error| Fault::Content(error.to_string()))
        };
        for row in &self.rows {
            let org_unit = row.org_unit.map(|end| text(row.user_name, end)).transpose()?;
            insert.execute((
                person::place(reading, row.position),
                text(row.start, row.id)?,
                text(row.id, row.user_name)?,
                row.active,
                org_unit,
                &self.bytes[row.org_unit.unwrap_or(row.user_name)..row.end],
            ))?;
        }
        Ok(())
    }
}
