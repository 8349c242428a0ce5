//! What a target says is done and does not show is a failure, and nothing is remembered of it.

use crate::staff::Staff;
use crate::world::{FREE, RULES, World, provider, scim};
use rolecall_directory::Cause;
use rolecall_engine::{Phase, RunControl};
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use std::sync::Arc;

const PEOPLE: usize = 12;

async fn all_there(world: &World) -> Provider {
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), FREE), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "all accounts are made");
    provider
}

fn id_of(provider: &Provider, number: usize) -> String {
    let name = format!("u{number:05}@example.com");
    let user = provider.users().into_iter().find(|user| user["userName"] == name.as_str());
    user.expect("the account is there")["id"].as_str().unwrap().to_owned()
}

/// The one whose change is ignored fails, and the next run does it.
async fn one_is_ignored(change: impl Fn(Staff) -> Staff, steps: u64) {
    let world = World::new();
    let provider = all_there(&world).await;
    world.staff(&change(Staff::of(0..PEOPLE)));
    let path = format!("/Users/{}", id_of(&provider, 8));
    provider.script(Fault::new(Lie::Ignored).on("PATCH", path));
    let told = world.sync().await;
    let name = "u00008@example.com";
    let own = told.failed().into_iter().filter(|(_, user)| *user == name).count();
    assert_eq!(told.failed().len(), own, "nobody else fails");
    assert_eq!(told.failed(), [("not_confirmed", name)].into(), "a success that was none");
    let (done, failed, _) = told.sums();
    assert_eq!((done + failed, failed), (told.steps(), steps), "each step of the call");
    let outcome = told.target().outcome.as_ref().unwrap();
    let words = &outcome.failed[0].message;
    assert!(words.starts_with("the target answered that it was done, but"), "it says: {words}");
    assert_eq!(world.failures(), [(Cause::NotConfirmed, name.to_owned())].into(), "it is open");
    let again = world.sync().await;
    assert_eq!(again.sums(), (steps, 0, 0), "the next run does exactly those");
    assert_eq!(world.failures(), [].into(), "the failure vanishes");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn an_update_that_was_ignored_is_a_failure() {
    one_is_ignored(|staff| staff.changed([8], |one| one.title = "Clerk II".to_owned()), 1).await;
}

#[tokio::test]
async fn values_that_were_ignored_are_failures() {
    // A role for another, and a product.
    let rises = |staff: Staff| staff.changed([8], |one| one.title = "Lead".to_owned());
    one_is_ignored(rises, 4).await;
}

#[tokio::test]
async fn a_suspension_that_was_ignored_is_a_failure() {
    let world = World::new();
    let provider = all_there(&world).await;
    world.staff(&Staff::of(0..PEOPLE).changed([8], |one| one.active = false));
    let path = format!("/Users/{}", id_of(&provider, 8));
    provider.script(Fault::new(Lie::Ignored).on("PATCH", path));
    let told = world.sync().await;
    assert_eq!(told.failed(), [("not_confirmed", "u00008@example.com")].into(), "it is told");
    let active = |user: &&serde_json::Value| user["active"] == true;
    assert_eq!(provider.users().iter().filter(active).count(), PEOPLE, "as nobody was suspended");
    assert!(world.sync().await.is_whole(), "the next run suspends");
    assert_eq!(provider.users().iter().filter(active).count(), PEOPLE - 1, "the one");
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "who was suspended here is reactivated");
}

#[tokio::test]
async fn what_cannot_be_read_again_stands_as_it_was_answered() {
    let world = World::new();
    let provider = Arc::new(all_there(&world).await);
    world.staff(&Staff::of(0..PEOPLE).changed([8], |one| one.title = "Clerk II".to_owned()));
    let ill = provider.clone();
    let control = RunControl::watched(move |progress| {
        if progress.phase == Phase::Verify {
            ill.script(Fault::new(Lie::Status(500)).on("GET", "/Users").times(1000));
        }
    });
    let ran = world.try_sync_under(&control).await;
    let run = world.store.run(ran.unwrap().run).unwrap();
    assert_eq!((run.counts().done, run.counts().failed), (1, 0), "the step stands as done");
    let why = run.summary["unread"]["console"].as_str().unwrap();
    assert!(why.contains("/Users"), "and the run says what was not read again: {why}");
}
