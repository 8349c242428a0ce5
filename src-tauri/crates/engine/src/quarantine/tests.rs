#![allow(clippy::unwrap_used)]

use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn calls(requests: u64, failed: u64) -> Calls {
    Calls { requests, failed, ..Calls::default() }
}

fn minutes(record: &QuarantineRecord, now: i64) -> i64 {
    (record.until - now) / MINUTE
}

#[test]
fn it_takes_twenty_calls_and_half_of_them_failed() {
    let limits = QuarantineLimits::default();
    let mut record = QuarantineRecord::default();
    assert!(!count(&mut record, &limits, 0, &calls(19, 19)), "19 are too few");
    assert!(!count(&mut record, &limits, 1000, &calls(20, 0)), "19 of 39 are less than half");
    assert!(count(&mut record, &limits, 2000, &calls(1, 1)), "20 of 40 are half");
    assert_eq!(leave(&record, 2000), Leave::No, "it is left alone");
    assert_eq!(
        record.reason.unwrap().to_string(),
        "20 of 40 calls failed within 10 minutes",
        "and says why"
    );
}

#[test]
fn what_is_older_than_the_window_does_not_count() {
    let limits = QuarantineLimits::default();
    let mut record = QuarantineRecord::default();
    assert!(!count(&mut record, &limits, 0, &calls(19, 19)), "19 are too few");
    assert!(!count(&mut record, &limits, 10 * MINUTE, &calls(19, 19)), "ten minutes later too");
    assert!(count(&mut record, &limits, 20 * MINUTE - 1, &calls(1, 1)), "20 within ten");
}

#[test]
fn a_rejected_credential_quarantines_at_once() {
    let limits = QuarantineLimits::default();
    let mut record = QuarantineRecord::default();
    let rejected = Calls { credential_rejected: true, ..calls(1, 1) };
    assert!(count(&mut record, &limits, 0, &rejected), "one call is enough");
    assert_eq!(record.reason.unwrap().to_string(), "the credential was rejected", "and says why");
}

#[test]
fn each_trial_that_fails_makes_the_next_wait_longer_until_it_is_switched_off() {
    let limits = QuarantineLimits::default();
    let mut record = QuarantineRecord::default();
    assert!(count(&mut record, &limits, 0, &calls(20, 20)), "all failed");
    let (mut now, mut waits) = (0, Vec::new());
    loop {
        waits.push(minutes(&record, now));
        assert_eq!(leave(&record, record.until - 1), Leave::No, "not before its time");
        now = record.until;
        assert_eq!(leave(&record, now), Leave::Trial, "a trial when its time has come");
        match judge(&mut record, now, &calls(4, 2)) {
            Trial::Failed => {}
            Trial::SwitchedOff => break,
            other => panic!("half of the calls failed: {other:?}"),
        }
    }
    assert_eq!(waits[..6], [15, 60, 360, 720, 1440, 1440], "the durations, then daily");
    assert!((28..29).contains(&(now / DAY)), "switched off after 28 days, not {}", now / DAY);
    assert_eq!(leave(&record, now + 365 * DAY), Leave::No, "and stays so");
    assert!(try_now(&mut record, now + DAY), "until someone asks for a trial");
    assert_eq!(judge(&mut record, now + DAY, &calls(5, 2)), Trial::Passed, "two of five");
    assert_eq!(leave(&record, now + DAY), Leave::Free, "it is used again");
}

#[test]
fn a_trial_without_calls_says_nothing() {
    let mut record = QuarantineRecord::default();
    let limits = QuarantineLimits::default();
    assert!(count(&mut record, &limits, 0, &calls(20, 20)), "all failed");
    let before = record.clone();
    assert_eq!(judge(&mut record, HOUR, &calls(0, 0)), Trial::NotMade, "nothing is known");
    assert_eq!(record, before, "and nothing changes");
}

#[test]
fn what_passes_its_trial_and_fails_again_goes_on_where_it_was() {
    let limits = QuarantineLimits::default();
    let mut record = QuarantineRecord::default();
    assert!(count(&mut record, &limits, 0, &calls(20, 20)), "all failed");
    assert_eq!(judge(&mut record, 15 * MINUTE, &calls(5, 0)), Trial::Passed, "reads work");
    assert!(count(&mut record, &limits, 16 * MINUTE, &calls(20, 20)), "writes do not");
    assert_eq!(minutes(&record, 16 * MINUTE), 60, "the second wait, not the first again");
    assert_eq!(record.since, 0, "it is one quarantine");
    assert!(lift(&mut record), "lifted");
    assert!(count(&mut record, &limits, 17 * MINUTE, &calls(20, 20)), "and quarantined");
    assert_eq!(minutes(&record, 17 * MINUTE), 15, "what was lifted begins anew");
}

