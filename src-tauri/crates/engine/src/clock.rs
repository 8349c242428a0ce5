//! Time, passed in.

use jiff::tz::TimeZone;

/// What tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;

    /// The zone that its times and hours are meant in where nobody names one.
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}
