//! Finding people by userName or id while their directory is being read.

use super::{ID, Snapshot, USER_NAME};
use crate::keys::KeyIndex;
use roaring::RoaringBitmap;
use std::collections::HashMap;

const NOBODY: u32 = u32::MAX;

/// The people of the current directory by userName and id, taken in when first asked for.
#[derive(Debug, Default)]
pub(super) struct MemberLookup {
    /// The userNames of all directories.
    pub(super) names: KeyIndex,
    /// By number of the userName: the first row.
    first: Vec<u32>,
    /// By number of the userName: the rows after the first.
    more: HashMap<u32, Vec<u32>>,
    /// The ids of all directories.
    pub(super) ids: KeyIndex,
    /// By number of the id's text: the last row.
    by_id: Vec<u32>,
    /// People from here on are not taken in yet.
    next: u32,
}

impl MemberLookup {
    /// Starts a directory, whose people begin with `row`.
    pub(super) fn start(&mut self, row: u32) {
        (self.first, self.by_id) = (Vec::new(), Vec::new());
        self.more.clear();
        self.next = row;
    }

    /// The rows whose userName is `user` without case, else the row with that id: the first, and
    /// the others.
    pub(super) fn rows_of(
        &mut self,
        snapshot: &Snapshot,
        persons: &RoaringBitmap,
        user: &str,
    ) -> Option<(u32, &[u32])> {
        self.take_in(snapshot, persons);
        let names = &snapshot.columns[USER_NAME].distinct;
        let key = self.names.find(user, names);
        if let Some((key, row)) = key.and_then(|key| Some((key, self.row(key)?))) {
            return Some((row, self.more.get(&key).map_or(&[], Vec::as_slice)));
        }
        let ids = &snapshot.columns[ID].distinct;
        let key = self.ids.find(user, ids)?;
        // Ids that differ in case are different here.
        let same = |number: &u32| ids.get(*number) == user;
        let rows = self.ids.alike(key).filter(same).filter_map(|number| self.row_of_id(number));
        Some((rows.max()?, &[]))
    }

    fn row_of_id(&self, number: u32) -> Option<u32> {
        self.by_id.get(number as usize).copied().filter(|&row| row != NOBODY)
    }

    fn row(&self, key: u32) -> Option<u32> {
        self.first.get(key as usize).copied().filter(|&row| row != NOBODY)
    }

    fn take_in(&mut self, snapshot: &Snapshot, persons: &RoaringBitmap) {
        if self.next == snapshot.people {
            return;
        }
        let (names, ids) = (&snapshot.columns[USER_NAME], &snapshot.columns[ID]);
        self.names.extend(&names.distinct);
        self.ids.extend(&ids.distinct);
        self.first.resize(names.distinct.len(), NOBODY);
        self.by_id.resize(ids.distinct.len(), NOBODY);
        for row in persons.range(self.next..snapshot.people) {
            if let Some(key) = names.text_number(row).map(|number| self.names.first_of(number)) {
                match &mut self.first[key as usize] {
                    free @ &mut NOBODY => *free = row,
                    _ => self.more.entry(key).or_default().push(row),
                }
            }
            if let Some(id) = ids.text_number(row) {
                self.by_id[id as usize] = row;
            }
        }
        self.next = snapshot.people;
    }
}
