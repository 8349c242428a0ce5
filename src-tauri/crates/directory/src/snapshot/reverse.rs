//! Which groups a person is in, and who has a key, found without going through everybody. Made
//! when first asked for, and kept in step by [`Snapshot::apply`].

use super::{EMAIL, ID, Snapshot, USER_NAME};
use crate::KeyColumn;
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The keys of people, in the order of [`Reverse::keys`].
const KEYS: [usize; 3] = [ID, USER_NAME, EMAIL];
const NOBODY: u32 = u32::MAX;
/// From one changed row in this many on, all groups are gone through anew.
const CHANGED: usize = 16;

/// What a Snapshot knows by group and by row, the other way round.
#[derive(Debug, Clone, Default)]
pub(super) struct Reverse {
    groups: OnceLock<GroupsOf>,
    keys: [OnceLock<RowsOf>; 3],
}

/// The groups of each row.
#[derive(Debug, Clone)]
struct GroupsOf {
    /// By row: where its groups begin.
    starts: Vec<usize>,
    groups: Vec<u32>,
    /// Those of rows that changed since.
    changed: HashMap<u32, Vec<u32>>,
}

/// The rows that have each key, by its number.
#[derive(Debug, Clone)]
struct RowsOf {
    first: Vec<u32>,
    more: HashMap<u32, Vec<u32>>,
}

impl RowsOf {
    fn new(keys: KeyColumn<'_>, people: u32) -> Self {
        let mut rows = Self { first: vec![NOBODY; keys.len()], more: HashMap::new() };
        for row in 0..people {
            rows.insert(keys, row);
        }
        rows
    }

    fn insert(&mut self, keys: KeyColumn<'_>, row: u32) {
        let Some(key) = keys.of(row) else { return };
        if self.first.len() < keys.len() {
            self.first.resize(keys.len(), NOBODY);
        }
        match &mut self.first[key as usize] {
            free @ &mut NOBODY => *free = row,
            _ => self.more.entry(key).or_default().push(row),
        }
    }

    fn remove(&mut self, keys: KeyColumn<'_>, row: u32) {
        let Some(key) = keys.of(row) else { return };
        let more = self.more.get_mut(&key);
        match self.first.get_mut(key as usize) {
            Some(first) if *first == row => {
                *first = more.and_then(Vec::pop).unwrap_or(NOBODY);
            }
            _ => {
                if let Some(more) = more {
                    more.retain(|other| *other != row);
                }
            }
        }
    }

    fn of(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.first.get(key as usize).copied().filter(|row| *row != NOBODY);
        first.into_iter().chain(self.more.get(&key).into_iter().flatten().copied())
    }
}

impl Snapshot {
    /// Makes ready what [`Snapshot::apply`] looks up, so that the first change need not wait.
    pub fn prepare_changes(&self) {
        self.groups_by_row();
        (0..KEYS.len()).for_each(|at| _ = self.rows_by_key(at));
    }

    /// The groups that the person in `row` is in, directly or not, by index.
    #[must_use]
    pub fn groups_of(&self, row: u32) -> &[u32] {
        let of = self.groups_by_row();
        if let Some(changed) = of.changed.get(&row) {
            return changed;
        }
        let row = row as usize;
        match (of.starts.get(row), of.starts.get(row + 1)) {
            (Some(&start), Some(&end)) => &of.groups[start..end],
            _ => &[],
        }
    }

    /// Whether somebody else has a key of the person in `row`: the id, userName or e-mail, each
    /// without case.
    #[must_use]
    pub fn shares_key(&self, row: u32) -> bool {
        (0..KEYS.len()).any(|at| {
            let key = self.key_column(KEYS[at]).of(row);
            key.is_some_and(|key| self.rows_by_key(at).of(key).any(|other| other != row))
        })
    }

    /// Whether `text` is anybody's id, userName or e-mail without case.
    #[must_use]
    pub fn has_key(&self, text: &str) -> bool {
        (0..KEYS.len()).any(|at| {
            let key = self.key_column(KEYS[at]).find(text);
            key.is_some_and(|key| self.rows_by_key(at).of(key).next().is_some())
        })
    }

    /// The rows of the people whose id is `id` without case, in all directories.
    pub fn rows_with_id(&self, id: &str) -> impl Iterator<Item = u32> {
        let key = self.keys().id.find(id);
        key.into_iter().flat_map(|key| self.rows_by_key(0).of(key))
    }

    fn rows_by_key(&self, at: usize) -> &RowsOf {
        let make = || RowsOf::new(self.key_column(KEYS[at]), self.people);
        self.reverse.keys[at].get_or_init(make)
    }

    fn groups_by_row(&self) -> &GroupsOf {
        self.reverse.groups.get_or_init(|| {
            let mut starts = vec![0usize; self.people as usize + 1];
            for row in self.groups.iter().flat_map(super::Group::all) {
                starts[row as usize + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            let mut next = starts.clone();
            let mut groups = vec![0u32; starts.last().copied().unwrap_or_default()];
            for (index, group) in (0u32..).zip(&self.groups) {
                for row in group.all() {
                    let place = &mut next[row as usize];
                    groups[*place] = index;
                    *place += 1;
                }
            }
            GroupsOf { starts, groups, changed: HashMap::new() }
        })
    }

    /// Forgets the keys of `row`, which is about to change.
    pub(super) fn forget_keys(&mut self, row: u32) {
        let mut reverse = std::mem::take(&mut self.reverse);
        for (rows, key) in reverse.keys.iter_mut().zip(KEYS) {
            if let Some(rows) = rows.get_mut() {
                rows.remove(self.key_column(key), row);
            }
        }
        self.reverse = reverse;
    }

    /// Takes in the keys of `rows` as they are now.
    pub(super) fn learn_keys(&mut self, rows: &RoaringBitmap) {
        let mut reverse = std::mem::take(&mut self.reverse);
        for (known, key) in reverse.keys.iter_mut().zip(KEYS) {
            if let Some(known) = known.get_mut() {
                rows.iter().for_each(|row| known.insert(self.key_column(key), row));
            }
        }
        self.reverse = reverse;
    }

    /// Takes in the groups of the changed `rows`.
    pub(super) fn learn_groups(&mut self, rows: impl IntoIterator<Item = (u32, Vec<u32>)>) {
        let people = self.people as usize;
        if let Some(known) = self.reverse.groups.get_mut() {
            known.changed.extend(rows);
            if known.changed.len() > people / CHANGED + CHANGED {
                self.reverse.groups = OnceLock::new();
            }
        }
    }
}
