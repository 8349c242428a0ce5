//! How fast a vendor is called: at once, per period, and again after a failure.

use governor::clock::Clock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use rolecall_directory::CallLimit;
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Calls at once without a limit of the administrator's own.
const CONCURRENT: usize = 8;
/// So many calls at once are few.
const FEW: usize = 16;
/// A `Retry-After` above this ends the tries of a step.
pub const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// Answers in a row after which one more call may go at once again.
const CALM: usize = 50;

/// How often a call that failed in passing is tried, and how long is waited between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patience {
    /// Tries in all.
    pub tries: u32,
    /// The longest wait before the second try; it doubles with each.
    pub first: Duration,
    /// The longest wait of all.
    pub most: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Patience {
    /// What the retry law says: five tries, a second doubling to a minute.
    pub const DEFAULT: Self =
        Self { tries: 5, first: Duration::from_secs(1), most: Duration::from_secs(60) };

    /// The wait after try number `tries`, with full jitter: `part` of 0 to 1 of its longest.
    #[must_use]
    pub fn wait(&self, tries: u32, part: f64) -> Duration {
        let doubled = 2u32.saturating_pow(tries.saturating_sub(1));
        self.first.saturating_mul(doubled).min(self.most).mul_f64(part.clamp(0.0, 1.0))
    }
}

/// Time as tokio has it, so that a test may hold it.
#[derive(Debug, Clone)]
struct Since(Instant);

impl Clock for Since {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Lets calls through.
#[derive(Debug)]
pub(crate) struct Gate {
    clock: Since,
    rate: Option<
        RateLimiter<NotKeyed, InMemoryState, Since, governor::middleware::NoOpMiddleware<Duration>>,
    >,
    state: Mutex<State>,
    freed: Notify,
    most: usize,
}

#[derive(Debug)]
struct State {
    under_way: usize,
    allowed: usize,
    calm: usize,
    not_before: Instant,
    window: Option<Window>,
}

/// So many calls in a period. A call counts from when it goes until a period after its answer:
/// whenever the vendor counted it, and wherever the vendor's own periods begin, the vendor never
/// counts more.
#[derive(Debug)]
struct Window {
    calls: usize,
    period: Duration,
    /// When the calls of the last period were answered.
    answered: VecDeque<Instant>,
    /// Calls let through so far, and when the last one was.
    passed: usize,
    last: Option<Instant>,
}

/// A call that is under way; dropping it lets the next through.
#[derive(Debug)]
pub(crate) struct Pass<'a>(&'a Gate);

impl Gate {
    /// A gate by the administrator's own bound; without one, some at once and no rate.
    pub fn new(limit: Option<CallLimit>) -> Self {
        let whole = |rate: &f64| *rate >= 1.0 && rate.fract() == 0.0 && *rate <= 1e6;
        let per_second = limit.and_then(|limit| limit.requests_per_second).filter(whole);
        match per_second {
            // A call that comes late for its turn does not make all that follow late.
            Some(calls) => Self::at_once(limit).within(calls as usize, Duration::from_secs(1)),
            None => Self::paced(limit),
        }
    }

    /// One call after the other, evenly, by the administrator's own bound.
    fn paced(limit: Option<CallLimit>) -> Self {
        let per_second = limit.and_then(|limit| limit.requests_per_second);
        let between = per_second.filter(|rate| *rate > 0.0).map(|rate| 1.0 / rate);
        let between = between.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let concurrent = limit.and_then(|limit| limit.concurrent);
        Self::with(
            between.and_then(Quota::with_period),
            concurrent.map_or(CONCURRENT, |most| most.max(1) as usize),
        )
    }

    fn at_once(limit: Option<CallLimit>) -> Self {
        let concurrent = limit.and_then(|limit| limit.concurrent);
        Self::with(None, concurrent.map_or(CONCURRENT, |most| most.max(1) as usize))
    }

    /// The same gate, with at most `calls` within any `period`.
    fn within(self, calls: usize, period: Duration) -> Self {
        self.state().window =
            Some(Window { calls, period, answered: VecDeque::new(), passed: 0, last: None });
        self
    }

    /// A gate by a vendor's published limit: `calls` in `period`, one after the other, evenly;
    /// the administrator's own bound counts where it is tighter.
    pub fn published(calls: u32, period: Duration, limit: Option<CallLimit>) -> Self {
        let own = limit.and_then(|limit| limit.requests_per_second);
        let own = own.filter(|rate| *rate > 0.0).map(|rate| 1.0 / rate);
        let own = own.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let between = (period / calls.max(1)).max(own.unwrap_or_default());
        let concurrent = limit.and_then(|limit| limit.concurrent);
        Self::with(
            Quota::with_period(between),
            concurrent.map_or(CONCURRENT, |most| most.max(1) as usize),
        )
    }

