//! Every lie the provider can tell, as a client meets it.

use std::time::{Duration, SystemTime};

use rolecall_sandbox::provider::{Fault, Lie, Options, Provider, RetryAfter};
use serde_json::{Value, json};

use crate::client::{Client, user};

async fn empty() -> (Provider, Client) {
    let provider = Provider::start(Options::default()).await.unwrap();
    let client = Client::of(&provider);
    (provider, client)
}

#[tokio::test]
async fn throttling_says_when_to_come_again() {
    let (provider, client) = empty().await;
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for (after, header) in [
        (None, None),
        (Some(RetryAfter::Seconds(7)), Some("7")),
        (Some(RetryAfter::Date(date)), Some("Tue, 14 Nov 2023 22:13:20 GMT")),
    ] {
        provider.script(Fault::new(Lie::TooManyRequests(after)));
        let response = client.raw("GET", "/Users", None, None).await.unwrap();
        assert_eq!(response.status().as_u16(), 429);
        let sent = response.headers().get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(sent, header);
    }
    assert_eq!(client.get("/Users").await.status, 200, "the faults are used up");
}

#[tokio::test]
async fn a_fault_meets_only_the_requests_it_is_for() {
    let (provider, client) = empty().await;
    provider.script(Fault::new(Lie::Status(503)).on("POST", "/Users").times(2));
    assert_eq!(client.get("/Users").await.status, 200);
    assert_eq!(client.send("POST", "/Users", user("ann@example.com")).await.status, 503);
    assert_eq!(provider.faults_left(), 1);
    assert_eq!(client.send("POST", "/Users", user("ann@example.com")).await.status, 503);
    assert_eq!(client.send("POST", "/Users", user("ann@example.com")).await.status, 201);
    assert_eq!(provider.creates(), [("ann@example.com".to_owned(), 1)].into());
    let statuses: Vec<_> = provider.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(200), Some(503), Some(503), Some(201)]);
}

#[tokio::test]
async fn an_answer_may_be_lost_after_the_work_was_done() {
    let (provider, client) = empty().await;
    provider.script(Fault::new(Lie::CloseMidBody).on("POST", "/Users").carried_out());
    let response = client.raw("POST", "/Users", Some(user("ann@example.com")), None).await.unwrap();
    assert!(response.bytes().await.is_err(), "the body is cut");
    assert_eq!(client.found("userName eq \"ann@example.com\"").await.len(), 1);
    provider.script(Fault::new(Lie::CloseMidBody).on("POST", "/Users"));
    let response = client.raw("POST", "/Users", Some(user("bob@example.com")), None).await.unwrap();
    assert!(response.bytes().await.is_err());
    assert_eq!(client.found("userName eq \"bob@example.com\"").await.len(), 0);
}

#[tokio::test]
async fn answers_that_are_no_answers() {
    let (provider, client) = empty().await;
    client.add("ann@example.com").await;
    let inside = Lie::ErrorInside { status: 404, detail: "gone".to_owned() };
    let lies = [Lie::MalformedJson, Lie::Html, inside, Lie::ContentType("text/plain".to_owned())];
    let mut seen = Vec::new();
    for lie in lies {
        provider.script(Fault::new(lie));
        let response = client.raw("GET", "/Users", None, None).await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        seen.push((status, kind, serde_json::from_str::<Value>(&text).ok()));
    }
    assert!(seen.iter().all(|(status, ..)| *status == 200));
    assert_eq!(seen[0].2, None);
    assert_eq!((seen[1].1.as_str(), &seen[1].2), ("text/html", &None));
    assert_eq!(seen[2].2.as_ref().unwrap()["status"], "404");
    assert_eq!(seen[3].1, "text/plain");
    assert_eq!(seen[3].2.as_ref().unwrap()["totalResults"], 1);

    provider.script(Fault::new(Lie::WrongTotals(99)));
    let wrong = client.get("/Users").await.body;
    assert_eq!((&wrong["totalResults"], &wrong["itemsPerPage"]), (&json!(99), &json!(1)));
    provider.script(Fault::new(Lie::Redirect("http://localhost:9/elsewhere".to_owned())));
    let response = client.raw("GET", "/Users", None, None).await.unwrap();
    assert_eq!(response.status().as_u16(), 307);
    assert_eq!(response.headers()["location"], "http://localhost:9/elsewhere");
}

#[tokio::test]
async fn bodies_may_be_huge_or_without_end() {
    let (provider, client) = empty().await;
    provider.script(Fault::new(Lie::HugeBody(5_000_000)));
    let response = client.raw("GET", "/Users", None, None).await.unwrap();
    assert!(response.bytes().await.unwrap().len() > 5_000_000);
    provider.script(Fault::new(Lie::EndlessBody));
    let mut response = client.raw("GET", "/Users", None, None).await.unwrap();
    let mut read = 0;
    while read < 3_000_000 {
        read += response.chunk().await.unwrap().unwrap().len();
    }
    drop(response);
    assert_eq!(client.get("/Users").await.status, 200);
}

#[tokio::test]
async fn a_call_may_hang_or_be_slow_and_the_provider_still_stops() {
    let (provider, client) = empty().await;
    provider.script(Fault::new(Lie::Hang));
    let hanging = client.raw("GET", "/Users", None, None);
    assert!(tokio::time::timeout(Duration::from_millis(150), hanging).await.is_err());
    assert_eq!(provider.calls()[0].status, None, "it was never answered");
    provider.set_latency(Duration::from_millis(80));
    let begun = SystemTime::now();
    assert_eq!(client.get("/Users").await.status, 200);
    assert!(begun.elapsed().unwrap() >= Duration::from_millis(80));
    provider.set_latency(Duration::ZERO);
    provider.script(Fault::new(Lie::Hang));
    let hanging = tokio::spawn(async move { client.raw("GET", "/Users", None, None).await });
    while provider.calls().len() < 3 {
        tokio::task::yield_now().await;
    }
    tokio::time::timeout(Duration::from_secs(5), provider.shutdown()).await.unwrap();
    let _answer_or_cut = hanging.await.unwrap();
}
