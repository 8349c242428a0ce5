//! One vendor, called.

use super::ask::{Answered, Ask, Reply};
use super::credential::Credential;
use super::gate::{Gate, LONGEST_WAIT, Patience};
use super::ration::Ration;
use super::refusal::Refusal;
use super::tally::Tally;
use super::unsaid::unsaid;
use crate::http::untrusted;
use crate::{ConnectError, Http};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Response, Url};
use rolecall_directory::Cause;
use std::net::IpAddr;
use std::sync::Arc;

/// The longest answer that is read.
const ANSWER_LIMIT: usize = 16 << 20;
/// How many redirects within one origin are followed.
const REDIRECTS: usize = 3;

/// What a caller needs to know.
#[derive(Debug)]
pub(crate) struct CallerSettings {
    /// The base address, `https://`, or `http://` to this machine.
    pub url: String,
    pub credential: Credential,
    pub patience: Patience,
    /// What is sent as `Content-Type`.
    pub content_type: &'static str,
    /// What is sent as `Accept`.
    pub accept: &'static str,
    /// Sent with every call.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

/// Calls one vendor.
#[derive(Debug)]
pub(crate) struct Caller {
    http: Http,
    base: Url,
    settings: CallerSettings,
    tally: Tally,
    ration: Arc<Ration>,
}

impl Caller {
    /// Checks the address; nothing is called yet.
    ///
    /// # Errors
    /// When the address is none, or would carry the credential in the clear over a network.
    pub fn new(settings: CallerSettings, http: Http) -> Result<Self, ConnectError> {
        let base = protected(&settings.url)?;
        let (tally, ration) = (Tally::default(), Arc::default());
        Ok(Self { http, base, settings, tally, ration })
    }

    /// The same, whose calls are bounded together with those of `other`.
    pub fn rationed_with(self, other: &Self) -> Self {
        Self { ration: other.ration.clone(), ..self }
    }

    /// How calls ended so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Why what the vendor gave for a sign-in could not be kept.
    pub fn unkept(&self) -> Option<String> {
        self.settings.credential.unkept()
    }

    /// The bound on calls in all.
    pub fn ration(&self) -> &Ration {
        &self.ration
    }

    /// The address as it may be shown.
    pub fn place(&self) -> String {
        let mut shown = self.base.clone();
        // Neither can fail for an address with a host.
        let _ = shown.set_password(None);
        let _ = shown.set_username("");
        shown.as_str().trim_end_matches('/').to_owned()
    }

    /// Calls until it is answered, refused for good, or the tries are used up; `tries` have been
    /// made already. `judge` says what an answer is. What may have been carried out and must not
    /// be twice is left to who asked after the first try. A refusal says whether any try may have
    /// been carried out.
    pub async fn call<T>(
        &self,
        gate: &Gate,
        ask: &Ask<'_>,
        mut tries: u32,
        judge: impl Fn(&Reply) -> Result<T, Refusal>,
    ) -> Result<Answered<T>, Refusal> {
        let (mut renewed, mut in_doubt) = (false, false);
        loop {
            if !self.ration.take() {
                let words = "not called: the trial of this connection has used up its calls";
                let refused = Refusal::new(Cause::Unavailable, words);
                return Err(Refusal { tries, maybe_done: in_doubt, ..refused });
            }
            tries += 1;
            let refused = match self.once(gate, ask, &judge, &mut renewed).await {
                Ok(value) => {
                    self.tally.count(&ask.method, Ok(()));
                    return Ok(Answered { value, tries });
                }
                Err(refused) => Refusal { tries, ..refused },
            };
            let twice = ask.once && refused.maybe_done;
            in_doubt |= refused.maybe_done;
            if twice || !self.may_retry(&refused) || self.ration.is_used_up() {
                self.tally.count(&ask.method, Err(&refused));
                return Err(Refusal { maybe_done: in_doubt, ..refused });
            }
            self.wait(&refused).await;
        }
    }

    /// Whether another try may help, now. What a vendor has not implemented it will not have in a
    /// moment.
    pub fn may_retry(&self, refused: &Refusal) -> bool {
        refused.cause.is_transient()
            && refused.status != Some(501)
            && refused.tries < self.settings.patience.tries
            && refused.retry_after.is_none_or(|wait| wait <= LONGEST_WAIT)
    }

    /// Waits as long as was asked for, else ever longer with jitter.
    pub async fn wait(&self, refused: &Refusal) {
        let jitter = self.settings.patience.wait(refused.tries, rand::random());
        tokio::time::sleep(refused.retry_after.unwrap_or(jitter)).await;
    }

