//! What is kept of a source between readings, so that it is asked for changes only.

use crate::ConnectError;
use rolecall_directory::{Cause, MirrorChange, MirrorMember, MirrorState, RecordKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why a mirror could not be read or written.
#[derive(Debug, Clone, thiserror::Error)]
#[error("what is kept of the source could not be read or written: {reason}; nothing was lost")]
pub struct MirrorError {
    /// The workspace's words.
    pub reason: String,
}

impl From<MirrorError> for ConnectError {
    fn from(error: MirrorError) -> Self {
        Self {
            cause: Cause::Unavailable,
            place: "workspace".to_owned(),
            message: error.to_string(),
        }
    }
}

/// The records of one directory's source. Verbs block; each is one transaction.
///
/// A reading in full is `begin`, any number of `advance`, `end`: what is not put between `begin`
/// and `end` is gone at the end, and until then the mirror is what it was, with what was put. It
/// may be broken off and gone on with by another process: [`MirrorState::filling`] tells.
pub trait Mirror: Send + Sync {
    /// Where it stands.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn state(&self) -> Result<MirrorState, MirrorError>;

    /// Begins a reading in full; one that had begun is forgotten.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    fn begin(&self) -> Result<(), MirrorError>;

    /// Makes `changes`, in order, and remembers `cursor`, all or nothing.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError>;

    /// Ends a reading in full: what was not put since `begin` is gone. `now` in milliseconds
    /// since 1970 (UTC).
    ///
    /// # Errors
    /// When the workspace cannot be written.
    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError>;

    /// The ids of records that were not put since a reading in full began, which its end would
    /// forget; none where no such reading is under way.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        let _never_filled = kind;
        Ok(Vec::new())
    }

    /// The body of one record.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError>;

    /// Hands id and body of all records of a kind to `take`, by id.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError>;

    /// Hands all memberships to `take`: group's id and member, by group.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError>;
}

/// A mirror that lasts as long as it is held: for plans that write nothing.
#[derive(Debug, Default)]
pub struct MemoryMirror {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    state: MirrorState,
    records: BTreeMap<(RecordKind, String), String>,
    members: BTreeMap<String, BTreeSet<MirrorMember>>,
    /// What was put since a reading in full began.
    put: BTreeSet<(RecordKind, String)>,
}

impl MemoryMirror {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn change(&mut self, change: &MirrorChange) {
        match change {
            MirrorChange::Put { kind, id, body } => {
                if self.state.filling {
                    self.put.insert((*kind, id.clone()));
                }
                self.records.insert((*kind, id.clone()), body.clone());
            }
            MirrorChange::Gone { kind, id } => self.forget(*kind, id),
            MirrorChange::Members { group, members } => {
                self.members.insert(group.clone(), members.iter().cloned().collect());
            }
            MirrorChange::Joined { group, member } => {
                self.members.entry(group.clone()).or_default().insert(member.clone());
            }
            MirrorChange::Left { group, id } => {
                if let Some(members) = self.members.get_mut(group) {
                    members.retain(|member| member.id != *id);
                }
            }
        }
    }

    fn forget(&mut self, kind: RecordKind, id: &str) {
        self.records.remove(&(kind, id.to_owned()));
        if kind == RecordKind::Group {
            self.members.remove(id);
        }
        for members in self.members.values_mut() {
            members.retain(|member| member.kind != kind || member.id != id);
        }
    }
}

impl Mirror for MemoryMirror {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        Ok(self.held().state.clone())
    }

    fn begin(&self) -> Result<(), MirrorError> {
        let mut held = self.held();
        held.put.clear();
        held.state.filling = true;
        held.state.cursor = None;
        Ok(())
    }

    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        let mut held = self.held();
        for change in changes {
            held.change(change);
        }
        held.state.cursor = cursor.map(str::to_owned);
        Ok(())
    }

    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        let mut held = self.held();
        let put = std::mem::take(&mut held.put);
        let gone: Vec<_> =
            held.records.keys().filter(|record| !put.contains(*record)).cloned().collect();
        for (kind, id) in gone {
            held.forget(kind, &id);
        }
        held.state =
            MirrorState { cursor: cursor.map(str::to_owned), filling: false, filled_at: Some(now) };
        Ok(())
    }

    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        let held = self.held();
        let old = held
            .records
            .keys()
            .filter(|record| held.state.filling && record.0 == kind && !held.put.contains(*record));
        Ok(old.map(|(_, id)| id.clone()).collect())
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        Ok(self.held().records.get(&(kind, id.to_owned())).cloned())
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        let held = self.held();
        for ((_, id), body) in held.records.iter().filter(|((of, _), _)| *of == kind) {
            take(id, body);
        }
        Ok(())
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        for (group, members) in &self.held().members {
            for member in members {
                take(group, member.clone());
            }
        }
        Ok(())
    }
}
