//! Where a directory's people and groups go: into the Snapshot being built and, as they come from
//! a source, into the workspace.

use crate::awaited::Awaited;
use crate::edits::Edits;
use rolecall_connect::DirectorySink;
use rolecall_directory::{Member, PersonRow, SnapshotBuilder, SourceWarning};
use rolecall_store::{ReadingWriter, StoreError};

/// Puts what a source delivers into the Snapshot being built and, as it comes, into the workspace.
/// Edits are laid over the one, not over the other.
pub(super) struct Sink<'a, 's> {
    pub(super) builder: &'a mut SnapshotBuilder,
    pub(super) writer: Option<ReadingWriter<'s>>,
    pub(super) edits: Edits,
    pub(super) awaited: Awaited,
    pub(super) warnings: Vec<SourceWarning>,
    /// The first thing that could not be written; nothing is written after it.
    pub(super) failed: Option<StoreError>,
}

impl DirectorySink for Sink<'_, '_> {
    fn columns(&mut self, names: &[String]) {
        self.awaited.columns(names);
        if self.edits.is_empty() {
            self.builder.columns(names);
        } else {
            self.builder.columns(&self.edits.columns(names));
        }
        if let Some(writer) = &mut self.writer {
            writer.columns(names);
        }
    }

    fn person(&mut self, person: &PersonRow<'_>) {
        self.awaited.delivered(person);
        match self.edits.over(person) {
            Some(edited) => edited.with_row(|row| self.builder.person_row(row)),
            None => self.builder.person_row(person),
        };
        if let Some(writer) = &mut self.writer
            && let Err(error) = writer.person(person)
        {
            self.writer = None;
            self.failed = Some(error);
        }
    }

    fn group(&mut self, id: &str, name: &str) {
        self.builder.group_id(name, id);
    }

    fn member(&mut self, group: &str, member: Member<'_>) {
        self.builder.member(group, member);
    }

    fn warning(&mut self, warning: SourceWarning) {
        self.warnings.push(warning);
    }
}
