//! `cargo xtask pictures`: the README's pictures, taken from the application as it is.

use std::process::ExitCode;

use anyhow::Result;

use crate::command;
use crate::house::House;
use crate::{interface, setup};

/// Builds the terminal host and the interface, and writes `docs/pictures` anew.
pub fn pictures(house: &House) -> Result<ExitCode> {
    setup::for_tests(house)?;
    interface::build(house)?;
    command::run(command::cargo(house).args(["build", "--package", "rolecall-cli"]))?;
    let mut script = std::process::Command::new("node");
    script.current_dir(&house.root).arg("tests/browser/pictures.mjs");
    script.env("ROLECALLCTL_BIN", house.program("debug", "rolecallctl"));
    command::run(&mut script).map(|()| ExitCode::SUCCESS)
}
