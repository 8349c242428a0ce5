//! Twenty thousand people of Google Workspace.

use super::{PEOPLE, World};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::google::{AUDIT, Console, Customer, open};
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;

/// Fewer people, where only what goes wrong counts.
const FEW: usize = 4_000;
/// What the address of administrators' deeds ends with.
const LOG: &str = "/applications/admin";

/// So many people, a group of them all in forty parts, and the leads.
pub fn customer(people: usize) -> (Customer, Vec<String>, String) {
    let mut customer = Customer::default();
    let ids: Vec<String> = (0..people)
        .map(|number| {
            let fields = json!({"name": {"givenName": "U", "familyName": "Lee"}});
            customer.user(&format!("u{number:05}@example.com"), fields)
        })
        .collect();
    let all = customer.group("All", "all@example.com");
    for (number, part) in ids.chunks(people / 40).enumerate() {
        let group = customer.group(&format!("Part {number}"), &format!("part{number}@example.com"));
        part.iter().for_each(|id| customer.join(&group, id, "USER"));
        customer.join(&all, &group, "GROUP");
    }
    let leads = customer.group("Leads", "leads@example.com");
    ids[..10].iter().for_each(|id| customer.join(&leads, id, "USER"));
    (customer, ids, leads)
}

pub async fn world(console: Console) -> (World, Arc<Console>) {
    let console = Arc::new(console);
    let place = open(console.clone()).await.unwrap();
    let source = format!(
        "kind = \"google\"\ncustomer = \"my_customer\"\nadmin = \"{}\"\nsecret = \"source\"\n\
         url = \"{place}/admin/directory/v1\"\ntoken_url = \"{place}/token\"\n",
        console.admin
    );
    (World::of(&source, &console.key_file(&place)).await, console)
}

