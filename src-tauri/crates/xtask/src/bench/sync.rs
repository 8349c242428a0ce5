//! Whole processes of the release `rolecallctl`: a first and a second sync of 10,000 people.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::rows::{Row, Verdict};
use super::{Asked, copy_fresh, folder, generate, recreate};
use crate::command;
use crate::house::House;
use crate::interface;

const PEOPLE: u64 = 10_000;
const ROUNDS: usize = 5;
/// The most that a sync of these people from csv to csv may take, in milliseconds.
const MOST: f64 = 1000.0;

/// One sync, timed from the start of its process to its end.
struct Timed {
    ms: f64,
    steps: u64,
}

/// Measures the median of several rounds.
pub fn measure(house: &House, asked: &Asked) -> Result<Vec<Row>> {
    let whats = ["first sync of 10,000 people, a whole process", "second sync", "its steps"];
    if !asked.wants("sync") {
        return Ok(vec![Row::absent("sync", whats[0], "<= 1.00 s")]);
    }
    interface::build(house)?;
    command::run(command::cargo(house).args(["build", "--release", "--package", "rolecall-cli"]))?;
    let organization = folder(house).join("organization");
    recreate(&organization)?;
    let (place, people) = (organization.to_string_lossy(), PEOPLE.to_string());
    let arguments = ["--users", &people, "--rules", "20", "--targets", "1", "--empty"];
    let arguments = arguments.into_iter().chain(["--seed", "1", "--out", &place]);
    generate(house, &arguments.map(str::to_owned).collect::<Vec<_>>())?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let copy = folder(house).join("round");
        copy_fresh(&organization, &copy)?;
        first.push(sync(house, &copy)?);
        second.push(sync(house, &copy)?);
    }
    let did = first.iter().map(|timed| timed.steps).min().unwrap_or_default();
    if did == 0 {
        bail!("the first sync had nothing to do; its time would say nothing");
    }
    let left = second.iter().map(|timed| timed.steps).max().unwrap_or_default();
    Ok(vec![
        Row::time("sync", whats[0], median(&mut first), MOST, true).with(&format!("{did} steps")),
        Row::time("sync", whats[1], median(&mut second), MOST, true),
        Row {
            figure: left.to_string(),
            verdict: if left == 0 { Verdict::Met } else { Verdict::NotMet },
            ..Row::absent("sync", whats[2], "0")
        },
    ])
}

fn median(timed: &mut [Timed]) -> f64 {
    timed.sort_by(|one, other| one.ms.total_cmp(&other.ms));
    timed.get(timed.len() / 2).map_or(f64::MAX, |timed| timed.ms)
}

/// Runs one sync; its steps come from what it prints.
fn sync(house: &House, folder: &Path) -> Result<Timed> {
    let mut sync = Command::new(house.program("release", "rolecallctl"));
    sync.current_dir(folder).args(["sync", "--json", "--config", "config.toml"]);
    let started = Instant::now();
    let told = sync.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let told = told.context("starting the release rolecallctl")?;
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    if !matches!(told.status.code(), Some(0 | 2 | 3)) {
        bail!("`rolecallctl sync` ended with {}", told.status);
    }
    let report: Value = serde_json::from_slice(&told.stdout).context("reading `sync --json`")?;
    let count = |place: &str| {
        let found = report.pointer(place).and_then(Value::as_u64);
        found.with_context(|| format!("`sync --json` printed no number at {place}"))
    };
    let people = count("/summary/users")?;
    if people != PEOPLE {
        bail!("the sync read {people} people, not {PEOPLE}; its time would say nothing");
    }
    Ok(Timed { ms, steps: count("/summary/steps")? })
}
