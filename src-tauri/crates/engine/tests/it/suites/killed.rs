//! A process that is killed in the middle of a page, for each kind of source: the next one goes on,
//! and nobody was taken away.

use super::{World, entra, google, okta, scim};
use crate::process::Running;
use crate::world::TOKEN;
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::okta::{Fault, FaultKind as OktaFault};
use rolecall_emulators::{google as workspace, graph, keys, okta as org};
use rolecall_engine::{Clock, SystemClock};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many people.
const PEOPLE: usize = 1_600;

/// Syncs once; then a process of its own, long after, reads all again, is killed once `hangs`,
/// and a sync after it finds everybody there.
async fn survives(
    world: World,
    secret: &str,
    (begin, hangs, end): (impl Fn(), impl Fn() -> bool, impl Fn()),
) {
    world.sync().await;
    let before = world.accounts();
    assert_eq!(before.len(), PEOPLE);
    begin();
    let dir = PathBuf::from(world.path());
    let mut running = Running::start_with(&dir, secret);
    let begun = Instant::now();
    while !hangs() {
        assert!(!running.has_ended(), "it ended before it was killed");
        assert!(begun.elapsed() < Duration::from_secs(90), "it never came to the page");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (was_running, _) = running.kill();
    assert!(was_running, "it was killed in the middle of a page");
    end();
    // As long after as the process that was killed.
    world.clock.advance_days(200);
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert!(before == world.accounts(), "everybody is there as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn entra_id() {
    let (tenant, ..) = entra::tenant(PEOPLE);
    let (world, console) = entra::world(graph::Console::new(tenant)).await;
    let secret = console.client_secret.clone();
    let path = "/users/delta";
    let begin = || {
        console.front.forget();
        console.front.fault(path, 5, 1, FaultKind::Silent);
    };
    let hangs = || console.front.count(path, 0) >= 1;
    survives(world, &secret, (begin, hangs, || console.front.clear_faults())).await;
    assert!(console.front.count(path, 200) <= PEOPLE / 200 + 1, "each page once: it was kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn google_workspace() {
    let (customer, ..) = google::customer(PEOPLE);
    let (world, console) = google::world(workspace::Console::new(customer)).await;
    let secret = world.secret.clone();
    let path = "/users";
    let begin = || {
        console.front.forget();
        console.front.fault(path, 2, 1, FaultKind::Silent);
    };
    let hangs = || console.front.count(path, 0) >= 1;
    survives(world, &secret, (begin, hangs, || console.front.clear_faults())).await;
}

/// The same where only what the log names is read: in the middle of a group's members.
#[tokio::test(flavor = "multi_thread")]
async fn google_workspace_on_the_way_from_the_log() {
    let (customer, ids, _) = google::customer(PEOPLE);
    let (world, console) = google::world(workspace::Console::new(customer)).await;
    console.delegate(workspace::AUDIT);
    let group = console.customer().group("Everybody", "everybody@example.com");
    ids.iter().for_each(|id| console.customer().join(&group, id, "USER"));
    console.customer().log.clear();
    // As late as the process that is killed, so that all is not due to be listed.
    world.clock.advance_minutes((SystemClock.now_ms() - world.clock.now_ms()) / 60_000);
    world.sync().await;
    let before = world.accounts();
    console.customer().leave(&group, &ids[7]);
    console.front.forget();
    console.front.fault("/members", 2, 1, FaultKind::Silent);
    let dir = PathBuf::from(world.path());
    let mut running = Running::start_with(&dir, &world.secret);
    let begun = Instant::now();
    while console.front.count("/members", 0) == 0 {
        assert!(!running.has_ended(), "it ended before it was killed");
        assert!(begun.elapsed() < Duration::from_secs(90), "it never came to the page");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(running.kill().0, "it was killed in the middle of a page");
    console.front.clear_faults();
    console.front.forget();
    world.clock.advance_minutes(60);
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert!(before == world.accounts(), "everybody is there as before");
    assert_eq!(console.front.count("/directory/v1/users", 200), 0, "and nobody was listed");
    assert_eq!(
        console.front.count("/members", 200),
        PEOPLE / 200,
        "the group was, from its first page"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn okta_org() {
    let (people, ..) = okta::org(PEOPLE);
    let mut console = org::Console::new(people);
    console.client_key = Some(keys::PUBLIC.to_owned());
    let console = Arc::new(console);
    let place = org::open(console.clone()).await.unwrap();
    let world = World::of(&okta::source(&console, &place), keys::PRIVATE).await;
    let path = "/api/v1/users";
    let begin = || {
        console.forget_calls();
        let kind = OktaFault::Slow(Duration::from_secs(600));
        console.fault(Fault { path: path.to_owned(), after: 4, times: 1, kind });
    };
    // The call that hangs is told of when it ends; the one before it was the last.
    let hangs = || console.count(path, 200) >= 4;
    survives(world, keys::PRIVATE, (begin, hangs, || console.clear_faults())).await;
    // The page at which it was killed may have been answered, and not kept.
    assert!(console.count(path, 200) <= PEOPLE / 200 + 1, "each page once: it went on there");
}

#[tokio::test(flavor = "multi_thread")]
async fn scim_provider() {
    let (_folder, from) = scim::staffed(PEOPLE).await;
    let world = World::of(&scim::source(&from.url()), TOKEN).await;
    let begin = || {
        from.forget_calls();
        from.set_latency(Duration::from_millis(400));
    };
    let pages = || from.calls().iter().filter(|call| call.path.contains("/Users")).count();
    survives(world, TOKEN, (begin, || pages() >= 3, || from.set_latency(Duration::ZERO))).await;
}
