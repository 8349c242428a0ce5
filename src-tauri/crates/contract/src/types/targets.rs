//! Targets as screens set them up.

use super::{SlotValue, SourceProbeStep};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A target as it is set up. What its kind has no use for stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetSettings {
    /// The name rules use.
    pub name: String,
    /// `csv`, `scim`, `umapi` or `goto`.
    pub kind: String,
    /// `csv`: the path of the accounts file.
    pub accounts: String,
    /// The base address; the vendor's own when absent.
    pub url: Option<String>,
    /// The token endpoint; the vendor's own when absent.
    pub token_url: Option<String>,
    /// The OAuth client's id.
    pub client_id: Option<String>,
    /// The name of the secret; made from the target's name when empty.
    pub secret: String,
    /// `umapi`: the organization.
    pub org_id: String,
    /// `umapi`: `federatedID`, `enterpriseID` or `adobeID`.
    pub identity: Option<String>,
    /// `goto`: the account's key.
    pub account_key: String,
    /// `goto`: whether new people get invitation mails.
    pub invite: bool,
    /// A file with further certificates to trust.
    pub ca: Option<String>,
    /// Seconds to wait for an answer; the usual number when absent.
    pub timeout_seconds: Option<u64>,
    /// `leave`, `report` or `adopt`.
    pub unmanaged: String,
    /// Its slots. Where the vendor fixes them, only what is said of them counts.
    pub slots: Vec<SlotSettings>,
}

/// A slot as it is set up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotSettings {
    /// The name rules use.
    pub name: String,
    /// Many values, or one.
    pub many: bool,
    /// Whether values missing in the target are created.
    pub create_values: bool,
    /// Days a removal waits.
    pub grace_days: u32,
    /// `scim`: `groups`, `roles`, `entitlements` or `attribute:<SCIM path>`.
    pub bind: Option<String>,
    /// The values that may be given; any when empty.
    pub values: Vec<SlotValue>,
    /// Values whose last holder keeps them.
    pub administrators: Vec<String>,
}

/// A target that is being set up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetDraft {
    /// What is said of it.
    pub settings: TargetSettings,
    /// Whether it is to be a new one; else the one of its name is changed.
    pub is_new: bool,
    /// Its secret; absent where it is there already or needs none. It never comes back.
    #[serde(default)]
    pub secret_value: Option<String>,
}

impl std::fmt::Debug for TargetDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("TargetDraft");
        shown.field("settings", &self.settings).field("is_new", &self.is_new);
        shown.finish_non_exhaustive()
    }
}

/// A target and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetDetails {
    /// What is said of it.
    pub settings: TargetSettings,
    /// Whether its secret is there; `None` where it needs none.
    pub secret_present: Option<bool>,
    /// Rules, exceptions and rule tests that name it.
    pub uses: u64,
}

/// What trying a target out found. Nothing was changed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetTrial {
    /// What was tried, in order, up to the first that failed: `reach`, `credential`, `right`,
    /// `accounts`.
    pub steps: Vec<SourceProbeStep>,
    /// Accounts there.
    pub accounts: u64,
    /// Those of them that are active.
    pub active: u64,
    /// Values that the target has, by slot.
    pub found: Vec<FoundSlot>,
    /// Attributes that the target requires of an account.
    pub required: Vec<String>,
}

/// The values of a slot that a target has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundSlot {
    /// The slot.
    pub slot: String,
    /// How many values there are.
    pub total: u64,
    /// The first hundred, most holders first.
    pub values: Vec<FoundValue>,
}

/// A value that a target has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundValue {
    /// The value.
    pub name: String,
    /// Accounts that hold it.
    pub holders: u64,
    /// Seats in total, where the target tells.
    pub seats: Option<u64>,
}
