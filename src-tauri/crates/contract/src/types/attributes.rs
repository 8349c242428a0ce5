//! Custom attributes: what they are, tried on people; and what is sent to each target.

use super::{ConditionProblem, PersonItem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A custom attribute as an administrator defines it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeDraft {
    /// The name.
    pub name: String,
    /// What screens call it; the name when empty.
    pub label: String,
    /// `text`, `number`, `boolean`, `date` or `list`.
    pub kind: String,
    /// The column it is read from.
    pub from: Option<String>,
    /// A CEL expression that computes it instead.
    pub expression: Option<String>,
}

/// An attribute to be tried on people, not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeTry {
    /// The attribute.
    pub attribute: AttributeDraft,
    /// Only people whose name or address contains this.
    pub text: String,
}

/// What an attribute comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeTrial {
    /// What is wrong with the expression or the name.
    pub error: Option<ConditionProblem>,
    /// Up to ten people with what it comes to.
    pub people: Vec<AttributeTrialPerson>,
    /// People who would have a value.
    pub present: u64,
    /// People whose value could not be read as its type.
    pub unreadable: u64,
    /// Columns that the sources deliver.
    pub columns: Vec<String>,
}

/// What an attribute comes to for one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeTrialPerson {
    /// The person.
    pub person: PersonItem,
    /// The values; none when absent.
    pub values: Vec<String>,
    /// Why it could not be computed or read.
    pub problem: Option<String>,
}

/// An attribute to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeSet {
    /// The name it had; `None` for a new one. Conditions and templates follow a renaming.
    pub old_name: Option<String>,
    /// The attribute.
    pub attribute: AttributeDraft,
}

/// An attribute by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeRequest {
    /// The name.
    pub name: String,
}

/// Where an attribute is used, so what deleting it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeUse {
    /// `rule`, `exception`, `protect`, `send`, `expression`.
    pub kind: String,
    /// The rule, person, target or attribute.
    pub name: String,
}

/// What is sent to each target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendMaps {
    /// The targets.
    pub targets: Vec<SendMap>,
}

/// What is sent to one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendMap {
    /// The target.
    pub target: String,
    /// What it requires and is always sent: their attribute and ours.
    pub always: Vec<SendItem>,
    /// What is sent beyond that.
    pub more: Vec<SendItem>,
    /// Whether it can be sent more at all.
    pub can_send_more: bool,
}

/// One attribute that is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendItem {
    /// The target's attribute.
    pub theirs: String,
    /// Our attribute, or an expression.
    pub ours: String,
}

/// What is to be sent beyond what a target requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendSet {
    /// The target.
    pub target: String,
    /// All that is sent beyond what is required.
    pub more: Vec<SendItem>,
}

/// What would leave for one person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendPreviewRequest {
    /// The target.
    pub target: String,
    /// The person's userName.
    pub user: String,
    /// What is sent beyond what is required, as edited; as saved when absent.
    pub more: Option<Vec<SendItem>>,
}

/// Exactly what would leave for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendPreview {
    /// What is wrong with an expression, with the target's attribute it is for.
    pub errors: Vec<SendError>,
    /// Their attribute and the value that leaves, in the order sent.
    pub fields: Vec<SentField>,
    /// The body of the request that makes the account, as it would be written; `None` for a
    /// target that is no web service.
    pub body: Option<String>,
}

/// What is wrong with one mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendError {
    /// The target's attribute.
    pub theirs: String,
    /// What is wrong.
    pub message: String,
}

/// A value that leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentField {
    /// The target's attribute.
    pub theirs: String,
    /// The value; `None` when the person has none, so that nothing is sent.
    pub value: Option<String>,
    /// Our attribute or expression.
    pub ours: String,
}
