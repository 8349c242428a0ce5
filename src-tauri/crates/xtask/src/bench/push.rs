//! SCIM push: what the provider takes in a second, against one in Python and one for Node on the
//! same load.

use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

use super::Asked;
use super::reference::Figures;
use super::rows::{Row, Verdict};
use crate::command;
use crate::house::House;
use crate::{interface, setup};

/// How many times the writes of another provider ours must take.
const TIMES: [(&str, f64); 2] = [("python", 20.0), ("node", 5.0)];
/// How many reads by filter a second.
const READS: f64 = 5000.0;
/// How many people are there, and for how many seconds each kind of request is sent.
const LOAD: [&str; 4] = ["--present", "10000", "--seconds", "10"];
/// What each row measures, and what it is to reach.
const ROWS: [(&str, &str); 3] = [
    ("SCIM push: creates a second, each on disk", ">= 20 x Python, >= 5 x Node"),
    ("SCIM push: patches a second, each on disk", ">= 20 x Python, >= 5 x Node"),
    ("SCIM push: reads by filter a second", ">= 5,000"),
];

/// The rows of P9.
pub fn measure(house: &House, asked: &Asked) -> Result<Vec<Row>> {
    let rows = ROWS.map(|(what, target)| Row::absent("P9", what, target));
    if !asked.wants("P9") {
        return Ok(rows.into());
    }
    let told = call(house)?;
    let [creates, patches, reads] = rows;
    let read = told.number("/rolecall/reads")?;
    let figure = format!("{read:.0}/s, p99 {:.1} ms", told.number("/rolecall/reads_p99")?);
    Ok(vec![
        against(&told, "creates", creates)?,
        against(&told, "patches", patches)?,
        Row { figure, verdict: met(read >= READS), ..reads },
    ])
}

fn against(told: &Figures, what: &str, row: Row) -> Result<Row> {
    let ours = told.number(&format!("/rolecall/{what}"))?;
    let p99 = told.number(&format!("/rolecall/{what}_p99"))?;
    let mut figure = format!("{ours:.0}/s, p99 {p99:.1} ms");
    let mut enough = true;
    for (other, times) in TIMES {
        let theirs = told.number(&format!("/{other}/{what}"))?;
        let ratio = ours / theirs;
        enough &= ratio >= times;
        figure.push_str(&format!("; {ratio:.0} x {other}'s {theirs:.0}/s"));
    }
    Ok(Row { figure, verdict: met(enough), ..row })
}

fn met(is_met: bool) -> Verdict {
    if is_met { Verdict::Met } else { Verdict::NotMet }
}

/// Puts the load on each provider.
fn call(house: &House) -> Result<Figures> {
    interface::build(house)?;
    setup::for_tests(house)?;
    command::run(command::cargo(house).args(["build", "--release", "--package", "rolecall-cli"]))?;
    let mut load = Command::new("python3");
    load.arg(house.root.join("tests/peers/load.py")).args(LOAD);
    load.args(["--", "cargo", "bench", "--quiet", "--package", "rolecall-serve"]);
    load.args(["--bench", "push", "--"]);
    load.env("ROLECALLCTL_BIN", house.program("release", "rolecallctl")).current_dir(&house.root);
    let told = command::output(&mut load)?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value = serde_json::from_str(line)
        .with_context(|| format!("reading what the load told: {told}"))?;
    println!("push: {told}");
    Ok(Figures::new(told))
}
