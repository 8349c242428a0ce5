//! Files as other programs write them.

use crate::world::{CONFIG, USERS, World};

#[test]
fn line_ends_and_marks_of_others_are_read() {
    let world = World::with(&format!("\u{feff}{}", CONFIG.replace('\n', "\r\n")));
    world.write("users.csv", format!("\u{feff}{}", USERS.replace('\n', "\r\n")));
    let ran = world.run(["config", "check", "--config", "c.toml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0));
    assert_eq!(plan["summary"]["steps"], 7);
}

#[test]
fn an_error_keeps_its_place_in_such_a_file() {
    let config = CONFIG.replace("accounts =", "protct = 'userName pr'\naccounts =");
    let line = 1 + config.lines().position(|line| line.starts_with("protct")).unwrap();
    let world = World::with(&format!("\u{feff}{}", config.replace('\n', "\r\n")));
    let (code, check) = world.json("config check");
    assert_eq!(code, Some(1));
    let error = &check["errors"][0];
    assert_eq!((error["line"].as_u64(), error["column"].as_u64()), (Some(line as u64), Some(1)));
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    let world = World::new();
    world.write("users.csv", [USERS.as_bytes(), b"\xff\xfe,x,y,z,true,Sales,\n"].concat());
    let ran = world.run(["plan", "--config", "c.toml"]);
    assert_ne!(ran.code, Some(101), "{}", ran.err);
    assert!(ran.err.contains("users.csv") && ran.err.contains("UTF-8"), "{}", ran.err);
    world.write("c.toml", b"rolecall = 1\nname = \"\xff\"\n");
    world.run(["plan", "--config", "c.toml"]).refuses(&["c.toml", "UTF-8"]);
}
