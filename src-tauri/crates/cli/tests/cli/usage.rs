//! Usage errors, help, and where things are.

use crate::world::World;

#[test]
fn usage_errors_are_1_and_help_is_0() {
    let world = World::new();
    let wrong: [&[&str]; 9] = [
        &[],
        &["nothing"],
        &["plan", "--nothing"],
        &["plan", "--config"],
        &["plan", "--state", "s"],
        &["plan", "--config", "c.toml", "--workspace", "w"],
        &["sync", "--sample", "--config", "c.toml"],
        &["explain", "--config", "c.toml"],
        &["serve", "--workspace", "w", "--listen", "nowhere"],
    ];
    for arguments in wrong {
        let ran = world.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["help", "sync"], &["serve", "--help"], &["--version"]] {
        let ran = world.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}");
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{arguments:?}");
    }
    assert_eq!(world.names(), ["c.toml", "users.csv"], "nothing was made");
}

#[test]
fn what_is_not_named_is_asked_for() {
    let world = World::new();
    for command in ["plan", "sync", "doctor"] {
        world.run([command]).refuses(&["--config FILE", "--workspace DIR", "ROLECALL_HOME"]);
    }
    world.run(["explain", "ann@example.com"]).refuses(&["--config FILE"]);
    world.run(["config", "check"]).refuses(&["--config"]);
    world.run(["serve"]).refuses(&["--workspace", "--sample"]);
    world.run(["runs", "list", "--workspace", "w"]).refuses(&["no workspace in w"]);
    assert_eq!(world.names(), ["c.toml", "users.csv"], "nothing was made");
}

#[test]
fn paths_count_from_the_file_and_state_is_beside_it() {
    let world = World::empty();
    std::fs::create_dir_all(world.path("deep/er")).unwrap();
    world.write("deep/er/users.csv", crate::world::USERS);
    world.write("deep/er/c.toml", crate::world::CONFIG);
    let ran = world.run(["plan", "--config", "deep/er/c.toml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!world.path("deep/er/c.toml.state").exists(), "a plan makes nothing");
    let ran = world.run(["sync", "--config", "deep/er/c.toml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(world.path("deep/er/accounts.csv").is_file());
    assert!(world.path("deep/er/c.toml.state").is_dir());
    assert_eq!(world.names(), ["deep"], "nothing was made where the command was started");
}

#[test]
fn state_may_be_elsewhere() {
    let world = World::new();
    let ran = world.run(["sync", "--config", "c.toml", "--state", "kept"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(world.names(), ["accounts.csv", "c.toml", "kept", "users.csv"]);
    let ran = world.run(["runs", "list", "--config", "c.toml", "--state", "kept", "--json"]);
    assert_eq!(ran.json().as_array().unwrap().len(), 1);
}
