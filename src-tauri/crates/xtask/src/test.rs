//! `cargo xtask test`: every suite, a table, and a count as the last line.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::check;
use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;
use crate::suites::{self, Runner, Suite, Surroundings};
use crate::tally::Tally;

/// How one runner ended.
struct Outcome {
    name: &'static str,
    tally: Tally,
    took: Duration,
    note: String,
}

/// Runs all suites, or `only` one; the exit code is 0 when nothing failed.
pub fn test(house: &House, only: Option<Suite>) -> Result<ExitCode> {
    let wanted: Vec<Suite> = only.map_or_else(|| Suite::ALL.to_vec(), |suite| vec![suite]);
    let outcomes = match prepare(house, &wanted) {
        Ok(surroundings) => {
            let mut outcomes = Vec::new();
            for suite in wanted {
                outcomes.extend(perform(house, suite, only.is_some(), &surroundings)?);
            }
            outcomes
        }
        Err(error) => vec![not_started("preparation", &error)],
    };
    Ok(report(&outcomes))
}

/// Installs and builds what the suites start.
fn prepare(house: &House, wanted: &[Suite]) -> Result<Surroundings> {
    let system = wanted.iter().any(|suite| suite.needs_system());
    let surroundings = if system {
        Surroundings::new(&setup::for_tests(house)?)?
    } else {
        Surroundings::new(&house.root)?
    };
    if !system {
        interface::install(house)?;
        return Ok(surroundings);
    }
    interface::build(house)?;
    if wanted.iter().any(|suite| suite.starts_programs()) {
        let mut build = command::cargo(house);
        build.args(["build", "--workspace"]);
        // With the tests among them, the Rust suite finds everything compiled the same way.
        build.arg(if wanted.contains(&Suite::Rust) { "--all-targets" } else { "--bins" });
        for feature in house.desktop_features() {
            build.args(["--features", &feature]);
        }
        command::run(&mut build)?;
    }
    Ok(surroundings)
}

fn perform(
    house: &House,
    suite: Suite,
    alone: bool,
    surroundings: &Surroundings,
) -> Result<Vec<Outcome>> {
    if suite == Suite::Checks {
        return Ok(vec![checks(house)]);
    }
    let runners = suites::runners(suite, alone, house, surroundings)?;
    if runners.is_empty() {
        let tally = Tally { skipped: 1, ..Tally::default() };
        let note = "needs Linux: Xvfb and WebKitWebDriver".to_owned();
        return Ok(vec![Outcome { name: "window", tally, took: Duration::ZERO, note }]);
    }
    Ok(runners.into_iter().map(hear).collect())
}

fn checks(house: &House) -> Outcome {
    let started = Instant::now();
    let (tally, failed) = check::tally(&check::all(house));
    Outcome { name: "checks", tally, took: started.elapsed(), note: failed.join(", ") }
}

/// Runs one runner and reads its count; without a count, or without a test, it failed.
fn hear(mut runner: Runner) -> Outcome {
    println!("\n== {} ==", runner.name);
    let started = Instant::now();
    let heard = match command::hear(&mut runner.command) {
        Ok(heard) => heard,
        Err(error) => return not_started(runner.name, &error),
    };
    let mut tally = runner.form.read(&heard.lines).unwrap_or_default();
    let mut note = String::new();
    if tally == Tally::default() {
        note = format!("no count of tests in its output; it ended with {}", heard.status);
        tally.failed = 1;
    } else if !heard.status.success() && tally.failed == 0 {
        note = format!("no test failed, yet it ended with {}", heard.status);
        tally.failed = 1;
    } else if heard.status.success() && tally.failed > 0 {
        note = "it ended as if nothing had failed".to_owned();
    }
    Outcome { name: runner.name, tally, took: started.elapsed(), note }
}

fn not_started(name: &'static str, error: &anyhow::Error) -> Outcome {
    let tally = Tally { failed: 1, ..Tally::default() };
    Outcome { name, tally, took: Duration::ZERO, note: anyhow!("{error:#}").to_string() }
}

/// Prints the table and, last of all, the sum.
fn report(outcomes: &[Outcome]) -> ExitCode {
    let mut sum = Tally::default();
    println!("\n{:<12} {:>7} {:>7} {:>8} {:>9}", "suite", "passed", "failed", "skipped", "time");
    for Outcome { name, tally, took, note } in outcomes {
        let Tally { passed, failed, skipped } = tally;
        let time = format!("{} m {:02} s", took.as_secs() / 60, took.as_secs() % 60);
        println!("{name:<12} {passed:>7} {failed:>7} {skipped:>8} {time:>9}  {note}");
        sum += *tally;
    }
    println!("\n{sum}");
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
