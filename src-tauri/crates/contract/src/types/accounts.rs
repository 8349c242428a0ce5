//! Accounts of a target, to be linked and unlinked by hand.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountsRequest {
    /// The target.
    pub target: String,
    /// `all`, `unlinked` (no person explains them), `unmanaged`.
    pub which: String,
    /// Only accounts whose userName or e-mail contains this.
    pub text: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Accounts of a target as last read, by userName.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<AccountItem>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountItem {
    /// The target's key of it.
    pub key: String,
    /// The userName there.
    pub user_name: String,
    /// The e-mail there.
    pub email: Option<String>,
    /// Whether it is active.
    pub active: bool,
    /// Whether Rolecall manages it.
    pub managed: bool,
    /// The userName of the person it belongs to.
    pub user: Option<String>,
    /// Whether an administrator linked or unlinked it by hand.
    pub by_hand: bool,
}

/// An account is to be linked to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkRequest {
    /// The target.
    pub target: String,
    /// The account's key.
    pub account: String,
    /// The person's userName.
    pub user: String,
}

/// A link by hand is to end, or an account to be kept from every person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnlinkRequest {
    /// The target.
    pub target: String,
    /// The account's key.
    pub account: String,
}
