//! The plan as screens show it.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a run would change now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Names the plan until another is computed.
    pub id: i64,
    /// When it was computed.
    pub at: i64,
    /// People read.
    pub people: u64,
    /// All steps, held ones included.
    pub steps: u64,
    /// By target.
    pub targets: Vec<PlanTarget>,
    /// Warnings of the sources.
    pub warnings: Vec<super::Warning>,
}

/// What a run would change in one target.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanTarget {
    /// The target.
    pub target: String,
    /// Why it could not be read; nothing is planned there then.
    pub error: Option<String>,
    /// Counts, worst first: suspensions and losses before gains.
    pub changes: Vec<PlanChange>,
    /// What guards hold.
    pub held: Vec<PlanHeld>,
    /// Seats.
    pub seats: Vec<PlanSeats>,
    /// Removals that wait for their grace to be over.
    pub pending: u64,
    /// The first hundred of them, by userName.
    pub waiting: Vec<PlanWaiting>,
    /// Failures known before sending, by cause.
    pub failures: Vec<PlanFailures>,
}

/// How many steps of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanChange {
    /// The kind of step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// How many.
    pub count: u64,
    /// How many of them are held.
    pub held: u64,
}

/// What one guard holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanHeld {
    /// The guard's word.
    pub guard: String,
    /// `accounts`, a slot, or `*`.
    pub slot: String,
    /// The value, when the guard is on a single one.
    pub value: Option<String>,
    /// Steps held.
    pub steps: u64,
    /// The limit that was passed.
    pub limit: Option<u64>,
}

/// A removal that waits for its grace to be over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanWaiting {
    /// The userName.
    pub user: String,
    /// The slot; `accounts` for a suspension.
    pub slot: String,
    /// The value; empty for a suspension.
    pub value: String,
    /// When it may go, in milliseconds since 1970 (UTC).
    pub until: i64,
}

/// Seats of one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanSeats {
    /// The slot.
    pub slot: String,
    /// The product.
    pub value: String,
    /// Seats in total.
    pub seats: u64,
    /// Used before the run.
    pub used: u64,
    /// Freed by it.
    pub freed: u64,
    /// People to be given it.
    pub needed: u64,
    /// How many go without.
    pub short: u64,
}

/// Failures of one cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanFailures {
    /// The cause's word.
    pub cause: String,
    /// People.
    pub people: u64,
}

/// A plan by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanRequest {
    /// The plan.
    pub id: i64,
}

/// What rules give by a plan, #1 first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanRules {
    /// Rules that give something; the others are left out.
    pub rules: Vec<PlanRule>,
}

/// What a rule gives by a plan, alone or with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanRule {
    /// The rule.
    pub rule: String,
    /// Its position.
    pub position: u64,
    /// Values that people would be given because of it.
    pub steps: u64,
    /// To how many people, counted in each target.
    pub people: u64,
}

/// Which steps of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanStepsRequest {
    /// The plan.
    pub id: i64,
    /// Only this target.
    pub target: Option<String>,
    /// Only this kind of step.
    pub kind: Option<String>,
    /// Only this slot.
    pub slot: Option<String>,
    /// Only this value.
    pub value: Option<String>,
    /// Only those that this rule gives.
    #[serde(default)]
    #[ts(optional)]
    pub rule: Option<String>,
    /// Only those that a guard would hold.
    #[serde(default)]
    #[ts(optional)]
    pub held: Option<bool>,
    /// Only people whose name, userName or e-mail contains this.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// `person` or `change`; without it what takes something away stands first.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<String>,
    /// Whether the order is turned round.
    #[serde(default)]
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Where steps are written to a file: only these, each named by a JSON list of target,
    /// userName, kind, slot and value.
    #[serde(default)]
    #[ts(optional)]
    pub chosen: Option<super::Chosen>,
    /// The part of the list.
    pub page: PageRequest,
}

/// Steps of the plan: those that take something away first, then by userName, unless another
/// order is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanSteps {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<PlanStep>,
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanStep {
    /// The target.
    pub target: String,
    /// The person's userName.
    pub user: String,
    /// The person's name.
    pub name: String,
    /// The kind of step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// The rules behind it.
    pub rules: Vec<String>,
    /// The guard that holds it.
    pub held: Option<String>,
}
