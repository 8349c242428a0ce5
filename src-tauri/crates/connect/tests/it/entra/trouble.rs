//! What goes wrong on the way, and what must not follow from it.

use super::{World, members, person, staff};
use rolecall_directory::Cause;
use rolecall_emulators::front::{FaultKind, Throttle};
use rolecall_emulators::graph::{Console, Lost, MemberKind};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_lost_delta_token_means_a_reading_in_full_and_nobody_is_lost() {
    for lost in [Lost::Gone, Lost::NotFound] {
        let (tenant, ids) = staff(50);
        let all = tenant.groups.keys().next().cloned().unwrap();
        let mut console = Console::new(tenant);
        (console.lost, console.page_most) = (lost, 20);
        let world = World::before(console).await;
        world.read().await;
        {
            let mut tenant = world.console.tenant();
            tenant.delete_user(&ids[1], true);
            tenant.leave(&all, &ids[2]);
            tenant.user("new@example.com", json!({}));
        }
        world.console.expire_delta_tokens();
        let (delivered, report) = world.read().await;
        assert!(report.complete, "{lost:?}");
        assert_eq!(report.people, 50, "one went, one came");
        assert!(person(&delivered, "p1@example.com").is_none(), "who is gone is found out");
        assert_eq!(members(&delivered, "All").len(), 48, "who left meanwhile is out too");
        assert_eq!(world.console.front.count("/users/p1", 200), 0);
        world.read().await;
        assert_eq!(world.calls(), 2, "and then changes alone again");
    }
}

#[tokio::test]
async fn a_crash_in_the_middle_goes_on_where_it_was() {
    let (tenant, _) = staff(100);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    // Five pages come, then none any more, whatever is tried.
    world.console.front.fault("/users/delta", 5, usize::MAX, FaultKind::Cut);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::Unavailable, "{refused}");
    assert!(refused.message.contains("Nothing was taken away"), "{refused}");
    world.console.front.clear_faults();
    let (_, report) = world.read().await;
    assert_eq!((report.people, report.complete), (100, true));
    let users = world.console.front.count("/users/delta", 200);
    assert_eq!(users, 5, "the five pages that were kept are not asked for again");
}

#[tokio::test]
async fn a_crash_among_changes_goes_on_too() {
    let (tenant, ids) = staff(60);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    world.read().await;
    for id in &ids[..40] {
        world.console.tenant().set(id, json!({"jobTitle": "Boss"}));
    }
    world.console.front.fault("/users/delta", 2, usize::MAX, FaultKind::Cut);
    world.refused().await;
    world.console.front.clear_faults();
    let (delivered, _) = world.read().await;
    let bosses = delivered.people.iter().filter(|one| one.attribute("title") == Some("Boss"));
    assert_eq!(bosses.count(), 40, "every change is there once");
    assert_eq!(world.console.front.count("/users/delta", 200), 2, "two of four pages were left");
}

#[tokio::test]
async fn a_page_that_is_missing_takes_nobody_away() {
    let (tenant, ids) = staff(100);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    world.console.front.fault("/users/delta", 3, 1, FaultKind::Skip);
    let refused = world.refused().await;
    assert!(refused.message.contains("a page is missing"), "{refused}");
    let (_, report) = world.read().await;
    assert_eq!(report.people, 100, "the next reading begins anew and is whole");

    world.console.expire_delta_tokens();
    world.console.tenant().delete_user(&ids[0], true);
    world.console.front.fault("/groups/delta", 0, 1, FaultKind::Skip);
    let refused = world.refused().await;
    assert!(refused.message.contains("group with the id"), "{refused}");
    let (delivered, report) = world.read().await;
    assert_eq!((report.people, report.groups), (99, 2), "all that is there is delivered");
    assert_eq!(members(&delivered, "All").len(), 99, "with its members");
}

#[tokio::test]
async fn who_is_not_listed_but_there_stays() {
    let (tenant, _) = staff(2000);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    world.read().await;
    world.console.expire_delta_tokens();
    // Ten of two thousand are within what the count may be late by.
    world.console.front.fault("/users/delta", 4, 1, FaultKind::Skip);
    let (_, report) = world.read().await;
    assert_eq!(report.people, 2000, "they were asked for one by one");
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let (tenant, _) = staff(60);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    world.console.front.throttle(Some(Throttle { calls: 3, period: Duration::from_secs(1) }));
    let (_, report) = world.read().await;
    assert_eq!((report.people, report.complete), (60, true));
    assert!(world.console.front.count("/delta", 429) > 0, "it was throttled");
}

#[tokio::test]
async fn a_token_that_ends_in_the_middle_is_renewed() {
    let (tenant, _) = staff(60);
    let mut console = Console::new(tenant);
    console.page_most = 10;
    let world = World::before(console).await;
    world.console.front.token_lifetime(Duration::ZERO);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::CredentialRejected, "a token that is never good: {refused}");
    world.console.front.token_lifetime(Duration::from_millis(200));
    let source = world.source();
    let mut first = crate::recording::Delivered::default();
    rolecall_connect::ReadSource::read(&source, &mut first).await.unwrap();
    world.console.front.expire_tokens();
    let mut second = crate::recording::Delivered::default();
    rolecall_connect::ReadSource::read(&source, &mut second).await.unwrap();
    assert_eq!(second.people.len(), 60, "with another token");
    assert!(world.console.front.tokens_given() > 1);
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_told() {
    let (mut tenant, _) = staff(5);
    let odd = tenant.group("Odd");
    tenant.join(&odd, "nobody", MemberKind::User);
    let world = World::of(tenant).await;
    world.console.front.fault("/users/delta", 0, 1, FaultKind::Garbage);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::UnreadableAnswer, "{refused}");
    assert!(refused.message.contains("<html>"), "it says how it begins: {refused}");
    world.console.front.fault("/groups/delta", 0, 2, FaultKind::Status(500));
    let (_, report) = world.read().await;
    assert_eq!(report.people, 5, "what passes is waited for");
}
