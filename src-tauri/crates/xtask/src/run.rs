//! `cargo xtask run`: the sample organization, in the window or, without a display, in words.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;

/// Installs, builds and opens; `once` ends after the report where there is no display.
pub fn run(house: &House, once: bool, arguments: &[String]) -> Result<ExitCode> {
    if display() { in_window(house, arguments) } else { in_words(house, once, arguments) }
}

fn in_window(house: &House, arguments: &[String]) -> Result<ExitCode> {
    setup::for_window(house)?;
    interface::build(house)?;
    let mut build = command::cargo(house);
    build.args(["build", "--package", "rolecall"]);
    for feature in house.desktop_features() {
        build.args(["--features", &feature]);
    }
    command::run(&mut build)?;
    start(house, "rolecall", &["--sample"], arguments)
}

/// The sample sync as a report, then the same interface on loopback.
fn in_words(house: &House, once: bool, arguments: &[String]) -> Result<ExitCode> {
    println!(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): a report instead of the window"
    );
    setup::for_terminal(house)?;
    interface::build(house)?;
    command::run(command::cargo(house).args(["build", "--package", "rolecall-cli"]))?;
    let mut report = Command::new(house.program("debug", "rolecallctl"));
    report.current_dir(&house.root).args(["sync", "--sample"]);
    println!("$ rolecallctl sync --sample");
    let status = report.status().context("starting `rolecallctl sync --sample`")?;
    // 2 and 3 tell of failures and held steps, of which the sample has some to show.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        bail!("the sample sync ended with {status}; what it printed says why");
    }
    if once {
        return Ok(ExitCode::SUCCESS);
    }
    start(house, "rolecallctl", &["serve", "--sample"], arguments)
}

/// Runs the built program until it ends, with its own exit code.
fn start(house: &House, name: &str, first: &[&str], rest: &[String]) -> Result<ExitCode> {
    let mut program = Command::new(house.program("debug", name));
    program.current_dir(&house.root).args(first).args(rest);
    println!("$ {name} {} {}", first.join(" "), rest.join(" "));
    let status = program.status().with_context(|| format!("starting {name}"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Whether a window can be opened here.
fn display() -> bool {
    let named = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
