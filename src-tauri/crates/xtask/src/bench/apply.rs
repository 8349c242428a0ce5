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
/// How often is measured at most. What else a machine does only takes from these figures: so those
/// of P7 are measured again where they are not met and others took much of the machine, and those
/// of P8, which hang on single moments, where they are not met. The last of P7 counts and the best
/// of P8; the row says how often was measured and what each attempt came to, the report has all.
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
        let mut attempts = Vec::new();
        let told = loop {
            let told = call(house, ENGINE, &["free", latency, people])?;
            attempts.push(told.clone());
            let is_disturbed = told.number("/others")? > DISTURBED;
            if told.number("/ratio")? >= least || !is_disturbed || attempts.len() == TIMES {
                break told;
            }
        };
        let ratio = told.number("/ratio")?;
        let figure = format!(
            "{:.1} %; {:.0} steps/s in {:.0} requests/s, bare {:.0} requests/s; {:.0} us of \
             processor a request, {:.2} times the bare client's; meanwhile others took {:.0} % of \
             the machine{}",
            ratio * 100.0,
            told.number("/steps_per_second")?,
            told.number("/requests_per_second")?,
            told.number("/bare_requests_per_second")?,
            told.number("/processor_us_a_request")?,
            1.0 / told.number("/ratio_of_processor")?,
            told.number("/others")? * 100.0,
            before(&attempts, "/ratio", "the last of")?,
        );
        let attempts = attempts.into_iter().map(Figures::value).collect();
        rows.push(Row { figure, verdict: met(ratio >= least), attempts, ..row });
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
        let (mut used, mut refused, mut count) = (0.0_f64, 0.0, 0.0);
        let mut attempts = Vec::new();
        while attempts.len() < TIMES && used < OF_RATE {
            let told = call(house, bench, arguments)?;
            used = used.max(told.number("/of_rate")?);
            refused += told.number("/refused")?;
            count += told.number("/calls")?;
            attempts.push(told);
        }
        let figure = format!(
            "{:.1} %, {refused:.0} answers of 429 in {count:.0} calls{}",
            used * 100.0,
            before(&attempts, "/of_rate", "the best of")?,
        );
        let attempts = attempts.into_iter().map(Figures::value).collect();
        let verdict = met(used >= OF_RATE && refused == 0.0);
        rows.push(Row { figure, verdict, attempts, ..row });
    }
    Ok(rows)
}

/// How often was measured, and what each attempt came to, where it was more than once.
fn before(attempts: &[Figures], place: &str, which: &str) -> Result<String> {
    if attempts.len() < 2 {
        return Ok(String::new());
    }
    let parts = attempts.iter().map(|one| Ok(format!("{:.1}", one.number(place)? * 100.0)));
    let parts = parts.collect::<Result<Vec<_>>>()?.join(", ");
    Ok(format!("; {which} {} attempts: {parts} %", attempts.len()))
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
