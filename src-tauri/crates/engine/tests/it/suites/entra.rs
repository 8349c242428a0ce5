//! Twenty thousand people of Entra ID.

use super::{PEOPLE, World};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::graph::{Console, MemberKind, Tenant, open};
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;

/// So many people, a group of them all in twenty parts, and the leads.
pub fn tenant(people: usize) -> (Tenant, Vec<String>, String) {
    let mut tenant = Tenant::default();
    let ids: Vec<String> = (0..people)
        .map(|number| {
            let fields = json!({
                "mail": format!("u{number:05}@example.com"), "givenName": "U", "surname": "Lee",
            });
            tenant.user(&format!("u{number:05}@example.com"), fields)
        })
        .collect();
    let all = tenant.group("All");
    for part in ids.chunks(people / 20) {
        let group = tenant.group(&format!("Part of {}", part[0]));
        part.iter().for_each(|id| tenant.join(&group, id, MemberKind::User));
        tenant.join(&all, &group, MemberKind::Group);
    }
    let leads = tenant.group("Leads");
    ids[..10].iter().for_each(|id| tenant.join(&leads, id, MemberKind::User));
    (tenant, ids, leads)
}

pub async fn world(console: Console) -> (World, Arc<Console>) {
    let console = Arc::new(console);
    let place = open(console.clone()).await.unwrap();
    let (tenant, client) = (&console.tenant_id, &console.client_id);
    let source = format!(
        "kind = \"entra\"\ntenant = \"{tenant}\"\nclient_id = \"{client}\"\nsecret = \"source\"\n\
         url = \"{place}/v1.0\"\ntoken_url = \"{place}/{tenant}/oauth2/v2.0/token\"\n"
    );
    (World::of(&source, &console.client_secret).await, console)
}

pub fn asked(console: &Console) -> usize {
    let calls = console.front.calls();
    calls.iter().filter(|call| call.path.starts_with("/v1.0/")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_people_and_then_changes_alone() {
    let (tenant, ids, leads) = tenant(PEOPLE);
    let mut console = Console::new(tenant);
    console.page_most = 500;
    let (world, console) = world(console).await;
    let begun = Instant::now();
    assert_eq!(world.sync().await, 2 * PEOPLE as u64 + 10, "accounts, products, roles");
    println!("first sync: {} calls, {:?}", asked(&console), begun.elapsed());
    // Forty pages of people, one of the groups' 243 pieces, the count.
    assert_eq!(asked(&console), PEOPLE / 500 + 1 + 1);
    let accounts = world.accounts();
    assert_eq!(accounts.len(), PEOPLE);
    assert_eq!(accounts["u00003@example.com"], (true, "Admin".to_owned()));

    console.front.forget();
    {
        let mut tenant = console.tenant();
        tenant.set(&ids[100], json!({"accountEnabled": false}));
        tenant.delete_user(&ids[101], false);
        tenant.leave(&leads, &ids[0]);
        tenant.join(&leads, &ids[200], MemberKind::User);
        let fields = json!({"mail": "new@example.com", "givenName": "N", "surname": "Lee"});
        tenant.user("new@example.com", fields);
    }
    let begun = Instant::now();
    world.sync().await;
    println!("five changes: {} calls, {:?}", asked(&console), begun.elapsed());
    assert_eq!(asked(&console), 2, "changes by delta only");
    let accounts = world.accounts();
    assert!(!accounts["u00100@example.com"].0 && !accounts["u00101@example.com"].0, "disabled");
    assert_eq!(accounts["u00000@example.com"], (true, String::new()), "no lead any more");
    assert_eq!(accounts["u00200@example.com"].1, "Admin");
    assert!(accounts["new@example.com"].0);

    // Throttled, in the middle of a reading in full, and the token ends there.
    console.front.forget();
    console.expire_delta_tokens();
    let given = console.front.tokens_given();
    console.front.fault("/users/delta", 12, 3, FaultKind::Throttled);
    console.front.fault("/users/delta", 20, 1, FaultKind::Status(401));
    assert_eq!(world.sync().await, 0, "nothing is to do");
    assert_eq!(console.front.tokens_given(), given + 2, "another was fetched in mid-run");
    assert_eq!(console.front.count("/delta", 410), 1, "the token was lost");
    assert_eq!(console.front.count("/delta", 429), 3, "calls were throttled");

    console.revoke("GroupMember.Read.All");
    let words = world.changes_nothing().await;
    assert!(words.contains("GroupMember.Read.All") && words.contains("main"), "{words}");
    console.grant("GroupMember.Read.All");

    // A reading in full that is cut off goes on in the next run, after a restart.
    console.expire_delta_tokens();
    console.front.fault("/users/delta", 20, usize::MAX, FaultKind::Cut);
    let words = world.changes_nothing().await;
    assert!(words.contains("Nothing was taken away"), "{words}");
    console.front.clear_faults();
    console.front.forget();
    assert_eq!(world.sync().await, 0, "and nothing is to do");
    assert!(console.front.count("/users/delta", 200) <= 21, "half of it was kept");
}
