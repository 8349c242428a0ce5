//! Workspaces: taken over from a file, worked on by name.

use crate::world::{CONFIG, World};
use serde_json::json;

#[test]
fn a_configuration_moves_into_a_workspace_and_out_again() {
    let mut world = World::new();
    world.set("ROLECALL_HOME", world.path("kept").to_str().unwrap());
    world.run(["plan"]).refuses(&["no workspace"]);
    assert!(!world.path("kept").exists());
    let ran = world.run(["config", "import", "c.toml", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.json()["changes"].as_array().unwrap().len() >= 3);
    let again = world.run(["config", "import", "c.toml"]);
    assert_eq!((again.code, again.out.trim()), (Some(0), "nothing changes"));

    let exported = world.run(["config", "export"]).out;
    let users = world.path("users.csv");
    assert!(
        exported.contains(users.to_str().unwrap()),
        "relative paths become absolute: {exported}"
    );
    std::fs::create_dir(world.path("elsewhere")).unwrap();
    world.write("elsewhere/copy.toml", &exported);
    let canonical = world.run(["config", "export", "--config", "elsewhere/copy.toml"]).out;
    assert_eq!(canonical, exported, "same configuration, same bytes");

    let plan = world.run(["plan", "--json"]);
    assert_eq!(plan.json()["summary"]["steps"], 7);
    let told = world.run(["explain", "ann@example.com", "--json"]).json();
    assert_eq!(told["targets"]["goto"][0]["state"], "granted");
    assert_eq!(world.run(["sync"]).code, Some(0));
    assert!(!world.path("c.toml.state").exists());
    assert_eq!(world.run(["users", "list", "--json"]).json().as_array().unwrap().len(), 3);
}

#[test]
fn an_argument_stands_above_the_variable() {
    let mut world = World::new();
    world.set("ROLECALL_HOME", world.path("other").to_str().unwrap());
    let workspace = ["--workspace", "mine"];
    assert_eq!(world.run(["config", "import", "c.toml"].iter().chain(&workspace)).code, Some(0));
    assert_eq!(world.run(["sync"].iter().chain(&workspace)).code, Some(0));
    assert_eq!(world.run(["plan", "--config", "c.toml"]).code, Some(0), "so does a file");
    assert!(!world.path("other").exists() && !world.path("c.toml.state").exists());
}

#[test]
fn a_changed_file_shows_its_difference() {
    let world = World::new();
    let import = ["config", "import", "c.toml", "--workspace", "w", "--json"];
    assert_eq!(world.run(import).code, Some(0));
    world
        .write("c.toml", CONFIG.replace("name = \"Everybody\"", "name = \"All\"\nenabled = false"));
    let changes = world.run(import).json()["changes"].to_string();
    assert!(changes.contains("Everybody") && changes.contains("All"), "{changes}");
    let plan = world.run(["plan", "--workspace", "w", "--json"]).json();
    assert_eq!(plan["summary"]["steps"], 3, "the rule that is off gives nothing");
    world.write("c.toml", CONFIG.replace("accounts", "acounts"));
    world.run(import).refuses(&["acounts"]);
    let kept = world.run(["plan", "--workspace", "w", "--json"]).json();
    assert_eq!(kept["summary"], json!({"users": 3, "steps": 3}), "a wrong file changes nothing");
}
