//! Undoing a run: what would be taken back, and what cannot be.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What undoing a run would do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoPreview {
    /// The run.
    pub run: i64,
    /// Names exactly this plan; `runs.undo` carries out no other one.
    pub plan: String,
    /// When targets were asked.
    pub at: i64,
    /// Steps over all targets.
    pub steps: u64,
    /// By target, in the configuration's order; those that the run did nothing in are left out.
    pub targets: Vec<UndoTarget>,
}

/// What undoing a run would do in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoTarget {
    /// The target.
    pub target: String,
    /// Why it cannot be read; nothing is undone there then.
    pub error: Option<String>,
    /// Steps that would be sent.
    pub steps: u64,
    /// What would be done, losses before gains.
    pub changes: Vec<UndoChange>,
    /// What the run did and undoing leaves.
    pub left: Vec<UndoLeft>,
}

/// Steps of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoChange {
    /// The kind of step, or `release`: an adopted account is not managed any more.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// How many people.
    pub count: u64,
    /// The first hundred of them, by userName.
    pub people: Vec<String>,
}

/// What stays as the run left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoLeft {
    /// Why: `updated`, `value_created`, `changed_since`, `account_gone`, `protected`,
    /// `last_administrator` or `no_licences`.
    pub reason: String,
    /// The kind of the run's step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// How many people; 1 for a value.
    pub count: u64,
    /// The first hundred of them, by userName.
    pub people: Vec<String>,
}

/// A run that is to be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoRequest {
    /// Its number.
    pub run: i64,
    /// The plan that was looked at, by [`UndoPreview::plan`].
    pub plan: String,
}
