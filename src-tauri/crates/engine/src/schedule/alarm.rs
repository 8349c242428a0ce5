//! The alarm: which targets are due, through sleep, and through clocks that are set.

use super::{Calendar, Timing};
use rolecall_directory::TargetDefinition;
use std::collections::BTreeMap;

/// How long to wait at least between two attempts, in milliseconds: a run that could not even
/// begin leaves no start to count from.
const PAUSE: i64 = 60_000;

/// Tells which targets are due. A machine that slept finds each due once, however often it would
/// have been; where the clock went back behind a start, the wait counts from the clock as it is.
#[derive(Debug, Clone, Default)]
pub struct Alarm {
    opened: i64,
    attempted: Option<i64>,
    /// By target: a start that lay in the future, and when that was found.
    ahead: BTreeMap<String, (i64, i64)>,
}

impl Alarm {
    /// An alarm that is set at `now`, in milliseconds since 1970 (UTC).
    #[must_use]
    pub fn new(now: i64) -> Self {
        Self { opened: now, ..Self::default() }
    }

    /// Notes that a run was attempted at `now`.
    pub fn attempt(&mut self, now: i64) {
        self.attempted = Some(now);
    }

    /// When `target` is due whose last run began at `last`; it may be past, but no attempt was
    /// made in the last minute then.
    ///
    /// `None` where no time comes.
    pub fn due(
        &mut self,
        calendar: &Calendar<'_>,
        target: &TargetDefinition,
        last: Option<i64>,
        now: i64,
    ) -> Option<i64> {
        self.opened = self.opened.min(now);
        let last = last.map(|last| self.counted_from(&target.name, last, now));
        let due = calendar.due(Timing::of(target), last, self.opened)?;
        // An attempt that lies in the future says nothing.
        let attempted = self.attempted.filter(|attempted| *attempted <= now);
        let due = due.max(attempted.map_or(due, |attempted| attempted + PAUSE));
        // What came before quiet hours and was not done waits like what comes in them.
        if due > now { Some(due) } else { Some(calendar.after_quiet(now)?.max(due)) }
    }

    /// The start `last`, or, where the clock was set back behind it, when that was first seen.
    fn counted_from(&mut self, target: &str, last: i64, now: i64) -> i64 {
        if let Some((of, seen)) = self.ahead.get_mut(target)
            && *of == last
        {
            *seen = (*seen).min(now);
            return *seen;
        }
        self.ahead.remove(target);
        if last > now {
            self.ahead.insert(target.to_owned(), (last, now));
        }
        last.min(now)
    }
}
