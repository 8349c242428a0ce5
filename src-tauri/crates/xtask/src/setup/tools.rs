//! Tools that are no packages of the system: Rust components, nextest, the Python counterparts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::command;
use crate::house::House;

/// The test runner, at the version that the suite was seen working with.
const NEXTEST: &str = "cargo-nextest@0.9.143";

/// Adds rustfmt and clippy where rustup left them out.
pub fn rust_components(house: &House) -> Result<()> {
    let absent = |name: &str| !command::succeeds(command::cargo(house).args([name, "--version"]));
    for (name, component, why) in
        [("fmt", "rustfmt", "formats the Rust code"), ("clippy", "clippy", "lints the Rust code")]
    {
        if absent(name) {
            println!("{component} is missing: it {why}");
            command::run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Installs cargo-nextest, which runs the Rust tests and counts them.
pub fn nextest(house: &House) -> Result<()> {
    if command::succeeds(command::cargo(house).args(["nextest", "--version"])) {
        return Ok(());
    }
    println!("cargo-nextest is missing: it runs the Rust tests and counts them (some minutes)");
    let mut install = command::cargo(house);
    // Without a target directory cargo compiles it in a temporary one and cleans up after itself.
    install.args(["install", "--locked", NEXTEST]).env_remove("CARGO_TARGET_DIR");
    command::run(&mut install)
}

/// Fills a Python environment with the counterparts pinned in `tests/peers/requirements.txt`;
/// returns the folder of their programs.
pub fn peers(house: &House) -> Result<PathBuf> {
    let pins = house.root.join("tests/peers/requirements.txt");
    let wanted = fs::read(&pins).with_context(|| format!("reading {}", pins.display()))?;
    let folder = house.cache()?.join("peers");
    let stamp = folder.join("installed.txt");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join(if cfg!(windows) { "python.exe" } else { "python3" });
    let complete = fs::read(&stamp).is_ok_and(|installed| installed == wanted);
    if complete && command::succeeds(Command::new(&python).arg("--version")) {
        return Ok(programs);
    }
    println!(
        "The tests' Python counterparts are missing or of other versions: real SCIM providers"
    );
    create_environment(&folder)?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]);
    command::run(install.arg("--requirement").arg(&pins))?;
    fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))?;
    Ok(programs)
}

fn create_environment(folder: &Path) -> Result<()> {
    let python = python().context("the tests need Python 3.11 or later as python3 on the PATH")?;
    if !command::succeeds(Command::new(&python).args(["-c", "import venv, ensurepip"])) {
        if !debian::present() {
            bail!("this Python has no venv module; install it, then start again");
        }
        debian::install_venv()?;
    }
    command::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))
}

fn python() -> Option<PathBuf> {
    let names = if cfg!(windows) { ["python.exe", "python3.exe"] } else { ["python3", "python"] };
    names.iter().find_map(|name| command::on_path(name))
}
