//! Providers whose users have fewer places than most, or want more filled.

use crate::odd_servers::{list, users};
use crate::odd_writes::{all_done, answer, at, body, error};
use crate::recording::{Memory, step};
use crate::scim_target::{apply, target, work};
use rolecall_connect::{AccountWork, ReadTarget, StepResult};
use rolecall_directory::{Cause, StepKind};
use serde_json::{Value, json};
use wiremock::{MockServer, Request, Respond, ResponseTemplate};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// A server whose users have these attributes by the schema.
async fn server(attributes: Value, people: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    let schemas = json!({"Resources": [{"id": USER, "attributes": attributes}]});
    at(&server, "GET", "/Schemas", answer(200, &schemas)).await;
    at(&server, "GET", "/Users", list(people.len(), people)).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    server
}

async fn sent(server: &MockServer, verb: &str) -> Vec<Value> {
    let asked = server.received_requests().await.unwrap();
    asked.iter().filter(|one| one.method == *verb).map(body).collect()
}

fn new(id: i64, name: &str) -> AccountWork {
    let steps = vec![
        step(id, StepKind::Create, name, None),
        step(id + 1, StepKind::Assign, name, Some(("role", "Admin"))),
    ];
    work(None, name, steps)
}

/// Four new people with a role for which the schema has no place; how the roles ended.
async fn four(answers: impl Respond + 'static) -> (Memory, usize) {
    let server = server(json!([{"name": "userName"}]), &[]).await;
    let made = |request: &Request| answer(201, &json!({"id": body(request)["userName"]}));
    at(&server, "POST", "/Users", made).await;
    at(&server, "PATCH", "/Users/.*", answers).await;
    let target = target(&server.uri(), "t");
    target.read().await.unwrap();
    let works = (0..4).map(|at| new(at * 2, &format!("new{at}")));
    let journal = apply(&target, works.collect()).await;
    let posted = sent(&server, "POST").await;
    assert!(posted.iter().all(|user| user.get("roles").is_none()), "it does not go along");
    let tried = sent(&server, "PATCH").await.len();
    (journal, tried)
}

#[tokio::test]
async fn what_has_no_place_is_tried_once_and_told_of_everybody() {
    let (journal, tried) = four(error(400, "", "Extra inputs are not permitted")).await;
    assert_eq!(tried, 1, "one finds it out for all");
    for id in [1, 3, 5, 7] {
        let outcome = journal.outcome(id);
        assert_eq!(outcome.result, StepResult::Failed(Cause::RejectedByTarget), "{outcome:?}");
        for word in ["\"roles\"", "Extra inputs"] {
            assert!(outcome.message.contains(word), "names {word}: {}", outcome.message);
        }
        assert_eq!(journal.results()[&(id - 1)], StepResult::Done, "the account is there");
    }
}

#[tokio::test]
async fn what_the_schemas_forgot_is_given_all_the_same() {
    let (journal, tried) = four(ResponseTemplate::new(204)).await;
    all_done(&journal);
    assert_eq!(tried, 4, "to everybody");
}

#[tokio::test]
async fn the_least_is_sent_in_the_form_the_schema_wants() {
    let sub = |name: &str, required: bool| json!({"name": name, "required": required});
    let attributes = json!([
        {"name": "externalId", "mutability": "readOnly"},
        {"name": "name", "type": "complex", "required": true, "subAttributes":
            [sub("formatted", true), sub("givenName", false), sub("familyName", true)]},
        {"name": "emails", "type": "complex", "multiValued": true,
            "subAttributes": [sub("value", true)]},
        {"name": "nickNames", "type": "string", "multiValued": true},
        {"name": "title", "type": "string"},
    ]);
    let mut known = users(0..1);
    known[0]["emails"] = json!([{"value": "old@x"}]);
    known[0]["name"] = json!({"formatted": "Old", "familyName": "Old"});
    let server = server(attributes, &known).await;
    at(&server, "POST", "/Users", answer(201, &json!({"id": "u9"}))).await;
    at(&server, "GET", "/Users/u0", answer(200, &known[0])).await;
    at(&server, "PATCH", "/Users/u0", ResponseTemplate::new(204)).await;
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    assert_eq!(state.required, ["familyName"], "the whole name is made of its parts");
    let mut ann = work(None, "ann", vec![step(1, StepKind::Create, "ann", None)]);
    ann.person.as_mut().unwrap().send = vec![("nickNames".into(), "Annie, Nan".into())];
    let account = state.accounts.record(0);
    let bob = work(Some(&account), "user0", vec![step(2, StepKind::Update, "user0", None)]);
    all_done(&apply(&target, vec![ann, bob]).await);
    let made = sent(&server, "POST").await.remove(0);
    assert_eq!(made["name"]["formatted"], "Given Family", "the whole name");
    assert_eq!(made["emails"], json!([{"value": "ann@x"}]), "with no more than there is room for");
    assert!(made.get("externalId").is_none(), "nothing that is the target's own: {made}");
    assert_eq!(made["nickNames"], json!(["Annie", "Nan"]), "a list as one");
    let changes = sent(&server, "PATCH").await.remove(0);
    let changes = changes["Operations"].as_array().unwrap();
    let at = |path: &str| changes.iter().find(|one| one["path"] == path).map(|one| &one["value"]);
    assert_eq!(at("name.formatted"), Some(&json!("Given Family")), "{changes:?}");
    assert_eq!(at("emails"), Some(&json!([{"value": "user0@x"}])), "the only one is replaced");
    assert_eq!(at("externalId"), None, "the target's own is left alone");
}

#[tokio::test]
async fn a_value_is_taken_by_put_where_patch_takes_no_filter() {
    let mut known = users(0..1);
    known[0]["entitlements"] = json!([{"value": "A"}, {"value": "B"}]);
    let server = MockServer::start().await;
    at(&server, "GET", "/Users", list(1, &known)).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    at(&server, "GET", "/Users/u0", answer(200, &known[0])).await;
    let words = "The path contains invalid characters";
    at(&server, "PATCH", "/Users/u0", error(400, "invalidSyntax", words)).await;
    at(&server, "PUT", "/Users/u0", |request: &Request| answer(200, &body(request))).await;
    let target = target(&server.uri(), "t");
    let account = target.read().await.unwrap().accounts.record(0);
    let steps = vec![step(1, StepKind::Unassign, "user0", Some(("products", "A")))];
    all_done(&apply(&target, vec![work(Some(&account), "user0", steps)]).await);
    let put = sent(&server, "PUT").await.remove(0);
    assert_eq!(put["entitlements"], json!([{"value": "B"}]), "the other stays");
}
