//! The organization behind the API, who may ask, and what tests set and read of it.

use super::organization::Organization;
use super::throttle::Throttle;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What goes wrong with a request of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: this one goes well.
    Nothing,
    /// It is answered with this status and nothing is done.
    Before(u16),
    /// It is carried out and answered with this status.
    After(u16),
    /// It is carried out and the answer is no JSON.
    Garbled,
    /// It is carried out and no answer ever comes.
    Silent,
    /// It is answered 429 without `Retry-After`.
    Throttled,
}

/// The organization behind the API, and who may ask.
pub struct Console {
    /// The organization's id, `<hex>@AdobeOrg`.
    pub org_id: String,
    /// The client's id, which is the API key too.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// How many users a page has.
    pub page_size: usize,
    /// How long a request of actions takes.
    pub delay: Duration,
    /// After how many calls a token is worthless; never when absent.
    pub calls_per_token: Option<usize>,
    /// What it holds.
    pub organization: Mutex<Organization>,
    /// How often it may be called.
    pub throttle: Mutex<Throttle>,
    /// What goes wrong with the next requests of actions, one each.
    pub faults: Mutex<VecDeque<Fault>>,
    /// Tokens given out, with the calls that each was good for so far.
    pub(super) tokens: Mutex<Vec<(String, usize)>>,
    pub(super) given: Mutex<usize>,
    calls: Mutex<Vec<String>>,
    posts: Mutex<Vec<(Instant, Value)>>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console whose minute lasts `minute`.
    #[must_use]
    pub fn new(organization: Organization, minute: Duration) -> Self {
        Self {
            org_id: "A1B2C3D4E5F60718293A4B5C@AdobeOrg".into(),
            client_id: "rolecall-client".into(),
            client_secret: "rolecall-secret".into(),
            page_size: 2000,
            delay: Duration::ZERO,
            calls_per_token: None,
            organization: Mutex::new(organization),
            throttle: Mutex::new(Throttle::new(minute)),
            faults: Mutex::default(),
            tokens: Mutex::default(),
            given: Mutex::default(),
            calls: Mutex::default(),
            posts: Mutex::default(),
        }
    }

    /// Every call that was answered, as `METHOD path status`.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        lock(&self.calls).clone()
    }

    /// The commands of every request of actions that was let in.
    #[must_use]
    pub fn posts(&self) -> Vec<Value> {
        lock(&self.posts).iter().map(|(_, commands)| commands.clone()).collect()
    }

    /// When each of those requests came.
    #[must_use]
    pub fn post_times(&self) -> Vec<Instant> {
        lock(&self.posts).iter().map(|(at, _)| *at).collect()
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> usize {
        *lock(&self.given)
    }

    /// What the organization holds now.
    #[must_use]
    pub fn holds(&self) -> Organization {
        lock(&self.organization).clone()
    }

    /// Makes every token that was given out worthless.
    pub fn expire_tokens(&self) {
        lock(&self.tokens).clear();
    }

    /// Lets `faults` happen to the next requests of actions, one each.
    pub fn fail_next(&self, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.faults).extend(faults);
    }

    pub(super) fn note(&self, call: &str, status: StatusCode) {
        lock(&self.calls).push(format!("{call} {}", status.as_u16()));
    }

    pub(super) fn note_post(&self, commands: &str) {
        let commands = serde_json::from_str(commands).unwrap_or_default();
        lock(&self.posts).push((Instant::now(), commands));
    }

    /// Why a call is not let in; nothing when it is.
    pub(super) fn refuses(
        &self,
        headers: &HeaderMap,
        org: &str,
        kind: &'static str,
        most: usize,
    ) -> Option<Response> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("x-api-key") != Some(&self.client_id) {
            return Some(refusal(StatusCode::FORBIDDEN, "403000", "Api Key is invalid"));
        }
        let token = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if !token.is_some_and(|token| self.accepts(token)) || org != self.org_id {
            return Some(refusal(StatusCode::UNAUTHORIZED, "401013", "Oauth token is not valid"));
        }
        let wait = lock(&self.throttle).pass(kind, most, Instant::now()).err()?;
        let mut answer = refusal(StatusCode::TOO_MANY_REQUESTS, "429050", "Too many requests");
        answer.headers_mut().insert("retry-after", HeaderValue::from(wait));
        Some(answer)
    }

    fn accepts(&self, token: &str) -> bool {
        let mut tokens = lock(&self.tokens);
        let Some((_, calls)) = tokens.iter_mut().find(|(one, _)| one == token) else {
            return false;
        };
        *calls += 1;
        self.calls_per_token.is_none_or(|most| *calls <= most)
    }
}

pub(super) fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"error_code": code, "message": message}))).into_response()
}
