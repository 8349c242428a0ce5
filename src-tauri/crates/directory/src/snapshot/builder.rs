//! Building a Snapshot from what sources delivered.

use super::{FIRST_COLUMNS, Group, GroupOrigin, OrgUnit, Snapshot, nesting};
use crate::{
    AttributeDefinition, AttributeType, Column, Folded, GroupRecord, MemberRecord, PersonRecord,
    org_unit_ancestors,
};
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// Takes directories, people and groups, and makes a [`Snapshot`] of them.
///
/// Within one directory, people come before groups. Nothing is rejected: duplicates stay two
/// rows, and members that nobody delivered are listed in [`Snapshot::unknown_members`].
#[derive(Debug)]
pub struct SnapshotBuilder {
    snapshot: Snapshot,
    types: HashMap<Folded, AttributeType>,
    prefix: String,
    by_name: HashMap<Folded, u32>,
    by_id: HashMap<String, u32>,
    users: HashMap<Folded, Vec<u32>>,
    users_by_id: HashMap<String, u32>,
    pending: Vec<(u32, MemberRecord)>,
}

impl SnapshotBuilder {
    /// Starts with the custom attributes, whose types decide how columns are compared.
    #[must_use]
    pub fn new(attributes: &[AttributeDefinition]) -> Self {
        let types = attributes.iter().map(|one| (Folded::new(&one.name), one.kind));
        let mut builder = Self {
            snapshot: Snapshot::default(),
            types: types.collect(),
            prefix: String::new(),
            by_name: HashMap::new(),
            by_id: HashMap::new(),
            users: HashMap::new(),
            users_by_id: HashMap::new(),
            pending: Vec::new(),
        };
        for name in FIRST_COLUMNS {
            builder.column(name);
        }
        for attribute in attributes {
            builder.column(&attribute.name);
        }
        builder
    }

    /// Starts the next directory, whose org-unit groups are named with `org_unit_prefix`.
    pub fn directory(&mut self, org_unit_prefix: &str) {
        self.finish_directory();
        self.snapshot.of_directory.push(RoaringBitmap::new());
        self.prefix = org_unit_prefix.to_owned();
    }

    /// Makes the column `name` known even when nobody has a value in it.
    pub fn column(&mut self, name: &str) -> usize {
        let key = Folded::new(name);
        if let Some(&at) = self.snapshot.column_index.get(&key) {
            return at;
        }
        let at = self.snapshot.columns.len();
        self.snapshot.columns.push(Column::default());
        self.snapshot.column_names.push(name.to_owned());
        let kind = self.types.get(&key).copied().unwrap_or_default();
        self.snapshot.column_types.push(kind);
        self.snapshot.column_index.insert(key, at);
        at
    }

