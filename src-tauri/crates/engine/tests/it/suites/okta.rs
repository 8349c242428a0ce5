//! Twenty thousand people of Okta.

use super::{PEOPLE, World};
use rolecall_emulators::keys;
use rolecall_emulators::okta::{Console, Fault, FaultKind, Org, Right, open};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Fewer people, where only what goes wrong counts.
const FEW: usize = 2_000;

/// So many people, whose records were last changed long ago, and the leads.
pub fn org(people: usize) -> (Org, Vec<String>, String) {
    let mut org = Org::starting(SystemTime::now() - Duration::from_secs(100 * 24 * 60 * 60));
    let name = |number: usize| format!("u{number:05}@example.com");
    let ids: Vec<String> =
        (0..people).map(|number| org.user(&name(number), ["U", "Lee"], "ACTIVE")).collect();
    let leads = org.group("Leads");
    for id in &ids[..10] {
        org.join(&leads, id);
    }
    org.at = None;
    (org, ids, leads)
}

/// The configuration of the source that `console` is, at `place`.
pub fn source(console: &Console, place: &str) -> String {
    let client = &console.client_id;
    format!("kind = \"okta\"\nurl = \"{place}\"\nclient_id = \"{client}\"\nsecret = \"source\"\n")
}

/// An org that an application reads by its key, so that there are tokens that end.
async fn world(org: Org) -> (World, Arc<Console>) {
    let mut console = Console::new(org);
    console.client_key = Some(keys::PUBLIC.to_owned());
    let console = Arc::new(console);
    let place = open(console.clone()).await.unwrap();
    (World::of(&source(&console, &place), keys::PRIVATE).await, console)
}

fn asked(console: &Console) -> usize {
    console.calls().iter().filter(|call| call.path.starts_with("/api/")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_people_and_then_changes_alone() {
    let (org, ids, leads) = org(PEOPLE);
    let (world, console) = world(org).await;
    assert_eq!(world.sync().await, 2 * PEOPLE as u64 + 10, "accounts, products, roles");
    assert_eq!(asked(&console), PEOPLE / 200 + 1 + 1, "pages of people, of groups, of members");
    assert_eq!(world.accounts().len(), PEOPLE);

    console.forget_calls();
    {
        let mut org = console.org();
        org.set(&ids[100], "lastName", json!("Newname"));
        org.status(&ids[101], "SUSPENDED");
        org.status(&ids[102], "DEPROVISIONED");
        org.leave(&leads, &ids[0]);
        org.join(&leads, &ids[200]);
        org.user("new@example.com", ["N", "Lee"], "ACTIVE");
    }
    world.clock.advance_minutes(40);
    world.sync().await;
    assert_eq!(asked(&console), 3, "changed people, changed groups, members of one");
    let accounts = world.accounts();
    assert!(!accounts["u00101@example.com"].0 && !accounts["u00102@example.com"].0, "disabled");
    assert_eq!(accounts["u00000@example.com"], (true, String::new()), "no lead any more");
    assert_eq!(accounts["u00200@example.com"].1, "Admin");
    assert!(accounts["new@example.com"].0);
    let last = world.last_reading();
    assert_eq!((last.added, last.changed, last.gone), (1, 3, 0), "people, told apart");
    assert_eq!(last.calls, Some(3));
}

fn fault(console: &Console, after: usize, times: usize, kind: FaultKind) {
    console.fault(Fault { path: "/api/v1/users".to_owned(), after, times, kind });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_takes_nobody_away() {
    let (org, ..) = org(FEW);
    let (world, console) = world(org).await;
    world.sync().await;

    // Everything is read again: throttled, and the token ends in mid-run.
    world.clock.advance_days(2);
    console.forget_calls();
    fault(&console, 3, 3, FaultKind::Status(429));
    fault(&console, 8, 1, FaultKind::Status(401));
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert_eq!(console.count("/oauth2/v1/token", 200), 2, "another token was fetched");
    assert_eq!(console.count("/api/v1/users", 429), 3, "calls were throttled");

    // The cursor of a page is of no use any more: the list begins anew.
    world.clock.advance_days(2);
    console.forget_calls();
    fault(&console, 5, 1, FaultKind::Status(404));
    assert_eq!(world.sync().await, 0, "and nothing is to do");
    assert_eq!(console.count("/api/v1/users", 200), 5 + FEW / 200, "from the first page on");

    console.revoke(Right::ReadGroups);
    let words = world.changes_nothing().await;
    assert!(words.contains("okta.groups.read") && words.contains("main"), "{words}");
    console.grant(Right::ReadGroups);
    assert_eq!(world.sync().await, 0, "it goes on from there");
    console.revoke(Right::ReadUsers);
    let words = world.changes_nothing().await;
    assert!(words.contains("okta.users.read"), "{words}");
    console.grant(Right::ReadUsers);

    world.clock.advance_days(2);
    fault(&console, 2, 1, FaultKind::LastPage);
    let words = world.changes_nothing().await;
    assert!(words.contains("pages are missing"), "{words}");
    assert_eq!(world.sync().await, 0, "when the page is there again nothing is to do");
}
