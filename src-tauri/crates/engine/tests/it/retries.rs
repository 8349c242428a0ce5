//! A retry of one cause touches that cause alone; a run that is stopped forgets no failure.

use crate::staff::Staff;
use crate::world::{FREE, RULES, World, provider, scim};
use rolecall_directory::{Cause, StepKind};
use rolecall_engine::{Phase, RunControl};
use rolecall_sandbox::provider::{Fault, Lie, Options, Product, Provider};
use rolecall_store::{Page, RunState, StepFilter};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// One failure of `no_licences` for every Lead, and one of `conflict` for a single one of them.
async fn two_causes() -> (World, Provider) {
    let world = World::new();
    let products = ["Meeting", "Connect"].map(|name| Product::new(name, 1_000));
    let products = products.into_iter().chain([Product::new("Analytics", 0)]).collect();
    let provider = provider(Options { products, ..Options::default() }).await;
    world.configure(&scim(&provider.url(), FREE), RULES);
    world.staff(&Staff::of(0..21));
    world.sync().await;
    (world, provider)
}

fn leads() -> BTreeSet<(Cause, String)> {
    [0, 7, 14].map(|number| (Cause::NoLicences, format!("u{number:05}@example.com"))).into()
}

#[tokio::test]
async fn one_refused_value_loses_neither_the_account_nor_the_other_values() {
    let (world, provider) = two_causes().await;
    assert_eq!(world.failures(), leads(), "the seats that were not there");
    assert_eq!(provider.users().len(), 21, "every account is made");
    let full = provider.users().into_iter().filter(|user| user["roles"][0]["value"] == "Admin");
    assert_eq!(full.count(), 3, "with the values that were not refused");

    provider.buy_seats("Analytics", 2).unwrap();
    let told = world.retry(Cause::NoLicences, &[]).await;
    assert_eq!(told.steps(), 3, "the three steps that failed, alone");
    assert_eq!(told.sums(), (2, 1, 0), "two seats were bought");
    assert_eq!(world.failures().len(), 1, "one still goes without");

    provider.buy_seats("Analytics", 1).unwrap();
    assert_eq!(world.retry(Cause::NoLicences, &[]).await.sums(), (1, 0, 0), "the last one");
    assert_eq!(world.failures(), BTreeSet::new(), "the cause is gone");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn a_retry_for_some_leaves_the_others_open() {
    let (world, provider) = two_causes().await;
    provider.buy_seats("Analytics", 3).unwrap();
    let told = world.retry(Cause::NoLicences, &["U00007@example.com"]).await;
    assert_eq!(told.sums(), (1, 0, 0), "the one who was named");
    let left: BTreeSet<_> = leads().into_iter().filter(|(_, user)| !user.contains("07")).collect();
    assert_eq!(world.failures(), left, "the other two were not looked at");
}

#[tokio::test]
async fn a_retry_of_one_cause_keeps_the_failures_of_another() {
    let (world, provider) = two_causes().await;
    // A Lead who goes without a seat moves, and the new team refuses.
    let team = provider.groups().into_iter().find(|group| group["displayName"] == "Support");
    let team = format!("/Groups/{}", team.unwrap()["id"].as_str().unwrap());
    // Also when it is planned anew, which it is once.
    provider.script(Fault::new(Lie::Status(409)).on("PATCH", team).times(4));
    world.staff(&Staff::of(0..21).changed([0], |bob| bob.department = "Support".to_owned()));
    world.sync().await;
    let bob = "u00000@example.com".to_owned();
    let mut both = leads();
    both.insert((Cause::Conflict, bob.clone()));
    assert_eq!(world.failures(), both, "one person fails for two causes");

    provider.buy_seats("Analytics", 3).unwrap();
    let told = world.retry(Cause::NoLicences, &[]).await;
    assert_eq!(told.sums(), (3, 0, 0), "the seats are given, the team is not asked again");
    assert_eq!(world.failures(), [(Cause::Conflict, bob)].into(), "the other cause stays open");
}

#[tokio::test]
async fn a_stopped_run_forgets_no_failure_and_the_next_goes_on() {
    let (world, provider) = two_causes().await;
    provider.buy_seats("Analytics", 100).unwrap();
    world.staff(&Staff::of(0..60));
    let control: Arc<OnceLock<RunControl>> = Arc::default();
    let own = control.clone();
    let watched = RunControl::watched(move |progress| {
        if progress.phase == Phase::Apply && progress.done >= 10 {
            own.get().expect("it is there before the run").cancel();
        }
    });
    control.set(watched.clone()).unwrap();
    let run = world.try_sync_under(&watched).await.unwrap();
    assert!(run.cancelled, "it was stopped");
    let record = world.store.run(run.run).unwrap();
    assert_eq!(record.state, RunState::Cancelled, "and says so");
    let filter = StepFilter { kind: Some(StepKind::Assign), ..StepFilter::default() };
    let given = world.store.steps(run.run, &filter, Page::ALL).unwrap().rows;
    let of_leads = |step: &&rolecall_store::JournalStep| {
        step.step.value.as_deref() == Some("Analytics") && step.not_sent.is_some()
    };
    let unsent: BTreeSet<String> =
        given.iter().filter(of_leads).map(|step| step.step.user.clone()).collect();
    let open: BTreeSet<String> = world.failures().into_iter().map(|(_, user)| user).collect();
    let old: BTreeSet<String> = leads().into_iter().map(|(_, user)| user).collect();
    assert_eq!(open, &unsent & &old, "who was not come to still fails");
    assert!(world.sync().await.is_whole(), "the next run goes on");
    assert_eq!(world.failures(), BTreeSet::new(), "and all is well");
    assert_eq!(provider.users().len(), 60, "for everybody");
}
