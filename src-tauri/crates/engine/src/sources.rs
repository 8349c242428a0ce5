//! From the definitions of sources to connections.

use crate::engine::Engine;
use crate::reading::Keeping;
use rolecall_connect::{ConnectError, CsvSource, MemoryMirror, Mirror, MirrorError, ReadSource};
use rolecall_directory::{
    AttributeDefinition, Cause, DirectoryDefinition, MirrorChange, MirrorMember, MirrorState,
    RecordKind, SourceDefinition, SourceKind,
};
use rolecall_store::{Store, StoreError};

/// What the workspace keeps of one directory's source.
struct StoreMirror<'s> {
    store: &'s Store,
    directory: String,
}

impl Keeping<'_> {
    /// What is kept of the source of `directory`: in the workspace where that may be written,
    /// else in memory only.
    fn mirror(&self, directory: &str) -> Box<dyn Mirror + '_> {
        match self {
            Self::Write(store) => Box::new(StoreMirror { store, directory: directory.to_owned() }),
            Self::Nothing | Self::Read(_) => Box::<MemoryMirror>::default(),
        }
    }
}

impl Engine {
    /// The source of `directory` that `definition` describes, its credential fetched.
    pub(crate) async fn source_of<'s>(
        &self,
        directory: &DirectoryDefinition,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        keeping: &'s Keeping<'_>,
    ) -> Result<Box<dyn ReadSource + 's>, ConnectError> {
        match &definition.kind {
            SourceKind::Csv { users, groups, delimiter } => Ok(Box::new(CsvSource::new(
                users.clone(),
                groups.clone(),
                *delimiter,
                definition.map.clone(),
                attributes.to_vec(),
            ))),
            other => {
                let _mirror = keeping.mirror(&directory.name);
                Err(ConnectError {
                    cause: Cause::AttributeInvalid,
                    place: directory.name.clone(),
                    message: format!("sources of kind {} are not read yet", other.word()),
                })
            }
        }
    }
}

fn failed(error: StoreError) -> MirrorError {
    MirrorError { reason: error.to_string() }
}

impl Mirror for StoreMirror<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        self.store.mirror_state(&self.directory).map_err(failed)
    }

    fn begin(&self) -> Result<(), MirrorError> {
        self.store.mirror_begin(&self.directory).map_err(failed)
    }

    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        self.store.mirror_advance(&self.directory, changes, cursor).map_err(failed)
    }

    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        self.store.mirror_end(&self.directory, cursor, now).map_err(failed)
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        self.store.mirror_record(&self.directory, kind, id).map_err(failed)
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        self.store.mirror_each(&self.directory, kind, take).map_err(failed)
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        self.store.mirror_each_member(&self.directory, take).map_err(failed)
    }
}
