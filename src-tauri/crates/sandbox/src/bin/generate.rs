//! `rolecall-generate`: writes a reference organization for measuring.

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;
use rolecall_sandbox::reference::{self, Size};

/// Writes a reference organization: users.csv, groups.csv, accounts-a.csv and config.toml.
#[derive(Debug, Parser)]
#[command(name = "rolecall-generate", version)]
struct Arguments {
    /// How many people.
    #[arg(long)]
    users: usize,
    /// How many groups [default: one for every 50 people, at least 20].
    #[arg(long)]
    groups: Option<usize>,
    /// How many rules.
    #[arg(long, default_value_t = 200)]
    rules: usize,
    /// How many CSV targets, 1 or 2.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=2))]
    targets: u8,
    /// Target a begins empty too, instead of with the planned state and a little drift.
    #[arg(long)]
    empty: bool,
    /// The same seed gives the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write into; made when missing.
    #[arg(long)]
    out: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let natural = Size::of(arguments.users);
    let size = Size {
        users: arguments.users,
        groups: arguments.groups.unwrap_or(natural.groups),
        rules: arguments.rules,
        targets: usize::from(arguments.targets),
        empty: arguments.empty,
        seed: arguments.seed,
    };
    let mut out = std::io::stdout().lock();
    let written = reference::write(&arguments.out, size)?;
    for file in &written.files {
        writeln!(out, "{:>10}  {}", file.entries, file.path.display())?;
    }
    writeln!(out, "{:>10}  memberships", written.memberships)?;
    writeln!(out, "{:>10}  values held in target a", written.held)?;
    writeln!(out, "{:>10}  steps to bring it to the planned state", written.drift.steps())?;
    Ok(())
}
