//! A secret whose last day was noted: it is warned of in time, by the clock that the test turns.

use super::World;
use super::entra::tenant;
use rolecall_emulators::graph::{Console, open};
use std::sync::Arc;

/// What plans and Connections warn of alike.
async fn warned(world: &World) -> Vec<String> {
    let plan = world.engine.plan(&world.configuration(), Some(&world.store)).await.unwrap();
    let planned: Vec<String> =
        plan.reading.warnings.iter().map(|one| one.message.clone()).collect();
    world.sync().await;
    assert_eq!(world.warnings(), planned, "a plan warns as Connections do");
    planned
}

#[tokio::test]
async fn a_secret_that_ends_is_warned_of_from_thirty_days_before() {
    let console = Arc::new(Console::new(tenant(20).0));
    let place = open(console.clone()).await.unwrap();
    let (id, client) = (&console.tenant_id, &console.client_id);
    // The clock stands in the afternoon of 2026-09-21; the last day counts to its end in UTC.
    let source = format!(
        "kind = \"entra\"\ntenant = \"{id}\"\nclient_id = \"{client}\"\nsecret = \"source\"\n\
         secret_expires = 2026-11-10\nurl = \"{place}/v1.0\"\n\
         token_url = \"{place}/{id}/oauth2/v2.0/token\"\n"
    );
    let world = World::of(&source, &console.client_secret).await;
    let none: [String; 0] = [];
    assert_eq!(warned(&world).await, none, "fifty days before there is time");
    world.clock.advance_days(20);
    assert_eq!(warned(&world).await, none, "thirty days and some hours before too");
    let next = "make a new one, enter it, and note its last day (secret_expires)";
    for (days, words) in [
        (1, "the secret \"source\" ends in 29 days"),
        (28, "the secret \"source\" ends in 1 day"),
        (1, "the secret \"source\" ends within a day"),
        (1, "the secret \"source\" has ended"),
    ] {
        world.clock.advance_days(days);
        assert_eq!(warned(&world).await, [format!("{words}; {next}")]);
    }
    let text = std::fs::read_to_string(world.path().join("config.toml")).unwrap();
    let renewed = text.replace("2026-11-10", "2027-11-10");
    std::fs::write(world.path().join("config.toml"), renewed).unwrap();
    assert_eq!(warned(&world).await, none, "a new day is noted, and nothing is warned of");
}
