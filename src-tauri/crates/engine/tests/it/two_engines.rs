//! Two engines on one workspace: one runs, the other is told who; a dead one is no obstacle, and
//! one that was overtaken cannot write any more.

use crate::process::Running;
use crate::staff::Staff;
use crate::world::{RULES, World, engine, order, provider, scim};
use rolecall_engine::{EngineError, RunControl};
use rolecall_sandbox::provider::{Fault, Lie, Options};
use rolecall_store::{LeaseAnswer, Page, RunState, StepEnding, StepOutcome, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn the_second_is_told_who_runs_and_takes_over_when_the_first_dies() {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), ""), RULES);
    world.staff(&Staff::of(0..30));
    // The first child's third account is made, and it never hears of it.
    let hang = Fault::new(Lie::Hang).on("POST", "/Users").carried_out();
    provider.script(hang.times(1));
    let mut first = Running::start(&world.dir);
    let others = || provider.users().len() == 30;
    tokio::task::block_in_place(|| {
        while !others() && !first.has_ended() {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let refused = world.try_sync().await;
    let Err(EngineError::RunnerElsewhere { holder }) = refused else {
        panic!("the first one runs: {refused:?}");
    };
    assert_eq!(holder, "child", "the second is told who");
    assert!(first.kill().0, "the first waits for its answer until it is killed");

    let told = world.sync().await;
    assert!(told.is_whole(), "the second takes over at once and reports the whole");
    assert_eq!(provider.users().len(), 30, "everybody has an account");
    assert!(provider.creates().values().all(|&count| count == 1), "one each");
    let states: Vec<_> =
        world.store.runs(Page::ALL).unwrap().rows.iter().map(|run| run.state).collect();
    assert_eq!(states, [RunState::Finished, RunState::Interrupted], "both runs are ended");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_overtaken_stops_and_doubles_nothing() {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), "limit = { concurrent = 1 }"), RULES);
    world.staff(&Staff::of(0..20));
    provider.set_latency(Duration::from_millis(10));
    let (configuration, control) = (world.configuration(), RunControl::default());
    let slept = Arc::new(Store::open(&world.dir.join("state")).unwrap());
    let (own, ahead) = (slept.clone(), configuration.clone());
    let slow = engine(world.clock.clone());
    let first =
        tokio::spawn(async move { slow.run(&ahead, &own, &order("slow", None), &control).await });
    while provider.users().len() < 5 {
        tokio::task::yield_now().await;
    }
    // As if the first one had slept past its time.
    world.clock.advance_days(1);
    // Not accounted for as others are: what the first has in flight arrives meanwhile.
    let (awake, control) = (order("awake", None), RunControl::default());
    let told = world.engine.run(&configuration, &world.store, &awake, &control).await.unwrap();
    let stopped = first.await.unwrap();
    assert!(matches!(stopped, Err(EngineError::Journal { .. })), "the first stops: {stopped:?}");
    provider.set_latency(Duration::ZERO);
    let outcome = told.report.targets[0].1.outcome.as_ref().unwrap();
    let last = world.sync().await;
    assert!(outcome.failed.len() <= 1, "what the first had sent at that moment may collide");
    assert_eq!(last.sums().1, 0, "and is cleared by the next run");
    assert_eq!(provider.users().len(), 20, "everybody has an account");
    assert!(provider.creates().values().all(|&count| count == 1), "one each");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
    let runs = world.store.runs(Page::ALL).unwrap().rows;
    let first = runs.last().unwrap();
    assert_eq!(first.state, RunState::Interrupted, "the second ended the first one's run");
    assert_eq!(first.counts().sending, 0, "with nothing in doubt");
}

#[test]
fn an_old_number_writes_nothing() {
    let world = World::new();
    let LeaseAnswer::Granted(old) = world.store.acquire("runner", "old", 0, 10).unwrap() else {
        panic!("nobody else asks");
    };
    let run = world.store.begin_run(&rolecall_store::NewRun {
        trigger: rolecall_store::Trigger::Hand,
        who: "ann@desk".into(),
        note: String::new(),
        lease: "runner".into(),
        dry: false,
        started: 0,
    });
    let run = run.unwrap();
    let LeaseAnswer::Granted(_new) = world.store.acquire("runner", "new", 11, 10).unwrap() else {
        panic!("its time is over");
    };
    let outcome = StepOutcome {
        id: 1,
        ending: StepEnding::Done,
        message: String::new(),
        tries: 1,
        account: None,
        maybe_done: false,
        at: 12,
    };
    let refused = [
        world.store.mark_sending(run, old.fence, &[1], 12),
        world.store.record_outcomes(run, old.fence, &[outcome], &[]),
        world.store.renew(&old, 12, 10),
    ];
    for answer in refused {
        assert!(matches!(answer, Err(StoreError::Fenced { .. })), "fenced: {answer:?}");
    }
}
