//! How a reading differs from the one before, in numbers.

/// How many people of a reading differ from those of the one before; groups do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadingChanges {
    /// People who were not there before.
    pub added: u64,
    /// People of whom something is different.
    pub changed: u64,
    /// People who are not delivered any more.
    pub gone: u64,
}

/// Compares the digests of the people `before` and `now`, wherever they stand; `before` may be
/// empty of a reading whose attributes were others, of `people` people. `gone` of them are.
pub(crate) fn changes(before: &[u64], now: &[u64], people: u64, gone: u64) -> ReadingChanges {
    let (lost, fresh) = match before {
        [] => (people, now.len() as u64),
        before => differing(before, now),
    };
    let changed = lost.saturating_sub(gone).min(fresh);
    ReadingChanges { added: fresh - changed, changed, gone }
}

/// How many of `before` are not in `now`, and the other way round, each counted as often as it
/// stands there.
fn differing(before: &[u64], now: &[u64]) -> (u64, u64) {
    // Most stand where they stood, up to the first who came or left and from the last on.
    let same = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let (before, now) = (&before[same..], &now[same..]);
    let ends = before.iter().rev().zip(now.iter().rev()).take_while(|(a, b)| a == b).count();
    let sorted = |all: &[u64]| {
        let mut all = all[..all.len() - ends].to_vec();
        all.sort_unstable();
        all
    };
    let (before, now) = (sorted(before), sorted(now));
    let (mut lost, mut fresh, mut at, mut to) = (0, 0, 0, 0);
    while at < before.len() && to < now.len() {
        match before[at].cmp(&now[to]) {
            std::cmp::Ordering::Equal => (at, to) = (at + 1, to + 1),
            std::cmp::Ordering::Less => (at, lost) = (at + 1, lost + 1),
            std::cmp::Ordering::Greater => (to, fresh) = (to + 1, fresh + 1),
        }
    }
    (lost + (before.len() - at) as u64, fresh + (now.len() - to) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_came_changed_and_left_is_counted_wherever_they_stand() {
        let told = |before: &[u64], now: &[u64], gone| {
            let ReadingChanges { added, changed, gone } =
                changes(before, now, before.len() as u64, gone);
            (added, changed, gone)
        };
        assert_eq!(told(&[1, 2, 3], &[1, 2, 3], 0), (0, 0, 0), "nothing");
        assert_eq!(told(&[1, 2, 3], &[9, 1, 2, 3], 0), (1, 0, 0), "one came, before all");
        assert_eq!(told(&[1, 2, 3], &[1, 9, 3], 0), (0, 1, 0), "one changed");
        assert_eq!(told(&[1, 2, 3], &[1, 3], 1), (0, 0, 1), "one left");
        assert_eq!(told(&[1, 2, 3, 4], &[8, 1, 3, 9], 1), (1, 1, 1), "all three at once");
        assert_eq!(told(&[1, 2, 3], &[3, 2, 1], 0), (0, 0, 0), "another order");
        assert_eq!(told(&[], &[1, 2], 0), (2, 0, 0), "the first reading");
        let other = changes(&[], &[1, 2, 3], 2, 0);
        assert_eq!((other.added, other.changed), (1, 2), "with other attributes all are changed");
    }
}
