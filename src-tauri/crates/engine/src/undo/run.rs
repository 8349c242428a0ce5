//! Carrying out the undoing of a run: a run like any other, journalled before it is sent.

use super::plan::{done_steps, not_asked, undone};
use super::{Release, UndoPlan, UndoTarget};
use crate::admission::Connected;
use crate::apply::Place;
use crate::computed::SendMap;
use crate::control::{Phase, RunControl};
use crate::ending::OfRun;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::journal::RunTicket;
use crate::lease::LEASE;
use crate::planning::{Planned, States};
use crate::report::Report;
use crate::work::{Subjects, Work, add_all};
use rolecall_connect::{AccountWork, ConnectError, ReleasedAccount, WorkStep};
use rolecall_directory::Configuration;
use rolecall_store::{
    JournalStep, Lease, MarkChange, NewActivity, NewRun, NewStep, Page, Pause, StepFilter,
    StepState, Store, Trigger,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which run is to be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoOrder {
    /// The run.
    pub run: i64,
    /// The plan that was looked at, by [`UndoPlan::fingerprint`]; whatever it is now when absent.
    pub plan: Option<String>,
    /// Who asked, for Activity: `account@host`.
    pub who: String,
    /// This process, as others see it while it runs.
    pub holder: String,
}

/// What came of undoing a run.
#[derive(Debug)]
pub struct UndoResult {
    /// The number of the run that undid it; none where nothing still stood.
    pub run: Option<i64>,
    /// The plan it carried out.
    pub plan: UndoPlan,
    /// Steps and outcomes.
    pub report: Report,
    /// Whether it was stopped.
    pub cancelled: bool,
}

impl Engine {
    /// Undoes a run: pauses the targets it concerns, then sends the inverse of what still stands.
    ///
    /// # Errors
    /// When another process runs, the run does not exist, the plan is another one than was looked
    /// at, or the workspace fails; a target's failures are in the report.
    pub async fn undo(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &UndoOrder,
        control: &RunControl,
    ) -> Result<UndoResult, EngineError> {
        self.under_lease(store, &order.holder, async |lease| {
            self.undo_leased(configuration, store, order, control, lease).await
        })
        .await
    }

    async fn undo_leased(
        &self,
        configuration: &Configuration,
        store: &Arc<Store>,
        order: &UndoOrder,
        control: &RunControl,
        lease: &Lease,
    ) -> Result<UndoResult, EngineError> {
        control.enter(Phase::Read, 0);
        store.run(order.run)?;
        let concerned = done_steps(store, order.run)?;
        let (mut targets, mut connections) = (Vec::new(), Vec::new());
        for definition in &configuration.targets {
            targets.push(match concerned.contains_key(&definition.name) {
                true => self.target_of(definition).await,
                false => Err(not_asked(&definition.name)),
            });
        }
        for (definition, target) in configuration.targets.iter().zip(&targets) {
            connections.push(match target {
                Ok(target) => {
                    Ok(self.admit(target.as_ref(), definition, store, (Trigger::Undo, true))?)
                }
                Err(error) => Err(error.clone()),
            });
        }
        let states = read(&connections).await?;
        // What an interrupted run had in flight is known from here on, this very one's included;
        // what only a plan can tell stays open for the next run.
        self.recover(store, configuration, &states, lease.fence)?;
        let done = done_steps(store, order.run)?;
        control.enter(Phase::Plan, 0);
        let planned = self.stand(configuration, store, states)?;
        let plan = undone(&planned, store, order.run, &done)?;
        if order.plan.as_ref().is_some_and(|looked_at| *looked_at != plan.fingerprint()) {
            return Err(EngineError::UndoChanged { run: order.run });
        }
        if !plan.does_something() {
            let report = Report::of_undo(&plan, &[]);
            return Ok(UndoResult { run: None, plan, report, cancelled: false });
        }
        let run = self.begin(store, order, &plan)?;
        control.begin(run);
        let place = Place { store, control, ticket: RunTicket { run, fence: lease.fence } };
        match self.carry_out(&planned, &plan, &place, &connections).await {
            Ok((steps, unreleased)) => {
                self.conclude_undo(&place, order, plan, (&steps, unreleased))
            }
            Err(error) => {
                let about = serde_json::json!({"undoes": order.run});
                self.break_off(store, &order.of(run), lease, (&error, about))?;
                Err(error)
            }
        }
    }

    /// Pauses what is concerned, then begins the run: one that dies right after leaves nothing to
    /// a schedule that would do it all again.
    fn begin(&self, store: &Store, order: &UndoOrder, plan: &UndoPlan) -> Result<i64, EngineError> {
        let concerned = plan.targets.iter().filter(|target| target.does_something());
        let pauses: Vec<Pause> = concerned
            .map(|target| Pause {
                target: target.target.clone(),
                who: order.who.clone(),
                since: self.now(),
                run: Some(order.run),
            })
            .collect();
        store.pause(&pauses)?;
        let run = store.begin_run(&NewRun {
            trigger: Trigger::Undo,
            who: order.who.clone(),
            note: order.run.to_string(),
            lease: LEASE.to_owned(),
            dry: false,
            started: self.now(),
        })?;
        let entries = pauses.into_iter().map(|pause| NewActivity {
            target: Some(pause.target),
            ..order.of(run).entry(
                self.now(),
                "target_paused",
                "ok",
                serde_json::json!({"undone": order.run}),
            )
        });
        store.append(&entries.collect::<Vec<_>>())?;
        Ok(run)
    }

    /// Journals and sends; answers the steps as the journal has them at the end.
    async fn carry_out(
        &self,
        planned: &Planned,
        plan: &UndoPlan,
        place: &Place<'_>,
        connections: &[Connected<'_>],
    ) -> Result<(Vec<JournalStep>, Unreleased), EngineError> {
        let Place { store, control, ticket } = *place;
        let mut work = Vec::new();
        for (index, target) in planned.targets.iter().enumerate() {
            let undone = plan.targets.iter().find(|undone| undone.target == target.name);
            work.push(match undone {
                Some(undone) => journalled(planned, index, store, ticket.run, undone)?,
                None => Work::default(),
            });
        }
        self.forget_accounts_before(store, planned, &work)?;
        let names = planned.targets.iter().map(|target| target.name.clone());
        control.enter_apply(names.zip(work.iter().map(Work::steps)));
        let subjects: Vec<Subjects> =
            work.iter_mut().map(|work| std::mem::take(&mut work.subjects)).collect();
        let cancelled = self.apply(planned, place, connections, work).await?;
        let mut steps = store.steps(ticket.run, &StepFilter::default(), Page::ALL)?.rows;
        control.enter(Phase::Verify, 0);
        self.verify(place, planned, (connections, &subjects), &mut steps).await?;
        control.enter(Phase::Report, 0);
        self.keep_accounts_after(store, planned, &steps).await?;
        let unreleased = match cancelled {
            true => Unreleased::new(),
            false => self.release((planned, plan), place, connections, &steps).await?,
        };
        Ok((steps, unreleased))
    }

    /// Makes unmanaged again what the run adopted: in targets that say so themselves, then in the
    /// marks. An account with a step that was not done keeps its marks, as it may still hold what
    /// was given. Answers by target why it could not be said there.
    async fn release(
        &self,
        (planned, plan): (&Planned, &UndoPlan),
        place: &Place<'_>,
        connections: &[Connected<'_>],
        steps: &[JournalStep],
    ) -> Result<Unreleased, EngineError> {
        let mut unreleased = Unreleased::new();
        for (name, releases) in releases(plan, steps) {
            let accounts: Vec<ReleasedAccount> =
                releases.iter().map(|release| release.account()).collect();
            let at = planned.targets.iter().position(|target| target.name == name);
            let Some(Ok(connection)) = at.map(|at| &connections[at]) else { continue };
            match connection.target.release(&accounts).await {
                Ok(()) => {
                    let marks = releases.iter().flat_map(|release| release.marks(name));
                    let marks: Vec<MarkChange> = marks.collect();
                    let RunTicket { run, fence } = place.ticket;
                    place.store.record_outcomes(run, fence, &[], &marks)?;
                    place.store.forget_accounts(name)?;
                }
                Err(error) => {
                    unreleased.insert(name.to_owned(), error);
                }
            }
        }
        Ok(unreleased)
    }

    fn conclude_undo(
        &self,
        place: &Place<'_>,
        order: &UndoOrder,
        plan: UndoPlan,
        (steps, unreleased): (&[JournalStep], Unreleased),
    ) -> Result<UndoResult, EngineError> {
        let Place { store, control, ticket } = *place;
        let cancelled = control.is_cancelled();
        let mut report = Report::of_undo(&plan, steps);
        report.note_unreleased(&unreleased);
        let summary = serde_json::json!({"undoes": order.run, "steps": report.summary.steps});
        let counts = self.close(store, ticket.run, cancelled, &summary)?;
        let left: usize = plan.targets.iter().map(|target| target.left.len()).sum();
        let released: usize = plan.targets.iter().map(|target| target.releases.len()).sum();
        let detail = serde_json::json!({
            "undone": order.run, "done": counts.done, "failed": counts.failed,
            "unreleased": unreleased.iter().map(|(name, error)| format!("{name}: {error}"))
                .collect::<Vec<_>>(),
            "notSent": counts.not_sent, "released": if cancelled { 0 } else { released },
            "left": left,
        });
        let status = if counts.failed == 0 && unreleased.is_empty() { "ok" } else { "failed" };
        let kind = if cancelled { "run_cancelled" } else { "run_undone" };
        store.append(&[order.of(ticket.run).entry(self.now(), kind, status, detail)])?;
        Ok(UndoResult { run: Some(ticket.run), plan, report, cancelled })
    }
}

impl UndoOrder {
    /// What Activity says of the run that undoes.
    fn of(&self, run: i64) -> OfRun<'_> {
        OfRun { run, who: &self.who, target: None, cause: None }
    }
}

/// Why accounts could not be released, by target.
pub(crate) type Unreleased = BTreeMap<String, ConnectError>;

/// By target what is released once `steps` are done: not what has a step that was not.
fn releases<'a>(
    plan: &'a UndoPlan,
    steps: &[JournalStep],
) -> impl Iterator<Item = (&'a str, Vec<&'a Release>)> {
    let undone = |target: &str, release: &Release| {
        let account = Some(&release.account);
        let mut own = steps
            .iter()
            .filter(|step| step.target == target && step.step.account.as_ref() == account);
        own.all(|step| step.state == StepState::Done)
    };
    let targets = plan.targets.iter().map(move |target| {
        let releases = target.releases.iter();
        let name = target.target.as_str();
        (name, releases.filter(|release| undone(name, release)).collect::<Vec<_>>())
    });
    targets.filter(|(_, releases)| !releases.is_empty()).collect::<Vec<_>>().into_iter()
}

impl Release {
    fn account(&self) -> ReleasedAccount {
        let (key, whole) = (self.account.clone(), self.whole);
        ReleasedAccount { key, whole, values: self.values.clone() }
    }

    /// What is remembered otherwise from then on.
    fn marks(&self, target: &str) -> Vec<MarkChange> {
        let (target, account) = (target.to_owned(), self.account.clone());
        if self.whole {
            return vec![MarkChange::Forget { target, account }];
        }
        let values = self.values.iter().cloned();
        let taken = values.map(|(slot, value)| MarkChange::Take {
            target: target.clone(),
            account: account.clone(),
            slot,
            value,
        });
        taken.collect()
    }
}

/// Journals what undoing does in target number `index`; the steps of one account are one work.
fn journalled(
    planned: &Planned,
    index: usize,
    store: &Store,
    run: i64,
    undone: &UndoTarget,
) -> Result<Work, EngineError> {
    let target = &planned.targets[index];
    let definition = &planned.configuration.targets[index];
    let snapshot = &planned.reading.snapshot;
    let send = SendMap::new(definition, &planned.configuration, snapshot);
    let new = undone.steps.iter();
    let new = new.map(|step| NewStep { step: step.clone(), held: None, adopts: Vec::new() });
    let first = add_all(store, run, &target.name, new)?;
    let by_key = target.table.rows_by_key();
    let mut accounts: Vec<AccountWork> = Vec::new();
    let mut current: Option<&str> = None;
    for (id, step) in (first..).zip(&undone.steps) {
        let key = step.account.as_deref();
        if accounts.is_empty() || key != current {
            current = key;
            let row = key.and_then(|key| by_key.find(key, |row| target.table.key(row)));
            let subject = row.and_then(|row| target.plan.subjects.of_account(row));
            let person = subject.filter(|subject| *subject < snapshot.people());
            accounts.push(AccountWork {
                person: person.map(|person| send.person_to_send(snapshot.person(person))),
                account: row.map(|row| target.table.record(row)),
                steps: Vec::new(),
                adopts: Vec::new(),
            });
        }
        if let Some(work) = accounts.last_mut() {
            work.steps.push(WorkStep { id, step: Arc::new(step.clone()) });
        }
    }
    Ok(Work { accounts, ..Work::default() })
}

async fn read(connections: &[Connected<'_>]) -> Result<States, EngineError> {
    let mut states = States::new();
    for connection in connections {
        states.push(match connection {
            Ok(connection) => connection.read().await?,
            Err(error) => Err(error.clone()),
        });
    }
    Ok(states)
}
