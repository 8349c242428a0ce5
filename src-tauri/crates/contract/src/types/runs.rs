//! Runs: plans being carried out, and what came of them.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The run; 0 before it has a number.
    pub run: i64,
    /// `read`, `ingest`, `resolve`, `plan`, `guard`, `apply`, `verify` or `report`.
    pub phase: String,
    /// The target that has longest to go, while steps are sent.
    pub target: Option<String>,
    /// The targets being applied, in the configuration's order; empty in other phases.
    pub targets: Vec<TargetProgress>,
    /// Done of `total`, in this phase.
    pub done: u64,
    /// Total; 0 when not known.
    pub total: u64,
    /// Steps a second, when applying.
    pub rate: Option<f64>,
    /// Seconds left, when it can be told.
    pub seconds_left: Option<u64>,
    /// When the run began.
    pub started: i64,
}

/// How far a run is in one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetProgress {
    /// The target.
    pub target: String,
    /// Steps that have an outcome.
    pub done: u64,
    /// Steps to be sent.
    pub total: u64,
    /// Seconds left there, when it can be told.
    pub seconds_left: Option<u64>,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// Its number.
    pub id: i64,
    /// `manual`, `schedule`, `push`, `retry`, `undo` or `command`.
    pub trigger: String,
    /// Who started it.
    pub who: String,
    /// When it began.
    pub started: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// `running`, `finished`, `cancelled`, `interrupted` or `failed`.
    pub state: String,
    /// Steps confirmed by targets.
    pub done: u64,
    /// Steps that failed.
    pub failed: u64,
    /// Steps a guard holds.
    pub held: u64,
    /// Other steps not sent.
    pub not_sent: u64,
    /// Why it failed as a whole.
    pub error: Option<crate::AppError>,
    /// The run that it undid.
    pub undoes: Option<i64>,
    /// Whether *Undo* can be offered: it ended, and did something.
    pub can_undo: bool,
}

/// Which runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunsRequest {
    /// Only those that came to this: `clean`, `failures`, `held` or `broken_off`.
    #[serde(default)]
    #[ts(optional)]
    pub outcome: Option<String>,
    /// Only those begun so: `manual`, `schedule`, `push`, `retry` or `undo`.
    #[serde(default)]
    #[ts(optional)]
    pub trigger: Option<String>,
    /// Only those begun at this instant or later.
    #[serde(default)]
    #[ts(optional)]
    pub from: Option<i64>,
    /// Only those begun by someone whose name contains this.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// `started` (as without it), `trigger`, `took`, `done`, `failed`, `held` or `not_sent`.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<String>,
    /// Whether the order is turned round; without `sort` the newest stand first.
    #[serde(default)]
    #[ts(optional)]
    pub descending: Option<bool>,
    /// The part of the list.
    pub page: PageRequest,
}

/// Runs in the order asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<RunSummary>,
}

/// A run by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    /// Its number.
    pub run: i64,
}

/// A run's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunDetails {
    /// The run.
    pub summary: RunSummary,
    /// Counts by target, kind, slot and value.
    pub counts: Vec<RunCount>,
    /// People whose state at the source could not be read, and the like.
    pub warnings: Vec<super::Warning>,
    /// What a retry was to do and nobody wants any more.
    pub dropped: Vec<DroppedFailure>,
}

/// A failure that a retry found to be wanted no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DroppedFailure {
    /// The person's userName.
    pub user: String,
    /// The target.
    pub target: String,
    /// The cause's word.
    pub cause: String,
    /// The slot.
    pub slot: Option<String>,
    /// The value.
    pub value: Option<String>,
}

/// Steps of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunCount {
    /// The target.
    pub target: String,
    /// The kind of step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// Confirmed.
    pub done: u64,
    /// Failed.
    pub failed: u64,
    /// Held by a guard.
    pub held: u64,
    /// Otherwise not sent.
    pub not_sent: u64,
    /// Not yet at its turn.
    pub waiting: u64,
}

/// Which steps of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunStepsRequest {
    /// The run.
    pub run: i64,
    /// Only this state: `done`, `failed`, `held`, `not_sent`, `planned`.
    pub state: Option<String>,
    /// Only this target.
    pub target: Option<String>,
    /// Only this kind of step.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<String>,
    /// Only this slot.
    #[serde(default)]
    #[ts(optional)]
    pub slot: Option<String>,
    /// Only this value.
    #[serde(default)]
    #[ts(optional)]
    pub value: Option<String>,
    /// Only those with this rule behind them.
    #[serde(default)]
    #[ts(optional)]
    pub rule: Option<String>,
    /// Only people whose userName contains this.
    pub text: String,
    /// `result` (worst first, as without it), `user`, `change`, `rule` or `answered`.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<String>,
    /// Whether the order is turned round.
    #[serde(default)]
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Where steps are written to a file or decided on: only these, by number.
    #[serde(default)]
    #[ts(optional)]
    pub chosen: Option<super::Chosen>,
    /// The part of the list.
    pub page: PageRequest,
}

