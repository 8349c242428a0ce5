//! Applying steps: how fast against a bare client, and how well under a limit.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use super::reference::Figures;
use super::rows::{Row, Verdict};
use crate::command;
use crate::house::House;

/// Milliseconds a call, people, and the part of a bare client's pace to reach.
const FREE: [(&str, &str, f64); 2] = [("20", "6000", 0.95), ("0", "10000", 0.40)];
/// How long steps are applied under a limit, in seconds.
const SECONDS: &str = "40";
/// The part of what the limit allows to be used.
const OF_RATE: f64 = 0.98;
const FREE_TARGET: [&str; 2] = [">= 95 % of a bare client", ">= 40 % of a bare client"];
const LIMIT_TARGET: &str = ">= 98 % of rate x time, no 429";

/// The rows of P7.
pub fn free(house: &House, asked: &Asked) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for ((latency, people, least), target) in FREE.into_iter().zip(FREE_TARGET) {
        let what = format!("apply, journalled, 64 connections, {latency} ms a call");
        let row = Row::absent("P7", &what, target);
        if !asked.wants("P7") {
            rows.push(row);
            continue;
        }
        let told = call(house, &["free", latency, people])?;
        let ratio = told.number("/ratio")?;
        let figure = format!(
            "{:.0} %; {:.0} steps/s in {:.0} requests/s, bare {:.0} requests/s",
            ratio * 100.0,
            told.number("/steps_per_second")?,
            told.number("/requests_per_second")?,
            told.number("/bare_requests_per_second")?,
        );
        rows.push(Row { figure, verdict: met(ratio >= least), ..row });
    }
    Ok(rows)
}

/// The row of P8 that a SCIM target stands for.
pub fn limit(house: &House, asked: &Asked) -> Result<Row> {
    let row = Row::absent("P8", "apply under a limit of 10 requests a second", LIMIT_TARGET);
    if !asked.wants("P8") {
        return Ok(row);
    }
    let told = call(house, &["limit", SECONDS])?;
    let (used, refused) = (told.number("/of_rate")?, told.number("/refused")?);
    let figure = format!(
        "{:.1} %, {refused:.0} answers of 429, {:.0} calls in {:.0} s",
        used * 100.0,
        told.number("/calls")?,
        told.number("/seconds")?,
    );
    Ok(Row { figure, verdict: met(used >= OF_RATE && refused == 0.0), ..row })
}

fn met(is_met: bool) -> Verdict {
    if is_met { Verdict::Met } else { Verdict::NotMet }
}

fn call(house: &House, arguments: &[&str]) -> Result<Figures> {
    let mut bench = command::cargo(house);
    bench.args(["bench", "--quiet", "--package", "rolecall-engine", "--bench", "apply", "--"]);
    let told = command::output(bench.args(arguments))?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value = serde_json::from_str(line)
        .with_context(|| format!("reading what the bench told: {told}"))?;
    println!("apply {}: {told}", arguments.join(" "));
    Ok(Figures::new(told))
}
