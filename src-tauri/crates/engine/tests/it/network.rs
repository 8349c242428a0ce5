//! The network goes away in the middle of a run, and the machine sleeps.

use crate::accounted::see;
use crate::line::{Line, State};
use crate::process::Running;
use crate::staff::Staff;
use crate::world::{FREE, RULES, TestClock, World, engine_with, provider, scim};
use rolecall_connect::Patience;
use rolecall_engine::{Phase, RunControl, RunResult};
use rolecall_sandbox::provider::{Options, Provider};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const PEOPLE: usize = 300;
/// No quarantine steps in.
const PATIENT: &str = "quarantine = { requests = 100000 }\ntimeout = \"1s\"";

/// A wait of up to `first` before the second try, doubling.
async fn over_a_line(first: Duration) -> (World, Provider, Line) {
    let mut world = World::new();
    let most = first * 5;
    world.engine = engine_with(TestClock::new(), Patience { tries: 5, first, most });
    let provider = provider(Options::default()).await;
    let line = Line::to(provider.port()).await;
    let url = line.instead(&provider.url(), provider.port());
    see(reqwest::Url::parse(&url).unwrap().port().unwrap(), &provider);
    world.configure(&scim(&url, &format!("{FREE}\n{PATIENT}")), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    (world, provider, line)
}

/// Runs, and makes the line so once a third of the people are there.
async fn run_until(world: &World, line: &Line, state: State) -> RunResult {
    let (line, done) = (line.clone(), AtomicBool::new(false));
    let control = RunControl::watched(move |progress| {
        let is_there = progress.phase == Phase::Apply && progress.done >= PEOPLE as u64;
        if is_there && !done.swap(true, Ordering::SeqCst) {
            line.set(state);
        }
    });
    let ran = world.try_sync_under(&control).await;
    ran.expect("the run comes to its end")
}

/// Mends the line when so many connections have come in vain.
fn mend_after(line: &Line, in_vain: usize) {
    let line = line.clone();
    tokio::spawn(async move {
        while line.turned_away() < in_vain {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        line.set(State::Whole);
    });
}

/// Everybody has one account, and nothing is left to do.
async fn all_is_done(world: &World, provider: &Provider) {
    assert_eq!(provider.users().len(), PEOPLE, "everybody has an account");
    assert!(provider.creates().values().all(|&count| count == 1), "one each");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
    assert_eq!(world.failures(), [].into(), "and no failure");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_comes_back_in_time_costs_nothing() {
    for state in [State::Cut, State::Stalled] {
        // Long enough that the line is mended within five tries.
        let (world, provider, line) = over_a_line(Duration::from_millis(400)).await;
        mend_after(&line, 10);
        let result = run_until(&world, &line, state).await;
        let outcome = result.report.targets[0].1.outcome.as_ref().unwrap();
        let left = (outcome.failed.len(), outcome.not_sent.len());
        assert_eq!(left, (0, 0), "{state:?}: all is done");
        all_is_done(&world, &provider).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_stays_away_ends_the_run_and_the_next_one_goes_on() {
    let (world, provider, line) = over_a_line(Duration::from_millis(10)).await;
    let result = run_until(&world, &line, State::Cut).await;
    let outcome = result.report.targets[0].1.outcome.as_ref().unwrap();
    assert!(!outcome.failed.is_empty(), "it ends, and says what was not done");
    assert!(outcome.failed.iter().all(|one| one.cause == "unavailable"), "and why");
    let steps = result.report.summary.steps;
    let left = (outcome.failed.len() + outcome.not_sent.len()) as u64;
    assert_eq!(outcome.done + left, steps, "every step is accounted for");
    let made = provider.users().len();
    assert!(made < PEOPLE, "somebody is left");

    let told = world.sync().await;
    let error = told.target().error.as_ref().expect("it cannot be read");
    assert_eq!((error.cause, told.steps()), ("unavailable", 0), "nothing is planned blindly");
    assert_eq!(provider.users().len(), made, "and nobody is touched");

    line.set(State::Whole);
    let told = world.sync().await;
    assert!(told.is_whole(), "what was left is done: {:?}", told.failed());
    all_is_done(&world, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_sleeps_in_mid_run_goes_on_where_it_was() {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), &format!("{FREE}\n{PATIENT}")), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    let mut running = Running::start(&world.dir);
    let told = tokio::task::block_in_place(|| {
        while provider.call_count() < PEOPLE / 2 && !running.has_ended() {
            std::thread::sleep(Duration::from_millis(1));
        }
        running.sleep();
        // This is the sleep: longer than any call may take.
        std::thread::sleep(Duration::from_secs(3));
        running.wake();
        running.end()
    });
    let made = provider.users().len();
    assert_eq!(made, PEOPLE, "everybody has an account");
    assert!(told.expect("it comes to its end") > PEOPLE, "and it told so");
    all_is_done(&world, &provider).await;
}
