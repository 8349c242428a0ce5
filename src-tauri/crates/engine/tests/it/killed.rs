//! A run whose process is killed at random moments ends in the planned state all the same.

use crate::process::{Running, seed};
use crate::staff::Staff;
use crate::world::{FREE, RULES, World, csv, held, provider, scim};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rolecall_directory::StepKind;
use rolecall_sandbox::provider::{Call, Options, Provider};
use rolecall_store::{Page, RunState, StepFilter, StepState};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// So often is one run killed, unless it comes to its end before.
const KILLS: usize = 20;
/// So many runs of a test, of which there are two that take turns on two processors;
/// `cargo xtask bench --faults` asks for more.
const RUNS: usize = 5;
/// Says how many runs one test makes.
const RUNS_SET: &str = "ROLECALL_TEST_RUNS";
/// So many times the people of `three_states`: ten thousand steps a run.
const SCALE: usize = 4;
/// So many runs into a file, which is written in one go.
const CSV_RUNS: usize = 5;
/// The steps that a run has at least.
const STEPS: usize = 10_000;

/// As the ordinary rules, with many values: steps without people, whose reading takes longest.
const VALUES: &str = r#"
[[rule]]
name = "Leads"
when = 'title eq "Lead"'
assign.console = { role = "Admin", products = ["L1", "L2", "L3", "L4", "L5", "L6"] }

