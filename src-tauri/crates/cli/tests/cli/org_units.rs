//! Org units as groups, and as user groups of a target by one rule.

use crate::world::World;
use serde_json::json;

const CONFIG: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]
org_unit_prefix = "OE-"

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "user_groups"
many = true
create_values = true

[[rule]]
name = "Every org unit is a user group"
when = 'userName pr'
assign.console = { user_groups = ["{groups.display:OE-}"] }
"#;

const PEOPLE: [(&str, &str, &[&str]); 3] = [
    ("anna@example.com", "/", &["OE-/"]),
    ("björn@example.com", "/Försäljning", &["OE-/", "OE-/Försäljning"]),
    (
        "cilla@example.com",
        "/Försäljning/Tyskland",
        &["OE-/", "OE-/Försäljning", "OE-/Försäljning/Tyskland"],
    ),
];

#[test]
fn org_units_are_groups_here_and_user_groups_in_a_target() {
    let world = World::with(CONFIG);
    let rows: String =
        PEOPLE.iter().map(|(user, path, _)| format!("{user},{user},{path}\n")).collect();
    world.write("users.csv", format!("userName,email,orgUnit\n{rows}"));
    let (code, told) = world.json("sync");
    assert_eq!(code, Some(0), "{told}");
    let made = json!([
        {"slot": "user_groups", "value": "OE-/"},
        {"slot": "user_groups", "value": "OE-/Försäljning"},
        {"slot": "user_groups", "value": "OE-/Försäljning/Tyskland"},
    ]);
    assert_eq!(told["targets"]["console"]["values"]["create"], made);
    for (user, path, expected) in PEOPLE {
        let shown = world.json(&format!("users show {user}")).1;
        let mut groups: Vec<_> = shown["groups"].as_array().unwrap().iter().collect();
        groups.sort_by_key(|group| group["name"].as_str().unwrap().to_owned());
        let direct = |name: &str| name == format!("OE-{path}");
        let wanted: Vec<_> =
            expected.iter().map(|name| json!({"name": name, "direct": direct(name)})).collect();
        assert_eq!(groups, wanted.iter().collect::<Vec<_>>(), "{user} here");
        let accounts = world.read("accounts.csv");
        let line = accounts.lines().find(|line| line.starts_with(user)).unwrap();
        assert!(line.ends_with(&format!(",{}", expected.join(";"))), "{user} there: {line}");
    }
    assert_eq!(world.json("plan").1["summary"], json!({"users": 3, "steps": 0}));
}
