//! The Snapshot: all people, groups and org units at one moment, as columns and bitmaps.
//!
//! A person is a row number. Groups and org units are bitmaps of rows, nested groups already
//! flattened, so that conditions become set algebra.

mod builder;
mod nesting;

pub use builder::SnapshotBuilder;

use crate::{AttributeType, Column, Folded};
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};

/// Where a group came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupOrigin {
    /// The source delivered it, by itself or in a person's record.
    Source,
    /// It was derived from an org unit.
    OrgUnit,
    /// Both, under one name.
    Both,
}

/// A group with its members as rows.
#[derive(Debug, Clone)]
pub struct Group {
    /// The index of its directory.
    pub directory: u16,
    /// The source's stable id.
    pub id: String,
    /// The display name.
    pub display: String,
    /// Where it came from.
    pub origin: GroupOrigin,
    /// The groups that are directly in it, by index.
    pub children: Vec<u32>,
    /// People directly in it.
    pub direct: RoaringBitmap,
    /// People in it directly or through other groups.
    pub all: RoaringBitmap,
}

/// An org unit that someone is in or below.
#[derive(Debug, Clone)]
pub struct OrgUnit {
    /// The path as first spelled.
    pub path: String,
    /// People exactly there.
    pub here: RoaringBitmap,
    /// People there or below.
    pub below: RoaringBitmap,
}

/// One person, read from the columns.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    snapshot: &'a Snapshot,
    /// The row.
    pub row: u32,
}

/// The columns that every Snapshot has, at the index of their name here.
const FIRST_COLUMNS: [&str; 5] = ["id", "userName", "email", "orgUnit", "active"];
const ID: usize = 0;
const USER_NAME: usize = 1;
const EMAIL: usize = 2;

/// All people, groups and org units at one moment.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) people: u32,
    pub(crate) active: RoaringBitmap,
    pub(crate) of_directory: Vec<RoaringBitmap>,
    pub(crate) columns: Vec<Column>,
    pub(crate) column_names: Vec<String>,
    pub(crate) column_types: Vec<AttributeType>,
    pub(crate) column_index: HashMap<Folded, usize>,
    pub(crate) groups: Vec<Group>,
    pub(crate) groups_by_name: HashMap<Folded, Vec<u32>>,
    pub(crate) org_units: BTreeMap<Folded, OrgUnit>,
    pub(crate) by_user_name: HashMap<Folded, Vec<u32>>,
    pub(crate) unknown_members: Vec<(String, String)>,
}

impl Snapshot {
    /// How many people there are, in all directories.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.people
    }

    /// The rows of people who are active at the source.
    #[must_use]
    pub fn active(&self) -> &RoaringBitmap {
        &self.active
    }

    /// The rows of all people.
    #[must_use]
    pub fn everyone(&self) -> RoaringBitmap {
        let mut everyone = RoaringBitmap::new();
        everyone.insert_range(..self.people);
        everyone
    }

    /// The rows of each directory, by its index.
    #[must_use]
    pub fn of_directory(&self) -> &[RoaringBitmap] {
        &self.of_directory
    }

    /// The column of attribute `name`, compared without case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.column_index.get(&Folded::new(name)).map(|&at| &self.columns[at])
    }

    /// The type of attribute `name`.
    #[must_use]
    pub fn column_type(&self, name: &str) -> AttributeType {
        let at = self.column_index.get(&Folded::new(name));
        at.map_or(AttributeType::Text, |&at| self.column_types[at])
    }

    /// The names of all columns, as first spelled.
    #[must_use]
    pub fn column_names(&self) -> &[String] {
        &self.column_names
    }

    /// All groups, by index.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The indexes of the groups called `name`, one a directory at most.
    #[must_use]
    pub fn groups_named(&self, name: &str) -> &[u32] {
        self.groups_by_name.get(&Folded::new(name)).map_or(&[], Vec::as_slice)
    }

    /// The org units that someone is in or below, by folded path.
    #[must_use]
    pub fn org_units(&self) -> &BTreeMap<Folded, OrgUnit> {
        &self.org_units
    }

    /// The rows of the people whose userName is `user_name`, compared without case.
    #[must_use]
    pub fn rows_named(&self, user_name: &str) -> &[u32] {
        self.by_user_name.get(&Folded::new(user_name)).map_or(&[], Vec::as_slice)
    }

    /// Memberships whose member the source does not have: group and member as written.
    #[must_use]
    pub fn unknown_members(&self) -> &[(String, String)] {
        &self.unknown_members
    }

    /// The person in `row`.
    #[must_use]
    pub fn person(&self, row: u32) -> Person<'_> {
        Person { snapshot: self, row }
    }
}

impl<'a> Person<'a> {
    /// The attribute in column `name`; of a list, its elements with separators.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.snapshot.column(name)?.get(self.row)
    }

    /// The userName as the source spells it.
    #[must_use]
    pub fn user_name(&self) -> &'a str {
        self.first(USER_NAME).unwrap_or_default()
    }

    /// The source's stable id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.first(ID).unwrap_or_default()
    }

    /// The primary e-mail.
    #[must_use]
    pub fn email(&self) -> Option<&'a str> {
        self.first(EMAIL)
    }

    /// The cell in one of the columns whose place is fixed: asked of every person in every plan.
    fn first(&self, column: usize) -> Option<&'a str> {
        self.snapshot.columns.get(column)?.get(self.row)
    }

    /// What screens call the person: displayName, else given and family name, else userName.
    #[must_use]
    pub fn display_name(&self) -> String {
        if let Some(name) = self.attribute("displayName") {
            return name.to_owned();
        }
        match (self.attribute("givenName"), self.attribute("familyName")) {
            (Some(given), Some(family)) => format!("{given} {family}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => self.user_name().to_owned(),
        }
    }

    /// Whether the person is active at the source.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.snapshot.active.contains(self.row)
    }

    /// The index of the person's directory.
    #[must_use]
    pub fn directory(&self) -> usize {
        self.snapshot.of_directory.iter().position(|rows| rows.contains(self.row)).unwrap_or(0)
    }

    /// The groups the person is in: index and whether directly.
    pub fn groups(&self) -> impl Iterator<Item = (u32, bool)> + 'a {
        let row = self.row;
        let groups = (0u32..).zip(&self.snapshot.groups);
        let mine = groups.filter(move |(_, group)| group.all.contains(row));
        mine.map(move |(index, group)| (index, group.direct.contains(row)))
    }
}
