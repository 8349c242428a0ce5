//! Runs of ten thousand steps, each killed at twenty random moments.

use std::process::ExitCode;

use anyhow::Result;

use crate::command;
use crate::house::House;

/// So many runs, each from a seed of its own.
const RUNS: &str = "200";
/// So many times the people of the ordinary test: ten thousand steps.
const SCALE: &str = "13";
const TEST: &str = "killed::a_scim_run_killed_again_and_again_ends_as_planned";

/// Kills runs, and fails with the seed of one that did not end as planned.
pub fn measure(house: &House) -> Result<ExitCode> {
    println!("{RUNS} runs of 10,000 steps, each killed 20 times; this takes about an hour");
    let mut test = command::cargo(house);
    test.args(["test", "--release", "--package", "rolecall-engine", "--test", "it", "--"]);
    test.args(["--exact", "--nocapture", TEST]);
    test.env("ROLECALL_TEST_RUNS", RUNS).env("ROLECALL_TEST_SCALE", SCALE);
    command::run(&mut test).map(|()| ExitCode::SUCCESS)
}
