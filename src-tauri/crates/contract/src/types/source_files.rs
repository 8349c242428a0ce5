//! Sources before they are attached: a look into a file, and a trial step by step.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file to look into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceFile {
    /// `csv` or `ldif`.
    pub kind: String,
    /// Its path on the machine that Rolecall runs on.
    pub path: String,
    /// What separates fields; found out when absent.
    #[serde(default)]
    pub delimiter: Option<String>,
}

/// What a file begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceFilePreview {
    /// The path, absolute.
    pub path: String,
    /// What separates fields; empty for `ldif`.
    pub delimiter: String,
    /// The columns, or the attributes of its entries, in order.
    pub columns: Vec<SourceFileColumn>,
    /// How many rows or entries were looked at.
    pub rows: u64,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceFileColumn {
    /// Its name in the file.
    pub name: String,
    /// The first values in it.
    pub samples: Vec<String>,
    /// The attribute of ours that it seems to be; absent where its name says nothing.
    pub ours: Option<String>,
}

/// What trying out a source came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceProbe {
    /// The steps that were taken; what could not succeed any more was not tried.
    pub steps: Vec<SourceProbeStep>,
    /// Up to five people as they would be delivered.
    pub people: Vec<SourceProbePerson>,
    /// What the records of those people have, to choose from where an attribute is read.
    pub fields: Vec<SourceProbeField>,
}

/// A value in a source's own records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceProbeField {
    /// The path that reads it, as a map or a custom attribute takes it.
    pub path: String,
    /// What it reads of the first person who has it; several values joined by `; `.
    pub sample: String,
}

/// A step of trying out a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceProbeStep {
    /// `reach`, `credential`, a right by the vendor's own name, or `people`.
    pub step: String,
    /// Whether it went well.
    pub ok: bool,
    /// What was found, or the vendor's own words for why not.
    pub message: String,
    /// The cause's word, when it did not go well.
    pub cause: Option<String>,
    /// What to do, and where.
    pub remedy: String,
    /// Whether all works without it, too, if in another way.
    pub optional: bool,
}

/// A person as a source would deliver them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceProbePerson {
    /// The stable id.
    pub id: String,
    /// The userName.
    pub user_name: String,
    /// Whether they are active.
    pub active: bool,
    /// The org unit's path.
    pub org_unit: Option<String>,
    /// Our attributes with what they would hold; several values joined by `; `.
    pub attributes: Vec<(String, String)>,
}
