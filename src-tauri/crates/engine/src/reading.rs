//! Reading directories into a Snapshot.

use crate::computed::fill_computed;
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_connect::DirectorySink;
use rolecall_directory::{
    Configuration, Member, PersonRow, Snapshot, SnapshotBuilder, SourceWarning,
};
use rolecall_plan::{Population, SourceState};
use rolecall_store::{DirectoryRecord, ReadingWriter, SnapshotBasis, Store, StoreError};
use std::fmt::Write as _;

/// All directories at one moment.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The people and groups.
    pub snapshot: Snapshot,
    /// Who is in scope, a duplicate, or outside the verified domains.
    pub population: Population,
    /// What could not be made sense of.
    pub warnings: Vec<SourceWarning>,
    /// How the sources were read.
    pub source: SourceState,
    /// Rows read, over all directories.
    pub people: u64,
    /// What was said while each directory was read.
    pub(crate) delivered: Vec<Delivered>,
    /// Of which readings in the workspace the Snapshot was made.
    basis: Option<SnapshotBasis>,
}

/// What one directory delivered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivered {
    pub(crate) directory: String,
    pub(crate) warnings: Vec<SourceWarning>,
}

/// Whether what sources keep between readings is there, and whether it may be changed.
#[derive(Clone, Copy)]
pub(crate) enum Keeping<'s> {
    /// There is no workspace.
    Nothing,
    /// It may be looked at.
    Read(&'s Store),
    /// What is delivered becomes the directory's last reading there.
    Write(&'s Store),
}

impl<'s> Keeping<'s> {
    /// The workspace where it may be written.
    fn written(self) -> Option<&'s Store> {
        match self {
            Self::Write(store) => Some(store),
            Self::Nothing | Self::Read(_) => None,
        }
    }
}

/// Puts what a source delivers into the Snapshot being built and, as it comes, into the workspace.
struct Sink<'a, 's> {
    builder: &'a mut SnapshotBuilder,
    writer: Option<ReadingWriter<'s>>,
    warnings: Vec<SourceWarning>,
    /// The first thing that could not be written; nothing is written after it.
    failed: Option<StoreError>,
}

impl DirectorySink for Sink<'_, '_> {
    fn columns(&mut self, names: &[String]) {
        self.builder.columns(names);
        if let Some(writer) = &mut self.writer {
            writer.columns(names);
        }
    }

