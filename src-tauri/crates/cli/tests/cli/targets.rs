//! `targets`, `schedule` and `status`: what screens do about targets and times, from a terminal.

use crate::world::{CONFIG, USERS, World, scim_config};
use rolecall_sandbox::provider::{Options, Provider};
use serde_json::{Value, json};

/// The configuration in a workspace of its own.
fn workspace() -> World {
    let mut world = World::new();
    world.set("ROLECALL_HOME", world.path("w").to_str().unwrap());
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    world
}

const ADOBE: &str = r#"rolecall = 1

[[target]]
name = "files"
kind = "csv"
accounts = "files.csv"
protect = 'userName sw "svc-"'
send = { region = "region" }

[[target.slot]]
name = "folders"
many = true
values = [{ name = "Plans" }]
"#;

fn ran(world: &World, command: &str) -> (Option<i32>, Value) {
    let ran = world.run(command.split(' ').chain(["--json"]));
    (ran.code, ran.json())
}

#[test]
fn a_target_is_shown_changed_and_removed_as_the_file_has_it() {
    let world = workspace();
    let (code, shown) = ran(&world, "targets show goto");
    assert_eq!((code, &shown["uses"]), (Some(0), &json!(2)), "{shown}");
    let text = world.run(["targets", "show", "goto"]).out;
    assert_eq!(shown["configuration"], json!(text));
    world.write("goto.toml", &text);
    let same = json!({"target": "goto", "added": false, "changed": false});
    assert_eq!(ran(&world, "targets set goto.toml"), (Some(0), same), "what is written is read");

    world.write("goto.toml", text.replace("seats = 5", "seats = 7"));
    let (code, changed) = ran(&world, "targets set goto.toml");
    assert_eq!((code, &changed["changed"]), (Some(0), &json!(true)));
    assert!(world.run(["config", "export"]).out.contains("seats = 7"));

    world.write("goto.toml", text.replace("\"Webinar\"", "\"Seminar\""));
    let refused = world.run(["targets", "set", "goto.toml"]);
    assert_eq!(refused.code, Some(4), "rules give it: {}", refused.err);
    assert!(refused.err.contains("Webinar") && refused.out.is_empty(), "{}", refused.err);
    let refused = world.run(["targets", "remove", "goto"]);
    assert_eq!(refused.code, Some(4), "rules name it: {}", refused.err);
    assert!(refused.err.contains("2 rules"), "{}", refused.err);
    world.run(["targets", "show", "none"]).refuses(&["none", "targets are goto"]);
    world.run(["targets", "remove", "none"]).refuses(&["none"]);
}

