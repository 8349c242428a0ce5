//! What a call is signed with.

use super::ask::Reply;
use super::caller::{exchange, transport};
use super::refusal::{Refusal, excerpt};
use crate::Http;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
use rolecall_directory::Cause;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token is renewed when less than this is left of it.
const MARGIN: Duration = Duration::from_secs(60);
/// How long a token is kept whose answer does not say.
const UNSAID: Duration = Duration::from_secs(3600);

/// What a call is signed with.
#[derive(Debug)]
pub(crate) enum Credential {
    /// A token that was given.
    Bearer(SecretString),
    /// A token that is fetched, kept, and fetched anew before it expires or when it is refused.
    Client(Box<ClientCredentials>),
}

/// How a token endpoint wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenForm {
    /// Client id and secret by HTTP Basic (RFC 6749 section 2.3.1).
    Basic,
    /// Client id and secret in the body.
    Body,
}

/// The OAuth 2.0 client credentials grant (RFC 6749 section 4.4).
#[derive(Debug)]
pub(crate) struct ClientCredentials {
    http: Http,
    token_url: Url,
    client_id: String,
    secret: SecretString,
    scope: Option<&'static str>,
    form: TokenForm,
    token: Mutex<Option<Token>>,
}

#[derive(Debug, Clone)]
struct Token {
    text: SecretString,
    until: Instant,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: Option<u64>,
}

impl ClientCredentials {
    /// Fetches nothing yet.
    pub fn new(
        http: Http,
        token_url: Url,
        (client_id, secret): (String, SecretString),
        scope: Option<&'static str>,
        form: TokenForm,
    ) -> Self {
        Self { http, token_url, client_id, secret, scope, form, token: Mutex::new(None) }
    }

    async fn token(&self) -> Result<SecretString, Refusal> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| token.until > Instant::now()) {
            return Ok(token.text.clone());
        }
        let token = self.fetch().await?;
        *kept = Some(token.clone());
        Ok(token.text)
    }

    /// Forgets the token when it still is the one that was refused.
    async fn forget(&self, refused: &HeaderValue) {
        let mut kept = self.token.lock().await;
        let same = |token: &Token| bearer(&token.text).is_ok_and(|header| header == *refused);
        if kept.as_ref().is_some_and(same) {
            *kept = None;
        }
    }

    async fn fetch(&self) -> Result<Token, Refusal> {
        let secret = self.secret.expose_secret();
        let mut form = vec![("grant_type", "client_credentials")];
        form.extend(self.scope.map(|scope| ("scope", scope)));
        if self.form == TokenForm::Body {
            form.extend([("client_id", self.client_id.as_str()), ("client_secret", secret)]);
        }
        let body = form_body(&form);
        let asked = Instant::now();
        let mut request = self.http.client.request(Method::POST, self.token_url.clone());
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        if self.form == TokenForm::Basic {
            request = request.basic_auth(&self.client_id, Some(secret));
        }
        let response = request.send().await.map_err(|error| transport(&error))?;
        let reply = exchange(response).await?;
        let answer = read(&reply)?;
        let lasts = answer.expires_in.map_or(UNSAID, Duration::from_secs);
        // Of a token that lives shorter than the margin, half its life is used.
        let used = lasts.saturating_sub(MARGIN).max(lasts / 2);
        Ok(Token { text: SecretString::from(answer.access_token), until: asked + used })
    }
}

fn form_body(form: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

fn read(reply: &Reply) -> Result<TokenAnswer, Refusal> {
    let status = Some(reply.status);
    if !reply.is_success() {
        let said = excerpt(&reply.text);
        let (cause, message) = match reply.status {
            400 | 401 | 403 => (
                Cause::CredentialRejected,
                format!("no token was given for this client id and secret: \"{said}\""),
            ),
            429 => (Cause::RateLimited, "the token endpoint asks for fewer calls".to_owned()),
            code @ 500.. => {
                (Cause::Unavailable, format!("the token endpoint answered {code}: \"{said}\""))
            }
            code => (
                Cause::UnreadableAnswer,
                format!("the token endpoint answered {code}: \"{said}\". Check token_url"),
            ),
        };
        let retry_after = reply.retry_after().filter(|_| cause.is_transient());
        return Err(Refusal { status, retry_after, ..Refusal::new(cause, message) });
    }
    // What it says is not repeated: it may hold the token.
    serde_json::from_str(&reply.text).map_err(|_| Refusal {
        status,
        ..Refusal::new(
            Cause::UnreadableAnswer,
            "the token endpoint's answer is not a token (RFC 6749 section 5.1). Check token_url",
        )
    })
}

fn bearer(token: &SecretString) -> Result<HeaderValue, Refusal> {
    let header = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()));
    let mut header = header.map_err(|_| {
        let message = "the token has signs that no token can have; enter it again";
        Refusal::new(Cause::CredentialRejected, message)
    })?;
    header.set_sensitive(true);
    Ok(header)
}

impl Credential {
    /// The value of the Authorization header.
    ///
    /// # Errors
    /// When no token can be had.
    pub(super) async fn header(&self) -> Result<HeaderValue, Refusal> {
        match self {
            Self::Bearer(token) => bearer(token),
            Self::Client(client) => bearer(&client.token().await?),
        }
    }

    /// Tells that `header` was refused; whether another may be had.
    pub(super) async fn refused(&self, header: &HeaderValue) -> bool {
        match self {
            Self::Bearer(_) => false,
            Self::Client(client) => {
                client.forget(header).await;
                true
            }
        }
    }

    /// The name of the header.
    pub(super) const HEADER: reqwest::header::HeaderName = AUTHORIZATION;
}
