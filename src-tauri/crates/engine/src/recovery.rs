//! Ending a run whose process died: what was in flight is looked up in the target before anything
//! is sent again.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::journal::RunTicket;
use crate::planning::States;
use rolecall_connect::TargetState;
use rolecall_directory::{AccountRecord, Configuration, Folded, NotSent, StepKind, TargetKind};
use rolecall_store::{
    JournalStep, MarkChange, Page, RunRecord, RunState, StepEnding, StepFilter, StepOutcome,
    StepState, Store,
};

impl Engine {
    /// Ends every interrupted run; answers the steps that were done in them, which count as done
    /// in the run that follows. A run with steps in flight in a target that cannot be read now
    /// stays open until it can.
    pub(crate) fn recover(
        &self,
        store: &Store,
        configuration: &Configuration,
        states: &States,
        fence: i64,
    ) -> Result<Vec<JournalStep>, EngineError> {
        let mut done = Vec::new();
        for run in store.interrupted_runs()? {
            self.recover_run(store, configuration, states, &run, fence, &mut done)?;
        }
        Ok(done)
    }

    fn recover_run(
        &self,
        store: &Store,
        configuration: &Configuration,
        states: &States,
        run: &RunRecord,
        fence: i64,
        done: &mut Vec<JournalStep>,
    ) -> Result<(), EngineError> {
        let ticket = RunTicket { run: run.id, fence };
        let mut in_doubt = false;
        for step in store.in_flight(run.id)? {
            let place = configuration.targets.iter().position(|t| t.name == step.target);
            match place.map(|at| (&configuration.targets[at], &states[at])) {
                Some((definition, Ok(state))) => {
                    let remembers = matches!(definition.kind, TargetKind::Csv { .. });
                    self.look_up(store, ticket, &step, state, remembers)?;
                }
                Some((_, Err(_))) => in_doubt = true,
                None => self.end_step(store, ticket, &step, None, &[])?,
            }
        }
        if in_doubt {
            return Ok(());
        }
        store.drop_unsent(run.id)?;
        store.finish_run(run.id, RunState::Interrupted, &serde_json::Value::Null, self.now())?;
        let filter = StepFilter { state: Some(StepState::Done), ..StepFilter::default() };
        done.extend(store.steps(run.id, &filter, Page::ALL)?.rows);
        Ok(())
    }

    fn look_up(
        &self,
        store: &Store,
        ticket: RunTicket,
        step: &JournalStep,
        state: &TargetState,
        remembers: bool,
    ) -> Result<(), EngineError> {
        let account = find_account(step, state);
        if !is_done(step, account, state) {
            return self.end_step(store, ticket, step, None, &[]);
        }
        let marks = match account.filter(|_| !remembers) {
            Some(account) => MarkChange::of_done(
                &step.target,
                &step.step,
                &account.key,
                account.email.as_deref(),
                &step.adopts,
            ),
            None => Vec::new(),
        };
        let key = account.map_or(String::new(), |account| account.key.clone());
        self.end_step(store, ticket, step, Some(key), &marks)
    }

    /// Journals what the look-up found: done on the account `found`, or never arrived.
    fn end_step(
        &self,
        store: &Store,
        ticket: RunTicket,
        step: &JournalStep,
        found: Option<String>,
        marks: &[MarkChange],
    ) -> Result<(), EngineError> {
        let ending = match found {
            Some(_) => StepEnding::Done,
            None => StepEnding::NotSent(NotSent::NotReached),
        };
        let outcome = StepOutcome {
            id: step.id,
            ending,
            message: String::new(),
            tries: step.tries.max(1),
            account: found.filter(|key| !key.is_empty()),
            at: self.now(),
        };
        store.record_outcomes(ticket.run, ticket.fence, &[outcome], marks)?;
        Ok(())
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }
}

fn find_account<'a>(step: &JournalStep, state: &'a TargetState) -> Option<&'a AccountRecord> {
    if let Some(key) = &step.step.account
        && let Some(found) = state.accounts.iter().find(|account| account.key == *key)
    {
        return Some(found);
    }
    let user = Folded::new(&step.step.user);
    state.accounts.iter().find(|account| Folded::new(&account.user_name) == user)
}

/// Whether the target shows what the step was to do. An update or adoption is planned anew when
/// it is still needed, and does no harm twice.
fn is_done(step: &JournalStep, account: Option<&AccountRecord>, state: &TargetState) -> bool {
    let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
    if step.step.kind == StepKind::Value {
        let existing = slot.and_then(|slot| state.existing_values.get(slot));
        return existing.is_some_and(|all| all.iter().any(|one| Some(one.as_str()) == value));
    }
    let Some(account) = account else { return false };
    let holds = account.holdings.iter().any(|holding| {
        Some(holding.slot.as_str()) == slot && Some(holding.value.as_str()) == value
    });
    match step.step.kind {
        StepKind::Create => true,
        StepKind::Suspend => !account.active,
        StepKind::Reactivate => account.active,
        StepKind::Assign => holds,
        StepKind::Unassign => !holds,
        StepKind::Update | StepKind::Adopt | StepKind::Value => false,
    }
}
