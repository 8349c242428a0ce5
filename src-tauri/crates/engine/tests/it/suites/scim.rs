//! Twenty thousand people of a SCIM provider that is read.

use super::{PEOPLE, World};
use crate::world::TOKEN;
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider, RetryAfter};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Fewer people, where only what goes wrong counts.
const FEW: usize = 1_000;

/// A provider with so many people, whose records were last changed long ago, and ten leads.
pub async fn staffed(people: usize) -> (TempDir, Provider) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let user = |number: usize| {
        json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": format!("u{number:05}@example.com"), "active": true,
            "name": {"givenName": "U", "familyName": "Lee"},
            "emails": [{"value": format!("u{number:05}@example.com"), "primary": true}]})
    };
    let options = Options {
        users: (0..people).map(user).collect(),
        groups: vec!["Leads".into()],
        state_file: Some(file.clone()),
        ..Options::default()
    };
    let made = Provider::start(options).await.unwrap();
    let group = made.groups()[0]["id"].as_str().unwrap().to_owned();
    let leads: Vec<Value> = (made.users().iter().take(10))
        .map(|user| json!({"op": "add", "path": "members", "value": [{"value": user["id"]}]}))
        .collect();
    send(&made, &format!("Groups/{group}"), &json!(leads)).await;
    made.shutdown().await;
    let mut state: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    age(&mut state);
    std::fs::write(&file, state.to_string()).unwrap();
    let token = Some(TOKEN.to_owned());
    let options = Options { state_file: Some(file), token, ..Options::default() };
    (folder, Provider::start(options).await.unwrap())
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

/// Patches a record.
async fn send(provider: &Provider, path: &str, operations: &Value) {
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations});
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.patch(format!("{}/{path}", provider.url())).bearer_auth(provider.token());
    let request = request.header("content-type", "application/scim+json").body(body.to_string());
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
}

fn id(provider: &Provider, name: &str) -> String {
    let users = provider.users();
    let found = users.iter().find(|user| user["userName"] == name).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// The configuration of the source at `url`.
pub fn source(url: &str) -> String {
    format!("kind = \"scim\"\nurl = \"{url}\"\nsecret = \"source\"\n")
}

/// How many calls to lists and records came, and forgets them.
fn asked(provider: &Provider) -> usize {
    let all = provider.calls();
    provider.forget_calls();
    let wanted = |path: &str| path.contains("/Users") || path.contains("/Groups");
    all.iter().filter(|call| wanted(&call.path)).count()
}

fn off() -> Value {
    json!([{"op": "replace", "path": "active", "value": false}])
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_people_and_then_changes_alone() {
    let (_folder, from) = staffed(PEOPLE).await;
    let world = World::of(&source(&from.url()), TOKEN).await;
    from.forget_calls();
    assert_eq!(world.sync().await, 2 * PEOPLE as u64 + 10, "accounts, products, roles");
    let first = asked(&from);
    assert!(first <= PEOPLE / 100 + 10, "pages, and what proves the filter: {first}");
    assert_eq!(world.accounts().len(), PEOPLE);

    send(&from, &format!("Users/{}", id(&from, "u00100@example.com")), &off()).await;
    let leads = from.groups()[0]["id"].as_str().unwrap().to_owned();
    let left = id(&from, "u00000@example.com");
    let removed = json!([{"op": "remove", "path": format!("members[value eq \"{left}\"]")}]);
    send(&from, &format!("Groups/{leads}"), &removed).await;
    asked(&from);
    world.clock.advance_minutes(40);
    world.sync().await;
    let calls = asked(&from);
    assert!(calls <= 4, "who changed, which groups, and that these are all: {calls}");
    let accounts = world.accounts();
    assert!(!accounts["u00100@example.com"].0, "disabled");
    assert_eq!(accounts["u00000@example.com"], (true, String::new()), "no lead any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_takes_nobody_away() {
    let (_folder, from) = staffed(FEW).await;
    let world = World::of(&source(&from.url()), TOKEN).await;
    world.sync().await;

    let wait = Some(RetryAfter::Seconds(0));
    from.script(Fault::new(Lie::TooManyRequests(wait)).on("GET", "/Users").times(3));
    world.clock.advance_days(2);
    assert_eq!(world.sync().await, 0, "throttled, and nothing is to do");
    assert_eq!(from.faults_left(), 0, "it was");

    // The provider does not tell changes any more, in whatever way it is asked: all is read.
    from.script(Fault::new(Lie::Status(400)).on("GET", "/Users").times(3));
    send(&from, &format!("Users/{}", id(&from, "u00007@example.com")), &off()).await;
    from.forget_calls();
    world.sync().await;
    assert!(asked(&from) >= FEW / 200, "in full");
    assert!(!world.accounts()["u00007@example.com"].0, "and what changed was seen");
    let told = world.warnings();
    assert!(told.iter().any(|words| words.contains("does not tell what changed")), "{told:?}");

    from.script(Fault::new(Lie::Status(403)).on("GET", "/Users").times(9));
    let words = world.changes_nothing().await;
    assert!(words.contains("Give the token the right to read users"), "{words}");
    from.forget_faults();
    world.clock.advance_days(2);
    from.script(Fault::new(Lie::CloseMidBody).on("GET", "/Users").times(50));
    world.changes_nothing().await;
    from.forget_faults();
    // It counts more than it delivers.
    from.script(Fault::new(Lie::WrongTotals(5_000)).on("GET", "/Users").times(50));
    let words = world.changes_nothing().await;
    assert!(words.contains("delivers"), "pages are missing: {words}");
    from.forget_faults();
    assert_eq!(world.sync().await, 0, "when it answers again nothing is to do");

    // A token that ended is refused; until another is entered nothing is asked.
    let before = world.accounts();
    from.script(Fault::new(Lie::Status(401)).on("GET", "/").times(50));
    let words = world.changes_nothing().await;
    assert!(words.contains("token"), "{words}");
    world.try_sync().await.expect("the source is left alone");
    assert!(before == world.accounts(), "nobody is touched while it cannot be asked");
}
