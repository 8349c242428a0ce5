//! Editing people of a directory, and deleting them for good.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A person of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryPerson {
    /// The directory; found by the userName when absent.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub directory: Option<String>,
    /// The userName, compared without case.
    pub user: String,
}

/// Values of a person to be edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonEdit {
    /// The directory; found by the userName when absent.
    #[serde(default)]
    pub directory: Option<String>,
    /// The userName, compared without case.
    pub user: String,
    /// The new value of each attribute; empty for none. `active` and `orgUnit` are attributes here.
    pub values: BTreeMap<String, String>,
}

/// How a person can be edited, and what is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonEdits {
    /// The directory.
    pub directory: String,
    /// The userName.
    pub user: String,
    /// Whether values may be edited now: in an edit window, or in a directory without sync.
    pub editable: bool,
    /// Until when the edit window is open, where the directory is synced.
    pub until: Option<i64>,
    /// Attributes that cannot be edited.
    pub fixed: Vec<String>,
    /// The values as the source has them.
    pub source: BTreeMap<String, String>,
    /// The edited values, by attribute.
    pub edits: Vec<EditedValue>,
}

/// A value that an administrator edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EditedValue {
    /// The attribute.
    pub attribute: String,
    /// The source's value; empty for none.
    pub source: String,
    /// The edited value, which rules and targets use; empty for none.
    pub edited: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who.
    pub who: String,
}

/// A person to be added to a directory without sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonAdd {
    /// The directory.
    pub directory: String,
    /// The userName.
    pub user: String,
    /// The other values, by attribute.
    pub values: BTreeMap<String, String>,
}

/// What deleting a person for good would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeletionPreview {
    /// The directory.
    pub directory: String,
    /// The userName, which has to be typed exactly so.
    pub user: String,
    /// The name.
    pub name: String,
    /// Whether it may be done now: in an edit window, or in a directory without sync.
    pub allowed: bool,
    /// Whether the source still delivers the person: the next reading brings them back.
    pub comes_back: bool,
    /// Accounts Rolecall knows of the person.
    pub accounts: Vec<DeletableAccount>,
}

/// An account of a person who is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeletableAccount {
    /// The target.
    pub target: String,
    /// The account's userName.
    pub account: String,
    /// Whether it can be deleted there too: the target supports it, and Rolecall manages the
    /// account.
    pub deletable: bool,
    /// Why not; empty where it can.
    pub reason: String,
}

/// A person to be deleted for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeletionRequest {
    /// The directory; found by the userName when absent.
    #[serde(default)]
    pub directory: Option<String>,
    /// The userName, compared without case.
    pub user: String,
    /// The userName as somebody typed it; compared to the letter.
    pub typed: String,
    /// Whether the accounts are deleted too, where targets support it. It cannot be undone.
    #[serde(default)]
    pub accounts: bool,
}

/// What came of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Deletion {
    /// Whether the next reading brings the person back.
    pub comes_back: bool,
    /// What came of each account that was to be deleted.
    pub accounts: Vec<AccountDeletion>,
}

/// What came of an account that was to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountDeletion {
    /// The target.
    pub target: String,
    /// The account's userName.
    pub account: String,
    /// Whether it is deleted.
    pub done: bool,
    /// Why not; empty where it is.
    pub message: String,
}
