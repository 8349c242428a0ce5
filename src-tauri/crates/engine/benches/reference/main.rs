//! Measures the engine on a reference organization: each call does one figure's work in a process of its own, so that
//! its peak memory is its own, and prints one line of JSON. `cargo xtask bench` makes the organization, calls this, and
//! judges.
//!
//! `reference read|people|open|plan|effect|change ORGANIZATION WORKSPACE`: `read` fills the workspace from the organization's
//! files; the others take it as `read` left it.

mod change;
mod effect;
mod loaded;
mod open;
mod plan;
mod process;
mod read;

use std::io::Write;
use std::path::Path;

/// The allocator that the programs have.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What measuring says when it cannot be done.
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let &[measure, organization, workspace, ..] = &arguments[..] else {
        return Err(
            "usage: reference read|people|open|plan|effect|change ORGANIZATION WORKSPACE".into()
        );
    };
    let (organization, workspace) = (Path::new(organization), Path::new(workspace));
    let told = match measure {
        "read" => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(read::measure(organization, workspace))?
        }
        "people" => open::people(workspace)?,
        "open" => open::measure(workspace)?,
        "plan" => plan::measure(workspace)?,
        "effect" => effect::measure(workspace)?,
        "change" => change::measure(workspace)?,
        other => return Err(format!("there is no measure \"{other}\"").into()),
    };
    writeln!(std::io::stdout().lock(), "{told}")?;
    Ok(())
}
