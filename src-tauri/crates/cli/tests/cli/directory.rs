//! `directory` and `users`: edit windows, edits, deletion, domains, sync removed and attached.

use crate::world::{CONFIG, USERS, World};
use serde_json::{Value, json};

/// A synced directory with its accounts.
fn synced() -> World {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    world
}

fn products(world: &World, user: &str) -> String {
    let accounts = world.read("accounts.csv");
    let line = accounts.lines().find(|line| line.starts_with(user)).unwrap_or_default();
    line.split(',').nth(5).unwrap_or_default().to_owned()
}

#[test]
fn people_are_edited_in_an_edit_window_only() {
    let world = synced();
    let set = ["users", "set", "BOB@example.com", "department=Sales", "--config", "c.toml"];
    let refused = world.run(set);
    assert_eq!(refused.code, Some(4), "{}", refused.err);
    assert!(refused.err.contains("edit window") && refused.out.is_empty(), "{}", refused.err);
    let (code, window) = world.json("directory edit-window open main");
    assert_eq!((code, window["until"].is_string()), (Some(0), true));
    let (code, set) = world.json("users set bob@example.com department=Sales");
    assert_eq!(code, Some(0));
    assert_eq!(set["edited"]["department"]["source"], "Support");
    assert_eq!(set["edited"]["department"]["edited"], "Sales");
    let shown = world.json("users show bob@example.com").1;
    assert_eq!(shown["attributes"]["department"], json!(["Sales"]), "the edited one counts");
    assert_eq!(shown["edited"]["department"]["source"], "Support", "both are shown");
    let words = world.run(["users", "show", "bob@example.com", "--config", "c.toml"]).out;
    assert!(words.contains("department: Sales  (edited; the source says \"Support\")"), "{words}");
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(products(&world, "bob@"), "Connect;Webinar");
    let (code, fixed) = (
        world.run(["users", "set", "bob@example.com", "userName=rob", "--config", "c.toml"]).code,
        4,
    );
    assert_eq!(code, Some(fixed), "what people are known by stays the source's");
    world
        .run(["users", "set", "bob@example.com", "shoe=42", "--config", "c.toml"])
        .refuses(&["shoe"]);
    world.run(["users", "set", "nobody", "title=x", "--config", "c.toml"]).refuses(&["nobody"]);
    assert_eq!(world.json("directory edit-window close main").1["closed"], true);
    assert_eq!(
        world.run(["users", "set", "bob@example.com", "title=x", "--config", "c.toml"]).code,
        Some(4)
    );
    // The next change at the source overwrites it, whatever it changes.
    world.write("users.csv", USERS.replace("Bob,Berg", "Robert,Berg"));
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(products(&world, "bob@"), "Webinar");
    assert_eq!(world.json("users show bob@example.com").1["edited"], json!({}));
}

#[test]
fn people_are_deleted_by_typing_their_name_in_an_edit_window() {
    let world = synced();
    let delete = |typed: &str, more: &[&str]| {
        let head = ["users", "delete", "ann@example.com", "--type", typed, "--config", "c.toml"];
        world.run(head.iter().chain(more))
    };
    let refused = delete("ann@example.com", &[]);
    assert_eq!(refused.code, Some(4), "outside the window: {}", refused.err);
    assert!(refused.err.contains("edit window"), "{}", refused.err);
    assert_eq!(world.json("directory edit-window open main").0, Some(0));
    let refused = delete("Ann@example.com", &[]);
    assert_eq!(refused.code, Some(4), "to the letter: {}", refused.err);
    assert!(refused.err.contains("ann@example.com"), "{}", refused.err);
    let deleted = delete("ann@example.com", &["--accounts", "--json"]);
    assert_eq!(deleted.code, Some(0), "{}", deleted.err);
    let deleted = deleted.json();
    assert_eq!(deleted["comes_back"], true, "the source still delivers her");
    assert_eq!(deleted["accounts"][0]["deleted"], true);
    assert!(!world.read("accounts.csv").contains("ann@example.com"));
    world
        .run(["users", "show", "ann@example.com", "--config", "c.toml"])
        .refuses(&["ann@example.com"]);
    assert_eq!(world.json("sync").0, Some(0));
    assert!(
        world.read("accounts.csv").contains("ann@example.com"),
        "the next reading brings her back"
    );
}

#[test]
fn who_is_gone_is_shown_as_disabled() {
    let world = synced();
    let without: String = USERS
        .lines()
        .filter(|line| !line.starts_with("bob"))
        .map(|line| format!("{line}\n"))
        .collect();
    world.write("users.csv", without);
    world.json("sync");
    let people = world.json("users list").1;
    let bob =
        people.as_array().unwrap().iter().find(|one| one["user"] == "bob@example.com").unwrap();
    assert_eq!((&bob["state"], &bob["active"]), (&json!("gone"), &json!(false)));
    let shown = world.json("users show bob@example.com").1;
    assert_eq!(
        (&shown["state"], &shown["attributes"]["department"]),
        (&json!("gone"), &json!(["Support"]))
    );
    let listed = world.json("directory list").1;
    assert_eq!((&listed[0]["people"], &listed[0]["gone"]), (&json!(2), &json!(1)));
}

