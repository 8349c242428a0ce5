//! Credentials: API tokens, tokens of an application, rights that are missing, and trying out.

use super::{World, old};
use rolecall_connect::{ProbeSource, ReadSource};
use rolecall_directory::Cause;
use rolecall_emulators::okta::{Console, Right};
use secrecy::SecretString;
use std::time::Duration;

/// An org that knows an application by its key, of which this is the private half.
async fn with_application(lifetime: Duration) -> World {
    let pair = rcgen::KeyPair::generate().unwrap();
    let mut org = old();
    org.user("ann@x.org", ["Ann", "A"], "ACTIVE");
    org.at = None;
    let mut console = Console::new(org);
    console.client_key = Some(pair.public_key_pem());
    console.token_lifetime = lifetime;
    let mut world = World::before(console).await;
    world.client_id = Some(world.console.client_id.clone());
    world.secret = SecretString::from(pair.serialize_pem());
    world
}

#[tokio::test]
async fn an_application_signs_in_with_its_key_and_again_when_its_token_ends() {
    let world = with_application(Duration::from_secs(3600)).await;
    let source = world.source();
    let mut delivered = crate::recording::Delivered::default();
    source.read(&mut delivered).await.unwrap();
    source.read(&mut delivered).await.unwrap();
    assert_eq!(world.console.count("/oauth2/v1/token", 200), 1, "a token serves many calls");
    world.console.expire_tokens();
    source.read(&mut delivered).await.unwrap();
    assert_eq!(world.console.count("/oauth2/v1/token", 200), 2, "a new one was fetched");
    assert_eq!(world.console.count("/api/v1/users", 401), 1, "after the old one was refused");
}

#[tokio::test]
async fn a_key_that_okta_does_not_know_is_refused_with_words() {
    let mut world = with_application(Duration::from_secs(3600)).await;
    let other = rcgen::KeyPair::generate().unwrap();
    world.secret = SecretString::from(other.serialize_pem());
    let refused = world.try_read().await.unwrap_err();
    assert_eq!(refused.cause, Cause::CredentialRejected);
    assert!(refused.message.contains("private key"), "{refused}");
    let steps = world.source().probe().await.steps;
    let told: Vec<_> = steps.iter().map(|step| (step.step.as_str(), step.ok)).collect();
    assert_eq!(told, [("reach", true), ("credential", false)]);
}

#[tokio::test]
async fn a_right_that_was_removed_is_named_and_nothing_is_taken_away() {
    let mut org = old();
    let ann = org.user("ann@x.org", ["Ann", "A"], "ACTIVE");
    let sales = org.group("Sales");
    org.join(&sales, &ann);
    let world = World::of(org).await;
    world.read().await;
    for (right, name) in
        [(Right::ReadUsers, "okta.users.read"), (Right::ReadGroups, "okta.groups.read")]
    {
        world.console.revoke(right);
        let refused = world.try_read().await.unwrap_err();
        assert_eq!(refused.cause, Cause::NotPermitted, "{refused}");
        assert!(refused.message.contains(name), "it names the right: {refused}");
        let probe = world.source().probe().await;
        let failed: Vec<_> = probe.steps.iter().filter(|step| !step.ok).collect();
        assert_eq!(failed[0].step, name, "so does trying out: {:?}", probe.steps);
        assert!(failed[0].remedy.contains("Read-only Administrator"), "and what to do");
        world.console.grant(right);
    }
    let (delivered, report) = world.read().await;
    assert_eq!((delivered.people.len(), report.complete), (1, true), "all is as it was");
}

#[tokio::test]
async fn trying_out_tells_each_step_and_shows_five_people() {
    let mut org = old();
    for number in 0..7 {
        org.user(&format!("p{number}@x.org"), ["P", "N"], "ACTIVE");
    }
    org.group("Everyone");
    let mut world = World::of(org).await;
    let probe = world.source().probe().await;
    let told: Vec<_> = probe.steps.iter().map(|step| (step.step.as_str(), step.ok)).collect();
    let right = ["reach", "credential", "okta.users.read", "okta.groups.read", "people"];
    assert_eq!(told, right.map(|step| (step, true)));
    assert_eq!(probe.people.len(), 5);
    assert_eq!(probe.people[0].user_name, "p0@x.org");
    let email = ("email".to_owned(), "p0@x.org".to_owned());
    assert!(probe.people[0].attributes.contains(&email), "mapped: {:?}", probe.people[0]);
    assert_eq!(probe.people[0].record["profile"]["firstName"], "P", "beside the record itself");

    world.definition.scope.query = Some("profile.department is \"Sales\"".to_owned());
    let probe = world.source().probe().await;
    let last = probe.steps.last().unwrap();
    assert_eq!((last.step.as_str(), last.ok), ("scope.query", false));
    assert!(last.message.contains("E0000031"), "in Okta's words: {}", last.message);

    world.secret = SecretString::from("wrong");
    let probe = world.source().probe().await;
    assert_eq!(probe.steps.last().unwrap().step, "credential");
    world.url = "http://127.0.0.1:9".to_owned();
    let probe = world.source().probe().await;
    assert_eq!((probe.steps.len(), probe.steps[0].ok), (1, false), "nothing answers there");
}