[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.console = { products = ["S1", "S2", "S3", "S4", "S5", "S6"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Member", products = ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"], teams = ["{department}"] }
"#;

/// A step by what it does.
type Key = (String, StepKind, Option<String>, Option<String>);

/// Who is there at first, then without some, then as the runs under test want it: people come,
/// go and come back, move, rise and change their names.
fn three_states(scale: usize) -> [Staff; 3] {
    let these = |from: usize, to: usize| from * scale..to * scale;
    let first = Staff::of(these(0, 400));
    let fewer = first.clone().without(these(0, 30));
    let wanted = first
        .clone()
        .with(Staff::of(these(400, 460)))
        .without(these(100, 150))
        .changed(these(160, 170), |person| person.active = false)
        .changed(these(200, 240), |person| person.department = "Sales".to_owned())
        .changed(these(230, 260), |person| person.title = "Lead".to_owned())
        .changed(these(250, 290), |person| person.family = format!("{}-Quist", person.family));
    [first, fewer, wanted]
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// All steps done in the runs after the first two, each once.
fn done_since(world: &World) -> BTreeSet<Key> {
    let mut done = BTreeSet::new();
    let runs = world.store.runs(Page::ALL).unwrap().rows;
    assert_eq!(runs[0].state, RunState::Finished, "the last run came to its end");
    for run in runs.iter().filter(|run| run.id > 2) {
        let ended = matches!(run.state, RunState::Finished | RunState::Interrupted);
        assert!(ended, "run {} was left {:?}", run.id, run.state);
        for step in world.store.steps(run.id, &StepFilter::default(), Page::ALL).unwrap().rows {
            let key = (step.step.user, step.step.kind, step.step.slot, step.step.value);
            match step.state {
                StepState::Done => assert!(done.insert(key.clone()), "{key:?} was done twice"),
                StepState::NotSent => {}
                other => panic!("{key:?} of run {} was left {other:?}", run.id),
            }
        }
    }
    done
}

/// Whether a run after the first two came to its end, and so has told what there is to tell.
fn is_told(world: &World) -> bool {
    let runs = world.store.runs(Page::ALL).unwrap().rows;
    runs.iter().any(|run| run.id > 2 && run.state == RunState::Finished)
}

/// Adds up how often each account was made.
fn add(sum: &mut BTreeMap<String, u32>, more: BTreeMap<String, u32>) {
    for (user, count) in more {
        *sum.entry(user).or_default() += count;
    }
}

/// Waits until the provider has seen `calls` calls, or the child has ended, and a moment more.
fn wait_for(running: &mut Running, provider: &Provider, calls: usize, moment: Duration) {
    while provider.call_count() < calls && !running.has_ended() {
        std::thread::sleep(Duration::from_millis(3));
    }
    std::thread::sleep(moment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scim_run_killed_again_and_again_ends_as_planned() {
    scim_runs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_scim_run_killed_again_and_again_ends_as_planned() {
    scim_runs().await;
}

async fn scim_runs() {
    let [first, fewer, wanted] = three_states(SCALE);
    let origin = World::new();
    let options =
        |dir: &Path| Options { state_file: Some(dir.join("provider.json")), ..Options::default() };
    let prepared = provider(options(&origin.dir)).await;
    origin.configure(&scim(&prepared.url(), FREE), VALUES);
    for staff in [&first, &fewer] {
        origin.staff(staff);
        assert!(origin.sync().await.is_whole(), "what comes before is done");
    }
    prepared.shutdown().await;
    origin.staff(&wanted);

    let begin = async |dir: &Path| {
        copy(&origin.dir, dir);
        let provider = provider(Options { leave_state_file: true, ..options(dir) }).await;
        let world = World::at(dir);
        world.configure(&scim(&provider.url(), FREE), VALUES);
        (world, provider)
    };
    let undisturbed = tempfile::tempdir().unwrap();
    let (world, provider) = begin(undisturbed.path()).await;
    let told = world.sync().await;
    let steps = told.steps() as usize;
    assert!(told.is_whole() && steps >= STEPS, "there is much to do: {steps}");
    let expected = held(&provider.users(), &provider.groups());
    let planned = done_since(&world);
    let is_write = |call: &Call| call.method != "GET";
    let calls = provider.calls();
    let reads = calls.iter().position(is_write).expect("something is written");
    let writes = calls.iter().filter(|call| is_write(call)).count();

    let first_seed = seed();
    let mut killed = 0;
    let runs = std::env::var(RUNS_SET).ok();
    let runs = runs.map_or(RUNS, |text| text.parse().expect("a number"));
    for run in 0..runs {
        // Each has a seed of its own: a single run from it makes the same choices.
        let seed = first_seed.wrapping_add(run as u64);
        println!("ROLECALL_TEST_SEED={seed}");
        let mut random = StdRng::seed_from_u64(seed);
        let dir = tempfile::tempdir().unwrap();
        let (world, provider) = begin(dir.path()).await;
        let mut creates = BTreeMap::new();
        for _ in 0..KILLS {
            add(&mut creates, provider.creates());
            provider.forget_calls();
            // Some before anything is written, the others after a part of what is left; the last
            // leaves something as a rule.
            let part = random.random_range(0..writes * 3 / (KILLS * 2));
            let more = reads + part - random.random_range(0..2);
            let moment = Duration::from_micros(random.random_range(0..15_000));
            let mut running = Running::start(dir.path());
            tokio::task::block_in_place(|| {
                wait_for(&mut running, &provider, more, moment);
            });
            let (interrupted, told) = running.kill();
            killed += usize::from(interrupted);
            if is_told(&world) {
                let whole = Some(planned.len()).filter(|_| !interrupted);
                assert_eq!(told, whole, "seed {seed}: the child's report tells the whole");
                break;
            }
        }
        let left = if is_told(&world) { 0 } else { planned.len() as u64 };
        let told = world.sync().await;
        let (done, failed, not_sent) = told.sums();
        assert_eq!((failed, not_sent), (0, 0), "seed {seed}: nothing is left");
        assert_eq!(done, left, "seed {seed}: the report tells the whole, each step once");
        let now = held(&provider.users(), &provider.groups());
        assert_eq!(now, expected, "seed {seed}: the provider holds the planned state");
        add(&mut creates, provider.creates());
        let twice = creates.into_iter().filter(|(_, count)| *count > 1);
        assert_eq!(twice.collect::<Vec<_>>(), [], "seed {seed}: no account is made twice");
        assert_eq!(done_since(&world), planned, "seed {seed}: every step is accounted for");
        assert_eq!(world.sync().await.steps(), 0, "seed {seed}: and nothing is left to plan");
    }
    println!("{runs} runs of {steps} steps in {writes} calls were killed {killed} times");
    assert!(
        killed >= runs * KILLS * 3 / 4,
        "seed {first_seed}: only {killed} times in {runs} runs"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_run_killed_around_its_write_ends_as_planned() {
    let [first, fewer, wanted] = three_states(1);
    let origin = World::new();
    origin.configure(&csv(FREE), RULES);
    for staff in [&first, &fewer] {
        origin.staff(staff);
        assert!(origin.sync().await.is_whole(), "what comes before is done");
    }
    origin.staff(&wanted);
    let undisturbed = tempfile::tempdir().unwrap();
    copy(&origin.dir, undisturbed.path());
    let world = World::at(undisturbed.path());
    assert!(world.sync().await.is_whole(), "there is something to do");
    let expected = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    let planned = done_since(&world);

    let seed = seed();
    println!("ROLECALL_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut killed = 0;
    for _ in 0..CSV_RUNS {
        let dir = tempfile::tempdir().unwrap();
        copy(&origin.dir, dir.path());
        let world = World::at(dir.path());
        for _ in 0..KILLS {
            let moment = Duration::from_micros(random.random_range(0..40_000));
            let running = Running::start(dir.path());
            tokio::task::block_in_place(|| {
                if running.says("phase apply") {
                    std::thread::sleep(moment);
                }
            });
            let (interrupted, told) = running.kill();
            killed += usize::from(interrupted);
            if is_told(&world) {
                let whole = Some(planned.len()).filter(|_| !interrupted);
                assert_eq!(told, whole, "seed {seed}: the child's report tells the whole");
                break;
            }
        }
        let left = if is_told(&world) { 0 } else { planned.len() as u64 };
        assert_eq!(
            world.sync().await.sums(),
            (left, 0, 0),
            "seed {seed}: the report tells the whole"
        );
        let now = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
        assert_eq!(now, expected, "seed {seed}: the file is as planned");
        assert_eq!(done_since(&world), planned, "seed {seed}: every step is accounted for");
        assert_eq!(world.sync().await.steps(), 0, "seed {seed}: and nothing is left to plan");
        let files = std::fs::read_dir(dir.path()).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let stray: Vec<_> = names.filter(|name| name.ends_with(".tmp")).collect();
        assert_eq!(stray, [] as [String; 0], "seed {seed}: no half-written file stays behind");
    }
    println!("{killed} runs were killed");
    assert!(killed > 0, "seed {seed}: no run was interrupted");
}
