//! Who manages what in a SCIM target, over several runs: policies for accounts that were there
//! before, suspension and reactivation, and what someone else did in between.

use crate::staff::Staff;
use crate::world::{RULES, TOKEN, World, held, provider, scim};
use rolecall_directory::Cause;
use rolecall_sandbox::provider::{Options, Provider};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Someone else's hand in the target.
async fn patch(provider: &Provider, user: &str, operations: Value) {
    let users = provider.users();
    let user = users.iter().find(|one| one["userName"] == user).expect("the account is there");
    let url = format!("{}/Users/{}", provider.url(), user["id"].as_str().unwrap());
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations,
    });
    let call = reqwest::Client::new().patch(url).bearer_auth(TOKEN).json(&body).send();
    let answer = call.await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

fn field(provider: &Provider, user: &str, field: &str) -> String {
    held(&provider.users(), &provider.groups()).0[user][field].clone()
}

const BOB: &str = "u00001@example.com";

/// A provider with an account of Bob's that nobody here made, and five people at the source.
async fn with_an_account(policy: &str) -> (World, Provider) {
    let bob = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "U00001@Example.com", "active": true,
        "name": {"givenName": "Robert", "familyName": "Nemo"},
        "emails": [{"value": BOB, "type": "work", "primary": true}],
        "entitlements": [{"value": "Meeting"}, {"value": "Legacy"}],
    });
    let stranger = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "kiosk@example.com", "active": true,
        "name": {"givenName": "Kiosk", "familyName": "Hall"},
    });
    let options = Options { users: vec![bob, stranger], ..Options::default() };
    let provider = provider(options).await;
    let world = World::new();
    world.configure(&scim(&provider.url(), &format!("unmanaged = \"{policy}\"")), RULES);
    world.staff(&Staff::of(0..5));
    (world, provider)
}

#[tokio::test]
async fn an_unmanaged_account_is_left_or_reported() {
    for (policy, orphans) in [("leave", vec![]), ("report", vec!["kiosk@example.com"])] {
        let (world, provider) = with_an_account(policy).await;
        let before = held(&provider.users(), &[]).0["U00001@Example.com"].clone();
        let told = world.sync().await;
        let failures: Vec<_> = told.target().failures.iter().map(|one| one.cause).collect();
        assert_eq!(failures, ["account_exists"], "{policy}: Bob's account is someone else's");
        assert_eq!(told.target().orphans, orphans, "{policy}: nobody explains the kiosk");
        assert_eq!(provider.users().len(), 6, "{policy}: the four others have one now");
        assert_eq!(told.result.report.exit_code(), 2, "{policy}: a failure stands");
        let after = held(&provider.users(), &[]).0["U00001@Example.com"].clone();
        assert_eq!(after, before, "{policy}: Bob's is as it was");
        assert_eq!(world.failures(), [(Cause::AccountExists, BOB.to_owned())].into());
        assert_eq!(world.sync().await.steps(), 0, "{policy}: a second sync plans nothing");
        // Whoever leaves keeps an account that was never ours.
        world.staff(&Staff::of([0, 2, 3, 4]));
        assert_eq!(world.sync().await.steps(), 0, "{policy}: Bob's account is not suspended");
        assert_eq!(world.failures(), BTreeSet::new(), "{policy}: nobody wants it any more");
    }
}

#[tokio::test]
async fn an_adopted_account_is_managed_and_keeps_what_others_gave() {
    let (world, provider) = with_an_account("adopt").await;
    let told = world.sync().await;
    assert_eq!(told.target().accounts.adopt, [BOB], "Bob's account is adopted");
    assert!(told.is_whole(), "and everything is done");
    assert_eq!(field(&provider, BOB, "entitlements"), "Legacy;Meeting", "both values are there");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    world.staff(&Staff::of([0, 2, 3, 4]));
    let told = world.sync().await;
    assert_eq!(told.target().accounts.suspend, [BOB], "now it is suspended like any other");
    assert_eq!(field(&provider, BOB, "active"), "false", "set inactive");
    assert_eq!(field(&provider, BOB, "entitlements"), "Legacy", "what others gave stays");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    world.staff(&Staff::of(0..5));
    let told = world.sync().await;
    assert_eq!(told.target().accounts.reactivate, [BOB], "it comes back");
    assert_eq!(field(&provider, BOB, "active"), "true", "active again");
    assert_eq!(field(&provider, BOB, "entitlements"), "Legacy;Meeting", "with its values");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");
}

