//! A provider that tells what changed, and one that lies about it.

use super::{HOUR, Reader, active, members};
use rolecall_connect::{Mirror, ProbeSource, ReadSource};
use rolecall_directory::{Cause, SourceScope};
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A provider whose records were last changed long ago.
pub struct Aged {
    folder: tempfile::TempDir,
    pub provider: Provider,
}

impl Aged {
    /// With `people` users, each in the one group.
    pub async fn of(people: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = |number: usize| {
            json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "userName": format!("p{number:05}"), "active": true,
                "name": {"givenName": "P", "familyName": "N"},
                "emails": [{"value": format!("p{number:05}@x.org"), "primary": true}]})
        };
        let options = Options {
            users: (0..people).map(user).collect(),
            groups: vec!["All".into()],
            state_file: Some(folder.path().join("state.json")),
            ..Options::default()
        };
        let provider = Provider::start(options).await.unwrap();
        let aged = Self { folder, provider };
        let ids: Vec<Value> =
            (aged.provider.users().iter()).map(|user| json!({"value": user["id"]})).collect();
        let group = aged.provider.groups()[0]["id"].as_str().unwrap().to_owned();
        let add = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "add", "path": "members", "value": ids}]});
        aged.send("PATCH", &format!("Groups/{group}"), &add).await;
        aged.restarted(age).await
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("state.json")
    }

    /// The same after what it keeps was changed behind its back.
    pub async fn restarted(self, change: impl Fn(&mut Value)) -> Self {
        let file = self.file();
        let token = self.provider.token().to_owned();
        let Self { folder, provider } = self;
        provider.shutdown().await;
        let mut state: Value = read(&file);
        change(&mut state);
        std::fs::write(&file, state.to_string()).unwrap();
        let options = Options { state_file: Some(file), token: Some(token), ..Options::default() };
        Self { folder, provider: Provider::start(options).await.unwrap() }
    }

    pub async fn send(&self, method: &str, path: &str, body: &Value) {
        let url = format!("{}/{path}", self.provider.url());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method.parse().unwrap(), url);
        let request = request.bearer_auth(self.provider.token());
        let request = request.header("content-type", "application/scim+json");
        let answer = request.body(body.to_string()).send().await.unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {}", answer.status());
    }

    /// The id of the user called so.
    pub fn id(&self, name: &str) -> String {
        let users = self.provider.users();
        let found = users.iter().find(|user| user["userName"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }

    pub fn reader(&self) -> Reader {
        Reader::of(&self.provider.url(), self.provider.token())
    }

    /// How many calls to lists and single records came, and forgets them.
    pub fn calls(&self) -> usize {
        let all = self.provider.calls();
        self.provider.forget_calls();
        let wanted = |path: &str| path.contains("/Users") || path.contains("/Groups");
        all.iter().filter(|call| wanted(&call.path)).count()
    }
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// Makes all moments old ones.
fn age(state: &mut Value) {
    match state {
        Value::Object(members) => {
            for (name, value) in members {
                match name.as_str() {
                    "created" | "modified" => *value = json!("2026-01-01T00:00:00.000Z"),
                    _ => age(value),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(age),
        _ => {}
    }
}

fn patch(path: &str, value: &Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": path, "value": value}]})
}

#[tokio::test]
async fn changes_alone_are_asked_for_once_the_filter_was_proved() {
    let aged = Aged::of(450).await;
    let mut reader = aged.reader();
    aged.calls();
    let (delivered, report) = reader.read().await;
    assert_eq!((report.people, report.groups, report.complete), (450, 1, true));
    assert_eq!(members(&delivered, "All"), 450);
    let person = &delivered.people[0];
    let email = format!("{}@x.org", person.user_name);
    assert!(person.attributes.contains(&("email".to_owned(), email)), "{person:?}");
    // A full page may be the last one, and one group a page's size: one call more tells.
    assert_eq!(aged.calls(), 3 + 2 + 4, "pages of people, of groups, and four proofs");
    assert!(reader.cursor().matches("proved").count() == 2, "{}", reader.cursor());

    aged.send("PATCH", &format!("Users/{}", aged.id("p00007")), &patch("active", &json!(false)))
        .await;
    let all = aged.provider.groups()[0]["id"].as_str().unwrap().to_owned();
    let only = json!([{"value": aged.id("p00001")}]);
    aged.send("PATCH", &format!("Groups/{all}"), &patch("members", &only)).await;
    aged.calls();
    let (delivered, _) = reader.read().await;
    assert_eq!(aged.calls(), 2 + 2, "a short list of people, one of groups, and that they end");
    assert_eq!(active(&delivered).len(), 449, "one was disabled");
    assert_eq!(members(&delivered, "All"), 1, "and others left the group");

    aged.send("DELETE", &format!("Users/{}", aged.id("p00003")), &Value::Null).await;
    assert_eq!(reader.read().await.0.people.len(), 450, "a deletion is no change");
    reader.now += 24 * HOUR;
    let (delivered, report) = reader.read().await;
    assert_eq!((delivered.people.len(), report.complete), (449, true), "a day later it is found");
}

#[tokio::test]
async fn a_provider_that_hides_changes_is_read_in_full_from_then_on() {
    let aged = Aged::of(3).await;
    let mut reader = aged.reader();
    reader.read().await;
    let aged = aged
        .restarted(|state| {
            let text = state.to_string().replace("p00001@x.org", "other@x.org");
            *state = serde_json::from_str(&text).unwrap();
        })
        .await;
    reader.url = aged.provider.url();
    let has = |delivered: &crate::recording::Delivered| {
        let mut all = delivered.people.iter().flat_map(|person| &person.attributes);
        all.any(|(_, value)| value == "other@x.org")
    };
    assert!(!has(&reader.read().await.0), "it says that nothing changed");
    reader.now += 24 * HOUR;
    assert!(has(&reader.read().await.0), "reading all finds it");
    assert!(reader.cursor().contains("\"users\":\"lied\""), "{}", reader.cursor());
    aged.send("DELETE", &format!("Users/{}", aged.id("p00002")), &Value::Null).await;
    assert_eq!(reader.read().await.0.people.len(), 2, "and is done each time, deletions included");
}

#[tokio::test]
async fn a_query_bounds_whom_the_provider_delivers() {
    let aged = Aged::of(5).await;
    let mut reader = aged.reader();
    let query = Some("emails.value sw \"p00001\" or emails.value sw \"p00002\"".to_owned());
    reader.definition.scope = SourceScope { query, ..SourceScope::default() };
    let (delivered, _) = reader.read().await;
    assert_eq!(active(&delivered), ["p00001", "p00002"]);
    aged.send("PATCH", &format!("Users/{}", aged.id("p00002")), &patch("active", &json!(false)))
        .await;
    assert_eq!(active(&reader.read().await.0), ["p00001"]);
}

#[tokio::test]
async fn a_reading_that_was_broken_off_begins_anew_and_takes_nothing_away() {
    let aged = Aged::of(450).await;
    let mut reader = aged.reader();
    reader.read().await;
    reader.now += 25 * HOUR;
    aged.provider.set_latency(Duration::from_millis(300));
    let source = reader.source();
    let mut delivered = crate::recording::Delivered::default();
    let cut = tokio::time::timeout(Duration::from_millis(1500), source.read(&mut delivered)).await;
    assert!(cut.is_err() && delivered.people.is_empty(), "in the middle of a page");
    drop(source);
    assert!(reader.kept.mirror.state().unwrap().filling, "it is not whole");
    aged.provider.set_latency(Duration::ZERO);
    let (delivered, report) = reader.read().await;
    assert_eq!((delivered.people.len(), report.complete), (450, true));
}

#[tokio::test]
async fn refusals_and_answers_that_cannot_be_read_take_nothing_away() {
    let aged = Aged::of(3).await;
    let reader = aged.reader();
    reader.read().await;
    for (lie, cause) in [
        (Lie::Status(403), Cause::NotPermitted),
        (Lie::MalformedJson, Cause::UnreadableAnswer),
        (Lie::Html, Cause::UnreadableAnswer),
        (Lie::Status(500), Cause::Unavailable),
    ] {
        aged.provider.script(Fault::new(lie.clone()).on("GET", "/Users").times(20));
        let refused = reader.try_read().await.unwrap_err();
        assert_eq!(refused.cause, cause, "{lie:?}: {refused}");
        aged.provider.forget_faults();
    }
    assert_eq!(reader.read().await.0.people.len(), 3, "all are still there");
    let mut other = aged.reader();
    other.token = "wrong".into();
    assert_eq!(other.try_read().await.unwrap_err().cause, Cause::CredentialRejected);
}

#[tokio::test]
async fn trying_out_tells_each_step_and_shows_people() {
    let aged = Aged::of(7).await;
    let mut reader = aged.reader();
    let probe = reader.source().probe().await;
    let told: Vec<_> = probe.steps.iter().map(|step| (step.step.as_str(), step.ok)).collect();
    let right = ["reach", "credential", "users.read", "groups.read", "people"];
    assert_eq!(told, right.map(|step| (step, true)));
    assert_eq!(probe.people.len(), 5);
    aged.provider.script(Fault::new(Lie::Status(403)).on("GET", "/Groups").times(9));
    let probe = reader.source().probe().await;
    let failed: Vec<_> = probe.steps.iter().filter(|step| !step.ok).collect();
    assert_eq!(failed[0].step, "groups.read", "the one right that is missing");
    aged.provider.forget_faults();
    reader.token = "wrong".into();
    let probe = reader.source().probe().await;
    let last = probe.steps.last().unwrap();
    assert_eq!((last.step.as_str(), last.cause), ("credential", Some(Cause::CredentialRejected)));
}
