//! Ending a run whose process died: what was in flight is looked up in the target before anything
//! is sent again.

use crate::addresses::Addresses;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::look_up::{Accounts, Finding};
use crate::planning::{Planned, States};
use rolecall_directory::{Configuration, Folded, NotSent, StepKind, TargetKind};
use rolecall_store::{
    JournalStep, MarkChange, Page, RunId, RunRecord, RunState, StepEnding, StepFilter, StepOutcome,
    StepState, Store, Trigger,
};
use std::collections::{BTreeMap, HashSet};

/// How many runs are looked through at once for what a report has not told yet.
const RUNS: u32 = 50;

/// What interrupted runs leave to the run that follows.
#[derive(Debug, Default)]
pub(crate) struct Interrupted {
    /// The runs whose done steps no report has told yet.
    ended: Vec<RunId>,
    /// Those of them that stay open until their updates are decided.
    open: Vec<RunId>,
    /// Updates in flight or in doubt: the plan tells whether they are still needed.
    pub(crate) updates: Vec<JournalStep>,
    /// Steps that failed in runs that have told so, and were done as it turned out.
    pub(crate) found: Vec<JournalStep>,
}

impl Engine {
    /// Looks up what interrupted runs had in flight and ends them, and what ended runs left in
    /// doubt. A run with steps in flight in
    /// a target that cannot be read now stays open until it can; one with updates in flight until
    /// [`Engine::settle`] has seen the plan.
    pub(crate) fn recover(
        &self,
        store: &Store,
        configuration: &Configuration,
        states: &States,
        fence: i64,
    ) -> Result<Interrupted, EngineError> {
        let mut left = Interrupted { ended: untold(store)?, ..Interrupted::default() };
        let (open, in_doubt) = (store.interrupted_runs()?, store.in_doubt()?);
        let is_asked = !open.is_empty() || !in_doubt.is_empty();
        let known = states.iter().map(|state| state.as_ref().ok().filter(|_| is_asked));
        let accounts: Vec<_> =
            known.map(|state| state.map(|state| Accounts::of(&state.accounts))).collect();
        for run in open {
            self.recover_run(store, configuration, &accounts, &run, fence, &mut left)?;
        }
        self.settle_doubts(store, configuration, (&accounts, in_doubt), fence, &mut left)?;
        Ok(left)
    }

