//! What goes wrong on the way, and what must not follow from it.

use super::{World, members, person, staff};
use crate::recording::Delivered;
use rolecall_connect::ReadSource;
use rolecall_directory::Cause;
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::google::Console;
use serde_json::json;

#[tokio::test]
async fn a_crash_in_the_middle_takes_nobody_away() {
    let (customer, ids, [all, _]) = staff(100);
    let mut console = Console::new(customer);
    console.page_most = 10;
    let world = World::before(console).await;
    world.read().await;
    {
        let mut customer = world.console.customer();
        customer.set(&ids[1], json!({"suspended": true}));
        customer.leave(&all, &ids[2]);
    }
    world.console.front.fault("/users", 5, usize::MAX, FaultKind::Cut);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::Unavailable, "{refused}");
    assert!(refused.message.contains("Nothing was taken away"), "{refused}");
    world.console.front.clear_faults();
    world.console.front.fault("/members", 0, usize::MAX, FaultKind::Cut);
    world.refused().await;
    world.console.front.clear_faults();
    let (delivered, report) = world.read().await;
    assert_eq!((report.people, report.complete), (100, true));
    assert!(!person(&delivered, "p1@example.com").unwrap().active);
    assert_eq!(members(&delivered, "All").len(), 99, "the group that changed was read after all");
}

#[tokio::test]
async fn a_page_that_is_missing_takes_nobody_away() {
    let (customer, ids, _) = staff(100);
    let mut console = Console::new(customer);
    console.page_most = 10;
    let world = World::before(console).await;
    world.read().await;
    world.console.customer().delete_user(&ids[0]);
    world.console.front.fault("/users", 3, 1, FaultKind::Skip);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::UnreadableAnswer, "{refused}");
    assert!(refused.message.contains("a page is missing"), "{refused}");
    assert_eq!(world.read().await.1.people, 99, "the next reading is whole");
}

#[tokio::test]
async fn limits_are_waited_out_whatever_google_calls_them() {
    for reason in ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", ""] {
        let (customer, ..) = staff(60);
        let mut console = Console::new(customer);
        (console.page_most, console.throttled_as) = (10, reason);
        let world = World::before(console).await;
        world.console.front.fault("/users", 2, 2, FaultKind::Throttled);
        world.console.front.fault("/members", 0, 1, FaultKind::Throttled);
        let (_, report) = world.read().await;
        assert_eq!((report.people, report.complete), (60, true), "{reason:?}");
        let status = if reason.is_empty() { 429 } else { 403 };
        let calls = world.console.front.calls();
        let told = calls.iter().filter(|call| call.status == status).count();
        assert_eq!(told, 3, "{reason:?} was told");
    }
}

#[tokio::test]
async fn a_token_that_ends_is_renewed() {
    let (customer, ..) = staff(20);
    let world = World::of(customer).await;
    let source = world.source();
    source.read(&mut Delivered::default()).await.unwrap();
    world.console.front.expire_tokens();
    let report = source.read(&mut Delivered::default()).await.unwrap();
    assert_eq!((report.people, world.console.front.tokens_given()), (20, 2), "another token");
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_told() {
    let (customer, ..) = staff(5);
    let world = World::of(customer).await;
    world.console.front.fault("/groups", 0, 1, FaultKind::Garbage);
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::UnreadableAnswer, "{refused}");
    assert!(refused.message.contains("<html>"), "it says how it begins: {refused}");
    world.console.front.fault("/users", 0, 2, FaultKind::Status(500));
    assert_eq!(world.read().await.1.people, 5, "what passes is waited for");
}
