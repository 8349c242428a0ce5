//! Reading directories into a Snapshot.

mod pushed;
mod replay;
mod sink;

pub use pushed::Pushed;

use crate::awaited::Awaited;
use crate::computed::fill_computed;
use crate::edits::Edits;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::health::SourceReading;
use crate::homes::note_before;
use crate::quarantine::Leave;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use replay::replay;
use rolecall_connect::days_left;
use rolecall_directory::{
    AttributeDefinition, Configuration, DirectoryDefinition, Snapshot, SnapshotBuilder,
    SourceDefinition, SourceFlaw, SourceKind, SourceWarning,
};
use rolecall_plan::{Population, SourceState};
use rolecall_store::{DirectoryReading, PushMark, SnapshotBasis, Store, StoreError, Trigger};
use sink::Sink;
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
    /// How many people were looked at to make it: all, or those of whom something was pushed.
    pub looked_at: u64,
    /// What was said while each directory was read.
    pub(crate) delivered: Vec<Delivered>,
    /// Of which readings in the workspace the Snapshot was made.
    basis: Option<SnapshotBasis>,
    /// Everything that was pushed before is in it, where directories are filled by push.
    mark: Option<PushMark>,
}

/// What one directory delivered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivered {
    pub(crate) directory: String,
    pub(crate) warnings: Vec<SourceWarning>,
    /// What it came to, where it was kept.
    pub(crate) reading: Option<SourceReading>,
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
    /// The workspace, where there is one.
    pub(crate) fn store(self) -> Option<&'s Store> {
        match self {
            Self::Read(store) | Self::Write(store) => Some(store),
            Self::Nothing => None,
        }
    }

    /// The workspace where it may be written.
    fn written(self) -> Option<&'s Store> {
        match self {
            Self::Write(store) => Some(store),
            Self::Nothing | Self::Read(_) => None,
        }
    }
}

/// Which sources are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked<'d> {
    /// All of them.
    All,
    /// Those that are due by their own cycle.
    Due,
    /// What was pushed, which costs nothing to ask.
    Pushed,
    /// That of one directory.
    Only(&'d str),
}

impl From<Trigger> for Asked<'_> {
    fn from(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Schedule | Trigger::Push => Self::Due,
            _ => Self::All,
        }
    }
}

impl Engine {
    /// Reads every directory: from its source where it has one that is to be asked, else as it was
    /// last read. What another process read meanwhile is read once more.
    pub(crate) async fn read_sources(
        &self,
        configuration: &Configuration,
        keeping: Keeping<'_>,
        asked: Asked<'_>,
    ) -> Result<Reading, EngineError> {
        let read = async || match self.read_all_sources(configuration, keeping, asked).await {
            Err(EngineError::Store(StoreError::ReadMeanwhile { .. })) => {
                self.read_all_sources(configuration, keeping, asked).await
            }
            answer => answer,
        };
        let Some(store) = keeping.written() else { return read().await };
        let _one = self.reading.lock().await;
        note_before(store, configuration)?;
        if let Some(reading) = self.read_on(configuration, store, asked)? {
            return Ok(reading);
        }
        let kinds = configuration.directories.iter().filter_map(|one| one.source.as_ref());
        if kinds.map(|source| &source.kind).any(SourceKind::is_mirrored) {
            self.while_nobody_reads(store, read()).await
        } else {
            read().await
        }
    }

