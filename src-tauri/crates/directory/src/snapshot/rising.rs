//! A set of rows that is filled in rising order, mostly.

use roaring::RoaringBitmap;

/// How many rows wait before they go into the set together: each reach into a set that is not at
/// hand costs more than the row itself.
const WAITING: usize = 64;

/// A set of rows, the latest of them still waiting.
#[derive(Debug, Default)]
pub(super) struct Rising {
    rows: RoaringBitmap,
    waiting: Vec<u32>,
}

impl Rising {
    pub(super) fn insert(&mut self, row: u32) {
        if self.waiting.last() == Some(&row) {
            return;
        }
        self.waiting.push(row);
        if self.waiting.len() >= WAITING {
            take_in(&mut self.rows, &mut self.waiting);
        }
    }

    pub(super) fn extend(&mut self, rows: &RoaringBitmap) {
        self.rows |= rows;
    }

    /// A copy of the set.
    pub(super) fn rows(&self) -> RoaringBitmap {
        let mut rows = self.rows.clone();
        take_in(&mut rows, &mut self.waiting.clone());
        rows
    }

    pub(super) fn into_rows(mut self) -> RoaringBitmap {
        take_in(&mut self.rows, &mut self.waiting);
        self.rows
    }
}

fn take_in(rows: &mut RoaringBitmap, waiting: &mut Vec<u32>) {
    let after = waiting.first() > rows.max().as_ref() && waiting.is_sorted();
    // What comes after everything else, in order and none twice, needs no search for its place.
    if !after || rows.append(waiting.iter().copied()).is_err() {
        rows.extend(&*waiting);
    }
    waiting.clear();
}
