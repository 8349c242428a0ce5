//! What stands before every call of an emulator: who may ask, how often, what goes wrong, and the
//! record of it.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The call is answered with this status instead.
    Status(u16),
    /// The call is refused as one too many.
    Throttled,
    /// The answer is cut in its middle.
    Cut,
    /// The answer is no JSON.
    Garbage,
    /// The answer is that of the page after the one that was asked for.
    Skip,
    /// The call is never answered.
    Silent,
    /// All tokens are over when the call comes, its own among them.
    Expired,
}

/// A fault that waits for its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What the calls' path ends with.
    pub path: &'static str,
    /// How many such calls go right first.
    pub after: usize,
    /// How many go wrong then.
    pub times: usize,
    /// What goes wrong.
    pub kind: FaultKind,
}

/// So many calls in so long a time; the rest are told when to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many.
    pub calls: usize,
    /// In how long a time.
    pub period: Duration,
}

#[derive(Debug, Default)]
struct Inside {
    calls: Vec<Call>,
    faults: Vec<Fault>,
    throttle: Option<Throttle>,
    passed: Vec<Instant>,
    tokens: BTreeMap<String, (Instant, Vec<String>)>,
    given: usize,
    lifetime: Option<Duration>,
}

/// The front of an emulator.
#[derive(Debug, Default)]
pub struct Front(Mutex<Inside>);

impl Front {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every call that came, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.inside().calls.clone()
    }

    /// How many calls whose path ends with `path` were answered with `status`.
    #[must_use]
    pub fn count(&self, path: &str, status: u16) -> usize {
        let is_one = |call: &&Call| call.path.ends_with(path) && call.status == status;
        self.inside().calls.iter().filter(is_one).count()
    }

    /// Forgets the calls that came.
    pub fn forget(&self) {
        self.inside().calls.clear();
    }

    /// Lets something go wrong.
    pub fn fault(&self, path: &'static str, after: usize, times: usize, kind: FaultKind) {
        self.inside().faults.push(Fault { path, after, times, kind });
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.inside().faults.clear();
    }

    /// Bounds the calls, or does not.
    pub fn throttle(&self, throttle: Option<Throttle>) {
        let mut inside = self.inside();
        inside.throttle = throttle;
        inside.passed.clear();
    }

    /// Tokens are good for `lifetime` from now on.
    pub fn token_lifetime(&self, lifetime: Duration) {
        self.inside().lifetime = Some(lifetime);
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> usize {
        self.inside().given
    }

    /// Makes every token that was given out worthless.
    pub fn expire_tokens(&self) {
        self.inside().tokens.clear();
    }

    /// Gives out a token for `rights`; the token and for how many seconds it is good.
    pub(crate) fn give_token(&self, rights: Vec<String>) -> (String, u64) {
        let mut inside = self.inside();
        inside.given += 1;
        let token = format!("token-{}", inside.given);
        let lifetime = inside.lifetime.unwrap_or(Duration::from_secs(3599));
        inside.tokens.insert(token.clone(), (Instant::now() + lifetime, rights));
        (token, lifetime.as_secs())
    }

    /// The rights of the token that a call carries; none when it has no good one.
    pub(crate) fn rights(&self, headers: &HeaderMap) -> Option<Vec<String>> {
        let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let inside = self.inside();
        let (until, rights) = inside.tokens.get(given.strip_prefix("Bearer ")?)?;
        (*until > Instant::now()).then(|| rights.clone())
    }

    /// How many seconds to wait before the next call; none when one may pass now.
    fn wait(&self) -> Option<u64> {
        let mut inside = self.inside();
        let throttle = inside.throttle?;
        let now = Instant::now();
        inside.passed.retain(|at| now.duration_since(*at) < throttle.period);
        if inside.passed.len() < throttle.calls {
            inside.passed.push(now);
            return None;
        }
        let first = inside.passed.first().copied().unwrap_or(now);
        let left = throttle.period.saturating_sub(now.duration_since(first));
        Some(left.as_millis().div_ceil(1000).max(1) as u64)
    }

    fn strike(&self, path: &str) -> Option<FaultKind> {
        let mut inside = self.inside();
        let mut struck = None;
        for fault in inside.faults.iter_mut().filter(|fault| path.ends_with(fault.path)) {
            if fault.after > 0 {
                fault.after -= 1;
            } else if struck.is_none() && fault.times > 0 {
                fault.times -= 1;
                struck = Some(fault.kind);
            }
        }
        inside.faults.retain(|fault| fault.times > 0);
        struck
    }

    /// Lets a call through to `answer`, which is told whether to skip a page; what is refused at
    /// the front is put into the vendor's form by `refused`: status and seconds to wait.
    pub(crate) async fn pass<F: Future<Output = Response>>(
        &self,
        request: Request<Body>,
        refused: impl Fn(u16, Option<u64>) -> Response,
        answer: impl FnOnce(Asked) -> F,
    ) -> Response {
        let (parts, body) = request.into_parts();
        let mut call = Call {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            status: 0,
        };
        let body = to_bytes(body, 1 << 20).await.unwrap_or_default();
        let body = String::from_utf8_lossy(&body).into_owned();
        if let Some(wait) = self.wait() {
            let response = refused(429, Some(wait));
            call.status = response.status().as_u16();
            self.inside().calls.push(call);
            return response;
        }
        let fault = self.strike(&call.path);
        if let Some(FaultKind::Status(status)) = fault {
            call.status = status;
            self.inside().calls.push(call);
            return refused(status, None);
        }
        if fault == Some(FaultKind::Throttled) {
            let response = refused(429, Some(1));
            call.status = response.status().as_u16();
            self.inside().calls.push(call);
            return response;
        }
        if fault == Some(FaultKind::Expired) {
            self.expire_tokens();
        }
        let asked = Asked {
            path: call.path.clone(),
            query: pairs(&call.query),
            headers: parts.headers,
            body,
            skip: fault == Some(FaultKind::Skip),
        };
        let response = answer(asked).await;
        let response = match fault {
            Some(FaultKind::Cut) => cut(response).await,
            Some(FaultKind::Garbage) => "<html>gateway</html>".into_response(),
            Some(FaultKind::Silent) => {
                self.inside().calls.push(call);
                return std::future::pending().await;
            }
            _ => response,
        };
        call.status = if fault == Some(FaultKind::Cut) { 0 } else { response.status().as_u16() };
        self.inside().calls.push(call);
        response
    }
}

/// A call as an emulator sees it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
    pub body: String,
    /// Whether to answer with the page after the one that is asked for.
    pub skip: bool,
}

impl Asked {
    /// The base address by which the emulator was called.
    pub fn base(&self, scheme: &str) -> String {
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        format!("{scheme}://{}", host.unwrap_or("127.0.0.1"))
    }

    /// The header called `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A part of an address without its escapes.
pub(crate) fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
            let digits = String::from_utf8_lossy(&digits).into_owned();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The pairs of a query or a form.
pub(crate) fn pairs(text: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| unescaped(&text.replace('+', " "));
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    text.split('&').filter(|one| !one.is_empty()).map(pair).collect()
}

/// The same answer, whose connection breaks in the middle of the body.
async fn cut(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, 64 << 20).await.unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    let broken = io::Error::new(io::ErrorKind::ConnectionReset, "cut");
    let chunks = [Ok::<Bytes, io::Error>(half), Err(broken)];
    parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
    Response::from_parts(parts, Body::from_stream(futures_util::stream::iter(chunks)))
}

/// A status by its number.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY)
}