/// The law again, word by word: a list of all that happened since the connection was last free.
struct Naive {
    /// Second, call failed.
    calls: Vec<(i64, bool)>,
    quarantined: Option<NaiveQuarantine>,
    passed: Option<(i64, NaiveQuarantine)>,
}

#[derive(Clone)]
struct NaiveQuarantine {
    began: i64,
    failed_trials: usize,
    next: Option<i64>,
}

impl Naive {
    const WAITS: [i64; 6] = [15, 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60];

    fn wait(failed_trials: usize) -> i64 {
        Self::WAITS[failed_trials.min(5)] * 60
    }

    fn calls(&mut self, now: i64, requests: u64, failed: u64, rejected: bool) {
        if self.quarantined.is_some() {
            return;
        }
        self.calls.extend((0..requests).map(|call| (now, call < failed)));
        let recent: Vec<_> = self.calls.iter().filter(|(at, _)| now - at < 600).collect();
        let bad = recent.iter().filter(|(_, failed)| *failed).count();
        if rejected || (recent.len() >= 20 && bad * 2 >= recent.len()) {
            let last = self.passed.take().filter(|(at, _)| now - at < 600);
            let (began, failed_trials) = match last {
                Some((_, before)) => (before.began, before.failed_trials + 1),
                None => (now, 0),
            };
            let next = Some(now + Self::wait(failed_trials));
            self.quarantined = Some(NaiveQuarantine { began, failed_trials, next });
            self.calls.clear();
        }
    }

    fn trial(&mut self, now: i64, requests: u64, failed: u64) {
        let Some(quarantine) = &mut self.quarantined else { return };
        if requests == 0 || quarantine.next.is_none() {
            return;
        }
        if failed * 2 < requests {
            self.passed = Some((now, quarantine.clone()));
            self.quarantined = None;
            return;
        }
        quarantine.failed_trials += 1;
        let too_long = now - quarantine.began >= 28 * 24 * 60 * 60;
        quarantine.next = (!too_long).then(|| now + Self::wait(quarantine.failed_trials));
    }

    fn may(&self, now: i64) -> Leave {
        match &self.quarantined {
            None => Leave::Free,
            Some(NaiveQuarantine { next: Some(next), .. }) if now >= *next => Leave::Trial,
            Some(_) => Leave::No,
        }
    }
}

#[test]
fn the_law_holds_for_any_history() {
    let limits = QuarantineLimits::default();
    let (mut trips, mut offs) = (0, 0);
    for seed in 0..400 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut record = QuarantineRecord::default();
        let mut naive = Naive { calls: Vec::new(), quarantined: None, passed: None };
        let mut now = 0i64;
        let health = random.random_range(0..=100u64);
        for turn in 0..400 {
            let far = random.random_range(0..4) == 0;
            now += random.random_range(0..if far { 30 * 60 * 60 } else { 120 });
            let requests = random.random_range(0..8u64);
            let failed = (0..requests).filter(|_| random.random_range(0..100) >= health).count();
            let failed = failed as u64;
            match random.random_range(0..60) {
                0 => {
                    lift(&mut record);
                    if naive.quarantined.take().is_some() {
                        naive.passed = None;
                    }
                }
                1 => {
                    try_now(&mut record, now * 1000);
                    if let Some(quarantine) = &mut naive.quarantined {
                        quarantine.next = Some(now);
                    }
                }
                _ => match leave(&record, now * 1000) {
                    Leave::Free => {
                        let rejected = failed > 0 && random.random_range(0..200) == 0;
                        let found =
                            Calls { credential_rejected: rejected, ..calls(requests, failed) };
                        trips += u32::from(count(&mut record, &limits, now * 1000, &found));
                        naive.calls(now, requests, failed, rejected);
                    }
                    Leave::Trial => {
                        let (requests, failed) = (requests.min(5), failed.min(5));
                        let off = judge(&mut record, now * 1000, &calls(requests, failed));
                        offs += u32::from(off == Trial::SwitchedOff);
                        naive.trial(now, requests, failed);
                    }
                    Leave::No => {}
                },
            }
            let next = naive.quarantined.as_ref().and_then(|quarantine| quarantine.next);
            assert_eq!(
                leave(&record, now * 1000),
                naive.may(now),
                "seed {seed}, turn {turn}: what may be done"
            );
            if let Some(next) = next {
                assert_eq!(record.until, next * 1000, "seed {seed}, turn {turn}: the next trial");
            }
        }
    }
    assert!(trips > 100 && offs > 3, "the histories reach far: {trips} trips, {offs} offs");
}
