//! Quarantine: a connection most of whose calls fail is left alone for a while, tried with a few
//! calls, and left alone for longer if they fail too.
//!
//! | module | holds |
//! |---|---|
//! | here | the law, with time passed in |
//! | `keys` | what connections are called: targets, sources, push endpoints |
//! | `verbs` | what administrators may do, and see |
//! | `watch`, `source` | a run's eye on the connection to a target, and to a source |
//! | `push` | whether others' requests are let in |
//! | `told` | what Activity is told |

mod keys;
mod push;
mod source;
mod told;
mod verbs;
mod watch;

use rolecall_connect::TallySnapshot;
use rolecall_directory::QuarantineLimits;
use rolecall_store::{CountedCalls, QuarantineReason, QuarantineRecord, QuarantineState};

pub use keys::ConnectionKey;
pub use push::{PushAnswer, PushDoor};
pub use verbs::{ConnectionState, Quarantined};
pub(crate) use watch::Watch;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How long a connection is left alone before each trial; the last counts for all that follow.
const DURATIONS: [i64; 5] = [15 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY];
/// A connection whose trials have failed for so long is switched off.
const LONGEST: i64 = 28 * DAY;
/// How many calls a trial may make.
pub(crate) const TRIAL: u32 = 5;

/// What may be done with a connection at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Use it.
    Free,
    /// Try it with a few calls.
    Trial,
    /// Leave it alone.
    No,
}

/// What a trial came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trial {
    /// Fewer than half of its calls failed: the quarantine is over.
    Passed,
    /// It goes on.
    Failed,
    /// It has failed for too long.
    SwitchedOff,
    /// No call was made, so nothing is known.
    NotMade,
}

/// Calls since the last look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Calls {
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    pub(crate) credential_rejected: bool,
    pub(crate) sample: Option<String>,
}

impl Calls {
    /// What was counted between two looks at a tally.
    pub(crate) fn between(before: &TallySnapshot, now: &TallySnapshot) -> Self {
        Self {
            requests: now.requests.saturating_sub(before.requests),
            failed: now.failed.saturating_sub(before.failed),
            credential_rejected: now.credential_rejected && !before.credential_rejected,
            sample: now.sample.clone().filter(|_| now.failed > before.failed),
        }
    }
}

/// What may be done with the connection `record` is about.
pub(crate) fn leave(record: &QuarantineRecord, now: i64) -> Leave {
    match record.state {
        QuarantineState::Watched => Leave::Free,
        QuarantineState::Off => Leave::No,
        // A wait longer than any is one whose clock was turned back since.
        QuarantineState::Held if now >= record.until || record.until - now > DAY => Leave::Trial,
        QuarantineState::Held => Leave::No,
    }
}

/// Counts `calls` of a connection that is used; answers whether that quarantines it: a rejected
/// credential does at once, otherwise the share of failures within the window, from a number of
/// calls on.
///
/// A connection that is quarantined again within a window of a passed trial goes on where it was:
/// what made its trial pass did not make its work pass. This is our decision.
pub(crate) fn count(
    record: &mut QuarantineRecord,
    limits: &QuarantineLimits,
    now: i64,
    calls: &Calls,
) -> bool {
    if record.state != QuarantineState::Watched {
        return false;
    }
    let window = i64::try_from(limits.window_seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
    // What lies ahead was counted before the clock was turned back.
    record.counted.retain(|one| one.at <= now && now - one.at < window);
    if calls.requests > 0 || calls.failed > 0 {
        let Calls { requests, failed, .. } = *calls;
        // To the second, so that a fast run leaves few entries.
        match record.counted.last_mut().filter(|last| now - last.at < SECOND) {
            Some(last) => {
                last.requests += requests;
                last.failed += failed;
            }
            None => record.counted.push(CountedCalls { at: now, requests, failed }),
        }
    }
    if let Some(sample) = &calls.sample {
        record.sample.clone_from(sample);
    }
    let sum = |of: fn(&CountedCalls) -> u64| record.counted.iter().map(of).sum::<u64>();
    let (requests, failed) = (sum(|one| one.requests), sum(|one| one.failed));
    let most = requests >= limits.requests
        && failed > 0
        && failed.saturating_mul(100) >= limits.percent.saturating_mul(requests);
    if !calls.credential_rejected && !most {
        return false;
    }
    let window_seconds = limits.window_seconds;
    record.reason = Some(match calls.credential_rejected {
        true => QuarantineReason::CredentialRejected,
        false => QuarantineReason::Failing { failed, requests, window_seconds },
    });
    let again = record.passed.is_some_and(|passed| passed <= now && now - passed < window);
    if !again {
        (record.since, record.round) = (now, 0);
    }
    hold(record, now);
    true
}

/// Judges a trial by its `calls`.
pub(crate) fn judge(record: &mut QuarantineRecord, now: i64, calls: &Calls) -> Trial {
    if record.state != QuarantineState::Held || calls.requests == 0 {
        return Trial::NotMade;
    }
    if !calls.credential_rejected && calls.failed.saturating_mul(2) < calls.requests {
        release(record);
        record.passed = Some(now);
        record.round = record.round.saturating_add(1);
        return Trial::Passed;
    }
    if let Some(sample) = &calls.sample {
        record.sample.clone_from(sample);
    }
    record.round = record.round.saturating_add(1);
    if now - record.since >= LONGEST {
        record.state = QuarantineState::Off;
        return Trial::SwitchedOff;
    }
    hold(record, now);
    Trial::Failed
}

/// Ends a quarantine, as an administrator may; answers whether there was one.
pub(crate) fn lift(record: &mut QuarantineRecord) -> bool {
    if record.state == QuarantineState::Watched {
        return false;
    }
    release(record);
    record.passed = None;
    true
}

/// Makes the next trial due; answers whether there is a quarantine. A connection that was switched
/// off is under quarantine again.
pub(crate) fn try_now(record: &mut QuarantineRecord, now: i64) -> bool {
    if record.state == QuarantineState::Watched {
        return false;
    }
    record.state = QuarantineState::Held;
    record.until = now;
    true
}

fn hold(record: &mut QuarantineRecord, now: i64) {
    record.state = QuarantineState::Held;
    record.counted.clear();
    let step = usize::try_from(record.round).unwrap_or(usize::MAX).min(DURATIONS.len() - 1);
    record.until = now + DURATIONS[step];
}

fn release(record: &mut QuarantineRecord) {
    record.state = QuarantineState::Watched;
    record.counted.clear();
}

#[cfg(test)]
mod tests;