/// The configuration in a workspace of its own, synced.
fn workspace() -> World {
    let mut world = World::new();
    world.set("ROLECALL_HOME", world.path("w").to_str().unwrap());
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    assert_eq!(world.run(["sync"]).code, Some(0));
    world
}

fn states(world: &World) -> Vec<(String, String)> {
    let people = world.run(["users", "list", "--json"]).json();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let people = people.as_array().unwrap().iter();
    people.map(|one| (text(one, "user"), text(one, "state"))).collect()
}

#[test]
fn sync_is_removed_and_attached_again() {
    let world = workspace();
    let removed = world.run(["directory", "remove-sync", "main", "--json"]);
    assert_eq!(removed.code, Some(0), "{}", removed.err);
    assert_eq!((&removed.json()["kind"], &removed.json()["people"]), (&json!("csv"), &json!(3)));
    assert_eq!(world.run(["directory", "remove-sync", "main"]).code, Some(4), "once");
    assert_eq!(world.run(["directory", "edit-window", "open", "main"]).code, Some(4), "not needed");
    std::fs::remove_file(world.path("users.csv")).unwrap();
    let plan = world.run(["plan", "--json"]);
    assert_eq!(plan.json()["summary"], json!({"users": 3, "steps": 0}), "all stays as it was");
    let add = ["users", "add", "new@example.com", "department=Sales", "--directory", "main"];
    assert_eq!(world.run(add).code, Some(0));
    assert_eq!(world.run(add).code, Some(4), "the name is taken");
    assert_eq!(world.run(["sync"]).code, Some(0));
    assert_eq!(products(&world, "new@"), "Connect;Webinar");

    // Attached again, by the file that has the source: who it does not deliver is not seen yet.
    world.write(
        "users.csv",
        USERS.lines().take(2).map(|line| format!("{line}\n")).collect::<String>(),
    );
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    let sync = world.run(["sync", "--json"]).json();
    assert_eq!(sync["targets"]["goto"]["accounts"]["suspend"], json!([]), "{sync}");
    let of = |user: &str, state: &str| (user.to_owned(), state.to_owned());
    let wait = "not_seen_yet";
    let expected = [
        of("ann@example.com", "active"),
        of("bob@example.com", wait),
        of("new@example.com", wait),
        of("zoe@example.com", wait),
    ];
    assert_eq!(states(&world), expected);
    assert_eq!(
        world.run(["users", "add", "x", "--directory", "main"]).code,
        Some(4),
        "it is synced"
    );
    let what = world.run(["directory", "remove-sync", "main", "--config", "c.toml"]);
    assert_eq!(what.code, Some(1), "a file is changed in the file: {}", what.err);
}

#[test]
fn domains_are_added_shown_and_removed() {
    let world = workspace();
    let added = world.run(["directory", "domain", "add", "main", "Example.org", "--json"]);
    assert_eq!(added.code, Some(0), "{}", added.err);
    let added = added.json();
    assert_eq!(added["state"], "pending");
    let record = added["record"].as_str().unwrap();
    assert!(record.starts_with("rolecall-verification="), "{record}");
    let all = world.run(["directory", "domains", "--json"]).json();
    let by_word: Vec<_> = all.as_array().unwrap().iter().map(|one| &one["by_word"]).collect();
    assert_eq!(by_word, [&json!(true), &json!(false)]);
    let nobody = [
        "directory",
        "domain",
        "check",
        "main",
        "example.org",
        "--resolver",
        "127.0.0.1:9",
        "--json",
    ];
    let checked = world.run(nobody);
    assert_eq!(checked.code, Some(0), "silence is no failure: {}", checked.err);
    assert_eq!(
        (&checked.json()["state"], &checked.json()["last_answer"]),
        (&json!("pending"), &json!("no_answer"))
    );
    assert_eq!(world.run(["directory", "domain", "add", "main", "none"]).code, Some(1));
    assert_eq!(world.run(["directory", "domain", "remove", "main", "example.org"]).code, Some(0));
    assert_eq!(world.run(["directory", "domain", "remove", "main", "example.org"]).code, Some(1));
    let two = format!("{CONFIG}\n[[directory]]\nname = \"other\"\n");
    world.write("c.toml", two);
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    let moved = world.run(["directory", "domain", "add", "other", "example.com"]);
    assert_eq!(moved.code, Some(4), "it belongs to a synced directory: {}", moved.err);
}
