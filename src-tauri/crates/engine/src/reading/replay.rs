//! A directory as it was last read, from the workspace.

use super::sink::Sink;
use crate::awaited::Awaited;
use crate::edits::Edits;
use crate::error::EngineError;
use rolecall_connect::DirectorySink as _;
use rolecall_directory::SnapshotBuilder;
use rolecall_store::{DirectoryReading, DirectoryRecord, Store};

/// Puts `directory` as it was last read, with edits and the people its source has not delivered
/// yet, into the Snapshot being built. `None` where it was never read.
pub(super) fn replay(
    store: &Store,
    directory: &str,
    builder: &mut SnapshotBuilder,
) -> Result<Option<DirectoryReading>, EngineError> {
    let edits = Edits::of(Some(store), directory)?;
    let awaited = Awaited::of(Some(store), directory)?;
    let mut sink =
        Sink { builder, writer: None, edits, awaited, warnings: Vec::new(), failed: None };
    let found = store.read_directory(directory, |record| match record {
        DirectoryRecord::Columns(names) => sink.columns(names),
        DirectoryRecord::Person(person) => sink.person(&person),
        DirectoryRecord::Group(group) => sink.builder.listed_group(&group),
    })?;
    let Sink { builder, mut edits, awaited, .. } = sink;
    awaited.hand_on(Some(store), directory, &mut edits, builder)?;
    Ok(found)
}
