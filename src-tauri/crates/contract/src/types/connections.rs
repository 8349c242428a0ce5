//! Connections: sources and targets.

use super::{PausedTarget, QuarantineItem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    /// The directories with their sources.
    pub sources: Vec<SourceItem>,
    /// The targets.
    pub targets: Vec<ConnectionTarget>,
}

/// A directory with its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceItem {
    /// The directory.
    pub directory: String,
    /// The kind of source; empty when none is attached.
    pub kind: String,
    /// The file or address.
    pub place: String,
    /// Domains, with whether each is verified.
    pub domains: Vec<DomainItem>,
    /// People at the last reading.
    pub people: u64,
    /// Groups at the last reading.
    pub groups: u64,
    /// When it was last read.
    pub read_at: Option<i64>,
    /// Warnings of the last reading.
    pub warnings: Vec<super::Warning>,
    /// Why the last reading failed.
    pub error: Option<String>,
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainItem {
    /// The domain.
    pub name: String,
    /// Whether it is verified.
    pub verified: bool,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTarget {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: String,
    /// The file or address.
    pub place: String,
    /// Accounts at the last reading.
    pub accounts: u64,
    /// Those Rolecall manages.
    pub managed: u64,
    /// The name of the secret, where it needs one.
    pub secret: Option<String>,
    /// Whether that secret is there.
    pub secret_present: bool,
    /// When it was set, in milliseconds since 1970 (UTC), where that is known.
    pub secret_set_at: Option<i64>,
    /// When it is to be renewed.
    pub renew_at: Option<i64>,
    /// When it was last read.
    pub read_at: Option<i64>,
    /// Why the last reading failed.
    pub error: Option<String>,
    /// The cause's word of that.
    pub cause: Option<String>,
    /// How often it is synced, or at which times: `40m`, or five fields.
    pub schedule: String,
    /// When the last run began that it took part in.
    pub synced_at: Option<i64>,
    /// When the next run by itself is due; `None` while User sync is off or the target paused.
    pub next_at: Option<i64>,
    /// Since when runs leave it out.
    pub paused: Option<PausedTarget>,
    /// Whether it is in quarantine.
    pub quarantine: Option<QuarantineItem>,
}

/// A target by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetRequest {
    /// The target.
    pub target: String,
}

/// What a test of a connection found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    /// Whether it works.
    pub ok: bool,
    /// What was found or what is wrong, and what to do.
    pub message: String,
    /// Accounts found, when it works.
    pub accounts: Option<u64>,
    /// The cause's word, when it does not work.
    pub cause: Option<String>,
}

/// A secret to be kept; it never comes back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretRequest {
    /// The secret's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl std::fmt::Debug for SecretRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretRequest").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Seats to be bought in the sample organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BuySeatsRequest {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// The product.
    pub value: String,
    /// How many.
    pub count: u64,
}
