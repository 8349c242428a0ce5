//! Following the log of administrators' deeds.

use super::{HOUR, World, members, person, staff};
use rolecall_connect::Mirror;
use rolecall_directory::{MemberRecord, RecordKind, SourceScope};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::google::{AUDIT, Console, Customer};
use serde_json::json;

/// What the log's address ends with.
const LOG: &str = "/applications/admin";

/// A customer whose log may be read, read once.
async fn followed(customer: Customer) -> World {
    let world = World::of(customer).await;
    world.console.delegate(AUDIT);
    world.read().await;
    world
}

impl World {
    /// How many calls of lists came since the last reading began.
    fn listings(&self) -> usize {
        let calls = self.console.front.calls();
        let lists = ["/directory/v1/users", "/directory/v1/groups"];
        calls.iter().filter(|call| lists.iter().any(|list| call.path.ends_with(list))).count()
    }
}

#[tokio::test]
async fn only_whom_it_names_is_read_again() {
    let (customer, ids, [all, outer]) = staff(1200);
    let world = followed(customer).await;
    let (delivered, report) = world.read().await;
    assert_eq!((world.calls(), world.listings()), (1, 0), "nothing changed: the log alone");
    assert_eq!((report.people, report.groups, report.complete), (1200, 2, true));
    assert_eq!(members(&delivered, "All").len(), 1200, "what is kept is handed on");
    {
        let mut customer = world.console.customer();
        customer.set(&ids[1], json!({"suspended": true}));
        customer.set(&ids[2], json!({"primaryEmail": "other@example.com"}));
        customer.delete_user(&ids[3]);
        customer.user("new@example.com", json!({"orgUnitPath": "/Sales"}));
        customer.leave(&all, &ids[7]);
        let few = customer.group("Few", "few@example.com");
        customer.join(&few, &ids[8], "USER");
        customer.delete_group(&outer);
    }
    let (delivered, report) = world.read().await;
    assert_eq!(world.listings(), 0, "nothing was listed");
    // The log; the suspended; the renamed by id and both addresses; the deleted by id and address;
    // the new one; a group with six pages, one with one, and the deleted by id and address.
    assert_eq!(world.calls(), 1 + 1 + 3 + 2 + 1 + (1 + 6) + (1 + 1) + 2);
    assert_eq!((report.people, report.groups, report.complete), (1200, 2, true));
    assert!(delivered.warnings.is_empty(), "{:?}", delivered.warnings);
    assert!(!person(&delivered, "p1@example.com").unwrap().active, "suspended");
    let renamed = person(&delivered, "other@example.com").unwrap();
    assert_eq!(renamed.id, ids[2], "renamed, and known by the id");
    assert!(person(&delivered, "p2@example.com").is_none(), "not twice");
    assert!(person(&delivered, "p3@example.com").is_none(), "deleted");
    assert_eq!(members(&delivered, "All").len(), 1198, "one deleted, one left");
    assert_eq!(members(&delivered, "Few"), [MemberRecord::User(ids[8].clone())]);
    assert!(!delivered.groups.iter().any(|group| group.display == "Outer"), "deleted");
}

#[tokio::test]
async fn what_was_followed_is_followed_once_more_and_then_known() {
    let (customer, ids, _) = staff(5);
    let world = followed(customer).await;
    world.console.customer().log.later(60);
    world.console.customer().set(&ids[1], json!({"suspended": true}));
    for (minutes, calls) in [(0, 2), (10, 2), (0, 1), (20, 1)] {
        world.console.customer().log.later(minutes);
        let (delivered, _) = world.read().await;
        assert!(!person(&delivered, "p1@example.com").unwrap().active);
        assert_eq!(world.calls(), calls, "after {minutes} minutes");
    }
}

#[tokio::test]
async fn an_event_may_come_late() {
    let (customer, ids, _) = staff(5);
    let world = followed(customer).await;
    {
        let mut customer = world.console.customer();
        customer.log.later(60);
        customer.log.hold();
        customer.set(&ids[1], json!({"suspended": true}));
    }
    let (delivered, _) = world.read().await;
    assert!(person(&delivered, "p1@example.com").unwrap().active, "it does not show yet");
    world.console.customer().log.later(90);
    world.console.customer().log.release();
    let (delivered, _) = world.read().await;
    assert!(!person(&delivered, "p1@example.com").unwrap().active, "now it does");
    assert_eq!(world.listings(), 0);
}

#[tokio::test]
async fn what_is_no_administrators_deed_is_found_by_listing_now_and_then() {
    let (customer, ids, [all, _]) = staff(5);
    let mut world = followed(customer).await;
    {
        let mut customer = world.console.customer();
        customer.log.silent(true);
        customer.delete_user(&ids[1]);
        customer.set(&ids[2], json!({"orgUnitPath": "/Left"}));
        customer.leave(&all, &ids[3]);
        customer.log.silent(false);
    }
    world.now += 5 * HOUR;
    assert_eq!(world.read().await.1.people, 5, "the log names nobody");
    world.now += HOUR;
    let (delivered, report) = world.read().await;
    assert_eq!(report.people, 4, "now it is known");
    assert_eq!(person(&delivered, "p2@example.com").unwrap().org_unit.as_deref(), Some("/Left"));
    assert_eq!(members(&delivered, "All").len(), 3);
    world.read().await;
    assert_eq!(world.calls(), 1, "and the log is followed from there on");
}