    fn person(&mut self, person: &PersonRow<'_>) {
        self.builder.person_row(person);
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

impl Engine {
    /// Reads every directory from its source.
    pub(crate) async fn read_sources(
        &self,
        configuration: &Configuration,
        keeping: Keeping<'_>,
    ) -> Result<Reading, EngineError> {
        let store = keeping.written();
        let attributes = configuration.all_attributes();
        let mut builder = SnapshotBuilder::new(&attributes);
        let mut reading = Reading::default();
        reading.source.whole = true;
        let mut kept = Vec::new();
        for directory in &configuration.directories {
            builder.directory(&directory.org_unit_prefix);
            let Some(definition) = &directory.source else {
                kept.push(None);
                continue;
            };
            let now = self.clock.now_ms();
            let writer =
                store.map(|store| store.begin_reading(&directory.name, now)).transpose()?;
            let mut sink =
                Sink { builder: &mut builder, writer, warnings: Vec::new(), failed: None };
            let failed = |source| EngineError::Source { directory: directory.name.clone(), source };
            let source = self.source_of(directory, definition, &attributes, &keeping).await;
            let report = source.map_err(failed)?.read(&mut sink).await.map_err(failed)?;
            let Sink { writer, warnings, failed, .. } = sink;
            if let Some(error) = failed {
                return Err(error.into());
            }
            let groups = builder.listed_groups();
            kept.push(writer.map(|writer| writer.finish(groups, self.clock.now_ms())).transpose()?);
            reading.source.whole &= report.complete && report.people > 0;
            reading.source.rows_lost += report.rows_lost;
            reading.people += report.people;
            reading.warnings.extend(warnings.iter().cloned());
            reading.delivered.push(Delivered { directory: directory.name.clone(), warnings });
        }
        reading.basis =
            Some(SnapshotBasis::new(&form_of(configuration), kept.iter().map(Option::as_ref)));
        reading.snapshot = builder.finish();
        if let Some(store) = store {
            keep(store, configuration, &reading)?;
        }
        Ok(finish(configuration, reading))
    }
}

/// How directories are put together into a Snapshot, in words: one that was put together in
/// another way is of no use.
fn form_of(configuration: &Configuration) -> String {
    let mut form = String::new();
    // Writing to a text cannot fail.
    for directory in &configuration.directories {
        let _ = writeln!(form, "{:?} {:?}", directory.name, directory.org_unit_prefix);
    }
    for attribute in configuration.all_attributes() {
        let _ = writeln!(form, "{:?} {:?}", attribute.name, attribute.kind);
    }
    form
}

fn names_of(configuration: &Configuration) -> Vec<&str> {
    configuration.directories.iter().map(|directory| directory.name.as_str()).collect()
}

/// Keeps the Snapshot ready for [`cached_reading`], as it was before attributes are computed.
fn keep(
    store: &Store,
    configuration: &Configuration,
    reading: &Reading,
) -> Result<(), EngineError> {
    let Some(basis) = &reading.basis else { return Ok(()) };
    let (form, names) = (form_of(configuration), names_of(configuration));
    match store.keep_snapshot(&form, &names, basis, &reading.snapshot) {
        // A workspace that is only read keeps what others keep there.
        Ok(_) | Err(StoreError::ReadOnly { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The directories as they were last read, from the workspace alone.
///
/// # Errors
/// When the workspace cannot be read.
pub fn cached_reading(
    store: &Store,
    configuration: &Configuration,
) -> Result<Reading, EngineError> {
    let mut reading = Reading::default();
    reading.source.whole = true;
    let mut readings = Vec::new();
    for name in names_of(configuration) {
        let found = store.reading(name)?;
        reading.people += found.as_ref().map_or(0, |found| found.people);
        readings.push(found);
    }
    let form = form_of(configuration);
    let kept = store.kept_snapshot(&form, &names_of(configuration))?;
    if let Some(snapshot) = kept {
        reading.snapshot = snapshot;
    } else {
        let basis = SnapshotBasis::new(&form, readings.iter().map(Option::as_ref));
        reading.basis = Some(basis);
        reading.snapshot = rebuilt(store, configuration)?;
        keep(store, configuration, &reading)?;
    }
    Ok(finish(configuration, reading))
}

/// The Snapshot made anew from the rows in the workspace.
fn rebuilt(store: &Store, configuration: &Configuration) -> Result<Snapshot, EngineError> {
    let mut builder = SnapshotBuilder::new(&configuration.all_attributes());
    for directory in &configuration.directories {
        builder.directory(&directory.org_unit_prefix);
        store.read_directory(&directory.name, |record| match record {
            DirectoryRecord::Columns(names) => builder.columns(names),
            DirectoryRecord::Person(person) => {
                builder.person_row(&person);
            }
            DirectoryRecord::Group(group) => builder.listed_group(&group),
        })?;
    }
    Ok(builder.finish())
}

fn finish(configuration: &Configuration, mut reading: Reading) -> Reading {
    let uncomputed = fill_computed(configuration, &mut reading.snapshot);
    reading.population = Population::new(configuration, &reading.snapshot);
    uncomputed.tell(&mut reading.population, &reading.snapshot);
    for (group, member) in reading.snapshot.unknown_members() {
        reading.warnings.push(SourceWarning {
            place: "groups".into(),
            line: None,
            column: None,
            message: format!(
                "group \"{group}\" has the member \"{member}\", whom nobody delivered"
            ),
            row_lost: false,
        });
    }
    reading
}
