//! The console: who may ask, how often, what goes wrong, and what was asked.

use super::fault::Fault;
use super::tenant::Tenant;
use super::throttle::Throttle;
use super::tokens::Tokens;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a POST of people answers of those who have a profile already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conflict {
    /// They are in the answer like all others.
    #[default]
    Answered,
    /// The POST is refused with 409.
    Refused,
}

/// A call that was answered, or cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// When it came.
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path below `/admin/rest/v1`, or the whole of it elsewhere.
    pub path: String,
    /// Its query as it came.
    pub query: String,
    /// Its body as it came.
    pub body: String,
    /// How it was answered; 0 when the connection was cut.
    pub status: u16,
}

/// The account behind the API, and who may ask.
pub struct Console {
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The longest page.
    pub page_most: usize,
    /// What is answered of people who have a profile already.
    pub conflict: Conflict,
    tenant: Mutex<Tenant>,
    pub(crate) throttle: Mutex<Throttle>,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    calls: Mutex<Vec<Call>>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console over `tenant` that lets `per_second` requests through, or any number.
    #[must_use]
    pub fn new(tenant: Tenant, per_second: Option<usize>) -> Self {
        Self {
            client_id: "rolecall-client".into(),
            client_secret: "rolecall-secret".into(),
            page_most: 1000,
            conflict: Conflict::default(),
            tenant: Mutex::new(tenant),
            throttle: Mutex::new(Throttle::new(per_second)),
            tokens: Mutex::new(Tokens::new()),
            faults: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    /// What the account holds, to be read or changed.
    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.tenant)
    }

    /// Every call that came, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.calls).clone()
    }

    /// How many calls of `method` whose path ends with `path` were answered with `status`.
    #[must_use]
    pub fn count(&self, method: &str, path: &str, status: u16) -> usize {
        let is_one = |call: &&Call| {
            call.method == method && call.path.ends_with(path) && call.status == status
        };
        lock(&self.calls).iter().filter(is_one).count()
    }

    /// The most calls to the API that were answered otherwise than 429 within any second.
    #[must_use]
    pub fn busiest_second(&self) -> usize {
        let calls = lock(&self.calls);
        let passed = calls.iter().filter(|call| call.status != 429 && call.path != "/oauth/token");
        let times: Vec<Instant> = passed.map(|call| call.at).collect();
        let second = Duration::from_secs(1);
        let within = |from: &Instant| {
            times.iter().filter(|at| **at >= *from && at.duration_since(*from) < second).count()
        };
        times.iter().map(within).max().unwrap_or_default()
    }

    /// Tokens are good for `lifetime` from now on.
    pub fn token_lifetime(&self, lifetime: Duration) {
        lock(&self.tokens).lifetime = lifetime;
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> usize {
        lock(&self.tokens).count()
    }

    /// Makes every token that was given out worthless.
    pub fn expire_tokens(&self) {
        lock(&self.tokens).expire();
    }

    /// Lets something go wrong.
    pub fn fault(&self, fault: Fault) {
        lock(&self.faults).push(fault);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    /// Lets so many requests through a second, or any number.
    pub fn per_second(&self, most: Option<usize>) {
        lock(&self.throttle).most = most;
    }

    pub(crate) fn note(&self, call: Call) {
        lock(&self.calls).push(call);
    }
}
