//! Overview: is all well?

use super::{ActivityItem, PausedTarget, Progress, QuarantineItem, RunSummary};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All that the Overview shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The workspace.
    pub workspace: WorkspaceInfo,
    /// The User sync switch and the runs around it.
    pub sync: SyncState,
    /// One banner a cause and target, most people first; dismissed ones left out.
    pub banners: Vec<Banner>,
    /// What guards hold.
    pub held: Vec<HeldBanner>,
    /// What must be so before the switch makes sense.
    pub readiness: Vec<ReadinessItem>,
    /// People that rules give something, and how many of them have all of it.
    pub in_sync: InSync,
    /// Products with seats, most pressing first.
    pub licences: Vec<Licence>,
    /// Targets whose secret is older than one wants it to be, the oldest first.
    pub renewals: Vec<Renewal>,
    /// The latest entries of Activity.
    pub activity: Vec<ActivityItem>,
}

/// The workspace in the sidebar's foot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceInfo {
    /// Its name; empty before the first start is done.
    pub name: String,
    /// Whether it is the sample organization.
    pub sample: bool,
    /// Whether anything is set up; when not, the first start is shown.
    pub configured: bool,
    /// People in all directories at the last reading.
    pub people: u64,
    /// When the last run ended.
    pub synced_at: Option<i64>,
}

/// The User sync switch and the runs around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncState {
    /// Whether User sync is on.
    pub on: bool,
    /// Whether it has ever been on; the first switch-on shows the plan.
    pub ever_on: bool,
    /// The run under way.
    pub running: Option<Progress>,
    /// The last run that ended.
    pub last: Option<RunSummary>,
    /// When the next run is due, in any target.
    pub next_at: Option<i64>,
    /// Until when no run starts by itself although User sync is on, while that is to come.
    pub paused_until: Option<i64>,
    /// Targets that runs leave out until they are resumed.
    pub paused: Vec<PausedTarget>,
    /// Connections in quarantine.
    pub quarantined: Vec<QuarantineItem>,
    /// Another process that holds the workspace's runner lease: `who@host, program`.
    pub runner_elsewhere: Option<String>,
}

/// A cause of failure in one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Banner {
    /// The cause's word, as in product.md section 4.
    pub cause: String,
    /// The target's name.
    pub target: String,
    /// People affected.
    pub people: u64,
    /// Since when.
    pub since: i64,
    /// The values concerned, for `no_licences`.
    pub values: Vec<BannerValue>,
    /// Names of rules that ask for it, highest first, at most three.
    pub rules: Vec<String>,
    /// One message as an example.
    pub sample: String,
    /// What can be done: `details`, `retry`, `adopt`, `reactivate`, `buy_seats`, `dismiss`.
    pub actions: Vec<String>,
}

/// A value that a banner is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BannerValue {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// People who go without.
    pub people: u64,
    /// Seats in total.
    pub seats: u64,
    /// Seats used.
    pub used: u64,
    /// Holders to whom no rule gives it: seats that could be freed.
    pub without_rule: u64,
}

/// Steps that a guard holds in one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldBanner {
    /// The target's name.
    pub target: String,
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
    /// The run that held them.
    pub run: i64,
}

/// A point of the readiness checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadinessItem {
    /// `domain`, `source`, `target`, `rule` or `switch`.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
    /// What was found: a domain, a count, a target's words.
    pub found: String,
}

/// A target whose secret is to be renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Renewal {
    /// The target.
    pub target: String,
    /// When the secret was set, in milliseconds since 1970 (UTC).
    pub set_at: i64,
}

/// How many people have all that rules give them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InSync {
    /// People to whom rules give something.
    pub people: u64,
    /// Those of them without an open failure, and without a step that is held or was not sent.
    pub in_sync: u64,
    /// People with an open failure.
    pub attention: u64,
    /// In how many causes.
    pub causes: u64,
}

/// A product with seats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// The product.
    pub value: String,
    /// Seats in total.
    pub seats: u64,
    /// Seats used now.
    pub used: u64,
    /// How many more the next run uses (negative: frees).
    pub coming: i64,
    /// People who go without.
    pub short: u64,
}
