//! Groups of directories: lists, a group's page, and its members.

use super::{PageRequest, PersonItem, RuleAssignment, RuleWithholding};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A group of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRequest {
    /// The directory.
    pub directory: String,
    /// The source's stable id; its name where it has none.
    pub id: String,
}

/// Which groups, in what order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupsRequest {
    /// Only groups whose name contains this.
    pub text: String,
    /// Only of this directory.
    pub directory: Option<String>,
    /// Only `source`, `org_unit` or `gone`.
    pub origin: Option<String>,
    /// `name`, `direct`, `all`, `rules` or `directory`.
    pub sort: String,
    /// Whether the last comes first.
    pub descending: bool,
    /// The language whose order of letters counts, as a BCP 47 tag.
    pub language: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<GroupItem>,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupItem {
    /// The directory.
    pub directory: String,
    /// The source's stable id; its name where it has none.
    pub id: String,
    /// The name.
    pub name: String,
    /// `source`, `org_unit`, or `both` where the source has a group of an org unit's name.
    pub origin: String,
    /// People directly in it.
    pub direct: u64,
    /// People in it directly or through other groups.
    pub all: u64,
    /// How many rules name it.
    pub rules: u64,
    /// Since when the source does not deliver it any more, in milliseconds since 1970 (UTC).
    pub gone_since: Option<i64>,
}

/// A group's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupDetails {
    /// The group.
    pub group: GroupItem,
    /// The org unit it was derived from.
    pub org_unit: Option<String>,
    /// Groups that it is directly in.
    pub parents: Vec<GroupItem>,
    /// Groups that are directly in it.
    pub children: Vec<GroupItem>,
    /// The rules that name it or fill values from it, from #1 down.
    pub rules: Vec<GroupRule>,
}

/// A rule that has to do with a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRule {
    /// The rule's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its position, from 1.
    pub position: u64,
    /// Whether it takes part.
    pub enabled: bool,
    /// Whether its condition names the group; else it gives a value of the group's name.
    pub named: bool,
    /// Members of the group whom it matches.
    pub people: u64,
    /// What it gives.
    pub assigns: Vec<RuleAssignment>,
    /// What it withholds.
    pub withholds: Vec<RuleWithholding>,
}

/// Which members of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMembersRequest {
    /// The group.
    pub group: GroupRequest,
    /// Only `direct` or `inherited` ones.
    pub which: Option<String>,
    /// Only people whose name or address contains this.
    pub text: String,
    /// The language whose order of letters counts, as a BCP 47 tag.
    pub language: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Members of a group, by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMembers {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<GroupMember>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// The person.
    pub person: PersonItem,
    /// Whether directly.
    pub direct: bool,
    /// The groups or org units through which an inherited membership comes, from the one the
    /// person is in up to the one that is in this group.
    pub path: Vec<String>,
}