    async fn read_all_sources(
        &self,
        configuration: &Configuration,
        keeping: Keeping<'_>,
        asked: Asked<'_>,
    ) -> Result<Reading, EngineError> {
        let attributes = configuration.all_attributes();
        let mut builder = SnapshotBuilder::new(&attributes);
        let mut reading = Reading::default();
        reading.source.whole = true;
        let mut kept = Vec::new();
        // What is pushed while everybody is read is read once more.
        let mut mark = keeping.store().map(Store::push_mark).transpose()?;
        for directory in &configuration.directories {
            builder.directory(&directory.org_unit_prefix);
            let may = match &directory.source {
                Some(definition) => self.may_read(keeping.store(), directory, definition, asked)?,
                None => Leave::No,
            };
            kept.push(match &directory.source {
                Some(definition) if may != Leave::No => {
                    let from = (directory, definition, attributes.as_slice());
                    self.read_one(from, keeping, may, (&mut builder, &mut reading)).await?
                }
                _ => {
                    mark = mark.filter(|_| !is_pushed(directory));
                    let store = keeping.store();
                    let name = directory.name.as_str();
                    let last = store.map(|store| replay(store, name, &mut builder)).transpose()?;
                    let last = last.flatten();
                    // Of a source that is not asked and never was, nobody knows who there is.
                    reading.source.whole &= last.is_some() || directory.source.is_none();
                    reading.people += last.as_ref().map_or(0, |last| last.people);
                    last
                }
            });
        }
        let form = form_of(configuration, keeping.store())?;
        reading.basis = Some(SnapshotBasis::new(&form, kept.iter().map(Option::as_ref)));
        reading.mark = mark;
        reading.snapshot = builder.finish();
        if let Some(store) = keeping.written() {
            keep(store, configuration, &reading)?;
        }
        Ok(finish(configuration, reading))
    }

    /// Whether the source of `directory` is asked now: it is not in quarantine, and due.
    fn may_read(
        &self,
        store: Option<&Store>,
        directory: &DirectoryDefinition,
        definition: &SourceDefinition,
        asked: Asked<'_>,
    ) -> Result<Leave, EngineError> {
        if matches!(asked, Asked::Only(name) if name != directory.name)
            || (asked == Asked::Pushed && !is_pushed(directory))
        {
            return Ok(Leave::No);
        }
        let leave = self.source_leave(store, &directory.name, definition)?;
        let (Leave::Free, Asked::Due, Some(every), Some(store)) =
            (leave, asked, definition.every_seconds, store)
        else {
            return Ok(leave);
        };
        let Some(last) = store.reading(&directory.name)? else { return Ok(leave) };
        let every = i64::try_from(every.saturating_mul(1000)).unwrap_or(i64::MAX);
        // A reading in the future was made before the clock was turned back.
        let waits = (0..every).contains(&(self.now() - last.read_at));
        Ok(if waits { Leave::No } else { leave })
    }

    /// Reads one directory from its source; answers what it is in the workspace then.
    async fn read_one(
        &self,
        (directory, definition, attributes): Read<'_>,
        keeping: Keeping<'_>,
        may: Leave,
        (builder, reading): (&mut SnapshotBuilder, &mut Reading),
    ) -> Result<Option<DirectoryReading>, EngineError> {
        let name = directory.name.as_str();
        let store = keeping.written();
        let now = self.clock.now_ms();
        let writer = store.map(|store| store.begin_reading(name, now)).transpose()?;
        let edits = Edits::of(keeping.store(), name)?;
        let awaited = Awaited::of(keeping.store(), name)?;
        let (warnings, failed) = (Vec::new(), None);
        let mut sink = Sink { builder, writer, edits, awaited, warnings, failed };
        let failed = |source| EngineError::Source { directory: name.to_owned(), source };
        let source = self.source_of(directory, definition, attributes, &keeping).await;
        let source = source.map_err(failed)?;
        let of = (store, name, definition);
        let answer = self.read_watched(source.as_ref(), &mut sink, of, may).await?;
        let Sink { builder, writer, mut edits, awaited, mut warnings, failed: unwritten } = sink;
        let report = answer.map_err(failed)?;
        if let Some(error) = unwritten {
            return Err(error.into());
        }
        let groups = builder.listed_groups();
        let ended = self.clock.now_ms();
        let kept = writer.map(|writer| writer.finish_told(groups, ended)).transpose()?;
        let calls = source.tally().map(|tally| tally.requests);
        let told = kept.as_ref().map(|(_, changes)| SourceReading {
            at: now,
            took_ms: ended.saturating_sub(now).unsigned_abs(),
            calls,
            added: changes.added,
            changed: changes.changed,
            gone: changes.gone,
        });
        let kept = kept.map(|(kept, _)| kept);
        if let Some(store) = store.filter(|_| report.complete) {
            edits.settle(store, name, self.clock.now_ms())?;
        }
        awaited.hand_on(keeping.store(), name, &mut edits, builder)?;
        reading.source.whole &= report.complete && report.people > 0;
        reading.source.rows_lost += report.rows_lost;
        reading.people += report.people;
        warnings.extend(secret_ending(name, definition, now));
        reading.warnings.extend(warnings.iter().cloned());
        reading.delivered.push(Delivered { directory: name.to_owned(), warnings, reading: told });
        Ok(kept)
    }
}

