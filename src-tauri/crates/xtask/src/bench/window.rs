//! From a keystroke to its effect on the screen, in the real window.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use super::reference::{Figures, Reference};
use super::rows::{Row, shown};
use crate::command;
use crate::house::House;
use crate::{interface, setup};

const WHAT: &str = "a keystroke in a rule to its effect on the screen, in the window";
/// Milliseconds.
const MOST: f64 = 50.0;

/// Builds the desktop program, opens the workspace in it, types, and reads the window's own marks.
pub fn measure(house: &House, asked: &Asked, reference: &mut Reference<'_>) -> Result<Row> {
    if !asked.wants("window") || !cfg!(target_os = "linux") {
        return Ok(Row::absent("P2", WHAT, "<= 50 ms"));
    }
    setup::for_window(house)?;
    interface::build(house)?;
    let workspace = reference.workspace(asked.users)?;
    let mut build = command::cargo(house);
    build.args(["build", "--release", "--package", "rolecall", "--features"]);
    command::run(build.arg(house.desktop_features().join(",")))?;
    let mut journey = std::process::Command::new("xvfb-run");
    journey.current_dir(&house.root);
    journey.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]);
    journey.args(["dbus-run-session", "--", "node", "tests/window/measure.mjs"]).arg(workspace);
    journey.env("ROLECALL_BIN", house.program("release", "rolecall"));
    let told = command::output(&mut journey)?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value =
        serde_json::from_str(line).with_context(|| format!("reading what was measured: {told}"))?;
    println!("{} people, in the window: {told}", asked.users);
    let told = Figures::new(told);
    let most = told.number("/p95_ms")?;
    let words = format!(
        "95 % of {} keys; median {}, worst {}",
        told.number("/keys")?,
        shown(told.number("/median_ms")?),
        shown(told.number("/worst_ms")?),
    );
    Ok(Row::time("P2", WHAT, most, MOST, asked.is_full()).with(&words))
}
