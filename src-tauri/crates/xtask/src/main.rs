//! `cargo xtask`: everything that is done to this repository, one word each.
//!
//! It installs what a task needs, says what and why, and never asks for input.

mod bench;
mod check;
mod command;
mod dist;
mod fix;
mod house;
mod interface;
mod pictures;
mod run;
mod setup;
mod suites;
mod tally;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::house::House;
use crate::suites::Suite;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Work on Rolecall")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install everything that building, running and testing need
    Setup,
    /// Build and open the window with the sample organization; without a display, report and serve
    Run {
        /// End after the report instead of serving (where there is no display)
        #[arg(long)]
        once: bool,
        /// Passed on to the program
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Run every test there is and end with a count
    Test {
        /// Run one suite only
        #[arg(long, value_enum)]
        only: Option<Suite>,
    },
    /// Format, lints, types, floors, sizes, licences: what needs no test to run
    Check,
    /// Put right what a machine can put right
    Fix,
    /// Measure the release build and write target/bench/report.json
    Bench(bench::Asked),
    /// Write a reference organization; arguments go to rolecall-generate
    #[command(disable_help_flag = true)]
    Generate {
        /// Passed on to rolecall-generate
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Take the README's pictures anew, into docs/pictures
    Pictures,
    /// Build the installable packages of this platform
    Dist {
        /// Passed on to `tauri build`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(arguments.task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    let house = House::find()?;
    match task {
        Task::Setup => setup::everything(&house).map(|()| ExitCode::SUCCESS),
        Task::Run { once, arguments } => run::run(&house, once, &arguments),
        Task::Test { only } => test::test(&house, only),
        Task::Check => check::check(&house),
        Task::Fix => fix::fix(&house).map(|()| ExitCode::SUCCESS),
        Task::Bench(asked) => bench::bench(&house, &asked),
        Task::Generate { arguments } => bench::generate(&house, &arguments),
        Task::Pictures => pictures::pictures(&house),
        Task::Dist { arguments } => dist::dist(&house, &arguments).map(|()| ExitCode::SUCCESS),
    }
}
