//! What a report tells of one target.

use crate::undo::UndoTarget;
use rolecall_directory::{Failure, Guard, Step, StepKind};
use rolecall_plan::{Pending, SeatCount};
use rolecall_store::{JournalStep, Pause, StepState};
use serde::Serialize;

/// One target.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TargetReport {
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<FailureEntry>,
    /// Why it had no part in the run, where it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Since when runs leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<PauseEntry>,
    /// Steps of accounts, by userName.
    pub accounts: AccountLists,
    /// Values to be created.
    pub values: ValueLists,
    /// Values given.
    pub assign: Vec<AssignedValue>,
    /// Values taken.
    pub unassign: Vec<AssignedValue>,
    /// What guards hold.
    pub held: Vec<HeldEntry>,
    /// Seats.
    pub seats: Vec<SeatCount>,
    /// Who goes without.
    pub without_seat: Vec<rolecall_plan::WithoutSeat>,
    /// Removals that wait for their grace to be over.
    pub pending: Vec<PendingEntry>,
    /// Unmanaged accounts that no person explains.
    pub orphans: Vec<String>,
    /// Failures known before sending.
    pub failures: Vec<FailureEntry>,
    /// What came of the steps; `None` for a plan.
    #[serde(flatten)]
    pub outcome: Option<OutcomeLists>,
    /// What undoing a run leaves, and what it releases; `None` for everything else.
    #[serde(flatten)]
    pub undo: Option<UndoLists>,
}

/// A pause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PauseEntry {
    /// Since when: RFC 3339, UTC, whole seconds.
    pub since: String,
    /// Who paused it.
    pub who: String,
    /// The run that was undone, where that paused it.
    pub undone: Option<i64>,
}

impl From<&Pause> for PauseEntry {
    fn from(pause: &Pause) -> Self {
        Self {
            since: instant(pause.since.div_euclid(1000)),
            who: pause.who.clone(),
            undone: pause.run,
        }
    }
}

/// What undoing a run leaves, and what it releases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct UndoLists {
    /// What stays as the run left it.
    pub not_undone: Vec<NotUndone>,
    /// Accounts that were adopted and are not managed any more, or values of theirs.
    pub released: Vec<String>,
}

/// A step that stays as the run left it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotUndone {
    /// The userName; empty for a value.
    pub user: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// What the run did.
    pub step: &'static str,
    /// Why it stays.
    pub cause: &'static str,
    /// The same in words.
    pub message: String,
}

impl From<&UndoTarget> for UndoLists {
    fn from(target: &UndoTarget) -> Self {
        let mut not_undone: Vec<_> = target
            .left
            .iter()
            .map(|left| NotUndone {
                user: left.user.clone(),
                slot: left.slot.clone(),
                value: left.value.clone(),
                step: left.kind.word(),
                cause: left.why.word(),
                message: left.why.sentence().to_owned(),
            })
            .collect();
        not_undone.sort();
        let mut released: Vec<_> =
            target.releases.iter().map(|release| release.user.clone()).collect();
        released.sort();
        Self { not_undone, released }
    }
}

fn instant(seconds: i64) -> String {
    let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Steps of accounts, by userName.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountLists {
    /// Accounts made.
    pub create: Vec<String>,
    /// Accounts written anew.
    pub update: Vec<String>,
    /// Accounts suspended.
    pub suspend: Vec<String>,
    /// Accounts reactivated.
    pub reactivate: Vec<String>,
    /// Accounts adopted.
    pub adopt: Vec<String>,
}

/// Steps of values.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ValueLists {
    /// Values made.
    pub create: Vec<CreatedValue>,
}

/// A value to be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CreatedValue {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
}

/// A value given or taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AssignedValue {
    /// The userName.
    pub user: String,
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// The rules behind it, highest first.
    pub rules: Vec<String>,
}

/// A removal that waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PendingEntry {
    /// The userName.
    pub user: String,
    /// The slot; `accounts` for a suspension.
    pub slot: String,
    /// The value; empty for a suspension.
    pub value: String,
    /// When it may go: RFC 3339, UTC, whole seconds.
    pub until: String,
}

