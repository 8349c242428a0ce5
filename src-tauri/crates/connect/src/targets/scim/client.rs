//! Calls to a SCIM service provider (RFC 7644 section 3): bounded, retried, never redirected away.

use super::errors::{Refusal, excerpt, refusal};
use super::limit::{Gate, LONGEST_WAIT, Patience, retry_after};
use crate::http::untrusted;
use crate::{ConnectError, Http};
use reqwest::header::HeaderValue;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER,
};
use reqwest::{Method, Response, Url};
use rolecall_directory::Cause;
use rolecall_scim::message::ErrorBody;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::net::IpAddr;

/// The longest answer that is read.
const ANSWER_LIMIT: usize = 16 << 20;
/// How many redirects within one origin are followed.
const REDIRECTS: usize = 3;
const SCIM_JSON: &str = "application/scim+json";
const ACCEPTED: &str = "application/scim+json, application/json;q=0.9";

/// Calls one service provider.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    base: Url,
    token: SecretString,
    pub gate: Gate,
    patience: Patience,
    /// Names of attributes beyond SCIM's own by which a refusal may name what it means.
    attributes: Vec<String>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    pub method: Method,
    /// Below the base address, `Users/42`.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Option<&'a Value>,
}

/// What was answered, and on which try.
#[derive(Debug)]
pub(super) struct Answer {
    pub body: Value,
    /// The last segment of `Location`, which is the id of what was made.
    pub location_id: Option<String>,
    pub tries: u32,
}

impl<'a> Ask<'a> {
    pub fn get(path: impl Into<String>, query: Vec<(&'static str, String)>) -> Self {
        Self { method: Method::GET, path: path.into(), query, body: None }
    }

    pub fn send(method: Method, path: impl Into<String>, body: &'a Value) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body: Some(body) }
    }

    fn is_create(&self) -> bool {
        self.method == Method::POST
    }
}

impl Client {
    /// Checks the address; nothing is called yet.
    ///
    /// # Errors
    /// When the address is none, or would carry the token in the clear over a network.
    pub fn new(
        url: &str,
        token: SecretString,
        http: Http,
        gate: Gate,
        patience: Patience,
        attributes: Vec<String>,
    ) -> Result<Self, ConnectError> {
        let wrong = |message: String| ConnectError {
            cause: Cause::RejectedByTarget,
            place: url.to_owned(),
            message,
        };
        let mut base = Url::parse(url)
            .map_err(|error| wrong(format!("this is no address: {error}. Correct url")))?;
        let host = base.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let address = host.parse::<IpAddr>();
        let loopback = host.eq_ignore_ascii_case("localhost")
            || address.is_ok_and(|address| address.is_loopback());
        if base.scheme() != "https" && !(base.scheme() == "http" && loopback) {
            let message = "the token would go over the network unprotected; use an https:// \
                           address (http:// only to this machine)";
            return Err(wrong(message.to_owned()));
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self { http, base, token, gate, patience, attributes })
    }

    /// The address as it may be shown.
    pub fn place(&self) -> String {
        let mut shown = self.base.clone();
        // Neither can fail for an address with a host.
        let _ = shown.set_password(None);
        let _ = shown.set_username("");
        shown.as_str().trim_end_matches('/').to_owned()
    }

    /// An error of reading, with its place.
    pub fn error(&self, path: &str, refused: &Refusal) -> ConnectError {
        let next = match refused.cause {
            Cause::CredentialRejected => ". Enter a valid token for this target",
            Cause::NotPermitted => ". Give the token the right to read users and groups",
            Cause::NotFound => ". Check url: it must end where /Users begins",
            Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
                ". Check the address and the network, then sync again"
            }
            Cause::UnreadableAnswer => ". Check that url is the SCIM address of the target",
            _ => "",
        };
        ConnectError {
            cause: refused.cause,
            place: format!("{}/{path}", self.place()),
            message: format!("{}{next}", refused.message),
        }
    }

    /// Calls until it is answered, refused for good, or the tries are used up. What may have been
    /// carried out and must not be twice (a POST) is left to the caller after the first try.
    pub async fn call(&self, ask: &Ask<'_>) -> Result<Answer, Refusal> {
        self.call_from(ask, 0).await
    }

    /// The same, where `tries` have been made already.
    pub async fn call_from(&self, ask: &Ask<'_>, mut tries: u32) -> Result<Answer, Refusal> {
        loop {
            tries += 1;
            let refused = match self.once(ask).await {
                Ok(answer) => return Ok(Answer { tries, ..answer }),
                Err(refused) => Refusal { tries, ..refused },
            };
            let twice = ask.is_create() && refused.maybe_done;
            if twice || !self.may_retry(&refused) {
                return Err(refused);
            }
            self.wait(&refused).await;
        }
    }

    /// Whether another try may help, now.
    pub fn may_retry(&self, refused: &Refusal) -> bool {
        refused.cause.is_transient()
            && refused.tries < self.patience.tries
            && refused.retry_after.is_none_or(|wait| wait <= LONGEST_WAIT)
    }

