//! How far a run is, how fast, and how long it will take.

use crate::types::{Progress, TargetProgress};
use rolecall_engine::{Phase, RunProgress};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// How often progress is told at most.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// How far back speed is measured: what a target did before it asked to wait says little.
const MEASURED: Duration = Duration::from_secs(30);
/// How far apart measurements are kept.
const APART: Duration = Duration::from_secs(1);

/// How far a run is, and how fast.
pub(crate) struct Meter {
    pub(crate) progress: Progress,
    phase: Option<Phase>,
    told: Instant,
    /// By target: when so many steps were done, oldest first.
    paces: BTreeMap<String, Pace>,
    whole: Pace,
}

/// What was done by when.
struct Pace(VecDeque<(Instant, u64)>);

impl Pace {
    fn from(now: Instant) -> Self {
        Self([(now, 0)].into())
    }

    /// Steps a second, up to now.
    fn at(&mut self, now: Instant, done: u64) -> Option<f64> {
        while self.0.len() > 1 && now.duration_since(self.0[1].0) >= MEASURED {
            self.0.pop_front();
        }
        let (since, before) = *self.0.front()?;
        if self.0.back().is_some_and(|(last, _)| now.duration_since(*last) >= APART) {
            self.0.push_back((now, done));
        }
        let seconds = now.duration_since(since).as_secs_f64();
        let more = done.saturating_sub(before);
        (seconds > 0.0 && more > 0).then(|| more as f64 / seconds)
    }
}

impl Meter {
    /// A run that began at `started`, in milliseconds since 1970 (UTC).
    pub(crate) fn new(started: i64, now: Instant) -> Self {
        let progress = Progress {
            run: 0,
            phase: Phase::Read.word().to_owned(),
            target: None,
            targets: Vec::new(),
            done: 0,
            total: 0,
            rate: None,
            seconds_left: None,
            started,
        };
        let (paces, whole) = (BTreeMap::new(), Pace::from(now));
        Self { progress, phase: None, told: now, paces, whole }
    }

    /// Takes `now` in; answers what is to be told, and whether the phase is another.
    pub(crate) fn advance(&mut self, now: &RunProgress, at: Instant) -> (Option<Progress>, bool) {
        let entered = self.phase != Some(now.phase);
        if entered {
            self.phase = Some(now.phase);
            self.paces.clear();
            self.whole = Pace::from(at);
        }
        let sends = now.phase == Phase::Apply;
        let targets: Vec<TargetProgress> =
            now.targets.iter().map(|one| self.target(one, at)).collect();
        let progress = &mut self.progress;
        now.phase.word().clone_into(&mut progress.phase);
        (progress.run, progress.done, progress.total) = (now.run, now.done, now.total);
        progress.rate = self.whole.at(at, now.done).filter(|_| sends);
        // Targets are sent to at once: the run takes as long as the slowest of them.
        let left: Option<Vec<u64>> = targets.iter().map(|one| one.seconds_left).collect();
        progress.seconds_left = left.filter(|_| sends).and_then(|left| left.into_iter().max());
        let slowest = targets
            .iter()
            .filter(|one| one.done < one.total)
            .max_by_key(|one| (one.seconds_left.unwrap_or(u64::MAX), one.total - one.done));
        progress.target = slowest.map(|one| one.target.clone());
        progress.targets = targets;
        if entered || at.duration_since(self.told) >= TELL_EVERY {
            self.told = at;
            return (Some(progress.clone()), entered);
        }
        (None, entered)
    }

    fn target(&mut self, now: &rolecall_engine::TargetProgress, at: Instant) -> TargetProgress {
        let begun = self.whole.0.front().map_or(at, |(begun, _)| *begun);
        let pace = self.paces.entry(now.target.clone()).or_insert_with(|| Pace::from(begun));
        let rate = pace.at(at, now.done);
        let left = now.total.saturating_sub(now.done);
        let seconds_left = match (left, rate) {
            (0, _) => Some(0),
            (left, Some(rate)) => Some((left as f64 / rate).ceil() as u64),
            (_, None) => None,
        };
        let target = now.target.clone();
        TargetProgress { target, done: now.done, total: now.total, seconds_left }
    }
}