#[test]
fn a_target_is_added_beside_what_there_is() {
    let world = workspace();
    world.write("files.toml", ADOBE);
    world.run(["targets", "set", "files.toml"]).refuses(&["region", "files.toml"]);
    let attribute = format!("{CONFIG}\n[[attribute]]\nname = \"region\"\nfrom = \"department\"\n");
    world.write("c.toml", attribute);
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    let (code, added) = ran(&world, "targets set files.toml");
    let expected = json!({"target": "files", "added": true, "changed": true});
    assert_eq!((code, added), (Some(0), expected), "the workspace's attributes are known");
    let file = world.path("files.csv");
    let text = world.run(["targets", "show", "files"]).out;
    assert!(text.contains(file.to_str().unwrap()), "paths count from the file: {text}");
    assert_eq!(ran(&world, "targets remove files").1, json!({"target": "files", "removed": true}));
    world.run(["targets", "show", "files"]).refuses(&["files"]);
    let entries = world.run(["activity", "export", "--json"]).out;
    for kind in ["target_added", "target_removed"] {
        assert_eq!(entries.matches(kind).count(), 1, "{kind}: {entries}");
    }
    world.run(["targets", "set", "c.toml"]).refuses(&["one [[target]] and nothing else"]);
    let of_file = ["targets", "set", "files.toml", "--config", "c.toml"];
    world.run(of_file).refuses(&["c.toml", "change them there"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_is_tried_for_real() {
    let provider = Provider::start(Options::default()).await.unwrap();
    let mut world = World::with(&scim_config(&provider.url(), ""));
    world.set("ROLECALL_SECRET_CONSOLE", "not the token");
    let (code, tried) = world.json("targets try console");
    assert_eq!(code, Some(1), "{tried}");
    let steps: Vec<_> = tried["steps"].as_array().unwrap().iter().collect();
    let told: Vec<_> = steps.iter().map(|one| (one["step"].as_str(), &one["ok"])).collect();
    assert_eq!(told, [(Some("reach"), &json!(true)), (Some("credential"), &json!(false))]);
    assert_eq!(steps[1]["cause"], "credential_rejected");
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    let (code, tried) = world.json("targets try console");
    assert_eq!((code, &tried["accounts"]), (Some(0), &json!(0)), "{tried}");
    let text = world.run(["targets", "show", "console", "--config", "c.toml"]).out;
    world.write("as.toml", text.replace("http://127.0.0.1", "http://127.0.0.2"));
    let tried = world.json("targets try console --as as.toml");
    assert_eq!(tried.0, Some(1), "as the file says, and nobody is there: {}", tried.1);
    assert_eq!(world.names(), ["as.toml", "c.toml", "users.csv"], "nothing is kept");
}

#[test]
fn when_runs_start_is_shown_and_changed() {
    let world = workspace();
    let (code, shown) = ran(&world, "schedule show");
    assert_eq!((code, &shown["user_sync"], &shown["quiet"]), (Some(0), &json!(false), &json!([])));
    let first = json!({"target": "goto", "every": "40m", "at": null, "next": null});
    assert_eq!(shown["targets"], json!([first]));
    let at = ["schedule", "set", "goto", "--at", "0 3 * * mon", "--json"];
    assert_eq!(world.run(at).json()["targets"][0]["at"], "0 3 * * mon");
    let (_, changed) = ran(&world, "schedule set goto --every 2h");
    assert_eq!(
        (&changed["targets"][0]["every"], &changed["targets"][0]["at"]),
        (&json!("2h"), &Value::Null)
    );
    let (_, quiet) = ran(&world, "schedule quiet 22:00-06:00 12:00-13:00");
    assert_eq!(quiet["quiet"], json!(["22:00-06:00", "12:00-13:00"]));
    assert_eq!(ran(&world, "schedule quiet --none").1["quiet"], json!([]));
    world.run(["schedule", "set", "goto", "--every", "soon"]).refuses(&["soon", "40m"]);
    world.run(["schedule", "set", "none", "--every", "1h"]).refuses(&["none"]);
    world.run(["schedule", "quiet", "00:00-24:00"]).refuses(&["whole day"]);
    world.run(["schedule", "set", "goto"]).refuses(&["--every"]);
    let of_file = ["schedule", "quiet", "--none", "--config", "c.toml"];
    world.run(of_file).refuses(&["c.toml", "change them there"]);
    let entries = world.run(["activity", "export", "--json"]).out;
    assert_eq!(entries.matches("schedule_changed").count(), 4, "{entries}");
}

#[test]
fn user_sync_is_switched_and_paused() {
    let world = workspace();
    let first = world.run(["schedule", "on"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains("7 steps"), "{}", first.out);
    let (_, on) = ran(&world, "schedule show");
    assert_eq!(on["user_sync"], true);
    assert!(on["targets"][0]["next"].is_string(), "it is due: {on}");
    let (_, paused) = ran(&world, "schedule pause --for 2h");
    assert!(paused["paused_until"].is_string(), "{paused}");
    world.run(["schedule", "pause", "--for", "8d"]).refuses(&["a week at most"]);
    assert_eq!(ran(&world, "schedule resume").1["paused_until"], Value::Null);
    assert_eq!(ran(&world, "schedule off").1["user_sync"], false);
    let again = world.run(["schedule", "on"]).out;
    assert!(!again.contains("steps"), "its plan is shown the first time: {again}");
    let mut empty = World::empty();
    empty.set("ROLECALL_HOME", empty.path("w").to_str().unwrap());
    empty.write("c.toml", "rolecall = 1\n");
    assert_eq!(empty.run(["config", "import", "c.toml", "--yes"]).code, Some(0));
    let refused = empty.run(["schedule", "on"]);
    assert_eq!(refused.code, Some(4), "there is nothing to sync: {}", refused.err);
    world.run(["schedule", "on", "--config", "c.toml"]).refuses(&["workspace", "config import"]);
}

#[test]
fn the_status_is_told_with_its_exit_code() {
    let guarded = CONFIG.replace(
        "accounts = \"accounts.csv\"",
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }",
    );
    let world = World::with(&guarded);
    world.run(["status", "--config", "c.toml"]).refuses(&["no workspace", "sync once"]);
    assert_eq!(world.json("sync").0, Some(0));
    let (code, well) = world.json("status");
    assert_eq!((code, &well["people"], &well["last"]["done"]), (Some(0), &json!(3), &json!(7)));
    for list in ["unreadable", "quarantined", "failures", "held", "paused"] {
        assert_eq!(well[list], json!([]), "{list}");
    }
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(world.json("sync").0, Some(3));
    let (code, held) = world.json("status");
    let expected = json!([{"target": "goto", "guard": "removals", "run": 2, "steps": 3}]);
    assert_eq!((code, &held["held"]), (Some(3), &expected));
    let eve = "eve@other.org,eve@other.org,Eve,Ek,true,Sales,\n";
    world.write("users.csv", format!("{USERS}{eve}"));
    assert_eq!(world.json("sync").0, Some(2));
    let (code, failed) = world.json("status");
    let expected = json!([{"target": "goto", "cause": "domain_not_verified", "people": 1}]);
    assert_eq!((code, &failed["failures"]), (Some(2), &expected));
    std::fs::remove_file(world.path("users.csv")).unwrap();
    assert_eq!(world.run(["sync", "--config", "c.toml"]).code, Some(1));
    let (code, unread) = world.json("status");
    assert_eq!((code, &unread["unreadable"][0]["connection"]), (Some(1), &json!("source of main")));
    let words = world.run(["status", "--config", "c.toml"]).out;
    assert!(words.contains("User sync is off") && words.contains("could not be read"), "{words}");
}
