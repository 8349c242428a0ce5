//! What was done in a span of time: today, or the week for a manager.

use super::Licence;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodRequest {
    /// From this instant on, in milliseconds since 1970 (UTC).
    pub from: i64,
    /// Before this one.
    pub to: i64,
}

/// What was done in a span of time, counted from journalled outcomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Period {
    /// Runs that began in it.
    pub runs: u64,
    /// Those of them that failed as a whole or were interrupted.
    pub broken: u64,
    /// Steps by target and kind: what takes something away first.
    pub changes: Vec<PeriodChange>,
    /// People for whom something failed, or could not be done before anything was sent, most
    /// first.
    pub failures: Vec<PeriodFailure>,
    /// People with a failure that stands open now.
    pub attention: u64,
    /// Decisions and edits of people by the kind of their entry in Activity, most first.
    pub decisions: Vec<PeriodDecision>,
    /// Licences as they stand now.
    pub licences: Vec<Licence>,
}

/// Steps of one kind in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodChange {
    /// The target.
    pub target: String,
    /// The kind of step.
    pub kind: String,
    /// Confirmed.
    pub done: u64,
    /// Failed.
    pub failed: u64,
    /// Held by a guard.
    pub held: u64,
}

/// People for whom something failed for one cause in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodFailure {
    /// The target.
    pub target: String,
    /// The cause's word.
    pub cause: String,
    /// How many people.
    pub people: u64,
}

/// Entries of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodDecision {
    /// The kind of entry, such as `rule_changed`.
    pub kind: String,
    /// How many.
    pub count: u64,
}
