//! A run, from its lease to its report.

use crate::admission::{Connected, Connection};
use crate::apply::Place;
use crate::as_sent::leave_unchanged;
use crate::control::{Phase, RunControl};
use crate::decisions::forget_unwanted;
use crate::ending::OfRun;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::failures::Ran;
use crate::follow_up::FollowUp;
use crate::journal::RunTicket;
use crate::kept::kept_state;
use crate::lease::LEASE;
use crate::planning::{Planned, States};
use crate::reading::{Asked, Keeping};
use crate::recovery::Interrupted;
use crate::report::Report;
use crate::retry::{Retry, Selection};
use crate::work::{Subjects, Work, journalled};
use futures_util::future::join_all;
use rolecall_connect::{ApplyTarget, ConnectError};
use rolecall_directory::Configuration;
use rolecall_store::{JournalStep, Lease, NewRun, Page, StepFilter, Store, Trigger};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::Arc;

/// Which run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOrder {
    /// What began it.
    pub trigger: Trigger,
    /// Who asked, for Activity: `account@host`, or the schedule.
    pub who: String,
    /// This process, as others see it while it runs.
    pub holder: String,
    /// Only this; everything when absent.
    pub retry: Option<Retry>,
    /// Only in these targets, the others are left out; in all when absent.
    pub targets: Option<BTreeSet<String>>,
}

/// What came of a run.
#[derive(Debug)]
pub struct RunResult {
    /// Its number.
    pub run: i64,
    /// The plan it carried out.
    pub planned: Planned,
    /// Plan and outcomes.
    pub report: Report,
    /// Whether it was stopped.
    pub cancelled: bool,
    /// Steps done in interrupted runs before it.
    pub(crate) carried: Vec<JournalStep>,
    /// The run that followed it by itself, where its targets had changed meanwhile.
    pub follow_up: Option<FollowUp>,
}

/// What a run that came to its end leaves to report.
struct Walked {
    planned: Planned,
    /// Its own steps, as the journal has them.
    steps: Vec<JournalStep>,
    /// Steps done in interrupted runs before it.
    carried: Vec<JournalStep>,
    cancelled: bool,
    /// Targets that could not be read again, and why.
    unread: BTreeMap<String, String>,
}

type Targets = Vec<Result<Box<dyn ApplyTarget>, ConnectError>>;

impl Engine {
    /// Runs: ends an interrupted run first, reads, plans, applies and reports the whole.
    ///
    /// # Errors
    /// When another process runs, when a source cannot be read, or when the workspace fails; a
    /// target's failures are in the report.
    pub async fn run(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &RunOrder,
        control: &RunControl,
    ) -> Result<RunResult, EngineError> {
        self.under_lease(store, &order.holder, async |lease| {
            let result = self.run_leased(configuration, store, order, control, lease).await?;
            let result =
                self.follow_up((configuration, store), order, control, lease, result).await?;
            if let Err(error) = self.trim_activity(store, configuration) {
                tracing::warn!(%error, "old entries of Activity are still there");
            }
            Ok(result)
        })
        .await
    }

    pub(crate) async fn run_leased(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &RunOrder,
        control: &RunControl,
        lease: &Lease,
    ) -> Result<RunResult, EngineError> {
        let selection = Selection::of(store, order.trigger, order.retry.as_ref())?;
        control.enter(Phase::Read, 0);
        let mut targets: Targets = Vec::new();
        for definition in &configuration.targets {
            targets.push(self.target_of(definition).await);
        }
        let connections = self.connect(configuration, store, order, &targets)?;
        let states = read_all(configuration, store, &connections).await?;
        let left = self.recover(store, configuration, &states, lease.fence)?;
        let started = self.now();
        let run = store.begin_run(&NewRun {
            trigger: order.trigger,
            who: order.who.clone(),
            note: String::new(),
            lease: LEASE.to_owned(),
            dry: false,
            started,
        })?;
        control.begin(run);
        self.note_starts(configuration, store, order, (&connections, started))?;
        let place = Place { store, control, ticket: RunTicket { run, fence: lease.fence } };
        let known = (states, left, Asked::from(order.trigger));
        let walked = self.walk(configuration, &place, &connections, known, selection).await;
        match walked {
            Ok(walked) => self.conclude(store, order, run, walked),
            Err(error) => {
                let about = serde_json::json!({});
                if self.break_off(store, &order.of(run), lease, (&error, about))? {
                    self.note_source_failure(store, &error)?;
                }
                Err(error)
            }
        }
    }

