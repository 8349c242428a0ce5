//! Domains that are proved by DNS, and what their proof decides.

use crate::staff::Staff;
use crate::world::{RULES, World, csv};
use crate::zone::Zone;
use rolecall_connect::TxtAnswer;
use rolecall_directory::{Cause, Configuration};
use rolecall_engine::{DomainState, LifeError, add_domain, remove_domain};
use rolecall_store::{ActivityFilter, Page};

const PROOF: &str = "5f4c3b1e-0000-4000-8000-123456789abc";

/// A directory whose one domain is to be proved, kept in the workspace.
fn world() -> (World, Configuration) {
    let world = World::new();
    world.configure(&csv(""), RULES);
    world.staff(&Staff::of(0..5));
    let mut configuration = world.configuration();
    configuration.directories[0].domains.clear();
    add_domain(&mut configuration, "main", "example.com", PROOF).unwrap();
    world.store.replace_configuration(&configuration).unwrap();
    let of = ("main", "example.com");
    world.engine.request_proof(&world.store, &configuration, of, "ann@desk").unwrap();
    (world, configuration)
}

fn state(world: &World) -> DomainState {
    let configuration = world.store.configuration().unwrap();
    world.engine.domains(&world.store, &configuration, "main").unwrap()[0].state
}

async fn check(world: &World, zone: &Zone) -> TxtAnswer {
    let configuration = world.store.configuration().unwrap();
    let of = ("main", "Example.COM");
    let checking = world.engine.check_domain(&world.store, &configuration, of, Some(zone.address));
    checking.await.unwrap()
}

fn last_answer(world: &World) -> String {
    world.store.domain_proofs().unwrap()[0].last_answer.clone().unwrap()
}

#[tokio::test]
async fn a_record_verifies_a_domain_and_silence_never_takes_that_back() {
    let (world, _) = world();
    let zone = Zone::start();
    assert_eq!(check(&world, &zone).await, TxtAnswer::NoDomain);
    assert_eq!((state(&world), last_answer(&world).as_str()), (DomainState::Pending, "no_domain"));
    zone.know("example.com");
    assert_eq!(check(&world, &zone).await, TxtAnswer::NoRecord);
    zone.put("example.com", "v=spf1 -all");
    check(&world, &zone).await;
    assert_eq!(
        (state(&world), last_answer(&world).as_str()),
        (DomainState::Pending, "other_records")
    );
    let configuration = world.store.configuration().unwrap();
    let failing = world.engine.plan(&configuration, Some(&world.store)).await.unwrap();
    let outside = failing.listing(0).failures.iter();
    assert!(outside.clone().count() > 0, "rules give everybody something");
    assert!(outside.clone().all(|one| one.cause == Cause::DomainNotVerified));

    zone.put("example.com", &format!("rolecall-verification={PROOF}"));
    check(&world, &zone).await;
    assert_eq!((state(&world), last_answer(&world).as_str()), (DomainState::Verified, "found"));
    let configuration = world.store.configuration().unwrap();
    let planned = world.engine.plan(&configuration, Some(&world.store)).await.unwrap();
    assert!(planned.listing(0).failures.is_empty(), "they are within a verified domain now");

    zone.clear();
    check(&world, &zone).await;
    assert_eq!((state(&world), last_answer(&world).as_str()), (DomainState::Verified, "no_domain"));
    zone.fall_silent();
    assert!(matches!(check(&world, &zone).await, TxtAnswer::NoAnswer(_)));
    assert_eq!(state(&world), DomainState::Verified);
    let told = world.store.activity(&ActivityFilter::default(), Page::ALL).unwrap().rows;
    let verified = told.iter().filter(|one| one.entry.kind == "domain_verified").count();
    assert_eq!(verified, 1, "Activity is told once");
}

#[tokio::test]
async fn a_request_expires_after_ten_days_and_can_be_made_again() {
    let (world, configuration) = world();
    let zone = Zone::start();
    zone.put("example.com", &format!("rolecall-verification={PROOF}"));
    world.clock.advance_minutes(10 * 24 * 60 - 1);
    assert_eq!(state(&world), DomainState::Pending);
    world.clock.advance_minutes(1);
    assert_eq!(state(&world), DomainState::Expired);
    check(&world, &zone).await;
    assert_eq!(state(&world), DomainState::Expired, "it has to be requested again");
    let of = ("main", "example.com");
    world.engine.request_proof(&world.store, &configuration, of, "ann@desk").unwrap();
    assert_eq!(state(&world), DomainState::Pending);
    check(&world, &zone).await;
    assert_eq!(state(&world), DomainState::Verified);
}

#[tokio::test]
async fn what_is_pending_is_looked_for_once_an_hour() {
    let (world, configuration) = world();
    let zone = Zone::start();
    let look = async || {
        let resolver = Some(zone.address);
        world.engine.check_pending_domains(&world.store, &configuration, resolver).await.unwrap()
    };
    assert_eq!(look().await, 0);
    zone.put("example.com", &format!("rolecall-verification={PROOF}"));
    world.clock.advance_minutes(59);
    assert_eq!(look().await, 0, "the hour is not over");
    world.clock.advance_minutes(1);
    assert_eq!(look().await, 1);
    assert_eq!(state(&world), DomainState::Verified);
}

#[test]
fn no_domain_moves_into_or_out_of_a_synced_directory() {
    let (_, mut configuration) = world();
    let mut other = configuration.directories[0].clone();
    other.name = "other".to_owned();
    other.domains.clear();
    other.source = None;
    configuration.directories.push(other);
    let refused = add_domain(&mut configuration, "other", "EXAMPLE.com", "p").unwrap_err();
    assert!(
        matches!(refused, LifeError::DomainSynced { ref directory, .. } if directory == "main")
    );
    assert_eq!((refused.code(), refused.is_refusal()), ("domain_synced", true));
    configuration.directories[0].source = None;
    add_domain(&mut configuration, "other", "EXAMPLE.com", "p").unwrap();
    assert!(configuration.directories[0].domains.is_empty(), "without sync it moves");
    remove_domain(&mut configuration, "other", "example.com").unwrap();
    assert!(configuration.directories[1].domains.is_empty());
    for wrong in ["", "com", "a b.com", "a..com", "http://a.com"] {
        assert_eq!(
            add_domain(&mut configuration, "other", wrong, "p").unwrap_err().code(),
            "domain_wrong"
        );
    }
}
