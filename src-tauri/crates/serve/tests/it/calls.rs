//! Commands and events.

use crate::{Server, refused};
use reqwest::header::{CONTENT_TYPE, COOKIE};
use reqwest::{Method, StatusCode};
use rolecall_contract::COMMAND_NAMES;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_command_answers_its_result() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let answer = server.call(&cookie, &json!({"name": "settings.get"})).await;
    assert_eq!(answer.status(), 200);
    let settings: Value = answer.json().await.expect("JSON");
    assert_eq!(settings["platform"], "browser");
}

#[tokio::test]
async fn every_command_of_the_contract_can_be_called() {
    let server = Server::start().await;
    let cookie = server.session().await;
    for name in COMMAND_NAMES {
        // Arguments that no command takes: reading them shows that the command is there.
        let answer = server.call(&cookie, &json!({"name": name, "args": 7})).await;
        assert_eq!(refused(answer).await, (400, "malformed".to_owned()), "{name}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_reason() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let unknown = server.call(&cookie, &json!({"name": "rules.lost"})).await;
    assert_eq!(refused(unknown).await, (404, "unknown_command".to_owned()));
    let wrong = server.call(&cookie, &json!({"name": "sync.switch", "args": {"on": 1}})).await;
    assert_eq!(refused(wrong).await, (400, "malformed".to_owned()));
    for (kind, body) in [("application/json", "{"), ("text/plain", "{\"name\":\"settings.get\"}")] {
        let request = server.request(Method::POST, "api/call").header(COOKIE, &cookie);
        let request = request.header(CONTENT_TYPE, kind).body(body);
        let answer = refused(request.send().await.expect("an answer")).await;
        assert_eq!(answer, (400, "malformed".to_owned()), "{kind}: {body}");
    }
    let nowhere = server.get("api/else").header(COOKIE, &cookie).send().await.expect("an answer");
    assert_eq!(refused(nowhere).await, (404, "not_found".to_owned()));
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let body = json!({"name": "condition.read", "args": {"text": "x".repeat(4 << 20)}});
    let answer = refused(server.call(&cookie, &body).await).await;
    assert_eq!(answer, (413, "too_large".to_owned()));
}

#[tokio::test]
async fn events_reach_a_page_that_listens() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let request = server.get("api/events").header(COOKIE, &cookie);
    let mut line = request.send().await.expect("an answer");
    assert_eq!(line.status(), StatusCode::OK);
    assert_eq!(line.headers()[CONTENT_TYPE], "text/event-stream");
    let change = json!({"name": "settings.set", "args": {"theme": "dark"}});
    assert_eq!(server.call(&cookie, &change).await.status(), 200);
    let mut heard = String::new();
    while !heard.contains("\n\n") {
        let chunk = tokio::time::timeout(Duration::from_secs(10), line.chunk()).await;
        let chunk = chunk.expect("an event in time").expect("the line holds");
        heard.push_str(&String::from_utf8_lossy(&chunk.expect("the line goes on")));
    }
    let data = heard.trim().strip_prefix("data: ").expect("data");
    let event: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(event["type"], "changed", "{event}");
    assert!(event["topics"].as_array().is_some_and(|topics| !topics.is_empty()), "{event}");
}

#[tokio::test]
async fn stopping_ends_open_lines_and_frees_the_port() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let mut line = server.get("api/events").header(COOKIE, &cookie).send().await.expect("a line");
    let url = server.running.url();
    let ended = tokio::spawn(async move { while let Ok(Some(_)) = line.chunk().await {} });
    tokio::time::timeout(Duration::from_secs(4), server.running.stop()).await.expect("it ends");
    ended.await.expect("the line ends");
    let after = server.client.get(format!("{url}health")).send().await;
    assert!(after.is_err(), "nobody answers any more");
}
