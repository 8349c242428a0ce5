//! What is tried again by itself: what had changed meanwhile, once; what somebody has to see to
//! first, not until somebody did.

use crate::staff::Staff;
use crate::world::{FREE, RULES, Told, World, order, provider, run, scim};
use rolecall_directory::Cause;
use rolecall_engine::RunOrder;
use rolecall_sandbox::provider::{Fault, Lie, Options, Product, Provider};
use rolecall_store::{Page, RunRecord, Trigger};
use std::collections::BTreeSet;

async fn synced(people: usize) -> (World, Provider) {
    let world = World::new();
    let products = ["Meeting", "Connect", "Analytics"].map(|name| Product::new(name, 1_000));
    let provider = provider(Options { products: products.into(), ..Options::default() }).await;
    world.configure(&scim(&provider.url(), FREE), RULES);
    world.staff(&Staff::of(0..people));
    assert!(world.sync().await.is_whole());
    (world, provider)
}

fn address(provider: &Provider, user: &str) -> String {
    let users = provider.users();
    let found = users.iter().find(|one| one["userName"] == user).expect("there is an account");
    format!("/Users/{}", found["id"].as_str().expect("an id"))
}

/// So many new people are refused, each with all that is sent and with what must be.
fn refuse_new(provider: &Provider, people: usize) {
    provider.script(Fault::new(Lie::Status(400)).on("POST", "/Users").times(2 * people));
}

/// The latest runs, newest first.
fn runs(world: &World, count: u32) -> Vec<RunRecord> {
    world.store.runs(Page::first(count)).unwrap().rows
}

/// A run that nobody asked for.
async fn unasked(world: &World) -> Told {
    let order = RunOrder { trigger: Trigger::Schedule, ..order("parent", None) };
    let result = run(&world.engine, &world.configuration(), &world.store, order).await;
    Told { result: result.expect("the run comes to its end") }
}

#[tokio::test]
async fn what_had_changed_meanwhile_is_planned_once_more() {
    let (world, provider) = synced(6).await;
    let bob = "u00001@example.com";
    // The call for all that changes, and one of those for each alone.
    provider.script(Fault::new(Lie::Status(409)).on("PATCH", address(&provider, bob)).times(2));
    world.staff(&Staff::of(0..6).changed([1], |bob| bob.title = "Lead".to_owned()));
    let told = world.sync().await;
    assert!(told.is_whole(), "what failed counts as it ended");
    assert_eq!(world.failures(), BTreeSet::new());
    let follow_up = told.result.follow_up.as_ref().expect("a run followed by itself");
    let runs = runs(&world, 2);
    assert_eq!((runs[0].id, runs[1].id), (follow_up.run, told.result.run));
    assert_eq!((runs[0].trigger, runs[0].who.as_str()), (Trigger::Retry, "Rolecall"));
    assert!(runs[1].counts().failed > 0, "each run's own counts stay what they were");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn it_is_planned_again_once_and_then_left() {
    let (world, provider) = synced(6).await;
    let bob = "u00001@example.com";
    provider.script(Fault::new(Lie::Status(412)).on("PATCH", address(&provider, bob)).times(100));
    world.staff(&Staff::of(0..6).changed([1], |bob| bob.title = "Lead".to_owned()));
    let before = runs(&world, 1)[0].id;
    let told = world.sync().await;
    assert!(told.result.follow_up.is_some() && !told.failed().is_empty());
    assert_eq!(runs(&world, 1)[0].id, before + 2, "one run and one that followed");
    assert_eq!(world.failures(), [(Cause::Conflict, bob.to_owned())].into());
}

#[tokio::test]
async fn a_removal_that_the_target_shows_as_gone_is_done() {
    let (world, provider) = synced(15).await;
    // Number 7 is a Lead with Analytics. The value goes, but the answer says otherwise.
    let lead = "u00007@example.com";
    let fault = Fault::new(Lie::Status(404)).on("PATCH", address(&provider, lead));
    provider.script(fault.carried_out());
    world.staff(&Staff::of(0..15).changed([7], |lead| lead.title = "Clerk".to_owned()));
    let told = world.sync().await;
    assert!(told.is_whole(), "{:?}", told.failed());
    assert_eq!(world.failures(), BTreeSet::new());
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn what_a_target_refused_waits_for_somebody() {
    let (world, provider) = synced(6).await;
    refuse_new(&provider, 1);
    world.staff(&Staff::of(0..7));
    let eve = (Cause::RejectedByTarget, "u00006@example.com".to_owned());
    world.sync().await;
    assert_eq!(world.failures(), [eve.clone()].into());

    provider.forget_calls();
    let told = unasked(&world).await;
    assert_eq!(told.sums(), (0, 0, 0), "it is not tried again by itself, nor what needs it");
    assert!(provider.calls().iter().all(|call| call.method != "POST"), "nothing was sent");
    assert_eq!(world.failures(), [eve].into(), "and stays open");

    world.staff(&Staff::of(0..6));
    unasked(&world).await;
    assert_eq!(world.failures(), BTreeSet::new(), "what nobody wants any more is no failure");
    world.staff(&Staff::of(0..7));
    assert!(unasked(&world).await.is_whole(), "wanted anew, it is new");

    refuse_new(&provider, 1);
    world.staff(&Staff::of(0..8));
    world.sync().await;
    assert_eq!(world.failures().len(), 1);
    assert!(world.sync().await.is_whole(), "whoever syncs by hand tries again");
}

#[tokio::test]
async fn a_refused_attribute_waits_until_it_changes() {
    let (world, provider) = synced(6).await;
    let eve = "u00006@example.com";
    provider.refuse_user(eve);
    world.staff(&Staff::of(0..7));
    world.sync().await;
    assert_eq!(world.failures(), [(Cause::AttributeInvalid, eve.to_owned())].into());
    provider.accept_all_users();
    provider.forget_calls();
    unasked(&world).await;
    assert!(provider.calls().iter().all(|call| call.method != "POST"), "it is as it was");
    assert_eq!(world.failures().len(), 1, "and stays open");
    world.staff(&Staff::of(0..7).changed([6], |eve| eve.family = "Other".to_owned()));
    assert!(unasked(&world).await.is_whole(), "it changed");
    assert_eq!(world.failures(), BTreeSet::new());
}

#[tokio::test]
async fn what_fails_in_passing_does_not_wait() {
    let (world, provider) = synced(6).await;
    provider.script(Fault::new(Lie::Status(503)).on("POST", "/Users").times(5));
    world.staff(&Staff::of(0..7));
    world.sync().await;
    assert_eq!(world.failures().len(), 1);
    assert!(unasked(&world).await.is_whole());
    assert_eq!(world.failures(), BTreeSet::new());
}

#[tokio::test]
async fn a_retry_says_what_nobody_wants_any_more() {
    let (world, provider) = synced(6).await;
    refuse_new(&provider, 2);
    world.staff(&Staff::of(0..8));
    world.sync().await;
    assert_eq!(world.failures().len(), 2);
    world.staff(&Staff::of(0..7));
    let told = world.retry(Cause::RejectedByTarget, &[]).await;
    assert!(told.is_whole(), "the other one was tried again");
    assert_eq!(world.failures(), BTreeSet::new());
    let filter = rolecall_store::ActivityFilter {
        kind: Some("failure_dropped".to_owned()),
        run: Some(told.result.run),
        ..<_>::default()
    };
    let entries = world.store.activity(&filter, Page::ALL).unwrap().rows;
    let people: Vec<_> = entries.iter().map(|one| one.entry.person.clone()).collect();
    assert_eq!(people, [Some("u00007@example.com".to_owned())]);
}
