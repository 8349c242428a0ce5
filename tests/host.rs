//! The desktop host: its doors, and that every command of the contract passes through them.

#![allow(clippy::expect_used, clippy::panic)]

use rolecall_contract::{COMMAND_NAMES, Command as Call};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn configuration() -> Value {
    serde_json::from_str(&read("tauri.conf.json")).expect("tauri.conf.json is JSON")
}

/// The functions that the page may invoke, from the source that registers them.
fn host_commands() -> BTreeSet<String> {
    let source = read("src-tauri/src/commands.rs");
    let after = source.split("#[tauri::command]").skip(1);
    after
        .map(|text| {
            let name = text.split_once("fn ").expect("a function follows").1;
            name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_passes_through_the_one_that_hosts_read() {
    assert!(!COMMAND_NAMES.is_empty());
    for name in COMMAND_NAMES {
        let read = Call::read(json!({"name": name, "args": 7}));
        let code = read.map(|_| ()).expect_err("7 are no arguments").code;
        assert_eq!(code, "malformed", "{name} is known, only its arguments are not right");
    }
    assert!(host_commands().contains("call"), "the page reaches them through `call`");
}

#[test]
fn the_page_is_allowed_what_there_is_and_no_more() {
    let permissions: toml::Table =
        toml::from_str(&read("src-tauri/permissions/commands.toml")).expect("TOML");
    let mut allowed = BTreeSet::new();
    let mut identifiers = BTreeSet::new();
    for permission in permissions["permission"].as_array().expect("permissions") {
        identifiers.insert(permission["identifier"].as_str().expect("a name").to_owned());
        for command in permission["commands"]["allow"].as_array().expect("commands") {
            allowed.insert(command.as_str().expect("a name").to_owned());
        }
    }
    assert_eq!(allowed, host_commands(), "the access control list names every host command");
    let capability: Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).expect("JSON");
    assert!(capability.get("remote").is_none(), "no remote page may ask anything");
    let granted: BTreeSet<_> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(Value::as_str)
        .collect();
    let mut expected: BTreeSet<_> = identifiers.iter().map(String::as_str).collect();
    expected.extend(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(granted, expected);
}

#[test]
fn the_page_is_kept_in_its_frame() {
    let configuration = configuration();
    let app = &configuration["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["freezePrototype"], true);
    assert_eq!(app["security"]["capabilities"], json!(["main"]));
    let policy = app["security"]["csp"].as_object().expect("a policy by directive");
    assert_eq!(policy["default-src"], "'self'");
    assert_eq!(policy["script-src"], "'self'");
    let whole = json!(policy).to_string();
    for weak in ["unsafe-eval", "blob:", "https:", "*"] {
        assert!(!whole.contains(weak), "{weak} weakens {whole}");
    }
    assert!(configuration["build"].get("devUrl").is_none(), "the page is always the embedded one");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_what_to_do() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    program.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let output = program.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("DISPLAY") && said.contains("rolecallctl serve"), "{said}");
}

#[test]
fn an_unknown_option_is_named() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    let output = program.arg("--sampel").output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--sampel") && said.contains("--sample"), "{said}");
}
