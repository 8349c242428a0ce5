//! When runs start by themselves, and what keeps targets out of them.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// By target, in the configuration's order.
    pub targets: Vec<TargetSchedule>,
    /// Hours in which no run starts by itself, such as `22:00-06:00`, in this machine's time.
    pub quiet: Vec<String>,
    /// This machine's time zone, such as `Europe/Berlin`.
    pub zone: String,
}

/// When one target is synced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetSchedule {
    /// The target.
    pub target: String,
    /// How often, such as `40m`; `None` where `at` says when.
    pub every: Option<String>,
    /// At which times, in five fields: minute, hour, day of the month, month, day of the week.
    pub at: Option<String>,
    /// The next runs by themselves, at most five; none while User sync is off.
    pub next: Vec<i64>,
}

/// A change of the schedule; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleChange {
    /// Targets with `every` or `at`, one of the two; `next` is not looked at.
    pub targets: Option<Vec<TargetSchedule>>,
    /// Hours in which no run starts by itself.
    pub quiet: Option<Vec<String>>,
}

/// A target that runs leave out until it is resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PausedTarget {
    /// The target.
    pub target: String,
    /// Since when.
    pub since: i64,
    /// Who paused it.
    pub who: String,
    /// The run that was undone, where that paused it.
    pub run: Option<i64>,
}

/// A connection in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuarantineItem {
    /// The target, or the directory for `source` and `push`.
    pub connection: String,
    /// `outbound`, `source` or `push`.
    pub direction: String,
    /// `quarantined`, `trial`: the next run sends a few requests to try, or `off`: switched off.
    pub state: String,
    /// Why: `failing` or `credential_rejected`.
    pub reason: String,
    /// What one of the failed requests was answered.
    pub sample: String,
    /// Requests that failed.
    pub failed: u64,
    /// Requests that were counted.
    pub requests: u64,
    /// Since when, in milliseconds since 1970 (UTC), counted from the first quarantine in a row.
    pub since: i64,
    /// When it is tried next.
    pub next_at: Option<i64>,
    /// How often in a row it was quarantined.
    pub times: u32,
}

/// Connections in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuarantineList {
    /// All of them.
    pub items: Vec<QuarantineItem>,
}

/// A connection in quarantine, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuarantineRequest {
    /// The target, or the directory for `source` and `push`.
    pub connection: String,
    /// `outbound`, `source` or `push`.
    pub direction: String,
}

/// Which discarded steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiscardsRequest {
    /// Only this target.
    pub target: Option<String>,
    /// Only this kind of step.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<String>,
    /// Only people or values whose name contains this.
    pub text: String,
    /// `at` (as without it), `user`, `change` or `who`.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<String>,
    /// Whether the order is turned round; without `sort` the newest stand first.
    #[serde(default)]
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Where they are written to a file: only these, by their ids.
    #[serde(default)]
    #[ts(optional)]
    pub chosen: Option<super::Chosen>,
    /// The part of the list.
    pub page: PageRequest,
}

/// Steps that were given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiscardList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<DiscardItem>,
}

/// A step that was given up until rules do not want it either, or it is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiscardItem {
    /// Names it.
    pub id: String,
    /// The target.
    pub target: String,
    /// The person's userName.
    pub user: String,
    /// The kind of step.
    pub kind: String,
    /// The slot, for values.
    pub slot: Option<String>,
    /// The value, for values.
    pub value: Option<String>,
    /// Who gave it up.
    pub who: String,
    /// When.
    pub at: i64,
}

/// Discards to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakeBackRequest {
    /// Their ids.
    pub ids: Vec<String>,
}
