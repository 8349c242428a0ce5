//! Credentials and scopes.

use super::{World, staff};
use rolecall_connect::{Probe, ProbeSource, ProbeStep};
use rolecall_directory::Cause;
use rolecall_emulators::google::AUDIT;

const USERS: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";
const GROUPS: &str = "https://www.googleapis.com/auth/admin.directory.group.readonly";

#[tokio::test]
async fn a_removed_right_is_named_and_takes_nobody_away() {
    let (customer, ..) = staff(10);
    let world = World::of(customer).await;
    world.read().await;
    world.console.revoke("group.readonly");
    let refused = world.refused().await;
    assert_eq!(refused.cause, Cause::CredentialRejected, "{refused}");
    assert!(refused.message.contains("Domain-wide delegation"), "{refused}");
    assert!(refused.message.contains(GROUPS), "which right: {refused}");
    assert!(refused.message.contains(&world.console.client_id), "whom to let: {refused}");
}

#[tokio::test]
async fn wrong_settings_are_told_apart() {
    let (customer, ..) = staff(3);
    let mut world = World::of(customer).await;
    let right = std::mem::replace(&mut world.admin, "nobody@example.com".to_owned());
    assert!(world.refused().await.message.contains("Check admin"));
    world.admin = right;
    let good = std::mem::replace(&mut world.secret, "{\"type\": \"service_account\"}".to_owned());
    let refused = world.try_source().err().unwrap();
    assert!(refused.message.contains("client_email is missing"), "{refused}");
    world.secret = good.replace("BEGIN PRIVATE KEY", "BEGIN NOTHING");
    let refused = world.try_source().err().unwrap();
    assert!(refused.message.contains("no private key"), "{refused}");
    assert!(!refused.message.contains("MII"), "the key is not repeated: {refused}");
    world.secret = good.replace("key-1", "key-2");
    assert!(world.refused().await.message.contains("new key"), "a key that was deleted");
}

async fn tried(world: &World) -> (Vec<(String, bool)>, Probe) {
    let probe = world.source().probe().await;
    (probe.steps.iter().map(|one| (one.step.clone(), one.ok)).collect(), probe)
}

#[tokio::test]
async fn each_right_is_tried_by_itself() {
    let (customer, ..) = staff(9);
    let mut world = World::of(customer).await;
    let step = |name: &str, ok: bool| (name.to_owned(), ok);
    let (steps, probe) = tried(&world).await;
    let good = [
        step("reach", true),
        step("credential", true),
        step(USERS, true),
        step(GROUPS, true),
        step(AUDIT, false),
        step("people", true),
    ];
    assert_eq!(steps, good);
    let audit = &probe.steps[4];
    assert!(audit.optional && probe.steps.iter().all(ProbeStep::suffices), "{audit:?}");
    for words in [AUDIT, "not needed", "Domain-wide delegation"] {
        assert!(audit.remedy.contains(words), "{audit:?}");
    }
    world.console.delegate(AUDIT);
    assert_eq!(tried(&world).await.0[4], step(AUDIT, true), "with the right it is there");
    world.console.revoke("audit.readonly");
    assert_eq!(probe.people.len(), 5, "five people are shown");
    assert_eq!(probe.people[0].org_unit.as_deref(), Some("/Sales"), "mapped");

    world.console.revoke("group.readonly");
    let (steps, probe) = tried(&world).await;
    let people = [step(AUDIT, false), step("people", true)];
    assert_eq!(steps[2..4], [step(USERS, true), step(GROUPS, false)]);
    assert_eq!(steps[4..], people);
    assert!(probe.steps[3].remedy.contains(GROUPS), "{:?}", probe.steps[3]);
    world.console.revoke("user.readonly");
    let (steps, probe) = tried(&world).await;
    assert_eq!(steps[2..], [step(USERS, false), step(GROUPS, false), step(AUDIT, false)]);
    assert!(probe.steps[2].remedy.contains("Domain-wide delegation"), "{:?}", probe.steps[2]);
    world.admin = "nobody@example.com".to_owned();
    let (steps, _) = tried(&world).await;
    assert_eq!(steps, [step("reach", true), step("credential", false)], "no more is tried");
}