fn asked(console: &Console) -> usize {
    let calls = console.front.calls();
    calls.iter().filter(|call| call.path.starts_with("/admin/")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_people_by_pages_and_changed_groups() {
    let (customer, ids, leads) = customer(PEOPLE);
    let (world, console) = world(Console::new(customer)).await;
    let begun = Instant::now();
    assert_eq!(world.sync().await, 2 * PEOPLE as u64 + 10, "accounts, products, roles");
    println!("first sync: {} calls, {:?}", asked(&console), begun.elapsed());
    // Forty pages of people, one of groups, three of each part's members, two of the others'.
    assert_eq!(asked(&console), PEOPLE / 500 + 1 + 40 * 3 + 2);
    assert_eq!(world.accounts().len(), PEOPLE);

    console.front.forget();
    world.sync().await;
    assert_eq!(asked(&console), PEOPLE / 500 + 1, "no group changed: pages alone");

    console.front.forget();
    {
        let mut customer = console.customer();
        customer.set(&ids[100], json!({"suspended": true}));
        customer.set(&ids[101], json!({"archived": true}));
        customer.delete_user(&ids[1]);
        let name = json!({"givenName": "N", "familyName": "Lee"});
        customer.user("new@example.com", json!({"name": name}));
        customer.leave(&leads, &ids[0]);
    }
    let begun = Instant::now();
    world.sync().await;
    println!("five changes: {} calls, {:?}", asked(&console), begun.elapsed());
    // Two groups changed, one of them of three pages; and a page of who was deleted.
    assert_eq!(asked(&console), PEOPLE / 500 + 1 + 3 + 1 + 1, "pages and changed groups");
    let accounts = world.accounts();
    for name in ["u00100", "u00101", "u00001"] {
        assert!(!accounts[&format!("{name}@example.com")].0, "{name} is disabled");
    }
    assert_eq!(accounts["u00000@example.com"], (true, String::new()), "no lead any more");
    assert!(accounts["new@example.com"].0);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_people_by_changes_alone() {
    let (customer, ids, leads) = customer(PEOPLE);
    let (world, console) = world(Console::new(customer)).await;
    console.delegate(AUDIT);
    assert_eq!(world.sync().await, 2 * PEOPLE as u64 + 10, "accounts, products, roles");
    assert_eq!(asked(&console), PEOPLE / 500 + 1 + 40 * 3 + 2, "all is read once");

    console.front.forget();
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert_eq!(asked(&console), 1, "nothing changed: the log alone");

    console.front.forget();
    {
        let mut customer = console.customer();
        customer.set(&ids[100], json!({"suspended": true}));
        customer.set(&ids[101], json!({"archived": true}));
        customer.delete_user(&ids[1]);
        let name = json!({"givenName": "N", "familyName": "Lee"});
        customer.user("new@example.com", json!({"name": name}));
        customer.leave(&leads, &ids[0]);
    }
    let begun = Instant::now();
    world.sync().await;
    println!("five changes: {} calls, {:?}", asked(&console), begun.elapsed());
    // The log; two people by id, one who is gone by id and address, one who is new; a group and
    // its members.
    assert_eq!(asked(&console), 1 + 2 + 2 + 1 + 2, "a call each, and no list");
    let accounts = world.accounts();
    for name in ["u00100", "u00101", "u00001"] {
        assert!(!accounts[&format!("{name}@example.com")].0, "{name} is disabled");
    }
    assert_eq!(accounts["u00000@example.com"], (true, String::new()), "no lead any more");
    assert!(accounts["new@example.com"].0);
    assert_eq!(accounts.len(), PEOPLE + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_goes_wrong_takes_nobody_away() {
    let (customer, ids, _) = customer(FEW / 4);
    let (world, console) = world(Console::new(customer)).await;
    console.delegate(AUDIT);
    world.sync().await;

    // Nobody tells of somebody who is deleted, until all are listed.
    console.customer().log.silent(true);
    console.customer().delete_user(&ids[200]);
    console.customer().log.silent(false);
    assert_eq!(world.sync().await, 0, "no event names them");
    world.clock.advance_minutes(6 * 60);
    assert_eq!(world.sync().await, 2, "one product and one account");
    assert!(!world.accounts()["u00200@example.com"].0, "now it is known");

    // The token ends in mid-run, and the log is throttled.
    console.front.fault(LOG, 0, 1, FaultKind::Throttled);
    console.front.fault(LOG, 1, 1, FaultKind::Status(401));
    console.front.forget();
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert_eq!((console.front.count(LOG, 200), console.front.count("/users", 200)), (1, 0));

    console.customer().set(&ids[100], json!({"suspended": true}));
    console.front.fault(LOG, 0, usize::MAX, FaultKind::Cut);
    assert_eq!(world.sync().await, 2, "listed instead: one product and one account");
    let told = world.warnings();
    assert!(told[0].contains("does not tell what changed any more"), "{told:?}");
    console.front.clear_faults();

    console.revoke("audit.readonly");
    console.customer().set(&ids[101], json!({"suspended": true}));
    assert_eq!(world.sync().await, 2);
    let told = world.warnings();
    assert!(told[0].contains(AUDIT) && told[0].contains("Domain-wide delegation"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_takes_nobody_away() {
    let (customer, ..) = customer(FEW);
    let (world, console) = world(Console::new(customer)).await;
    world.sync().await;

    // Throttled, and the token ends in mid-run.
    console.front.forget();
    let given = console.front.tokens_given();
    console.front.fault("/users", 2, 3, FaultKind::Throttled);
    console.front.fault("/users", 6, 1, FaultKind::Status(401));
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert_eq!(console.front.tokens_given(), given + 2, "another was fetched in mid-run");
    assert_eq!(console.front.count("/users", 403), 3, "calls were throttled");

    console.front.fault("/users", 3, usize::MAX, FaultKind::Cut);
    let words = world.changes_nothing().await;
    assert!(words.contains("Nothing was taken away"), "{words}");
    console.front.clear_faults();
    console.front.fault("/users", 5, 1, FaultKind::Skip);
    let words = world.changes_nothing().await;
    assert!(words.contains("a page is missing"), "{words}");
    assert_eq!(world.sync().await, 0, "and nothing is to do");

    world.clock.advance_minutes(6 * 60);
    console.front.forget();
    world.sync().await;
    let calls = console.front.calls();
    let members = calls.iter().filter(|call| call.path.ends_with("/members")).count();
    assert_eq!(members, 40 + 2, "after six hours the members of all groups are read");

    console.revoke("group.readonly");
    let words = world.changes_nothing().await;
    assert!(words.contains("admin.directory.group.readonly"), "{words}");
}
