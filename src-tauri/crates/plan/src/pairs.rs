//! Work on two threads at a time: more would gain little where all wait for memory.

use roaring::RoaringBitmap;
use std::ops::Range;

/// From this many people on, work is shared.
pub(crate) const SHARED: u32 = 50_000;

/// What `make` makes of each number below `count`, in order; on two threads where `share` says
/// so.
pub(crate) fn in_pairs<T: Send>(
    count: usize,
    share: bool,
    make: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    if !share || count < 2 {
        return (0..count).map(make).collect();
    }
    let from = |first: usize| (first..count).step_by(2).map(&make).collect::<Vec<T>>();
    let (even, odd) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| from(1));
        let even = from(0);
        (even, beside.join().unwrap_or_else(|_| from(1)))
    });
    let (mut even, mut odd) = (even.into_iter(), odd.into_iter());
    let next = |at: usize| if at.is_multiple_of(2) { even.next() } else { odd.next() };
    (0..count).filter_map(next).collect()
}

/// What `make` finds in each half of the numbers below `count`, one after the other; on two
/// threads where they are many.
pub(crate) fn in_halves<T: Send>(count: u32, make: impl Fn(Range<u32>) -> Vec<T> + Sync) -> Vec<T> {
    if count < SHARED {
        return make(0..count);
    }
    let rest = count / 2..count;
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| make(rest.clone()));
        let mut found = make(0..count / 2);
        found.extend(beside.join().unwrap_or_else(|_| make(rest.clone())));
        found
    })
}

/// Those of `rows` for whom `holds`; on two threads where they are many.
pub(crate) fn both_halves(
    rows: &RoaringBitmap,
    holds: impl Fn(u32) -> bool + Sync,
) -> RoaringBitmap {
    let some = |from: u32, until: u32| -> RoaringBitmap {
        let some = rows.range(from..until).filter(|row| holds(*row));
        RoaringBitmap::from_sorted_iter(some).unwrap_or_default()
    };
    let end = rows.max().map_or(0, |last| last.saturating_add(1));
    if rows.len() < u64::from(SHARED) {
        return some(0, end);
    }
    let middle = rows.select((rows.len() / 2) as u32).unwrap_or(end);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| some(middle, end));
        let first = some(0, middle);
        first | beside.join().unwrap_or_else(|_| some(middle, end))
    })
}
