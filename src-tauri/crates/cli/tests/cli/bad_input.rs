//! Bad input: the message names the place and the remedy, and nothing is lost.

use crate::world::{CONFIG, USERS, World};
use serde_json::json;

/// Syncs once, spoils the input, and sees that another sync refuses and leaves all as it was.
fn loses_nothing(spoil: impl FnOnce(&World), words: &[&str]) {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    let accounts = world.read("accounts.csv");
    spoil(&world);
    for command in ["plan", "sync"] {
        world.run([command, "--config", "c.toml"]).refuses(words);
    }
    assert_eq!(world.read("accounts.csv"), accounts);
    world.write("users.csv", USERS);
    world.write("c.toml", CONFIG);
    let (code, run) = world.json("sync");
    assert_eq!((code, &run["summary"]["steps"]), (Some(0), &json!(0)), "it goes on as before");
}

#[test]
fn a_missing_source_file() {
    loses_nothing(
        |world| std::fs::remove_file(world.path("users.csv")).unwrap(),
        &["users.csv", "no such file", "Check the path"],
    );
}

#[test]
fn a_missing_configuration() {
    let world = World::empty();
    world.run(["sync", "--config", "none.toml"]).refuses(&["none.toml", "check the path"]);
    world.run(["config", "check", "--config", "none.toml"]).refuses(&["none.toml"]);
    assert!(world.names().is_empty());
}

#[test]
fn a_wrong_header() {
    loses_nothing(
        |world| world.write("users.csv", USERS.replacen("userName", "login", 1)),
        &["users.csv", "userName"],
    );
    loses_nothing(|world| world.write("users.csv", ""), &["users.csv"]);
}

#[test]
fn an_unreadable_source_writes_nothing_at_first() {
    let world = World::new();
    std::fs::remove_file(world.path("users.csv")).unwrap();
    world.run(["plan", "--config", "c.toml"]).refuses(&["users.csv"]);
    assert_eq!(world.names(), ["c.toml"]);
    world.run(["sync", "--config", "c.toml"]).refuses(&["users.csv"]);
    assert!(!world.path("accounts.csv").exists());
}

#[test]
fn bad_rows_are_warnings_and_hold_removals_of_the_absent() {
    let world = World::new();
    assert_eq!(world.json("sync").0, Some(0));
    let rows = "userName,email,givenName,familyName,active,department,groups\n\
        ann@example.com,ann@example.com,Ann,Aho,true,Sales,\n\
        bob@example.com,bob@example.com,Bob\n\
        ,none@example.com,No,Name,true,Sales,\n\
        kim@example.com,kim@example.com,Kim,Kay,perhaps,Sales,\n";
    world.write("users.csv", rows);
    let ran = world.run(["sync", "--config", "c.toml", "--json"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    for line in ["users.csv:3", "users.csv:4", "users.csv:5"] {
        assert!(ran.err.contains(line), "{line} is missing in {}", ran.err);
    }
    let run = ran.json();
    assert_eq!(run["warnings"].as_array().unwrap().len(), 3);
    let goto = &run["targets"]["goto"];
    assert_eq!(goto["held"][0]["guard"], "bad_rows");
    assert_eq!(goto["failures"], json!([]), "a row that cannot be read is no failure");
    assert!(world.read("accounts.csv").contains("bob@example.com,bob@example.com,true"));
}

#[test]
fn a_quote_that_is_never_closed_is_told_by_line() {
    let world = World::new();
    let rows = USERS.replace("Bob,Berg", "\"Bob,Berg");
    world.write("users.csv", rows);
    let ran = world.run(["plan", "--config", "c.toml"]);
    assert!(ran.err.contains("users.csv:3"), "{}", ran.err);
    assert!(matches!(ran.code, Some(0 | 3)), "{:?} {}", ran.code, ran.err);
}

fn check(config: &str) -> (String, serde_json::Value) {
    let world = World::with(config);
    let ran = world.run(["config", "check", "--config", "c.toml", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let plan = world.run(["plan", "--config", "c.toml"]);
    assert_eq!((plan.code, plan.out.as_str()), (Some(1), ""), "a plan refuses it too");
    assert_eq!(plan.err, ran.err, "in the same words");
    let errors = ran.json();
    assert_eq!(errors["ok"], false);
    (ran.err.clone(), errors["errors"][0].clone())
}

fn line_of(config: &str, begin: &str) -> u64 {
    1 + config.lines().position(|line| line.starts_with(begin)).unwrap() as u64
}

#[test]
fn an_unknown_key_has_its_place_and_a_suggestion() {
    let config = CONFIG.replace("accounts = ", "  protct = 'userName pr'\naccounts = ");
    let (words, error) = check(&config);
    assert_eq!(error["line"], line_of(&config, "  protct"));
    assert_eq!(error["column"], 3);
    assert_eq!(error["suggestion"], "protect");
    assert!(words.contains("c.toml") && words.contains("protct"), "{words}");
}

#[test]
fn an_unknown_attribute_has_its_place_and_a_suggestion() {
    let config = CONFIG.replace("department eq", "departmnt eq");
    let (words, error) = check(&config);
    assert_eq!(error["line"], line_of(&config, "when = 'departmnt"));
    assert_eq!(error["column"], 9, "the attribute itself");
    assert_eq!(error["suggestion"], "department");
    assert!(words.contains("departmnt"), "{words}");
}

#[test]
fn a_syntax_error_in_a_filter_has_its_column() {
    let config = CONFIG.replace(r#"'department eq "Sales"'"#, r#"'department eq "Sales" and and'"#);
    let (_, error) = check(&config);
    let line = line_of(&config, "when = 'department");
    assert_eq!(error["line"], line);
    let text = config.lines().nth(line as usize - 1).unwrap();
    let second = text.rfind("and").unwrap() as u64 + 1;
    assert_eq!(error["column"], second, "the second and");
}

#[test]
fn names_that_are_none_are_suggested() {
    let (_, error) =
        check(&CONFIG.replacen("assign.goto = { products", "assign.gto = { products", 1));
    assert_eq!(error["suggestion"], "goto");
    let (_, error) = check(&CONFIG.replacen(r#"["Connect"]"#, r#"["Conect"]"#, 1));
    assert_eq!(error["suggestion"], "Connect");
    let (_, error) = check("rolecall = 1\n[[rule]\nname = 1\n");
    assert_eq!(error["line"], 2, "TOML itself");
}

#[test]
fn a_map_naming_a_missing_column_is_wrong() {
    let config = CONFIG
        .replace("users = \"users.csv\"", "users = \"users.csv\"\nmap = { title = \"funktion\" }");
    let (words, _) = check(&config);
    assert!(words.contains("funktion"), "{words}");
}

#[test]
fn a_person_nobody_delivered_cannot_be_explained() {
    let world = World::new();
    world.run(["explain", "none@example.com", "--config", "c.toml"]).refuses(&["none@example.com"]);
}
