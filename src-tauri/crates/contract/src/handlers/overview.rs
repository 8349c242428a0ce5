//! The Overview: is all well?

use super::banners::OpenFailures;
use super::runs::summary_of;
use crate::app::lock;
use crate::seats::Seats;
use crate::settings_kept::Kept;
use crate::types::{Licence, Overview, SyncState, WorkspaceInfo};
use crate::{App, AppError};
use rolecall_directory::{Cause, Configuration};
use rolecall_store::{ActivityFilter, Page, RunRecord, RunState};

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
    let counted = app.counted(&configuration, &open, &held_people, ran)?;
    Ok(Overview {
        workspace: workspace(app, &configuration, last.as_ref())?,
        sync: sync(app, last.as_ref())?,
        banners: app.banners(&open, &configuration, &seats)?,
        held,
        readiness: super::readiness::list(app, &configuration, counted.rules)?,
        in_sync: counted.in_sync,
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
