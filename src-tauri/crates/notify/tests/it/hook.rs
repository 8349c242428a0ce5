//! News posted to a webhook.

use super::{some_news, teller};
use rolecall_directory::{NotifyDefinition, WebhookDefinition};
use rolecall_notify::{Channel, DELIVERY, News, SIGNATURE, signature};
use rolecall_secrets::SecretString;
use serde_json::Value;
use std::collections::HashSet;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const KEY: &str = "0123456789abcdef";

fn to(server: &MockServer, secret: Option<&str>) -> NotifyDefinition {
    let url = format!("{}/hooks/rolecall?room=ops", server.uri());
    let webhook = WebhookDefinition { url, secret: secret.map(str::to_owned), ca: None };
    NotifyDefinition { desktop: false, email: None, webhook: Some(webhook) }
}

async fn receiver(answers: &[ResponseTemplate]) -> MockServer {
    let server = MockServer::start().await;
    for (at, answer) in answers.iter().enumerate() {
        let mock = Mock::given(method("POST")).and(path("/hooks/rolecall"));
        let mock =
            mock.and(header("content-type", "application/json")).respond_with(answer.clone());
        let last = at + 1 == answers.len();
        if last { mock } else { mock.up_to_n_times(1) }.mount(&server).await;
    }
    server
}

async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("requests are kept")
}

#[tokio::test]
async fn the_body_is_signed_and_names_nobody() {
    let server = receiver(&[ResponseTemplate::new(204)]).await;
    let notify = to(&server, Some("hook-key"));
    let teller = teller(&[("hook-key", KEY)]);
    teller.send(Channel::Webhook, &notify, &some_news()).await.expect("it is taken");
    let requests = received(&server).await;
    let request = &requests[0];
    assert_eq!(request.url.query(), Some("room=ops"));
    let signed = request.headers.get(SIGNATURE).expect("a signature").to_str().expect("text");
    let key = SecretString::from(KEY);
    assert_eq!(Some(signed.to_owned()), signature(&key, &request.body));
    assert_ne!(Some(signed.to_owned()), signature(&SecretString::from("other"), &request.body));
    let body: Value = request.body_json().expect("JSON");
    assert_eq!(body["event"], "run_news");
    assert_eq!((&body["workspace"], &body["run"]), (&"Contoso".into(), &7.into()));
    let failure = serde_json::json!(
        {"cause": "no_licences", "target": "console", "people": 14, "fresh": 3}
    );
    assert_eq!(body["failures"], serde_json::json!([failure]));
    let held = serde_json::json!({"target": "console", "guard": "removals", "steps": 212});
    assert_eq!(body["held"], serde_json::json!([held]));
    assert!(body["text"].as_str().is_some_and(|text| text.contains("14 people")), "{body}");
    assert!(!body.to_string().contains('@') && !body.to_string().contains(KEY), "{body}");
}

#[test]
fn the_signature_is_that_of_rfc_4231() {
    // Test case 2 of RFC 4231.
    let signed = signature(&SecretString::from("Jefe"), b"what do ya want for nothing?");
    let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(signed.as_deref(), Some(expected));
}

#[tokio::test]
async fn what_fails_in_passing_is_posted_again_under_one_number() {
    let busy = ResponseTemplate::new(503).set_body_string("later");
    let wait = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = receiver(&[busy.clone(), wait, ResponseTemplate::new(200)]).await;
    let started = std::time::Instant::now();
    let notify = to(&server, None);
    teller(&[]).send(Channel::Webhook, &notify, &some_news()).await.expect("in the end");
    assert!(started.elapsed().as_millis() >= 1000, "Retry-After is honoured");
    let requests = received(&server).await;
    assert_eq!(requests.len(), 3);
    let numbers: HashSet<_> = requests.iter().map(|one| one.headers.get(DELIVERY)).collect();
    assert_eq!(numbers.len(), 1, "a receiver can tell a repetition");
    assert!(requests[0].headers.get(SIGNATURE).is_none(), "unsigned without a key");

    let server = receiver(&[busy]).await;
    let error = teller(&[]).send(Channel::Webhook, &to(&server, None), &some_news()).await;
    let words = error.expect_err("it stays busy").to_string();
    assert!(words.contains("503 Service Unavailable later"), "{words}");
    assert_eq!(received(&server).await.len(), 5);
    let long = ResponseTemplate::new(503).insert_header("retry-after", "301");
    let server = receiver(&[long]).await;
    let error = teller(&[]).send(Channel::Webhook, &to(&server, None), &some_news()).await;
    assert!(error.is_err());
    assert_eq!(received(&server).await.len(), 1, "longer than five minutes ends the tries");
}

#[tokio::test]
async fn what_is_refused_for_good_is_said_once_without_the_address() {
    for (status, remedy) in
        [(401, "Check the secret"), (404, "Correct the address"), (302, "moved")]
    {
        let refusal =
            ResponseTemplate::new(status).insert_header("location", "http://example.com/");
        let server = receiver(&[refusal]).await;
        let error = teller(&[]).send(Channel::Webhook, &to(&server, None), &some_news()).await;
        let words = error.expect_err("refused").to_string();
        assert!(words.contains(remedy), "{words}");
        assert!(!words.contains("/hooks/") && !words.contains("room="), "{words}");
        assert_eq!(received(&server).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_trial_says_that_it_is_one() {
    let server = receiver(&[ResponseTemplate::new(200)]).await;
    let news = News::trial("Contoso");
    teller(&[]).send(Channel::Webhook, &to(&server, None), &news).await.expect("it is taken");
    let body: Value = received(&server).await[0].body_json().expect("JSON");
    assert_eq!(body["event"], "trial");
    assert!(body["text"].as_str().is_some_and(|text| text.contains("This is a trial")), "{body}");
}
