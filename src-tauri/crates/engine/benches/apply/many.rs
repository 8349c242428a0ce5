//! What very many steps take: time, and the memory of the process that carries them out.

use crate::Failure;
use crate::process::peak;
use crate::world::{Console, World};
use rolecall_sandbox::provider::Options;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Steps that a person has: the account, a role and a product.
const OF_ONE: usize = 3;

/// A provider in a process of its own, so that its memory is not counted as ours.
struct Elsewhere {
    child: Child,
    url: String,
}

impl Elsewhere {
    fn start() -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        let piped = command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn()?;
        let mut url = String::new();
        let output = child.stdout.take().ok_or("the provider has no output")?;
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // It ends as its input does.
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// Serves an empty provider, whose address is printed, until standard input ends.
pub fn serve() -> Result<(), Failure> {
    let console = Console::start(Options { forget_calls: true, ..Options::default() })?;
    writeln!(std::io::stdout().lock(), "{}", console.provider.url())?;
    std::io::stdin().lock().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Carries out about so many `steps`.
pub async fn measure(steps: usize) -> Result<Value, Failure> {
    let provider = Elsewhere::start()?;
    let world = World::new(&provider.url, "{ concurrent = 64 }")?;
    world.staff(steps / OF_ONE, "Clerk")?;
    let before = peak();
    let begin = Instant::now();
    let (result, applied) = world.run().await?;
    Ok(json!({
        "steps": result.report.summary.steps,
        "seconds": begin.elapsed().as_secs_f64(),
        "apply_seconds": applied.took.as_secs_f64(),
        "before_mb": before,
        "peak_mb": peak(),
    }))
}
