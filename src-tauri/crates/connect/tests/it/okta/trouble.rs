//! Pages that fail, lie or are lost, and readings that are broken off.

use super::{HOUR, World, old};
use rolecall_connect::{Mirror, ReadSource};
use rolecall_directory::Cause;
use rolecall_emulators::okta::{Fault, FaultKind, Throttle};
use std::time::Duration;

/// Six hundred people on three pages, all in one group.
async fn crowd() -> World {
    let mut org = old();
    let all = org.group("All");
    for number in 0..600 {
        let user = org.user(&format!("p{number:03}@x.org"), ["P", "N"], "ACTIVE");
        org.join(&all, &user);
    }
    World::of(org).await
}

fn fault(after: usize, times: usize, kind: FaultKind) -> Fault {
    Fault { path: "/api/v1/users".into(), after, times, kind }
}

#[tokio::test]
async fn pages_that_fail_in_passing_are_asked_for_again() {
    let world = crowd().await;
    world.console.fault(fault(0, 1, FaultKind::Status(500)));
    world.console.fault(fault(1, 1, FaultKind::Cut));
    world.console.fault(fault(2, 1, FaultKind::Status(503)));
    let (delivered, report) = world.read().await;
    assert_eq!((delivered.people.len(), report.complete), (600, true));
    assert_eq!(delivered.groups[0].members.len(), 600);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_ends_the_reading_and_takes_nothing_away() {
    for kind in [FaultKind::Half, FaultKind::Garbage] {
        let mut world = crowd().await;
        world.read().await;
        world.now += 25 * HOUR;
        world.console.fault(fault(1, usize::MAX, kind));
        let refused = world.try_read().await.unwrap_err();
        assert_eq!(refused.cause, Cause::UnreadableAnswer, "{refused}");
        assert!(world.kept.mirror.state().unwrap().filling, "it is to be gone on with");
    }
}

#[tokio::test]
async fn a_page_that_is_missing_disables_nobody() {
    for kind in [FaultKind::LastPage, FaultKind::EmptyPage] {
        let mut world = crowd().await;
        world.read().await;
        world.now += 25 * HOUR;
        world.console.fault(fault(1, 1, kind));
        let (delivered, report) = world.read().await;
        assert_eq!((delivered.people.len(), report.complete), (600, true), "{kind:?}");
        let told = &delivered.warnings[0].message;
        assert!(told.contains("left out"), "{kind:?}: {told}");
        assert_eq!(delivered.groups[0].members.len(), 600, "{kind:?}: nor from the group");
        let (delivered, _) = world.read().await;
        assert_eq!(delivered.people.len(), 600, "{kind:?}: nor later");
    }
}

#[tokio::test]
async fn a_reading_that_is_broken_off_goes_on_where_it_was() {
    let world = crowd().await;
    world.console.fault(fault(2, 1, FaultKind::Slow(Duration::from_secs(30))));
    let source = world.source();
    let mut delivered = crate::recording::Delivered::default();
    let cut = tokio::time::timeout(Duration::from_secs(2), source.read(&mut delivered)).await;
    assert!(cut.is_err() && delivered.people.is_empty(), "it was dropped in the third page");
    drop(source);
    let state = world.kept.mirror.state().unwrap();
    assert!(state.filling && state.filled_at.is_none(), "in the middle of a reading in full");
    let (delivered, report) = world.read().await;
    assert_eq!((delivered.people.len(), report.complete), (600, true));
    assert_eq!(world.console.count("/api/v1/users", 200), 1, "only the page that was missing");
    let state = world.kept.mirror.state().unwrap();
    assert!(!state.filling && state.filled_at.is_some(), "and then it was whole");
}

#[tokio::test]
async fn a_cursor_that_ran_out_begins_the_list_anew() {
    let world = crowd().await;
    world.console.fault(fault(2, 1, FaultKind::Status(404)));
    let (delivered, report) = world.read().await;
    assert_eq!((delivered.people.len(), report.complete), (600, true));
    assert_eq!(world.console.count("/api/v1/users", 200), 5, "two pages, and then all three");
    let mut world = crowd().await;
    world.console.fault(fault(2, usize::MAX, FaultKind::Status(400)));
    assert!(world.try_read().await.is_err(), "once, not for ever");
    world.now += 1;
    assert!(world.try_read().await.is_err(), "nor is half of it delivered later");
}

#[tokio::test]
async fn what_is_left_of_the_rate_limit_is_kept_to() {
    let world = crowd().await;
    world.console.throttle(Some(Throttle::new(4, Duration::from_secs(1))));
    let (delivered, _) = world.read().await;
    assert_eq!(delivered.people.len(), 600);
    let refused = world.console.calls().iter().filter(|call| call.status == 429).count();
    assert_eq!(refused, 0, "the headers told when to wait");
    assert_eq!(world.calls(), 7, "three pages of people, one of groups, three of members");

    let world = crowd().await;
    world.console.throttle(Some(Throttle::new(1, Duration::from_secs(1))));
    let (delivered, _) = world.read().await;
    assert_eq!(delivered.people.len(), 600, "one a second gets there too");
}
