//! Installing what a task needs: it looks first, says what is missing and why, and asks nothing.

mod debian;
mod packages;
mod tools;

use std::path::PathBuf;

use anyhow::Result;

use crate::house::House;
use crate::interface;
use crate::setup::packages::Group;

/// Installs what every task needs.
pub fn everything(house: &House) -> Result<()> {
    for_tests(house)?;
    println!("Everything that building, running and testing need is there.");
    Ok(())
}

/// Installs what building the programs without a window needs.
pub fn for_terminal(house: &House) -> Result<()> {
    system(&[Group::Build])?;
    interface::install(house)
}

/// Installs what building and opening the window needs.
pub fn for_window(house: &House) -> Result<()> {
    system(&[Group::Build, Group::Window])?;
    interface::install(house)
}

/// Installs what `check` and `fix` need.
pub fn for_checks(house: &House) -> Result<()> {
    tools::rust_components(house)?;
    for_window(house)
}

/// Installs what the whole test suite needs; returns the folder of the peers' programs.
pub fn for_tests(house: &House) -> Result<PathBuf> {
    system(&[Group::Build, Group::Window, Group::Test])?;
    tools::rust_components(house)?;
    tools::nextest(house)?;
    interface::install(house)?;
    tools::peers(house)
}

fn system(groups: &[Group]) -> Result<()> {
    if debian::present() { debian::install(groups) } else { by_hand(groups) }
}

/// Elsewhere than on Debian and its kin: says what this platform needs and goes on.
fn by_hand(groups: &[Group]) -> Result<()> {
    if cfg!(target_os = "macos") {
        println!(
            "On macOS install by hand, if missing: Xcode's command line tools (`xcode-select --install`)."
        );
    } else if cfg!(windows) {
        println!(
            "On Windows install by hand, if missing: the Visual Studio build tools with C++, and WebView2."
        );
    } else {
        println!("Without apt, install by hand what this system calls:");
        for package in packages::of(groups) {
            println!("  {:<28} {}", package.name, package.why);
        }
    }
    Ok(())
}
