//! Two processes on one workspace read one source: what one puts is not swept away by the other.

use crate::world::{World, engine, provider};
use rolecall_engine::{Engine, EngineError};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_store::{LeaseAnswer, Store};
use serde_json::{Value, json};
use std::time::Duration;

const PEOPLE: usize = 700;

fn user(number: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": format!("p{number:05}@example.com"),
        "name": {"givenName": "P", "familyName": number.to_string()},
        "emails": [{"value": format!("p{number:05}@example.com"), "type": "work", "primary": true}],
    })
}

/// A provider of seven pages of people that is the source of a directory.
async fn source() -> (World, Provider) {
    let options = Options { users: (0..PEOPLE).map(user).collect(), ..Options::default() };
    let provider = provider(options).await;
    let world = World::new();
    let text = format!(
        "rolecall = 1\n[[directory]]\nname = \"main\"\ncheck_domains = false\n\
         [directory.source]\nkind = \"scim\"\nurl = \"{}\"\nsecret = \"console\"\n",
        provider.url()
    );
    std::fs::write(world.dir.join("config.toml"), text).unwrap();
    (world, provider)
}

fn pages(provider: &Provider) -> usize {
    provider.calls().iter().filter(|call| call.path.contains("/Users?")).count()
}

/// Another process: an engine and a store of its own.
fn another(world: &World) -> (Engine, Store) {
    (engine(world.clock.clone()), Store::open(&world.dir.join("state")).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_that_begins_in_the_middle_of_another_waits_for_it() {
    let (world, provider) = source().await;
    provider.set_latency(Duration::from_millis(20));
    let (first, own) = another(&world);
    let configuration = world.configuration();
    let ahead = configuration.clone();
    let reading = tokio::spawn(async move { first.refresh_directories(&ahead, &own).await });
    while pages(&provider) < 5 {
        assert!(!reading.is_finished(), "it has seven pages to read");
        tokio::task::yield_now().await;
    }
    let second = world.engine.refresh_directories(&configuration, &world.store).await.unwrap();
    let first = reading.await.unwrap().unwrap();
    assert_eq!((first.people, second.people), (PEOPLE as u64, PEOPLE as u64), "both have all");
    assert_eq!(world.store.reading("main").unwrap().unwrap().people, PEOPLE as u64);
    let last = world.engine.refresh_directories(&configuration, &world.store).await.unwrap();
    assert_eq!(last.people, PEOPLE as u64, "and nobody is lost from what is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_whose_process_died_is_no_obstacle_and_one_that_lives_is_waited_for() {
    let (world, provider) = source().await;
    let now = rolecall_engine::Clock::now_ms(&world.clock);
    let asked = || world.store.acquire("reading", "another", now, i64::MAX / 2).unwrap();
    let LeaseAnswer::Granted(alive) = asked() else { panic!("nobody reads yet") };
    let (configuration, (other, own)) = (world.configuration(), another(&world));
    let ahead = configuration.clone();
    let waiting = tokio::spawn(async move { other.refresh_directories(&ahead, &own).await });
    // Its process ends: the lock goes, though the lease says it goes on for long.
    assert_eq!(pages(&provider), 0, "nothing is asked while another reads");
    drop(alive);
    assert_eq!(waiting.await.unwrap().unwrap().people, PEOPLE as u64);
}

#[test]
fn who_reads_is_told() {
    let error = EngineError::ReadingElsewhere { holder: "process 7".to_owned() };
    assert_eq!(error.code(), "reading_elsewhere");
    assert!(error.to_string().starts_with("process 7 is reading"), "{error}");
}
