//! The population after some people changed.

use crate::population::Population;
use roaring::RoaringBitmap;
use rolecall_directory::{Configuration, Snapshot};

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
        let share_keys = || rows.iter().any(|row| snapshot.shares_key(row));
        if several || !self.duplicate_in_source.is_disjoint(rows) || share_keys() {
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
