//! The console: who may ask, how often, what goes wrong, and what was asked.

use super::errors::Refusal;
use super::fault::Fault;
use super::org::Org;
use super::throttle::Throttle;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a credential may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// `okta.users.read`.
    ReadUsers,
    /// `okta.groups.read`.
    ReadGroups,
    /// `okta.users.manage` and `okta.groups.manage`.
    Manage,
}

/// A call that was answered, or cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its query as it came.
    pub query: String,
    /// How it was answered; 0 when the connection was cut.
    pub status: u16,
}

/// The org behind the API, and who may ask.
pub struct Console {
    /// The API token.
    pub api_token: String,
    /// The service app's id.
    pub client_id: String,
    /// The service app's public key, as PEM.
    pub client_key: Option<String>,
    /// How long tokens of the service app last.
    pub token_lifetime: Duration,
    org: Mutex<Org>,
    rights: Mutex<BTreeSet<Right>>,
    throttle: Mutex<Option<Throttle>>,
    tokens: Mutex<Vec<(String, Instant)>>,
    faults: Mutex<Vec<Fault>>,
    calls: Mutex<Vec<Call>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console over `org`, where everything is allowed and nothing bounded.
    #[must_use]
    pub fn new(org: Org) -> Self {
        let rights = [Right::ReadUsers, Right::ReadGroups, Right::Manage];
        Self {
            api_token: "00rolecall-api-token".into(),
            client_id: "0oarolecall".into(),
            client_key: None,
            token_lifetime: Duration::from_secs(3600),
            org: Mutex::new(org),
            rights: Mutex::new(rights.into()),
            throttle: Mutex::default(),
            tokens: Mutex::default(),
            faults: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    /// What the org holds, to be read or changed.
    pub fn org(&self) -> MutexGuard<'_, Org> {
        lock(&self.org)
    }

    /// Every call that came, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.calls).clone()
    }

    /// Forgets the calls that came so far.
    pub fn forget_calls(&self) {
        lock(&self.calls).clear();
    }

    /// How many calls whose path ends with `path` were answered with `status`.
    #[must_use]
    pub fn count(&self, path: &str, status: u16) -> usize {
        let is_one = |call: &&Call| call.path.ends_with(path) && call.status == status;
        lock(&self.calls).iter().filter(is_one).count()
    }

    /// Lets a fault wait for its calls.
    pub fn fault(&self, fault: Fault) {
        lock(&self.faults).push(fault);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    /// Bounds how often the org may be called.
    pub fn throttle(&self, throttle: Option<Throttle>) {
        *lock(&self.throttle) = throttle;
    }

    /// Takes a right away.
    pub fn revoke(&self, right: Right) {
        lock(&self.rights).remove(&right);
    }

    /// Gives a right back.
    pub fn grant(&self, right: Right) {
        lock(&self.rights).insert(right);
    }

    /// Makes all tokens of the service app worthless.
    pub fn expire_tokens(&self) {
        lock(&self.tokens).clear();
    }

    pub(crate) fn note(&self, call: Call) {
        lock(&self.calls).push(call);
    }

    pub(crate) fn strike(&self, path: &str) -> Option<super::FaultKind> {
        super::fault::strike(&mut lock(&self.faults), path)
    }

    pub(crate) fn counted(&self) -> Option<super::throttle::Standing> {
        lock(&self.throttle).as_mut().map(|one| one.count(std::time::SystemTime::now()))
    }

    pub(crate) fn new_token(&self, now: Instant) -> String {
        let mut tokens = lock(&self.tokens);
        let token = format!("access-{}-{:?}", tokens.len(), now);
        let token = token.replace(|sign: char| !sign.is_ascii_alphanumeric(), "");
        tokens.push((token.clone(), now + self.token_lifetime));
        token
    }

    /// Whether `given`, the value of `Authorization`, is good for what the call needs.
    pub(crate) fn admits(&self, given: &str, right: Right) -> Result<(), Refusal> {
        let now = Instant::now();
        let is_known = match given.split_once(' ') {
            Some(("SSWS", token)) => token == self.api_token,
            Some(("Bearer", token)) => {
                lock(&self.tokens).iter().any(|(known, until)| known == token && *until > now)
            }
            _ => false,
        };
        if !is_known {
            return Err(Refusal::token());
        }
        if !lock(&self.rights).contains(&right) {
            return Err(Refusal::forbidden());
        }
        Ok(())
    }
}
