//! Servers that keep to the standard in their own way, or hardly.

use crate::recording::step;
use crate::scim_target::{apply, person, slot, target, work};
use rolecall_connect::{Http, HttpSettings, ReadTarget, ScimSettings, ScimTarget, StepResult};
use rolecall_directory::{Cause, SlotBinding, StepKind};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::sync::Arc;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

pub fn users(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|at| json!({"id": format!("u{at}"), "userName": format!("user{at}")})).collect()
}

pub fn list(total: impl Into<Value>, resources: &[Value]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total.into(), "Resources": resources,
    }))
}

pub async fn serving(answer: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET")).and(path("/Users")).respond_with(answer).mount(&server).await;
    Mock::given(method("GET")).and(path("/Groups")).respond_with(list(0, &[])).mount(&server).await;
    server
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect() {
    let other = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(list(0, &[])).mount(&other).await;
    let to = format!("{}/Users", other.uri());
    let server = serving(move |_: &Request| {
        ResponseTemplate::new(302).insert_header("Location", to.as_str())
    })
    .await;
    let error = target(&server.uri(), "t").read().await.expect_err("is refused");
    assert_eq!(error.cause, Cause::UnreadableAnswer, "{error}");
    assert!(error.message.contains(&other.uri()), "says where it led: {error}");
    assert!(other.received_requests().await.unwrap().is_empty(), "nobody was called there");
}

#[tokio::test]
async fn a_redirect_within_the_server_is_followed() {
    let server = serving(ResponseTemplate::new(308).insert_header("Location", "/Users/?x=1")).await;
    Mock::given(path("/Users/")).respond_with(list(2, &users(0..2))).mount(&server).await;
    assert_eq!(target(&server.uri(), "t").read().await.unwrap().accounts.len(), 2, "followed");
}

/// Requests whose JSON body satisfies a check.
pub struct Body(pub fn(&Value) -> bool);

impl Match for Body {
    fn matches(&self, request: &Request) -> bool {
        request.body_json::<Value>().is_ok_and(|body| self.0(&body))
    }
}

#[tokio::test]
async fn without_patch_the_whole_user_is_put() {
    let server = MockServer::start().await;
    let config = json!({"patch": {"supported": false}});
    Mock::given(path("/ServiceProviderConfig"))
        .respond_with(ResponseTemplate::new(200).set_body_json(config))
        .mount(&server)
        .await;
    let user = json!({
        "id": "u1", "userName": "ann", "active": true, "x-own": 1,
        "entitlements": [{"value": "A"}, {"value": "B"}], "roles": [{"value": "Admin"}],
    });
    Mock::given(method("GET"))
        .and(path("/Users"))
        .respond_with(list(1, std::slice::from_ref(&user)))
        .mount(&server)
        .await;
    Mock::given(method("GET")).and(path("/Groups")).respond_with(list(0, &[])).mount(&server).await;
    Mock::given(method("GET"))
        .and(path("/Users/u1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(&user))
        .mount(&server)
        .await;
    Mock::given(method("PUT"))
        .and(path("/Users/u1"))
        .and(Body(|body| {
            body["entitlements"] == json!([{"value": "B"}, {"value": "C"}])
                && body["active"] == false
                && body["x-own"] == 1
                && body["roles"] == json!([{"value": "Admin"}])
        }))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let target = target(&server.uri(), "t");
    let state = target.read().await.unwrap();
    let steps = vec![
        step(1, StepKind::Unassign, "ann", Some(("products", "A"))),
        step(2, StepKind::Assign, "ann", Some(("products", "C"))),
        step(3, StepKind::Suspend, "ann", None),
    ];
    let journal = apply(&target, vec![work(Some(&state.accounts.record(0)), "ann", steps)]).await;
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
}

#[tokio::test]
async fn one_unknown_member_does_not_keep_the_others_out() {
    let server = MockServer::start().await;
    let group = json!({"id": "g1", "displayName": "EMEA", "members": []});
    let groups = list(1, std::slice::from_ref(&group));
    Mock::given(method("GET")).and(path("/Groups")).respond_with(groups).mount(&server).await;
    let answer = |request: &Request| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        ResponseTemplate::new(if body.contains("\"u3\"") { 404 } else { 204 })
    };
    Mock::given(method("PATCH")).and(path("/Groups/g1")).respond_with(answer).mount(&server).await;
    let works = (0..8).map(|at| {
        let mut joins = step(at, StepKind::Assign, "x", Some(("groups", "EMEA")));
        Arc::make_mut(&mut joins.step).account = Some(format!("u{at}"));
        work(None, "x", vec![joins])
    });
    let journal = apply(&target(&server.uri(), "t"), works.collect()).await;
    for (id, result) in journal.results() {
        let expected = if id == 3 { StepResult::Failed(Cause::NotFound) } else { StepResult::Done };
        assert_eq!(result, expected, "member {id}");
    }
}

#[tokio::test]
async fn an_account_without_an_id_in_the_answer_is_looked_up() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(201))
        .expect(1)
        .mount(&server)
        .await;
    let found = json!({"id": "u7", "userName": "ANN", "externalId": person("ann").id});
    Mock::given(method("GET"))
        .and(query_param("filter", "userName eq \"ann\""))
        .respond_with(list(1, &[found]))
        .mount(&server)
        .await;
    let target = target(&server.uri(), "t");
    let steps = vec![step(1, StepKind::Create, "ann", None)];
    let journal = apply(&target, vec![work(None, "ann", steps)]).await;
    assert_eq!(journal.outcome(1).account.as_deref(), Some("u7"), "found by its userName");
}

#[test]
fn addresses_and_bindings_are_checked_before_anything_is_called() {
    let http = || Http::new(&HttpSettings::default()).unwrap();
    let made = |url: &str, bind: Option<SlotBinding>| {
        let mut slots = vec![slot("s", true, SlotBinding::Roles)];
        slots[0].bind = bind;
        let settings = ScimSettings { url: url.to_owned(), slots, ..ScimSettings::default() };
        ScimTarget::new(settings, SecretString::from("t"), http()).err().map(|error| error.message)
    };
    let roles = || Some(SlotBinding::Roles);
    for url in
        ["https://x.example/scim", "http://127.0.0.1:1/", "http://[::1]/", "http://localhost/a"]
    {
        assert_eq!(made(url, roles()), None, "{url}");
    }
    for url in ["http://x.example/", "http://127.0.0.1.example/", "ftp://x/"] {
        assert!(made(url, roles()).unwrap().contains("https://"), "{url}");
    }
    assert!(made("x", roles()).unwrap().contains("no address"), "not an address");
    assert!(made("https://x", None).unwrap().contains("bind"), "a slot without a place");
    let odd = Some(SlotBinding::Attribute("a b".into()));
    assert!(made("https://x", odd).unwrap().contains("no SCIM path"), "a path that is none");
}
