//! One whom the target refuses among very many: everybody else is done, and only they are named.

use crate::staff::Staff;
use crate::world::{RULES, World, provider, scim};
use rolecall_directory::Cause;
use rolecall_sandbox::provider::{Fault, Lie, Options};
use std::collections::BTreeMap;
use std::time::Instant;

/// How many there are in the suite; `ROLECALL_MANY` says otherwise, and `cargo xtask bench --faults`
/// asks for 100,000.
const PEOPLE: usize = 10_000;

fn people() -> usize {
    let said = std::env::var("ROLECALL_MANY").ok();
    said.map_or(PEOPLE, |said| said.parse().expect("ROLECALL_MANY is a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_user_among_very_many_is_the_only_one_that_fails() {
    let (people, bad) = (people(), "u01234@example.com");
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), "limit = { concurrent = 64 }"), RULES);
    world.staff(&Staff::of(0..people));
    provider.refuse_user(bad);
    let began = Instant::now();
    let told = world.sync().await;
    println!("{people} people in {:.1} s", began.elapsed().as_secs_f64());
    let (done, failed, not_sent) = told.sums();
    assert_eq!(told.failed(), [("attribute_invalid", bad)].into(), "the one is named");
    assert_eq!(failed, 1, "with one failed step");
    let outcome = told.target().outcome.as_ref().unwrap();
    assert!(outcome.not_sent.iter().all(|one| one.user == bad), "and their values wait");
    assert_eq!(not_sent, 3, "a role, a product and a team");

    // The target's own record against the summary.
    let (users, groups) = (provider.users(), provider.groups());
    assert_eq!(users.len(), people - 1, "everybody else has an account");
    assert!(provider.creates().values().all(|&times| times == 1), "made once");
    let count = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    let held: usize =
        users.iter().map(|user| count(&user["roles"]) + count(&user["entitlements"])).sum();
    let members: BTreeMap<_, _> = groups
        .iter()
        .map(|group| (group["displayName"].to_string(), count(&group["members"])))
        .collect();
    let there = users.len() + held + members.values().sum::<usize>() + groups.len();
    assert_eq!(done, there as u64, "done is what is there: {members:?}");
    assert_eq!(members.values().sum::<usize>(), people - 1, "everybody else is in a team");
    let named = [(Cause::AttributeInvalid, bad.to_owned())].into();
    assert_eq!(world.failures(), named, "one open failure");

    provider.accept_all_users();
    let retried = world.retry(Cause::AttributeInvalid, &[]).await;
    assert_eq!(retried.sums(), (1 + not_sent, 0, 0), "a retry does exactly those");
    assert_eq!(provider.users().len(), people, "now everybody");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_member_among_very_many_is_the_only_one_that_fails() {
    let people = people() / 4;
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), "limit = { concurrent = 64 }"), RULES);
    let everybody =
        Staff::of(0..people).changed(0..people, |one| one.department = "Sales".to_owned());
    world.staff(&everybody);
    let bad = "u00777@example.com";
    provider.refuse_member(bad);
    // A call that carries many people fails in passing as well.
    provider.script(Fault::new(Lie::Status(503)).on("PATCH", "/Groups/").times(2));
    let told = world.sync().await;
    assert_eq!(told.failed(), [("attribute_invalid", bad)].into(), "the one is named");
    assert_eq!(told.sums().1, 1, "with one failed step");
    let sales = provider.groups().remove(0);
    let members = sales["members"].as_array().unwrap().len();
    assert_eq!(members, people - 1, "all others are in the group");
    let calls = provider.calls();
    let patches = calls.iter().filter(|call| call.method == "PATCH").count();
    // Chunks of 100, one of them halved until the one is alone, and the two that failed in passing.
    assert!(patches <= people / 100 + 2 * 7 + 4, "only their chunk is split: {patches}");
}
