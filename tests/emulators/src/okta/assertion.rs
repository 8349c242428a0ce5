//! Tokens of a service app, for a JWT that its key signed (RFC 7523).

use super::users::Shared;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Instant;

/// What Okta calls a signed JWT as a client's proof.
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Scopes that the app was granted.
const SCOPES: [&str; 4] =
    ["okta.users.read", "okta.groups.read", "okta.users.manage", "okta.groups.manage"];

/// What is asked may stand in the query too: Okta's own client puts some of it there.
pub(crate) async fn token(
    State(console): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let pairs = body.split('&').chain(uri.query().unwrap_or_default().split('&'));
    let form: HashMap<String, String> = pairs
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), plain(value)))
        .collect();
    let given = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if given("grant_type") != "client_credentials" {
        return refused("unsupported_grant_type", "Only client credentials");
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let signed = given("client_assertion_type") == ASSERTION
        && is_signed(
            given("client_assertion"),
            &console.client_id,
            console.client_key.as_deref(),
            host,
        );
    if !signed {
        return refused("invalid_client", "The client_assertion token is not valid");
    }
    let scope = given("scope");
    if scope.is_empty() || !scope.split(' ').all(|one| SCOPES.contains(&one)) {
        return refused("invalid_scope", "One or more scopes are not allowed for the client");
    }
    Json(json!({
        "token_type": "Bearer", "expires_in": console.token_lifetime.as_secs(),
        "access_token": console.new_token(Instant::now()), "scope": scope,
    }))
    .into_response()
}

fn refused(error: &str, words: &str) -> Response {
    let body = json!({"error": error, "error_description": words});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

fn is_signed(token: &str, client: &str, key: Option<&str>, host: &str) -> bool {
    let (Some(key), Ok(head)) = (key, decode_header(token)) else { return false };
    let key = match head.alg {
        Algorithm::RS256 => DecodingKey::from_rsa_pem(key.as_bytes()),
        Algorithm::ES256 => DecodingKey::from_ec_pem(key.as_bytes()),
        _ => return false,
    };
    let mut wanted = Validation::new(head.alg);
    wanted.set_audience(&[format!("http://{host}/oauth2/v1/token")]);
    wanted.set_issuer(&[client]);
    wanted.sub = Some(client.to_owned());
    wanted.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    key.is_ok_and(|key| decode::<Value>(token, &key, &wanted).is_ok())
}

fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
