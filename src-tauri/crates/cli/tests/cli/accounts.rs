//! `accounts`: links by hand, and what waits.

use crate::world::{CONFIG, USERS, World};
use serde_json::{Value, json};

const ACCOUNTS: &str = "userName,email,active,managed\nkiosk,,true,false\nold,,true,true\n";

fn users(list: &Value) -> Vec<(&str, Option<&str>, bool)> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| {
        let by_hand = one["by_hand"].as_bool().unwrap();
        (one["userName"].as_str().unwrap(), one["user"].as_str(), by_hand)
    })
    .collect()
}

#[test]
fn an_account_is_linked_and_unlinked_by_hand() {
    let world = World::new();
    world.write("accounts.csv", ACCOUNTS);
    let list = world.json("accounts list --target goto").1;
    assert_eq!(users(&list), [("kiosk", None, false), ("old", None, false)], "nobody's");
    let link = "accounts link --target goto --account old --user ANN@example.com";
    let answer = json!({"target": "goto", "account": "old", "user": "ANN@example.com"});
    assert_eq!(world.json(link), (Some(0), answer), "before the first sync too");
    let again = ["accounts", "link", "--target", "goto", "--account", "kiosk"];
    let again = again.into_iter().chain(["--user", "ann@example.com", "--config", "c.toml"]);
    world.run(again).refuses(&["ann@example.com", "\"old\"", "unlink that one first"]);
    let plan = world.json("plan").1;
    let accounts = &plan["targets"]["goto"]["accounts"];
    assert_eq!(accounts["update"], json!(["ann@example.com"]), "the old account is Ann's now");
    assert_eq!(accounts["create"], json!(["bob@example.com"]), "Bob needs one");
    let list = world.json("accounts list --target goto --which unlinked").1;
    assert_eq!(users(&list), [("kiosk", None, false)], "one is left");
    assert_eq!(world.json("accounts unlink --target goto --account old").0, Some(0));
    let list = world.json("accounts list --target goto").1;
    assert_eq!(users(&list)[1], ("old", None, true), "nobody's, by hand");
    let plan = world.json("plan").1;
    assert_eq!(plan["targets"]["goto"]["accounts"]["suspend"], json!(["old"]), "and so suspended");
    let words = world.run(["accounts", "list", "--target", "goto", "--config", "c.toml"]).out;
    assert!(words.contains("old  old  nobody, by hand  (managed)"), "{words}");
    for (what, said) in
        [("--target x --account old", "target \"x\""), ("--target goto --account y", "\"y\"")]
    {
        let arguments = format!("accounts unlink {what} --config c.toml");
        world.run(arguments.split(' ')).refuses(&[said]);
    }
}

#[test]
fn what_waits_is_told_and_is_no_step() {
    let name = "name = \"products\"\n";
    let world = World::with(&CONFIG.replacen(name, &format!("{name}grace = \"30d\"\n"), 1));
    assert_eq!(world.json("sync").0, Some(0));
    world.write("users.csv", USERS.replace("Bob,Berg,true", "Bob,Berg,false"));
    let pending = |report: &Value| {
        let list = report["targets"]["goto"]["pending"].as_array().unwrap().clone();
        let one = |one: &Value| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            (text("user"), text("slot"), text("value"), text("until"))
        };
        list.iter().map(one).collect::<Vec<_>>()
    };
    let (code, run) = world.json("sync");
    let waits = pending(&run);
    let places: Vec<_> = waits.iter().map(|one| (one.1.as_str(), one.2.as_str())).collect();
    assert_eq!(places, [("accounts", ""), ("products", "Webinar")], "his account and its product");
    assert_eq!((code, &run["summary"]["steps"]), (Some(0), &json!(1)), "his role goes at once");
    let until: jiff::Timestamp = waits[0].3.parse().unwrap();
    let days = until.duration_since(jiff::Timestamp::now()).as_secs_f64() / 86_400.0;
    assert!((29.9..=30.0).contains(&days), "a month from now: {days}");
    assert_eq!(pending(&world.json("plan").1), waits, "the same until the same moment");
    let words = world.run(["explain", "bob@example.com", "--config", "c.toml"]).out;
    assert!(words.contains(&format!("stays until {}", waits[1].3)), "{words}");
    world.write("users.csv", USERS);
    assert!(pending(&world.json("plan").1).is_empty(), "he is back");
}
