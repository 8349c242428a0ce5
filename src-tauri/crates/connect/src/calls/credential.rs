//! What a call is signed with.

use super::ask::Reply;
use super::assertion::Assertion;
use super::caller::{exchange, transport};
use super::refusal::{Refusal, oauth_words};
use super::signed_in::SignedIn;
use super::unsaid::{unsaid, unsaid_of};
use crate::Http;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
use rolecall_directory::Cause;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token is renewed when less than this is left of it.
const MARGIN: Duration = Duration::from_secs(60);
/// A signed token as what a client proves itself with (RFC 7523 section 2.2).
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// A signed token as a grant (RFC 7523 section 2.1).
const BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// How the message begins when a sign-in is not accepted any more.
pub(crate) const SIGN_IN_ENDED: &str = "the sign-in counts no more";
/// How long a token is kept whose answer does not say.
const UNSAID: Duration = Duration::from_secs(3600);

/// What a call is signed with.
#[derive(Debug)]
pub(crate) enum Credential {
    /// A token that was given.
    Bearer(SecretString),
    /// A token that was given, under a scheme of the vendor's own.
    Scheme(&'static str, SecretString),
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

/// What a token endpoint is shown.
#[derive(Debug)]
pub(crate) enum Grant {
    /// Client id and secret (RFC 6749 section 4.4).
    Secret { client_id: String, secret: SecretString, scope: Option<String>, form: TokenForm },
    /// Client id and a token signed by the client's key (RFC 7523 section 2.2).
    Key { client_id: String, scope: Option<String>, assertion: Assertion },
    /// A signed token alone (RFC 7523 section 2.1).
    Bearer { assertion: Assertion },
    /// What a sign-in brought (RFC 6749 section 6); the vendor may give another with each answer.
    Refresh(Arc<SignedIn>),
}

/// Tokens of an OAuth 2.0 client, by one grant.
#[derive(Debug)]
pub(crate) struct ClientCredentials {
    http: Http,
    token_url: Url,
    grant: Grant,
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
    refresh_token: Option<String>,
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
        let scope = scope.map(str::to_owned);
        Self::by(http, token_url, Grant::Secret { client_id, secret, scope, form })
    }

    /// The same by any grant.
    pub fn by(http: Http, token_url: Url, grant: Grant) -> Self {
        Self { http, token_url, grant, token: Mutex::new(None) }
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
        let asked = Instant::now();
        let answer = match &self.grant {
            Grant::Refresh(kept) => self.exchange_kept(kept).await?,
            Grant::Secret { client_id, secret, scope, form } => {
                let shown = (*form == TokenForm::Body).then_some((client_id.as_str(), secret));
                self.ask(secret_form(scope.as_deref(), shown)).await?
            }
            Grant::Key { client_id, scope, assertion } => {
                self.ask(key_form(client_id, scope.as_deref(), &assertion.token()?)).await?
            }
            Grant::Bearer { assertion } => {
                let token = assertion.token()?;
                let fields = [("grant_type", BEARER), ("assertion", token.expose_secret())];
                self.ask(form_body(&fields)).await?
            }
        };
        let lasts = answer.expires_in.map_or(UNSAID, Duration::from_secs);
        // Of a token that lives shorter than the margin, half its life is used.
        let used = lasts.saturating_sub(MARGIN).max(lasts / 2);
        Ok(Token { text: SecretString::from(answer.access_token), until: asked + used })
    }

    async fn ask(&self, body: String) -> Result<TokenAnswer, Refusal> {
        let mut request = self.http.client.request(Method::POST, self.token_url.clone());
        if let Grant::Secret { client_id, secret, form: TokenForm::Basic, .. } = &self.grant {
            request = request.basic_auth(client_id, Some(secret.expose_secret()));
        }
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request.body(body.clone()).send().await;
        let reply = exchange(response.map_err(|error| transport(&error))?).await?;
        read(&self.unsaid(reply, &body))
    }

    /// A refused answer without what was shown for a token.
    fn unsaid(&self, reply: Reply, form: &str) -> Reply {
        let basic = match &self.grant {
            Grant::Secret { client_id, secret, form: TokenForm::Basic, .. } => {
                Some((secret, BASE64.encode(format!("{client_id}:{}", secret.expose_secret()))))
            }
            _ => None,
        };
        let mut reply = unsaid_of(reply, form);
        if let Some((secret, pair)) = basic.filter(|_| !reply.is_success()) {
            reply = unsaid(unsaid(reply, &pair), secret.expose_secret());
        }
        reply
    }

    /// A token for what a sign-in brought. One exchange at a time, and what the vendor gives in
    /// its place is kept before the token is used: the one before may be worth nothing any more.
    async fn exchange_kept(&self, kept: &SignedIn) -> Result<TokenAnswer, Refusal> {
        let mut refresh = kept.refresh.lock().await;
        let mut answer = self.ask(form_body(&kept.fields(&refresh))).await;
        let is_refused = |answer: &Result<_, Refusal>| {
            answer.as_ref().is_err_and(|refused| refused.cause == Cause::CredentialRejected)
        };
        if is_refused(&answer)
            && let Some(other) = kept.other_than(&refresh).await
        {
            *refresh = other;
            answer = self.ask(form_body(&kept.fields(&refresh))).await;
        }
        let answer = answer.map_err(|refused| match refused.cause {
            Cause::CredentialRejected => {
                let words = format!("{SIGN_IN_ENDED}: {}", refused.message);
                Refusal { message: words, ..refused }
            }
            _ => refused,
        })?;
        let next = answer.refresh_token.as_ref().filter(|next| *next != refresh.expose_secret());
        if let Some(next) = next {
            *refresh = SecretString::from(next.clone());
            kept.keep(&refresh).await;
        }
        Ok(answer)
    }
}

/// The form for client id and secret, where those go into it.
fn secret_form(scope: Option<&str>, shown: Option<(&str, &SecretString)>) -> String {
    let mut fields = vec![("grant_type", "client_credentials")];
    fields.extend(scope.map(|scope| ("scope", scope)));
    if let Some((client_id, secret)) = shown {
        fields.extend([("client_id", client_id), ("client_secret", secret.expose_secret())]);
    }
    form_body(&fields)
}

/// The form for client id and signed token.
fn key_form(client_id: &str, scope: Option<&str>, token: &SecretString) -> String {
    let mut fields = vec![("grant_type", "client_credentials")];
    fields.extend(scope.map(|scope| ("scope", scope)));
    fields.extend([
        ("client_id", client_id),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", token.expose_secret()),
    ]);
    form_body(&fields)
}

pub(super) fn form_body(form: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

fn read(reply: &Reply) -> Result<TokenAnswer, Refusal> {
    let status = Some(reply.status);
    if !reply.is_success() {
        let said = oauth_words(&reply.text);
        let (cause, message) = match reply.status {
            400 | 401 | 403 => (
                Cause::CredentialRejected,
                format!("no token was given for this client and its secret: {said}"),
            ),
            429 => (Cause::RateLimited, "the token endpoint asks for fewer calls".to_owned()),
            code @ 500.. => {
                (Cause::Unavailable, format!("the token endpoint answered {code}: {said}"))
            }
            code => (
                Cause::UnreadableAnswer,
                format!("the token endpoint answered {code}: {said}. Check token_url"),
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
    authorization("Bearer", token)
}

fn authorization(scheme: &str, token: &SecretString) -> Result<HeaderValue, Refusal> {
    let header = HeaderValue::from_str(&format!("{scheme} {}", token.expose_secret()));
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
            Self::Scheme(scheme, token) => authorization(scheme, token),
            Self::Client(client) => bearer(&client.token().await?),
        }
    }

    /// Tells that `header` was refused; whether another may be had.
    pub(super) async fn refused(&self, header: &HeaderValue) -> bool {
        match self {
            Self::Bearer(_) | Self::Scheme(..) => false,
            Self::Client(client) => {
                client.forget(header).await;
                true
            }
        }
    }

    /// Why the last token that a vendor gave for a sign-in could not be kept.
    pub(super) fn unkept(&self) -> Option<String> {
        let Self::Client(client) = self else { return None };
        let Grant::Refresh(kept) = &client.grant else { return None };
        kept.unkept()
    }

    /// The name of the header.
    pub(super) const HEADER: reqwest::header::HeaderName = AUTHORIZATION;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::read;
    use crate::calls::Reply;
    use crate::calls::refusal::oauth_words;
    use reqwest::header::HeaderMap;

    #[test]
    fn a_refused_token_is_told_in_words() {
        for (body, told) in [
            (
                r#"{"error":"invalid_grant","error_description":"Token has been\nexpired."}"#,
                "invalid_grant: \"Token has been expired.\"",
            ),
            (r#"{"error":"invalid_client"}"#, "invalid_client"),
            (r#"{"error_description":"No."}"#, "\"No.\""),
            (
                r#"{"error":{"code":403,"status":"DENIED","message":"Not you."}}"#,
                "DENIED: \"Not you.\"",
            ),
            (r#"{"error":7,"trace":{"id":"x"}}"#, "it gives no reason"),
            ("[]", "it gives no reason"),
            ("<html>gateway", "\"<html>gateway\""),
        ] {
            assert_eq!(oauth_words(body), told);
            for status in [400, 404, 503] {
                let reply = Reply { status, headers: HeaderMap::new(), text: body.to_owned() };
                let words = read(&reply).err().unwrap().message;
                assert!(words.contains(told) && !words.contains('{'), "{status}: {words}");
            }
        }
    }
}
