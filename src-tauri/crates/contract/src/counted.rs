//! What the Overview counts of people, kept so that a restart and a tray show it without reading
//! everybody.

use crate::app::lock;
use crate::handlers::banners::OpenFailures;
use crate::people_view::PeopleView;
use crate::settings_kept::Kept;
use crate::types::InSync;
use crate::{App, AppError};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Configuration, Folded, NotSent};
use rolecall_rules::RuleSet;
use rolecall_store::{Page, RunRecord, RunState, StepFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// What the Overview counts of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// What it was counted from, as a number that differs where that does.
    basis: u64,
    /// How many have all that rules give them.
    pub(crate) in_sync: InSync,
    /// How many rules match someone.
    pub(crate) rules: u64,
}

/// Whom the numbers leave out.
struct Apart<'a> {
    failing: BTreeSet<Folded>,
    held: &'a BTreeSet<Folded>,
    unsent: BTreeSet<Folded>,
    /// Targets that runs leave alone.
    idle: BTreeSet<String>,
}

impl App {
    /// Counts people and rules; as they were counted last where nothing changed since and nobody
    /// asked for people yet.
    pub(crate) fn counted(
        &self,
        configuration: &Configuration,
        open: &OpenFailures,
        held: &BTreeSet<Folded>,
        ran: bool,
    ) -> Result<Counted, AppError> {
        let failures = open.0.iter().flat_map(|(_, records)| records);
        let apart = Apart {
            failing: failures.map(|one| Folded::new(&one.user)).collect(),
            held,
            unsent: unsent(self)?,
            idle: idle(self)?,
        };
        let basis = self.basis_of_counts(configuration, &apart, ran)?;
        let before: Option<Counted> = self.store.setting(Kept::COUNTED)?;
        let is_read = lock(&self.people).is_some();
        // Whom an idle target waits for, its last plan tells, which is not kept.
        if !is_read
            && apart.idle.is_empty()
            && let Some(kept) = before.as_ref().filter(|kept| kept.basis == basis)
        {
            return Ok(kept.clone());
        }
        let view = self.people()?;
        let now = self.now();
        let rules = configuration.rules.iter().filter(|rule| rule.enabled);
        let matching = rules.filter(|rule| !view.matched_by_text(&rule.when, now).is_empty());
        let counted = Counted {
            basis,
            rules: matching.count() as u64,
            in_sync: InSync {
                causes: open.0.len() as u64,
                ..in_sync(self, &view, configuration, &apart, ran)?
            },
        };
        if before.as_ref() != Some(&counted)
            && let Err(error) = self.store.set_setting(Kept::COUNTED, &counted)
        {
            // Without it the next start counts anew.
            tracing::warn!(%error, "what the Overview counted is not kept");
        }
        Ok(counted)
    }

    fn basis_of_counts(
        &self,
        configuration: &Configuration,
        apart: &Apart<'_>,
        ran: bool,
    ) -> Result<u64, AppError> {
        let mut basis = DefaultHasher::new();
        self.store.configuration_version()?.hash(&mut basis);
        for directory in &configuration.directories {
            let reading = self.store.reading(&directory.name)?;
            reading.map(|reading| reading.generation).hash(&mut basis);
        }
        self.store.life_generation()?.hash(&mut basis);
        let names = |names: &BTreeSet<Folded>, basis: &mut DefaultHasher| {
            names.len().hash(basis);
            names.iter().for_each(|name| name.as_str().hash(basis));
        };
        names(&apart.failing, &mut basis);
        names(apart.held, &mut basis);
        names(&apart.unsent, &mut basis);
        apart.idle.hash(&mut basis);
        // Conditions may ask for the day.
        (ran, self.now().div_euclid(DAY)).hash(&mut basis);
        Ok(basis.finish())
    }
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
    view: &PeopleView,
    configuration: &Configuration,
    apart: &Apart<'_>,
    ran: bool,
) -> Result<InSync, AppError> {
    let wanted = wanted(app, view, configuration)?;
    let mut settled = if ran { wanted.clone() } else { RoaringBitmap::new() };
    settled -= left_alone(app, view, &apart.idle)?;
    for user in apart.failing.iter().chain(apart.held).chain(&apart.unsent) {
        for row in view.snapshot().rows_named(user.as_str()) {
            settled.remove(*row);
        }
    }
    Ok(InSync {
        people: wanted.len(),
        in_sync: settled.len(),
        attention: apart.failing.len() as u64,
        causes: 0,
    })
}

/// Targets that runs leave alone, paused or in quarantine.
fn idle(app: &App) -> Result<BTreeSet<String>, AppError> {
    let mut idle: BTreeSet<String> = app.paused()?.into_iter().map(|one| one.target).collect();
    idle.extend(app.quarantined()?.into_iter().map(|one| one.connection));
    Ok(idle)
}

/// People with steps in targets that runs leave alone.
fn left_alone(
    app: &App,
    view: &PeopleView,
    idle: &BTreeSet<String>,
) -> Result<RoaringBitmap, AppError> {
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
