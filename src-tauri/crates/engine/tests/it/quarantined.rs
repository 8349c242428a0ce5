//! A target whose calls fail is left alone, tried with a few calls, and used again once they work.

use crate::staff::Staff;
use crate::world::{FREE, RULES, TARGET, Told, World, order, provider, run, scim};
use rolecall_engine::{ConnectionKey, ConnectionState, Quarantined, RunOrder};
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use rolecall_store::{ActivityFilter, Page, Trigger};

const PEOPLE: usize = 60;
const FOR_GOOD: usize = 1_000_000;

fn connection() -> ConnectionKey {
    ConnectionKey::Target(TARGET.to_owned())
}

fn all_of(world: &World) -> Vec<Quarantined> {
    world.engine.quarantines(&world.store).unwrap()
}

fn is_in(world: &World) -> Option<(ConnectionState, i64)> {
    let now = rolecall_engine::Clock::now_ms(&world.clock);
    let one = all_of(world).pop()?;
    assert_eq!(one.connection, connection(), "by name");
    Some((one.state, (one.next.unwrap_or(now) - now) / 60_000))
}

/// A run that the schedule begins.
async fn scheduled(world: &World) -> Told {
    let order = RunOrder { trigger: Trigger::Schedule, ..order("schedule", None) };
    let result = run(&world.engine, &world.configuration(), &world.store, order).await;
    Told::of(result.expect("the run comes to its end"))
}

fn kinds(world: &World) -> Vec<String> {
    let entries = world.store.activity(&ActivityFilter::default(), Page::ALL).unwrap().rows;
    let kinds = entries.into_iter().map(|entry| entry.entry.kind);
    let mut kinds: Vec<_> = kinds.filter(|kind| kind.starts_with("quarantine")).collect();
    kinds.reverse();
    kinds
}

/// Everybody there, then everybody to change while every write fails.
async fn ill() -> (World, Provider) {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world
        .configure(&scim(&provider.url(), &format!("{FREE}\nlimit = {{ concurrent = 1 }}")), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "all accounts are made");
    assert_eq!(all_of(&world), [], "what works is left in peace");
    world.clock.advance_minutes(60);
    world.staff(&Staff::of(0..PEOPLE).changed(0..PEOPLE, |one| one.family += "-Quist"));
    provider.script(Fault::new(Lie::Status(403)).on("PATCH", "/Users").times(FOR_GOOD));
    provider.forget_calls();
    (world, provider)
}

fn writes(provider: &Provider) -> usize {
    provider.calls().iter().filter(|call| call.method == "PATCH").count()
}

#[tokio::test]
async fn the_rest_is_not_sent_and_is_no_failure() {
    let (world, provider) = ill().await;
    let told = world.sync().await;
    let sent = writes(&provider);
    // With the calls that read it, which did not fail, these are twenty.
    assert!((10..=20).contains(&sent), "most of its calls failed by then: {sent}");
    let (_, failed, not_sent) = told.sums();
    assert!(not_sent > 0 && failed + not_sent == told.steps(), "the rest waits");
    let outcome = told.target().outcome.as_ref().unwrap();
    assert!(outcome.not_sent.iter().all(|one| one.cause == "quarantined"), "for one reason");
    assert_eq!(world.failures().len(), failed as usize, "and nobody of the rest failed");
    assert_eq!(is_in(&world), Some((ConnectionState::Held, 15)), "for a quarter of an hour");
    let one = all_of(&world).remove(0);
    let why = one.reason.unwrap().to_string();
    assert!(why.contains("calls failed within 10 minutes"), "why: {why}");
    assert!(one.sample.contains("problem of its own"), "with their words: {}", one.sample);
    assert_eq!(kinds(&world), ["quarantined"], "and Activity tells");
}

#[tokio::test]
async fn the_schedule_leaves_it_alone_and_a_hand_sees_a_plan() {
    let (world, provider) = ill().await;
    world.sync().await;
    provider.forget_calls();
    let open = world.failures();
    let told = scheduled(&world).await;
    assert_eq!(provider.calls().len(), 0, "it is not called");
    assert!(told.target().left_out.is_some() && told.target().error.is_none(), "and says so");
    assert_eq!(world.failures(), open, "what failed stays open");
    let told = world.sync().await;
    assert_eq!(writes(&provider), 0, "by hand too, nothing is sent");
    assert_eq!(told.sums(), (0, 0, told.steps()), "each step waits");
    assert!(told.steps() as usize >= PEOPLE, "but there is a plan");
    assert_eq!(world.failures(), open, "and no further failure");
}

#[tokio::test]
async fn a_trial_makes_five_calls_and_the_waits_grow() {
    let (world, provider) = ill().await;
    world.sync().await;
    provider.script(Fault::new(Lie::Status(500)).times(FOR_GOOD));
    for wait in [60, 360, 720, 1440, 1440] {
        let due = is_in(&world).unwrap().1;
        world.clock.advance_minutes(due);
        assert_eq!(is_in(&world).unwrap().0, ConnectionState::Due, "its time has come");
        provider.forget_calls();
        scheduled(&world).await;
        let calls = provider.calls().len();
        assert!((1..=5).contains(&calls), "a trial of up to five calls, not {calls}");
        assert_eq!(is_in(&world), Some((ConnectionState::Held, wait)), "it failed");
    }
    world.clock.advance_days(28);
    scheduled(&world).await;
    assert_eq!(is_in(&world), Some((ConnectionState::Off, 0)), "after 28 days it is switched off");
    provider.forget_calls();
    world.clock.advance_days(100);
    scheduled(&world).await;
    assert_eq!(provider.calls().len(), 0, "and stays so");
    assert!(
        world.engine.try_now(&world.store, &connection(), "ann@desk").unwrap(),
        "until asked for"
    );
    assert_eq!(is_in(&world).unwrap().0, ConnectionState::Due, "a trial");
}

#[tokio::test]
async fn a_trial_that_is_passed_ends_it_and_the_run_goes_on() {
    let (world, provider) = ill().await;
    world.sync().await;
    provider.forget_faults();
    world.clock.advance_minutes(15);
    // By hand, for the schedule leaves to people what was not permitted.
    let told = world.sync().await;
    assert!(told.is_whole(), "everything that waited is done");
    assert_eq!(all_of(&world), [], "the quarantine is over");
    assert_eq!(kinds(&world), ["quarantined", "quarantine_passed"], "and Activity tells");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn an_administrator_lifts_it() {
    let (world, provider) = ill().await;
    world.sync().await;
    provider.forget_faults();
    assert!(world.engine.lift(&world.store, &connection(), "ann@desk").unwrap(), "there was one");
    assert!(!world.engine.lift(&world.store, &connection(), "ann@desk").unwrap(), "there is none");
    assert!(world.sync().await.is_whole(), "everything that waited is done");
    assert_eq!(kinds(&world), ["quarantined", "quarantine_lifted"], "and Activity tells");
}

#[tokio::test]
async fn a_rejected_credential_quarantines_at_once() {
    let (world, provider) = ill().await;
    provider.forget_faults();
    provider.script(Fault::new(Lie::Status(401)).times(FOR_GOOD));
    let told = world.sync().await;
    assert!(told.target().error.is_some(), "it cannot be read");
    assert_eq!(is_in(&world), Some((ConnectionState::Held, 15)), "after the first answer");
    let why = all_of(&world)[0].reason.unwrap().to_string();
    assert_eq!(why, "the credential was rejected", "and says why");
}
