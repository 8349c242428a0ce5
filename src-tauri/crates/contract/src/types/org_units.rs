//! Org units: the tree, and what one of them leads to.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which org units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitsRequest {
    /// Those directly below this one; those at the top when absent.
    pub parent: Option<String>,
    /// Instead, wherever they are, those whose own name contains this.
    pub text: String,
    /// The language whose order of letters counts, as a BCP 47 tag.
    pub language: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Org units, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitList {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<OrgUnitItem>,
}

/// An org unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitItem {
    /// The whole path.
    pub path: String,
    /// Its own name; `/` for the root.
    pub name: String,
    /// People exactly there.
    pub here: u64,
    /// People there or below.
    pub below: u64,
    /// How many org units are directly below it.
    pub children: u64,
}

/// An org unit by path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitRequest {
    /// The path, compared without case.
    pub path: String,
}

/// An org unit's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitDetails {
    /// The org unit.
    pub unit: OrgUnitItem,
    /// Those above it, from the top down.
    pub above: Vec<OrgUnitItem>,
    /// The groups that stand for it, one a directory at most.
    pub groups: Vec<OrgUnitGroup>,
    /// What its people are given, products first, most people first.
    pub given: Vec<OrgUnitValue>,
    /// How many further values there are, each of few people.
    pub more: u64,
    /// Targets that could not be read, of which nothing is known.
    pub unread: Vec<String>,
}

/// The group of an org unit in one directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitGroup {
    /// The directory.
    pub directory: String,
    /// The group's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A value that people of an org unit are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitValue {
    /// The target.
    pub target: String,
    /// The slot.
    pub slot: String,
    /// The value.
    pub value: String,
    /// How many of them are given it.
    pub people: u64,
    /// How many of those go without a seat.
    pub without_seat: u64,
    /// Seats in total, where it is a product with a number of them.
    pub seats: Option<u64>,
    /// Accounts that hold it, of whoever.
    pub used: Option<u64>,
    /// The rules that give it, highest first; exceptions by their reason.
    pub rules: Vec<OrgUnitRule>,
}

/// A rule that gives a value to people of an org unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitRule {
    /// The rule's id; `None` for an exception.
    pub id: Option<String>,
    /// Its name, or the exception's reason.
    pub name: String,
    /// To how many of them.
    pub people: u64,
}
