//! Providers of bulk requests, reliable and not.

use crate::odd_servers::{list, users};
use crate::odd_writes::{Kept, all_done, answer, at, body, emea, error, server};
use crate::recording::{Memory, step};
use crate::scim_target::{apply, target, work};
use rolecall_connect::{ReadTarget, StepResult};
use rolecall_directory::{Cause, StepKind};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A provider of bulk requests that answers by `told` and keeps who was made.
async fn bulk(
    told: impl Fn(&Value) -> Value + Send + Sync + 'static,
) -> (MockServer, Arc<Mutex<Vec<String>>>) {
    let made = Arc::new(Mutex::new(Vec::new()));
    let config =
        json!({"bulk": {"supported": true, "maxOperations": 4, "maxPayloadSize": 100_000}});
    let server = server(config, &users(0..3), &emea(&[])).await;
    let name = |user: &Value| user["userName"].as_str().unwrap().to_owned();
    let answers = Kept(made.clone(), move |made: &mut Vec<String>, request: &Request| {
        let operations = body(request)["Operations"].as_array().unwrap().clone();
        let told: Vec<_> = operations.iter().map(|one| (one, told(one))).collect();
        let accepted =
            told.iter().filter(|(one, told)| one["method"] == "POST" && told["made"] == true);
        made.extend(accepted.map(|(one, _)| name(&one["data"])));
        let told: Vec<_> = told
            .into_iter()
            .map(|(_, told)| told)
            .filter(|told| told["status"].is_string())
            .collect();
        answer(200, &json!({"Operations": told}))
    });
    at(&server, "POST", "/Bulk", answers).await;
    let single = Kept(made.clone(), move |made: &mut Vec<String>, request: &Request| {
        made.push(name(&body(request)));
        answer(201, &json!({"id": format!("one-{}", made.len())}))
    });
    at(&server, "POST", "/Users", single).await;
    at(&server, "PATCH", "/Users/.*", ResponseTemplate::new(204)).await;
    let found = Kept(made.clone(), |made: &mut Vec<String>, request: &Request| {
        let query =
            request.url.query_pairs().find(|(key, _)| key == "filter").unwrap().1.into_owned();
        let found: Vec<_> = made
            .iter()
            .filter(|name| query.contains(&format!("\"{name}\"")))
            .map(|name| json!({"id": format!("found-{name}"), "userName": name}))
            .collect();
        list(found.len(), &found)
    });
    Mock::given(method("GET"))
        .and(path("/Users"))
        .and(wiremock::matchers::query_param_contains("filter", "userName"))
        .respond_with(found)
        .with_priority(1)
        .mount(&server)
        .await;
    (server, made)
}

async fn six(server: &MockServer) -> (Memory, Vec<String>) {
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    let new = |at: i64| {
        let name = format!("new{at}");
        let steps = vec![
            step(at * 2, StepKind::Create, &name, None),
            step(at * 2 + 1, StepKind::Assign, &name, Some(("products", "A"))),
        ];
        work(None, &name, steps)
    };
    let leaves = state.accounts.records().zip(20..).map(|(account, id)| {
        work(Some(&account), "x", vec![step(id, StepKind::Suspend, "x", None)])
    });
    let mut works: Vec<_> = (0..3).map(new).collect();
    works.extend(leaves);
    let journal = apply(&target, works).await;
    let asked = server.received_requests().await.unwrap();
    let writes = asked.iter().filter(|one| one.method != "GET");
    (journal, writes.map(|one| format!("{} {}", one.method, one.url.path())).collect())
}

fn accepted(operation: &Value) -> Value {
    let id = &operation["bulkId"];
    match operation["method"].as_str() {
        Some("POST") => json!({
            "bulkId": id, "status": "201", "made": true,
            "location": format!("https://x/Users/made-{}", operation["data"]["userName"].as_str().unwrap()),
        }),
        _ => {
            json!({"location": format!("https://x{}", operation["path"].as_str().unwrap()), "status": "204"})
        }
    }
}

#[tokio::test]
async fn many_go_in_one_request_where_each_is_accounted_for() {
    let (server, made) = bulk(accepted).await;
    let (journal, writes) = six(&server).await;
    all_done(&journal);
    assert_eq!(writes, ["POST /Bulk", "POST /Bulk"], "leavers, then new people");
    assert_eq!(made.lock().unwrap().len(), 3, "each once");
    assert_eq!(journal.outcome(0).account.as_deref(), Some("made-new0"), "the key is told");
}

#[tokio::test]
async fn what_a_bulk_answer_leaves_out_is_looked_up_and_done_one_by_one() {
    let silent = |operation: &Value| match operation["data"]["userName"].as_str() {
        Some("new1") => json!({"made": true}),
        Some("new2") => json!({}),
        _ => accepted(operation),
    };
    let (server, made) = bulk(silent).await;
    let (journal, writes) = six(&server).await;
    all_done(&journal);
    let mut names = made.lock().unwrap().clone();
    names.sort();
    assert_eq!(names, ["new0", "new1", "new2"], "nobody is made twice: {writes:?}");
    assert_eq!(journal.outcome(2).account.as_deref(), Some("found-new1"), "made without a word");
}

#[tokio::test]
async fn a_refused_part_of_a_bulk_request_is_told_by_itself() {
    let refusing = |operation: &Value| match operation["data"]["userName"].as_str() {
        Some("new1") => json!({"bulkId": operation["bulkId"], "status": "400"}),
        _ => accepted(operation),
    };
    let (server, _) = bulk(refusing).await;
    let no = error(400, "invalidValue", "userName is odd");
    Mock::given(method("POST"))
        .and(path("/Users"))
        .respond_with(no)
        .with_priority(1)
        .mount(&server)
        .await;
    let (journal, writes) = six(&server).await;
    let results = journal.results();
    assert_eq!(results[&2], StepResult::Failed(Cause::AttributeInvalid), "in the target's words");
    let done = results.values().filter(|one| **one == StepResult::Done).count();
    assert_eq!(done, 7, "all others: {results:?} {writes:?}");
}

#[tokio::test]
async fn a_bulk_endpoint_that_is_not_there_is_done_without() {
    let (server, made) = bulk(accepted).await;
    let no = error(501, "", "not here");
    Mock::given(method("POST"))
        .and(path("/Bulk"))
        .respond_with(no)
        .with_priority(1)
        .mount(&server)
        .await;
    let (journal, writes) = six(&server).await;
    all_done(&journal);
    assert_eq!(made.lock().unwrap().len(), 3, "each once");
    assert_eq!(
        writes.iter().filter(|one| *one == "POST /Bulk").count(),
        1,
        "asked once: {writes:?}"
    );
}
