//! Changing a few people in a Snapshot without building it anew.

use super::{ACTIVE, GroupOrigin, ID, ORG_UNIT, OrgUnit, Snapshot, USER_NAME};
use crate::{Column, Folded, PersonRecord, org_unit_ancestors};
use roaring::RoaringBitmap;
use std::collections::{BTreeSet, HashMap};

/// What became of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonChange {
    /// The person is there now as `person` tells, or anew.
    Here {
        /// The index of the directory.
        directory: usize,
        /// The person; `groups` names every group that has them directly, whoever lists it.
        person: PersonRecord,
    },
    /// The person is not delivered any more.
    Gone {
        /// The index of the directory.
        directory: usize,
        /// The stable id.
        id: String,
    },
}

/// A person's row before and after, while changes are being made.
#[derive(Default)]
struct Touched {
    /// The groups that are to have the row directly.
    direct: BTreeSet<u32>,
    /// The groups of the org units above the row's own.
    inherited: BTreeSet<u32>,
}

impl Snapshot {
    /// Makes `changes`, in order, and answers the rows in which something was to be changed. Who
    /// is gone leaves an empty row behind, which is in no directory and no group; groups and org
    /// units stay known when nobody is in them any more. A change in a directory that is not
    /// there is passed over.
    ///
    /// The cost follows the changes, not the number of people or groups; only where userNames
    /// change, [`Snapshot::by_name`] is gone through once, and so are all groups before the first
    /// change: see [`Snapshot::prepare_changes`].
    pub fn apply(&mut self, changes: &[PersonChange]) -> RoaringBitmap {
        let mut rows = self.rows_by_id(changes);
        let mut touched: HashMap<u32, Touched> = HashMap::new();
        let mut renamed = RoaringBitmap::new();
        for change in changes {
            match change {
                PersonChange::Here { directory, person } => {
                    if *directory >= self.of_directory.len() {
                        continue;
                    }
                    let known = rows.get(&(*directory, Folded::new(&person.id))).copied();
                    let row = known.unwrap_or_else(|| self.new_person_row(*directory));
                    rows.insert((*directory, Folded::new(&person.id)), row);
                    if self.person(row).user_name() != person.user_name || known.is_none() {
                        renamed.insert(row);
                    }
                    self.forget_keys(row);
                    let groups = self.put(row, *directory, person);
                    touched.insert(row, groups);
                }
                PersonChange::Gone { directory, id } => {
                    let Some(row) = rows.remove(&(*directory, Folded::new(id))) else { continue };
                    self.forget_keys(row);
                    self.empty(row, *directory);
                    renamed.insert(row);
                    touched.insert(row, Touched::default());
                }
            }
        }
        let changed: RoaringBitmap = touched.keys().copied().collect();
        self.put_into_groups(&changed, &touched);
        crate::keys::take_in(&self.columns, &mut self.keys);
        self.learn_keys(&changed);
        if let Some(names) = self.columns.get(USER_NAME).filter(|_| !renamed.is_empty()) {
            let named = renamed.iter().filter(|&row| names.get(row).is_some()).collect();
            self.order.change(names, &renamed, &named);
        }
        changed
    }

    /// The first row of each person whom `changes` name, by directory and id.
    fn rows_by_id(&self, changes: &[PersonChange]) -> HashMap<(usize, Folded), u32> {
        let named = changes.iter().map(|change| match change {
            PersonChange::Here { directory, person } => (*directory, &person.id),
            PersonChange::Gone { directory, id } => (*directory, id),
        });
        let known = named.filter_map(|(directory, id)| {
            let mine = self.of_directory.get(directory)?;
            let row = self.rows_with_id(id).filter(|row| mine.contains(*row)).min()?;
            Some(((directory, Folded::new(id)), row))
        });
        known.collect()
    }

    fn new_person_row(&mut self, directory: usize) -> u32 {
        let row = self.people;
        self.people += 1;
        self.of_directory[directory].insert(row);
        row
    }

    /// Writes the cells of `row`; answers the groups it belongs into.
    fn put(&mut self, row: u32, directory: usize, person: &PersonRecord) -> Touched {
        self.activate(row, person.active);
        let mut cells: HashMap<usize, &str> = HashMap::new();
        for (name, value) in &person.attributes {
            cells.insert(self.column_at(name), value);
        }
        let org_unit = person.org_unit.as_deref().unwrap_or_default();
        let before = self.columns[ORG_UNIT].get(row).map(str::to_owned);
        if before.as_deref().unwrap_or_default() != org_unit {
            self.leave_org_unit(row, before.as_deref());
        }
        let active = if person.active { "true" } else { "false" };
        cells.extend([(ID, person.id.as_str()), (USER_NAME, &person.user_name)]);
        cells.extend([(ORG_UNIT, org_unit), (ACTIVE, active)]);
        for (at, column) in self.columns.iter_mut().enumerate() {
            set(column, row, cells.get(&at).copied().unwrap_or_default());
        }
        let mut touched = Touched::default();
        if let Some(path) = &person.org_unit {
            self.enter_org_unit(row, directory, path, &mut touched);
        }
        for name in &person.groups {
            touched.direct.insert(self.group_at(directory, name, GroupOrigin::Source));
        }
        touched
    }

