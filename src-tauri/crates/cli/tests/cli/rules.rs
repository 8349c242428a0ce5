//! `rules lint`, `rules test` and `rules effect`.

use crate::world::{CONFIG, USERS, World};
use serde_json::{Value, json};

const ACCOUNTS: &str = "userName,email,active,managed,unmanaged,products,role\n\
    ann@example.com,ann@example.com,true,true,,Connect;Webinar,Admin\n\
    bob@example.com,bob@example.com,true,true,,Webinar,Member\n";

/// [`CONFIG`] with more at the end.
fn config(more: &str) -> String {
    format!("{CONFIG}\n{more}")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn lint_says_what_is_remarkable() {
    let world = World::with(&config(
        r#"
[[rule]]
name = "Late"
when = 'department eq "Sales"'
assign.goto = { role = "Member" }

[[rule]]
name = "Misspelt"
when = 'groups.display eq "EMAE"'
assign.goto = { products = ["Connect"] }
"#,
    ));
    let (code, found) = world.json("rules lint");
    assert_eq!(code, Some(0), "{found}");
    let findings = found["findings"].as_array().unwrap();
    assert_eq!(keys(&findings[0]), ["rule", "code", "name", "rules", "count", "message"]);
    let told: Vec<_> = findings
        .iter()
        .map(|one| (one["rule"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    let expected = [
        ("Late", "wholly_shadowed"),
        ("Misspelt", "unknown_group"),
        ("Misspelt", "matches_nobody"),
    ];
    assert_eq!(told, expected);
    assert_eq!(findings[0]["rules"], json!(["Sales"]));
    assert_eq!(findings[1]["name"], "EMAE");
    assert!(findings[1]["message"].as_str().unwrap().contains("did you mean \"EMEA\"?"));
    let words = world.run(["rules", "lint", "--config", "c.toml"]);
    assert_eq!(words.code, Some(0));
    assert!(
        words.out.contains("#3 Late\n  wholly_shadowed: changes nothing: \"Sales\" above"),
        "{}",
        words.out
    );
    assert!(words.out.ends_with("4 rules, 3 findings\n"), "{}", words.out);
    let calm = World::new().run(["rules", "lint", "--config", "c.toml"]);
    assert_eq!(calm.out, "2 rules, nothing remarkable\n");
    assert_eq!(world.names(), ["c.toml", "users.csv"], "nothing is written");
}

#[test]
fn a_broken_rule_test_is_exit_code_2() {
    let tests = r#"
[[rule_test]]
user = "ann@example.com"
expect.goto = { products = ["Connect", "Webinar"], role = "Admin" }

[[rule_test]]
user = "bob@example.com"
expect.goto = "no account"
"#;
    let world = World::with(&config(tests));
    let (code, found) = world.json("rules test");
    assert_eq!(code, Some(2));
    let expected = json!({"tests": [
        {"user": "ann@example.com", "holds": true, "message": ""},
        {"user": "bob@example.com", "holds": false, "message": "expected no account in goto"},
    ]});
    assert_eq!(found, expected);
    let words = world.run(["rules", "test", "--config", "c.toml"]);
    assert_eq!(words.code, Some(2));
    assert!(words.out.contains("broken  bob@example.com: expected no account"), "{}", words.out);
    assert!(words.out.ends_with("2 rule tests, 1 broken\n"), "{}", words.out);
    let calm = World::new().json("rules test");
    assert_eq!(calm, (Some(0), json!({"tests": []})));
    let help = world.run(["rules", "test", "--help"]);
    assert!(help.out.contains("Exit code 2"), "{}", help.out);
}

#[test]
fn an_effect_is_what_other_rules_would_change() {
    let world = World::new();
    world.write("accounts.csv", ACCOUNTS);
    let other = CONFIG
        .replace("products = [\"Connect\"], role = \"Admin\"", "role = \"Member\"")
        .replace("when = 'userName pr'", "when = 'department eq \"Sales\"'");
    world.write("g.toml", &other);
    let ran = world.run(["rules", "effect", "--config", "c.toml", "--with", "g.toml", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let effect = ran.json();
    assert_eq!(effect["summary"], json!({"people": 2}));
    let goto = &effect["targets"]["goto"];
    assert_eq!(keys(goto), ["accounts", "gain", "lose", "without_seat", "held", "seats"]);
    let accounts =
        json!({"create": [], "suspend": ["bob@example.com"], "reactivate": [], "adopt": []});
    assert_eq!(goto["accounts"], accounts);
    let value =
        |user: &str, slot: &str, value: &str| json!({"user": user, "slot": slot, "value": value});
    assert_eq!(goto["gain"], json!([value("ann@example.com", "role", "Member")]));
    let lose = json!([
        value("ann@example.com", "products", "Connect"),
        value("ann@example.com", "role", "Admin"),
        value("bob@example.com", "products", "Webinar"),
        value("bob@example.com", "role", "Member"),
    ]);
    assert_eq!(goto["lose"], lose);
    assert_eq!(goto["seats"][0]["value"], "Connect");
    let words = world.run(["rules", "effect", "--config", "c.toml", "--with", "g.toml"]).out;
    let expected = "something changes for 2 people\n\ngoto\n  \
        - 1 suspended: bob@example.com\n  \
        - 1 lose products Connect: ann@example.com\n  \
        - 1 lose products Webinar: bob@example.com\n  \
        - 1 lose role Member: bob@example.com\n  \
        ~ 1 role Admin -> Member: ann@example.com\n";
    assert_eq!(words, expected);
    assert_eq!(world.read("accounts.csv"), ACCOUNTS);
    assert_eq!(
        world.names(),
        ["accounts.csv", "c.toml", "g.toml", "users.csv"],
        "nothing is written"
    );
}

#[test]
fn an_effect_says_what_it_is_and_when_it_cannot_be_told() {
    let world = World::new();
    world.write("users.csv", USERS);
    let same = world.run(["rules", "effect", "--config", "c.toml", "--with", "c.toml"]);
    assert_eq!((same.code, same.out.as_str()), (Some(0), "nothing changes for anybody\n"));
    let other = CONFIG.replace("name = \"goto\"", "name = \"adobe\"").replace(".goto", ".adobe");
    world.write("g.toml", &other);
    let ran = world.run(["rules", "effect", "--config", "c.toml", "--with", "g.toml"]);
    ran.refuses(&["g.toml", "\"Sales\"", "adobe", "add it there first"]);
    world.write("g.toml", CONFIG.replace("userName pr", "usrName pr"));
    let ran = world.run(["rules", "effect", "--config", "c.toml", "--with", "g.toml"]);
    ran.refuses(&["g.toml:", "usrName", "did you mean userName?"]);
}

#[test]
fn an_explanation_shows_each_clause_with_what_the_person_has() {
    let world = World::new();
    let words = world.run(["explain", "bob@example.com", "--config", "c.toml"]).out;
    let expected = "  products · Connect: not granted\n    \
        Sales assigns (does not match)\n      \
        no  department eq \"Sales\": \"Support\"\n";
    assert!(words.contains(expected), "{words}");
}