#[tokio::test]
async fn a_right_that_was_taken_away_makes_all_be_listed() {
    let (customer, ids, _) = staff(5);
    let mut world = followed(customer).await;
    world.read().await;
    world.console.revoke("audit.readonly");
    world.console.customer().set(&ids[1], json!({"suspended": true}));
    for _ in 0..2 {
        let (delivered, report) = world.read().await;
        assert_eq!((report.people, report.complete, world.listings()), (5, true, 2));
        assert!(!person(&delivered, "p1@example.com").unwrap().active, "listed as before");
        let told = &delivered.warnings[0].message;
        for words in [AUDIT, "Domain-wide delegation", &world.console.client_id] {
            assert!(told.contains(words), "{told}");
        }
        assert!(!told.contains('{'), "no JSON is shown: {told}");
    }
    world.console.delegate(AUDIT);
    world.console.customer().log.later(6 * 60);
    world.now += 6 * HOUR;
    assert!(world.read().await.0.warnings.is_empty());
    world.read().await;
    assert_eq!((world.calls(), world.listings()), (1, 0), "with the right it is read again");
}

#[tokio::test]
async fn without_the_right_all_goes_on_as_ever() {
    let (customer, ..) = staff(5);
    let world = World::of(customer).await;
    for _ in 0..3 {
        let (delivered, report) = world.read().await;
        assert_eq!((report.people, world.listings()), (5, 2));
        assert!(delivered.warnings.is_empty(), "nothing is missing: {:?}", delivered.warnings);
    }
    assert_eq!(world.console.front.count(LOG, 403), 0, "nor is the log called");
}

#[tokio::test]
async fn a_log_that_cannot_be_read_to_its_end_is_not_followed() {
    for kind in [FaultKind::Cut, FaultKind::Garbage, FaultKind::Status(503)] {
        let (customer, ids, _) = staff(20);
        let mut console = Console::new(customer);
        console.log_page_most = 4;
        let world = World::before(console).await;
        world.console.delegate(AUDIT);
        world.read().await;
        world.read().await;
        for id in &ids[..10] {
            world.console.customer().set(id, json!({"suspended": true}));
        }
        world.console.front.fault(LOG, 1, usize::MAX, kind);
        let (delivered, report) = world.read().await;
        assert_eq!((report.people, report.complete, world.listings()), (20, true, 2), "{kind:?}");
        assert_eq!(delivered.people.iter().filter(|one| !one.active).count(), 10, "{kind:?}");
        assert_eq!(delivered.warnings.len(), 1, "it is told why: {:?}", delivered.warnings);
        world.console.front.clear_faults();
        world.console.customer().set(&ids[10], json!({"suspended": true}));
        let (delivered, _) = world.read().await;
        assert_eq!(world.listings(), 0, "it is followed again");
        assert_eq!(delivered.people.iter().filter(|one| !one.active).count(), 11);
        assert!(delivered.warnings.is_empty());
    }
}

#[tokio::test]
async fn limits_of_the_log_are_waited_out() {
    let (customer, ids, _) = staff(5);
    let world = followed(customer).await;
    world.console.customer().set(&ids[1], json!({"suspended": true}));
    world.console.front.fault(LOG, 0, 2, FaultKind::Throttled);
    world.console.front.fault(LOG, 2, 1, FaultKind::Status(503));
    let (delivered, _) = world.read().await;
    assert!(!person(&delivered, "p1@example.com").unwrap().active);
    assert_eq!((world.listings(), world.console.front.count(LOG, 403)), (0, 2));
}

#[tokio::test]
async fn a_crash_on_the_way_is_made_good_by_the_next_reading() {
    let (customer, ids, [all, _]) = staff(500);
    let world = followed(customer).await;
    let last = ids[499].clone();
    world.console.customer().set(&ids[1], json!({"suspended": true}));
    world.console.customer().leave(&all, &last);
    world.console.front.fault("/members", 1, usize::MAX, FaultKind::Cut);
    world.refused().await;
    world.console.front.clear_faults();
    // The group is what it was when it was known as a whole.
    world.console.customer().join(&all, &last, "USER");
    let (delivered, report) = world.read().await;
    assert_eq!((report.people, report.complete), (500, true));
    assert_eq!(members(&delivered, "All").len(), 500, "all pages were read");
    assert!(!person(&delivered, "p1@example.com").unwrap().active);
    assert_eq!(world.listings(), 0, "nothing had to be listed for that");
}

