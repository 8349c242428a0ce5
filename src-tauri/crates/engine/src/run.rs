//! A run, from its lease to its report.

use crate::control::{Phase, RunControl};
use crate::decisions::forget_unwanted;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::journal::{RunTicket, StoreJournal};
use crate::planning::{Planned, States};
use crate::recovery::Interrupted;
use crate::report::Report;
use crate::retry::{Retry, Selection};
use crate::work::{Work, journalled};
use futures_util::future::join_all;
use rolecall_connect::{ApplyTarget, ConnectError, ReadTarget};
use rolecall_directory::{Configuration, TargetKind};
use rolecall_store::{
    JournalStep, Lease, LeaseAnswer, NewActivity, NewRun, Page, RunState, StepFilter, Store,
    StoreError, Trigger,
};
use std::sync::Arc;
use std::time::Duration;

/// The lease that a run holds: one run at a time on a workspace.
const LEASE: &str = "runner";
const LEASE_MS: i64 = 60_000;

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
}

/// Where a run writes, and who watches it.
#[derive(Clone, Copy)]
struct Place<'a> {
    store: &'a Arc<Store>,
    control: &'a RunControl,
    ticket: RunTicket,
}

/// What a run that came to its end leaves to report.
struct Walked {
    planned: Planned,
    /// Its own steps, as the journal has them.
    steps: Vec<JournalStep>,
    /// Steps done in interrupted runs before it.
    carried: Vec<JournalStep>,
    cancelled: bool,
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
        let lease = match store.acquire(LEASE, &order.holder, self.now(), LEASE_MS)? {
            LeaseAnswer::Granted(lease) => lease,
            LeaseAnswer::HeldBy(other) => {
                return Err(EngineError::RunnerElsewhere { holder: other.holder });
            }
        };
        let result = tokio::select! {
            result = self.run_leased(configuration, store, order, control, &lease) => result,
            lost = self.keep_lease(store, &lease) => Err(lost),
        };
        let released = store.release(lease);
        let result = result?;
        released?;
        Ok(result)
    }

    /// Renews the lease for as long as it is polled; answers when it is lost.
    async fn keep_lease(&self, store: &Arc<Store>, lease: &Lease) -> EngineError {
        loop {
            tokio::time::sleep(Duration::from_millis((LEASE_MS / 3).unsigned_abs())).await;
            if let Err(error) = store.renew(lease, self.now(), LEASE_MS) {
                return EngineError::Store(error);
            }
        }
    }

    async fn run_leased(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &RunOrder,
        control: &RunControl,
        lease: &Lease,
    ) -> Result<RunResult, EngineError> {
        let selection =
            Selection::of(store, order.trigger, order.retry.as_ref())?;
        control.enter(Phase::Read, 0);
        let mut targets: Targets = Vec::new();
        for definition in &configuration.targets {
            targets.push(self.target_of(definition).await);
        }
        let states = read_all(&targets).await;
        let left = self.recover(store, configuration, &states, lease.fence)?;
        let run = store.begin_run(&NewRun {
            trigger: order.trigger,
            who: order.who.clone(),
            note: String::new(),
            lease: LEASE.to_owned(),
            dry: false,
            started: self.now(),
        })?;
        control.begin(run);
        let place = Place { store, control, ticket: RunTicket { run, fence: lease.fence } };
        let walked = self.walk(configuration, &place, &targets, (states, left), selection).await;
        match walked {
            Ok(walked) => self.conclude(store, order, run, walked),
            Err(error) => {
                self.break_off(store, order, run, lease, &error)?;
                Err(error)
            }
        }
    }

    /// Ends a run that could not go on. One with steps in flight stays open for the next run,
    /// which looks them up; one that another process took over is ended there.
    fn break_off(
        &self,
        store: &Store,
        order: &RunOrder,
        run: i64,
        lease: &Lease,
        error: &EngineError,
    ) -> Result<(), EngineError> {
        if matches!(store.renew(lease, self.now(), LEASE_MS), Err(StoreError::Fenced { .. })) {
            return Ok(());
        }
        let summary = serde_json::json!({"error": error.to_string(), "code": error.code()});
        if store.in_flight(run)?.is_empty() {
            store.finish_run(run, RunState::Failed, &summary, self.now())?;
        }
        self.note_source_failure(store, error)?;
        store.append(&[self.entry(order, run, "run_failed", "failed", summary)])?;
        Ok(())
    }

    async fn walk(
        &self,
        configuration: &Configuration,
        place: &Place<'_>,
        targets: &Targets,
        (states, left): (States, Interrupted),
        selection: Option<Selection>,
    ) -> Result<Walked, EngineError> {
        let Place { store, control, ticket } = *place;
        self.bind_rules(store, configuration)?;
        let reading = self.read_sources(configuration, Some(store)).await?;
        control.enter(Phase::Ingest, reading.people);
        let run = Some(ticket.run);
        let followed = self.follow_renames(store, configuration, &reading.snapshot, run)?;
        let configuration = followed.as_ref().unwrap_or(configuration);
        control.enter(Phase::Plan, reading.people);
        let planned = self.plan_from(configuration, reading, states, Some(store))?;
        self.note_health(store, &planned)?;
        self.remember_due(store, &planned)?;
        forget_unwanted(store, &planned)?;
        let carried = self.settle(store, &planned, ticket.fence, left)?;
        let mut work = Vec::new();
        for index in 0..planned.targets.len() {
            work.push(journalled(&planned, index, store, ticket.run, selection.as_ref())?);
        }
        self.forget_accounts_before(store, &planned, &work)?;
        control.enter(Phase::Apply, work.iter().map(Work::steps).sum());
        let cancelled = self.apply(&planned, place, targets, work).await?;
        control.enter(Phase::Report, 0);
        let steps = store.steps(ticket.run, &StepFilter::default(), Page::ALL)?.rows;
        self.note_made(store, &planned, &steps)?;
        self.follow_keys(store, &planned, &steps)?;
        self.keep_accounts_after(store, &planned, &steps).await?;
        for index in 0..planned.targets.len() {
            let target = (&planned, index);
            self.settle_failures(store, ticket.run, target, &steps, selection.as_ref())?;
        }
        Ok(Walked { planned, steps, carried, cancelled })
    }

    async fn apply(
        &self,
        planned: &Planned,
        place: &Place<'_>,
        targets: &Targets,
        work: Vec<Work>,
    ) -> Result<bool, EngineError> {
        let jobs = work.into_iter().enumerate().filter_map(|(index, work)| {
            let target = targets[index].as_ref().ok()?;
            let definition = &planned.configuration.targets[index];
            let remembers = matches!(definition.kind, TargetKind::Csv { .. });
            let journal = StoreJournal::new(
                place.store.clone(),
                self.clock.clone(),
                place.control.clone(),
                place.ticket,
                (&definition.name, remembers),
                (&work.values, &work.accounts),
            );
            Some(async move { target.apply(work.values, work.accounts, &journal).await })
        });
        for result in join_all(jobs).await {
            result.map_err(|error| EngineError::Journal { reason: error.to_string() })?;
        }
        Ok(place.control.is_cancelled())
    }

    fn conclude(
        &self,
        store: &Store,
        order: &RunOrder,
        run: i64,
        Walked { planned, steps, carried, cancelled }: Walked,
    ) -> Result<RunResult, EngineError> {
        let report = Report::of_run(&planned, &steps, &carried);
        let state = if cancelled { RunState::Cancelled } else { RunState::Finished };
        let counts = store.run(run)?.counts();
        let summary = serde_json::json!({
            "users": report.summary.users,
            "steps": report.summary.steps,
            "warnings": report.warnings.iter().take(100).collect::<Vec<_>>(),
            "held": report.targets.iter().map(|(name, target)| (name.clone(), target.held.clone()))
                .collect::<std::collections::BTreeMap<_, _>>(),
        });
        store.finish_run(run, state, &summary, self.now())?;
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
        store.append(&[self.entry(order, run, kind, status, detail)])?;
        Ok(RunResult { run, planned, report, cancelled })
    }

    fn entry(
        &self,
        order: &RunOrder,
        run: i64,
        kind: &str,
        status: &str,
        detail: serde_json::Value,
    ) -> NewActivity {
        NewActivity {
            at: self.now(),
            who: order.who.clone(),
            kind: kind.to_owned(),
            status: status.to_owned(),
            person: None,
            rule: None,
            target: order.retry.as_ref().and_then(|retry| retry.target.clone()),
            run: Some(run),
            cause: order.retry.as_ref().and_then(|retry| retry.cause),
            detail,
        }
    }
}

async fn read_all(targets: &Targets) -> States {
    let readings = targets.iter().map(async |target| match target {
        Ok(target) => ReadTarget::read(target.as_ref()).await,
        Err(error) => Err(error.clone()),
    });
    join_all(readings).await
}
