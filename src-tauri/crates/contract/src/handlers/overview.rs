//! The Overview: is all well?

use super::banners::OpenFailures;
use super::runs::summary_of;
use crate::app::lock;
use crate::people_view::PeopleView;
use crate::seats::Seats;
use crate::settings_kept::Kept;
use crate::types::{InSync, Licence, Overview, SyncState, WorkspaceInfo};
use crate::{App, AppError};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Cause, Configuration, Folded, NotSent};
use rolecall_rules::RuleSet;
use rolecall_store::{ActivityFilter, Page, RunRecord, RunState, StepFilter};
use std::collections::BTreeSet;

/// How many entries of Activity it shows.
const ENTRIES: u32 = 8;

/// All that the Overview shows; asks no source and no target.
pub(crate) fn get(app: &App) -> Result<Overview, AppError> {
    let (version, configuration) = app.configuration()?;
    let seats = app.seats()?;
    let open = app.open_failures()?;
    let (held, held_people) = app.held()?;
    let runs = app.store.runs(Page::first(20))?.rows;
    let ran = runs.iter().any(|run| run.state == RunState::Finished);
    let last = runs.into_iter().find(|run| run.state != RunState::Running);
    // Failures stand in banners here; one entry a person would push all else out.
    let latest = ActivityFilter { besides: Some("failure".into()), ..ActivityFilter::default() };
    let entries = app.store.activity(&latest, Page::first(ENTRIES))?.rows;
    Ok(Overview {
        workspace: workspace(app, &configuration, last.as_ref())?,
        sync: sync(app, last.as_ref())?,
        banners: app.banners(&open, &configuration, &seats)?,
        held,
        readiness: super::readiness::list(app, &configuration)?,
        in_sync: in_sync(app, &configuration, &open, &held_people, ran)?,
        licences: licences(&configuration, &open, &seats, version),
        renewals: app.renewals(&configuration)?,
        activity: entries.into_iter().map(super::activity::item).collect(),
    })
}

fn workspace(
    app: &App,
    configuration: &Configuration,
    last: Option<&RunRecord>,
) -> Result<WorkspaceInfo, AppError> {
    let configured = !configuration.targets.is_empty() || !configuration.directories.is_empty();
    let first = configuration.directories.first().map(|directory| directory.name.clone());
    let name = app.store.setting::<String>(Kept::NAME)?.or(first).unwrap_or_default();
    let mut people = 0;
    for directory in &configuration.directories {
        people += app.store.reading(&directory.name)?.map_or(0, |reading| reading.people);
    }
    Ok(WorkspaceInfo {
        name,
        sample: app.is_sample()?,
        configured,
        people,
        synced_at: last.and_then(|run| run.finished),
    })
}

fn sync(app: &App, last: Option<&RunRecord>) -> Result<SyncState, AppError> {
    let running = lock(&app.running).as_ref().map(|run| lock(&run.progress).progress.clone());
    Ok(SyncState {
        on: app.is_on()?,
        ever_on: app.store.setting(Kept::EVER_ON)?.unwrap_or(false),
        running,
        last: last.map(summary_of),
        next_at: app.next_run()?,
        paused_until: app.paused_until()?,
        paused: app.paused()?,
        quarantined: app.quarantined()?,
        runner_elsewhere: app.runner_elsewhere()?,
    })
}

/// People to whom rules give something in any target.
fn wanted(
    app: &App,
    view: &PeopleView,
    configuration: &Configuration,
) -> Result<RoaringBitmap, AppError> {
    let version = app.store.configuration_version()?;
    if let Some(kept) = view.wanted(version) {
        return Ok(kept);
    }
    let now = app.now().div_euclid(1000);
    let in_scope = &view.reading.population.in_scope;
    // A rule that cannot be read is told where rules are; here it counts for nobody.
    let Ok(rules) = RuleSet::evaluate(configuration, view.snapshot(), in_scope, now) else {
        return Ok(RoaringBitmap::new());
    };
    let targets = configuration.targets.iter();
    let wanted = targets.fold(RoaringBitmap::new(), |all, target| {
        all | rules.resolve(target, view.snapshot()).wanted()
    });
    view.keep_wanted(version, &wanted);
    Ok(wanted)
}