#[tokio::test]
async fn a_position_that_is_lost_or_too_old_is_not_gone_on_from() {
    let (customer, ids, _) = staff(5);
    let mut world = followed(customer).await;
    world.definition.full_every_seconds = Some(365 * 24 * 60 * 60);
    world.read().await;
    world.console.customer().set(&ids[1], json!({"suspended": true}));
    world.now += 171 * 24 * HOUR;
    let (delivered, _) = world.read().await;
    assert_eq!(world.listings(), 2);
    assert!(!person(&delivered, "p1@example.com").unwrap().active);
    assert!(delivered.warnings[0].message.contains("180 days"), "{:?}", delivered.warnings);
    world.console.customer().set(&ids[2], json!({"suspended": true}));
    world.kept.mirror.advance(&[], Some("nonsense")).unwrap();
    let (delivered, _) = world.read().await;
    assert_eq!(world.listings(), 2);
    assert!(!person(&delivered, "p2@example.com").unwrap().active);
    world.read().await;
    assert_eq!(world.listings(), 0);
}

#[tokio::test]
async fn a_renamed_org_unit_makes_all_be_listed() {
    let (mut customer, ids, _) = staff(5);
    let few = customer.group("Few", "few@example.com");
    customer.join(&few, &ids[1], "USER");
    let world = followed(customer).await;
    {
        let mut customer = world.console.customer();
        customer.rename_org_unit("/Sales", "Trade");
        // The number of members and so the etag stay, but the log names the group.
        customer.leave(&few, &ids[1]);
        customer.join(&few, &ids[2], "USER");
    }
    let (delivered, _) = world.read().await;
    assert_eq!(world.listings(), 2);
    let moved = |name: &str| person(&delivered, name).unwrap().org_unit.clone();
    assert_eq!(moved("p0@example.com").as_deref(), Some("/Trade"));
    assert_eq!(members(&delivered, "Few"), [MemberRecord::User(ids[2].clone())]);
    assert!(delivered.warnings.is_empty(), "nothing is wrong: {:?}", delivered.warnings);
}

#[tokio::test]
async fn who_takes_over_an_address_is_somebody_else() {
    let (mut customer, ids, _) = staff(5);
    let everybody = customer.group("Staff", "staff@example.com");
    customer.join(&everybody, "C01abc23d", "CUSTOMER");
    let world = followed(customer).await;
    let new = {
        let mut customer = world.console.customer();
        customer.set(&ids[2], json!({"primaryEmail": "other@example.com"}));
        customer.set(&ids[2], json!({"aliases": []}));
        customer.user("p2@example.com", json!({}))
    };
    let (delivered, report) = world.read().await;
    assert_eq!((report.people, world.listings()), (6, 0));
    assert_eq!(person(&delivered, "p2@example.com").unwrap().id, new);
    assert_eq!(person(&delivered, "other@example.com").unwrap().id, ids[2]);
    assert_eq!(members(&delivered, "Staff").len(), 6, "who is new is in it at once");
}

#[tokio::test]
async fn strangers_are_nobody_and_what_cannot_be_told_is_listed() {
    let (customer, ids, _) = staff(5);
    let world = followed(customer).await;
    let write = |address: &str| {
        let told = [("USER_EMAIL", address)];
        world.console.customer().log.write("USER_SETTINGS", "CHANGE_PASSWORD", &told);
    };
    write("guest@elsewhere.example");
    world.console.front.fault("/guest@elsewhere.example", 0, 9, FaultKind::Status(403));
    assert_eq!(world.read().await.1.people, 5);
    assert_eq!(world.listings(), 0, "an address that is not the organization's is nobody");
    write("p0@example.com");
    assert_eq!(ids[0], "000100000000000000001");
    world.console.front.fault("/users/000100000000000000001", 0, 9, FaultKind::Status(403));
    let (_, report) = world.read().await;
    assert_eq!((report.people, world.listings()), (5, 2), "nobody is gone for a refusal");
}

#[tokio::test]
async fn very_many_changes_are_listed_and_a_query_always_is() {
    let (customer, ids, _) = staff(60);
    let mut world = followed(customer).await;
    for id in &ids[..55] {
        world.console.customer().set(id, json!({"suspended": true}));
    }
    let (delivered, _) = world.read().await;
    assert_eq!((world.calls(), world.listings()), (3, 2), "that is the shorter way");
    assert_eq!(delivered.people.iter().filter(|one| !one.active).count(), 55);
    let mut kept = 0;
    world.kept.mirror.each(RecordKind::Person, &mut |_, _| kept += 1).unwrap();
    assert_eq!(kept, 60);
    let query = Some("isSuspended=false".to_owned());
    world.definition.scope = SourceScope { query, ..SourceScope::default() };
    for _ in 0..2 {
        assert_eq!(world.read().await.1.people, 5);
        assert_eq!((world.listings(), world.console.front.count(LOG, 200)), (2, 0));
    }
}