    /// A gate by a vendor's published limit where an answer takes a small part of `period`: as
    /// many at once as the limit allows, and never one more than `calls` within any `period`; the
    /// administrator's own bound counts where it is tighter.
    pub fn windowed(calls: u32, period: Duration, limit: Option<CallLimit>) -> Self {
        Self::paced(limit).within(calls.max(1) as usize, period)
    }

    fn with(quota: Option<Quota>, most: usize) -> Self {
        let clock = Since(Instant::now());
        let rate = quota.map(|quota| RateLimiter::direct_with_clock(quota, clock.clone()));
        let not_before = Instant::now();
        let state = State { under_way: 0, allowed: most, calm: 0, not_before, window: None };
        Self { clock, rate, state: Mutex::new(state), freed: Notify::new(), most }
    }

    /// How many calls are got ready at once: those under way, and others whose intent is on disk
    /// by the time they may go, so that no call waits for the disk. Where a rate is the bound, the
    /// disk is not, and what is got ready early would only be hard to stop.
    pub fn ahead(&self) -> usize {
        let is_paced = self.rate.is_some() || self.state().window.is_some();
        match self.most {
            most if is_paced => most,
            // Of few a few ahead are enough, and a quarantine overtakes fewer.
            most if most <= FEW => most * 2,
            most => most.saturating_mul(4),
        }
    }

    /// How many calls may ever be under way at once.
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many calls may be under way now, and when that grows by itself. Who sends no more keeps
    /// what is not sent yet in hand.
    pub fn room(&self) -> (usize, Option<Instant>) {
        let mut state = self.state();
        let (allowed, under_way) = (state.allowed, state.under_way);
        let Some(window) = &mut state.window else { return (allowed, None) };
        let now = Instant::now();
        window.forget(now);
        let free = window.calls.saturating_sub(window.answered.len()).min(allowed);
        if let Some(at) = window.apart(now) {
            return (free.min(under_way), Some(at));
        }
        let grows = window.answered.front().map(|at| *at + window.period);
        (free, grows.filter(|_| free < allowed))
    }

    /// Waits until a call may go.
    pub async fn pass(&self) -> Pass<'_> {
        let pass = loop {
            let mut freed = pin!(self.freed.notified());
            // From here on, whoever makes room wakes this one too.
            freed.as_mut().enable();
            let wait = {
                let mut state = self.state();
                let now = Instant::now();
                let under_way = state.under_way;
                let full = state.window.as_mut().and_then(|window| window.full(under_way, now));
                if state.not_before > now {
                    Some(state.not_before)
                } else if under_way >= state.allowed {
                    None
                } else if let Some(until) = full {
                    until
                } else {
                    state.under_way += 1;
                    if let Some(window) = &mut state.window {
                        window.passed += 1;
                        window.last = Some(now);
                    }
                    break Pass(self);
                }
            };
            match wait {
                Some(until) => tokio::time::sleep_until(until).await,
                None => freed.await,
            }
        };
        while let Some(early) = self.rate.as_ref().and_then(|rate| rate.check().err()) {
            tokio::time::sleep(early.wait_time_from(self.clock.now())).await;
        }
        pass
    }

    /// The target answered in its ordinary way.
    pub fn calm(&self) {
        let mut state = self.state();
        state.calm += 1;
        if state.calm >= CALM && state.allowed < self.most {
            state.calm = 0;
            state.allowed += 1;
            drop(state);
            self.freed.notify_one();
        }
    }

    /// The target asked to slow down, for `wait` if it said so.
    pub fn slow_down(&self, wait: Option<Duration>) {
        let mut state = self.state();
        state.calm = 0;
        state.allowed = (state.allowed / 2).max(1);
        if let Some(wait) = wait.filter(|wait| *wait <= LONGEST_WAIT) {
            state.not_before = state.not_before.max(Instant::now() + wait);
        }
    }

    /// Lets nothing through for `wait`: what may be called is used up, and told beforehand.
    pub fn hold(&self, wait: Duration) {
        let mut state = self.state();
        state.not_before = state.not_before.max(Instant::now() + wait.min(LONGEST_WAIT));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Forgets calls that were answered a period ago.
    fn forget(&mut self, now: Instant) {
        while self.answered.front().is_some_and(|at| *at + self.period <= now) {
            self.answered.pop_front();
        }
    }

    /// Whether no call may go now; and when one may at the earliest, where that is known.
    fn full(&mut self, under_way: usize, now: Instant) -> Option<Option<Instant>> {
        self.forget(now);
        if let Some(at) = self.apart(now) {
            return Some(Some(at));
        }
        let full = under_way + self.answered.len() >= self.calls;
        full.then(|| self.answered.front().map(|at| *at + self.period))
    }

    /// When the next call may go that goes apart from the last. What fits into one period goes at
    /// once; after that calls keep some way apart, or each would wait for all that go with it.
    fn apart(&self, now: Instant) -> Option<Instant> {
        let gap = self.period / u32::try_from(self.calls * 2).unwrap_or(u32::MAX);
        let at = self.last.filter(|_| self.passed >= self.calls)? + gap;
        (at > now).then_some(at)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.under_way -= 1;
        if let Some(window) = &mut state.window {
            window.answered.push_back(Instant::now());
        }
        let windowed = state.window.is_some();
        drop(state);
        match windowed {
            // What an answer changes for one, it changes for all who wait for the window.
            true => self.0.freed.notify_waiters(),
            false => self.0.freed.notify_one(),
        }
    }
}

/// Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date, which counts from the
/// answer's own `Date` where it has one.
#[must_use]
pub fn retry_after(value: &str, answered: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp());
    let until = date(value)?;
    let now = answered.and_then(date).unwrap_or_else(Timestamp::now);
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after(" 17 ", None), Some(Duration::from_secs(17)), "seconds");
        let date =
            retry_after("Sun, 06 Nov 1994 08:50:37 GMT", Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(date, Some(Duration::from_secs(60)), "a date counts from the answer's own");
        let past = retry_after("Sun, 06 Nov 1994 08:49:37 GMT", None);
        assert_eq!(past, Some(Duration::ZERO), "a date gone by is now");
        assert_eq!(retry_after("soon", None), None, "anything else is nothing");
    }

    #[test]
    fn waits_double_up_to_the_most() {
        let patience = Patience::default();
        let waits: Vec<_> =
            [1, 2, 3, 7, 30].map(|tries| patience.wait(tries, 1.0).as_secs()).into();
        assert_eq!(waits, [1, 2, 4, 60, 60], "longest waits");
        assert_eq!(patience.wait(3, 0.5), Duration::from_secs(2), "jitter takes a part");
    }

    #[tokio::test(start_paused = true)]
    async fn calls_keep_to_the_rate() {
        let limit = CallLimit { requests_per_second: Some(10.0), concurrent: None };
        let gate = Gate::new(Some(limit));
        let start = Instant::now();
        for _ in 0..11 {
            drop(gate.pass().await);
        }
        let took = start.elapsed().as_millis();
        assert!((1000..1020).contains(&took), "ten intervals of 100 ms, not {took} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_never_holds_more_however_long_answers_take() {
        let minute = Duration::from_secs(60);
        let gate = Gate::windowed(3, minute, None);
        let start = Instant::now();
        let mut arrived = Vec::new();
        for call in 0..12u64 {
            let pass = gate.pass().await;
            // The vendor may count a call anywhere between its start and its answer.
            let (before, after) = (call % 3, (call + 1) % 4);
            tokio::time::sleep(Duration::from_secs(before)).await;
            arrived.push(start.elapsed());
            tokio::time::sleep(Duration::from_secs(after)).await;
            drop(pass);
        }
        for four in arrived.windows(4) {
            assert!(four[3] - four[0] >= minute, "four calls within a minute: {four:?}");
        }
        assert!(start.elapsed() < Duration::from_secs(240), "nor does it dawdle");
    }

    #[tokio::test(start_paused = true)]
    async fn slowing_down_waits_and_halves() {
        let gate = Gate::new(None);
        let start = Instant::now();
        gate.slow_down(Some(Duration::from_secs(7)));
        drop(gate.pass().await);
        assert_eq!(start.elapsed().as_secs(), 7, "as long as was asked for");
        assert_eq!(gate.state().allowed, CONCURRENT / 2, "half as many at once");
        (0..CALM).for_each(|_| gate.calm());
        assert_eq!(gate.state().allowed, CONCURRENT / 2 + 1, "one more when all is calm");
    }
}
