//! When runs start by themselves: how often or at which times, in the machine's zone, and never in
//! quiet hours. Pure: the present, the zone and what was last are given.

mod alarm;
mod debounce;
#[cfg(test)]
mod tests;

pub use alarm::Alarm;
pub use debounce::Debounce;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use rolecall_directory::{Cron, QuietHours, TargetDefinition};

/// How many days ahead a time is looked for: the 29th of February may be eight years away.
const DAYS: usize = 366 * 9;

/// When one target is synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing<'a> {
    /// As often as this, in seconds, counted from the start of the last run.
    Every(u64),
    /// At these times.
    At(&'a Cron),
}

impl<'a> Timing<'a> {
    /// When `target` is synced.
    #[must_use]
    pub fn of(target: &'a TargetDefinition) -> Self {
        target.at.as_ref().map_or(Self::Every(target.every_seconds), Self::At)
    }
}

/// The hours of the machine: its zone and its quiet hours.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// The zone in which times and quiet hours are meant.
    pub zone: TimeZone,
    /// Hours in which no run starts by itself.
    pub quiet: &'a [QuietHours],
}

impl Calendar<'_> {
    /// When a target is due whose last run began at `last`, all in milliseconds since 1970 (UTC);
    /// it may be long past. One that never ran counts from `opened`: by interval it is due then.
    ///
    /// `None` where no time comes.
    #[must_use]
    pub fn due(&self, timing: Timing<'_>, last: Option<i64>, opened: i64) -> Option<i64> {
        let due = match (timing, last) {
            (Timing::Every(_), None) => opened,
            (Timing::Every(seconds), Some(last)) => {
                let every = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
                last.saturating_add(every)
            }
            (Timing::At(cron), last) => self.next(cron, last.unwrap_or(opened))?,
        };
        self.after_quiet(due)
    }

    /// The next `count` times after the present one when a target is due, `first` among them.
    #[must_use]
    pub fn coming(&self, timing: Timing<'_>, first: i64, count: usize) -> Vec<i64> {
        let mut times = vec![first];
        while times.len() < count {
            let Some(next) = self.due(timing, times.last().copied(), first) else { break };
            times.push(next);
        }
        times
    }

    /// The first time that `cron` means after `after`.
    ///
    /// Where clocks go forward, a time that does not exist comes as much later as they went, and
    /// one of every hour not at all. Where they go back, a time that comes twice is its first one;
    /// of every hour, both.
    fn next(&self, cron: &Cron, after: i64) -> Option<i64> {
        let after = Timestamp::from_millisecond(after).ok()?;
        let mut day = after.to_zoned(self.zone.clone()).date();
        for _ in 0..DAYS {
            let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
            let weekday = day.weekday().to_sunday_zero_offset().unsigned_abs();
            if cron.has_day(month, number, weekday) {
                let times = self.times(cron, day);
                if let Some(first) = times.into_iter().filter(|time| *time > after).min() {
                    return Some(first.as_millisecond());
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The moments that `cron` means on a day.
    fn times(&self, cron: &Cron, day: Date) -> Vec<Timestamp> {
        let mut times = Vec::new();
        for hour in cron.hours() {
            for minute in cron.minutes() {
                let Ok(time) = Time::new(hour.cast_signed(), minute.cast_signed(), 0, 0) else {
                    continue;
                };
                let (first, second) = self.moments(day, time);
                let is_there = first.as_ref().is_some_and(|at| at.time() == time);
                if is_there || !cron.is_hourly() {
                    times.extend(first.map(|at| at.timestamp()));
                }
                if cron.is_hourly() {
                    times.extend(second.map(|at| at.timestamp()));
                }
            }
        }
        times
    }

    /// The moment when clocks show `time` on `day`, and the second one where there is.
    fn moments(&self, day: Date, time: Time) -> (Option<Zoned>, Option<Zoned>) {
        let civil = day.to_datetime(time);
        let first = self.zone.to_ambiguous_zoned(civil).compatible().ok();
        let second = self.zone.to_ambiguous_zoned(civil).later().ok();
        let second = second.filter(|second| Some(second) != first.as_ref());
        (first, second)
    }

    /// `at`, or the end of the quiet hours in which it is.
    #[must_use]
    pub fn after_quiet(&self, at: i64) -> Option<i64> {
        let mut at = at;
        // Spans may follow upon each other; together they never fill a day.
        for _ in 0..=self.quiet.len() * 2 {
            let now = Timestamp::from_millisecond(at).ok()?;
            let local = now.to_zoned(self.zone.clone());
            let minute = u16::from(local.hour().unsigned_abs()) * 60
                + u16::from(local.minute().unsigned_abs());
            let Some(hours) = self.quiet.iter().find(|hours| hours.contains(minute)) else {
                return Some(at);
            };
            at = self.end_of(*hours, &local)?.as_millisecond();
        }
        Some(at)
    }

    /// When quiet hours end in which clocks show `local`.
    fn end_of(&self, hours: QuietHours, local: &Zoned) -> Option<Timestamp> {
        let (hour, minute) = hours.end();
        let end = Time::new(hour.cast_signed(), minute.cast_signed(), 0, 0).ok()?;
        let mut day = local.date();
        loop {
            let (first, second) = self.moments(day, end);
            let ends = first.into_iter().chain(second).map(|end| end.timestamp());
            if let Some(end) = ends.filter(|end| *end > local.timestamp()).min() {
                return Some(end);
            }
            day = day.tomorrow().ok()?;
        }
    }
}
