//! Signing in by the administrator's own browser (RFC 8252) for set-ups of one person: the code
//! comes back to a port of this machine, and is of no use without what proves that we asked for it
//! (PKCE, RFC 7636). What is kept is a refresh token, as a secret.

use super::caller::{exchange, protected, transport};
use super::credential::form_body;
use super::refusal::{Refusal, excerpt, oauth_words};
use super::signed_in::SignedIn;
use super::unsaid::unsaid_of;
use crate::{ConnectError, Http};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use reqwest::header::CONTENT_TYPE;
use rolecall_directory::Cause;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use url::Url;

/// How long a connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest request that is read.
const REQUEST_LIMIT: usize = 16 << 10;

/// What a sign-in needs to know.
#[derive(Debug, Clone)]
pub struct SignInSettings {
    /// The application's id.
    pub client_id: String,
    /// Its secret, where the vendor gives even such applications one.
    pub client_secret: Option<SecretString>,
    /// Where the browser signs in.
    pub authorize_url: String,
    /// Where the code is redeemed.
    pub token_url: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// What the vendor wants to be asked beyond the standard.
    pub further: Vec<(&'static str, &'static str)>,
    /// The name of this machine in the address that the browser comes back to: `127.0.0.1` or
    /// `localhost`, as the application is registered.
    pub host: &'static str,
    /// The port that the browser comes back to; any that is free when absent.
    pub port: Option<u16>,
    /// How long the browser may take.
    pub patience: Duration,
}

impl SignInSettings {
    /// How long a browser may take where nothing else is said.
    pub const PATIENCE: Duration = Duration::from_secs(600);
}

/// A sign-in that waits for the browser.
pub struct SignIn {
    listener: TcpListener,
    url: Url,
    redirect: String,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
    settings: SignInSettings,
    http: Http,
}

#[derive(Deserialize)]
struct Redeemed {
    refresh_token: Option<SecretText>,
}

/// A text that is not shown.
#[derive(Deserialize)]
struct SecretText(String);