impl From<&Pending> for PendingEntry {
    fn from(pending: &Pending) -> Self {
        Self {
            user: pending.user.clone(),
            slot: pending.slot.clone(),
            value: pending.value.clone(),
            until: instant(pending.until),
        }
    }
}

/// What one guard holds.
pub type HeldEntry = rolecall_directory::Held;

/// A failure known before sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailureEntry {
    /// The cause's word.
    pub cause: &'static str,
    /// The userName; empty for a target as a whole.
    pub user: String,
    /// What failed, why, and the next step.
    pub message: String,
}

/// What came of a target's steps: `done` + `failed` + `not_sent` are all of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutcomeLists {
    /// Steps the target confirmed.
    pub done: u64,
    /// Steps that failed.
    pub failed: Vec<StepEntry>,
    /// Steps not sent.
    pub not_sent: Vec<StepEntry>,
}

/// A step that failed or was not sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StepEntry {
    /// The userName.
    pub user: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The kind of step.
    pub step: &'static str,
    /// The cause, or why it was not sent.
    pub cause: &'static str,
    /// The target's own words.
    pub message: String,
}

impl From<&Failure> for FailureEntry {
    fn from(failure: &Failure) -> Self {
        Self {
            cause: failure.cause.word(),
            user: failure.user.clone(),
            message: failure.message.clone(),
        }
    }
}

impl OutcomeLists {
    pub(super) fn add(&mut self, step: &JournalStep) {
        let entry = |cause: &'static str, message: String| StepEntry {
            user: step.step.user.clone(),
            step: step.step.kind.word(),
            slot: step.step.slot.clone(),
            value: step.step.value.clone(),
            cause,
            message,
        };
        match step.state {
            StepState::Done => self.done += 1,
            StepState::Failed => {
                let cause = step.cause.map_or("rejected_by_target", |cause| cause.word());
                self.failed.push(entry(cause, step.message.clone()));
            }
            StepState::NotSent | StepState::Planned | StepState::Sending => {
                let why = step.not_sent.map_or("not_reached", |why| why.word());
                let message = match step.guard {
                    Some(guard) if step.message.is_empty() => held_words(guard),
                    _ => step.message.clone(),
                };
                self.not_sent.push(entry(why, message));
            }
        }
    }
}

fn held_words(guard: Guard) -> String {
    format!("the guard {} holds it until it is approved or discarded", guard.word())
}

impl TargetReport {
    pub(super) fn add(&mut self, step: &Step) {
        let user = step.user.clone();
        let value = || AssignedValue {
            user: user.clone(),
            slot: step.slot.clone().unwrap_or_default(),
            value: step.value.clone().unwrap_or_default(),
            rules: step.rules.clone(),
        };
        match step.kind {
            StepKind::Create => self.accounts.create.push(user),
            StepKind::Update => self.accounts.update.push(user),
            StepKind::Suspend => self.accounts.suspend.push(user),
            StepKind::Reactivate => self.accounts.reactivate.push(user),
            StepKind::Adopt => self.accounts.adopt.push(user),
            StepKind::Value => {
                let AssignedValue { slot, value, .. } = value();
                self.values.create.push(CreatedValue { slot, value });
            }
            StepKind::Assign => self.assign.push(value()),
            StepKind::Unassign => self.unassign.push(value()),
        }
    }

    pub(super) fn sort(&mut self) {
        let lists = &mut self.accounts;
        for list in [
            &mut lists.create,
            &mut lists.update,
            &mut lists.suspend,
            &mut lists.reactivate,
            &mut lists.adopt,
        ] {
            list.sort();
        }
        self.values.create.sort();
        self.assign.sort();
        self.unassign.sort();
    }

    pub(super) fn steps(&self) -> u64 {
        let accounts = &self.accounts;
        let lists = [
            accounts.create.len(),
            accounts.update.len(),
            accounts.suspend.len(),
            accounts.reactivate.len(),
            accounts.adopt.len(),
            self.values.create.len(),
            self.assign.len(),
            self.unassign.len(),
        ];
        lists.iter().sum::<usize>() as u64
    }
}
