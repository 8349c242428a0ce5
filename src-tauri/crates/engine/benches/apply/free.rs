//! Steps a second, journalled, against a bare client sending the same requests.

use crate::Failure;
use crate::bare::{self, Request};
use crate::machine::Watched;
use crate::process::cpu;
use crate::world::{Console, World};
use rolecall_sandbox::provider::Options;
use serde_json::{Value, json};
use std::time::Duration;

/// Calls at once, of both.
const CONNECTIONS: usize = 64;
/// How often both are measured, in turns of a few seconds, so that what else the machine does
/// meets both.
const ROUNDS: usize = 5;
/// Of so many rounds, those in which others took least, the middle ratio counts.
const QUIET: usize = 3;

/// What one round came to.
struct Round {
    ratio: f64,
    others: f64,
    told: Value,
}

/// Makes `people` accounts and then changes each, against a provider that takes `latency` for a call.
pub async fn measure(latency: Duration, people: usize) -> Result<Value, Failure> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(latency, people).await?);
    }
    let all: Vec<f64> = rounds.iter().map(|round| round.ratio).collect();
    rounds.sort_by(|one, other| one.others.total_cmp(&other.others));
    rounds.truncate(QUIET);
    rounds.sort_by(|one, other| one.ratio.total_cmp(&other.ratio));
    let mut middle = rounds.swap_remove(QUIET / 2);
    middle.told["rounds"] = json!(all);
    middle.told["others"] = json!(middle.others);
    Ok(middle.told)
}

async fn round(latency: Duration, people: usize) -> Result<Round, Failure> {
    let console = Console::start(Options { latency, ..Options::default() })?;
    let limit = format!("{{ concurrent = {CONNECTIONS} }}");
    let world = World::new(&console.provider.url(), &limit)?;
    let (mut applied, mut bare, mut steps, mut requests) = (0.0, 0.0, 0, 0);
    let (mut applied_cpu, mut bare_cpu) = (0.0, 0.0);
    let watched = Watched::begin();
    for title in ["Clerk", "Lead"] {
        console.provider.forget_calls();
        world.staff(people, title)?;
        let (result, took) = world.run().await?;
        applied += took.took.as_secs_f64();
        applied_cpu += took.processor.unwrap_or_default();
        steps += result.report.summary.steps;
        let sent: Vec<Request> = console.provider.calls().iter().filter_map(Request::of).collect();
        requests += sent.len();
        console.provider.forget_calls();
        // Accounts that are there cannot be made again: those requests go to another such provider.
        let fresh = match title {
            "Clerk" => Some(Console::start(Options { latency, ..Options::default() })?),
            _ => None,
        };
        let port = fresh.as_ref().map_or(console.provider.port(), |fresh| fresh.provider.port());
        let before = cpu();
        bare += bare::send(sent, port, CONNECTIONS).await?.as_secs_f64();
        bare_cpu += cpu().zip(before).map_or(0.0, |(after, before)| after - before);
    }
    let count = requests as f64;
    let ratio = bare / applied;
    let told = json!({
        "latency_ms": latency.as_millis() as u64,
        "steps": steps,
        "requests": requests,
        "steps_per_second": steps as f64 / applied,
        "requests_per_second": count / applied,
        "bare_requests_per_second": count / bare,
        "ratio": ratio,
        // Of both sides, the provider's included; it tells more on a machine that is busy.
        "ratio_of_processor": bare_cpu / applied_cpu,
        "processor_us_a_request": 1000.0 * applied_cpu / count,
    });
    Ok(Round { ratio, others: watched.others().unwrap_or_default(), told })
}
