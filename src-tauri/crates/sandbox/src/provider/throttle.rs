//! A limit on calls, as consoles have one: so many within any second.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long a call counts.
const WINDOW: Duration = Duration::from_secs(1);

/// Counts the calls of the last second.
#[derive(Debug)]
pub(super) struct Throttle {
    calls: usize,
    taken: VecDeque<Instant>,
}

impl Throttle {
    pub(super) fn new(calls: u32) -> Self {
        Self { calls: calls as usize, taken: VecDeque::new() }
    }

    /// Whether a call at `now` is one too many; such a call does not count.
    pub(super) fn refuses(&mut self, now: Instant) -> bool {
        while self.taken.front().is_some_and(|at| now.duration_since(*at) >= WINDOW) {
            self.taken.pop_front();
        }
        if self.taken.len() >= self.calls {
            return true;
        }
        self.taken.push_back(now);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_second_holds_more_calls_than_allowed() {
        let mut throttle = Throttle::new(2);
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let refused = [0, 600, 700, 999, 1000, 1100, 1600].map(|ms| throttle.refuses(at(ms)));
        assert_eq!(refused, [false, false, true, true, false, true, false], "a sliding second");
    }
}