impl SignIn {
    /// Opens a port of this machine for the browser to come back to; nothing is called yet.
    ///
    /// # Errors
    /// When the port cannot be had, or an address is none or not protected.
    pub async fn begin(settings: SignInSettings, http: Http) -> Result<Self, ConnectError> {
        let wrong = |message: String| ConnectError {
            cause: Cause::RejectedByTarget,
            place: settings.authorize_url.clone(),
            message,
        };
        protected(&settings.authorize_url)?;
        protected(&settings.token_url)?;
        let opened = TcpListener::bind(("127.0.0.1", settings.port.unwrap_or(0))).await;
        let port = |error: std::io::Error| match settings.port {
            Some(port) => wrong(format!(
                "port {port} of this machine cannot be opened for the browser to come back to: \
                 {error}. Choose another port, or leave it out"
            )),
            None => {
                wrong(format!("no port of this machine can be opened for the browser: {error}"))
            }
        };
        let listener = opened.map_err(port)?;
        let number = listener.local_addr().map_err(port)?.port();
        let redirect = format!("http://{}:{number}/", settings.host);
        let read = |error: url::ParseError| wrong(format!("this is no address: {error}"));
        let client = BasicClient::new(ClientId::new(settings.client_id.clone()))
            .set_auth_uri(AuthUrl::new(settings.authorize_url.clone()).map_err(read)?)
            .set_redirect_uri(RedirectUrl::new(redirect.clone()).map_err(read)?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut asked = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
        asked = asked.add_scopes(settings.scopes.iter().cloned().map(Scope::new));
        for (name, value) in &settings.further {
            asked = asked.add_extra_param(*name, *value);
        }
        let (url, state) = asked.url();
        Ok(Self { listener, url, redirect, state, verifier, settings, http })
    }

    /// The address to open in the browser.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Waits for the browser and redeems its code; what to keep as the source's secret.
    ///
    /// # Errors
    /// When the administrator declines, nobody comes back in time, or the code is refused.
    pub async fn finish(self) -> Result<SecretString, ConnectError> {
        let place = self.settings.authorize_url.clone();
        let failed = |refused: Refusal| ConnectError {
            cause: refused.cause,
            place: place.clone(),
            message: format!("{}. Sign in again", refused.message),
        };
        let code = self.code().await.map_err(failed)?;
        self.redeem(&code).await.map_err(failed)
    }

    async fn code(&self) -> Result<String, Refusal> {
        let patience = self.settings.patience;
        let until = Instant::now() + patience;
        loop {
            let late = |_| {
                let words = format!("nobody signed in within {} seconds", patience.as_secs());
                Refusal::new(Cause::Timeout, words)
            };
            let accepted = tokio::time::timeout_at(until, self.listener.accept()).await;
            let Ok((mut stream, _)) = accepted.map_err(late)? else { continue };
            let read = tokio::time::timeout(PATIENCE, request(&mut stream)).await;
            let Ok(Some(query)) = read else { continue };
            let field = |wanted: &str| {
                let mut pairs = url::form_urlencoded::parse(query.as_bytes());
                pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
            };
            let own = self.state.secret().as_bytes();
            let is_ours = field("state").is_some_and(|state| state.as_bytes().ct_eq(own).into());
            match (is_ours, field("code"), field("error")) {
                (true, Some(code), _) => {
                    tell(&mut stream, "200 OK", "You are signed in. You may close this window.")
                        .await;
                    return Ok(code);
                }
                (true, None, Some(error)) => {
                    tell(
                        &mut stream,
                        "200 OK",
                        "You are not signed in. You may close this window.",
                    )
                    .await;
                    let said = field("error_description").unwrap_or(error);
                    let words = format!("the sign-in was declined: \"{}\"", excerpt(&said));
                    return Err(Refusal::new(Cause::NotPermitted, words));
                }
                // Another program's call, or the browser's for an icon.
                _ => tell(&mut stream, "404 Not Found", "There is nothing here.").await,
            }
        }
    }

    async fn redeem(&self, code: &str) -> Result<SecretString, Refusal> {
        let settings = &self.settings;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect.as_str()),
            ("client_id", settings.client_id.as_str()),
            ("code_verifier", self.verifier.secret().as_str()),
        ];
        let secret = settings.client_secret.as_ref().map(ExposeSecret::expose_secret);
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let request = self.http.client.post(settings.token_url.as_str());
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let form = form_body(&fields);
        let response = request.body(form.clone()).send().await;
        let reply = exchange(response.map_err(|error| transport(&error))?).await?;
        let reply = unsaid_of(reply, &form);
        if !reply.is_success() {
            let words = format!("the code was refused: {}", oauth_words(&reply.text));
            return Err(Refusal::new(Cause::CredentialRejected, words));
        }
        let redeemed: Option<Redeemed> = serde_json::from_str(&reply.text).ok();
        let token = redeemed.and_then(|redeemed| redeemed.refresh_token).ok_or_else(|| {
            let words = "the sign-in brought no refresh token; let the application ask for access \
                         while nobody is there (offline access)";
            Refusal::new(Cause::UnreadableAnswer, words)
        })?;
        let (client, secret) = (settings.client_id.clone(), settings.client_secret.clone());
        let token = SecretString::from(token.0);
        Ok(SignedIn::new(client, secret, SecretString::from("")).secret(&token))
    }
}

/// The query of a GET; none of anything else.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut part = [0; 2048];
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        if bytes.len() > REQUEST_LIMIT {
            return None;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut words = text.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let query = target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    (method == "GET").then(|| query.to_owned())
}

async fn tell(stream: &mut TcpStream, status: &str, words: &str) {
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{words}",
        words.len()
    );
    // Whether the browser shows it changes nothing.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}
