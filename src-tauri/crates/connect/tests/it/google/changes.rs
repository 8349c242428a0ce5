//! What a directory tells, first and later.

use super::{HOUR, World, members, person, staff};
use rolecall_directory::{AttributeDefinition, MemberRecord, SourceScope};
use serde_json::json;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn members_are_asked_for_only_where_a_group_changed() {
    let (customer, ids, [all, _]) = staff(1200);
    let world = World::of(customer).await;
    let (delivered, report) = world.read().await;
    assert!(report.complete && report.rows_lost == 0, "{report:?}");
    assert_eq!((report.people, report.groups), (1200, 2));
    let one = person(&delivered, "p4@example.com").unwrap();
    assert_eq!((one.id.as_str(), one.org_unit.as_deref()), (ids[4].as_str(), Some("/Sales")));
    assert_eq!(one.attribute("email"), Some("p4@example.com"));
    assert_eq!(one.attribute("title"), Some("Lead"), "of the primary organization");
    assert_eq!(one.attribute("employeeNumber"), Some("00004"));
    assert_eq!(one.attribute("aliases").map(|all| all.split('\u{1f}').count()), Some(2));
    assert_eq!(members(&delivered, "All").len(), 1200);
    assert_eq!(members(&delivered, "Outer"), [MemberRecord::Group(all.clone())]);
    // Three pages of 500, one of groups, six pages of 200 members and one.
    assert_eq!(world.calls(), 3 + 1 + 6 + 1);
    let largest = world.kept.largest.load(Ordering::Relaxed);
    assert!(largest <= 500, "no more than a page is held: {largest}");

    let (delivered, _) = world.read().await;
    assert_eq!((world.calls(), world.member_calls()), (4, 0), "nothing changed: lists alone");
    assert_eq!(members(&delivered, "All").len(), 1200, "and members are known still");

    {
        let mut customer = world.console.customer();
        customer.leave(&all, &ids[7]);
        let few = customer.group("Few", "few@example.com");
        customer.join(&few, &ids[8], "USER");
    }
    let (delivered, report) = world.read().await;
    assert_eq!(world.member_calls(), 6 + 1, "of the changed group and the new one");
    assert_eq!(report.groups, 3);
    assert_eq!(members(&delivered, "All").len(), 1199);
    assert_eq!(members(&delivered, "Few"), [MemberRecord::User(ids[8].clone())]);
}

#[tokio::test]
async fn a_change_that_does_not_show_is_found_after_six_hours() {
    let (mut customer, ids, _) = staff(5);
    let few = customer.group("Few", "few@example.com");
    customer.join(&few, &ids[1], "USER");
    let mut world = World::of(customer).await;
    world.read().await;
    {
        // One goes and one comes: the number and so the etag stay.
        let mut customer = world.console.customer();
        customer.leave(&few, &ids[1]);
        customer.join(&few, &ids[2], "USER");
    }
    world.now += 5 * HOUR;
    world.read().await;
    assert_eq!(world.member_calls(), 0, "it does not show");
    world.now += HOUR;
    let (delivered, _) = world.read().await;
    assert_eq!(members(&delivered, "Few"), [MemberRecord::User(ids[2].clone())], "now it does");
    let calls = world.console.front.calls();
    let same = calls.iter().filter(|call| call.status == 304).count();
    assert_eq!(same, 2, "of the others their etag was enough");
}

#[tokio::test]
async fn the_ways_of_leaving_are_told_apart() {
    let (customer, ids, _) = staff(10);
    let mut world = World::of(customer).await;
    world.definition.scope =
        SourceScope { org_units: vec!["/Sales".into()], ..SourceScope::default() };
    assert_eq!(world.read().await.1.people, 10);
    {
        let mut customer = world.console.customer();
        customer.set(&ids[0], json!({"suspended": true}));
        customer.set(&ids[1], json!({"archived": true}));
        customer.delete_user(&ids[2]);
        customer.set(&ids[3], json!({"orgUnitPath": "/Left"}));
        customer.users.remove(&ids[4]);
    }
    let (delivered, report) = world.read().await;
    assert!(report.complete, "{report:?}");
    assert!(!person(&delivered, "p0@example.com").unwrap().active, "suspended");
    assert!(!person(&delivered, "p1@example.com").unwrap().active, "archived");
    for (name, why) in [("p2", "deleted"), ("p3", "moved out of scope"), ("p4", "gone for good")] {
        assert!(person(&delivered, &format!("{name}@example.com")).is_none(), "{why}");
    }
    let calls = world.console.front.calls();
    let asked = calls.iter().filter(|call| call.path.contains("/users/")).count();
    assert_eq!(asked, 1, "only who is not among the deleted was asked for by himself");
    assert_eq!(members(&delivered, "All").len(), 7, "nor are they in groups any more");
}

#[tokio::test]
async fn schemas_of_the_customers_own_are_attributes() {
    let (mut customer, ids, _) = staff(2);
    customer.set(
        &ids[0],
        json!({"customSchemas": {"Desk": {"floor": "4", "badges": [{"value": "a"}]}}}),
    );
    let mut world = World::of(customer).await;
    let mut floor = AttributeDefinition::text("floor");
    floor.from = Some("customSchemas.Desk.floor".to_owned());
    world.attributes = vec![floor];
    world.definition.map.insert("badge".into(), "customSchemas.Desk.badges".into());
    let (delivered, _) = world.read().await;
    let one = person(&delivered, "p0@example.com").unwrap();
    assert_eq!((one.attribute("floor"), one.attribute("badge")), (Some("4"), Some("a")));
    assert_eq!(person(&delivered, "p1@example.com").unwrap().attribute("floor"), None);
}

#[tokio::test]
async fn a_group_may_hold_everybody_and_strangers() {
    let (mut customer, ids, _) = staff(3);
    let staff = customer.group("Staff", "staff@example.com");
    customer.join(&staff, "C01abc23d", "CUSTOMER");
    customer.join(&staff, "999", "EXTERNAL");
    let world = World::of(customer).await;
    let (delivered, _) = world.read().await;
    assert_eq!(members(&delivered, "Staff").len(), 3, "everybody, and no stranger");
    let new = world.console.customer().user("new@example.com", json!({}));
    world.console.customer().delete_user(&ids[0]);
    let (delivered, _) = world.read().await;
    let all = members(&delivered, "Staff");
    assert!(all.contains(&MemberRecord::User(new)), "who is new is in it at once");
    assert_eq!(all.len(), 3, "who is gone is not: {all:?}");
}

#[tokio::test]
async fn the_scope_is_kept_by_groups_and_by_query() {
    let (mut customer, ids, _) = staff(30);
    let few = customer.group("Few", "few@example.com");
    customer.join(&few, &ids[3], "USER");
    customer.set(&ids[5], json!({"suspended": true}));
    let mut world = World::of(customer).await;
    world.definition.scope = SourceScope { groups: vec!["Few".into()], ..SourceScope::default() };
    let (delivered, _) = world.read().await;
    assert_eq!(delivered.people.len(), 1);
    let query = Some("isSuspended=false".to_owned());
    world.definition.scope = SourceScope { query, ..SourceScope::default() };
    assert_eq!(world.read().await.1.people, 29, "the query is Google's");
    world.console.customer().set(&ids[6], json!({"suspended": true}));
    assert_eq!(world.read().await.1.people, 28, "who is not found is not delivered");
    world.definition.scope.query = Some("nonsense".to_owned());
    let refused = world.refused().await;
    assert!(refused.message.contains("Invalid Input: query"), "{refused}");
    assert!(refused.message.contains("scope"), "{refused}");
}