/// Whether others write to `directory`.
fn is_pushed(directory: &DirectoryDefinition) -> bool {
    directory.source.as_ref().is_some_and(|source| source.kind == SourceKind::ScimPush)
}

/// A warning that the source's secret ends, where its last day was noted.
fn secret_ending(
    directory: &str,
    definition: &SourceDefinition,
    now: i64,
) -> Option<SourceWarning> {
    let access = definition.kind.access()?;
    let day: Date = access.secret_expires.as_deref()?.parse().ok()?;
    // It holds to the end of that day, wherever the vendor is.
    let ends = day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    let days = days_left(ends, now / 1000)?;
    let flaw = SourceFlaw::SecretEnds { name: access.secret.clone(), days };
    Some(SourceWarning::new(directory, flaw))
}

/// A directory, its source and the custom attributes.
type Read<'a> = (&'a DirectoryDefinition, &'a SourceDefinition, &'a [AttributeDefinition]);

/// How directories are put together into a Snapshot, in words: one that was put together in
/// another way is of no use.
fn form_of(configuration: &Configuration, store: Option<&Store>) -> Result<String, EngineError> {
    let mut form = String::new();
    let life = store.map(Store::life_generation).transpose()?.unwrap_or(0);
    let _ = writeln!(form, "{life}");
    // Writing to a text cannot fail.
    for directory in &configuration.directories {
        let _ = writeln!(form, "{:?} {:?}", directory.name, directory.org_unit_prefix);
    }
    for attribute in configuration.all_attributes() {
        let _ = writeln!(form, "{:?} {:?}", attribute.name, attribute.kind);
    }
    Ok(form)
}

fn names_of(configuration: &Configuration) -> Vec<&str> {
    configuration.directories.iter().map(|directory| directory.name.as_str()).collect()
}

/// Keeps the Snapshot ready for [`cached_reading`], as it was before attributes are computed.
pub(crate) fn keep(
    store: &Store,
    configuration: &Configuration,
    reading: &Reading,
) -> Result<(), EngineError> {
    let Some(basis) = &reading.basis else { return Ok(()) };
    let (form, names) = (form_of(configuration, Some(store))?, names_of(configuration));
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
    let form = form_of(configuration, Some(store))?;
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
        replay(store, &directory.name, &mut builder)?;
    }
    Ok(builder.finish())
}

fn finish(configuration: &Configuration, mut reading: Reading) -> Reading {
    reading.looked_at = u64::from(reading.snapshot.people());
    let uncomputed = fill_computed(configuration, &mut reading.snapshot);
    reading.population = Population::new(configuration, &reading.snapshot);
    uncomputed.tell(&mut reading.population, &reading.snapshot);
    for (group, member) in reading.snapshot.unknown_members() {
        let flaw = SourceFlaw::MemberUnknown { group: group.clone(), member: member.clone() };
        reading.warnings.push(SourceWarning::new("groups", flaw));
    }
    reading
}