    /// Takes everything from `row`.
    fn empty(&mut self, row: u32, directory: usize) {
        self.activate(row, false);
        if let Some(rows) = self.of_directory.get_mut(directory) {
            rows.remove(row);
        }
        let before = self.columns[ORG_UNIT].get(row).map(str::to_owned);
        self.leave_org_unit(row, before.as_deref());
        for column in &mut self.columns {
            set(column, row, "");
        }
    }

    fn activate(&mut self, row: u32, active: bool) {
        if active {
            self.active.insert(row);
        } else {
            self.active.remove(row);
        }
    }

    fn leave_org_unit(&mut self, row: u32, path: Option<&str>) {
        for level in path.into_iter().flat_map(org_unit_ancestors) {
            if let Some(unit) = self.org_units.get_mut(&Folded::new(level)) {
                unit.here.remove(row);
                unit.below.remove(row);
            }
        }
    }

    fn enter_org_unit(&mut self, row: u32, directory: usize, path: &str, touched: &mut Touched) {
        let prefix = self.prefixes.get(directory).cloned().unwrap_or_default();
        for level in org_unit_ancestors(path) {
            let unit = || OrgUnit {
                path: level.to_owned(),
                here: RoaringBitmap::new(),
                below: RoaringBitmap::new(),
            };
            let unit = self.org_units.entry(Folded::new(level)).or_insert_with(unit);
            unit.below.insert(row);
            let own = level.len() == path.len();
            if own {
                unit.here.insert(row);
            }
            let name = format!("{prefix}{level}");
            let group = self.group_at(directory, &name, GroupOrigin::OrgUnit);
            let groups = if own { &mut touched.direct } else { &mut touched.inherited };
            groups.insert(group);
        }
    }

    /// The group of `directory` called `name`, made when new.
    fn group_at(&mut self, directory: usize, name: &str, origin: GroupOrigin) -> u32 {
        let named = self.groups_named(name).iter().copied();
        let mut mine =
            named.filter(|&index| usize::from(self.groups[index as usize].directory) == directory);
        let Some(index) = mine.next() else {
            return self.new_group(directory as u16, name, origin);
        };
        let group = &mut self.groups[index as usize];
        if group.origin != origin {
            group.origin = GroupOrigin::Both;
        }
        index
    }

    /// Puts the rows of `touched` into the groups they are to be in, and out of all others.
    fn put_into_groups(&mut self, rows: &RoaringBitmap, touched: &HashMap<u32, Touched>) {
        let mut direct: HashMap<u32, RoaringBitmap> = HashMap::new();
        let mut all: HashMap<u32, RoaringBitmap> = HashMap::new();
        let parents = self.parents();
        let mut concerned: BTreeSet<u32> = BTreeSet::new();
        let mut now: Vec<(u32, Vec<u32>)> = Vec::with_capacity(touched.len());
        for (&row, groups) in touched {
            concerned.extend(self.groups_of(row));
            for &group in &groups.direct {
                direct.entry(group).or_default().insert(row);
            }
            let from: Vec<u32> = groups.direct.union(&groups.inherited).copied().collect();
            let groups = above(from, &parents);
            for &group in &groups {
                all.entry(group).or_default().insert(row);
            }
            now.push((row, groups.into_iter().collect()));
        }
        concerned.extend(all.keys());
        for index in concerned {
            let group = &mut self.groups[index as usize];
            group.replace(rows, direct.get(&index), all.get(&index));
        }
        self.learn_groups(now);
    }

    /// By group: the groups it is directly in.
    fn parents(&self) -> HashMap<u32, Vec<u32>> {
        let mut parents: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, group) in (0u32..).zip(&self.groups) {
            for &child in &group.children {
                parents.entry(child).or_default().push(index);
            }
        }
        parents
    }
}

/// `from`, and the groups above them.
fn above(from: Vec<u32>, parents: &HashMap<u32, Vec<u32>>) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut waiting = from;
    while let Some(group) = waiting.pop() {
        if found.insert(group) {
            waiting.extend(parents.get(&group).into_iter().flatten());
        }
    }
    found
}

/// Writes a cell that differs; one that does not must not grow the column.
fn set(column: &mut Column, row: u32, text: &str) {
    if column.get(row).unwrap_or_default() != text {
        column.set(row, text);
    }
}
