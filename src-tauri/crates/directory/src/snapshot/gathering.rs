//! Groups and org units while a Snapshot is being built.

use super::rising::Rising;
use super::{Group, GroupOrigin, ORG_UNIT, OrgUnit, Snapshot, nesting};
use crate::{Folded, Strings, org_unit_ancestors};
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Who is in which group so far. Names and org units are those of the current directory.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// By group: people directly in it.
    pub(super) direct: Vec<Rising>,
    /// By group: people in it because they are in an org unit below.
    inherited: Vec<RoaringBitmap>,
    by_name: HashMap<Folded, u32>,
    pub(super) by_id: HashMap<String, u32>,
    /// Names as sources spell them, and the group of each.
    spelled: Strings,
    of_spelled: Vec<u32>,
    /// By number of the org unit's text: the groups from the root down.
    units: HashMap<u32, Vec<u32>>,
}

impl Gathering {
    /// Puts the person in `row` into the group called `name`.
    pub(super) fn join(&mut self, snapshot: &mut Snapshot, row: u32, name: &str) {
        let index = self.of_source(snapshot, name);
        self.direct[index as usize].insert(row);
    }

    /// The group that the source calls `name`, made when new.
    pub(super) fn of_source(&mut self, snapshot: &mut Snapshot, name: &str) -> u32 {
        if let Some(number) = self.spelled.find(name) {
            return self.of_spelled[number as usize];
        }
        let index = self.named(snapshot, name, GroupOrigin::Source);
        if self.spelled.intern(name).is_some() {
            self.of_spelled.push(index);
        }
        index
    }

    /// Puts the person in `row` into the org unit `path`; whom it holds is told when the
    /// directory is complete.
    pub(super) fn org_unit(&mut self, snapshot: &mut Snapshot, row: u32, path: Option<&str>) {
        let Some(path) = path else { return };
        snapshot.columns[ORG_UNIT].set(row, path);
        let Some(number) = snapshot.columns[ORG_UNIT].text_number(row) else { return };
        if self.units.contains_key(&number) {
            return;
        }
        let prefix = snapshot.prefixes.last().cloned().unwrap_or_default();
        let levels = org_unit_ancestors(path).map(|level| {
            let unit = || OrgUnit {
                path: level.to_owned(),
                here: RoaringBitmap::new(),
                below: RoaringBitmap::new(),
            };
            snapshot.org_units.entry(Folded::new(level)).or_insert_with(unit);
            self.named(snapshot, &format!("{prefix}{level}"), GroupOrigin::OrgUnit)
        });
        let levels = levels.collect();
        self.units.insert(number, levels);
    }

    /// The group called `name`, or the one with that id.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        let named = self.by_name.get(&Folded::new(name)).copied();
        named.or_else(|| self.by_id.get(name).copied())
    }

    /// The group called `display`, made when new.
    pub(super) fn named(
        &mut self,
        snapshot: &mut Snapshot,
        display: &str,
        origin: GroupOrigin,
    ) -> u32 {
        let name = Folded::new(display);
        if let Some(&index) = self.by_name.get(&name) {
            let group = &mut snapshot.groups[index as usize];
            if group.origin != origin {
                group.origin = GroupOrigin::Both;
            }
            return index;
        }
        let directory = snapshot.of_directory.len().saturating_sub(1);
        let index = snapshot.new_group(directory as u16, display, origin);
        self.direct.push(Rising::default());
        self.inherited.push(RoaringBitmap::new());
        self.by_name.insert(name, index);
        index
    }

    /// Tells org units and their groups whom they hold, and forgets the directory's names.
    pub(super) fn finish_directory(&mut self, snapshot: &mut Snapshot) {
        if !self.units.is_empty() {
            let mine = snapshot.of_directory.last().cloned().unwrap_or_default();
            let rows_by_value = snapshot.columns[ORG_UNIT].rows_by_value();
            for (number, groups) in std::mem::take(&mut self.units) {
                let rows = &rows_by_value[number as usize] & &mine;
                self.fill(snapshot, number, &groups, &rows);
            }
        }
        self.by_name.clear();
        self.by_id.clear();
        self.spelled = Strings::default();
        self.of_spelled.clear();
    }

    fn fill(&mut self, snapshot: &mut Snapshot, path: u32, groups: &[u32], rows: &RoaringBitmap) {
        let path = snapshot.columns[ORG_UNIT].distinct.get(path).to_owned();
        for (level, &group) in org_unit_ancestors(&path).zip(groups) {
            let own = level.len() == path.len();
            if let Some(unit) = snapshot.org_units.get_mut(&Folded::new(level)) {
                unit.below |= rows;
                if own {
                    unit.here |= rows;
                }
            }
            if own {
                self.direct[group as usize].extend(rows);
            } else {
                self.inherited[group as usize] |= rows;
            }
        }
    }

    /// Hands the members to `groups`, nested groups flattened.
    pub(super) fn flatten(self, groups: &mut [Group], units: &mut BTreeMap<Folded, OrgUnit>) {
        for (group, direct) in groups.iter_mut().zip(self.direct) {
            let mut direct = direct.into_rows();
            direct.optimize();
            // Sets that grew have room to spare; their copies have not.
            group.direct = Arc::new(direct.clone());
        }
        nesting::flatten(groups, &self.inherited);
        for unit in units.values_mut() {
            unit.here.optimize();
            unit.below.optimize();
        }
    }
}

impl Snapshot {
    /// Adds a group that nobody is in yet.
    pub(super) fn new_group(&mut self, directory: u16, display: &str, origin: GroupOrigin) -> u32 {
        let index = self.groups.len() as u32;
        self.groups.push(Group {
            directory,
            id: display.to_owned(),
            display: display.to_owned(),
            origin,
            children: Vec::new(),
            direct: Arc::default(),
            all: Arc::default(),
        });
        self.groups_by_name.entry(Folded::new(display)).or_default().push(index);
        index
    }
}
