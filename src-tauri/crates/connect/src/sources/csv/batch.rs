//! What was read, on its way from the reading thread to the sink: texts one after the other in
//! one buffer, so that neither a cell nor a membership costs memory of its own.

use crate::rfc4180::Flaw;
use crate::{DirectorySink, ReadReport};
use rolecall_directory::{Member, PersonRow, SourceFlaw, SourceWarning};
use std::path::Path;
use std::sync::mpsc::Receiver;
use tokio::sync::mpsc;

/// How many bytes of text cross at once, about.
const BATCH: usize = 256 << 10;
/// The texts of a person before the attributes: id, userName, org unit, groups.
const FIXED: usize = 4;

/// Texts one after the other.
#[derive(Default)]
pub(super) struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds what `write` appends as one text.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.bytes);
        // A batch is far shorter than four GiB: fields are bounded.
        self.ends.push(self.bytes.len() as u32);
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }
}

/// Some of what was read, in order: columns, people, members, warnings.
#[derive(Default)]
pub(super) struct Batch {
    columns: Option<(Vec<String>, usize)>,
    /// For each person: id, userName, org unit, groups, then the attributes.
    pub(super) people: Texts,
    /// For each person: whether active.
    pub(super) active: Vec<bool>,
    /// For each membership: group, member.
    pub(super) members: Texts,
    /// For each membership: whether the member is a group.
    pub(super) nested: Vec<bool>,
    warnings: Vec<SourceWarning>,
}

impl Batch {
    /// Gives everything to `sink` and is empty then; `attributes` is how many a person has, once that was told.
    pub(super) fn hand_on(&mut self, attributes: &mut usize, sink: &mut dyn DirectorySink) {
        if let Some((names, count)) = self.columns.take() {
            *attributes = count;
            sink.columns(&names);
        }
        let mut values = Vec::with_capacity(*attributes);
        for (at, &active) in self.active.iter().enumerate() {
            let first = at * (FIXED + *attributes);
            let text = |offset: usize| self.people.get(first + offset);
            values.clear();
            values.extend((0..*attributes).map(|attribute| text(FIXED + attribute)));
            sink.person(&PersonRow {
                id: text(0),
                user_name: text(1),
                active,
                org_unit: Some(text(2)).filter(|path| !path.is_empty()),
                attributes: &values,
                groups: text(3),
            });
        }
        for (at, &nested) in self.nested.iter().enumerate() {
            let (group, name) = (self.members.get(2 * at), self.members.get(2 * at + 1));
            sink.member(group, if nested { Member::Group(name) } else { Member::User(name) });
        }
        for warning in self.warnings.drain(..) {
            sink.warning(warning);
        }
        self.people.clear();
        self.active.clear();
        self.members.clear();
        self.nested.clear();
    }
}

/// Batches being filled. Once nobody takes them, they go nowhere.
pub(super) struct Batches {
    sender: mpsc::Sender<Batch>,
    /// Batches come back to be filled again: their memory is at hand already.
    emptied: Receiver<Batch>,
    pub(super) batch: Batch,
}

impl Batches {
    pub(super) fn new(sender: mpsc::Sender<Batch>, emptied: Receiver<Batch>) -> Self {
        Self { sender, emptied, batch: Batch::default() }
    }

    /// Tells the columns, and how many attributes every person has from here on.
    pub(super) fn columns(&mut self, names: Vec<String>, attributes: usize) {
        self.batch.columns = Some((names, attributes));
        self.flush();
    }

    /// Hands the batch on when it is full.
    pub(super) fn flush_full(&mut self) {
        if self.batch.people.bytes.len() + self.batch.members.bytes.len() >= BATCH {
            self.flush();
        }
    }

    pub(super) fn flush(&mut self) {
        let empty = self.emptied.try_recv().unwrap_or_default();
        let batch = std::mem::replace(&mut self.batch, empty);
        // Refused only when the reader of the source has gone away, which `abandoned` tells.
        let _ = self.sender.blocking_send(batch);
    }

    pub(super) fn abandoned(&self) -> bool {
        self.sender.is_closed()
    }

    pub(super) fn lost(&mut self, path: &Path, flaw: Flaw<SourceFlaw>, report: &mut ReadReport) {
        report.rows_lost += 1;
        self.batch.warnings.push(SourceWarning {
            line: Some(flaw.line),
            column: Some(flaw.column),
            ..SourceWarning::lost(path.display().to_string(), flaw.message)
        });
        if self.batch.warnings.len() >= 512 {
            self.flush();
        }
    }
}
