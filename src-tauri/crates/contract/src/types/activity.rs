//! Activity: the record of all that happened.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityRequest {
    /// Only from this instant on.
    pub from: Option<i64>,
    /// Only up to this instant.
    pub to: Option<i64>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only `ok`, `failed` or `held`.
    pub status: Option<String>,
    /// Only about this person, by userName.
    #[serde(default)]
    #[ts(optional)]
    pub person: Option<String>,
    /// Only about this rule.
    #[serde(default)]
    #[ts(optional)]
    pub rule: Option<String>,
    /// Only about this target.
    #[serde(default)]
    #[ts(optional)]
    pub target: Option<String>,
    /// Only entries that contain this.
    pub text: String,
    /// `time` (as without it), `kind`, `who` or `status`.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<String>,
    /// Whether the order is turned round; without `sort` the newest stand first.
    #[serde(default)]
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Where entries are written to a file: only these, by number.
    #[serde(default)]
    #[ts(optional)]
    pub chosen: Option<super::Chosen>,
    /// Where entries are written to a file: `csv` (as without it) or `jsonl`, a JSON object a line.
    #[serde(default)]
    #[ts(optional)]
    pub format: Option<String>,
    /// The part of the list.
    pub page: PageRequest,
}

/// Entries in the order asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<ActivityItem>,
    /// The kinds there are, for the filter.
    pub kinds: Vec<String>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityItem {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// Who: account@host, a token's name, the schedule.
    pub who: String,
    /// Such as `run_finished`, `rule_moved`, `failure`, `sync_switched`.
    pub kind: String,
    /// `ok`, `failed` or `held`.
    pub status: String,
    /// The person concerned.
    pub person: Option<String>,
    /// The rule concerned.
    pub rule: Option<String>,
    /// The target concerned.
    pub target: Option<String>,
    /// The run it belongs to.
    pub run: Option<i64>,
    /// The cause.
    pub cause: Option<String>,
    /// Names and numbers, before and after.
    #[ts(type = "Record<string, unknown>")]
    pub detail: serde_json::Map<String, serde_json::Value>,
}
