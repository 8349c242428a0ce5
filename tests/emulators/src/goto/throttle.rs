//! Ten requests a second, counted over the second before each.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Requests let through within the last second.
#[derive(Debug)]
pub(crate) struct Throttle {
    pub most: Option<usize>,
    passed: VecDeque<Instant>,
}

impl Throttle {
    pub fn new(most: Option<usize>) -> Self {
        Self { most, passed: VecDeque::new() }
    }

    /// Whether a request may pass; one that may not does not count.
    pub fn pass(&mut self, now: Instant) -> bool {
        let Some(most) = self.most else { return true };
        let second = Duration::from_secs(1);
        while self.passed.front().is_some_and(|at| now.duration_since(*at) >= second) {
            self.passed.pop_front();
        }
        if self.passed.len() >= most {
            return false;
        }
        self.passed.push_back(now);
        true
    }
}
