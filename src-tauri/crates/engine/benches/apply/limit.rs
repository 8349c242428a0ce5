//! How much of a provider's limit is used, and whether it is kept to.

use crate::Failure;
use crate::world::{Console, World};
use rolecall_sandbox::provider::Options;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// Calls a second that the provider takes.
const RATE: u32 = 10;

/// Makes accounts for about `seconds`, against a provider that takes ten calls a second.
pub async fn measure(seconds: usize) -> Result<Value, Failure> {
    let options = Options { calls_per_second: Some(RATE), ..Options::default() };
    let console = Console::start(options)?;
    let limit = format!("{{ requests_per_second = {RATE}, concurrent = 64 }}");
    let world = World::new(&console.provider.url(), &limit)?;
    world.staff(seconds * RATE as usize, "Clerk")?;
    world.run().await?;
    let calls = console.provider.calls();
    let refused = calls.iter().filter(|call| call.status == Some(429)).count();
    let sent: Vec<SystemTime> =
        calls.iter().filter(|call| call.method == "POST").map(|call| call.when).collect();
    let (Some(first), Some(last)) = (sent.iter().min(), sent.iter().max()) else {
        return Err("nothing was sent".into());
    };
    // The first window is left out: what it may hold depends on what came before.
    let begin = *first + Duration::from_secs(1);
    let counted = sent.iter().filter(|at| **at > begin).count();
    let took = last.duration_since(begin)?.as_secs_f64();
    Ok(json!({
        "calls": sent.len(),
        "seconds": took,
        "of_rate": counted as f64 / (f64::from(RATE) * took),
        "refused": refused,
    }))
}
