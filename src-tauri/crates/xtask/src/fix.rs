//! `cargo xtask fix`: what a machine can put right by itself.

use anyhow::Result;

use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;

/// Regenerates the TypeScript, applies the lints' suggestions, and formats everything.
pub fn fix(house: &House) -> Result<()> {
    setup::for_checks(house)?;
    interface::build_types(house)?;
    command::run(&mut interface::types(house))?;
    command::run(command::npm(house).args(["run", "fix"]))?;
    interface::build(house)?;
    let mut clippy = command::cargo(house);
    clippy.args(["clippy", "--fix", "--allow-no-vcs", "--allow-dirty", "--allow-staged"]);
    for feature in house.desktop_features() {
        clippy.args(["--features", &feature]);
    }
    command::run(clippy.args(["--workspace", "--all-targets"]))?;
    command::run(command::cargo(house).args(["fmt", "--all"]))
}
