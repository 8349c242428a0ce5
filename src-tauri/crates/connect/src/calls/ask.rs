//! What is asked, and what is answered.

use super::gate::retry_after;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Method, Url};
use serde_json::Value;
use std::time::Duration;

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub method: Method,
    /// Below the base address, `Users/42`; each segment is escaped.
    pub path: String,
    /// A last segment, which may hold a slash.
    pub last: Option<String>,
    pub query: Vec<(&'static str, String)>,
    /// The whole address instead, as an answer told it; within the vendor's origin.
    pub link: Option<String>,
    /// Beyond what the caller sends with every call.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Option<&'a Value>,
    /// Whether sending it twice does it twice; such a call is left to who asked once it may have
    /// been carried out.
    pub once: bool,
}

impl<'a> Ask<'a> {
    pub fn get(path: impl Into<String>, query: Vec<(&'static str, String)>) -> Self {
        let (method, path) = (Method::GET, path.into());
        let (last, link, headers) = (None, None, Vec::new());
        Self { method, path, last, query, link, headers, body: None, once: false }
    }

    /// A call of the address that an answer told, such as the next page's.
    pub fn follow(link: impl Into<String>) -> Self {
        Self { link: Some(link.into()), ..Self::get(String::new(), Vec::new()) }
    }

    /// A call with a body. A POST is taken for one that must not be repeated blindly.
    pub fn send(method: Method, path: impl Into<String>, body: &'a Value) -> Self {
        let once = method == Method::POST;
        let (query, headers) = (Vec::new(), Vec::new());
        let (path, last, link) = (path.into(), None, None);
        Self { method, path, last, query, link, headers, body: Some(body), once }
    }

    /// The same call, one segment further.
    pub fn below(mut self, segment: impl Into<String>) -> Self {
        self.last = Some(segment.into());
        self
    }

    /// The address of the call below `base`; none where it would leave its origin.
    pub(super) fn url(&self, base: &Url) -> Option<Url> {
        if let Some(link) = &self.link {
            return base.join(link).ok().filter(|url| url.origin() == base.origin());
        }
        let mut url = base.clone();
        let segments = self.path.split('/').chain(self.last.as_deref());
        url.path_segments_mut().ok()?.pop_if_empty().extend(segments);
        if !self.query.is_empty() {
            // Blanks as %20: some vendors do not take `+` for one.
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&self.query)
                .finish();
            url.set_query(Some(&query.replace('+', "%20")));
        }
        Some(url)
    }
}

/// An answer as it came, whatever its status.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The header called `name`, when it is text.
    pub fn header(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// How long the vendor asks to wait (RFC 9110 section 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        self.header(RETRY_AFTER).and_then(|value| retry_after(value, self.header(DATE)))
    }

    /// When it was answered, by the vendor's own clock.
    pub fn answered_at(&self) -> Option<Timestamp> {
        Some(rfc2822::parse(self.header(DATE)?.trim()).ok()?.timestamp())
    }

    /// The last segment of `Location`, which is the id of what was made.
    pub fn location_id(&self) -> Option<String> {
        self.header(LOCATION)
            .and_then(|location| location.trim_end_matches('/').rsplit('/').next())
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
    }
}

/// What a call came to, and on which try.
#[derive(Debug)]
pub(crate) struct Answered<T> {
    pub value: T,
    pub tries: u32,
}
