//! What is kept in memory between calls, and written down each second.

use super::doors::Doors;
use crate::app::lock;
use rolecall_connect::PushQueue;
use rolecall_engine::Debounce;
use rolecall_store::{PushCallRecord, Store};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Instant;
use tokio::sync::Semaphore;

/// How many calls are answered at once; more are asked to try again. Our decision.
const AT_ONCE: usize = 256;
/// How many calls read at once.
const READERS: usize = 4;
/// How many calls wait to be written into the log; where it cannot be written, the rest is lost.
const LOG: usize = 100_000;
/// A run follows this many milliseconds after the last change, and at most so many after the
/// first: a provider's cycle becomes one run or a few. Both are decisions of ours.
const CALM: i64 = 10_000;
const LONGEST: i64 = 60_000;
/// To how many milliseconds it is noted when a token was last used.
const MINUTE: i64 = 60_000;
/// How often the log is looked through for calls that are too old.
const HOUR: i64 = 60 * MINUTE;

/// What is kept in memory between calls.
pub(crate) struct Desk {
    pub(super) queue: PushQueue,
    pub(super) doors: Mutex<Option<(Instant, Arc<Doors>)>>,
    pub(crate) debounce: Mutex<Debounce>,
    pub(super) places: Arc<Semaphore>,
    /// As many read at once as the workspace keeps connections for.
    pub(super) readers: Semaphore,
    /// Calls of a trial are answered one by one.
    pub(super) trial: tokio::sync::Mutex<()>,
    /// Writes that were taken since quarantine last counted them, by directory.
    pub(super) taken: Mutex<BTreeMap<String, u64>>,
    log: Mutex<Vec<PushCallRecord>>,
    /// When calls that are too old were last taken out of the log.
    cleaned: Mutex<i64>,
    /// When tokens were last used that is not written down yet, and that was.
    used: Mutex<BTreeMap<i64, (i64, i64)>>,
    listening: Arc<Mutex<Vec<(u64, Listening)>>>,
    /// Why nobody listens where somebody chose to.
    failed: Mutex<Option<String>>,
}

/// Where a host listens for SCIM calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The address by which this machine is reached, such as `https://10.0.0.4:7443`.
    pub address: String,
    /// Whether other machines can reach it.
    pub beyond: bool,
    /// Whether a proxy stands before it, whose address is the one to give.
    pub proxied: bool,
}

/// Takes back that a host listens, once dropped.
#[derive(Debug)]
pub struct ListenGuard {
    number: u64,
    listening: Weak<Mutex<Vec<(u64, Listening)>>>,
}

impl Drop for ListenGuard {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.upgrade() {
            lock(&listening).retain(|(number, _)| *number != self.number);
        }
    }
}

impl Desk {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self {
            queue: PushQueue::start(store),
            doors: Mutex::default(),
            debounce: Mutex::new(Debounce::new(CALM, LONGEST)),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            readers: Semaphore::new(READERS),
            trial: tokio::sync::Mutex::default(),
            taken: Mutex::default(),
            log: Mutex::default(),
            cleaned: Mutex::default(),
            used: Mutex::default(),
            listening: Arc::default(),
            failed: Mutex::default(),
        }
    }

    /// Looks at directories and tokens anew at the next call.
    pub(crate) fn forget_doors(&self) {
        *lock(&self.doors) = None;
    }

    /// A host listens, until the guard is dropped.
    pub(crate) fn listens(&self, place: Listening) -> ListenGuard {
        let mut listening = lock(&self.listening);
        let number = listening.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
        listening.push((number, place));
        ListenGuard { number, listening: Arc::downgrade(&self.listening) }
    }

    pub(crate) fn failed(&self) -> Option<String> {
        lock(&self.failed).clone()
    }

    pub(crate) fn fails(&self, why: Option<String>) {
        *lock(&self.failed) = why;
    }

    pub(crate) fn listening(&self) -> Vec<Listening> {
        lock(&self.listening).iter().map(|(_, place)| place.clone()).collect()
    }

    pub(super) fn log(&self, record: PushCallRecord) {
        let mut log = lock(&self.log);
        if log.len() < LOG {
            log.push(record);
        }
    }

    pub(super) fn used(&self, token: i64, now: i64) {
        let mut used = lock(&self.used);
        used.entry(token).or_insert((now, 0)).0 = now;
    }

    /// Writes the log and when tokens were used. What cannot be written is tried again.
    pub(crate) fn flush(&self, store: &Store, now: i64) {
        let calls = std::mem::take(&mut *lock(&self.log));
        // Old calls go with time, not only when new ones come.
        let is_due = {
            let mut cleaned = lock(&self.cleaned);
            let is_due = !(*cleaned..*cleaned + HOUR).contains(&now);
            if is_due || !calls.is_empty() {
                *cleaned = now;
            }
            is_due
        };
        if (is_due || !calls.is_empty())
            && let Err((written, error)) = store.log_push_calls(&calls, now)
        {
            tracing::warn!(%error, "the log of SCIM calls could not be written");
            let mut log = lock(&self.log);
            let later = std::mem::take(&mut *log);
            log.extend(calls.into_iter().skip(written).chain(later));
        }
        let fresh: Vec<(i64, i64)> = lock(&self.used)
            .iter_mut()
            .filter(|(_, (at, written))| at - *written >= MINUTE)
            .map(|(token, (at, written))| {
                *written = *at;
                (*token, *at)
            })
            .collect();
        if !fresh.is_empty()
            && let Err(error) = store.use_push_tokens(&fresh)
        {
            tracing::warn!(%error, "when tokens were used could not be written");
        }
    }
}
