//! SCIM push: what the provider takes in a second, against one in Python and one for Node on the
//! same load.

use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

use super::Asked;
use super::rows::{Row, Verdict};
use crate::command;
use crate::house::House;
use crate::{interface, setup};

/// How many times the writes of another provider ours must take.
const TIMES: [(&str, f64); 2] = [("python", 20.0), ("node", 5.0)];
/// How many reads by filter a second.
const READS: f64 = 5000.0;
/// How many people are there, for how many seconds each kind of request is sent at a time, and how
/// often, the providers in turn: so that what else the machine does meets all of them.
const LOAD: [&str; 6] = ["--present", "10000", "--seconds", "4", "--rounds", "3"];
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
    let ours = Rounds::of(&told, "rolecall", "reads")?;
    let verdict = met(ours.rate() >= READS);
    Ok(vec![
        against(&told, "creates", creates)?,
        against(&told, "patches", patches)?,
        Row { figure: ours.words(), verdict, attempts: vec![told], ..reads },
    ])
}

/// What one provider did of one kind, round by round.
struct Rounds<'t>(&'t [Value]);

impl<'t> Rounds<'t> {
    fn of(told: &'t Value, provider: &str, kind: &str) -> Result<Self> {
        let found = told.pointer(&format!("/{provider}/{kind}")).and_then(Value::as_array);
        let found = found.filter(|rounds| !rounds.is_empty());
        let found = found.with_context(|| format!("the load told no {kind} of {provider}"))?;
        Ok(Self(found))
    }

    fn each(&self, what: &str) -> Vec<f64> {
        self.0.iter().filter_map(|round| round.get(what)?.as_f64()).collect()
    }

    /// What was answered a second, in the middle round.
    fn rate(&self) -> f64 {
        middle(self.each("rate"))
    }

    fn words(&self) -> String {
        let [p99, provider, client] =
            ["p99", "provider_us", "client_us"].map(|what| middle(self.each(what)));
        format!(
            "{:.0}/s, p99 {p99:.1} ms; {provider:.0} us of processor a request, the client's \
             {client:.0}",
            self.rate()
        )
    }

    /// The middle of how many times `other` this is, in the same round.
    fn times(&self, other: &Self) -> f64 {
        let pairs = self.each("rate").into_iter().zip(other.each("rate"));
        middle(pairs.map(|(one, other)| one / other).collect())
    }
}

fn middle(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn against(told: &Value, what: &str, row: Row) -> Result<Row> {
    let ours = Rounds::of(told, "rolecall", what)?;
    let (mut figure, mut enough) = (ours.words(), true);
    for (other, times) in TIMES {
        let theirs = Rounds::of(told, other, what)?;
        let ratio = ours.times(&theirs);
        enough &= ratio >= times;
        figure.push_str(&format!("; {ratio:.1} x {other}'s {:.0}/s", theirs.rate()));
    }
    Ok(Row { figure, verdict: met(enough), ..row })
}

fn met(is_met: bool) -> Verdict {
    if is_met { Verdict::Met } else { Verdict::NotMet }
}

/// Puts the load on each provider; tells how far it is on standard error.
fn call(house: &House) -> Result<Value> {
    interface::build(house)?;
    setup::for_tests(house)?;
    command::run(command::cargo(house).args(["build", "--release", "--package", "rolecall-cli"]))?;
    // Before the providers run, for building takes all of the machine.
    let mut bench = command::cargo(house);
    bench.args(["bench", "--no-run", "--package", "rolecall-serve", "--bench", "push"]);
    command::run(&mut bench)?;
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
    Ok(told)
}