/// Held steps of a run that are to go or to be given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldDecision {
    /// Which steps; of these only those that are held and wait for a decision count.
    pub steps: RunStepsRequest,
    /// Whether they are to go; else they are given up.
    pub approve: bool,
}

/// On how many held steps was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldDecided {
    /// The steps.
    pub steps: u64,
}

/// Steps of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunSteps {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<RunStep>,
}

/// A step of a run and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunStep {
    /// Its number in the journal.
    pub id: i64,
    /// The person's userName.
    pub user: String,
    /// The target.
    pub target: String,
    /// The kind of step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The rules behind it.
    pub rules: Vec<String>,
    /// `planned`, `sending`, `done`, `failed`, `held` or `not_sent`.
    pub state: String,
    /// The cause, or why it was not sent.
    pub cause: Option<String>,
    /// The target's own words.
    pub message: String,
    /// How often it was tried.
    pub tries: u32,
    /// When the answer came.
    pub at: Option<i64>,
    /// Whether it is held and waits for a decision still.
    pub waits: bool,
}

/// The people of one cause in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailuresRequest {
    /// The cause's word.
    pub cause: String,
    /// The target.
    pub target: String,
    /// Only people whose name, address or message contains this.
    pub text: String,
    /// `user`, `slot`, `rule`, `since` or `tries`.
    pub sort: String,
    /// Whether the order is turned round.
    pub descending: bool,
    /// Where they are written to a file: only these people, by userName.
    #[serde(default)]
    #[ts(optional)]
    pub chosen: Option<super::Chosen>,
    /// The part of the list.
    pub page: PageRequest,
}

/// People who could not be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailureList {
    /// How many there are.
    pub total: u64,
    /// The banner these belong to; `None` once the cause is gone.
    pub banner: Option<super::Banner>,
    /// The part asked for.
    pub items: Vec<FailureItem>,
}

/// A person who could not be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailureItem {
    /// Its number.
    pub id: i64,
    /// The person's userName.
    pub user: String,
    /// The person's name.
    pub name: String,
    /// The person's e-mail.
    pub email: Option<String>,
    /// The kind of step that was to be, where there was one.
    pub kind: Option<String>,
    /// The slot.
    pub slot: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// The rules behind it.
    pub rules: Vec<String>,
    /// The target's own words, or ours.
    pub message: String,
    /// When it was first so.
    pub since: i64,
    /// How often it was tried.
    pub tries: u32,
}

/// What to retry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetryRequest {
    /// The cause's word.
    pub cause: String,
    /// The target.
    pub target: String,
    /// Only these people, by userName; all when empty.
    pub users: Vec<String>,
}

/// A product whose holders without a rule are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldersRequest {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// The product.
    pub value: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Who holds a product though no rule gives it: seats that could be freed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HolderList {
    /// How many there are.
    pub total: u64,
    /// The part asked for, by userName.
    pub items: Vec<Holder>,
}

/// Somebody who holds a product though no rule gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// The person's userName, or the account's where it is nobody's.
    pub user: String,
    /// The person's name, or the userName.
    pub name: String,
    /// The person's e-mail.
    pub email: Option<String>,
    /// Whether the account is a person's.
    pub person: bool,
    /// Whether the account is active.
    pub active: bool,
    /// Whether Rolecall manages the value.
    pub managed: bool,
}

/// A banner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BannerRequest {
    /// The cause's word.
    pub cause: String,
    /// The target.
    pub target: String,
}

/// A file for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    /// A name to save it under.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Held steps of one target that are to go or to be given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldRequest {
    /// The run that held them.
    pub run: i64,
    /// The target.
    pub target: String,
    /// The guard's word.
    pub guard: String,
}

/// From when on runs are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunHistoryRequest {
    /// In milliseconds since 1970 (UTC).
    pub from: i64,
}

/// Runs over time, oldest first, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunHistory {
    /// The runs.
    pub runs: Vec<PastRun>,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastRun {
    /// The run's number.
    pub id: i64,
    /// When it began, in milliseconds since 1970 (UTC).
    pub started: i64,
    /// `running`, `finished`, `interrupted`, `cancelled`, `failed`.
    pub state: String,
    /// Steps done.
    pub done: u64,
    /// Steps that failed.
    pub failed: u64,
    /// Steps that a guard holds.
    pub held: u64,
}
