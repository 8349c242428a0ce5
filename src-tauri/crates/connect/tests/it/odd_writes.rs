//! Providers that can less than they say, or more than most.

use crate::odd_servers::{list, users};
use crate::recording::{Memory, step};
use crate::scim_target::{apply, person, target, work};
use rolecall_connect::{AccountWork, ApplyTarget, ReadTarget, StepResult, ValueWork};
use rolecall_directory::{Cause, StepKind};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Requests after which an answer is made, and what was asked.
pub struct Kept<S, F>(pub Arc<Mutex<S>>, pub F);

impl<S: Send, F: Fn(&mut S, &Request) -> ResponseTemplate + Send + Sync> Respond for Kept<S, F> {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        (self.1)(&mut self.0.lock().unwrap(), request)
    }
}

pub fn body(request: &Request) -> Value {
    request.body_json().unwrap_or(Value::Null)
}

pub fn answer(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

pub fn error(status: u16, scim_type: &str, detail: &str) -> ResponseTemplate {
    let schema = "urn:ietf:params:scim:api:messages:2.0:Error";
    let body = json!({
        "schemas": [schema], "status": status.to_string(), "scimType": scim_type, "detail": detail,
    });
    answer(status, &body)
}

pub async fn at(server: &MockServer, verb: &str, place: &str, respond: impl Respond + 'static) {
    Mock::given(method(verb))
        .and(path_regex(format!("^{place}$")))
        .respond_with(respond)
        .mount(server)
        .await;
}

/// A server with these users, one group and a configuration.
pub async fn server(config: Value, users: &[Value], group: &Value) -> MockServer {
    let server = MockServer::start().await;
    at(&server, "GET", "/ServiceProviderConfig", answer(200, &config)).await;
    at(&server, "GET", "/Users", list(users.len(), users)).await;
    at(&server, "GET", "/Groups", list(1, std::slice::from_ref(group))).await;
    server
}

fn methods(requests: &[Request], part: &str) -> Vec<String> {
    let of_interest = requests.iter().filter(|one| one.url.path().contains(part));
    of_interest.map(|one| one.method.to_string()).collect()
}

fn joins(id: i64, key: &str, kind: StepKind) -> AccountWork {
    let mut one = step(id, kind, key, Some(("groups", "EMEA")));
    Arc::make_mut(&mut one.step).account = Some(key.to_owned());
    work(None, key, vec![one])
}

pub fn emea(members: &[&str]) -> Value {
    let members: Vec<_> = members.iter().map(|one| json!({"value": one})).collect();
    json!({"id": "g1", "displayName": "EMEA", "members": members})
}

pub fn all_done(journal: &Memory) {
    let results = journal.results();
    let words: Vec<_> = results.keys().map(|id| journal.outcome(*id).message).collect();
    assert!(results.values().all(|one| *one == StepResult::Done), "{results:?} {words:?}");
}

#[tokio::test]
async fn users_are_put_where_patch_is_said_to_be_there_and_is_not() {
    let server = server(json!({"patch": {"supported": true}}), &users(0..3), &emea(&[])).await;
    at(&server, "PATCH", "/Users/.*", error(501, "", "not implemented")).await;
    let get = |request: &Request| {
        answer(
            200,
            &json!({"id": request.url.path().trim_start_matches("/Users/"), "active": true}),
        )
    };
    at(&server, "GET", "/Users/.*", get).await;
    at(&server, "PUT", "/Users/.*", |request: &Request| answer(200, &body(request))).await;
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    let works = state.accounts.records().zip(0..).map(|(account, id)| {
        work(Some(&account), "x", vec![step(id, StepKind::Suspend, "x", None)])
    });
    let mut works: Vec<_> = works.collect();
    let others = works.split_off(1);
    all_done(&apply(&target, works).await);
    all_done(&apply(&target, others).await);
    let asked = server.received_requests().await.unwrap();
    let asked = methods(&asked, "/Users/");
    assert_eq!(asked.iter().filter(|one| *one == "PATCH").count(), 1, "it is learned by one call");
    assert_eq!(asked.iter().filter(|one| *one == "PUT").count(), 3, "each is put: {asked:?}");
}

/// A group whose PATCH is `patch`, and whose PUT does what it is told if `put`.
async fn group_server(
    members: &[&str],
    put: bool,
    patch: impl Fn(&mut Value, &Value) -> ResponseTemplate + Send + Sync + 'static,
) -> (MockServer, Arc<Mutex<Value>>) {
    let group = Arc::new(Mutex::new(emea(members)));
    let server = server(json!({}), &users(0..9), &emea(members)).await;
    let get = Kept(group.clone(), |group: &mut Value, _: &Request| answer(200, group));
    at(&server, "GET", "/Groups/g1", get).await;
    let put = Kept(group.clone(), move |group: &mut Value, request: &Request| {
        if put {
            *group = body(request);
        }
        answer(200, group)
    });
    at(&server, "PUT", "/Groups/g1", put).await;
    let patch = Kept(group.clone(), move |group: &mut Value, request: &Request| {
        patch(group, &body(request)["Operations"][0])
    });
    at(&server, "PATCH", "/Groups/g1", patch).await;
    (server, group)
}

fn values(group: &Value) -> Vec<&str> {
    group["members"].as_array().unwrap().iter().filter_map(|one| one["value"].as_str()).collect()
}

fn add(group: &mut Value, operation: &Value) -> ResponseTemplate {
    let new = operation["value"].as_array().unwrap().clone();
    group["members"].as_array_mut().unwrap().extend(new);
    answer(200, group)
}

#[tokio::test]
async fn a_group_without_patch_is_put() {
    let (server, group) =
        group_server(&["u1", "u2"], true, |_, _| error(501, "", "not implemented")).await;
    let works = vec![
        joins(1, "u1", StepKind::Unassign),
        joins(2, "u3", StepKind::Assign),
        joins(3, "u4", StepKind::Assign),
    ];
    all_done(&apply(&target(&server.uri(), "t"), works).await);
    assert_eq!(values(&group.lock().unwrap()), ["u2", "u3", "u4"], "as planned");
}

#[tokio::test]
async fn a_group_that_does_not_change_is_no_success() {
    let (server, _) = group_server(&[], false, |_, _| error(501, "", "")).await;
    let journal = apply(&target(&server.uri(), "t"), vec![joins(1, "u3", StepKind::Assign)]).await;
    let outcome = journal.outcome(1);
    assert!(matches!(outcome.result, StepResult::Failed(_)), "{outcome:?}");
}

#[tokio::test]
async fn members_are_named_where_a_removal_knows_no_filter() {
    let by_value = |group: &mut Value, operation: &Value| match operation["op"].as_str() {
        Some("remove") if operation["path"] == "members" => {
            let gone = operation["value"].clone();
            let gone = gone.as_array().unwrap();
            group["members"].as_array_mut().unwrap().retain(|one| !gone.contains(one));
            answer(200, group)
        }
        Some("remove") => error(400, "invalidPath", "no filters here"),
        _ => add(group, operation),
    };
    let (server, group) = group_server(&["u1", "u2", "u3"], false, by_value).await;
    let target = target(&server.uri(), "t");
    let works = vec![joins(1, "u1", StepKind::Unassign), joins(2, "u2", StepKind::Unassign)];
    all_done(&apply(&target, works).await);
    assert_eq!(values(&group.lock().unwrap()), ["u3"], "the other stays");
}

#[tokio::test]
async fn a_removal_that_takes_everybody_is_made_good() {
    let takes_all = |group: &mut Value, operation: &Value| match operation["op"].as_str() {
        Some("remove") if operation["path"] == "members" => {
            group["members"] = json!([]);
            ResponseTemplate::new(204)
        }
        Some("remove") => error(501, "", ""),
        _ => add(group, operation),
    };
    let (server, group) = group_server(&["u1", "u2", "u3"], false, takes_all).await;
    let works = vec![joins(1, "u1", StepKind::Unassign)];
    let journal = apply(&target(&server.uri(), "t"), works).await;
    let outcome = journal.outcome(1);
    assert_eq!(outcome.result, StepResult::Failed(Cause::RejectedByTarget), "{}", outcome.message);
    assert_eq!(values(&group.lock().unwrap()), ["u2", "u3"], "those who stay are there again");
}

#[tokio::test]
async fn a_group_that_needs_members_is_made_with_its_first() {
    let server = server(json!({}), &users(0..3), &emea(&[])).await;
    at(&server, "POST", "/Groups", |request: &Request| {
        let members = body(request)["members"].as_array().map_or(0, Vec::len);
        match members {
            0 => error(400, "invalidValue", "members are required"),
            _ => answer(201, &json!({"id": "g2", "displayName": "New"})),
        }
    })
    .await;
    let schema = json!([{"id": "urn:ietf:params:scim:schemas:core:2.0:Group", "attributes": [{
        "name": "members", "required": true, "multiValued": true, "type": "complex",
        "subAttributes": [{"name": "value"}, {"name": "$ref", "required": true}],
    }]}]);
    at(&server, "GET", "/Schemas", answer(200, &schema)).await;
    let target = target(&server.uri(), "t");
    target.read().await.unwrap();
    let value =
        |id, name: &str| ValueWork { step: step(id, StepKind::Value, "", Some(("groups", name))) };
    let works = (0..2).map(|at| {
        let mut one = joins(at, &format!("u{at}"), StepKind::Assign);
        Arc::make_mut(&mut one.steps[0].step).value = Some("New".to_owned());
        one
    });
    let journal = Memory::default();
    let values = vec![value(8, "New"), value(9, "Empty")];
    target.apply(values, works.collect(), &journal).await.unwrap();
    let results = journal.results();
    assert!([0, 1, 8].iter().all(|id| results[id] == StepResult::Done), "{results:?}");
    assert_eq!(results[&9], StepResult::Failed(Cause::RejectedByTarget), "nobody is to be in it");
    let made = server.received_requests().await.unwrap();
    let made: Vec<_> = made.iter().filter(|one| one.method == "POST").map(body).collect();
    let reference = format!("{}/Users/u0", server.uri());
    assert_eq!(made[2]["members"][0], json!({"value": "u0", "$ref": reference}), "as it requires");
}

#[tokio::test]
async fn members_may_be_named_by_reference_or_user_name() {
    let group = json!({"id": "g1", "displayName": "EMEA", "members": [
        {"value": "user1"}, {"value": "someone", "$ref": "https://x/Users/u2"}, {"value": "u0"},
        {"value": "stranger"},
    ]});
    let server = server(json!({}), &users(0..4), &group).await;
    let patched = |request: &Request| {
        let path = body(request)["Operations"][0]["path"].clone();
        match path == "members[value eq \"user1\"]" {
            true => ResponseTemplate::new(204),
            false => error(400, "noTarget", "nobody"),
        }
    };
    at(&server, "PATCH", "/Groups/g1", patched).await;
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    let held = state.accounts.records().filter(|one| !one.holdings.is_empty());
    assert_eq!(held.map(|one| one.key).collect::<Vec<_>>(), ["u0", "u1", "u2"], "each is found");
    all_done(&apply(&target, vec![joins(1, "u1", StepKind::Unassign)]).await);
    let asked = server.received_requests().await.unwrap();
    let last = body(asked.last().unwrap());
    assert_eq!(last["Operations"][0]["path"], "members[value eq \"user1\"]", "as the group has it");
}

/// A provider of versions: what is bound to another than `now` is refused.
async fn versioned(now: &'static str, requires: bool) -> MockServer {
    let mut user = users(0..1).remove(0);
    user["meta"] = json!({"version": "W/\"1\""});
    let server = server(json!({"etag": {"supported": true}}), &[user], &emea(&[])).await;
    let get = move |_: &Request| {
        answer(200, &json!({"id": "u0", "userName": "user0"})).insert_header("ETag", now)
    };
    at(&server, "GET", "/Users/u0", get).await;
    let patch = move |request: &Request| {
        let bound = request.headers.get("If-Match").map(|value| value.to_str().unwrap().to_owned());
        match bound.as_deref() {
            None if requires => error(428, "", "say which"),
            None => ResponseTemplate::new(204),
            Some(version) if version == now => ResponseTemplate::new(204),
            Some(_) => error(412, "", "changed"),
        }
    };
    at(&server, "PATCH", "/Users/u0", patch).await;
    server
}

async fn suspended(server: &MockServer) -> (Memory, Vec<String>) {
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    let steps = vec![step(1, StepKind::Suspend, "user0", None)];
    let journal = apply(&target, vec![work(Some(&state.accounts.record(0)), "user0", steps)]).await;
    (journal, methods(&server.received_requests().await.unwrap(), "/Users/u0"))
}

#[tokio::test]
async fn a_version_that_is_past_is_read_again_once() {
    let server = versioned("W/\"1\"", true).await;
    let (journal, calls) = suspended(&server).await;
    all_done(&journal);
    assert_eq!(calls, ["PATCH"], "bound to the version that was read");
    let server = versioned("W/\"2\"", true).await;
    let (journal, calls) = suspended(&server).await;
    all_done(&journal);
    assert_eq!(calls, ["PATCH", "GET", "PATCH"], "read again, and sent once more");
    assert_eq!(journal.outcome(1).tries, 1, "the second is a call of its own");
}

#[tokio::test]
async fn versions_that_are_never_right_are_done_without() {
    let server = versioned("W/\"1\"", false).await;
    server.reset().await;
    let mut user = users(0..1).remove(0);
    user["meta"] = json!({"version": "W/\"1\""});
    at(&server, "GET", "/ServiceProviderConfig", answer(200, &json!({"etag": true}))).await;
    at(&server, "GET", "/Users", list(1, &[user.clone()])).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    at(&server, "GET", "/Users/u0", answer(200, &user)).await;
    let never = |request: &Request| match request.headers.contains_key("If-Match") {
        true => error(412, "", "changed"),
        false => ResponseTemplate::new(204),
    };
    at(&server, "PATCH", "/Users/u0", never).await;
    let (journal, calls) = suspended(&server).await;
    all_done(&journal);
    assert_eq!(calls, ["PATCH", "GET", "PATCH"], "then without a version");
}

#[tokio::test]
async fn what_changes_again_and_again_is_a_conflict() {
    let server = versioned("W/\"1\"", false).await;
    server.reset().await;
    let mut user = users(0..1).remove(0);
    user["meta"] = json!({"version": "W/\"1\""});
    at(&server, "GET", "/ServiceProviderConfig", answer(200, &json!({"etag": true}))).await;
    at(&server, "GET", "/Users", list(1, &[user])).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    at(
        &server,
        "GET",
        "/Users/u0",
        answer(200, &json!({"id": "u0"})).insert_header("ETag", "\"9\""),
    )
    .await;
    at(&server, "PATCH", "/Users/u0", error(412, "", "changed")).await;
    let (journal, _) = suspended(&server).await;
    assert_eq!(journal.results()[&1], StepResult::Failed(Cause::Conflict), "and says so");
}

#[tokio::test]
async fn what_discovery_bungles_is_done_without() {
    let server = MockServer::start().await;
    let user = "urn:ietf:params:scim:schemas:core:2.0:User";
    at(&server, "GET", "/ServiceProviderConfig", ResponseTemplate::new(500)).await;
    let types =
        json!([{"name": "User", "schema": user, "endpoint": format!("{}/People", server.uri())}]);
    at(&server, "GET", "/ResourceTypes", answer(200, &types)).await;
    at(&server, "GET", "/Schemas", answer(200, &json!({"oops": true}))).await;
    let alone = json!({"id": user, "attributes": [{"name": "title", "required": true}]});
    at(&server, "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", answer(200, &alone))
        .await;
    at(&server, "GET", "/People", list(2, &users(0..2))).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    let state = target(&server.uri(), "t").read().await.unwrap();
    assert_eq!(state.accounts.len(), 2, "read where the resource type says");
    assert_eq!(state.unsupported.len(), 2, "a schema that is only told when asked for: {state:?}");
    assert!(state.required.is_empty(), "what is sent anyway need be nobody's attribute");
}

#[tokio::test]
async fn adobes_extension_is_sent_under_its_urn() {
    const ADOBE: &str = "urn:ietf:params:scim:schemas:extension:Adobe:2.0:User";
    let server = MockServer::start().await;
    at(&server, "GET", "/Users", list(0, &[])).await;
    at(&server, "GET", "/Groups", list(0, &[])).await;
    at(&server, "POST", "/Users", answer(201, &json!({"id": "u1"}))).await;
    let target = target(&server.uri(), "t");
    target.read().await.unwrap();
    let mut one = work(None, "ann", vec![step(1, StepKind::Create, "ann", None)]);
    one.person.as_mut().unwrap().send = vec![
        (format!("{ADOBE}:eduRole"), "Teacher".into()),
        (format!("{ADOBE}:emailAliases"), "a@x, b@x".into()),
        (format!("{ADOBE}:organizationalUnit"), "/Staff/Science".into()),
        ("addresses[type eq \"work\"].country".into(), "NL".into()),
    ];
    all_done(&apply(&target, vec![one]).await);
    let asked = server.received_requests().await.unwrap();
    let sent = body(asked.last().unwrap());
    let extension = json!({
        "eduRole": "Teacher", "emailAliases": "a@x, b@x", "organizationalUnit": "/Staff/Science",
    });
    assert_eq!(sent[ADOBE], extension, "{sent}");
    assert_eq!(sent["schemas"].as_array().unwrap().len(), 2, "and the URN is listed");
    assert_eq!(sent["addresses"], json!([{"type": "work", "country": "NL"}]), "a part of a list");
    assert_eq!(sent["externalId"], json!(person("ann").id), "beside the least");
}
