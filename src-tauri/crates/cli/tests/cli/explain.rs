//! `explain`: its shape, and each of the seven states.

use crate::world::{USERS, World};
use serde_json::{Value, json};

const CONFIG: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "goto"
kind = "csv"
accounts = "accounts.csv"
removals = { count = 0, percent = 0, at_least = 0 }

[[target.slot]]
name = "products"
many = true
values = [{ name = "Connect" }, { name = "Webinar" }, { name = "Legacy" }, { name = "Own" }, { name = "Scarce", seats = 1 }, { name = "Lab" }]

[[target.slot]]
name = "role"
many = false
values = [{ name = "Admin" }, { name = "Member" }]

[[rule]]
name = "No webinars in Sales"
when = 'department eq "Sales"'
withhold.goto = { products = ["Webinar"] }

[[rule]]
name = "Bob first"
when = 'userName eq "bob@example.com"'
assign.goto = { products = ["Scarce"] }

[[rule]]
name = "EMEA"
when = 'groups.display eq "EMEA" and department eq "Sales"'
assign.goto = { products = ["Connect", "Webinar", "Scarce"], role = "Admin" }

[[rule]]
name = "Lab"
when = 'department eq "Lab"'
assign.goto = { products = ["Lab", "Legacy"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.goto = { role = "Member" }
"#;

const ACCOUNTS: &str = "userName,email,active,managed,unmanaged,products,role\n\
    ann@example.com,ann@example.com,true,true,products=Own,Connect;Legacy;Own,Admin\n";

fn world() -> World {
    let world = World::with(CONFIG);
    world.write("accounts.csv", ACCOUNTS);
    world
}

fn find<'a>(explanation: &'a Value, value: &str) -> &'a Value {
    let list = explanation["targets"]["goto"].as_array().unwrap();
    list.iter().find(|entry| entry["value"] == value).unwrap_or_else(|| panic!("no {value}"))
}

#[test]
fn each_state() {
    let world = world();
    let ran = world.run(["explain", "ANN@example.com", "--config", "c.toml", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let explanation = ran.json();
    assert_eq!(explanation["user"], "ann@example.com", "as the source spells it");
    let states = [
        ("Connect", "granted"),
        ("Admin", "granted"),
        ("Member", "suppressed"),
        ("Webinar", "withheld"),
        ("Lab", "not_granted"),
        ("Scarce", "without_seat"),
        ("Legacy", "held"),
        ("Own", "unmanaged"),
    ];
    for (value, state) in states {
        assert_eq!(find(&explanation, value)["state"], state, "{value}");
    }
    assert_eq!(world.read("accounts.csv"), ACCOUNTS);
    assert_eq!(world.names(), ["accounts.csv", "c.toml", "users.csv"], "nothing is written");
}

#[test]
fn the_shape() {
    let explanation = world().json("explain ann@example.com").1;
    assert_eq!(keys(&explanation), ["user", "targets"]);
    let connect = find(&explanation, "Connect");
    assert_eq!(keys(connect), ["slot", "value", "state", "rules"]);
    assert_eq!(connect["slot"], "products");
    let because = "groups.display eq \"EMEA\" (directly in EMEA): yes; department eq \"Sales\" (\"Sales\"): yes";
    let rule = json!({"rule": "EMEA", "matches": true, "does": "assigns", "because": because});
    assert_eq!(connect["rules"], json!([rule]));
    let webinar = find(&explanation, "Webinar")["rules"].as_array().unwrap();
    let does: Vec<_> = webinar.iter().map(|rule| rule["does"].as_str().unwrap()).collect();
    assert_eq!(does, ["withholds", "assigns"], "highest first");
    let lab = &find(&explanation, "Lab")["rules"][0];
    assert_eq!((&lab["matches"], &lab["does"]), (&json!(false), &json!("assigns")));
    let list = explanation["targets"]["goto"].as_array().unwrap();
    let order = list.iter().map(|entry| (entry["slot"].as_str(), entry["value"].as_str()));
    assert!(order.is_sorted());
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn exceptions_and_people_who_left_are_told() {
    let world = World::with(&format!(
        "{CONFIG}\n[[exception]]\nuser = \"bob@example.com\"\nreason = \"covers for Lab\"\nassign.goto = {{ products = [\"Lab\"] }}\n"
    ));
    world.write("users.csv", USERS);
    let explanation = world.json("explain bob@example.com").1;
    let lab = find(&explanation, "Lab");
    assert_eq!(lab["state"], "granted");
    assert_eq!(lab["rules"][0]["rule"], "exception: covers for Lab");
    let explanation = world.json("explain zoe@example.com").1;
    let connect = find(&explanation, "Connect");
    assert_eq!(connect["state"], "not_granted");
    let because = connect["rules"][0]["because"].as_str().unwrap();
    assert!(because.starts_with("not active"), "{because}");
    let words = world.run(["explain", "bob@example.com", "--config", "c.toml"]);
    assert!(words.out.contains("products · Lab: granted"), "{}", words.out);
}
