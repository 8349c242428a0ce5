//! Vendors whose API fixes the slots.

use crate::{SlotDefinition, TargetDefinition, TargetKind};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An OAuth 2.0 client and where it has its tokens (RFC 6749 section 4.4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OAuthClient {
    /// The client's id.
    pub client_id: String,
    /// The address of the token endpoint.
    pub token_url: String,
}

/// How a vendor's API is reached: OAuth 2.0 client credentials and, for tests and special
/// set-ups, other addresses than the vendor's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApiAccess {
    /// The client's id.
    pub client_id: String,
    /// The name of the secret with the client's secret.
    pub secret: String,
    /// The base address, where it is not the vendor's own.
    pub url: Option<String>,
    /// The token endpoint, where it is not the vendor's own.
    pub token_url: Option<String>,
    /// A file with further certificates to trust (PEM).
    pub ca: Option<PathBuf>,
    /// Seconds to wait for an answer.
    pub timeout_seconds: u64,
}

/// The identity types of Adobe accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdobeIdentity {
    /// Federated ID: the organization's own sign-in.
    #[default]
    Federated,
    /// Enterprise ID: owned by the organization, kept by Adobe.
    Enterprise,
    /// Adobe ID: the person's own.
    Adobe,
}

impl AdobeIdentity {
    /// Every identity with its word in the file.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("federatedID", Self::Federated),
        ("enterpriseID", Self::Enterprise),
        ("adobeID", Self::Adobe),
    ];

    /// The word in the file, which is UMAPI's own for the type of a user.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Federated => "federatedID",
            Self::Enterprise => "enterpriseID",
            Self::Adobe => "adobeID",
        }
    }
}

/// A slot that a vendor's API fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VendorSlot {
    /// Its name.
    pub name: &'static str,
    /// Many values, or one.
    pub many: bool,
    /// Whether values can be created through the API.
    pub creatable: bool,
    /// Values whose last holder keeps them when the configuration says nothing.
    pub administrators: &'static [&'static str],
    /// The value of who has no other, which therefore cannot be taken.
    pub rest: Option<&'static str>,
}

const fn slot(name: &'static str, many: bool) -> VendorSlot {
    VendorSlot { name, many, creatable: false, administrators: &[], rest: None }
}

/// The slots of GoTo Admin: one role, products, one user group, device groups, one template of
/// settings.
pub const GOTO_SLOTS: [VendorSlot; 5] = [
    VendorSlot { administrators: &["Super admin"], rest: Some("Member"), ..slot("role", false) },
    slot("products", true),
    slot("user_group", false),
    slot("device_groups", true),
    slot("settings_template", false),
];

/// The slots of the Adobe User Management API.
pub const UMAPI_SLOTS: [VendorSlot; 3] = [
    slot("product_profiles", true),
    VendorSlot { creatable: true, ..slot("user_groups", true) },
    VendorSlot { administrators: &["_org_admin"], ..slot("admin_groups", true) },
];

impl VendorSlot {
    /// The slot as it is when the configuration says nothing of it.
    #[must_use]
    pub fn definition(&self) -> SlotDefinition {
        SlotDefinition {
            name: self.name.to_owned(),
            many: self.many,
            create_values: false,
            grace_days: 0,
            values: Vec::new(),
            administrators: self.administrators.iter().map(|one| (*one).to_owned()).collect(),
            bind: None,
        }
    }
}

impl TargetDefinition {
    /// What is sent beyond names and e-mail: the target's attribute and ours. Adobe is sent the
    /// country whether the configuration says so or not, as it makes no federated user without one
    /// and never changes it.
    #[must_use]
    pub fn sends(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<(&str, &str)> =
            self.send.iter().map(|(theirs, ours)| (theirs.as_str(), ours.as_str())).collect();
        let adobe = matches!(self.kind, TargetKind::Umapi { .. });
        if adobe && !self.send.contains_key("country") {
            all.push(("country", "country"));
        }
        all
    }
}

impl TargetKind {
    /// The slots that the vendor fixes; `None` for kinds whose slots the configuration names.
    #[must_use]
    pub fn vendor_slots(&self) -> Option<&'static [VendorSlot]> {
        match self {
            Self::Csv { .. } | Self::Scim { .. } => None,
            Self::Umapi { .. } => Some(&UMAPI_SLOTS),
            Self::Goto { .. } => Some(&GOTO_SLOTS),
        }
    }

    /// Whether `value` is what an account has in `slot` when all else was taken there.
    #[must_use]
    pub fn rests_on(&self, slot: &str, value: &str) -> bool {
        let mut slots = self.vendor_slots().into_iter().flatten();
        slots.any(|one| one.name == slot && one.rest == Some(value))
    }

    /// The name of the secret it needs.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        match self {
            Self::Csv { .. } => None,
            Self::Scim { secret, .. } => Some(secret),
            Self::Umapi { access, .. } | Self::Goto { access, .. } => Some(&access.secret),
        }
    }

    /// Whether its accounts have a userName beside their e-mail; elsewhere the e-mail is the name,
    /// and a userName of ours is not compared with it.
    #[must_use]
    pub fn has_user_names(&self) -> bool {
        matches!(self, Self::Csv { .. } | Self::Scim { .. })
    }

    /// Whether its accounts can be set inactive; elsewhere a suspended account is an active one
    /// whose managed values were taken.
    #[must_use]
    pub fn has_active(&self) -> bool {
        matches!(self, Self::Csv { .. } | Self::Scim { .. })
    }

    /// How often it is synced when nothing is said, in seconds: 40 minutes; 2 hours for Adobe, by
    /// its own advice.
    #[must_use]
    pub fn usual_interval(&self) -> u64 {
        match self {
            Self::Umapi { .. } => 7200,
            _ => 2400,
        }
    }
}
