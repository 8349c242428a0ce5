//! A reading that goes on from the one before: where all that can be different is what was pushed
//! since, only those people are looked at whom that concerns.
//!
//! Whatever else could make the whole reading another one leads to a whole reading: another
//! configuration, sources that are asked, people who came to share a key, who left or were not
//! delivered, edits, org units that are new in their spelling or have nobody any more, groups that
//! are others, attributes that are computed, and changes by another process.

use super::{Asked, Delivered, Reading, form_of, is_pushed, keep};
use crate::awaited::Awaited;
use crate::edits::Edits;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::health::SourceReading;
use crate::planning::Planned;
use crate::quarantine::Leave;
use roaring::RoaringBitmap;
use rolecall_connect::{PushSource, PushedPerson};
use rolecall_directory::{
    Configuration, Folded, GroupOrigin, PersonChange, PersonRecord, PersonRow, Snapshot,
    org_unit_ancestors,
};
use rolecall_store::{
    AmendedGroup, AmendedReading, DirectoryReading, PushMark, SnapshotBasis, Store, StoreError,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

/// From one person in this many on, everybody is read.
const MANY: u32 = 8;
/// Up to so many a change is of few, however few people there are.
const FEW: usize = 200;

/// What was pushed since a reading.
#[derive(Debug)]
pub struct Pushed {
    mark: PushMark,
    /// By directory, in the configuration's order: its last reading, and what was pushed to it.
    directories: Vec<OfDirectory>,
}

#[derive(Debug)]
struct OfDirectory {
    base: DirectoryReading,
    /// `None` where it is not filled by push.
    pushed: Option<Changed>,
}

#[derive(Debug)]
struct Changed {
    columns: Vec<String>,
    people: Vec<PushedPerson>,
}

impl Pushed {
    /// How many people it concerns.
    #[must_use]
    pub fn people(&self) -> usize {
        let all = self.directories.iter().filter_map(|one| one.pushed.as_ref());
        all.map(|changed| changed.people.len()).sum()
    }
}

impl Engine {
    /// Keeps the latest plan at hand for as long as the caller holds it: readings go on from it.
    pub fn keep_at_hand(&self, planned: &Arc<Planned>) {
        *self.at_hand.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(planned);
    }

    /// The reading that follows from the plan at hand; `None` where everybody has to be read.
    pub(super) fn read_on(
        &self,
        configuration: &Configuration,
        store: &Store,
        asked: Asked<'_>,
    ) -> Result<Option<Reading>, EngineError> {
        let at_hand = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        let Some(before) = at_hand else { return Ok(None) };
        let Some(pushed) = self.pushed(configuration, store, asked, &before)? else {
            return Ok(None);
        };
        if pushed.people() > 0 {
            // Found once for this reading and those that follow from it.
            before.reading.snapshot.prepare_changes();
        }
        let mut reading = before.reading.clone();
        drop(before);
        let amended = self.amend(configuration, store, &mut reading, pushed)?;
        if amended.is_none() {
            return Ok(None);
        }
        keep(store, configuration, &reading)?;
        Ok(Some(reading))
    }

    /// What was pushed since `before` was read; `None` where something else may be different.
    pub(crate) fn pushed(
        &self,
        configuration: &Configuration,
        store: &Store,
        asked: Asked<'_>,
        before: &Planned,
    ) -> Result<Option<Pushed>, EngineError> {
        let (reading, of) = (&before.reading, &before.configuration);
        let same = of.directories == configuration.directories
            && of.attributes == configuration.attributes;
        let computed = configuration.all_attributes().iter().any(|one| one.expression.is_some());
        let whole = reading.source.whole && reading.source.rows_lost == 0;
        let snapshot = &reading.snapshot;
        let Some(mark) = reading.mark.as_ref().filter(|_| same && whole && !computed) else {
            return Ok(None);
        };
        if !snapshot.unknown_members().is_empty() {
            return Ok(None);
        }
        let Some((ids, mark)) = store.pushed_since(mark)? else { return Ok(None) };
        // What follows each second, unasked, is of few only: more is read when it is ripe.
        let most = if asked == Asked::Pushed { 0 } else { snapshot.people() / MANY };
        if ids.len() > FEW.max(most as usize) {
            return Ok(None);
        }
        let mut directories = Vec::new();
        for (at, directory) in configuration.directories.iter().enumerate() {
            let Some(base) = store.reading(&directory.name)? else { return Ok(None) };
            let may = match &directory.source {
                Some(definition) => self.may_read(Some(store), directory, definition, asked)?,
                None => Leave::No,
            };
            let asked = directory.source.as_ref().filter(|_| may != Leave::No);
            let Some(definition) = asked else {
                // What was pushed to it before the mark would be forgotten.
                if is_pushed(directory) {
                    return Ok(None);
                }
                directories.push(OfDirectory { base, pushed: None });
                continue;
            };
            let laid_over = !Edits::of(Some(store), &directory.name)?.is_empty()
                || Awaited::of(Some(store), &directory.name)?.any();
            let told = reading.delivered.iter().any(|one| one.directory == directory.name);
            let in_place = stands_in_place(snapshot, at, &base);
            if !is_pushed(directory) || laid_over || !told || !in_place {
                return Ok(None);
            }
            let attributes = configuration.all_attributes();
            let source = PushSource::new(store, &directory.name, definition, &attributes);
            let failed = |source| EngineError::Source { directory: directory.name.clone(), source };
            let Some(people) = source.people_of(&ids).map_err(failed)? else { return Ok(None) };
            let columns = source.columns().to_vec();
            if base.columns != columns {
                return Ok(None);
            }
            directories.push(OfDirectory { base, pushed: Some(Changed { columns, people }) });
        }
        let readings = directories.iter().map(|one| Some(&one.base));
        let basis = SnapshotBasis::new(&form_of(configuration, Some(store))?, readings);
        let is_base = reading.basis.as_ref() == Some(&basis);
        Ok(is_base.then_some(Pushed { mark, directories }))
    }

    /// Makes `reading` what it is after `pushed`, here and in the workspace. Answers all people for
    /// whom anything is different; `None`, and a reading that is good for nothing any more, where
    /// everybody has to be read.
    pub(crate) fn amend(
        &self,
        configuration: &Configuration,
        store: &Store,
        reading: &mut Reading,
        pushed: Pushed,
    ) -> Result<Option<RoaringBitmap>, EngineError> {
        let began = self.now();
        reading.looked_at = pushed.people() as u64;
        let snapshot = &mut reading.snapshot;
        let mut all = RoaringBitmap::new();
        let mut delivered = Vec::new();
        let mut readings = Vec::new();
        for (at, OfDirectory { base, pushed }) in pushed.directories.into_iter().enumerate() {
            let Some(changed) = pushed else {
                readings.push(base);
                continue;
            };
            let first = snapshot.of_directory()[at].min().unwrap_or_default();
            let Some(rows) = take_in(snapshot, at, &changed) else { return Ok(None) };
            let Rows { of_people, regrouped } = rows;
            let people = of_people.iter().zip(&changed.people);
            let attributes: Vec<Vec<&str>> = (changed.people.iter())
                .map(|one| one.attributes.iter().map(String::as_str).collect())
                .collect();
            let people = people
                .zip(&attributes)
                .map(|((row, one), attributes)| ((row - first) as usize, as_row(one, attributes)));
            let groups = amended_groups(snapshot, at, first, &regrouped);
            let amended = AmendedReading { people: people.collect(), groups };
            let (now, changes) = match store.amend_reading(&base, &amended, self.now()) {
                Ok(amended) => amended,
                Err(StoreError::ReadMeanwhile { .. }) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            let told = reading.delivered.iter().find(|one| one.directory == base.directory);
            delivered.push(Delivered {
                directory: base.directory.clone(),
                warnings: told.map(|one| one.warnings.clone()).unwrap_or_default(),
                reading: Some(SourceReading {
                    at: began,
                    took_ms: self.now().saturating_sub(began).unsigned_abs(),
                    calls: None,
                    added: changes.added,
                    changed: changes.changed,
                    gone: changes.gone,
                }),
            });
            readings.push(now);
            all.extend(of_people);
        }
        let (population, rows) = reading.population.after(configuration, snapshot, &all);
        reading.population = population;
        reading.warnings = delivered.iter().flat_map(|one| one.warnings.clone()).collect();
        reading.delivered = delivered;
        reading.people = readings.iter().map(|one| one.people).sum();
        let form = form_of(configuration, Some(store))?;
        reading.basis = Some(SnapshotBasis::new(&form, readings.iter().map(Some)));
        reading.mark = Some(pushed.mark);
        Ok(Some(rows))
    }
}

/// Whether the people of directory number `at` stand in the Snapshot as `base` has them, one row
/// after the other.
fn stands_in_place(snapshot: &Snapshot, at: usize, base: &DirectoryReading) -> bool {
    let Some(mine) = snapshot.of_directory().get(at) else { return false };
    let (Some(first), Some(last)) = (mine.min(), mine.max()) else { return false };
    mine.len() == base.people && u64::from(last - first) + 1 == base.people
}

/// What a change came to.
struct Rows {
    /// By person.
    of_people: Vec<u32>,
    /// Groups that have other people directly, by index.
    regrouped: BTreeSet<u32>,
}

/// Puts the people of `changed` into directory number `at`; `None` where the Snapshot of everybody
/// could be another one.
fn take_in(snapshot: &mut Snapshot, at: usize, changed: &Changed) -> Option<Rows> {
    let wanted: BTreeSet<&str> =
        changed.people.iter().flat_map(|one| &one.groups).map(String::as_str).collect();
    let groups = snapshot.groups().iter().filter(|group| usize::from(group.directory) == at);
    let names: HashMap<String, String> = groups
        .filter(|group| group.origin == GroupOrigin::Source && wanted.contains(group.id.as_str()))
        .map(|group| (group.id.clone(), group.display.clone()))
        .collect();
    let mut next = snapshot.people();
    let is_last = snapshot.of_directory()[at].max()?.checked_add(1)? == next;
    let mut moves = false;
    let (mut rows, mut changes) = (Vec::new(), Vec::new());
    let mut before: BTreeSet<(u32, u32)> = BTreeSet::new();
    for one in &changed.people {
        let mut found = snapshot.rows_with_id(&one.id);
        let unit = match (found.next(), found.next()) {
            (Some(row), None) if is_same(snapshot, at, row, &one.id) => {
                if !is_alone(snapshot, row) {
                    return None;
                }
                rows.push(row);
                before.extend(direct_groups(snapshot, row).map(|group| (group, row)));
                snapshot.person(row).attribute("orgUnit")
            }
            (None, None) if is_last => {
                rows.push(next);
                next += 1;
                None
            }
            _ => return None,
        };
        moves |= unit != one.org_unit.as_deref();
        let named = |id: &String| names.get(id).cloned();
        let groups = one.groups.iter().map(named).collect::<Option<Vec<String>>>()?;
        changes.push(PersonChange::Here { directory: at, person: as_record(changed, one, groups) });
    }
    if snapshot.groups().iter().any(|group| group.origin == GroupOrigin::Both) {
        return None;
    }
    let touched = snapshot.apply(&changes);
    let expected: RoaringBitmap = rows.iter().copied().collect();
    let stands = touched == expected && touched.len() == rows.len() as u64;
    if !stands || !rows.iter().all(|&row| is_alone(snapshot, row)) || !is_settled(snapshot, moves) {
        return None;
    }
    let after = rows.iter().flat_map(|&row| direct_groups(snapshot, row).map(move |at| (at, row)));
    let after: BTreeSet<(u32, u32)> = after.collect();
    let regrouped = before.symmetric_difference(&after).map(|(group, _)| *group).collect();
    Some(Rows { of_people: rows, regrouped })
}

/// Whether the person in `row` is of directory number `at` and known by `id` to the letter.
fn is_same(snapshot: &Snapshot, at: usize, row: u32, id: &str) -> bool {
    snapshot.of_directory()[at].contains(row) && snapshot.person(row).id() == id
}

/// Whether nobody else has a key of the person in `row`, nor goes by the one as their other: who is
/// in which group is told by names and ids.
fn is_alone(snapshot: &Snapshot, row: u32) -> bool {
    let person = snapshot.person(row);
    !snapshot.shares_key(row)
        && snapshot.rows_named(person.id()).iter().all(|other| *other == row)
        && snapshot.rows_with_id(person.user_name()).all(|other| other == row)
}

/// The groups that list the person in `row`.
fn direct_groups(snapshot: &Snapshot, row: u32) -> impl Iterator<Item = u32> {
    let groups = snapshot.groups_of(row).iter().copied();
    groups.filter(move |&at| {
        let group = &snapshot.groups()[at as usize];
        group.origin == GroupOrigin::Source && group.direct().contains(row)
    })
}

/// Whether the groups and org units of the Snapshot are those that it would have if it were made
/// anew; where somebody `moves`, also in how they are spelled.
fn is_settled(snapshot: &Snapshot, moves: bool) -> bool {
    let is_there = |group: &rolecall_directory::Group| match group.origin {
        GroupOrigin::Source => true,
        GroupOrigin::OrgUnit => !group.all().is_empty(),
        GroupOrigin::Both => false,
    };
    let units = snapshot.org_units();
    let all =
        snapshot.groups().iter().all(is_there) && units.values().all(|unit| !unit.below.is_empty());
    let spelled = |path: &str| {
        org_unit_ancestors(path)
            .all(|level| units.get(&Folded::new(level)).is_none_or(|unit| unit.path == level))
    };
    let column = snapshot.column("orgUnit").filter(|_| moves);
    all && column.is_none_or(|column| column.distinct().iter().all(spelled))
}

/// The groups of directory number `at`, whose people begin at row `first`, as they are kept.
fn amended_groups(
    snapshot: &Snapshot,
    at: usize,
    first: u32,
    regrouped: &BTreeSet<u32>,
) -> Vec<AmendedGroup> {
    let listed = (0u32..).zip(snapshot.groups()).filter(|(_, group)| {
        usize::from(group.directory) == at && group.origin != GroupOrigin::OrgUnit
    });
    let concerned = listed.enumerate().filter(|(_, (index, _))| regrouped.contains(index));
    let kept = concerned.map(|(position, (_, group))| AmendedGroup {
        position,
        id: group.id.clone(),
        people: group.direct().iter().map(|row| row - first).collect(),
    });
    kept.collect()
}

fn as_record(changed: &Changed, one: &PushedPerson, groups: Vec<String>) -> PersonRecord {
    let names = changed.columns.iter().filter(|name| !crate::edits::FIXED.contains(&name.as_str()));
    let both = names.zip(&one.attributes).filter(|(_, text)| !text.is_empty());
    PersonRecord {
        id: one.id.clone(),
        user_name: one.user_name.clone(),
        active: one.active,
        org_unit: one.org_unit.clone(),
        attributes: both.map(|(name, text)| (name.clone(), text.clone())).collect(),
        groups,
    }
}

fn as_row<'a>(one: &'a PushedPerson, attributes: &'a [&'a str]) -> PersonRow<'a> {
    PersonRow {
        id: &one.id,
        user_name: &one.user_name,
        active: one.active,
        org_unit: one.org_unit.as_deref(),
        attributes,
        groups: "",
    }
}