    /// Waits as long as was asked for, else ever longer with jitter.
    pub async fn wait(&self, refused: &Refusal) {
        let jitter = self.patience.wait(refused.tries, rand::random());
        tokio::time::sleep(refused.retry_after.unwrap_or(jitter)).await;
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<Answer, Refusal> {
        let _pass = self.gate.pass().await;
        let read = self.exchange(ask).await;
        match &read {
            Err(refused) if refused.cause == Cause::RateLimited => {
                self.gate.slow_down(refused.retry_after);
            }
            _ => self.gate.calm(),
        }
        read
    }

    async fn exchange(&self, ask: &Ask<'_>) -> Result<Answer, Refusal> {
        let mut url = self.url(ask)?;
        for _ in 0..=REDIRECTS {
            let response = self.send(ask, url.clone()).await?;
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let follows = ask.method == Method::GET || matches!(status, 307 | 308);
            if let Some(next) = redirect(status, &headers, &url)?
                && follows
            {
                url = next;
                continue;
            }
            let text = body(response).await?;
            return self.judge(ask, status, &headers, &text);
        }
        Err(Refusal::new(Cause::UnreadableAnswer, "the target redirects in a circle"))
    }

    fn url(&self, ask: &Ask<'_>) -> Result<Url, Refusal> {
        let mut url = self.base.clone();
        let wrong = || Refusal::new(Cause::UnreadableAnswer, "the address has no path");
        url.path_segments_mut().map_err(|()| wrong())?.pop_if_empty().extend(ask.path.split('/'));
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        Ok(url)
    }

    async fn send(&self, ask: &Ask<'_>, url: Url) -> Result<Response, Refusal> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", self.token.expose_secret()))
            .map_err(|_| {
            let message = "the token has signs that no token can have; enter it again";
            Refusal::new(Cause::CredentialRejected, message)
        })?;
        bearer.set_sensitive(true);
        let mut request = self.http.client.request(ask.method.clone(), url);
        request = request.header(AUTHORIZATION, bearer).header(ACCEPT, ACCEPTED);
        if let Some(body) = ask.body {
            request = request.header(CONTENT_TYPE, SCIM_JSON).body(body.to_string());
        }
        request.send().await.map_err(|error| transport(&error))
    }

    fn judge(
        &self,
        ask: &Ask<'_>,
        status: u16,
        headers: &HeaderMap,
        text: &str,
    ) -> Result<Answer, Refusal> {
        let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        if !(200..300).contains(&status) {
            let refused = refusal(status, text, ask.is_create(), &self.attributes);
            let wait = header(RETRY_AFTER).and_then(|value| retry_after(value, header(DATE)));
            let wait = wait.filter(|_| refused.cause.is_transient());
            return Err(Refusal { retry_after: wait, ..refused });
        }
        let location_id = header(LOCATION)
            .and_then(|location| location.trim_end_matches('/').rsplit('/').next())
            .filter(|id| !id.is_empty())
            .map(str::to_owned);
        if text.trim().is_empty() && ask.method != Method::GET {
            return Ok(Answer { body: Value::Null, location_id, tries: 0 });
        }
        let body: Value = serde_json::from_str(text).map_err(|error| {
            let begins = excerpt(text);
            let message =
                format!("the target's answer is not JSON ({error}); it begins: \"{begins}\"");
            Refusal::new(Cause::UnreadableAnswer, message).maybe_done()
        })?;
        if let Some(inside) = ErrorBody::read(&body) {
            let status = inside.status.filter(|status| *status >= 400).unwrap_or(400);
            return Err(refusal(status, text, ask.is_create(), &self.attributes));
        }
        Ok(Answer { body, location_id, tries: 0 })
    }
}

/// Where a redirect leads, when it stays within the origin.
fn redirect(status: u16, headers: &HeaderMap, url: &Url) -> Result<Option<Url>, Refusal> {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(location) = location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) else {
        return Ok(None);
    };
    let next = url.join(location).map_err(|error| {
        let message = format!("the target redirects to what is no address: {error}");
        Refusal::new(Cause::UnreadableAnswer, message)
    })?;
    if next.origin() != url.origin() {
        let message = format!(
            "the target redirects to {}, which is not followed; set url to where it is now",
            next.origin().ascii_serialization()
        );
        return Err(Refusal::new(Cause::UnreadableAnswer, message));
    }
    Ok(Some(next))
}

async fn body(mut response: Response) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport(&error))? {
        if bytes.len() + chunk.len() > ANSWER_LIMIT {
            let message = "the target's answer is longer than 16 MiB and was not read";
            return Err(Refusal::new(Cause::UnreadableAnswer, message).maybe_done());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| {
        let message = "the target's answer is not UTF-8";
        Refusal::new(Cause::UnreadableAnswer, message).maybe_done()
    })
}

/// The refusal of a call that brought no answer, or half of one.
fn transport(error: &reqwest::Error) -> Refusal {
    if let Some(words) = untrusted(error) {
        return Refusal::new(Cause::CertificateUntrusted, words);
    }
    let mut words = String::new();
    let mut next: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(inner) = next {
        words = inner.to_string();
        next = inner.source();
    }
    // A connection that never came about has carried nothing.
    if error.is_connect() {
        let cause = if error.is_timeout() { Cause::Timeout } else { Cause::Unavailable };
        return Refusal::new(cause, format!("no connection to the target: {words}"));
    }
    if error.is_timeout() {
        return Refusal::new(Cause::Timeout, "the target did not answer in time").maybe_done();
    }
    Refusal::new(Cause::Unavailable, format!("the connection was cut: {words}")).maybe_done()
}
