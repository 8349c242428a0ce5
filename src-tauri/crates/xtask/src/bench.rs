//! `cargo xtask bench` and `generate`: the release build against the table of speed and size.
//!
//! | module | holds |
//! |---|---|
//! | `table` | the rows, and what is asked of each |
//! | `reference` | the engine on reference organizations, each measure in a process of its own |
//! | `apply` | steps applied to a provider, against a bare client and under a limit |
//! | `push` | calls taken as a SCIM provider, against two of others |
//! | `faults` | runs killed at random moments, and one bad user among very many |
//! | `window` | a keystroke and its effect in the real window |
//! | `desktop` | the program's start, its lists of people, and a minute in the tray |
//! | `sync` | whole runs of `rolecallctl` |
//! | `rows` | a row: target, figure, met or not |

mod apply;
mod desktop;
mod faults;
mod push;
mod reference;
mod rows;
mod sync;
mod table;
mod window;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use crate::command;
use crate::house::House;
use crate::setup;

use reference::Reference;
use rows::Row;

/// The words that `--only` takes.
const NAMES: [&str; 13] =
    ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "window", "sync"];

/// What to measure.
#[derive(Args)]
pub struct Asked {
    /// Only these rows, separated by commas: P1 to P11, window, sync
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// How many people the reference organization has; the targets are for 1,000,000
    #[arg(long, default_value_t = table::PEOPLE)]
    users: usize,
    /// Instead of measuring, kill runs at random moments and refuse one user among very many, and
    /// see that all ends as it must
    #[arg(long)]
    faults: bool,
    /// With --faults: how many runs to kill, each from a seed of its own
    #[arg(long, default_value_t = faults::SEEDS, requires = "faults")]
    seeds: usize,
    /// Exit with 2 when a time is past 1.5 times its target
    #[arg(long)]
    assert: bool,
}

impl Asked {
    /// Whether a row is to be measured.
    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only.eq_ignore_ascii_case(name))
    }

    /// Whether the organization is as large as the one that the targets are for.
    fn is_full(&self) -> bool {
        self.users == table::PEOPLE
    }
}

/// Passes the arguments on to the generator of reference organizations.
pub fn generate(house: &House, arguments: &[String]) -> Result<ExitCode> {
    let mut generator = command::cargo(house);
    generator.args(["run", "--release", "--package", "rolecall-sandbox"]);
    generator.args(["--bin", "rolecall-generate", "--"]).args(arguments);
    command::run(&mut generator).map(|()| ExitCode::SUCCESS)
}

/// Measures, prints each row, and writes `target/bench/report.json` in the clone.
pub fn bench(house: &House, asked: &Asked) -> Result<ExitCode> {
    let known = |name: &&String| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    if let Some(name) = asked.only.iter().find(|name| !known(name)) {
        bail!("there is no row \"{name}\"; the rows are {}", NAMES.join(", "));
    }
    setup::for_terminal(house)?;
    if asked.faults {
        return faults::measure(house, asked.seeds);
    }
    let mut reference = Reference::new(house);
    let rows = table::measure(house, asked, &mut reference)?;
    println!("\nrelease build, reference organization of {} people", asked.users);
    rows::print(&rows);
    let file = folder(house).join("report.json");
    let report = json!({
        "people": asked.users,
        "rows": rows.iter().map(Row::json).collect::<Vec<_>>(),
        "measured": reference.json(),
    });
    let text = serde_json::to_string_pretty(&report).context("writing the report")?;
    fs::create_dir_all(folder(house)).with_context(|| format!("creating {}", file.display()))?;
    fs::write(&file, text + "\n").with_context(|| format!("writing {}", file.display()))?;
    println!("written to {}", file.display());
    let past = asked.assert && rows.iter().any(Row::is_past);
    Ok(if past { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// Where organizations, workspaces and the report are kept.
fn folder(house: &House) -> PathBuf {
    house.root.join("target/bench")
}

fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

fn copy_fresh(from: &Path, to: &Path) -> Result<()> {
    recreate(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let path: PathBuf = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("copying {}", path.display()))?;
        }
    }
    Ok(())
}
