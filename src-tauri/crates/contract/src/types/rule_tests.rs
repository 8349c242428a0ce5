//! Rule tests and exceptions: what is said of single people.

use super::{PersonItem, RuleAssignment, RuleWithholding};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All rule tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleTestList {
    /// The tests, each with how it stands under the draft.
    pub tests: Vec<RuleTestItem>,
}

/// A rule test and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleTestItem {
    /// The person's userName.
    pub user: String,
    /// The person; `None` when no directory has them.
    pub person: Option<PersonItem>,
    /// What is expected, a target each.
    pub expect: Vec<RuleTestExpectation>,
    /// What is expected and what comes out instead, where it is broken.
    pub broken: Vec<String>,
}

/// What a rule test expects in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleTestExpectation {
    /// The target.
    pub target: String,
    /// Whether no account is expected; `slots` is empty then.
    pub no_account: bool,
    /// Exactly these values, for each slot named.
    pub slots: Vec<RuleTestSlot>,
}

/// What a rule test expects in one slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleTestSlot {
    /// The slot.
    pub slot: String,
    /// The values; none for an empty slot.
    pub values: Vec<String>,
}

/// A rule test to be kept; one a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleTestSet {
    /// The person's userName.
    pub user: String,
    /// What is expected; what saved rules give now when empty.
    pub expect: Vec<RuleTestExpectation>,
}

/// All exceptions, the first deciding of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionList {
    /// The exceptions.
    pub exceptions: Vec<ExceptionItem>,
    /// Stands for exactly this list.
    pub version: i64,
}

/// An exception and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionItem {
    /// What it says.
    pub exception: ExceptionDraft,
    /// The person; `None` when no directory has them.
    pub person: Option<PersonItem>,
    /// Whether its last day is over.
    pub is_over: bool,
}

/// An exception as an administrator writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionDraft {
    /// The person's userName.
    pub user: String,
    /// Why; required.
    pub reason: String,
    /// Its last day, `YYYY-MM-DD` (UTC).
    pub until: Option<String>,
    /// What it gives.
    pub assigns: Vec<RuleAssignment>,
    /// What it withholds.
    pub withholds: Vec<RuleWithholding>,
}

/// An exception to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionSet {
    /// Which one it replaces, from 0; a new one at the end when absent.
    pub index: Option<u64>,
    /// The exception.
    pub exception: ExceptionDraft,
    /// The version of the list it was edited from; another one is refused.
    pub version: i64,
}

/// An exception by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionRequest {
    /// Its place, from 0.
    pub index: u64,
    /// The version of the list; another one is refused.
    pub version: i64,
}
