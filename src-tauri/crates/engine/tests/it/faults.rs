//! What befalls a run from outside: a full disk, a database that another process holds, a clock
//! that jumps. It stops cleanly or goes on, nothing is lost, and nothing is done twice.

use crate::process::Running;
use crate::staff::Staff;
use crate::world::{FREE, RULES, World, provider, scim};
use rolecall_engine::{EngineError, Phase, RunControl, RunResult};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_store::{Page, RunState, Store};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, OnceLock};

const PEOPLE: usize = 300;

async fn about_to_begin() -> (World, Provider) {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), FREE), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    (world, provider)
}

/// The next run ends what was left, and nobody was made twice.
async fn the_next_run_ends_it(world: &World, provider: &Provider) {
    let told = world.sync().await;
    let (_, failed, not_sent) = told.sums();
    assert_eq!((failed, not_sent), (0, 0), "the next run does what was left");
    assert_eq!(provider.users().len(), PEOPLE, "everybody has an account");
    assert!(provider.creates().values().all(|&count| count == 1), "one each");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
    for run in world.store.runs(Page::ALL).unwrap().rows {
        let counts = run.counts();
        assert_ne!(run.state, RunState::Running, "run {} is ended", run.id);
        assert_eq!((counts.planned, counts.sending), (0, 0), "run {}: nothing in doubt", run.id);
    }
}

/// Runs, and does `act` once when so many steps are done.
async fn run_with(
    world: &World,
    after: u64,
    act: impl Fn() + Send + Sync + 'static,
) -> Result<RunResult, EngineError> {
    let done = AtomicBool::new(false);
    let control = RunControl::watched(move |progress| {
        let is_there = progress.phase == Phase::Apply && progress.done >= after;
        if is_there && !done.swap(true, Ordering::SeqCst) {
            act();
        }
    });
    world.try_sync_under(&control).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_stops_the_run_and_loses_nothing() {
    let mut in_the_middle = 0;
    for kib in [300, 500, 700, 900, 1200, 1600, 2200] {
        let (world, provider) = about_to_begin().await;
        let running = Running::start_bounded(&world.dir, kib);
        let told = tokio::task::block_in_place(|| running.end());
        let made = provider.users().len();
        if (1..PEOPLE).contains(&made) {
            in_the_middle += 1;
            let words = told.expect_err("it did not come to its end");
            assert!(words.contains("disk"), "it says why: {words}");
        }
        the_next_run_ends_it(&world, &provider).await;
    }
    assert!(in_the_middle > 0, "no run met the end of its disk while it sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_has_no_room_left_says_so_and_loses_nothing() {
    if !Running::can_have_small_disk() {
        return println!("this system lets nobody mount a small disk; see the test above");
    }
    let mut in_the_middle = 0;
    for kib in [500, 900, 1300, 1700, 2100] {
        let (world, provider) = about_to_begin().await;
        let running = Running::start_on_small_disk(&world.dir, kib);
        let told = tokio::task::block_in_place(|| running.end());
        let made = provider.users().len();
        if (1..PEOPLE).contains(&made) {
            in_the_middle += 1;
            let words = told.expect_err("it did not come to its end");
            assert!(words.contains("no room left on the disk"), "it says why: {words}");
        }
        // What it left on that disk, on one with room.
        let world = World::at(&world.dir.join("after"));
        the_next_run_ends_it(&world, &provider).await;
    }
    assert!(in_the_middle > 0, "no run met the end of its disk while it sent");
}

/// Makes what is written to `file` refused from now on, or allowed again; tells whether this
/// account and file system can.
fn immutable(file: &Path, is_so: bool) -> bool {
    let sign = if is_so { "+i" } else { "-i" };
    Command::new("chattr")
        .arg(sign)
        .arg(file)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_becomes_read_only_stops_the_run_and_loses_nothing() {
    let (world, provider) = about_to_begin().await;
    let files = ["workspace.db", "workspace.db-wal"].map(|name| world.dir.join("state").join(name));
    if !immutable(&files[0], true) {
        return println!("only root can make an open file read-only, on some file systems");
    }
    assert!(immutable(&files[0], false), "and writable again");
    let locked = files.clone();
    let ended = run_with(&world, 100, move || {
        assert!(locked.iter().all(|file| immutable(file, true)), "it is read-only now");
    })
    .await;
    let made = provider.users().len();
    assert!(files.iter().all(|file| immutable(file, false)), "it is writable again");
    let error = ended.expect_err("it cannot go on").to_string();
    assert!(error.contains("could not be") && error.contains("written"), "it says why: {error}");
    assert!(made < PEOPLE, "it stopped");
    the_next_run_ends_it(&world, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_locked_stops_the_run_and_loses_nothing() {
    let (world, provider) = about_to_begin().await;
    let dir = world.dir.join("state");
    let (release, released) = channel::<()>();
    let released = Mutex::new(Some(released));
    let hold = move || {
        let store = Store::open(&dir).unwrap();
        let released = released.lock().unwrap().take().expect("it is held once");
        let (tell, held) = channel();
        std::thread::spawn(move || {
            let hold = |_: &mut rolecall_store::QuarantineRecord| {
                tell.send(()).unwrap();
                // Until the run has given up.
                released.recv().unwrap();
            };
            store.change_quarantine("another", hold).unwrap();
        });
        held.recv().unwrap();
    };
    let ended = run_with(&world, 100, hold).await;
    release.send(()).unwrap();
    let error = ended.expect_err("it cannot go on").to_string();
    assert!(error.contains("in use by another process"), "it says why: {error}");
    assert!(provider.users().len() < PEOPLE, "it stopped");
    // The other one ends.
    assert!(world.store.set_setting("mine", &true).is_ok(), "the database is free again");
    the_next_run_ends_it(&world, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_stops_nothing() {
    for minutes in [60, -60, 60 * 24 * 30] {
        let (world, provider) = about_to_begin().await;
        let clock = world.clock.clone();
        let result = run_with(&world, 100, move || clock.advance_minutes(minutes)).await;
        let report = result.expect("the run goes on").report;
        let outcome = report.targets[0].1.outcome.as_ref().unwrap();
        assert_eq!((outcome.failed.len(), outcome.not_sent.len()), (0, 0), "{minutes}: all done");
        the_next_run_ends_it(&world, &provider).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_stopped_ends_between_steps() {
    let (world, provider) = about_to_begin().await;
    static CONTROL: OnceLock<RunControl> = OnceLock::new();
    let control = RunControl::watched(|progress| {
        if progress.phase == Phase::Apply && progress.done >= 100 {
            CONTROL.get().unwrap().cancel();
        }
    });
    CONTROL.set(control.clone()).unwrap();
    let ran = world.try_sync_under(&control).await;
    assert!(ran.unwrap().cancelled, "it was stopped");
    let run = world.store.runs(Page::ALL).unwrap().rows.remove(0);
    let counts = run.counts();
    assert_eq!(run.state, RunState::Cancelled, "and says so");
    assert!(counts.done >= 100 && counts.not_sent > 0, "some is done, the rest is not sent");
    assert_eq!(counts.done + counts.not_sent, counts.steps, "and nothing is in doubt");
    assert!(provider.users().len() < PEOPLE, "it stopped");
    the_next_run_ends_it(&world, &provider).await;
}
