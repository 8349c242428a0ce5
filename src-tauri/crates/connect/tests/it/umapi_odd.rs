//! Answers that no reading of UMAPI may be misled by.

use crate::scim_target::NO_PROXY;
use rolecall_connect::{ConnectError, Http, HttpSettings, ReadTarget, UmapiSettings, UmapiTarget};
use rolecall_directory::Cause;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

fn user(number: usize) -> Value {
    let email = format!("p{number}@example.com");
    json!({"id": number.to_string(), "email": email, "username": email, "status": "active"})
}

/// What is read of an organization whose pages of users are `pages` of their number.
async fn read(
    pages: impl Fn(usize) -> ResponseTemplate + Send + Sync + 'static,
) -> Result<u32, ConnectError> {
    let server = MockServer::start().await;
    let token = json!({"access_token": "t", "token_type": "bearer", "expires_in": 86_399});
    let given = ResponseTemplate::new(200).set_body_json(token);
    Mock::given(method("POST")).respond_with(given).mount(&server).await;
    let none = ResponseTemplate::new(200).set_body_json(json!({"lastPage": true, "groups": []}));
    Mock::given(path_regex("^/api/groups/")).respond_with(none).mount(&server).await;
    let page = move |request: &Request| {
        let number = request.url.path().rsplit('/').next().and_then(|text| text.parse().ok());
        pages(number.unwrap_or(0))
    };
    Mock::given(path_regex("^/api/users/")).respond_with(page).mount(&server).await;
    let settings = UmapiSettings {
        org_id: "1@AdobeOrg".into(),
        client_id: "client".into(),
        url: Some(format!("{}/api", server.uri())),
        token_url: Some(format!("{}/token", server.uri())),
        minute: Duration::from_millis(10),
        ..UmapiSettings::default()
    };
    let http = HttpSettings { proxies: NO_PROXY, ..HttpSettings::default() };
    let secret = SecretString::from("secret");
    let target = UmapiTarget::new(settings, secret, Http::new(&http).unwrap()).unwrap();
    target.read().await.map(|state| state.accounts.len())
}

fn page(users: &[Value], last: bool) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"lastPage": last, "users": users}))
}

#[tokio::test]
async fn pages_are_read_to_the_last_and_nobody_counts_twice() {
    let shifting = |number: usize| {
        let users: Vec<Value> = (number * 2..number * 2 + 3).map(user).collect();
        page(&users, number == 2).insert_header("X-Total-Count", "7")
    };
    assert_eq!(read(shifting).await.unwrap(), 7, "three pages that overlap by one");
    let by_count = |number: usize| {
        let body = json!({"users": [user(number)]});
        ResponseTemplate::new(200).set_body_json(body).insert_header("X-Page-Count", "3")
    };
    assert_eq!(read(by_count).await.unwrap(), 3, "without lastPage the count of pages tells");
}

#[tokio::test]
async fn half_an_organization_is_an_error() {
    let short = |_| page(&[user(1)], true).insert_header("X-Total-Count", "7");
    let same = |_| page(&[user(1)], false);
    let endless = |number: usize| {
        page(&(number * 9..number * 9 + 9).map(user).collect::<Vec<_>>(), false)
            .insert_header("X-Total-Count", "20")
    };
    let empty = |_| page(&[], false);
    let untold = |_| ResponseTemplate::new(200).set_body_json(json!({"users": [user(1)]}));
    let listless = |_| ResponseTemplate::new(200).set_body_json(json!({"lastPage": true}));
    let html = |_| ResponseTemplate::new(200).set_body_string("<html>Sign in</html>");
    let away = |_| ResponseTemplate::new(302).insert_header("Location", "https://elsewhere.org/");
    let refused = [
        (read(short).await, "delivers 1"),
        (read(same).await, "do not end"),
        (read(endless).await, "do not end"),
        (read(empty).await, "empty"),
        (read(untold).await, "last"),
        (read(listless).await, "no list"),
        (read(html).await, "not JSON"),
        (read(away).await, "elsewhere.org"),
    ];
    for (read, words) in refused {
        let error = read.unwrap_err();
        assert_eq!(error.cause, Cause::UnreadableAnswer, "{error}");
        assert!(error.to_string().contains(words), "{words:?} is missing in: {error}");
    }
    let denied = |_| {
        let body = json!({"error_code": "403000", "message": "Api Key is invalid"});
        ResponseTemplate::new(403).set_body_json(body)
    };
    let error = read(denied).await.unwrap_err();
    assert_eq!(error.cause, Cause::CredentialRejected, "{error}");
    assert!(error.to_string().contains("Api Key is invalid"), "in the vendor's words: {error}");
}
