//! The population after some people changed.

use crate::population::Population;
use roaring::RoaringBitmap;
use rolecall_directory::{Configuration, KeyColumn, Snapshot};

impl Population {
    /// The same after the people in `rows` changed in `snapshot`, and all for whom anything is
    /// different: `rows`, and those who came to be duplicates with them or are no more. Nobody
    /// else is examined, unless people share a key, or came to share one.
    #[must_use]
    pub fn after(
        &self,
        configuration: &Configuration,
        snapshot: &Snapshot,
        rows: &RoaringBitmap,
    ) -> (Self, RoaringBitmap) {
        let several = !self.duplicate_across.is_empty();
        if several || !self.duplicate_in_source.is_disjoint(rows) || share_keys(snapshot, rows) {
            let after = Self::new(configuration, snapshot);
            let mut concerned = rows | (&after.in_scope ^ &self.in_scope);
            concerned |= after.duplicates() ^ self.duplicates();
            return (after, concerned);
        }
        let mut after = self.clone();
        after.in_scope -= rows;
        after.in_scope |= snapshot.active() & rows;
        after.foreign -= rows;
        after.failures.retain(|(row, _)| !rows.contains(*row));
        let mut changed = Self::default();
        changed.examine(configuration, snapshot, Some(rows));
        after.foreign |= changed.foreign;
        after.failures.append(&mut changed.failures);
        // Whom a duplicate is told of stays told.
        after.failures.sort_by_key(|(row, _)| *row);
        (after, rows.clone())
    }
}

/// Whether anybody in `rows` has a key that another person has too.
fn share_keys(snapshot: &Snapshot, rows: &RoaringBitmap) -> bool {
    let keys = snapshot.keys();
    [keys.user_name, keys.id, keys.email].into_iter().any(|column| shared(column, snapshot, rows))
}

fn shared(column: KeyColumn<'_>, snapshot: &Snapshot, rows: &RoaringBitmap) -> bool {
    let mut sought = vec![0u64; column.len() / 64 + 1];
    for key in rows.iter().filter_map(|row| column.of(row)) {
        let (word, bit) = (key as usize / 64, 1 << (key % 64));
        if sought[word] & bit != 0 {
            return true;
        }
        sought[word] |= bit;
    }
    let held = |row: u32| {
        let key = column.of(row)?;
        (sought[key as usize / 64] >> (key % 64) & 1 == 1).then_some(())
    };
    (0..snapshot.people()).any(|row| held(row).is_some() && !rows.contains(row))
}
