//! How often the org may be called: so many calls a period, told on every answer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A rate limit.
#[derive(Debug, Clone)]
pub struct Throttle {
    most: u32,
    period: Duration,
    used: u32,
    resets: SystemTime,
}

/// What an answer's headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds since 1970.
    pub reset: u64,
    pub is_over: bool,
}

impl Throttle {
    /// Lets `most` calls through in each period.
    #[must_use]
    pub fn new(most: u32, period: Duration) -> Self {
        Self { most, period, used: 0, resets: UNIX_EPOCH }
    }

    /// Counts a call.
    pub(crate) fn count(&mut self, now: SystemTime) -> Standing {
        if now >= self.resets {
            self.used = 0;
            self.resets = now + self.period;
        }
        let is_over = self.used >= self.most;
        self.used = self.used.saturating_add(1);
        let reset = self.resets.duration_since(UNIX_EPOCH).unwrap_or_default();
        Standing {
            limit: self.most,
            remaining: self.most.saturating_sub(self.used),
            // A client that comes back then must not come too early.
            reset: reset.as_secs() + u64::from(reset.subsec_nanos() > 0),
            is_over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Throttle;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn what_is_left_is_told_and_comes_back() {
        let start = UNIX_EPOCH + Duration::from_millis(1_000_500);
        let mut throttle = Throttle::new(2, Duration::from_secs(10));
        let told: Vec<_> = (0..3).map(|_| throttle.count(start)).collect();
        let left: Vec<_> = told.iter().map(|one| (one.remaining, one.is_over)).collect();
        assert_eq!(left, [(1, false), (0, false), (0, true)], "the third is one too many");
        assert_eq!(told[0].reset, 1011, "in whole seconds, never too early");
        let later = start + Duration::from_secs(10);
        assert!(!throttle.count(later).is_over, "a new period");
    }
}