    async fn once<T>(
        &self,
        gate: &Gate,
        ask: &Ask<'_>,
        judge: &impl Fn(&Reply) -> Result<T, Refusal>,
        renewed: &mut bool,
    ) -> Result<T, Refusal> {
        loop {
            let _pass = gate.pass().await;
            // Fetched when it is its turn, for a token may run out while a call waits.
            let header = self.settings.credential.header().await?;
            let read = match self.follow(ask, &header).await {
                Ok(reply) => judge(&reply)
                    .map_err(|refused| Refusal { status: Some(reply.status), ..refused }),
                Err(refused) => Err(refused),
            };
            match &read {
                Err(refused) if refused.cause == Cause::RateLimited => {
                    gate.slow_down(refused.retry_after);
                }
                Err(refused) if refused.status == Some(401) && !*renewed => {
                    // A token may run out in mid-run; a new one is tried once.
                    if self.settings.credential.refused(&header).await {
                        *renewed = true;
                        continue;
                    }
                }
                _ => gate.calm(),
            }
            return read;
        }
    }

    async fn follow(&self, ask: &Ask<'_>, header: &HeaderValue) -> Result<Reply, Refusal> {
        let wrong = || match &ask.link {
            None => Refusal::new(Cause::UnreadableAnswer, "the address has no path"),
            Some(_) => {
                let words = "the answer leads to another server, which is not followed; set url \
                             to where it is now";
                Refusal::new(Cause::UnreadableAnswer, words)
            }
        };
        let mut url = ask.url(&self.base).ok_or_else(wrong)?;
        for _ in 0..=REDIRECTS {
            let response = self.send(ask, url.clone(), header).await?;
            let status = response.status().as_u16();
            let follows = ask.method == Method::GET || matches!(status, 307 | 308);
            if let Some(next) = redirect(&response, &url)?
                && follows
            {
                url = next;
                continue;
            }
            return Ok(unsaid(exchange(response).await?, token(header)));
        }
        Err(Refusal::new(Cause::UnreadableAnswer, "the server redirects in a circle"))
    }

    async fn send(
        &self,
        ask: &Ask<'_>,
        url: Url,
        header: &HeaderValue,
    ) -> Result<Response, Refusal> {
        let mut request = self.http.client.request(ask.method.clone(), url);
        request =
            request.header(Credential::HEADER, header.clone()).header(ACCEPT, self.settings.accept);
        for (name, value) in self.settings.headers.iter().chain(&ask.headers) {
            request = request.header(name, value);
        }
        if let Some(body) = ask.body {
            request = request.header(CONTENT_TYPE, self.settings.content_type);
            request = request.body(body.to_string());
        }
        request.send().await.map_err(|error| transport(&error))
    }
}

/// What follows the scheme in an Authorization header.
fn token(header: &HeaderValue) -> &str {
    let text = header.to_str().unwrap_or_default();
    text.split_once(' ').map_or(text, |(_, token)| token)
}

/// The address `url` names, ending in `/`.
///
/// # Errors
/// When it is none, or would carry a credential in the clear over a network.
pub(crate) fn protected(url: &str) -> Result<Url, ConnectError> {
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
    Ok(base)
}

/// Where a redirect leads, when it stays within the origin.
fn redirect(response: &Response, url: &Url) -> Result<Option<Url>, Refusal> {
    let status = response.status().as_u16();
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(location) = location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) else {
        return Ok(None);
    };
    let unreadable = |message: String| Refusal {
        status: Some(status),
        ..Refusal::new(Cause::UnreadableAnswer, message)
    };
    let next = url.join(location).map_err(|error| {
        unreadable(format!("the server redirects to what is no address: {error}"))
    })?;
    if next.origin() != url.origin() {
        return Err(unreadable(format!(
            "the server redirects to {}, which is not followed; set url to where it is now",
            next.origin().ascii_serialization()
        )));
    }
    Ok(Some(next))
}

/// Reads an answer to its end, or to where it is too long.
pub(super) async fn exchange(mut response: Response) -> Result<Reply, Refusal> {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let unreadable = |message: &str| Refusal {
        status: Some(status),
        ..Refusal::new(Cause::UnreadableAnswer, message).maybe_done()
    };
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport(&error))? {
        if bytes.len() + chunk.len() > ANSWER_LIMIT {
            return Err(unreadable("the server's answer is longer than 16 MiB and was not read"));
        }
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| unreadable("the server's answer is not UTF-8"))?;
    Ok(Reply { status, headers, text })
}

/// The refusal of a call that brought no answer, or half of one.
pub(super) fn transport(error: &reqwest::Error) -> Refusal {
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
        return Refusal::new(cause, format!("no connection to the server: {words}"));
    }
    if error.is_timeout() {
        return Refusal::new(Cause::Timeout, "the server did not answer in time").maybe_done();
    }
    Refusal::new(Cause::Unavailable, format!("the connection was cut: {words}")).maybe_done()
}
