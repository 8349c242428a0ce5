//! What is delivered, and that changes alone are asked for.

use super::{HOUR, World, active, cell, members, old};
use rolecall_directory::{AttributeDefinition, SourceScope};
use serde_json::json;

#[tokio::test]
async fn people_and_groups_come_whole_and_then_changes_alone() {
    let mut org = old();
    let ann = org.user_of(
        &json!({"login": "ann@x.org", "email": "ann@mail.org", "firstName": "Ann",
            "lastName": "Lee", "department": "Sales", "countryCode": "NL", "badge": [7, 8],
            "managerId": "m1", "mobilePhone": "2"}),
        "ACTIVE",
    );
    let bob = org.user("bob@x.org", ["Bob", "B"], "SUSPENDED");
    org.user("cid@x.org", ["Cid", "C"], "DEPROVISIONED");
    let sales = org.group("Sales");
    let empty = org.group("Empty");
    org.join(&sales, &ann);
    org.join(&sales, &bob);
    let mut world = World::of(org).await;
    world.attributes = vec![AttributeDefinition::text("badge")];
    world.definition.map.insert("title".into(), "profile.department".into());

    let (delivered, report) = world.read().await;
    assert_eq!((report.people, report.groups, report.complete), (3, 2, true), "all is there");
    let person = delivered.people.iter().find(|one| one.user_name == "ann@x.org").unwrap();
    let held = |name: &str| cell(person, name);
    assert_eq!(person.id, ann);
    assert_eq!(held("email"), Some("ann@mail.org"), "the address is not the login");
    assert_eq!((held("familyName"), held("country")), (Some("Lee"), Some("NL")));
    assert_eq!((held("title"), held("manager")), (Some("Sales"), Some("m1")), "by the map");
    assert_eq!(held("badge"), Some("7\u{1f}8"), "an attribute of the profile's own name, a list");
    assert_eq!(held("phoneNumber"), Some("2"), "where there is no other");
    assert_eq!(active(&delivered), ["ann@x.org"], "who is suspended or deprovisioned is not");
    assert_eq!(members(&delivered, "Sales"), ["ann@x.org", "bob@x.org"]);
    assert_eq!(world.calls(), 4, "a page of users, one of groups, members of two groups");

    let (again, _) = world.read().await;
    assert_eq!(again.people, delivered.people, "nothing changed");
    assert_eq!(world.calls(), 2, "two lists of changes, both empty");

    {
        let mut org = world.console.org();
        org.set(&ann, "department", json!("Support"));
        org.status(&bob, "ACTIVE");
        let dan = org.user("dan@x.org", ["Dan", "D"], "PROVISIONED");
        org.leave(&sales, &ann);
        org.join(&sales, &dan);
        org.rename(&empty, "Void");
    }
    let (delivered, _) = world.read().await;
    assert_eq!(world.calls(), 3, "users, groups, and members of the one group they changed of");
    assert_eq!(active(&delivered), ["ann@x.org", "bob@x.org", "dan@x.org"]);
    assert_eq!(members(&delivered, "Sales"), ["bob@x.org", "dan@x.org"]);
    assert!(delivered.groups.iter().any(|group| group.display == "Void"), "renamed");
    let (_, _) = world.read().await;
    assert_eq!(world.calls(), 2, "what was seen shortly before is told again, and not read again");
}

#[tokio::test]
async fn who_was_deleted_is_found_by_reading_all_again() {
    let mut org = old();
    let ann = org.user("ann@x.org", ["Ann", "A"], "ACTIVE");
    let bob = org.user("bob@x.org", ["Bob", "B"], "ACTIVE");
    let (sales, gone) = (org.group("Sales"), org.group("Gone"));
    org.join(&sales, &ann);
    org.join(&sales, &bob);
    let mut world = World::of(org).await;
    world.read().await;
    {
        let mut org = world.console.org();
        org.delete_user(&bob);
        org.delete_group(&gone);
    }
    let (delivered, _) = world.read().await;
    assert_eq!(delivered.people.len(), 2, "changes do not tell it");
    assert_eq!(members(&delivered, "Sales"), ["ann@x.org"], "but that of the group");
    world.now += 23 * HOUR;
    assert_eq!(world.read().await.0.people.len(), 2, "a day is not over");
    world.now += HOUR;
    let (delivered, report) = world.read().await;
    assert!(report.complete, "all was read");
    assert_eq!((delivered.people.len(), delivered.groups.len()), (1, 1), "both are gone");
    assert_eq!(world.console.count(&bob, 404), 1, "and were asked for before that was believed");
    assert!(delivered.warnings.is_empty(), "nothing odd about it: {:?}", delivered.warnings);

    world.definition.full_every_seconds = Some(3600);
    world.now += HOUR;
    world.read().await;
    assert_eq!(world.console.count("/users", 200), 2, "all users, and members of all groups");
    assert_eq!(world.calls(), 3, "on a schedule of its own");
}

#[tokio::test]
async fn a_query_bounds_whom_okta_delivers() {
    let mut org = old();
    let mut person = |login: &str, department: &str| {
        let profile = json!({"login": login, "email": login, "firstName": "F", "lastName": "L",
            "department": department});
        org.user_of(&profile, "ACTIVE")
    };
    let ann = person("ann@x.org", "Sales");
    let bob = person("bob@x.org", "Legal");
    person("cid@x.org", "Sales");
    let mut world = World::of(org).await;
    let query = Some("profile.department eq \"Sales\"".to_owned());
    world.scope(SourceScope { query, ..SourceScope::default() });
    assert_eq!(active(&world.read().await.0), ["ann@x.org", "cid@x.org"]);
    {
        let mut org = world.console.org();
        org.set(&bob, "department", json!("Sales"));
        org.status(&ann, "SUSPENDED");
    }
    let (delivered, _) = world.read().await;
    assert_eq!(active(&delivered), ["bob@x.org", "cid@x.org"], "who came, and who was suspended");
    world.console.org().set(&bob, "department", json!("Legal"));
    world.now += 24 * HOUR;
    let (delivered, _) = world.read().await;
    assert_eq!(active(&delivered), ["cid@x.org"], "who left is found by reading all again");
}

#[tokio::test]
async fn a_scope_of_groups_leaves_the_others_out() {
    let mut org = old();
    let ann = org.user("ann@x.org", ["Ann", "A"], "ACTIVE");
    org.user("bob@x.org", ["Bob", "B"], "ACTIVE");
    let sales = org.group("Sales");
    org.join(&sales, &ann);
    let mut world = World::of(org).await;
    world.scope(SourceScope { groups: vec!["sales".into()], ..SourceScope::default() });
    assert_eq!(active(&world.read().await.0), ["ann@x.org"]);
}
