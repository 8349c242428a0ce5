//! Building a Snapshot from what sources delivered.

use super::gathering::Gathering;
use super::members::MemberLookup;
use super::order::NameOrder;
use super::{FIRST_COLUMNS, GroupOrigin, ID, Snapshot, USER_NAME};
use crate::{
    AttributeDefinition, AttributeType, Folded, GroupRecord, LIST_SEPARATOR, ListedGroup, Member,
    MemberRecord, PersonRecord, PersonRow,
};
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::Arc;

/// What a [`PersonRow`] holds in fields of its own.
const FIXED: [&str; 4] = ["id", "userName", "active", "orgUnit"];

/// Takes directories, people and groups, and makes a [`Snapshot`] of them.
///
/// Within one directory, people come before groups. Nothing is rejected: duplicates stay two
/// rows, and members that nobody delivered are listed in [`Snapshot::unknown_members`].
#[derive(Debug)]
pub struct SnapshotBuilder {
    snapshot: Snapshot,
    types: HashMap<Folded, AttributeType>,
    groups: Gathering,
    lookup: MemberLookup,
    /// Rows of people; other rows are found by no name.
    persons: RoaringBitmap,
    /// The first row of the current directory.
    start: u32,
    /// The columns of a [`PersonRow`]'s attributes.
    places: Vec<usize>,
    /// Members that could not be told yet: groups, and people nobody knew.
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
            groups: Gathering::default(),
            lookup: MemberLookup::default(),
            persons: RoaringBitmap::new(),
            start: 0,
            places: Vec::new(),
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
        self.snapshot.prefixes.push(org_unit_prefix.to_owned());
        self.places.clear();
    }

    /// Makes the column `name` known even when nobody has a value in it; answers its number.
    pub fn column(&mut self, name: &str) -> usize {
        let known = self.snapshot.columns.len();
        let at = self.snapshot.column_at(name);
        if at == known {
            let kind = self.types.get(&Folded::new(name)).copied();
            self.snapshot.column_types[at] = kind.unwrap_or_default();
        }
        at
    }

    /// Makes the columns `names` known; those of them that are not fields of a [`PersonRow`] are
    /// what [`PersonRow::attributes`] holds from here on, in this directory.
    pub fn columns(&mut self, names: &[String]) {
        let others = names.iter().filter(|name| !FIXED.contains(&name.as_str()));
        self.places = others.map(|name| self.column(name)).collect();
    }

    /// Adds a row that has only `cells`, by the number of a column as [`SnapshotBuilder::column`]
    /// told it: nobody finds it by userName, and it is in no group. For asking conditions of what
    /// is no person. Answers the row.
    pub fn row<'r>(
        &mut self,
        active: bool,
        cells: impl IntoIterator<Item = (usize, &'r str)>,
    ) -> u32 {
        let row = self.new_row(active);
        for (at, value) in cells {
            if let Some(column) = self.snapshot.columns.get_mut(at) {
                column.set(row, value);
            }
        }
        row
    }

    /// Adds a person to the current directory; answers the row.
    pub fn person(&mut self, person: &PersonRecord) -> u32 {
        let row = self.new_person(&person.id, &person.user_name, person.active);
        for (name, value) in &person.attributes {
            let at = self.column(name);
            self.snapshot.columns[at].set(row, value);
        }
        for group in &person.groups {
            self.groups.join(&mut self.snapshot, row, group);
        }
        self.groups.org_unit(&mut self.snapshot, row, person.org_unit.as_deref());
        row
    }

    /// Adds a person to the current directory as a source hands them on; answers the row.
    pub fn person_row(&mut self, person: &PersonRow<'_>) -> u32 {
        let row = self.new_person(person.id, person.user_name, person.active);
        for (&at, value) in self.places.iter().zip(person.attributes) {
            if !value.is_empty() {
                self.snapshot.columns[at].set(row, value);
            }
        }
        for group in person.groups.split(LIST_SEPARATOR).filter(|group| !group.is_empty()) {
            self.groups.join(&mut self.snapshot, row, group);
        }
        self.groups.org_unit(&mut self.snapshot, row, person.org_unit);
        row
    }

    /// Adds a group to the current directory, or members to the one of that name.
    pub fn group(&mut self, group: &GroupRecord) {
        self.group_id(&group.display, &group.id);
        for member in &group.members {
            self.member(&group.display, member.as_member());
        }
    }

    /// Adds a group to the current directory as it is kept.
    pub fn listed_group(&mut self, group: &ListedGroup) {
        self.group_id(&group.display, &group.id);
        let index = self.groups.of_source(&mut self.snapshot, &group.display);
        let rows = group.people.iter().map(|position| self.start + position);
        let rows = rows.filter(|&row| row < self.snapshot.people);
        rows.for_each(|row| self.groups.direct[index as usize].insert(row));
        self.pending.extend(group.members.iter().map(|member| (index, member.clone())));
    }

    /// Makes the group called `display` known in the current directory, under its stable id.
    pub fn group_id(&mut self, display: &str, id: &str) {
        let index = self.groups.named(&mut self.snapshot, display, GroupOrigin::Source);
        id.clone_into(&mut self.snapshot.groups[index as usize].id);
        self.groups.by_id.insert(id.to_owned(), index);
    }

    /// Puts one member into the group called `group`, which is made when new.
    pub fn member(&mut self, group: &str, member: Member<'_>) {
        let index = self.groups.of_source(&mut self.snapshot, group);
        if !self.join(index, member) {
            self.pending.push((index, member.to_record()));
        }
    }

    /// The groups that the current directory's source listed so far, by itself or in people's
    /// records, as they are to be kept.
    pub fn listed_groups(&self) -> impl Iterator<Item = ListedGroup> + '_ {
        let mut pending: HashMap<u32, Vec<MemberRecord>> = HashMap::new();
        for (group, member) in &self.pending {
            pending.entry(*group).or_default().push(member.clone());
        }
        let here = self.snapshot.of_directory.len().saturating_sub(1);
        let groups = (0u32..).zip(&self.snapshot.groups);
        let listed = groups.filter(move |(_, group)| {
            usize::from(group.directory) == here && group.origin != GroupOrigin::OrgUnit
        });
        listed.map(move |(index, group)| {
            let rows = self.groups.direct[index as usize].rows();
            let positions = |rows: RoaringBitmap| rows.iter().map(|row| row - self.start).collect();
            ListedGroup {
                id: group.id.clone(),
                display: group.display.clone(),
                people: if self.start == 0 { rows } else { positions(rows) },
                members: pending.remove(&index).unwrap_or_default(),
            }
        })
    }

    /// Flattens groups and hands over the Snapshot.
    #[must_use]
    pub fn finish(mut self) -> Snapshot {
        self.finish_directory();
        let (groups, persons, snapshot) = (self.groups, &self.persons, &mut self.snapshot);
        for column in &mut snapshot.columns {
            column.shrink();
        }
        // Most people's e-mail is their userName.
        if let [_, names, email, ..] = snapshot.columns.as_mut_slice() {
            email.share_with(names);
        }
        let Snapshot { columns, keys, order, groups: all, org_units, .. } = snapshot;
        let columns = &*columns;
        // Putting everybody in order takes about as long as the rest.
        std::thread::scope(|scope| {
            if !persons.is_empty() {
                scope.spawn(|| *order = NameOrder::new(&columns[USER_NAME], persons));
                let taken = [(ID, &mut self.lookup.ids), (USER_NAME, &mut self.lookup.names)];
                for (key, index) in taken {
                    keys[key] = Arc::new(std::mem::take(index));
                }
                crate::keys::take_in(columns, keys);
            }
            groups.flatten(all, org_units);
        });
        snapshot.active.optimize();
        for rows in &mut snapshot.of_directory {
            rows.optimize();
        }
        self.snapshot
    }

    fn new_row(&mut self, active: bool) -> u32 {
        let row = self.snapshot.people;
        self.snapshot.people += 1;
        self.snapshot.columns[super::ACTIVE].set(row, if active { "true" } else { "false" });
        if active {
            self.snapshot.active.insert(row);
        }
        if let Some(rows) = self.snapshot.of_directory.last_mut() {
            rows.insert(row);
        }
        row
    }

    fn new_person(&mut self, id: &str, user_name: &str, active: bool) -> u32 {
        let row = self.new_row(active);
        self.persons.insert(row);
        self.snapshot.columns[ID].set(row, id);
        self.snapshot.columns[USER_NAME].set(row, user_name);
        row
    }

    fn finish_directory(&mut self) {
        for (index, member) in std::mem::take(&mut self.pending) {
            if self.join(index, member.as_member()) {
                continue;
            }
            let child = match &member {
                MemberRecord::User(_) => None,
                MemberRecord::Group(name) => self.groups.find(name),
            };
            let (MemberRecord::User(name) | MemberRecord::Group(name)) = member;
            match child {
                Some(child) => self.snapshot.groups[index as usize].children.push(child),
                None => self.unknown(index, &name),
            }
        }
        self.groups.finish_directory(&mut self.snapshot);
        self.start = self.snapshot.people;
        self.lookup.start(self.start);
    }

    /// Puts a person into the group with that index; `false` where nobody is called so, or it is
    /// a group.
    fn join(&mut self, index: u32, member: Member<'_>) -> bool {
        let Member::User(user) = member else { return false };
        let found = self.lookup.rows_of(&self.snapshot, &self.persons, user);
        let Some((row, others)) = found else { return false };
        let direct = &mut self.groups.direct[index as usize];
        direct.insert(row);
        others.iter().for_each(|&row| direct.insert(row));
        true
    }

    fn unknown(&mut self, group: u32, member: &str) {
        let display = self.snapshot.groups[group as usize].display.clone();
        self.snapshot.unknown_members.push((display, member.to_owned()));
    }
}
