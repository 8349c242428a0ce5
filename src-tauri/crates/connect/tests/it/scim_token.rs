//! A SCIM service provider whose tokens are fetched with a client id and secret.

use crate::scim_target::NO_PROXY;
use rolecall_connect::{Http, HttpSettings, ReadTarget, ScimSettings, ScimTarget};
use rolecall_directory::{Cause, OAuthClient};
use rolecall_sandbox::provider::{Options, Provider};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wiremock::matchers::{basic_auth, body_string_contains, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// An endpoint that gives a worthless token first, and then `token`.
async fn endpoint(token: &str) -> MockServer {
    let server = MockServer::start().await;
    let (token, given) = (token.to_owned(), Arc::new(AtomicUsize::new(0)));
    let answer = move |_: &Request| {
        let token = if given.fetch_add(1, Ordering::SeqCst) == 0 { "stale" } else { &token };
        let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600});
        ResponseTemplate::new(200).set_body_json(body)
    };
    Mock::given(method("POST"))
        .and(path("/oauth2/token"))
        .and(basic_auth("rolecall", "s3cret"))
        .and(body_string_contains("grant_type=client_credentials"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn target(provider: &Provider, token_url: String, secret: &str) -> ScimTarget {
    let client = Some(OAuthClient { client_id: "rolecall".into(), token_url });
    let settings = ScimSettings { url: provider.url(), client, ..ScimSettings::default() };
    let http = HttpSettings { proxies: NO_PROXY, ..HttpSettings::default() };
    let http = Http::new(&http).unwrap();
    ScimTarget::new(settings, SecretString::from(secret), http).unwrap()
}

#[tokio::test]
async fn tokens_are_fetched_and_renewed_when_they_are_refused() {
    let provider = Provider::start(Options::default()).await.unwrap();
    let endpoint = endpoint(provider.token()).await;
    let address = format!("{}/oauth2/token", endpoint.uri());
    let state = target(&provider, address.clone(), "s3cret").read().await.unwrap();
    assert_eq!(state.accounts.len(), 0, "it is read");
    let asked = endpoint.received_requests().await.unwrap();
    assert_eq!(asked.len(), 2, "the one that was refused is renewed once, and then kept");
    let refused = provider.calls().iter().filter(|call| call.status == Some(401)).count();
    assert_eq!(refused, 1, "one call came with it");

    let error = target(&provider, address, "wrong").read().await.expect_err("no token is given");
    assert!(matches!(error.cause, Cause::CredentialRejected | Cause::UnreadableAnswer), "{error}");
}
