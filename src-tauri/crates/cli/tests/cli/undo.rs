//! `runs undo`, `targets pause` and `resume`, `runs discard --take-back`, `quarantine`.

use crate::world::{CONFIG, USERS, World, crowd, scim_config, sums_hold};
use rolecall_sandbox::provider::{Options, Provider};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What the accounts file says of each account, but for what never comes back: that it was made.
fn accounts(world: &World) -> Vec<String> {
    let file = world.read("accounts.csv");
    file.lines().skip(1).map(str::to_owned).collect()
}

fn steps(run: &Value) -> u64 {
    run["summary"]["steps"].as_u64().unwrap()
}

#[test]
fn a_run_is_undone_its_target_paused_and_taken_in_again() {
    let world = World::new();
    let (code, first) = world.json("sync");
    assert_eq!((code, steps(&first)), (Some(0), 7), "{first}");
    let before = accounts(&world);
    // A second run: bob goes, ann gets another department and loses what it gave her.
    let users = USERS.replace("Bob,Berg,true", "Bob,Berg,false").replace("true,Sales,", "true,,");
    world.write("users.csv", users);
    let (_, second) = world.json("sync");
    sums_hold(&second);
    let after = accounts(&world);
    assert_ne!(after, before, "it changed something");

    let (code, undone) = world.json("runs undo 2");
    assert_eq!(code, Some(0), "{undone}");
    assert_eq!((&undone["run"], &undone["undoes"]), (&json!(3), &json!(2)));
    assert_eq!(undone["paused"], json!(["goto"]));
    let goto = &undone["targets"]["goto"];
    assert_eq!(goto["done"], undone["summary"]["steps"], "{undone}");
    assert_eq!(goto["done"], second["targets"]["goto"]["done"], "each step has its inverse");
    assert_eq!(goto["accounts"]["reactivate"], json!(["bob@example.com"]));
    assert_eq!(goto["not_undone"], json!([]));
    assert_eq!(accounts(&world), before, "all is as it was before the run");

    let (code, plan) = world.json("plan");
    let goto = &plan["targets"]["goto"];
    assert_eq!(code, Some(0), "{plan}");
    assert_eq!(goto["paused"]["undone"], json!(2), "the plan says so");
    assert_eq!(steps(&plan), steps(&second), "and what would be done again");
    let words = world.run(["plan", "--config", "c.toml"]).out;
    assert!(words.contains("paused since") && words.contains("targets resume goto"), "{words}");
    let (code, left) = world.json("sync");
    assert_eq!((code, steps(&left)), (Some(0), 0), "runs leave it out: {left}");
    sums_hold(&left);
    assert!(left["targets"]["goto"]["left_out"].as_str().unwrap().contains("run 2 was undone"));
    assert_eq!(accounts(&world), before);

    let resumed = world.json("targets resume goto");
    assert_eq!(resumed, (Some(0), json!({"target": "goto", "paused": false})));
    let (code, again) = world.json("sync");
    assert_eq!((code, steps(&again)), (Some(0), steps(&second)), "it goes on: {again}");
    assert_eq!(accounts(&world), after);

    let runs = world.json("runs list").1;
    let triggers: Vec<_> =
        runs.as_array().unwrap().iter().map(|run| run["trigger"].as_str().unwrap()).collect();
    assert_eq!(triggers, ["hand", "hand", "undo", "hand", "hand"]);
    let kinds = world.run(["activity", "export", "--config", "c.toml"]).out;
    for kind in ["target_paused", "run_undone", "target_resumed"] {
        assert!(kinds.contains(kind), "{kind}: {kinds}");
    }
}

#[test]
fn what_a_first_sync_made_is_suspended_and_an_undo_is_undone() {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    let made = accounts(&world);
    let (code, undone) = world.json("runs undo 1 --yes");
    assert_eq!(code, Some(0), "{undone}");
    let suspended = json!(["ann@example.com", "bob@example.com"]);
    assert_eq!(undone["targets"]["goto"]["accounts"]["suspend"], suspended);
    let file = accounts(&world);
    assert!(file.iter().all(|row| row.contains(",false,true,")), "inactive, managed: {file:?}");
    let (code, back) = world.json("runs undo 2");
    assert_eq!((code, &back["undoes"]), (Some(0), &json!(2)), "{back}");
    assert_eq!(accounts(&world), made, "the undo is a run like any other");
    let (code, nothing) = world.json("runs undo 2");
    assert_eq!((code, &nothing["run"]), (Some(0), &Value::Null), "nothing of it stands any more");
    assert_eq!(nothing["paused"], json!([]));
    let left = nothing["targets"]["goto"]["not_undone"].as_array().unwrap();
    assert!(left.iter().all(|one| one["cause"] == "changed_since"), "{nothing}");
    let words = world.run(["runs", "undo", "2", "--config", "c.toml"]).out;
    assert!(words.contains("nothing of it still stands"), "{words}");
    world.run(["runs", "undo", "9", "--config", "c.toml"]).refuses(&["9"]);
}

