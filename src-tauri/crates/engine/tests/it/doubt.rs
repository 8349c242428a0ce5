//! Calls that nobody answered, in targets that could not be asked what became of them: what was
//! done all the same is ours when the target is read next, and what a stranger did is not.

use crate::staff::Staff;
use crate::world::{FREE, RULES, TOKEN, Told, World, provider, scim};
use rolecall_directory::Cause;
use rolecall_engine::{Phase, RunControl};
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use rolecall_store::{ActivityFilter, Page};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Once};

const PEOPLE: usize = 5;
/// Who meets the fault: the first of all, a Lead of Sales.
const BOB: &str = "u00000@example.com";
const LOOK_UP: &str = "filter=userName";

async fn world(more: &str) -> (World, Arc<Provider>) {
    let world = World::new();
    let provider = Arc::new(provider(Options::default()).await);
    world.configure(&scim(&provider.url(), &format!("{FREE}\n{more}")), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    (world, provider)
}

/// A run during whose sending `faults` happen, and nothing afterwards.
async fn sync_with(world: &World, provider: &Arc<Provider>, faults: Vec<Fault>) -> Told {
    let (faulty, once) = (provider.clone(), Once::new());
    let control = RunControl::watched(move |progress| match progress.phase {
        Phase::Apply => once.call_once(|| {
            faults.iter().for_each(|fault| faulty.script(fault.clone()));
        }),
        Phase::Verify => faulty.forget_faults(),
        _ => {}
    });
    let ran = world.try_sync_under(&control).await;
    Told::of(ran.expect("the run comes to its end"))
}

/// Nobody answers what makes Bob's account, nor who asks for it.
async fn unanswered(lie: Lie, carried_out: bool) -> (World, Arc<Provider>) {
    let (world, provider) = world("timeout = \"1s\"\nlimit = { concurrent = 1 }").await;
    let post = Fault::new(lie.clone()).on("POST", "/Users");
    let post = if carried_out { post.carried_out() } else { post };
    let look_up = Fault::new(lie.clone()).on("GET", LOOK_UP).times(5);
    let told = sync_with(&world, &provider, vec![post, look_up]).await;
    let others = PEOPLE - 1;
    let users: BTreeSet<_> = told.failed().into_iter().map(|(_, user)| user).collect();
    assert_eq!(users, [BOB].into(), "{lie:?}: one fails");
    // An account, a role, three products, and one team that waits for the account.
    assert_eq!((told.sums().1, told.sums().2), (5, 1), "{lie:?}: with all that was sent along");
    let made = provider.users().len();
    assert_eq!(made, others + usize::from(carried_out), "{lie:?}: as the target counts");
    (world, provider)
}

async fn post(provider: &Provider, user: Value) {
    let call = reqwest::Client::new().post(format!("{}/Users", provider.url()));
    let answer = call.bearer_auth(TOKEN).json(&user).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
}

/// An account of Bob's name that somebody else makes, with `more`.
fn strangers(more: Value) -> Value {
    let mut user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": BOB, "active": true, "name": {"givenName": "Bob", "familyName": "Other"},
        "emails": [{"value": BOB, "type": "work", "primary": true}],
    });
    let Value::Object(more) = more else { panic!("an object") };
    user.as_object_mut().unwrap().extend(more);
    user
}

fn values(provider: &Provider, user: &str, list: &str) -> BTreeSet<String> {
    let users = provider.users();
    let user = users.iter().find(|one| one["userName"] == user).expect("there is an account");
    let list = user[list].as_array().cloned().unwrap_or_default();
    list.iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect()
}

fn creates(provider: &Provider) -> u32 {
    provider.creates().values().sum()
}

#[tokio::test]
async fn an_account_that_nobody_told_of_is_ours_at_the_next_run() {
    for lie in [Lie::Status(503), Lie::CloseMidBody, Lie::Html, Lie::Hang] {
        let (world, provider) = unanswered(lie.clone(), true).await;
        provider.forget_calls();
        let told = world.sync().await;
        assert!(told.is_whole(), "{lie:?}: found, and done: {:?}", told.failed());
        // Bob's account with a role and three products, and the team that waited for it.
        assert_eq!(told.sums().0, 6, "{lie:?}: the account and what it was made with count here");
        assert_eq!(told.target().accounts.create, [BOB], "{lie:?}: as made");
        assert_eq!(told.target().failures, [], "{lie:?}: it is no stranger's");
        assert_eq!(creates(&provider), 0, "{lie:?}: it is not made again");
        assert_eq!(world.failures(), BTreeSet::new(), "{lie:?}: no failure is left");
        let first = &world.store.runs(Page::ALL).unwrap().rows[1];
        assert_eq!(first.counts().failed, 0, "{lie:?}: nor in the run that made it");
        assert_eq!(world.sync().await.steps(), 0, "{lie:?}: nothing is left");

        // It is managed, with its values: who leaves is suspended and holds nothing any more.
        world.staff(&Staff::of(1..PEOPLE));
        assert_eq!(world.sync().await.target().accounts.suspend, [BOB], "{lie:?}: it is managed");
        assert_eq!(values(&provider, BOB, "entitlements"), BTreeSet::new(), "{lie:?}: so are they");
    }
}

