//! Being stopped: an interrupt, a killed process, a reader who leaves.

use crate::world::{CONFIG, World, crowd, scim_config, sums_hold};
use rolecall_sandbox::provider::{Options, Provider};
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

async fn slow() -> (Provider, World) {
    let provider = Provider::start(Options::default()).await.unwrap();
    provider.set_latency(Duration::from_millis(40));
    let config = scim_config(&provider.url(), "").replace(", seats = 5", "");
    let mut world = World::with(&config);
    world.write("users.csv", crowd(200));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    (provider, world)
}

/// Starts a sync and waits until it has made some accounts.
fn under_way(world: &World, provider: &Provider) -> Child {
    let mut command = world.command(["sync", "--config", "c.toml", "--json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let wanted = provider.users().len() + 10;
    let end = Instant::now() + Duration::from_secs(30);
    while provider.users().len() < wanted {
        assert!(Instant::now() < end, "the sync makes nothing");
        std::thread::yield_now();
    }
    child
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn finish(world: &World, provider: &Provider) {
    provider.set_latency(Duration::ZERO);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    sums_hold(&run);
    assert_eq!(provider.users().len(), 200);
    assert!(provider.creates().values().all(|&times| times == 1), "nothing is made twice");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "the planned state is reached");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupt_stops_between_steps_with_a_report() {
    for name in ["-INT", "-TERM"] {
        let (provider, world) = slow().await;
        let child = under_way(&world, &provider);
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words}");
        assert!(words.contains("stopping between steps"), "{words}");
        let run: Value = serde_json::from_slice(&output.stdout).unwrap();
        sums_hold(&run);
        let console = &run["targets"]["console"];
        let not_sent = console["not_sent"].as_array().unwrap();
        assert!(!not_sent.is_empty() && not_sent.iter().all(|s| s["cause"] == "cancelled"));
        assert!(console["done"].as_u64() > Some(0));
        let runs = world.json("runs list").1;
        assert_eq!(runs[0]["state"], "cancelled");
        finish(&world, &provider);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_run_is_taken_up_again() {
    let (provider, world) = slow().await;
    for _ in 0..3 {
        let mut child = under_way(&world, &provider);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let runs = world.json("runs list").1;
    assert_eq!(runs.as_array().unwrap().len(), 3);
    let doctor = world.run(["doctor", "--config", "c.toml"]);
    assert_eq!(doctor.code, Some(0), "{}", doctor.out);
    finish(&world, &provider);
    let runs = world.json("runs list").1;
    let states: Vec<_> = runs.as_array().unwrap().iter().map(|run| run["state"].as_str()).collect();
    let killed = Some("interrupted");
    assert_eq!(states, [Some("finished"), Some("finished"), killed, killed, killed]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_runner_is_told_who_runs() {
    let (provider, world) = slow().await;
    let child = under_way(&world, &provider);
    let ran = world.run(["sync", "--config", "c.toml"]);
    ran.refuses(&["rolecallctl", "is running on this workspace"]);
    assert_eq!(world.run(["plan", "--config", "c.toml"]).code, Some(0), "a plan is free to look");
    provider.set_latency(Duration::ZERO);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(provider.users().len(), 200);
}

#[test]
fn a_reader_who_leaves_is_no_panic() {
    let world = World::with(CONFIG);
    world.write("users.csv", crowd(20_000));
    for arguments in [
        &["plan", "--config", "c.toml", "--json"][..],
        &["plan", "--config", "c.toml"],
        &["config", "export", "--config", "c.toml"],
        &["--help"],
    ] {
        let mut command = world.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {words}");
        assert!(!words.contains("panicked"), "{arguments:?}: {words}");
    }
}
