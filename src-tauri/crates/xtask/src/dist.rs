//! `cargo xtask dist`: the installable packages of this platform.

use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;

/// Builds the packages that `tauri.conf.json` names; `arguments` go to `tauri build`.
pub fn dist(house: &House, arguments: &[String]) -> Result<()> {
    setup::for_window(house)?;
    interface::build(house)?;
    // The command line of Tauri that ui/package-lock.json pins, without npm in between.
    let mut build = Command::new("node");
    build.current_dir(&house.root);
    build.arg(house.interface().join("node_modules/@tauri-apps/cli/tauri.js")).arg("build");
    command::run(build.args(arguments))?;
    println!("The packages are in {}", house.target.join("release/bundle").display());
    Ok(())
}
