//! The journal of a run: intents before sending, outcomes after, marks with them.

mod writer;

use crate::clock::Clock;
use crate::control::RunControl;
use crate::quarantine::Watch;
use async_trait::async_trait;
use rolecall_connect::{AccountWork, Journal, JournalError, Outcome, StepResult, ValueWork};
use rolecall_directory::{NotSent, Step, StepKind};
use rolecall_store::{MarkChange, StepEnding, StepOutcome, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
pub(crate) use writer::{WayIn, Writer};

/// What is known of a step when its outcome comes.
struct Known {
    step: Arc<Step>,
    /// Whose step it is; a value is nobody's.
    owner: Option<Arc<Owner>>,
}

/// What is known of an account when an outcome of its steps comes.
struct Owner {
    email: Option<String>,
    /// The person's userName, as it was sent.
    user_name: Option<String>,
    account: Option<String>,
    adopts: Vec<(String, String)>,
    /// The journal's number of the step that makes the account, when it is made in this run.
    create: Option<i64>,
}

/// The journal of one target's steps, under the run's fencing number.
pub(crate) struct StoreJournal<'a> {
    way_in: WayIn,
    clock: Arc<dyn Clock>,
    control: RunControl,
    watch: &'a Watch<'a>,
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

impl<'a> StoreJournal<'a> {
    pub(crate) fn new(
        way_in: WayIn,
        clock: Arc<dyn Clock>,
        control: RunControl,
        watch: &'a Watch<'a>,
        target: (&str, bool),
        work: (&[ValueWork], &[AccountWork]),
    ) -> Self {
        let mut known = HashMap::new();
        for value in work.0 {
            let step = value.step.step.clone();
            known.insert(value.step.id, Known { step, owner: None });
        }
        for account in work.1 {
            let owner = Arc::new(Owner::of(account));
            for step in &account.steps {
                let owner = Some(owner.clone());
                known.insert(step.id, Known { step: step.step.clone(), owner });
            }
        }
        let (target, remembers) = (target.0.to_owned(), target.1);
        let made = std::sync::Mutex::default();
        Self { way_in, clock, control, watch, target, remembers, known, made }
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
            let Some(owner) = &known.owner else { continue };
            let created = owner.create.and_then(|create| made.get(&create).cloned());
            let key = outcome.account.clone().or_else(|| owner.account.clone()).or(created);
            let Some(key) = key else { continue };
            if let Some(from) = owner.account.as_ref().filter(|from| **from != key) {
                let (target, from, to) = (self.target.clone(), from.clone(), key.clone());
                changes.push(MarkChange::Move { target, from, to });
            }
            let named = owner.user_name.as_ref().filter(|name| **name != known.step.user);
            let named = named.map(|name| Step { user: name.clone(), ..Step::clone(&known.step) });
            changes.extend(MarkChange::of_done(
                &self.target,
                named.as_ref().unwrap_or(&known.step),
                &key,
                owner.email.as_deref(),
                &owner.adopts,
            ));
        }
        changes
    }
}

impl Owner {
    fn of(work: &AccountWork) -> Self {
        let mut steps = work.steps.iter();
        let create = steps.find(|step| step.step.kind == StepKind::Create);
        let person = work.person.as_ref();
        Self {
            email: person.and_then(|person| person.email.clone()),
            user_name: person.map(|person| person.user_name.clone()),
            account: work.account.as_ref().map(|account| account.key.clone()),
            adopts: work.adopts.clone(),
            create: create.map(|step| step.id),
        }
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
        maybe_done: outcome.maybe_done,
        at,
    }
}

fn refused(error: &StoreError) -> JournalError {
    match error {
        StoreError::Fenced { .. } => JournalError::Fenced,
        other => JournalError::Unwritable { reason: other.to_string() },
    }
}

#[async_trait]
impl Journal for StoreJournal<'_> {
    async fn sending(&self, steps: &[i64]) -> Result<(), JournalError> {
        self.way_in.sending(steps).await
    }

    async fn answered(&self, mut outcomes: Vec<Outcome>) -> Result<(), JournalError> {
        self.watch.look().map_err(|error| refused(&error))?;
        if !self.control.is_cancelled() {
            outcomes.iter_mut().for_each(quarantined);
        }
        let marks = self.marks(&outcomes);
        let now = self.clock.now_ms();
        let recorded: Vec<StepOutcome> =
            outcomes.iter().map(|outcome| recorded(outcome, now)).collect();
        self.way_in.answered(recorded, marks)?;
        self.control.advance(&self.target, outcomes.len() as u64);
        Ok(())
    }

    fn cancelled(&self) -> bool {
        self.control.is_cancelled() || self.watch.is_stopped()
    }
}

/// What a target leaves out as it was told to stop, where nobody stopped the run: quarantine did.
fn quarantined(outcome: &mut Outcome) {
    if outcome.result == StepResult::NotSent(NotSent::Cancelled) {
        outcome.result = StepResult::NotSent(NotSent::Quarantined);
        outcome.message =
            "the connection went into quarantine before this; try it now, or lift that".to_owned();
    }
}
