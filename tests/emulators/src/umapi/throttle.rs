//! How often a client may call: so many calls a minute, the minute scalable for tests.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// Calls that were let through, by kind, within the last minute.
#[derive(Debug)]
pub struct Throttle {
    minute: Duration,
    passed: BTreeMap<&'static str, VecDeque<Instant>>,
    /// Whether calls are counted at all.
    pub is_on: bool,
}

impl Throttle {
    /// A throttle whose minute lasts `minute`.
    #[must_use]
    pub fn new(minute: Duration) -> Self {
        Self { minute, passed: BTreeMap::new(), is_on: true }
    }

    /// Lets a call of `kind` through, or says after how many whole seconds to come again.
    pub fn pass(&mut self, kind: &'static str, most: usize, now: Instant) -> Result<(), u64> {
        if !self.is_on {
            return Ok(());
        }
        let passed = self.passed.entry(kind).or_default();
        while passed.front().is_some_and(|first| now.duration_since(*first) >= self.minute) {
            passed.pop_front();
        }
        match passed.front() {
            Some(first) if passed.len() >= most => {
                let wait = self.minute.saturating_sub(now.duration_since(*first));
                Err(wait.as_secs_f64().ceil().max(1.0) as u64)
            }
            _ => {
                passed.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Throttle;
    use std::time::{Duration, Instant};

    #[test]
    fn the_eleventh_call_of_a_minute_waits_until_the_first_is_a_minute_old() {
        let start = Instant::now();
        let mut throttle = Throttle::new(Duration::from_secs(60));
        for call in 0..10 {
            let now = start + Duration::from_secs(call);
            assert_eq!(throttle.pass("action", 10, now), Ok(()), "call {call}");
        }
        let later = start + Duration::from_secs(20);
        assert_eq!(throttle.pass("action", 10, later), Err(40), "the first was 20 s ago");
        assert_eq!(throttle.pass("users", 25, later), Ok(()), "other kinds are counted apart");
        let after = start + Duration::from_secs(60);
        assert_eq!(throttle.pass("action", 10, after), Ok(()), "the first is a minute old");
    }
}
