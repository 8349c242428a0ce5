//! A run whose process is killed at random moments ends in the planned state all the same.

use crate::process::{Running, seed};
use crate::staff::Staff;
use crate::world::{FREE, RULES, World, csv, held, provider, scim};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rolecall_directory::StepKind;
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_store::{Page, RunState, StepFilter, StepState};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// At most so often is one run killed.
const KILLS: usize = 12;
/// So many runs.
const RUNS: usize = 5;

/// A step by what it does.
type Key = (String, StepKind, Option<String>, Option<String>);

/// Who is there at first, then without some, then as the runs under test want it: people come,
/// go and come back, move, rise and change their names.
fn three_states(count: usize) -> [Staff; 3] {
    let first = Staff::of(0..count);
    let fewer = first.clone().without(0..30);
    let wanted = first
        .clone()
        .with(Staff::of(count..count + 60))
        .without(100..150)
        .changed(160..170, |person| person.active = false)
        .changed(200..240, |person| person.department = "Sales".to_owned())
        .changed(230..260, |person| person.title = "Lead".to_owned())
        .changed(250..290, |person| person.family = format!("{}-Quist", person.family));
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
    while provider.calls().len() < calls && !running.has_ended() {
        std::thread::sleep(Duration::from_millis(3));
    }
    std::thread::sleep(moment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scim_run_killed_again_and_again_ends_as_planned() {
    let [first, fewer, wanted] = three_states(400);
    let origin = World::new();
    let options =
        |dir: &Path| Options { state_file: Some(dir.join("provider.json")), ..Options::default() };
    let prepared = provider(options(&origin.dir)).await;
    origin.configure(&scim(&prepared.url(), FREE), RULES);
    for staff in [&first, &fewer] {
        origin.staff(staff);
        assert!(origin.sync().await.is_whole(), "what comes before is done");
    }
    prepared.shutdown().await;
    origin.staff(&wanted);

    let begin = async |dir: &Path| {
        copy(&origin.dir, dir);
        let provider = provider(options(dir)).await;
        let world = World::at(dir);
        world.configure(&scim(&provider.url(), FREE), RULES);
        (world, provider)
    };
    let undisturbed = tempfile::tempdir().unwrap();
    let (world, provider) = begin(undisturbed.path()).await;
    let told = world.sync().await;
    assert!(told.is_whole() && told.steps() > 700, "there is much to do: {}", told.steps());
    let expected = held(&provider.users(), &provider.groups());
    let planned = done_since(&world);
    let calls = provider.calls().len();

    let seed = seed();
    println!("ROLECALL_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut killed = 0;
    for _ in 0..RUNS {
        let dir = tempfile::tempdir().unwrap();
        let (world, provider) = begin(dir.path()).await;
        let mut creates = BTreeMap::new();
        for _ in 0..random.random_range(2..=KILLS) {
            add(&mut creates, provider.creates());
            provider.forget_calls();
            let more = random.random_range(1..calls / 6);
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
    println!("{killed} runs were killed");
    assert!(killed >= RUNS, "seed {seed}: only {killed} runs were interrupted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_run_killed_around_its_write_ends_as_planned() {
    let [first, fewer, wanted] = three_states(400);
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
    for _ in 0..RUNS {
        let dir = tempfile::tempdir().unwrap();
        copy(&origin.dir, dir.path());
        let world = World::at(dir.path());
        for _ in 0..random.random_range(2..=KILLS) {
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