#[test]
fn undoing_needs_no_source() {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    // The source delivers next to nobody; the limits let it pass.
    world.write("users.csv", "this is, no longer\na file of people");
    let (code, undone) = world.json("runs undo 1");
    assert_eq!(code, Some(0), "{undone}");
    assert_eq!(undone["targets"]["goto"]["done"], json!(7));
}

#[test]
fn what_was_adopted_in_an_accounts_file_is_unmanaged_again() {
    let adopting = "accounts = \"accounts.csv\"\nunmanaged = \"adopt\"";
    let world = World::with(&CONFIG.replace("accounts = \"accounts.csv\"", adopting));
    let file = "userName,email,active,managed,unmanaged,products,role\n\
        ann@example.com,ann@example.com,true,false,,Connect;Webinar,Admin\n\
        bob@example.com,bob@example.com,true,false,,,Member\n";
    world.write("accounts.csv", file);
    let (code, adopted) = world.json("sync");
    assert_eq!(code, Some(0), "{adopted}");
    assert!(!world.read("accounts.csv").contains(",false,"), "all is managed");
    let (code, undone) = world.json("runs undo 1");
    assert_eq!(code, Some(0), "{undone}");
    let released = json!(["ann@example.com", "bob@example.com"]);
    assert_eq!(undone["targets"]["goto"]["released"], released);
    assert_eq!(undone["targets"]["goto"]["unassign"].as_array().unwrap().len(), 1, "bob's Webinar");
    assert_eq!(world.read("accounts.csv"), file);
}

#[test]
fn a_target_is_paused_by_hand() {
    let world = World::new();
    world.run(["targets", "pause", "goto", "--config", "c.toml"]).refuses(&["sync once"]);
    assert_eq!(world.json("sync").0, Some(0));
    world.run(["targets", "pause", "gotoo", "--config", "c.toml"]).refuses(&["gotoo", "goto"]);
    let paused = world.json("targets pause goto");
    assert_eq!(paused, (Some(0), json!({"target": "goto", "paused": true})));
    let listed = world.json("targets list").1;
    assert_eq!((&listed[0]["target"], &listed[0]["every"]), (&json!("goto"), &json!("40m")));
    assert!(listed[0]["paused"]["who"].as_str().unwrap().starts_with("tester@"), "{listed}");
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(steps(&world.json("sync").1), 0);
    assert_eq!(world.json("targets resume goto").0, Some(0));
    assert_eq!(steps(&world.json("sync").1), 3);
}

#[test]
fn a_discard_is_taken_back() {
    let guarded =
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }";
    let world = World::with(&CONFIG.replace("accounts = \"accounts.csv\"", guarded));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(world.json("sync").0, Some(3));
    let nothing = ["runs", "discard", "2", "--take-back", "--config", "c.toml"];
    world.run(nothing).refuses(&["run 2", "nothing to take back"]);
    assert_eq!(world.json("runs discard 2").1["discarded"], json!(3));
    assert_eq!(steps(&world.json("plan").1), 0, "given up");
    let taken = world.json("runs discard 2 --take-back");
    assert_eq!(taken, (Some(0), json!({"run": 2, "taken_back": 3})));
    let (code, again) = world.json("sync");
    assert_eq!(code, Some(3), "wanted again, and held anew: {again}");
    assert_eq!(world.json("runs approve 3").0, Some(0), "the new hold is what is decided on");
    assert_eq!(world.json("sync").1["targets"]["goto"]["done"], json!(3));
}

#[test]
fn what_was_held_lapses_with_the_next_plan() {
    let guarded =
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }";
    let world = World::with(&CONFIG.replace("accounts = \"accounts.csv\"", guarded));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(world.json("sync").0, Some(3));
    assert_eq!(world.json("sync").0, Some(3), "held anew");
    for verb in ["approve", "discard"] {
        let ran = world.run(["runs", verb, "2", "--config", "c.toml"]);
        ran.refuses(&["run 2", "lapsed", "run 3"]);
    }
    assert_eq!(world.json("targets pause goto").0, Some(0));
    assert_eq!(
        world.json("sync").0,
        Some(0),
        "a run that leaves the target out says nothing of it"
    );
    assert_eq!(world.json("runs approve 3").0, Some(0));
    assert_eq!(world.json("targets resume goto").0, Some(0));
    assert_eq!(world.json("sync").1["targets"]["goto"]["done"], json!(3));
}

#[test]
fn a_discard_is_forgotten_once_rules_do_not_want_it() {
    let guarded =
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }";
    let world = World::with(&CONFIG.replace("accounts = \"accounts.csv\"", guarded));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    assert_eq!(world.json("sync").0, Some(3));
    assert_eq!(world.json("runs discard 2").0, Some(0));
    world.write("users.csv", USERS);
    assert_eq!(world.json("sync").0, Some(0), "bob is back: nothing is to be taken from him");
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    let (code, held) = world.json("sync");
    assert_eq!(code, Some(3), "he goes again, which nobody has given up: {held}");
}

