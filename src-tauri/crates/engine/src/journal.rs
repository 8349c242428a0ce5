//! The journal of a run: intents before sending, outcomes after, marks with them.

use crate::clock::Clock;
use crate::control::RunControl;
use async_trait::async_trait;
use rolecall_connect::{AccountWork, Journal, JournalError, Outcome, StepResult, ValueWork};
use rolecall_directory::Step;
use rolecall_store::{MarkChange, StepEnding, StepOutcome, Store, StoreError};
use std::collections::HashMap;
use std::sync::Arc;

/// What is known of a step when its outcome comes.
struct Known {
    step: Step,
    email: Option<String>,
    user_name: String,
    account: Option<String>,
    adopts: Vec<(String, String)>,
    /// The journal's number of the step that makes the account, when it is made in this run.
    create: Option<i64>,
}

/// Writes to the store under the run's fencing number.
pub(crate) struct StoreJournal {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    control: RunControl,
    run: i64,
    fence: i64,
    target: String,
    /// Whether the target itself remembers what is managed.
    remembers: bool,
    known: HashMap<i64, Known>,
    /// Keys of accounts made in this run, by the step that made them.
    made: std::sync::Mutex<HashMap<i64, String>>,
}

/// Under which run and number a journal writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunTicket {
    pub(crate) run: i64,
    pub(crate) fence: i64,
}

impl StoreJournal {
    pub(crate) fn new(
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        control: RunControl,
        ticket: RunTicket,
        target: (&str, bool),
        work: (&[ValueWork], &[AccountWork]),
    ) -> Self {
        let mut known = HashMap::new();
        for value in work.0 {
            let step = value.step.step.clone();
            known.insert(value.step.id, Known::of(step, None, None, &[], None));
        }
        for account in work.1 {
            let create = account
                .steps
                .iter()
                .find(|step| step.step.kind == rolecall_directory::StepKind::Create)
                .map(|step| step.id);
            for step in &account.steps {
                let person = account.person.as_ref();
                let key = account.account.as_ref().map(|account| account.key.clone());
                let email = person.and_then(|person| person.email.clone());
                let mut entry = Known::of(step.step.clone(), email, key, &account.adopts, create);
                if let Some(person) = person {
                    entry.user_name.clone_from(&person.user_name);
                }
                known.insert(step.id, entry);
            }
        }
        let (target, remembers) = (target.0.to_owned(), target.1);
        let made = std::sync::Mutex::default();
        let RunTicket { run, fence } = ticket;
        Self { store, clock, control, run, fence, target, remembers, known, made }
    }

    fn marks(&self, outcomes: &[Outcome]) -> Vec<MarkChange> {
        let Ok(mut made) = self.made.lock() else { return Vec::new() };
        for outcome in outcomes {
            if let Some(key) = &outcome.account {
                made.insert(outcome.id, key.clone());
            }
        }
        let mut changes = Vec::new();
        if self.remembers {
            return changes;
        }
        for outcome in outcomes.iter().filter(|outcome| outcome.result == StepResult::Done) {
            let Some(known) = self.known.get(&outcome.id) else { continue };
            let created = known.create.and_then(|create| made.get(&create).cloned());
            let key = outcome.account.clone().or_else(|| known.account.clone()).or(created);
            let Some(key) = key else { continue };
            let step = Step { user: known.user_name.clone(), ..known.step.clone() };
            changes.extend(MarkChange::of_done(
                &self.target,
                &step,
                &key,
                known.email.as_deref(),
                &known.adopts,
            ));
        }
        changes
    }
}

impl Known {
    fn of(
        step: Step,
        email: Option<String>,
        account: Option<String>,
        adopts: &[(String, String)],
        create: Option<i64>,
    ) -> Self {
        let user_name = step.user.clone();
        Self { step, email, user_name, account, adopts: adopts.to_vec(), create }
    }
}

/// How an outcome is journalled.
fn recorded(outcome: &Outcome, at: i64) -> StepOutcome {
    let ending = match outcome.result {
        StepResult::Done => StepEnding::Done,
        StepResult::Failed(cause) => StepEnding::Failed(cause),
        StepResult::NotSent(why) => StepEnding::NotSent(why),
    };
    StepOutcome {
        id: outcome.id,
        ending,
        message: outcome.message.clone(),
        tries: outcome.tries,
        account: outcome.account.clone(),
        at,
    }
}

fn refused(error: &StoreError) -> JournalError {
    match error {
        StoreError::Fenced { .. } => JournalError::Fenced,
        other => JournalError::Unwritable { reason: other.to_string() },
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, JournalError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| refused(&error)),
        Err(error) => Err(JournalError::Unwritable { reason: error.to_string() }),
    }
}

#[async_trait]
impl Journal for StoreJournal {
    async fn sending(&self, steps: &[i64]) -> Result<(), JournalError> {
        let (store, steps) = (self.store.clone(), steps.to_vec());
        let (run, fence, now) = (self.run, self.fence, self.clock.now_ms());
        blocking(move || store.mark_sending(run, fence, &steps, now)).await
    }

    async fn answered(&self, outcomes: Vec<Outcome>) -> Result<(), JournalError> {
        let marks = self.marks(&outcomes);
        let now = self.clock.now_ms();
        let count = outcomes.len() as u64;
        let recorded: Vec<StepOutcome> =
            outcomes.iter().map(|outcome| recorded(outcome, now)).collect();
        let (store, run, fence) = (self.store.clone(), self.run, self.fence);
        blocking(move || store.record_outcomes(run, fence, &recorded, &marks)).await?;
        self.control.advance(count);
        Ok(())
    }

    fn cancelled(&self) -> bool {
        self.control.is_cancelled()
    }
}