#[tokio::test]
async fn what_was_not_made_is_made_by_the_next_run() {
    let (world, provider) = unanswered(Lie::Hang, false).await;
    let told = world.sync().await;
    assert!(told.is_whole(), "{:?}", told.failed());
    assert_eq!(provider.users().len(), PEOPLE, "everybody has an account");
    assert!(provider.creates().values().all(|times| *times == 1), "one each");
    assert_eq!(world.store.in_doubt().unwrap().len(), 1, "the account may still have come late");
    world.clock.advance_minutes(11);
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
    assert_eq!(world.store.in_doubt().unwrap(), [], "it never came, and nothing is in doubt");
}

#[tokio::test]
async fn an_account_that_a_stranger_made_meanwhile_stays_the_strangers() {
    for more in [
        json!({"externalId": "somebody-else"}),
        json!({"entitlements": [{"value": "Legacy"}]}),
        // All that we make have an externalId here.
        json!({}),
    ] {
        let (world, provider) = unanswered(Lie::Status(503), false).await;
        post(&provider, strangers(more.clone())).await;
        let before = provider.users();
        let told = world.sync().await;
        assert_eq!(told.steps(), 0, "{more}: nothing is done about it");
        let exists = [(Cause::AccountExists, BOB.to_owned())].into();
        assert_eq!(world.failures(), exists, "{more}: it is said to be somebody else's");
        assert_eq!(provider.users(), before, "{more}: and stays as it is");
        world.staff(&Staff::of(1..PEOPLE));
        world.sync().await;
        assert_eq!(provider.users(), before, "{more}: whoever leaves");
    }
}

#[tokio::test]
async fn a_retry_finds_what_was_done_all_the_same() {
    let (world, provider) = unanswered(Lie::Status(503), true).await;
    let told = world.retry(Cause::Unavailable, &[]).await;
    assert!(told.is_whole(), "{:?}", told.failed());
    assert!(provider.creates().values().all(|times| *times == 1), "nobody is made twice");
    assert_eq!(world.failures(), BTreeSet::new(), "the failures are gone");
    let dropped = ActivityFilter { kind: Some("failure_dropped".to_owned()), ..<_>::default() };
    assert_eq!(world.store.activity(&dropped, Page::ALL).unwrap().rows, [], "not as unwanted");
}

#[tokio::test]
async fn values_that_nobody_told_of_are_ours_and_can_be_taken_again() {
    let (world, provider) = world("").await;
    assert!(world.sync().await.is_whole(), "everybody is there");
    let lead = "u00001@example.com";
    let risen = Staff::of(0..PEOPLE).changed([1], |clerk| clerk.title = "Lead".to_owned());
    world.staff(&risen);
    let fault = Fault::new(Lie::Status(503)).on("PATCH", "/Users/").times(5).carried_out();
    let told = sync_with(&world, &provider, vec![fault]).await;
    assert!(told.sums().1 > 0 && told.sums().0 == 0, "no answer came: {:?}", told.sums());
    assert!(values(&provider, lead, "entitlements").contains("Analytics"), "and it was given");

    let found = world.sync().await;
    assert!(found.is_whole(), "{:?}", found.failed());
    assert_eq!(found.sums().0, told.sums().1, "each step of then counts once");
    assert_eq!(world.failures(), BTreeSet::new(), "nothing is left");
    world.staff(&Staff::of(0..PEOPLE));
    let told = world.sync().await;
    assert!(told.target().unassign.iter().any(|one| one.value == "Analytics"), "it is ours");
    assert!(!values(&provider, lead, "entitlements").contains("Analytics"), "and taken again");
}

#[tokio::test]
async fn a_suspension_that_nobody_told_of_is_ours_to_take_back() {
    let (world, provider) = world("").await;
    assert!(world.sync().await.is_whole(), "everybody is there");
    world.staff(&Staff::of(1..PEOPLE));
    let fault = Fault::new(Lie::CloseMidBody).on("PATCH", "/").times(30).carried_out();
    let told = sync_with(&world, &provider, vec![fault]).await;
    assert!(told.sums().1 > 0, "no answer came");
    let bob = provider.users().into_iter().find(|user| user["userName"] == BOB).unwrap();
    assert_eq!(bob["active"], false, "and it was done");
    let found = world.sync().await;
    assert!(found.is_whole(), "{:?}", found.failed());

    world.staff(&Staff::of(0..PEOPLE));
    let told = world.sync().await;
    assert_eq!(told.target().accounts.reactivate, [BOB], "we suspended it: {:?}", told.failed());
    assert_eq!(told.target().failures, [], "nobody else did");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}
