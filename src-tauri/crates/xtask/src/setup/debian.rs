//! Packages by apt, on Debian, Ubuntu and their kin.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Result, bail};

use super::packages::{self, Group, Package};
use crate::command;

/// Package lists older than this are fetched anew before something is installed.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Whether this system installs by apt.
pub fn present() -> bool {
    command::on_path("apt-get").is_some() && command::on_path("dpkg-query").is_some()
}

/// Installs the packages of `groups` that are missing; an error when apt cannot.
pub fn install(groups: &[Group]) -> Result<()> {
    install_all(&packages::of(groups).filter(|package| missing(package)).collect::<Vec<_>>())
}

/// Installs what `python3 -m venv` needs, a package of its own in Debian.
pub fn install_venv() -> Result<()> {
    let names = ["python3-venv"];
    println!("python3-venv is missing: it holds the tests' Python counterparts apart");
    apt_install(&names)
}

fn install_all(missing: &[&Package]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing packages, installed now by apt:");
    for package in missing {
        println!("  {:<28} {}", package.name, package.why);
    }
    apt_install(&missing.iter().map(|package| package.name).collect::<Vec<_>>())
}

fn missing(package: &Package) -> bool {
    if !package.programs.is_empty() {
        return !package.programs.iter().any(|program| command::on_path(program).is_some());
    }
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package.name]);
    query.stderr(std::process::Stdio::null());
    !query.output().is_ok_and(|told| told.stdout == b"installed")
}

fn apt_install(names: &[&str]) -> Result<()> {
    let mut updated = lists_are_stale();
    if updated {
        update()?;
    }
    loop {
        let mut install = apt(&["install", "--yes", "--no-install-recommends"])?;
        match command::run(install.args(names)) {
            Ok(()) => return Ok(()),
            Err(error) if updated => return Err(error.context(by_hand(names))),
            Err(error) => {
                println!("{error:#}; the package lists may be old, so they are fetched anew");
            }
        }
        update()?;
        updated = true;
    }
}

fn update() -> Result<()> {
    if let Err(error) = command::run(&mut apt(&["update"])?) {
        println!("{error:#}; going on with the package lists that are there");
    }
    Ok(())
}

/// An apt-get that asks nothing, as root or through a sudo that asks no password.
fn apt(arguments: &[&str]) -> Result<Command> {
    let quiet = [
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Dpkg::Use-Pty=0",
    ];
    let mut command = Command::new("env");
    if !is_root() {
        if !command::succeeds(Command::new("sudo").args(["-n", "true"])) {
            bail!(
                "installing packages needs root, and sudo here asks a password; {}",
                by_hand(&[])
            );
        }
        command = Command::new("sudo");
        command.args(["-n", "env"]);
    }
    command.args(quiet).args(arguments);
    Ok(command)
}

fn by_hand(names: &[&str]) -> String {
    let all = [Group::Build, Group::Window, Group::Test];
    let needed: Vec<&str> = match names {
        [] => packages::of(&all).filter(|one| missing(one)).map(|one| one.name).collect(),
        names => names.to_vec(),
    };
    format!("install by hand, then start again: apt-get install {}", needed.join(" "))
}

fn is_root() -> bool {
    command::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn lists_are_stale() -> bool {
    let lists = fs::read_dir(Path::new("/var/lib/apt/lists"));
    let packages = lists.into_iter().flatten().flatten();
    let packages = packages.filter(|file| file.file_name().to_string_lossy().contains("_Packages"));
    // A list keeps the date of its archive; the folder's own date is that of the last update.
    let updated = fs::metadata("/var/lib/apt/lists").and_then(|folder| folder.modified());
    let age = updated.ok().and_then(|then| SystemTime::now().duration_since(then).ok());
    packages.count() == 0 || age.is_none_or(|age| age > STALE)
}