    fn connect<'a>(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &RunOrder,
        targets: &'a Targets,
    ) -> Result<Vec<Connected<'a>>, EngineError> {
        let both = configuration.targets.iter().zip(targets);
        both.map(|(definition, target)| {
            target.as_ref().map_err(Clone::clone).map_or_else(
                |error| Ok(Err(error)),
                |target| {
                    let targets = order.targets.as_ref();
                    let is_due = targets.is_none_or(|due| due.contains(&definition.name));
                    let asked = (order.trigger, is_due);
                    self.admit(target.as_ref(), definition, store, asked).map(Ok)
                },
            )
        })
        .collect()
    }

    /// Notes for the schedule which targets the run takes in as a whole.
    fn note_starts(
        &self,
        configuration: &Configuration,
        store: &Store,
        order: &RunOrder,
        (connections, started): (&[Connected<'_>], i64),
    ) -> Result<(), EngineError> {
        if order.retry.is_some() {
            return Ok(());
        }
        let both = configuration.targets.iter().zip(connections);
        let taken = both.filter(|(_, connection)| {
            connection.as_ref().ok().and_then(Connection::left_out).is_none()
        });
        let taken: Vec<&str> = taken.map(|(definition, _)| definition.name.as_str()).collect();
        Ok(store.note_start(&taken, started)?)
    }

    async fn walk(
        &self,
        configuration: &Configuration,
        place: &Place<'_>,
        connections: &[Connected<'_>],
        (states, left, asked): (States, Interrupted, Asked<'_>),
        mut selection: Option<Selection>,
    ) -> Result<Walked, EngineError> {
        let Place { store, control, ticket } = *place;
        self.bind_rules(store, configuration)?;
        let reading = self.read_sources(configuration, Keeping::Write(store), asked).await?;
        control.enter(Phase::Ingest, reading.people);
        let run = Some(ticket.run);
        let followed = self.follow_renames(store, configuration, &reading.snapshot, run)?;
        let configuration = followed.as_ref().unwrap_or(configuration);
        control.enter(Phase::Plan, reading.people);
        let mut planned = self.plan_from(configuration, reading, states, Some(store))?;
        for (target, connection) in planned.targets.iter_mut().zip(connections) {
            let why = connection.as_ref().ok().and_then(Connection::left_out);
            target.left_out = why.map(str::to_owned);
        }
        if let Some(selection) = &mut selection {
            leave_unchanged(selection, store, &planned)?;
        }
        self.note_health(store, &planned)?;
        self.remember_due(store, &planned)?;
        forget_unwanted(store, &planned)?;
        let carried = self.settle(store, &planned, ticket.fence, left)?;
        let mut work = Vec::new();
        for index in 0..planned.targets.len() {
            work.push(journalled(&mut planned, index, store, ticket.run, selection.as_ref())?);
        }
        self.forget_accounts_before(store, &planned, &work)?;
        let names = planned.targets.iter().map(|target| target.name.clone());
        control.enter_apply(names.zip(work.iter().map(Work::steps)));
        let beside = |work: &mut Work| (take(&mut work.subjects), take(&mut work.left));
        let (subjects, left): (Vec<Subjects>, Vec<_>) = work.iter_mut().map(beside).unzip();
        let cancelled = self.apply(&planned, place, connections, work).await?;
        control.enter(Phase::Verify, 0);
        let mut steps = store.steps(ticket.run, &StepFilter::default(), Page::ALL)?.rows;
        let written = (connections, subjects.as_slice());
        let unread = self.verify(place, &planned, written, &mut steps).await?;
        control.enter(Phase::Report, 0);
        self.note_made(store, &planned, &steps)?;
        self.follow_keys(store, &planned, (&steps, &subjects))?;
        self.keep_accounts_after(store, &planned, &steps).await?;
        let ran = Ran { steps: &steps, carried: &carried, left: &left };
        for index in 0..planned.targets.len() {
            let target = (&planned, index);
            self.settle_failures(store, ticket.run, target, &ran, selection.as_ref())?;
        }
        Ok(Walked { planned, steps, carried, cancelled, unread })
    }

    fn conclude(
        &self,
        store: &Store,
        order: &RunOrder,
        run: i64,
        Walked { planned, steps, carried, cancelled, unread }: Walked,
    ) -> Result<RunResult, EngineError> {
        self.note_homes(store, &planned)?;
        let report = Report::of_run(&planned, &steps, &carried);
        let summary = serde_json::json!({
            "users": report.summary.users,
            "steps": report.summary.steps,
            "unread": unread,
            "left_out": planned.targets.iter()
                .filter(|target| target.left_out.is_some()).map(|target| target.name.as_str())
                .collect::<Vec<_>>(),
            "warnings": report.warnings.iter().take(100).collect::<Vec<_>>(),
            "held": report.targets.iter().map(|(name, target)| (name.clone(), target.held.clone()))
                .collect::<BTreeMap<_, _>>(),
        });
        let counts = self.close(store, run, cancelled, &summary)?;
        let detail = serde_json::json!({
            "done": counts.done, "failed": counts.failed,
            "held": counts.held, "notSent": counts.not_sent - counts.held,
        });
        let status = match (counts.failed, counts.held) {
            (0, 0) => "ok",
            (0, _) => "held",
            _ => "failed",
        };
        let kind = if cancelled { "run_cancelled" } else { "run_finished" };
        store.append(&[order.of(run).entry(self.now(), kind, status, detail)])?;
        Ok(RunResult { run, planned, report, cancelled, carried, follow_up: None })
    }
}

impl RunOrder {
    /// What Activity says of its run.
    fn of(&self, run: i64) -> OfRun<'_> {
        let retry = self.retry.as_ref();
        let target = retry.and_then(|retry| retry.target.clone());
        OfRun { run, who: &self.who, target, cause: retry.and_then(Retry::cause) }
    }
}

/// Reads the targets; of one that is left out what is kept of it does, where something is.
async fn read_all(
    configuration: &Configuration,
    store: &Store,
    connections: &[Connected<'_>],
) -> Result<States, EngineError> {
    let both = configuration.targets.iter().zip(connections);
    let readings = both.map(async |(definition, connection)| match connection {
        Ok(connection) if connection.left_out().is_some() => match kept_state(definition, store)? {
            Ok(kept) => Ok(Ok(kept)),
            Err(_) => connection.read().await,
        },
        Ok(connection) => connection.read().await,
        Err(error) => Ok(Err(error.clone())),
    });
    join_all(readings).await.into_iter().collect()
}
