//! The exit codes and the JSON of plans and runs.

use crate::world::{CONFIG, USERS, World, sums_hold};
use serde_json::json;

#[test]
fn all_is_well() {
    let world = World::new();
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0));
    assert_eq!(world.names(), ["c.toml", "users.csv"], "a plan writes nothing");
    let goto = &plan["targets"]["goto"];
    assert_eq!(goto["accounts"]["create"], json!(["ann@example.com", "bob@example.com"]));
    let first = json!({"user": "ann@example.com", "slot": "products", "value": "Connect", "rules": ["Sales"]});
    assert_eq!(goto["assign"][0], first);
    assert!(goto.get("done").is_none(), "a plan has no outcomes");
    assert_eq!(plan["summary"], json!({"users": 3, "steps": 7}));
    sums_hold(&plan);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0));
    assert_eq!(run["targets"]["goto"]["done"], 7);
    sums_hold(&run);
    let accounts = "userName,email,active,managed,unmanaged,products,role\n\
        ann@example.com,ann@example.com,true,true,,Connect;Webinar,Admin\n\
        bob@example.com,bob@example.com,true,true,,Webinar,Member\n";
    assert_eq!(world.read("accounts.csv").replace("\r\n", "\n"), accounts);
    let (code, again) = world.json("sync");
    assert_eq!((code, &again["summary"]["steps"]), (Some(0), &json!(0)));
}

#[test]
fn failures_are_2_in_a_run_and_0_in_a_plan() {
    let world = World::new();
    world.write("users.csv", format!("{USERS}eve@other.org,eve@other.org,Eve,Ek,true,Sales,\n"));
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0), "a plan never gives 2");
    let failure = &plan["targets"]["goto"]["failures"][0];
    assert_eq!(
        (&failure["cause"], &failure["user"]),
        (&json!("domain_not_verified"), &json!("eve@other.org"))
    );
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2));
    assert_eq!(run["targets"]["goto"]["done"], 7, "one bad person stops nobody");
    sums_hold(&run);
}

#[test]
fn a_shortage_is_2() {
    let world = World::with(
        &CONFIG.replace(r#"{ name = "Webinar" }"#, r#"{ name = "Webinar", seats = 1 }"#),
    );
    assert_eq!(world.json("plan").0, Some(0));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2));
    let goto = &run["targets"]["goto"];
    let without = json!([{"user": "bob@example.com", "slot": "products", "value": "Webinar"}]);
    assert_eq!(goto["without_seat"], without);
    let seats = goto["seats"].as_array().unwrap().iter().find(|s| s["value"] == "Webinar").unwrap();
    assert_eq!(seats["short"], 1);
    sums_hold(&run);
}

#[test]
fn what_is_held_is_3_in_both() {
    let world = World::with(&CONFIG.replace(
        "accounts = \"accounts.csv\"",
        "accounts = \"accounts.csv\"\nremovals = { count = 0, percent = 0, at_least = 0 }",
    ));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(3));
    let held = &plan["targets"]["goto"]["held"][0];
    assert_eq!(
        (&held["guard"], &held["slot"], &held["limit"]),
        (&json!("removals"), &json!("accounts"), &json!(0))
    );
    let before = world.read("accounts.csv");
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(3));
    let goto = &run["targets"]["goto"];
    let not_sent = goto["not_sent"].as_array().unwrap();
    assert!(!not_sent.is_empty() && not_sent.iter().all(|step| step["cause"] == "held_by_guard"));
    sums_hold(&run);
    assert_eq!(world.read("accounts.csv"), before);
}

#[test]
fn one_unreadable_target_is_1_and_the_others_are_done() {
    let second = CONFIG.split_once("[[target]]").unwrap().1.split_once("[[rule]]").unwrap().0;
    let second = second.replace("\"goto\"", "\"other\"").replace("accounts.csv", "others.csv");
    let config = CONFIG.replacen("[[rule]]", &format!("[[target]]{second}[[rule]]"), 1);
    let world = World::with(&config.replace("assign.goto = { products = [\"Webinar\"], role = \"Member\" }", "assign.goto = { products = [\"Webinar\"], role = \"Member\" }\nassign.other = { role = \"Member\" }"));
    let twice = "userName,email,active,managed,unmanaged,products,role\n\
        ann@example.com,,true,true,,,\nANN@example.com,,true,true,,,\n";
    world.write("others.csv", twice);
    let ran = world.run(["sync", "--config", "c.toml", "--json"]);
    ran.refuses(&["others.csv", "ANN@example.com"]);
    let run = ran.json();
    assert_eq!(run["targets"]["goto"]["done"], 7);
    assert!(run["targets"]["other"]["error"]["message"].as_str().unwrap().contains("others.csv"));
    sums_hold(&run);
    assert_eq!(world.read("others.csv"), twice, "nothing is written over what cannot be read");
    assert!(world.read("accounts.csv").contains("bob@example.com"));
}

#[test]
fn the_sample_shows_failures_and_adds_up() {
    let world = World::empty();
    let plan = world.run(["plan", "--sample", "--json"]);
    assert_eq!(plan.code, Some(0), "{}", plan.err);
    sums_hold(&plan.json());
    let ran = world.run(["sync", "--sample", "--json"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let run = ran.json();
    sums_hold(&run);
    assert_eq!(run["summary"], plan.json()["summary"]);
    let console = &run["targets"]["console"];
    let first = rolecall_sandbox::organization::FIRST_SYNC;
    assert_eq!(console["accounts"]["create"].as_array().unwrap().len(), first.created);
    assert_eq!(console["without_seat"].as_array().unwrap().len(), first.no_licences);
    let count = |cause: &str| {
        let failures = console["failures"].as_array().unwrap();
        failures.iter().filter(|failure| failure["cause"] == cause).count()
    };
    assert_eq!(count("account_exists"), first.account_exists);
    assert_eq!(count("domain_not_verified"), first.domain_not_verified);
    assert_eq!(count("attribute_missing"), first.attribute_missing);
    assert!(world.names().is_empty(), "the sample leaves nothing behind here");
}
