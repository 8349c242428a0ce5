//! A mirror that is shared between readings and tells how it was written.

use rolecall_connect::{MemoryMirror, Mirror, MirrorError};
use rolecall_directory::{MirrorChange, MirrorMember, MirrorState, RecordKind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is kept of a source over several readings.
#[derive(Default)]
pub struct Kept {
    pub mirror: MemoryMirror,
    /// The most changes that were made at once.
    pub largest: AtomicUsize,
    /// How often changes were made.
    pub batches: AtomicUsize,
}

/// The same, as a source holds it.
pub struct Watched<'k>(pub &'k Kept);

impl Mirror for Watched<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        self.0.mirror.state()
    }
    fn begin(&self) -> Result<(), MirrorError> {
        self.0.mirror.begin()
    }
    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        let members = |change: &MirrorChange| match change {
            MirrorChange::Members { members, .. } => members.len(),
            _ => 1,
        };
        let made = changes.iter().map(members).sum();
        self.0.largest.fetch_max(made, Ordering::Relaxed);
        self.0.batches.fetch_add(1, Ordering::Relaxed);
        self.0.mirror.advance(changes, cursor)
    }
    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        self.0.mirror.end(cursor, now)
    }
    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        self.0.mirror.unseen(kind)
    }
    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        self.0.mirror.get(kind, id)
    }
    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        self.0.mirror.each(kind, take)
    }
    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        self.0.mirror.each_member(take)
    }
}
