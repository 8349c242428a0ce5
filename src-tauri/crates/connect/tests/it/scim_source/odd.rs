//! Providers that can less than the standard asks for.

use super::{HOUR, Reader, active, members};
use rolecall_directory::Cause;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// What a small provider has, and what it does wrong.
#[derive(Default)]
struct Small {
    users: Vec<Value>,
    /// `None`: it knows no groups at all.
    groups: Option<Vec<Value>>,
    /// Leaves this user out of lists, and out of their total.
    hides: Option<String>,
    calls: Vec<String>,
}

impl Small {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let path = request.url.path().trim_start_matches('/').to_owned();
        self.calls.push(path.clone());
        let mut segments = path.split('/');
        let all = match (segments.next(), &self.groups) {
            (Some("Users"), _) => &self.users,
            (Some("Groups"), Some(groups)) => groups,
            _ => return ResponseTemplate::new(404),
        };
        if let Some(id) = segments.next() {
            return match all.iter().find(|one| one["id"] == id) {
                Some(found) => ResponseTemplate::new(200).set_body_json(found),
                None => ResponseTemplate::new(404),
            };
        }
        // Filters are ignored, as many providers do.
        let shown: Vec<&Value> =
            all.iter().filter(|one| self.hides.as_deref() != one["id"].as_str()).collect();
        ResponseTemplate::new(200)
            .set_body_json(json!({"totalResults": shown.len(), "Resources": shown}))
    }
}

async fn served(small: Small) -> (MockServer, Arc<Mutex<Small>>, Reader) {
    let small = Arc::new(Mutex::new(small));
    let server = MockServer::start().await;
    let held = small.clone();
    let answer = move |request: &Request| held.lock().unwrap().answer(request);
    Mock::given(path_regex(".*")).respond_with(answer).mount(&server).await;
    let reader = Reader::of(&server.uri(), "token");
    (server, small, reader)
}

fn user(id: &str) -> Value {
    let moment = "2026-01-01T00:00:00Z";
    json!({"id": id, "userName": id, "active": "True", "meta": {"lastModified": moment}})
}

#[tokio::test]
async fn where_filters_are_ignored_all_is_read_each_time() {
    let group = json!({"id": "g", "displayName": "G", "members": [{"value": "a"}, {"value": "b"}]});
    let small = Small {
        users: ["a", "b", "c"].map(user).to_vec(),
        groups: Some(vec![group]),
        ..Small::default()
    };
    let (_server, small, reader) = served(small).await;
    let (delivered, _) = reader.read().await;
    assert_eq!((active(&delivered).len(), members(&delivered, "G")), (3, 2));
    assert!(reader.cursor().contains("unproved"), "{}", reader.cursor());
    small.lock().unwrap().users.remove(0);
    let (delivered, report) = reader.read().await;
    assert_eq!((active(&delivered), report.complete), (vec!["b", "c"], true), "found at once");
    assert!(small.lock().unwrap().calls.contains(&"Users/a".to_owned()), "and looked up");
}

#[tokio::test]
async fn whoever_a_list_leaves_out_stays_when_they_are_there() {
    let small = Small { users: ["a", "b"].map(user).to_vec(), ..Small::default() };
    let (_server, small, mut reader) = served(small).await;
    reader.read().await;
    small.lock().unwrap().hides = Some("b".into());
    reader.now += 25 * HOUR;
    let (delivered, _) = reader.read().await;
    assert_eq!(active(&delivered), ["a", "b"], "nobody is disabled for a page that is missing");
    assert!(delivered.warnings[0].message.contains("left out 1"), "{:?}", delivered.warnings);
}

#[tokio::test]
async fn a_provider_without_groups_is_read_all_the_same_but_not_one_that_lost_them() {
    let (_server, small, reader) =
        served(Small { users: vec![user("a")], ..Small::default() }).await;
    let (delivered, report) = reader.read().await;
    assert_eq!((active(&delivered), report.groups), (vec!["a"], 0));
    assert!(delivered.warnings[0].message.contains("no groups"), "{:?}", delivered.warnings);
    let group = json!({"id": "g", "displayName": "G", "members": []});
    small.lock().unwrap().groups = Some(vec![group]);
    assert_eq!(reader.read().await.1.groups, 1, "now it has one");
    small.lock().unwrap().groups = None;
    let refused = reader.try_read().await.unwrap_err();
    assert_eq!(
        refused.cause,
        Cause::NotFound,
        "groups that were there are not given up: {refused}"
    );
}

#[tokio::test]
async fn members_that_lists_leave_out_are_asked_for() {
    let group = json!({"id": "g", "displayName": "G"});
    let small = Small { users: vec![user("a")], groups: Some(vec![group]), ..Small::default() };
    let (_server, small, reader) = served(small).await;
    reader.read().await;
    assert!(small.lock().unwrap().calls.contains(&"Groups/g".to_owned()), "by itself");
}
