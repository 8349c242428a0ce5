//! The interface in `ui/`: its packages and its build, which the programs embed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::command;
use crate::house::House;

/// Installs the interface's packages unless those of the present lock file are there.
pub fn install(house: &House) -> Result<()> {
    let folder = house.interface();
    // npm writes this file at the end of every installation.
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    let wanted =
        modified(&folder.join("package-lock.json")).max(modified(&folder.join("package.json")));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    println!(
        "npm packages are missing or older than ui/package-lock.json: the interface needs them"
    );
    let mut npm = command::npm(house);
    command::run(npm.args(["ci", "--no-audit", "--prefer-offline"]))
}

/// Builds `ui/dist` unless it is newer than everything it is made from.
pub fn build(house: &House) -> Result<()> {
    install(house)?;
    let folder = house.interface();
    let built = modified(&folder.join("dist/index.html"));
    let sources =
        newest(&folder).with_context(|| format!("looking through {}", folder.display()))?;
    if built.is_some() && built >= sources {
        return Ok(());
    }
    println!("ui/dist is missing or older than its sources: the programs embed it");
    command::run(command::npm(house).args(["run", "build"]))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|found| found.modified()).ok()
}

fn newest(folder: &Path) -> Result<Option<SystemTime>> {
    let made_here = ["node_modules", "dist", "coverage"].map(|name| folder.join(name));
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    let mut newest = None;
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if made_here.contains(&path) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                newest = newest.max(modified(&path));
            }
        }
    }
    Ok(newest)
}

/// Builds the program that writes the contract's TypeScript, with what the workspace has built.
pub fn build_types(house: &House) -> Result<()> {
    command::run(command::cargo(house).args(["build", "--workspace", "--bin", "contract-types"]))
}

/// The program that writes the contract's TypeScript, or with `--check` compares it.
pub fn types(house: &House) -> Command {
    let mut program = Command::new(house.program("debug", "contract-types"));
    program.arg(house.interface().join("src/platform/generated/contract.ts"));
    program
}
