//! Targets and their slots.

use crate::{AdobeIdentity, ApiAccess, Cron, OAuthClient};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A product console and how Rolecall deals with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetDefinition {
    /// The name rules use.
    pub name: String,
    /// What it is and where.
    pub kind: TargetKind,
    /// What happens to unmanaged accounts that match a person to whom rules give a value.
    pub unmanaged: UnmanagedPolicy,
    /// How often it is synced, in seconds.
    pub every_seconds: u64,
    /// At which times it is synced instead, in the machine's local time.
    #[serde(default)]
    pub at: Option<Cron>,
    /// The removals guard.
    pub removals: RemovalLimits,
    /// When the connection is quarantined.
    pub quarantine: QuarantineLimits,
    /// The administrator's own bound on calls.
    pub limit: Option<CallLimit>,
    /// A condition; people and accounts that match are never touched.
    pub protect: Option<String>,
    /// What is sent beyond what the target requires: target attribute = ours.
    pub send: BTreeMap<String, String>,
    /// Its slots, in the order of the configuration.
    pub slots: Vec<SlotDefinition>,
}

impl TargetDefinition {
    /// The slot called `name`.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<&SlotDefinition> {
        self.slots.iter().find(|slot| slot.name == name)
    }
}

/// The kinds of target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum TargetKind {
    /// An accounts file.
    Csv {
        /// Where it is; need not exist yet.
        accounts: PathBuf,
    },
    /// A SCIM 2.0 service provider.
    Scim {
        /// The base address, such as `https://host/scim/v2`.
        url: String,
        /// The name of the secret: the bearer token, or the client's where there is one.
        secret: String,
        /// The OAuth client whose tokens are sent, where tokens are to be fetched.
        client: Option<OAuthClient>,
        /// The SCIM attributes accounts are matched by, in order.
        match_by: Vec<String>,
        /// A file with further certificates to trust (PEM).
        ca: Option<PathBuf>,
        /// Seconds to wait for an answer.
        timeout_seconds: u64,
    },
    /// The Adobe User Management API, version 2.
    Umapi {
        /// The organization, `<hex>@AdobeOrg`.
        org_id: String,
        /// What accounts are made as.
        identity: AdobeIdentity,
        /// How it is reached.
        access: ApiAccess,
    },
    /// GoTo Admin.
    Goto {
        /// The account's key.
        account_key: String,
        /// Whether GoTo sends invitation mails to new people.
        invite: bool,
        /// How it is reached.
        access: ApiAccess,
    },
}

/// The policy for unmanaged accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmanagedPolicy {
    /// Leave it and report `account_exists`.
    #[default]
    Leave,
    /// The same, and list unmanaged accounts that no person explains.
    Report,
    /// Make it managed.
    Adopt,
}

/// How many removals a run may do: `min(count, max(at_least, floor(percent % of base)))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalLimits {
    /// Never more than this.
    pub count: u64,
    /// Share of what is there.
    pub percent: u64,
    /// Always at least this.
    pub at_least: u64,
}

impl RemovalLimits {
    /// The limit for a base of `base`.
    #[must_use]
    pub fn limit(&self, base: u64) -> u64 {
        let share = u128::from(base) * u128::from(self.percent) / 100;
        // A share beyond 64 bits is above every count.
        let share = u64::try_from(share).unwrap_or(u64::MAX);
        self.count.min(self.at_least.max(share))
    }
}

impl Default for RemovalLimits {
    fn default() -> Self {
        Self { count: 200, percent: 10, at_least: 5 }
    }
}

/// When a connection is quarantined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineLimits {
    /// Not before this many requests.
    pub requests: u64,
    /// Share of failed ones.
    pub percent: u64,
    /// Within this many seconds.
    pub window_seconds: u64,
}

impl Default for QuarantineLimits {
    fn default() -> Self {
        Self { requests: 20, percent: 50, window_seconds: 600 }
    }
}

/// A bound on calls, to stay below the vendor's own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CallLimit {
    /// Calls started per second.
    pub requests_per_second: Option<f64>,
    /// Calls under way at once.
    pub concurrent: Option<u32>,
}

/// A kind of assignment a target knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotDefinition {
    /// The name rules use.
    pub name: String,
    /// Many values, or one.
    pub many: bool,
    /// Whether values missing in the target are created.
    pub create_values: bool,
    /// Days a removal or suspension waits.
    pub grace_days: u32,
    /// The values, with seats for those that cost a licence. Empty: any value may be given.
    pub values: Vec<ValueDefinition>,
    /// Values whose last holder keeps them.
    pub administrators: Vec<String>,
    /// Where a SCIM target keeps it.
    pub bind: Option<SlotBinding>,
}

impl SlotDefinition {
    /// Whether only the listed values may be given.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        !self.values.is_empty() && !self.create_values
    }

    /// The listed value called `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&ValueDefinition> {
        self.values.iter().find(|value| value.name == name)
    }
}

/// A value of a slot; with seats it is a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueDefinition {
    /// The value.
    pub name: String,
    /// Seats in total, where it costs a licence.
    pub seats: Option<u64>,
}

/// Where a SCIM target keeps the values of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotBinding {
    /// Membership of groups, by displayName.
    Groups,
    /// The `roles` attribute.
    Roles,
    /// The `entitlements` attribute.
    Entitlements,
    /// Any other attribute, by its SCIM path.
    Attribute(String),
}
