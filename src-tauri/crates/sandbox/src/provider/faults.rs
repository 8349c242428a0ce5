//! Faults on demand: what real consoles do on a bad day.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use futures_util::stream;
use serde_json::Value;
use tokio::sync::watch;

use super::answer::{Answer, SCIM_JSON, error_body};
use super::routes::House;

/// When a throttled client may come again (RFC 9110 section 10.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryAfter {
    /// In so many seconds.
    Seconds(u64),
    /// At an instant, written as an HTTP date.
    Date(SystemTime),
}

/// What happens instead of the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lie {
    /// 429, with or without `Retry-After`.
    TooManyRequests(Option<RetryAfter>),
    /// This status with a SCIM Error body, such as 500 or 503.
    Status(u16),
    /// 204, and nothing done: a success that was none.
    Ignored,
    /// No answer, until the client gives up or the provider stops.
    Hang,
    /// Half of a body, then the connection is cut.
    CloseMidBody,
    /// 200 with JSON that ends too early.
    MalformedJson,
    /// 200 with a web page, as a proxy or a login page gives.
    Html,
    /// The right body under another content type.
    ContentType(String),
    /// 200 with an Error body of this status and detail inside.
    ErrorInside {
        /// The status the body speaks of.
        status: u16,
        /// The body's detail.
        detail: String,
    },
    /// 307 to this address.
    Redirect(String),
    /// The right list with a wrong `totalResults`.
    WrongTotals(u64),
    /// The right body followed by this many bytes of blanks.
    HugeBody(u64),
    /// The right body followed by blanks without end.
    EndlessBody,
}

/// A lie told to the next requests that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What happens.
    pub lie: Lie,
    /// The method it is for; any when absent.
    pub method: Option<String>,
    /// A part of the path and query it is for; any when absent.
    pub path: Option<String>,
    /// For how many requests.
    pub times: usize,
    /// Whether the request is carried out before the lie is told.
    pub carried_out: bool,
}

impl Fault {
    /// A fault for the next request of any kind, which is not carried out.
    pub fn new(lie: Lie) -> Self {
        Self { lie, method: None, path: None, times: 1, carried_out: false }
    }

    /// Only for requests of this method whose path and query contain `path`.
    #[must_use]
    pub fn on(mut self, method: impl Into<String>, path: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self.path = Some(path.into());
        self
    }

    /// For so many requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// The request is carried out, and only its answer is lost or wrong.
    #[must_use]
    pub fn carried_out(mut self) -> Self {
        self.carried_out = true;
        self
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.times > 0
            && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self.path.as_ref().is_none_or(|part| path.contains(part.as_str()))
    }

    /// Whether the lie is built on the right answer.
    pub(super) fn needs_answer(&self) -> bool {
        let bends = matches!(
            self.lie,
            Lie::ContentType(_) | Lie::WrongTotals(_) | Lie::HugeBody(_) | Lie::EndlessBody
        );
        self.carried_out || bends
    }
}

/// Takes the fault that is to befall this request.
pub(super) fn take(faults: &mut Vec<Fault>, method: &str, path: &str) -> Option<Fault> {
    let index = faults.iter().position(|fault| fault.matches(method, path))?;
    let fault = faults.get_mut(index)?;
    fault.times -= 1;
    let taken = fault.clone();
    faults.retain(|fault| fault.times > 0);
    Some(taken)
}

/// Answers with the lie; `answer` is the right one where the request was carried out.
pub(super) async fn tell(house: &Arc<House>, lie: Lie, answer: Option<Answer>) -> Response<Body> {
    let right = answer.unwrap_or_else(Answer::no_content);
    let text = right.body.as_ref().map(Value::to_string).unwrap_or_default();
    match lie {
        Lie::TooManyRequests(after) => {
            let mut response = error(429, "Too many requests");
            if let Some(after) = after {
                insert(&mut response, header::RETRY_AFTER, &after.header());
            }
            response
        }
        Lie::Status(status) => error(status, "The console has a problem of its own"),
        Lie::Ignored => Answer::no_content().into_response(),
        Lie::Hang => {
            let mut stopped = house.stopped();
            let _ended = stopped.wait_for(|stop| *stop).await;
            error(503, "The console is stopping")
        }
        Lie::CloseMidBody => close_mid_body(),
        Lie::MalformedJson => raw(200, SCIM_JSON, r#"{"schemas":["urn:ietf:params"],"id":"#),
        Lie::Html => raw(200, "text/html", "<!doctype html><title>Sign in</title><p>Sign in</p>"),
        Lie::ContentType(kind) => {
            let mut response = right.into_response();
            insert(&mut response, header::CONTENT_TYPE, &kind);
            response
        }
        Lie::ErrorInside { status, detail } => {
            Answer::ok(error_body(status, None, &detail)).into_response()
        }
        Lie::Redirect(to) => {
            let mut response = error(307, "Moved");
            insert(&mut response, header::LOCATION, &to);
            response
        }
        Lie::WrongTotals(total) => {
            let mut right = right;
            if let Some(Value::Object(body)) = &mut right.body {
                body.insert("totalResults".to_owned(), Value::from(total));
            }
            right.into_response()
        }
        Lie::HugeBody(bytes) => padded(right.status, text, Some(bytes), house.stopped()),
        Lie::EndlessBody => padded(right.status, text, None, house.stopped()),
    }
}

impl RetryAfter {
    fn header(&self) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Date(when) => {
                let instant = jiff::Timestamp::try_from(*when).unwrap_or_default();
                instant.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
            }
        }
    }
}

fn error(status: u16, detail: &str) -> Response<Body> {
    let mut answer = Answer::ok(error_body(status, None, detail));
    answer.status = status;
    answer.into_response()
}

fn raw(status: u16, kind: &str, body: &'static str) -> Response<Body> {
    streamed(status, kind, Body::from(body))
}

fn streamed(status: u16, kind: &str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    insert(&mut response, header::CONTENT_TYPE, kind);
    response
}

fn insert(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The first half arrives before the cut: the pause keeps both from being dropped together.
fn close_mid_body() -> Response<Body> {
    let parts = stream::unfold(0, |part| async move {
        match part {
            0 => Some((Ok(Bytes::from_static(br#"{"schemas":["urn:ietf"#)), 1)),
            1 => {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Err(std::io::Error::other("cut on purpose")), 2))
            }
            _ => None,
        }
    });
    streamed(200, SCIM_JSON, Body::from_stream(parts))
}

fn padded(
    status: u16,
    text: String,
    blanks: Option<u64>,
    stopped: watch::Receiver<bool>,
) -> Response<Body> {
    const CHUNK: usize = 64 * 1024;
    let padding = stream::unfold((blanks, stopped), |(left, stopped)| async move {
        if left == Some(0) || *stopped.borrow() {
            return None;
        }
        let chunk = left.map_or(CHUNK, |left| usize::try_from(left).unwrap_or(CHUNK).min(CHUNK));
        let rest = left.map(|left| left.saturating_sub(chunk as u64));
        Some((Ok::<_, std::io::Error>(Bytes::from(vec![b' '; chunk])), (rest, stopped)))
    });
    let first = stream::once(async move { Ok(Bytes::from(text)) });
    let body = Body::from_stream(futures_util::StreamExt::chain(first, padding));
    streamed(status, SCIM_JSON, body)
}
