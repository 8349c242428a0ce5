//! Credentials and permissions.

use super::{World, staff};
use rolecall_connect::{Probe, ProbeSource};
use rolecall_directory::Cause;
use rolecall_emulators::keys;
use serde_json::json;

#[tokio::test]
async fn a_certificate_is_as_good_as_a_secret() {
    let mut world = World::of(staff(3).0).await;
    world.secret = format!("{}{}", keys::CERTIFICATE, keys::PRIVATE);
    let (_, report) = world.read().await;
    assert_eq!(report.people, 3, "signed in by the key");
    world.secret = keys::PRIVATE.to_owned();
    let refused = world.try_source().err().unwrap();
    assert!(refused.message.contains("no certificate"), "{refused}");
}

#[tokio::test]
async fn a_certificate_that_ends_is_warned_of() {
    let mut world = World::of(staff(3).0).await;
    world.secret = format!("{}{}", keys::PRIVATE, keys::CERTIFICATE);
    let (delivered, _) = world.read().await;
    assert!(delivered.warnings.is_empty(), "{:?}", delivered.warnings);
    // Ninety-nine years and eleven months on.
    world.now += 36_480 * 24 * 60 * 60 * 1000;
    let (delivered, _) = world.read().await;
    let warning = &delivered.warnings[0].message;
    assert!(warning.contains("ends in") && warning.contains("days"), "{warning}");
}

#[tokio::test]
async fn a_removed_right_is_named_and_takes_nobody_away() {
    let world = World::of(staff(10).0).await;
    world.read().await;
    for (right, other) in [("User.Read.All", "GroupMember"), ("GroupMember.Read.All", "User.Read")]
    {
        world.console.revoke(right);
        let refused = world.refused().await;
        assert_eq!(refused.cause, Cause::NotPermitted, "{refused}");
        assert!(refused.message.contains(right), "{refused}");
        assert!(!refused.message.contains(other), "that one alone: {refused}");
        assert!(refused.message.contains("admin consent"), "and what to do: {refused}");
        world.console.grant(right);
        assert_eq!(world.read().await.1.people, 10, "nobody was lost by it");
    }
}

#[tokio::test]
async fn wrong_settings_are_told_apart() {
    let mut world = World::of(staff(3).0).await;
    let right = std::mem::replace(&mut world.secret, "wrong".to_owned());
    let refused = world.refused().await;
    assert!(refused.message.contains("AADSTS7000215"), "{refused}");
    assert!(refused.message.contains("not its id"), "{refused}");
    world.secret = right;
    world.tenant_id = "elsewhere".to_owned();
    let refused = world.refused().await;
    assert!(refused.message.contains("Check tenant"), "{refused}");
    assert_eq!(refused.cause, Cause::CredentialRejected);
}

#[tokio::test]
async fn directory_extensions_are_offered_where_they_may_be_asked_for() {
    let (mut tenant, ids) = staff(6);
    tenant.set(&ids[1], json!({"extension_ab12_badge": "B-17"}));
    for (name, target) in [("badge", "User"), ("room", "User"), ("colour", "Group")] {
        tenant.extensions.insert(format!("extension_ab12_{name}"), target);
    }
    let world = World::of(tenant).await;
    let (steps, probe) = tried(&world).await;
    assert!(steps.iter().all(|(_, ok)| *ok), "nobody needs the further right: {steps:?}");
    assert!(probe.offered.is_empty(), "{:?}", probe.offered);
    world.console.grant("Directory.Read.All");
    let (steps, probe) = tried(&world).await;
    assert_eq!(steps.len(), 5, "no step of its own: {steps:?}");
    let users = ["extension_ab12_badge", "extension_ab12_room"];
    assert_eq!(probe.offered, users, "those of users, not of groups");
    assert_eq!(probe.people[1].record["extension_ab12_badge"], "B-17", "with real values");
}

async fn tried(world: &World) -> (Vec<(String, bool)>, Probe) {
    let probe = world.source().probe().await;
    (probe.steps.iter().map(|one| (one.step.clone(), one.ok)).collect(), probe)
}

#[tokio::test]
async fn each_right_is_tried_by_itself() {
    let mut world = World::of(staff(9).0).await;
    let step = |name: &str, ok: bool| (name.to_owned(), ok);
    let (steps, probe) = tried(&world).await;
    let good = [
        step("reach", true),
        step("credential", true),
        step("User.Read.All", true),
        step("GroupMember.Read.All", true),
        step("people", true),
    ];
    assert_eq!(steps, good);
    assert_eq!(probe.people.len(), 5, "five people are shown");
    let email = probe.people[0].attributes.iter().find(|(name, _)| name == "email");
    assert_eq!(email.map(|(_, value)| value.as_str()), Some("p0@example.com"), "mapped");

    world.console.revoke("User.Read.All");
    let (steps, probe) = tried(&world).await;
    assert_eq!(steps[2..], [step("User.Read.All", false), step("GroupMember.Read.All", true)]);
    assert!(probe.steps[2].remedy.contains("User.Read.All"), "{:?}", probe.steps[2]);
    world.console.grant("User.Read.All");
    world.console.revoke("GroupMember.Read.All");
    let (steps, _) = tried(&world).await;
    assert_eq!(steps[3], step("GroupMember.Read.All", false));
    assert_eq!(steps[4], step("people", true), "people are shown all the same");
    world.secret = "wrong".to_owned();
    let (steps, _) = tried(&world).await;
    assert_eq!(steps, [step("reach", true), step("credential", false)], "no more is tried");
}