#[cfg(test)]
mod tests {
    use super::Meter;
    use rolecall_engine::{Phase, RunProgress, TargetProgress};
    use std::time::{Duration, Instant};

    fn apply(done: &[(&str, u64, u64)]) -> RunProgress {
        let targets: Vec<_> = done
            .iter()
            .map(|&(target, done, total)| TargetProgress { target: target.into(), done, total })
            .collect();
        RunProgress {
            run: 1,
            phase: Phase::Apply,
            done: done.iter().map(|one| one.1).sum(),
            total: done.iter().map(|one| one.2).sum(),
            targets,
        }
    }

    fn after(begun: Instant, seconds: f64) -> Instant {
        begun + Duration::from_secs_f64(seconds)
    }

    #[test]
    fn a_run_takes_as_long_as_its_slowest_target() {
        let begun = Instant::now();
        let mut meter = Meter::new(0, begun);
        let (told, entered) = meter.advance(&apply(&[("fast", 0, 1000), ("slow", 0, 100)]), begun);
        assert!(entered && told.is_some_and(|told| told.seconds_left.is_none()), "not known yet");
        let now = apply(&[("fast", 500, 1000), ("slow", 10, 100)]);
        let told = meter.advance(&now, after(begun, 10.0)).0.unwrap();
        assert_eq!(told.rate.map(f64::round), Some(51.0), "510 steps in ten seconds");
        assert_eq!(told.seconds_left, Some(90), "by both together it would be 12");
        assert_eq!(told.target.as_deref(), Some("slow"));
        let lefts: Vec<_> = told.targets.iter().map(|one| one.seconds_left).collect();
        assert_eq!(lefts, [Some(10), Some(90)]);
        let now = apply(&[("fast", 1000, 1000), ("slow", 20, 100)]);
        let told = meter.advance(&now, after(begun, 20.0)).0.unwrap();
        assert_eq!(told.seconds_left, Some(80), "the fast one is done and counts no more");
    }

    #[test]
    fn what_has_not_answered_yet_cannot_be_told() {
        let begun = Instant::now();
        let mut meter = Meter::new(0, begun);
        meter.advance(&apply(&[("fast", 0, 10), ("slow", 0, 10)]), begun);
        let now = apply(&[("fast", 5, 10), ("slow", 0, 10)]);
        let told = meter.advance(&now, after(begun, 1.0)).0.unwrap();
        assert_eq!((told.seconds_left, told.target.as_deref()), (None, Some("slow")));
    }

    #[test]
    fn speed_is_that_of_late() {
        let begun = Instant::now();
        let mut meter = Meter::new(0, begun);
        meter.advance(&apply(&[("one", 0, 10_000)]), begun);
        for second in 1..=10u64 {
            let now = apply(&[("one", second * 100, 10_000)]);
            meter.advance(&now, after(begun, second as f64));
        }
        // From here on the target takes one step a second only.
        let mut told = None;
        for second in 11..=60u64 {
            let now = apply(&[("one", 1000 + second - 10, 10_000)]);
            told = meter.advance(&now, after(begun, second as f64)).0;
        }
        let left = told.unwrap().seconds_left.unwrap();
        assert_eq!(left, 8950, "8,950 steps at one a second; the average would say 510 seconds");
    }

    #[test]
    fn progress_is_told_ten_times_a_second_at_most() {
        let begun = Instant::now();
        let mut meter = Meter::new(0, begun);
        meter.advance(&apply(&[("one", 0, 100)]), begun);
        let told = (1..=100).filter(|at| {
            let now = apply(&[("one", *at, 100)]);
            meter.advance(&now, after(begun, *at as f64 / 100.0)).0.is_some()
        });
        assert_eq!(told.count(), 10);
    }
}
