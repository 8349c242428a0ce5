//! Sign-ins by a browser, as RFC 6749, RFC 7636 and RFC 8252 describe them: a code for who proves
//! to have asked for it, then refresh tokens, each of which is good once.

use crate::front::status;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Inside {
    /// Codes with challenge and redirect address.
    codes: BTreeMap<String, (String, String)>,
    refresh: BTreeSet<String>,
    made: usize,
    declines: bool,
}

/// The sign-ins of one emulator.
#[derive(Debug, Default)]
pub struct SignIns(Mutex<Inside>);

impl SignIns {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether whoever signs in declines.
    pub fn decline(&self, declines: bool) {
        self.inside().declines = declines;
    }

    /// Makes all refresh tokens worthless.
    pub fn revoke(&self) {
        self.inside().refresh.clear();
    }

    /// Sends a browser back with a code, where what it asks for is complete.
    pub(crate) fn authorize(&self, query: &BTreeMap<String, String>, client: &str) -> Response {
        let field = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        let redirect = field("redirect_uri");
        let is_loopback =
            redirect.starts_with("http://127.0.0.1:") || redirect.starts_with("http://localhost:");
        let challenge = field("code_challenge");
        let is_whole = field("response_type") == "code"
            && field("client_id") == client
            && field("code_challenge_method") == "S256"
            && !challenge.is_empty()
            && !field("state").is_empty()
            && !field("scope").is_empty();
        if !is_loopback || !is_whole {
            return status(400).into_response();
        }
        let mut inside = self.inside();
        let state = field("state");
        let back = if inside.declines {
            format!("{redirect}?error=access_denied&error_description=No%20thanks&state={state}")
        } else {
            inside.made += 1;
            let code = format!("code-{}", inside.made);
            inside.codes.insert(code.clone(), (challenge.to_owned(), redirect.to_owned()));
            format!("{redirect}?code={code}&state={state}")
        };
        let mut response = status(302).into_response();
        if let Ok(back) = HeaderValue::from_str(&back) {
            response.headers_mut().insert(header::LOCATION, back);
        }
        response
    }

    /// The refresh token for a code, or for the refresh token before it; none for what is not
    /// good.
    pub(crate) fn redeem(&self, form: &BTreeMap<String, String>) -> Option<String> {
        let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let mut inside = self.inside();
        if field("grant_type") == "refresh_token" {
            inside.refresh.remove(field("refresh_token")).then_some(())?;
        } else {
            let (challenge, redirect) = inside.codes.remove(field("code"))?;
            let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
            (proof == challenge && field("redirect_uri") == redirect).then_some(())?;
        }
        inside.made += 1;
        let token = format!("refresh-{}", inside.made);
        inside.refresh.insert(token.clone());
        Some(token)
    }
}