#[test]
fn quarantine_commands_answer_where_there_is_none() {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(world.json("quarantine list"), (Some(0), json!([])));
    let lift = |name| world.run(["quarantine", "lift", name, "--config", "c.toml"]);
    lift("goto").refuses(&["goto", "not in quarantine"]);
    lift("gotoo").refuses(&["gotoo", "targets are goto"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_in_quarantine_is_listed_tried_and_lifted() {
    let provider = Provider::start(Options::default()).await.unwrap();
    let config = scim_config(&provider.url(), "").replace(", seats = 5", "");
    let mut world = World::with(&config);
    world.write("users.csv", crowd(3));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    assert_eq!(world.json("sync").0, Some(0));
    world.set("ROLECALL_SECRET_CONSOLE", "another-token");
    assert_eq!(world.json("sync").0, Some(1), "the credential is refused");
    let listed = world.json("quarantine list").1;
    let reason = (&listed[0]["target"], &listed[0]["reason"], &listed[0]["state"]);
    assert_eq!(reason, (&json!("console"), &json!("credential_rejected"), &json!("held")));
    let words = world.run(["quarantine", "list", "--config", "c.toml"]).out;
    assert!(words.contains("the credential was rejected; tried again"), "{words}");
    assert_eq!(world.json("quarantine try console").1["state"], json!("due"));
    assert_eq!(world.json("quarantine list").1[0]["state"], json!("due"));
    assert_eq!(world.json("quarantine lift console").1["state"], json!("lifted"));
    assert_eq!(world.json("quarantine list").1, json!([]));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    assert_eq!(world.json("sync").0, Some(0), "and all is well");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undo_that_is_killed_is_undone_to_its_end() {
    let provider = Provider::start(Options::default()).await.unwrap();
    let config = scim_config(&provider.url(), "").replace(", seats = 5", "");
    let mut world = World::with(&config);
    world.write("users.csv", crowd(200));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    assert_eq!(world.json("sync").0, Some(0));
    let active = |provider: &Provider| {
        let users = provider.users();
        users.iter().filter(|user| user["active"] != json!(false)).count()
    };
    assert_eq!(active(&provider), 200);
    provider.set_latency(Duration::from_millis(40));
    for _ in 0..2 {
        let before = active(&provider);
        let mut command = world.command(["runs", "undo", "1", "--config", "c.toml", "--json"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let end = Instant::now() + Duration::from_secs(30);
        while active(&provider) + 5 > before {
            assert!(Instant::now() < end, "the undo does nothing");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    provider.set_latency(Duration::ZERO);
    let (code, left_out) = world.json("sync");
    assert_eq!((code, steps(&left_out)), (Some(0), 0), "paused before anything was sent");
    let (code, undone) = world.json("runs undo 1");
    assert_eq!(code, Some(0), "{undone}");
    assert_eq!(active(&provider), 0, "all 200 are suspended");
    let (_, nothing) = world.json("runs undo 1");
    assert_eq!(nothing["run"], Value::Null, "{nothing}");
    assert_eq!(world.json("targets resume console").0, Some(0));
    let (code, again) = world.json("sync");
    assert_eq!(code, Some(0), "{again}");
    assert_eq!(
        again["targets"]["console"]["accounts"]["reactivate"].as_array().unwrap().len(),
        200
    );
    assert_eq!((active(&provider), provider.users().len()), (200, 200), "the same accounts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_adopted_is_left_alone_again() {
    let provider = Provider::start(Options::default()).await.unwrap();
    let config = scim_config(&provider.url(), "").replace(", seats = 5", "");
    let mut world = World::with(&config);
    world.write("users.csv", crowd(3));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    assert_eq!(world.json("sync").0, Some(0));
    // Another workspace finds these accounts as somebody else's and adopts them.
    let adopting = config.replace("kind = \"scim\"", "kind = \"scim\"\nunmanaged = \"adopt\"");
    let mut other = World::with(&adopting);
    other.write("users.csv", crowd(3));
    other.set("ROLECALL_SECRET_CONSOLE", provider.token());
    let (code, adopted) = other.json("sync");
    assert_eq!(code, Some(0), "{adopted}");
    assert_eq!(adopted["targets"]["console"]["accounts"]["adopt"].as_array().unwrap().len(), 3);
    let before = provider.users();
    let (code, undone) = other.json("runs undo 1");
    assert_eq!(code, Some(0), "{undone}");
    let console = &undone["targets"]["console"];
    assert_eq!(console["released"].as_array().unwrap().len(), 3, "{undone}");
    assert_eq!(provider.users(), before, "nothing is sent for it");
    assert_eq!(other.json("targets resume console").0, Some(0));
    let again = other.json("plan").1;
    let adopt = again["targets"]["console"]["accounts"]["adopt"].as_array().unwrap();
    assert_eq!(adopt.len(), 3, "they are nobody's again, and would be adopted");
}
