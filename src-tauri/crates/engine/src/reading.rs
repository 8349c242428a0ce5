//! Reading directories into a Snapshot.

use crate::connections::source_of;
use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_connect::{DirectorySink, ReadReport};
use rolecall_directory::{
    Configuration, GroupRecord, PersonRecord, Snapshot, SnapshotBuilder, SourceWarning,
};
use rolecall_plan::{Population, SourceState};
use rolecall_store::{DirectoryRecord, Store};

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
    /// What each directory delivered, kept for the workspace.
    pub(crate) delivered: Vec<Delivered>,
}

/// What one directory delivered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivered {
    pub(crate) directory: String,
    pub(crate) people: Vec<PersonRecord>,
    pub(crate) groups: Vec<GroupRecord>,
    pub(crate) columns: Vec<String>,
    pub(crate) report: ReadReport,
    pub(crate) warnings: Vec<SourceWarning>,
}

struct Sink<'a> {
    builder: &'a mut SnapshotBuilder,
    delivered: Delivered,
    keep: bool,
}

impl DirectorySink for Sink<'_> {
    fn columns(&mut self, names: &[String]) {
        for name in names {
            self.builder.column(name);
        }
        self.delivered.columns = names.to_vec();
    }

    fn person(&mut self, person: PersonRecord) {
        self.builder.person(&person);
        if self.keep {
            self.delivered.people.push(person);
        }
    }

    fn group(&mut self, group: GroupRecord) {
        self.builder.group(&group);
        if self.keep {
            self.delivered.groups.push(group);
        }
    }

    fn warning(&mut self, warning: SourceWarning) {
        self.delivered.warnings.push(warning);
    }
}

impl Engine {
    /// Reads every directory from its source; with `keep`, what was delivered stays at hand for
    /// [`Engine::ingest`].
    pub(crate) async fn read_sources(
        &self,
        configuration: &Configuration,
        keep: bool,
    ) -> Result<Reading, EngineError> {
        let attributes = configuration.all_attributes();
        let mut builder = SnapshotBuilder::new(&attributes);
        let mut reading = Reading::default();
        reading.source.whole = true;
        for directory in &configuration.directories {
            builder.directory(&directory.org_unit_prefix);
            let Some(definition) = &directory.source else { continue };
            let delivered = Delivered { directory: directory.name.clone(), ..<_>::default() };
            let mut sink = Sink { builder: &mut builder, delivered, keep };
            let source = source_of(definition, &attributes);
            let report = source.read(&mut sink).await.map_err(|source| EngineError::Source {
                directory: directory.name.clone(),
                source,
            })?;
            let mut delivered = sink.delivered;
            reading.source.whole &= report.complete && report.people > 0;
            reading.source.rows_lost += report.rows_lost;
            reading.people += report.people;
            delivered.report = report;
            reading.warnings.append(&mut delivered.warnings.clone());
            reading.delivered.push(delivered);
        }
        finish(builder, configuration, reading)
    }

    /// Puts what was delivered into the workspace.
    pub(crate) fn ingest(&self, store: &Store, reading: &mut Reading) -> Result<(), EngineError> {
        for delivered in &mut reading.delivered {
            let now = self.clock.now_ms();
            let people = std::mem::take(&mut delivered.people);
            let groups = std::mem::take(&mut delivered.groups);
            store.replace_directory(
                &delivered.directory,
                people,
                groups,
                &delivered.columns,
                now,
            )?;
        }
        Ok(())
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
    let mut builder = SnapshotBuilder::new(&configuration.all_attributes());
    let mut reading = Reading::default();
    reading.source.whole = true;
    for directory in &configuration.directories {
        builder.directory(&directory.org_unit_prefix);
        let found = store.read_directory(&directory.name, |record| match record {
            DirectoryRecord::Columns(names) => {
                for name in names {
                    builder.column(&name);
                }
            }
            DirectoryRecord::Person(person) => {
                builder.person(&person);
            }
            DirectoryRecord::Group(group) => builder.group(&group),
        })?;
        reading.people += found.map_or(0, |found| found.people);
    }
    finish(builder, configuration, reading)
}

fn finish(
    builder: SnapshotBuilder,
    configuration: &Configuration,
    mut reading: Reading,
) -> Result<Reading, EngineError> {
    reading.snapshot = builder.finish();
    reading.population = Population::new(configuration, &reading.snapshot);
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
    Ok(reading)
}
