//! People.

use super::{GroupRequest, PageRequest};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleRequest {
    /// Only people whose name or address contains this, or who are in a group whose name does.
    pub text: String,
    /// The part of the list.
    pub page: PageRequest,
    /// The order; by userName when absent.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<PeopleOrder>,
    /// Whom of them; everybody when absent.
    #[serde(default)]
    #[ts(optional)]
    pub filter: Option<PeopleFilter>,
}

/// In what order people are listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleOrder {
    /// `name`, `user`, `department`, `unit`, `directory` or `state`.
    pub column: String,
    /// Whether the last comes first; who has nothing there comes last either way.
    pub descending: bool,
    /// The language whose order of letters counts, as a BCP 47 tag.
    pub language: String,
}

impl Default for PeopleOrder {
    fn default() -> Self {
        Self { column: "user".to_owned(), descending: false, language: String::new() }
    }
}

/// Which people: those for whom everything given here holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct PeopleFilter {
    /// Only of this directory.
    pub directory: Option<String>,
    /// `active` or `disabled` at the source.
    pub state: Option<String>,
    /// Only people with an open failure.
    pub failures: bool,
    /// Only people who are in no group of the source.
    pub without_group: bool,
    /// Only members of this group, directly or not.
    pub group: Option<GroupRequest>,
    /// Only people in this org unit or below.
    pub org_unit: Option<String>,
}

/// People.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<PersonItem>,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonItem {
    /// The userName.
    pub user: String,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: Option<String>,
    /// Whether active at the source.
    pub active: bool,
    /// The directory.
    pub directory: String,
    /// The org unit path.
    pub org_unit: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The group whose name was searched for, where neither name nor address was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub through: Option<String>,
}

/// A person by userName.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRequest {
    /// The userName, compared without case.
    pub user: String,
}

/// A person's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonDetails {
    /// The person.
    pub person: PersonItem,
    /// `gone` or `not_seen_yet` where the source does not deliver them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub state: Option<String>,
    /// Since when that is so, in milliseconds since 1970 (UTC).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub since: Option<i64>,
    /// Other directories in which somebody has the same userName.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub also_in: Vec<String>,
    /// Attributes as the source has them.
    pub attributes: Vec<PersonAttribute>,
    /// Groups, direct ones first.
    pub groups: Vec<PersonGroup>,
    /// What each target gives or withholds, and why.
    pub targets: Vec<PersonTarget>,
}

/// An attribute of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonAttribute {
    /// The name.
    pub name: String,
    /// The values; several for a list.
    pub values: Vec<String>,
    /// Where they came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub origin: Option<AttributeOrigin>,
}

/// Where a person's value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeOrigin {
    /// `column` of a file, `attribute` of a directory server, `path` in a record of the source, or
    /// `expression` that computes it.
    pub kind: String,
    /// Which one; several places in order where the first that has a value counts.
    pub text: String,
}

/// A group of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonGroup {
    /// The source's stable id; its name where it has none.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether directly.
    pub direct: bool,
}

/// What stands for a person in one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonTarget {
    /// The target.
    pub target: String,
    /// Why it could not be read.
    pub error: Option<String>,
    /// The person's account there.
    pub account: Option<super::AccountItem>,
    /// Every value a rule names for the person or the account holds.
    pub values: Vec<PersonValue>,
}

/// How it stands with one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonValue {
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// `granted`, `suppressed`, `withheld`, `not_granted`, `without_seat`, `held`, `unmanaged`.
    pub state: String,
    /// When it will be taken away, in milliseconds since 1970 (UTC), where grace lets it wait.
    pub pending_until: Option<i64>,
    /// What each rule says, highest first.
    pub rules: Vec<PersonRule>,
}

/// What one rule says of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRule {
    /// The rule's name.
    pub rule: String,
    /// Whether it matches the person.
    pub matches: bool,
    /// `assigns`, `withholds`, `assigns none`, `assigns another value`.
    pub does: String,
    /// Its clauses.
    pub clauses: Vec<PersonClause>,
}

/// One clause of a rule's condition for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonClause {
    /// The clause as text.
    pub clause: String,
    /// Whether it holds.
    pub holds: bool,
    /// The person's own value, in English.
    pub own: String,
    /// The same by codes and names, of several groups one by one.
    pub has: Vec<OwnThere>,
}

/// What a person has where a clause looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnThere {
    /// One of `ownCodes`.
    pub code: String,
    /// Values, groups, or one group and the way down from it.
    pub names: Vec<String>,
}

impl From<&rolecall_rules::Own> for OwnThere {
    fn from(own: &rolecall_rules::Own) -> Self {
        Self { code: own.code().to_owned(), names: own.names() }
    }
}