    /// Adds a row that has only `cells`, by column: nobody finds it by userName, and it is in no
    /// group. For asking conditions of what is no person. Answers the row.
    pub fn row<'r>(
        &mut self,
        active: bool,
        cells: impl IntoIterator<Item = (&'r str, &'r str)>,
    ) -> u32 {
        let row = self.snapshot.people;
        self.snapshot.people += 1;
        self.set(row, "active", if active { "true" } else { "false" });
        if active {
            self.snapshot.active.insert(row);
        }
        if let Some(rows) = self.snapshot.of_directory.last_mut() {
            rows.insert(row);
        }
        for (name, value) in cells {
            self.set(row, name, value);
        }
        row
    }

    /// Adds a person to the current directory; answers the row.
    pub fn person(&mut self, person: &PersonRecord) -> u32 {
        let keys = [("id", person.id.as_str()), ("userName", person.user_name.as_str())];
        let row = self.row(person.active, keys);
        for (name, value) in &person.attributes {
            self.set(row, name, value);
        }
        let name = Folded::new(&person.user_name);
        self.snapshot.by_user_name.entry(name.clone()).or_default().push(row);
        self.users.entry(name).or_default().push(row);
        self.users_by_id.insert(person.id.clone(), row);
        for group in &person.groups {
            let index = self.group_named(group, GroupOrigin::Source);
            self.snapshot.groups[index as usize].direct.insert(row);
        }
        if let Some(path) = &person.org_unit {
            self.set(row, "orgUnit", path);
            self.org_unit(row, path);
        }
        row
    }

    /// Adds a group to the current directory, or members to the one of that name.
    pub fn group(&mut self, group: &GroupRecord) {
        let index = self.group_named(&group.display, GroupOrigin::Source);
        self.snapshot.groups[index as usize].id.clone_from(&group.id);
        self.by_id.insert(group.id.clone(), index);
        self.pending.extend(group.members.iter().map(|member| (index, member.clone())));
    }

    /// Flattens groups and hands over the Snapshot.
    #[must_use]
    pub fn finish(mut self) -> Snapshot {
        self.finish_directory();
        nesting::flatten(&mut self.snapshot.groups);
        for column in &mut self.snapshot.columns {
            column.shrink();
        }
        self.snapshot
    }

    fn set(&mut self, row: u32, name: &str, value: &str) {
        let at = self.column(name);
        self.snapshot.columns[at].set(row, value);
    }

    fn org_unit(&mut self, row: u32, path: &str) {
        for level in org_unit_ancestors(path) {
            let name = format!("{}{level}", self.prefix);
            let group = self.group_named(&name, GroupOrigin::OrgUnit);
            let unit = self.snapshot.org_units.entry(Folded::new(level)).or_insert_with(|| {
                OrgUnit { path: level.to_owned(), here: <_>::default(), below: <_>::default() }
            });
            unit.below.insert(row);
            if level.len() == path.len() {
                unit.here.insert(row);
                self.snapshot.groups[group as usize].direct.insert(row);
            } else {
                // Inherited: kept aside in `all`, which flattening completes with `direct`.
                self.snapshot.groups[group as usize].all.insert(row);
            }
        }
    }

    fn group_named(&mut self, display: &str, origin: GroupOrigin) -> u32 {
        let name = Folded::new(display);
        if let Some(&index) = self.by_name.get(&name) {
            let group = &mut self.snapshot.groups[index as usize];
            if group.origin != origin {
                group.origin = GroupOrigin::Both;
            }
            return index;
        }
        let index = self.snapshot.groups.len() as u32;
        self.snapshot.groups.push(Group {
            directory: self.snapshot.of_directory.len().saturating_sub(1) as u16,
            id: display.to_owned(),
            display: display.to_owned(),
            origin,
            children: Vec::new(),
            direct: RoaringBitmap::new(),
            all: RoaringBitmap::new(),
        });
        self.by_name.insert(name.clone(), index);
        self.snapshot.groups_by_name.entry(name).or_default().push(index);
        index
    }

    fn finish_directory(&mut self) {
        for (index, member) in std::mem::take(&mut self.pending) {
            match &member {
                MemberRecord::User(user) => {
                    let named = self.users.get(&Folded::new(user)).map(Vec::as_slice);
                    let by_id = self.users_by_id.get(user).map(std::slice::from_ref);
                    match named.or(by_id) {
                        Some(rows) => {
                            self.snapshot.groups[index as usize].direct.extend(rows);
                        }
                        None => self.unknown(index, user),
                    }
                }
                MemberRecord::Group(group) => {
                    let named = self.by_name.get(&Folded::new(group)).copied();
                    match named.or_else(|| self.by_id.get(group).copied()) {
                        Some(child) => {
                            self.snapshot.groups[index as usize].children.push(child);
                        }
                        None => self.unknown(index, group),
                    }
                }
            }
        }
        self.by_name.clear();
        self.by_id.clear();
        self.users.clear();
        self.users_by_id.clear();
    }

    fn unknown(&mut self, group: u32, member: &str) {
        let display = self.snapshot.groups[group as usize].display.clone();
        self.snapshot.unknown_members.push((display, member.to_owned()));
    }
}