fn in_sync(
    app: &App,
    configuration: &Configuration,
    open: &OpenFailures,
    held: &BTreeSet<Folded>,
    ran: bool,
) -> Result<InSync, AppError> {
    let view = app.people()?;
    let wanted = wanted(app, &view, configuration)?;
    let failing: BTreeSet<Folded> =
        open.0.iter().flat_map(|(_, records)| records).map(|one| Folded::new(&one.user)).collect();
    let mut settled = if ran { wanted.clone() } else { RoaringBitmap::new() };
    settled -= left_alone(app, &view)?;
    let unsent = unsent(app)?;
    for user in failing.iter().chain(held).chain(&unsent) {
        for row in view.snapshot().rows_named(user.as_str()) {
            settled.remove(*row);
        }
    }
    Ok(InSync {
        people: wanted.len(),
        in_sync: settled.len(),
        attention: failing.len() as u64,
        causes: open.0.len() as u64,
    })
}

/// People with steps in targets that runs leave alone, paused or in quarantine.
fn left_alone(app: &App, view: &PeopleView) -> Result<RoaringBitmap, AppError> {
    let mut idle: BTreeSet<String> = app.paused()?.into_iter().map(|one| one.target).collect();
    idle.extend(app.quarantined()?.into_iter().map(|one| one.connection));
    let mut people = RoaringBitmap::new();
    if idle.is_empty() {
        return Ok(people);
    }
    let Some(latest) = app.latest()? else { return Ok(people) };
    let planned = &latest.planned;
    let waits = planned.targets.iter().filter(|target| idle.contains(&target.name));
    let rows: RoaringBitmap = waits.map(|target| target.plan.people_with_steps()).union();
    // The plan may be over another reading, in which people have other rows.
    let (theirs, ours) = (&planned.reading.snapshot, view.snapshot());
    for row in rows {
        let name = theirs.person(row).user_name();
        if row < ours.people() && ours.person(row).user_name() == name {
            people.insert(row);
        } else {
            people.extend(ours.rows_named(name));
        }
    }
    Ok(people)
}

/// People with steps that the last run did not send, for another reason than a guard.
fn unsent(app: &App) -> Result<BTreeSet<Folded>, AppError> {
    let ended = |run: &RunRecord| matches!(run.state, RunState::Finished | RunState::Cancelled);
    let last = app.store.runs(Page::first(20))?.rows.into_iter().find(ended);
    let mut people = BTreeSet::new();
    for why in [NotSent::Quarantined, NotSent::Cancelled, NotSent::NotReached] {
        let Some(run) = &last else { break };
        let filter = StepFilter { not_sent: Some(why), ..StepFilter::default() };
        let steps = app.store.steps(run.id, &filter, Page::ALL)?.rows;
        people.extend(steps.iter().map(|step| Folded::new(&step.step.user)));
    }
    Ok(people)
}

impl App {
    /// Products with seats, most pressing first.
    pub(crate) fn licences(&self) -> Result<Vec<Licence>, AppError> {
        let (version, configuration) = self.configuration()?;
        Ok(licences(&configuration, &self.open_failures()?, &self.seats()?, version))
    }
}

fn licences(
    configuration: &Configuration,
    open: &OpenFailures,
    seats: &Seats,
    version: i64,
) -> Vec<Licence> {
    let mut licences = Vec::new();
    for target in &configuration.targets {
        for slot in &target.slots {
            for value in &slot.values {
                let Some(total) = value.seats else { continue };
                let known = seats.of(&target.name, &slot.name, &value.name);
                let waiting = open.people_without(&target.name, &slot.name, &value.name);
                let planned = known.filter(|_| seats.version == version);
                licences.push(Licence {
                    target: target.name.clone(),
                    slot: slot.name.clone(),
                    value: value.name.clone(),
                    seats: total,
                    used: known.map_or(0, |known| known.used),
                    coming: planned.map_or(0, |known| known.coming),
                    short: waiting.unwrap_or(planned.map_or(0, |known| known.short)),
                });
            }
        }
    }
    licences.sort_by(|a, b| pressing(b).total_cmp(&pressing(a)));
    licences
}

/// Who goes without presses most, then what is nearly used up.
fn pressing(licence: &Licence) -> f64 {
    let share = licence.used as f64 / (licence.seats.max(1)) as f64;
    licence.short as f64 * 1000.0 + share
}

impl OpenFailures {
    /// How many people go without a seat of the value; `None` when nobody does anywhere.
    fn people_without(&self, target: &str, slot: &str, value: &str) -> Option<u64> {
        let (_, records) = self
            .0
            .iter()
            .find(|(group, _)| group.cause == Cause::NoLicences && group.target == target)?;
        let mine = records
            .iter()
            .filter(|one| one.slot.as_deref() == Some(slot) && one.value.as_deref() == Some(value));
        Some(mine.count() as u64)
    }
}