    fn recover_run(
        &self,
        store: &Store,
        configuration: &Configuration,
        accounts: &[Option<Accounts<'_>>],
        run: &RunRecord,
        fence: i64,
        left: &mut Interrupted,
    ) -> Result<(), EngineError> {
        let (mut unread, mut updates) = (false, Vec::new());
        let (mut outcomes, mut marks) = (Vec::new(), Vec::new());
        let in_flight = store.in_flight(run.id)?;
        let addresses = Addresses::of(store, configuration, &in_flight);
        for step in in_flight {
            let at = configuration.targets.iter().position(|target| target.name == step.target);
            let Some(at) = at else {
                outcomes.push(self.never_arrived(&step));
                continue;
            };
            let Some(accounts) = &accounts[at] else {
                unread = true;
                continue;
            };
            let remembers = remembers(configuration, &step.target);
            match accounts.find(&addresses.under(&step), remembers) {
                Finding::NotDone => outcomes.push(self.never_arrived(&step)),
                Finding::Unclear => updates.push(step),
                Finding::Done(account) => {
                    outcomes.push(
                        self.arrived(&step, account.map(|row| accounts.table.key(row).to_owned())),
                    );
                    if let Some(account) = account.filter(|_| !remembers) {
                        let table = accounts.table;
                        let (target, adopts) = (&step.target, &step.adopts);
                        marks.extend(MarkChange::of_done(
                            target,
                            &step.step,
                            table.key(account),
                            table.email(account),
                            adopts,
                        ));
                    }
                }
            }
        }
        if !outcomes.is_empty() {
            store.record_outcomes(run.id, fence, &outcomes, &marks)?;
        }
        if unread {
            return Ok(());
        }
        store.drop_unsent(run.id)?;
        if run.trigger != Trigger::Undo && !left.ended.contains(&run.id) {
            left.ended.push(run.id);
        }
        if updates.is_empty() {
            return self.end_run(store, run.id);
        }
        left.open.push(run.id);
        left.updates.append(&mut updates);
        Ok(())
    }

    /// Decides the updates that were in flight by the plan made since: one that is not planned any
    /// more was done. Ends the runs that waited for it, and answers all steps that were done in
    /// interrupted runs and that no report has told yet; they count as done in this run.
    pub(crate) fn settle(
        &self,
        store: &Store,
        planned: &Planned,
        fence: i64,
        left: Interrupted,
    ) -> Result<Vec<JournalStep>, EngineError> {
        let mut of_run: BTreeMap<RunId, (Vec<StepOutcome>, Vec<MarkChange>)> = BTreeMap::new();
        let mut not_done = Vec::new();
        let mut done = left.found;
        let needed = match left.updates.is_empty() {
            true => HashSet::new(),
            false => still_needed(planned),
        };
        for target in &planned.targets {
            let is_here = |step: &&JournalStep| step.target == target.name;
            if !left.updates.iter().any(|step| is_here(&step)) {
                continue;
            }
            let accounts = Accounts::of(&target.table);
            for step in left.updates.iter().filter(is_here) {
                let is_in_doubt = step.state == StepState::Failed;
                let user = Folded::new(&step.step.user);
                let written = accounts.account(step).filter(|account| {
                    let is_planned = needed.contains(&(target.name.as_str(), user.clone()));
                    !is_planned && Folded::new(target.table.user_name(*account)) == user
                });
                if written.is_none() && is_in_doubt {
                    not_done.push(step.id);
                    continue;
                }
                let (outcomes, marks) = of_run.entry(step.run).or_default();
                let Some(account) = written else {
                    outcomes.push(self.never_arrived(step));
                    continue;
                };
                let key = target.table.key(account).to_owned();
                let email = target.table.email(account);
                let (name, adopts) = (&step.target, &step.adopts);
                if !remembers(&planned.configuration, name) {
                    if let Some(from) = step.step.account.as_ref().filter(|from| **from != key) {
                        let (target, from, to) = (name.clone(), from.clone(), key.clone());
                        marks.push(MarkChange::Move { target, from, to });
                    }
                    marks.extend(MarkChange::of_done(name, &step.step, &key, email, adopts));
                }
                if is_in_doubt && !is_undoing(store, step.run)? {
                    done.push(as_done(step, Some(key.clone())));
                }
                outcomes.push(self.arrived(step, Some(key)));
            }
        }
        store.end_doubt(&not_done)?;
        for (run, (outcomes, marks)) in of_run {
            store.record_outcomes(run, fence, &outcomes, &marks)?;
        }
        left.open.iter().try_for_each(|run| self.end_run(store, *run))?;
        let filter = StepFilter { state: Some(StepState::Done), ..StepFilter::default() };
        for run in left.ended {
            done.extend(store.steps(run, &filter, Page::ALL)?.rows);
        }
        Ok(done)
    }

    fn end_run(&self, store: &Store, run: RunId) -> Result<(), EngineError> {
        let nothing = serde_json::Value::Null;
        Ok(store.finish_run(run, RunState::Interrupted, &nothing, self.now())?)
    }

    pub(crate) fn arrived(&self, step: &JournalStep, account: Option<String>) -> StepOutcome {
        self.outcome(step, StepEnding::Done, account)
    }

    fn never_arrived(&self, step: &JournalStep) -> StepOutcome {
        self.outcome(step, StepEnding::NotSent(NotSent::NotReached), None)
    }

    fn outcome(
        &self,
        step: &JournalStep,
        ending: StepEnding,
        account: Option<String>,
    ) -> StepOutcome {
        StepOutcome {
            id: step.id,
            ending,
            message: String::new(),
            tries: step.tries.max(1),
            account,
            maybe_done: false,
            at: self.now(),
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }
}

/// `step` as it stands once it is known to have been done, on `account`.
pub(crate) fn as_done(step: &JournalStep, account: Option<String>) -> JournalStep {
    let mut done = JournalStep { state: StepState::Done, cause: None, ..step.clone() };
    done.message.clear();
    done.step.account = account.or(done.step.account);
    done
}

/// Whether `run` undid another: what it did is no part of what rules' plans tell.
pub(crate) fn is_undoing(store: &Store, run: RunId) -> Result<bool, EngineError> {
    Ok(store.run(run)?.trigger == Trigger::Undo)
}

/// Whether `target` knows itself what is managed.
pub(crate) fn remembers(configuration: &Configuration, target: &str) -> bool {
    let definition = configuration.target(target);
    definition.is_some_and(|one| matches!(one.kind, TargetKind::Csv { .. }))
}

/// The ended runs since the last one that told what it did.
fn untold(store: &Store) -> Result<Vec<RunId>, EngineError> {
    let mut untold = Vec::new();
    for offset in (0..).step_by(RUNS as usize) {
        let page = store.runs(Page { offset, limit: RUNS })?.rows;
        let last = page.len() < RUNS as usize;
        for run in page.into_iter().filter(|run| run.trigger != Trigger::Undo) {
            match run.state {
                RunState::Interrupted | RunState::Failed => untold.push(run.id),
                RunState::Finished | RunState::Cancelled => return Ok(untold),
                RunState::Running => {}
            }
        }
        if last {
            break;
        }
    }
    Ok(untold)
}

/// Target and user of every update that is planned.
fn still_needed(planned: &Planned) -> HashSet<(&str, Folded)> {
    let mut needed = HashSet::new();
    for (index, target) in planned.targets.iter().enumerate() {
        for listed in &planned.listing(index).steps {
            if listed.step.kind == StepKind::Update {
                needed.insert((target.name.as_str(), Folded::new(&listed.step.user)));
            }
        }
    }
    needed
}