#[tokio::test]
async fn who_leaves_and_returns_is_suspended_and_reactivated() {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), ""), RULES);
    let all = Staff::of(0..20);
    world.staff(&all);
    assert!(world.sync().await.is_whole(), "everybody has an account");
    let before = held(&provider.users(), &provider.groups());

    // Gone from the source, inactive there, and given nothing by rules: all the same.
    let rules = RULES.replace("userName pr", "userName pr and not (title eq \"Trainee\")");
    world.configure(&scim(&provider.url(), ""), &rules);
    let fewer = all.clone().without([3]).changed([4], |one| one.active = false);
    world.staff(&fewer.changed([6], |one| one.title = "Trainee".to_owned()));
    let told = world.sync().await;
    let three: Vec<String> = [3, 4, 6].map(|n| format!("u{n:05}@example.com")).into();
    assert_eq!(told.target().accounts.suspend, three, "three are suspended");
    for user in &three {
        assert_eq!(field(&provider, user, "active"), "false", "{user} is inactive");
        assert_eq!(field(&provider, user, "entitlements"), "", "{user} holds no product");
        assert_eq!(field(&provider, user, "roles"), "", "{user} holds no role");
    }
    let groups = held(&provider.users(), &provider.groups()).1;
    let members = groups.values().flat_map(|members| members.keys());
    assert!(!members.into_iter().any(|user| three.contains(user)), "nor are they in a team");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    world.staff(&all);
    let told = world.sync().await;
    assert_eq!(told.target().accounts.reactivate, three, "they come back");
    assert_eq!(held(&provider.users(), &provider.groups()), before, "as they were");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");
    assert_eq!(provider.creates().values().max(), Some(&1), "with the accounts they had");
}

#[tokio::test]
async fn what_someone_else_gives_stays_and_whom_they_deactivate_is_told() {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), ""), RULES);
    let all = Staff::of(0..6);
    world.staff(&all);
    world.sync().await;
    let extra = json!([{"op": "add", "path": "entitlements", "value": [{"value": "Extra"}]}]);
    patch(&provider, BOB, extra).await;
    assert_eq!(world.sync().await.steps(), 0, "a value given by someone else is no drift");
    world.staff(&all.clone().changed([1], |bob| bob.title = "Lead".to_owned()));
    assert!(world.sync().await.is_whole(), "Bob rises");
    assert_eq!(field(&provider, BOB, "entitlements"), "Analytics;Extra;Meeting", "and keeps it");
    assert_eq!(field(&provider, BOB, "roles"), "Admin", "his role is replaced");

    // A managed value that someone took away is given again; a role they set is replaced.
    let took = json!([
        {"op": "remove", "path": "entitlements[value eq \"Meeting\"]"},
        {"op": "replace", "path": "roles", "value": [{"value": "Guest"}]},
    ]);
    patch(&provider, BOB, took).await;
    assert!(world.sync().await.is_whole(), "rules decide over a managed account");
    assert_eq!(field(&provider, BOB, "entitlements"), "Analytics;Extra;Meeting", "given again");
    assert_eq!(field(&provider, BOB, "roles"), "Admin", "and replaced again");

    patch(&provider, BOB, json!([{"op": "replace", "path": "active", "value": false}])).await;
    let told = world.sync().await;
    assert_eq!(told.steps(), 0, "whom someone else deactivated is left so");
    assert_eq!(world.failures(), [(Cause::SuspendedElsewhere, BOB.to_owned())].into());
    assert_eq!(field(&provider, BOB, "active"), "false", "and not reactivated");
    patch(&provider, BOB, json!([{"op": "replace", "path": "active", "value": true}])).await;
    assert_eq!(world.sync().await.steps(), 0, "nothing was lost");
    assert_eq!(world.failures(), BTreeSet::new(), "and the failure is gone");
}
