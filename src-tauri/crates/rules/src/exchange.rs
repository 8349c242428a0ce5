//! Changing a set for a few people where it is.

use roaring::RoaringBitmap;
use std::sync::Arc;

/// Up to so many people are taken out and put in one by one: more are faster as sets.
const FEW: u64 = 512;

/// Of `rows`, leaves those of `now` in `set` and no others; `now` has nobody else. A set for which
/// that is so already stays shared.
pub(crate) fn exchange(set: &mut Arc<RoaringBitmap>, rows: &RoaringBitmap, now: &RoaringBitmap) {
    let before = &**set & rows;
    if before == *now {
        return;
    }
    let set = Arc::make_mut(set);
    if before.len() + now.len() > FEW {
        *set -= before;
        *set |= now;
        return;
    }
    for row in before.iter().filter(|row| !now.contains(*row)) {
        set.remove(row);
    }
    for row in now {
        set.insert(row);
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, RoaringBitmap, exchange};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn of_the_rows_those_of_now_are_left_and_all_others_stay(
            set in proptest::collection::btree_set(0u32..3000, 0..1500),
            rows in proptest::collection::btree_set(0u32..3000, 0..1500),
            kept in 0u32..5,
        ) {
            let [set, rows]: [RoaringBitmap; 2] =
                [set, rows].map(|numbers| numbers.into_iter().collect());
            let now: RoaringBitmap = rows.iter().filter(|row| row % 5 < kept).collect();
            let expected = (&set - &rows) | &now;
            let shared = Arc::new(set);
            let mut changed = shared.clone();
            exchange(&mut changed, &rows, &now);
            prop_assert_eq!(&*changed, &expected);
            prop_assert_eq!(Arc::ptr_eq(&changed, &shared), *shared == expected);
        }
    }
}
