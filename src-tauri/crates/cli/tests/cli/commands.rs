//! `runs`, `activity`, `users`, `secret`, `doctor`.

use crate::world::{CONFIG, USERS, World};
use serde_json::{Value, json};

/// A workspace whose second run holds the suspension of bob.
fn held() -> World {
    let guarded =
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }";
    let world = World::with(&CONFIG.replace("accounts = \"accounts.csv\"", guarded));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(world.json("sync").0, Some(3));
    world
}

#[test]
fn runs_are_listed_and_shown() {
    let world = held();
    let runs = world.json("runs list").1;
    let numbers: Vec<_> = runs.as_array().unwrap().iter().map(|run| run["run"].as_i64()).collect();
    assert_eq!(numbers, [Some(2), Some(1)], "newest first");
    assert_eq!((&runs[1]["done"], &runs[1]["state"]), (&json!(7), &json!("finished")));
    assert_eq!((&runs[0]["done"], &runs[0]["held"]), (&json!(0), &json!(3)));
    assert!(runs[0]["who"].as_str().unwrap().starts_with("tester@"));
    let shown = world.json("runs show 2").1;
    let steps = shown["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 3);
    assert!(steps.iter().all(|step| step["state"] == "held" && step["guard"] == "removals"));
    let words = world.run(["runs", "show", "2", "--config", "c.toml"]).out;
    assert!(words.contains("bob@example.com suspend (held_by_guard)"), "{words}");
    world.run(["runs", "show", "9", "--config", "c.toml"]).refuses(&["9"]);
}

#[test]
fn what_is_approved_is_sent() {
    let world = held();
    assert_eq!(world.json("runs approve 2"), (Some(0), json!({"run": 2, "approved": 3})));
    world.run(["runs", "approve", "2", "--config", "c.toml"]).refuses(&["run 2", "runs list"]);
    let (code, run) = world.json("sync");
    assert_eq!((code, &run["targets"]["goto"]["done"]), (Some(0), &json!(3)));
    assert!(world.read("accounts.csv").contains("bob@example.com,bob@example.com,false"));
}

#[test]
fn what_is_discarded_is_not_planned_again() {
    let world = held();
    assert_eq!(world.json("runs discard 2"), (Some(0), json!({"run": 2, "discarded": 3})));
    let (code, run) = world.json("sync");
    assert_eq!((code, &run["summary"]["steps"]), (Some(0), &json!(0)), "{run}");
    assert!(world.read("accounts.csv").contains("bob@example.com,bob@example.com,true"));
    world.run(["runs", "discard", "1", "--config", "c.toml"]).refuses(&["run 1"]);
}

#[test]
fn activity_is_written_out_and_verified() {
    let world = held();
    assert_eq!(world.json("runs approve 2").0, Some(0));
    let lines = world.run(["activity", "export", "--config", "c.toml", "--json"]).out;
    let entries: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["run_finished", "run_finished", "held_approved"], "oldest first");
    assert_eq!(entries[2]["detail"], json!({"steps": 3, "guard": "removals"}));
    let table = world.run(["activity", "export", "--config", "c.toml"]).out;
    assert_eq!(table.lines().count(), 4);
    assert!(table.starts_with("number,at,who,kind,status"), "{table}");
    let (code, found) = world.json("activity verify");
    assert_eq!((code, found), (Some(0), json!({"intact": true, "entries": 3})));
}

#[test]
fn formulas_are_defused_in_tables() {
    let world = World::with(&CONFIG.replace("name = \"Sales\"", "name = \"=1+1\""));
    world.write(
        "users.csv",
        "userName,email,active,department\n=2+2@evil.example,=2+2@evil.example,true,Sales\n",
    );
    assert_eq!(world.json("sync").0, Some(2));
    let table = world.run(["activity", "export", "--config", "c.toml"]).out;
    assert!(table.contains(",'=2+2@evil.example,"), "{table}");
}

#[test]
fn people_are_listed_and_shown() {
    let world = World::new();
    world.run(["users", "list", "--config", "c.toml"]).refuses(&["sync once"]);
    assert_eq!(world.json("sync").0, Some(0));
    let people = world.json("users list").1;
    let names: Vec<_> = people.as_array().unwrap().iter().map(|one| one["user"].as_str()).collect();
    assert_eq!(names, ["ann@example.com", "bob@example.com", "zoe@example.com"].map(Some));
    assert_eq!(people[2]["active"], false);
    let ann = world.json("users show Ann@Example.com").1;
    assert_eq!(ann["name"], "Ann Aho");
    assert_eq!(ann["attributes"]["department"], json!(["Sales"]));
    let groups = json!([{"name": "EMEA", "direct": true}, {"name": "Managers", "direct": true}]);
    assert_eq!(ann["groups"], groups);
    world.run(["users", "show", "none", "--config", "c.toml"]).refuses(&["none", "users list"]);
}

#[test]
fn secrets_without_a_place_for_them_say_what_to_do() {
    let mut world = World::new();
    world.set("ROLECALL_SECRET_GOTO", "marked-secret");
    let (code, list) = world.json("secret list");
    assert_eq!((code, list), (Some(0), json!([{"name": "goto", "from": "environment"}])));
    let ran = world.run(["secret", "set", "other", "--config", "c.toml"]);
    ran.refuses(&["ROLECALL_SECRET_OTHER"]);
    world.run(["secret", "set", "Not A Name", "--config", "c.toml"]).refuses(&["Not A Name"]);
    world.run(["secret", "remove", "other", "--config", "c.toml"]).refuses(&["other"]);
    assert_eq!(world.names(), ["c.toml", "users.csv"], "nothing is kept in plain text");
}

#[test]
fn the_doctor_says_what_to_do() {
    let world = World::new();
    let (code, found) = world.json("doctor");
    assert_eq!((code, &found["ok"]), (Some(0), &json!(true)), "{found}");
    assert_eq!(world.names(), ["c.toml", "users.csv"], "looking changes nothing");
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(world.json("doctor").0, Some(0));
    std::fs::remove_file(world.path("users.csv")).unwrap();
    world.write("accounts.csv", "nonsense\n");
    let (code, found) = world.json("doctor");
    assert_eq!(code, Some(1));
    let wrong = found["checks"].as_array().unwrap().iter().filter(|check| check["ok"] == false);
    let wrong: Vec<_> = wrong.map(|check| check["what"].as_str().unwrap()).collect();
    assert_eq!(wrong, ["source of main", "target goto"]);
    std::fs::write(world.path("c.toml.state/workspace.db"), "no database at all").unwrap();
    let ran = world.run(["doctor", "--config", "c.toml"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("workspace.db"), "{}", ran.out);
}
