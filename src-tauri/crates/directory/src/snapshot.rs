//! The Snapshot: all people, groups and org units at one moment, as columns and bitmaps.
//!
//! A person is a row number. Groups and org units are bitmaps of rows, nested groups already
//! flattened, so that conditions become set algebra.

mod apply;
mod builder;
mod bytes;
mod fill;
mod form;
mod gathering;
mod group;
mod members;
mod nesting;
mod order;
mod person;
mod reverse;
mod rising;

pub use apply::PersonChange;
pub use builder::SnapshotBuilder;
pub use form::SnapshotFormError;
pub use group::{Group, GroupOrigin, OrgUnit};
pub use person::Person;

use crate::keys::KeyIndex;
use crate::{AttributeType, Column, Folded, KeyColumn, PersonKeys};
use order::NameOrder;
use reverse::Reverse;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

/// The columns that every Snapshot has, at the index of their name here.
const FIRST_COLUMNS: [&str; 5] = ["id", "userName", "email", "orgUnit", "active"];
const ID: usize = 0;
const USER_NAME: usize = 1;
const EMAIL: usize = 2;
const ORG_UNIT: usize = 3;
const ACTIVE: usize = 4;

static NO_COLUMN: LazyLock<Column> = LazyLock::new(Column::default);

/// All people, groups and org units at one moment.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) people: u32,
    pub(crate) active: RoaringBitmap,
    pub(crate) of_directory: Vec<RoaringBitmap>,
    /// By directory: what the names of org-unit groups begin with.
    pub(crate) prefixes: Vec<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) column_names: Vec<String>,
    pub(crate) column_types: Vec<AttributeType>,
    pub(crate) column_index: HashMap<Folded, usize>,
    pub(crate) groups: Vec<Group>,
    pub(crate) groups_by_name: HashMap<Folded, Vec<u32>>,
    pub(crate) org_units: BTreeMap<Folded, OrgUnit>,
    /// The texts of id, userName and e-mail without case; one where two have the same texts.
    pub(crate) keys: [Arc<KeyIndex>; 3],
    pub(crate) order: NameOrder,
    pub(crate) unknown_members: Vec<(String, String)>,
    reverse: Reverse,
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

    /// The place of the column `name`, which is made when new.
    pub(crate) fn column_at(&mut self, name: &str) -> usize {
        let key = Folded::new(name);
        if let Some(&at) = self.column_index.get(&key) {
            return at;
        }
        let at = self.columns.len();
        self.columns.push(Column::default());
        self.column_names.push(name.to_owned());
        self.column_types.push(AttributeType::default());
        self.column_index.insert(key, at);
        at
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

    /// The keys of people, compared without case.
    #[must_use]
    pub fn keys(&self) -> PersonKeys<'_> {
        let key = |at| self.key_column(at);
        PersonKeys { id: key(ID), user_name: key(USER_NAME), email: key(EMAIL) }
    }

    fn key_column(&self, at: usize) -> KeyColumn<'_> {
        let column = self.columns.get(at).unwrap_or(&NO_COLUMN);
        KeyColumn { column, index: &self.keys[at] }
    }

    /// The rows of the people whose userName is `user_name`, compared without case.
    #[must_use]
    pub fn rows_named(&self, user_name: &str) -> &[u32] {
        self.order.named(user_name, self.columns.get(USER_NAME).unwrap_or(&NO_COLUMN))
    }

    /// The rows of all people by folded userName, by code points; by row where names are equal.
    #[must_use]
    pub fn by_name(&self) -> &[u32] {
        &self.order.rows
    }

    /// The place of `row` in [`Snapshot::by_name`]; `u32::MAX` where it has none.
    #[must_use]
    pub fn name_rank(&self, row: u32) -> u32 {
        self.order.rank(row)
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
