//! What others write to a directory is refused for a while once most of it fails, tried with a few
//! requests, and switched off after four weeks; by the engine's clock.

use crate::world::World;
use rolecall_directory::QuarantineLimits;
use rolecall_engine::{ConnectionKey, ConnectionState, PushDoor};
use rolecall_store::{ActivityFilter, Page};

fn door(world: &World) -> PushDoor {
    world.engine.push_door(&world.store, "main").unwrap()
}

/// Counts writes one by one, as those of a trial come; `failed` of them first.
fn writes(world: &World, requests: u64, failed: u64) {
    let limits = QuarantineLimits::default();
    for at in 0..requests {
        let one = (1, u64::from(at < failed));
        let place = ("main", &limits);
        world.engine.count_pushes(&world.store, place, one, "400: no userName").unwrap();
    }
}

fn minutes_closed(world: &World) -> u64 {
    match door(world) {
        PushDoor::Closed { retry_after } => retry_after.div_ceil(60),
        other => panic!("it is {other:?}"),
    }
}

fn kinds(world: &World) -> Vec<String> {
    let told = world.store.activity(&ActivityFilter::default(), Page::ALL).unwrap();
    told.rows.into_iter().rev().map(|one| one.entry.kind).collect()
}

#[test]
fn it_closes_for_longer_each_time_and_opens_when_a_trial_goes_well() {
    let world = World::new();
    writes(&world, 19, 19);
    assert_eq!(door(&world), PushDoor::Open, "nineteen are too few to tell");
    writes(&world, 1, 1);
    assert_eq!(minutes_closed(&world), 15);
    world.clock.advance_minutes(14);
    assert_eq!(minutes_closed(&world), 1, "whole seconds are told, and never none");
    for hours in [1, 6, 12, 24, 24] {
        let rest = minutes_closed(&world);
        world.clock.advance_minutes(i64::try_from(rest).unwrap());
        assert_eq!(door(&world), PushDoor::Trial);
        // Two of five failed: that is not decided yet. The third decides it.
        writes(&world, 2, 2);
        assert_eq!(door(&world), PushDoor::Trial, "two of five may fail");
        writes(&world, 1, 1);
        assert_eq!(minutes_closed(&world), hours * 60, "then for {hours} hours");
        writes(&world, 3, 0);
        assert_eq!(minutes_closed(&world), hours * 60, "what comes while it is closed is nothing");
    }
    world.clock.advance_minutes(24 * 60);
    writes(&world, 5, 2);
    assert_eq!(door(&world), PushDoor::Open, "fewer than half of five failed");
    writes(&world, 19, 19);
    assert_eq!(door(&world), PushDoor::Open, "it begins anew");
    let told = kinds(&world);
    let count = |kind: &str| told.iter().filter(|one| *one == kind).count();
    assert_eq!((count("quarantined"), count("quarantine_trial_failed")), (1, 5), "{told:?}");
    assert_eq!(count("quarantine_passed"), 1, "{told:?}");
}

#[test]
fn after_four_weeks_it_is_switched_off_until_somebody_lifts_it() {
    let world = World::new();
    writes(&world, 20, 20);
    let key = ConnectionKey::Push("main".to_owned());
    let mut days = 0;
    while world.engine.quarantines(&world.store).unwrap()[0].state != ConnectionState::Off {
        world.clock.advance_minutes(24 * 60);
        assert_eq!(door(&world), PushDoor::Trial);
        writes(&world, 3, 3);
        days += 1;
        assert!(days <= 29, "after 28 days it is switched off");
    }
    assert_eq!(days, 28);
    world.clock.advance_days(100);
    assert_eq!(minutes_closed(&world), 24 * 60, "it is not tried any more by itself");
    assert!(world.engine.lift(&world.store, &key, "ann@desk").unwrap());
    assert_eq!(door(&world), PushDoor::Open);
}

#[test]
fn it_can_be_tried_now() {
    let world = World::new();
    writes(&world, 20, 20);
    assert_eq!(minutes_closed(&world), 15);
    let key = ConnectionKey::Push("main".to_owned());
    assert!(world.engine.try_now(&world.store, &key, "ann@desk").unwrap());
    assert_eq!(door(&world), PushDoor::Trial);
    writes(&world, 5, 0);
    assert_eq!(door(&world), PushDoor::Open);
}

#[test]
fn what_is_older_than_ten_minutes_does_not_count() {
    let world = World::new();
    writes(&world, 19, 19);
    world.clock.advance_minutes(11);
    writes(&world, 19, 19);
    assert_eq!(door(&world), PushDoor::Open);
}
