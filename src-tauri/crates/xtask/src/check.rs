//! `cargo xtask check`: everything that can be told without running a test.

mod audits;
mod floors;
mod sizes;

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::command;
use crate::house::House;
use crate::interface;
use crate::setup;
use crate::tally::Tally;

/// What a check found.
pub enum Verdict {
    /// Nothing wrong.
    Held,
    /// Something wrong, in words, a line each.
    Broken(Vec<String>),
    /// It could not look, and why.
    Skipped(String),
}

/// A check that was made.
pub struct Checked {
    name: &'static str,
    verdict: Verdict,
}

/// Installs what the checks need, makes them all, and ends with a count.
pub fn check(house: &House) -> Result<ExitCode> {
    setup::for_checks(house)?;
    let (tally, _) = tally(&all(house));
    println!("\n{tally}");
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes every check, the quick ones first, and says how each went.
pub fn all(house: &House) -> Vec<Checked> {
    type Check = fn(&House) -> Result<Verdict>;
    let checks: [(&str, Check); 8] = [
        ("format", |house| ended(command::cargo(house).args(["fmt", "--all", "--check"]))),
        ("floors", |house| Ok(broken_if_any(floors::trespasses(&house.packages)))),
        ("sizes", |house| Ok(broken_if_any(sizes::too_long(&house.root)?))),
        ("interface", |house| ended(command::npm(house).args(["run", "check"]))),
        ("clippy", clippy),
        ("generated types", generated_types),
        ("licences", audits::crates),
        ("npm audit", audits::npm),
    ];
    let make = |(name, check): (&'static str, Check)| {
        println!("\n== check: {name} ==");
        let verdict =
            check(house).unwrap_or_else(|error| Verdict::Broken(vec![format!("{error:#}")]));
        tell(name, &verdict);
        Checked { name, verdict }
    };
    checks.into_iter().map(make).collect()
}

/// The count, and the names of the checks that did not hold.
pub fn tally(checks: &[Checked]) -> (Tally, Vec<&'static str>) {
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    for Checked { name, verdict } in checks {
        match verdict {
            Verdict::Held => tally.passed += 1,
            Verdict::Skipped(_) => tally.skipped += 1,
            Verdict::Broken(_) => {
                tally.failed += 1;
                failed.push(*name);
            }
        }
    }
    (tally, failed)
}

fn tell(name: &str, verdict: &Verdict) {
    match verdict {
        Verdict::Held => println!("{name}: holds"),
        Verdict::Skipped(why) => println!("{name}: skipped, {why}"),
        Verdict::Broken(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            println!("{name}: BROKEN");
        }
    }
}

fn ended(command: &mut Command) -> Result<Verdict> {
    command::run(command).map(|()| Verdict::Held)
}

fn broken_if_any(lines: Vec<String>) -> Verdict {
    if lines.is_empty() { Verdict::Held } else { Verdict::Broken(lines) }
}

/// Clippy with warnings denied; the interface is built first because the programs embed it.
fn clippy(house: &House) -> Result<Verdict> {
    interface::build(house)?;
    let mut clippy = command::cargo(house);
    clippy.args(["clippy", "--locked", "--workspace", "--all-targets"]);
    for feature in house.desktop_features() {
        clippy.args(["--features", &feature]);
    }
    ended(clippy.args(["--", "--deny", "warnings"]))
}

/// The TypeScript in the repository is what the contract generates.
fn generated_types(house: &House) -> Result<Verdict> {
    interface::build_types(house)?;
    ended(interface::types(house).arg("--check"))
}
