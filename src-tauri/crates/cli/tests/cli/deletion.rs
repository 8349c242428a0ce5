//! Deleting people for good with their accounts in consoles: a SCIM provider and Adobe's, each of
//! which records what it is asked.

use crate::network::provider;
use crate::umapi;
use crate::world::World;
use rolecall_emulators::umapi::Console;
use rolecall_sandbox::provider::{Fault, Lie, Provider};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

fn delete(world: &World, user: &str, more: &[&str]) -> (Option<i32>, Value) {
    let head = ["users", "delete", user, "--type", user, "--config", "c.toml", "--json"];
    let ran = world.run(head.iter().chain(more));
    (ran.code, ran.json())
}

fn open_window(world: &World) {
    assert_eq!(world.json("directory edit-window open main").0, Some(0));
}

fn names(provider: &Provider) -> Vec<String> {
    let text = |one: &Value| one["userName"].as_str().unwrap_or_default().to_owned();
    let mut names: Vec<String> = provider.users().iter().map(text).collect();
    names.sort();
    names
}

fn deletes(provider: &Provider) -> Vec<(String, Option<u16>)> {
    let calls = provider.calls().into_iter().filter(|call| call.method == "DELETE");
    calls.map(|call| (call.path, call.status)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_of_a_scim_provider_are_deleted_where_that_is_asked() {
    let provider = provider().await;
    let world = World::of_provider(&provider);
    assert_eq!(world.json("sync").0, Some(0));
    let ann = provider.users().into_iter().find(|one| one["userName"] == "ann@example.com");
    let id = ann.unwrap()["id"].as_str().unwrap().to_owned();
    open_window(&world);

    // Not ticked: the account stays, and nobody is asked to delete it.
    assert_eq!(delete(&world, "bob@example.com", &[]).0, Some(0));
    assert_eq!((names(&provider).len(), deletes(&provider)), (2, Vec::new()));

    let (code, told) = delete(&world, "ann@example.com", &["--accounts"]);
    assert_eq!(code, Some(0), "{told}");
    let account = json!({"target": "console", "account": "ann@example.com", "deleted": true,
        "message": null});
    assert_eq!((&told["comes_back"], &told["accounts"]), (&json!(true), &json!([account])));
    assert_eq!(names(&provider), ["bob@example.com"]);
    let asked = deletes(&provider);
    assert_eq!(asked.len(), 1, "once: {asked:?}");
    assert!(asked[0].0.ends_with(&format!("/Users/{id}")) && asked[0].1 == Some(204), "{asked:?}");
    let entries = world.run(["activity", "export", "--config", "c.toml", "--json"]).out;
    let told: Vec<Value> =
        entries.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let about: Vec<&str> = told
        .iter()
        .filter(|one| one["kind"] == "account_deleted")
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(about, ["sending", "ok"], "told before and after");
    // The source still delivers both: they are made, and taken up, again.
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(names(&provider), ["ann@example.com", "bob@example.com"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_a_provider_keeps_is_said_with_its_words() {
    let provider = provider().await;
    let world = World::of_provider(&provider);
    assert_eq!(world.json("sync").0, Some(0));
    open_window(&world);
    provider.script(Fault::new(Lie::Status(403)).on("DELETE", "/Users/"));
    let (code, told) = delete(&world, "ann@example.com", &["--accounts"]);
    assert_eq!(code, Some(2), "{told}");
    assert_eq!(told["accounts"][0]["deleted"], false);
    assert!(
        told["accounts"][0]["message"]
            .as_str()
            .is_some_and(|text| text.contains("a problem of its own")),
        "{told}"
    );
    assert_eq!(names(&provider).len(), 2, "it is kept");
    // One that is gone there already is as good as deleted.
    provider.script(Fault::new(Lie::Status(404)).on("DELETE", "/Users/"));
    let (code, told) = delete(&world, "bob@example.com", &["--accounts"]);
    assert_eq!((code, &told["accounts"][0]["deleted"]), (Some(0), &json!(true)), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_of_adobe_are_removed_with_their_assets() {
    let console = Arc::new(Console::new(umapi::organization(), Duration::from_secs(1)));
    let world = umapi::world(&console, "federatedID", umapi::PEOPLE).await;
    assert_eq!(world.json("sync").0, Some(0));
    let posts = console.posts().len();
    open_window(&world);
    assert_eq!(delete(&world, "bob", &[]).0, Some(0));
    assert_eq!(console.posts().len(), posts, "not ticked: nothing is sent");

    let (code, told) = delete(&world, "ann", &["--accounts"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told["accounts"][0]["deleted"], true, "{told}");
    let sent = console.posts()[posts..].to_vec();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0][0]["user"], "ann@example.com");
    assert_eq!(sent[0][0]["do"], json!([{"removeFromOrg": {"deleteAccount": true}}]));
    assert!(!console.holds().users.contains_key("ann@example.com"));
    assert!(console.holds().users.contains_key("bob@example.com"), "who was not ticked stays");

    let refused = ("error.internal.create_failed", "Resource is externally managed".to_owned());
    console.organization.lock().unwrap().refused.insert("cyd@example.com".to_owned(), refused);
    let (code, told) = delete(&world, "cyd", &["--accounts"]);
    assert_eq!((code, &told["accounts"][0]["deleted"]), (Some(2), &json!(false)), "{told}");
    let words = told["accounts"][0]["message"].as_str().unwrap();
    assert!(words.contains("externally managed"), "the vendor's own words: {words}");
    assert!(console.holds().users.contains_key("cyd@example.com"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_that_are_not_ours_or_protected_are_never_deleted() {
    let provider = provider().await;
    let mut world = World::of_provider(&provider);
    assert_eq!(world.json("sync").0, Some(0));
    world.write(
        "c.toml",
        world.read("c.toml").replace("url = ", "protect = 'userName sw \"ann\"'\nurl = "),
    );
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    open_window(&world);
    let (code, told) = delete(&world, "ann@example.com", &["--accounts"]);
    assert_eq!(
        (code, &told["accounts"][0]["message"]),
        (Some(2), &json!("it is protected")),
        "{told}"
    );
    assert_eq!((names(&provider).len(), deletes(&provider)), (2, Vec::new()));
}
