//! Work on two threads at a time: more would gain little where all wait for memory.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What `make` makes of each number below `count`, in order; on two threads where `share` says so,
/// each taking the next one that nobody has taken.
pub(crate) fn each<T: Send>(count: usize, share: bool, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if !share || count < 2 {
        return (0..count).map(make).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < count);
        std::iter::from_fn(take).map(|at| (at, make(at))).collect::<Vec<_>>()
    };
    let mut made: Vec<Option<T>> = Vec::with_capacity(count);
    made.resize_with(count, || None);
    std::thread::scope(|scope| {
        let beside = scope.spawn(work);
        let own = work();
        for (at, one) in own.into_iter().chain(beside.join().unwrap_or_default()) {
            made[at] = Some(one);
        }
    });
    made.into_iter().enumerate().map(|(at, one)| one.unwrap_or_else(|| make(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn two_threads_make_the_same_in_the_same_order() {
        for count in [0, 1, 2, 1000] {
            let expected: Vec<usize> = (0..count).map(|at| at * at).collect();
            assert_eq!(each(count, true, |at| at * at), expected);
            assert_eq!(each(count, false, |at| at * at), expected);
        }
    }
}
