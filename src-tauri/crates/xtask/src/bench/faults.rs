//! Runs of ten thousand steps, each killed at twenty random moments, and one bad user among very
//! many: the tests of the suite, in the release build and at full size.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;

use super::folder;
use super::rows::{self, Row, Verdict};
use crate::command;
use crate::house::House;

/// How many runs are killed unless told otherwise, each from a seed of its own.
pub const SEEDS: usize = 200;
/// Among so many people is the one whom the target refuses.
const PEOPLE: &str = "100000";
const KILLED: &str = "killed::a_scim_run_killed_again_and_again_ends_as_planned";
const ONE_BAD: &str = "one_bad::one_bad_user_among_very_many_is_the_only_one_that_fails";

/// Kills `seeds` runs and refuses one among very many; prints a row for each, writes
/// `target/bench/faults.json`, and fails where something did not end as it must. The output above
/// the rows names the seed.
pub fn measure(house: &House, seeds: usize) -> Result<ExitCode> {
    println!("{seeds} runs of 10,000 steps, each killed 20 times; a run takes some ten seconds");
    let rows = vec![
        row(
            house,
            (KILLED, "kill -9, 20 times a run", "state as planned, none made twice"),
            &[("ROLECALL_TEST_RUNS", &seeds.to_string())],
            "were killed",
        )?,
        row(
            house,
            (ONE_BAD, "one bad user among 100,000", "99,999 done, one named"),
            &[("ROLECALL_MANY", PEOPLE)],
            "people in",
        )?,
    ];
    println!("\nrelease build");
    rows::print(&rows);
    let file = folder(house).join("faults.json");
    let report = json!({"seeds": seeds, "rows": rows.iter().map(Row::json).collect::<Vec<_>>()});
    let text = serde_json::to_string_pretty(&report).context("writing the report")?;
    fs::create_dir_all(folder(house)).with_context(|| format!("creating {}", file.display()))?;
    fs::write(&file, text + "\n").with_context(|| format!("writing {}", file.display()))?;
    println!("written to {}", file.display());
    let is_met = rows.iter().all(|row| row.verdict == Verdict::Met);
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs one test of the engine; its figure is the line that holds `telling`.
fn row(
    house: &House,
    (name, what, target): (&str, &str, &str),
    set: &[(&str, &str)],
    telling: &str,
) -> Result<Row> {
    let mut test = command::cargo(house);
    test.args(["test", "--release", "--package", "rolecall-engine", "--test", "it", "--"]);
    test.args(["--exact", "--nocapture", name]).envs(set.iter().copied());
    let heard = command::hear(&mut test)?;
    let told = heard.lines.iter().find(|line| line.contains(telling)).cloned();
    let figure = told.unwrap_or_else(|| format!("see the output of {name} above"));
    let is_met = heard.status.success();
    let verdict = if is_met { Verdict::Met } else { Verdict::NotMet };
    Ok(Row { figure, verdict, ..Row::absent("faults", what, target) })
}
