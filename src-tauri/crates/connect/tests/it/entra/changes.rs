//! What a tenant tells, first and later.

use super::{HOUR, World, members, person, staff};
use rolecall_directory::{AttributeDefinition, AttributeType, MemberRecord, SourceScope};
use rolecall_emulators::graph::{Console, MemberKind};
use serde_json::json;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn everything_is_read_page_by_page_and_then_changes_alone() {
    let (mut tenant, ids) = staff(1000);
    let device = "d0000000-0000-4000-8000-000000000001";
    let all = tenant.groups.keys().next().cloned().unwrap();
    tenant.join(&all, device, MemberKind::Device);
    let world = World::of(tenant).await;
    let (delivered, report) = world.read().await;
    assert!(report.complete && report.rows_lost == 0, "{report:?}");
    assert_eq!((report.people, report.groups), (1000, 2));
    let ann = person(&delivered, "p4@example.com").unwrap();
    assert_eq!(ann.id, ids[4]);
    assert_eq!(ann.attribute("email"), Some("p4@example.com"));
    assert_eq!(ann.attribute("title"), Some("Lead"), "under our name");
    assert_eq!(ann.attribute("country"), Some("DE"), "the one of two letters");
    assert_eq!(members(&delivered, "All").len(), 1000, "a device is nobody");
    assert_eq!(members(&delivered, "Outer"), [MemberRecord::Group(all.clone())]);
    // Five pages of 200 users; a group of 1001 in eleven pieces and another; the count.
    assert_eq!(world.calls(), 5 + 1 + 1, "pages, and the number of people");
    let largest = world.kept.largest.load(Ordering::Relaxed);
    assert!(largest <= 200 + 1001, "no more than a page is held: {largest}");

    let (_, report) = world.read().await;
    assert_eq!((report.people, world.calls()), (1000, 2), "nothing changed: one call a list");

    {
        let mut tenant = world.console.tenant();
        tenant.set(&ids[1], json!({"accountEnabled": false}));
        tenant.set(&ids[2], json!({"department": null}));
        tenant.delete_user(&ids[3], false);
        tenant.leave(&all, &ids[4]);
        let id = tenant.user("new@example.com", json!({}));
        tenant.join(&all, &id, MemberKind::User);
        tenant.rename(&all, "Everybody");
    }
    let (delivered, report) = world.read().await;
    assert_eq!((report.people, world.calls()), (1000, 2), "changes alone are asked for");
    assert!(!person(&delivered, "p1@example.com").unwrap().active, "who may not sign in");
    let emptied = person(&delivered, "p2@example.com").unwrap();
    assert_eq!(emptied.attribute("department"), None, "what was emptied is");
    assert_eq!(emptied.attribute("title"), Some("Lead"), "the rest stands");
    assert!(person(&delivered, "p3@example.com").is_none(), "who was deleted is not delivered");
    let everybody = members(&delivered, "Everybody");
    assert_eq!(everybody.len(), 1000 - 2 + 1, "two left, one came");
    assert!(!everybody.contains(&MemberRecord::User(ids[4].clone())), "who left is out");
}

#[tokio::test]
async fn a_change_may_bring_only_what_changed() {
    let (tenant, ids) = staff(3);
    let mut console = Console::new(tenant);
    console.sparse = true;
    let world = World::before(console).await;
    world.read().await;
    world.console.tenant().set(&ids[1], json!({"jobTitle": "Boss"}));
    let (delivered, report) = world.read().await;
    assert_eq!(report.rows_lost, 0, "nobody is lost: {:?}", delivered.warnings);
    let boss = person(&delivered, "p1@example.com").unwrap();
    assert_eq!(boss.attribute("title"), Some("Boss"));
    assert_eq!(boss.attribute("givenName"), Some("P1"), "what did not change stands");
}

#[tokio::test]
async fn extensions_are_attributes_and_a_misspelt_one_is_told() {
    let (mut tenant, ids) = staff(2);
    let extensions = json!({
        "extension_ab12_badge": "B-7",
        "onPremisesExtensionAttributes": {"extensionAttribute3": "gold"},
        "proxyAddresses": ["SMTP:p0@example.com", "smtp:zero@example.com"],
    });
    tenant.set(&ids[0], extensions);
    let mut world = World::of(tenant).await;
    let from = |name: &str, from: &str, kind| AttributeDefinition {
        from: Some(from.to_owned()),
        kind,
        ..AttributeDefinition::text(name)
    };
    world.attributes = vec![
        from("badge", "extension_ab12_badge", AttributeType::Text),
        from("grade", "onPremisesExtensionAttributes.extensionAttribute3", AttributeType::Text),
        from("addresses", "proxyAddresses", AttributeType::List),
        from("shoe", "shoeSize", AttributeType::Text),
    ];
    let (delivered, _) = world.read().await;
    let one = person(&delivered, "p0@example.com").unwrap();
    assert_eq!(one.attribute("badge"), Some("B-7"));
    assert_eq!(one.attribute("grade"), Some("gold"));
    assert_eq!(one.attribute("addresses").map(|all| all.split('\u{1f}').count()), Some(2));
    world.definition.map.insert("title".into(), "jobTitel".into());
    let refused = world.refused().await;
    assert!(refused.message.contains("jobTitel") && refused.message.contains("map"), "{refused}");
}

#[tokio::test]
async fn the_scope_is_kept_by_groups_and_by_query() {
    let (mut tenant, ids) = staff(30);
    let few = tenant.group("Few");
    let nested = tenant.group("Nested");
    tenant.join(&few, &ids[3], MemberKind::User);
    tenant.join(&few, &nested, MemberKind::Group);
    tenant.join(&nested, &ids[4], MemberKind::User);
    let mut world = World::of(tenant).await;
    world.definition.scope = SourceScope { groups: vec!["few".into()], ..SourceScope::default() };
    let (delivered, _) = world.read().await;
    let names: Vec<_> = delivered.people.iter().map(|one| one.user_name.as_str()).collect();
    assert_eq!(names, ["p3@example.com", "p4@example.com"], "members of members too");

    let query = Some("department eq 'Sales' and accountEnabled eq true".to_owned());
    world.definition.scope = SourceScope { query, ..SourceScope::default() };
    let (_, report) = world.read().await;
    assert_eq!(report.people, 15, "every other one is in Sales");
    world.console.tenant().set(&ids[0], json!({"department": "Support"}));
    let (delivered, report) = world.read().await;
    assert_eq!(report.people, 14, "who moved out is not delivered");
    assert!(person(&delivered, "p0@example.com").is_none());
    world.definition.scope.query = Some("nonsense".to_owned());
    assert!(world.refused().await.message.contains("Unsupported"), "the vendor's own words");
}

#[tokio::test]
async fn all_is_read_anew_when_it_is_time_or_asked_otherwise() {
    let (tenant, ids) = staff(10);
    let mut world = World::of(tenant).await;
    world.read().await;
    world.now += 23 * HOUR;
    world.read().await;
    assert_eq!(world.calls(), 2, "within a day changes are enough");
    world.now += HOUR;
    world.read().await;
    assert_eq!(world.console.front.count("users/$count", 200), 1, "after a day all is read");
    world.console.tenant().set(&ids[0], json!({"extension_ab12_badge": "B-1"}));
    world.definition.map.insert("badge".into(), "extension_ab12_badge".into());
    let (delivered, _) = world.read().await;
    assert_eq!(world.console.front.count("users/$count", 200), 1, "another question, all anew");
    let one = person(&delivered, "p0@example.com").unwrap();
    assert_eq!(one.attribute("badge"), Some("B-1"), "what was never selected is there");
}
