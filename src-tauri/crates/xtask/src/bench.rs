//! `cargo xtask bench` and `generate`: whole processes of the release build against their targets.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;

const PEOPLE: u64 = 10_000;
const ROUNDS: usize = 5;
/// The most that a first sync of these people from csv to csv may take.
const FIRST_SYNC: Duration = Duration::from_secs(1);
/// How far past its target a time may be before `--assert` objects.
const TOLERANCE: f64 = 1.5;

/// One sync, timed from the start of its process to its end.
struct Timed {
    took: Duration,
    steps: u64,
}

/// Passes the arguments on to the generator of reference organizations.
pub fn generate(house: &House, arguments: &[String]) -> Result<ExitCode> {
    let mut generator = command::cargo(house);
    generator.args(["run", "--release", "--package", "rolecall-sandbox"]);
    generator.args(["--bin", "rolecall-generate", "--"]).args(arguments);
    command::run(&mut generator).map(|()| ExitCode::SUCCESS)
}

/// Measures, prints target and figure, and writes `target/bench/report.json` in the clone.
pub fn bench(house: &House, assert: bool) -> Result<ExitCode> {
    setup::for_terminal(house)?;
    interface::build(house)?;
    command::run(command::cargo(house).args(["build", "--release", "--package", "rolecall-cli"]))?;
    let folder = house.root.join("target/bench");
    let organization = folder.join("organization");
    recreate(&organization)?;
    let place = organization.to_string_lossy().into_owned();
    let people = PEOPLE.to_string();
    let mut arguments = vec!["--users", &people, "--rules", "20", "--targets", "1"];
    arguments.extend(["--empty", "--seed", "1", "--out", &place]);
    generate(house, &arguments.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let copy = folder.join("round");
        copy_fresh(&organization, &copy)?;
        first.push(sync(house, &copy)?);
        second.push(sync(house, &copy)?);
        println!(
            "round {round} of {ROUNDS}: {:?}, then {:?}",
            first[round - 1].took,
            second[round - 1].took
        );
    }
    let report = Report::new(&mut first, &mut second);
    if report.first_steps == 0 {
        bail!("the first sync had nothing to do; its time would say nothing");
    }
    report.print();
    let file = folder.join("report.json");
    let text = serde_json::to_string_pretty(&report.json()).context("writing the report")?;
    fs::write(&file, text + "\n").with_context(|| format!("writing {}", file.display()))?;
    println!("written to {}", file.display());
    let past = report.first > FIRST_SYNC.mul_f64(TOLERANCE) || report.second_steps > 0;
    Ok(if assert && past { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// The figures of all rounds.
struct Report {
    first: Duration,
    first_steps: u64,
    second: Duration,
    second_steps: u64,
}

impl Report {
    fn new(first: &mut [Timed], second: &mut [Timed]) -> Self {
        Self {
            first_steps: first.iter().map(|timed| timed.steps).min().unwrap_or_default(),
            second_steps: second.iter().map(|timed| timed.steps).max().unwrap_or_default(),
            first: median(first),
            second: median(second),
        }
    }

    fn rows(&self) -> [(&'static str, String, String, bool); 3] {
        let seconds = |time: Duration| format!("{:.3} s", time.as_secs_f64());
        [
            (
                "first sync, 10,000 people",
                seconds(FIRST_SYNC),
                seconds(self.first),
                self.first < FIRST_SYNC,
            ),
            ("second sync", seconds(FIRST_SYNC), seconds(self.second), self.second < FIRST_SYNC),
            (
                "steps of the second sync",
                "0".into(),
                self.second_steps.to_string(),
                self.second_steps == 0,
            ),
        ]
    }

    fn print(&self) {
        println!(
            "\nmedian of {ROUNDS} runs, whole processes; the first has {} steps",
            self.first_steps
        );
        println!("{:<28} {:>10} {:>10}", "what", "target", "figure");
        for (what, target, figure, met) in self.rows() {
            println!(
                "{what:<28} {target:>10} {figure:>10}  {}",
                if met { "met" } else { "NOT MET" }
            );
        }
    }

    fn json(&self) -> Value {
        let rows = self.rows().map(|(what, target, figure, met)| {
            json!({"what": what, "target": target, "figure": figure, "met": met})
        });
        json!({
            "people": PEOPLE,
            "rounds": ROUNDS,
            "first_sync_seconds": self.first.as_secs_f64(),
            "first_sync_steps": self.first_steps,
            "second_sync_seconds": self.second.as_secs_f64(),
            "second_sync_steps": self.second_steps,
            "rows": rows,
        })
    }
}

fn median(timed: &mut [Timed]) -> Duration {
    timed.sort_by_key(|timed| timed.took);
    timed.get(timed.len() / 2).map_or(Duration::MAX, |timed| timed.took)
}

/// Runs one sync; its steps come from what it prints.
fn sync(house: &House, folder: &Path) -> Result<Timed> {
    let mut sync = Command::new(house.program("release", "rolecallctl"));
    sync.current_dir(folder).args(["sync", "--json", "--config", "config.toml"]);
    let started = Instant::now();
    let told = sync.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let told = told.context("starting the release rolecallctl")?;
    let took = started.elapsed();
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
    Ok(Timed { took, steps: count("/summary/steps")? })
}

fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

fn copy_fresh(from: &Path, to: &Path) -> Result<()> {
    recreate(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let path: PathBuf = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("copying {}", path.display()))?;
        }
    }
    Ok(())
}
