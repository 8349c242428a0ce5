//! Measures how fast steps are applied: one figure a call, as one line of JSON. `cargo xtask bench` calls this, and
//! judges.
//!
//! `apply free MILLISECONDS PEOPLE` applies steps to a provider that takes so long for each call, over 64 connections,
//! and has a bare client send the same requests to the same provider. `apply limit SECONDS` applies steps to a provider
//! that takes 10 calls a second and refuses the rest. `apply many STEPS` applies that many to a provider in a process of
//! its own, which is `apply serve`, and tells the memory that it took.

mod bare;
mod free;
mod limit;
mod machine;
mod many;
#[path = "../reference/process.rs"]
#[allow(dead_code, reason = "the other bench measures more")]
mod process;
mod world;

use std::io::Write;
use std::time::Duration;

/// The allocator that the programs have.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What measuring says when it cannot be done.
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let told = match arguments[..] {
        ["free", latency, people, ..] => {
            let latency = Duration::from_millis(latency.parse()?);
            runtime.block_on(free::measure(latency, people.parse()?))?
        }
        ["many", steps, ..] => runtime.block_on(many::measure(steps.parse()?))?,
        ["serve", ..] => return many::serve(),
        ["limit", seconds, ..] => runtime.block_on(limit::measure(seconds.parse()?))?,
        _ => {
            let usage = "usage: apply free MILLISECONDS PEOPLE | limit SECONDS | many STEPS";
            return Err(usage.into());
        }
    };
    writeln!(std::io::stdout().lock(), "{told}")?;
    Ok(())
}
