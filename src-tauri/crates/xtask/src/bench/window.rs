//! From a keystroke to its effect on the screen, in the real window.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use super::reference::{Figures, Reference};
use super::rows::{Row, shown};
use crate::command;
use crate::house::House;
use crate::{interface, setup};

const WHAT: [&str; 2] = [
    "a keystroke in a rule to its effect on the screen, in the window",
    "the same, the worst of all keys",
];
/// Milliseconds for 95 of a hundred keys, and for every one.
const MOST: [f64; 2] = [50.0, 100.0];

/// Opens the workspace in the desktop program, types, and reads the window's own marks.
pub fn measure(house: &House, asked: &Asked, reference: &mut Reference<'_>) -> Result<Vec<Row>> {
    if !asked.wants("window") || !cfg!(target_os = "linux") {
        let rows = WHAT.into_iter().zip(MOST);
        let absent = |(what, most)| Row::absent("P2", what, &format!("<= {}", shown(most)));
        return Ok(rows.map(absent).collect());
    }
    let workspace = reference.workspace(asked.users)?;
    let told = journey(house, "tests/window/measure.mjs", &workspace)?;
    reference.note(asked.users, "window", &told);
    let number = |place| told.number(place);
    let words =
        format!("95 % of {} keys; median {}", number("/keys")?, shown(number("/median_ms")?));
    let others = format!(
        "the first key of all {}; `re` median {}, worst {}",
        shown(number("/first_ms")?),
        shown(number("/pattern_median_ms")?),
        shown(number("/pattern_worst_ms")?),
    );
    let [most, all] = MOST;
    Ok(vec![
        Row::time("P2", WHAT[0], number("/p95_ms")?, most, asked.is_full()).with(&words),
        Row::time("P2", WHAT[1], number("/worst_ms")?, all, asked.is_full()).with(&others),
    ])
}

/// Builds the desktop program, lets a script measure it over a workspace, on a display and a
/// session bus of their own, and answers the script's last line.
pub fn journey(house: &House, script: &str, workspace: &Path) -> Result<Figures> {
    setup::for_window(house)?;
    interface::build(house)?;
    let mut build = command::cargo(house);
    build.args(["build", "--release", "--package", "rolecall", "--features"]);
    command::run(build.arg(house.desktop_features().join(",")))?;
    let mut journey = std::process::Command::new("xvfb-run");
    journey.current_dir(&house.root);
    journey.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]);
    journey.args(["dbus-run-session", "--", "node", script]).arg(workspace);
    journey.env("ROLECALL_BIN", house.program("release", "rolecall"));
    let told = command::output(&mut journey)?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value =
        serde_json::from_str(line).with_context(|| format!("reading what was measured: {told}"))?;
    println!("{}, {script}: {told}", workspace.display());
    Ok(Figures::new(told))
}
