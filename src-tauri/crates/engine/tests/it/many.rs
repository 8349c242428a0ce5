//! Many people: files of ten thousand, and the one of two thousand whom the target refuses.

use crate::staff::Staff;
use crate::world::{RULES, World, csv, provider, scim};
use rolecall_directory::Cause;
use rolecall_sandbox::provider::{Fault, Lie, Options};

#[tokio::test]
async fn ten_thousand_people_from_file_to_file() {
    let world = World::new();
    world.configure(&csv(""), RULES);
    let staff = Staff::of(0..10_000);
    world.staff(&staff);
    let told = world.sync().await;
    assert!(told.is_whole(), "everybody is done");
    assert_eq!(told.target().accounts.create.len(), 10_000, "with an account each");
    let text = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    assert_eq!(text.lines().count(), 10_001, "and a row each");
    let planned = world.engine.plan(&world.configuration(), Some(&world.store)).await.unwrap();
    let report = rolecall_engine::Report::of_plan(&planned);
    assert_eq!(report.summary.steps, 0, "a second plan is empty");
    assert_eq!(report.summary.users, 10_000, "though it reads everybody");
    world.staff(&staff.changed([9_999], |one| one.title = "Lead".to_owned()));
    assert_eq!(world.sync().await.sums(), (3, 0, 0), "one who rises costs three steps");
}

#[tokio::test]
async fn one_of_two_thousand_is_refused_a_value_and_named() {
    const PEOPLE: usize = 2_000;
    let world = World::new();
    let roles = vec!["Member".to_owned()];
    let provider = provider(Options { roles, ..Options::default() }).await;
    world.configure(&scim(&provider.url(), ""), RULES);
    let clerks = Staff::of(0..PEOPLE).changed(0..PEOPLE, |one| one.title = "Clerk".to_owned());
    world.staff(&clerks.changed([1_234], |one| one.title = "Lead".to_owned()));
    let told = world.sync().await;
    let (done, failed, not_sent) = told.sums();
    assert_eq!((done, failed, not_sent), (told.steps() - 1, 1, 0), "all but one are done");
    let users = provider.users();
    assert_eq!(users.len(), PEOPLE, "everybody has an account");
    let is_member = |user: &&serde_json::Value| user["roles"][0]["value"] == "Member";
    assert_eq!(users.iter().filter(is_member).count(), PEOPLE - 1, "the other 1,999 a role");
    let named: Vec<String> = world.failures().into_iter().map(|(_, user)| user).collect();
    assert_eq!(named, ["u01234@example.com"], "the one is named");
}

#[tokio::test]
async fn an_account_that_is_refused_keeps_its_values_waiting() {
    const PEOPLE: usize = 50;
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), "limit = { concurrent = 1 }"), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    // With its values, and again without.
    provider.script(Fault::new(Lie::Status(403)).on("POST", "/Users").times(2));
    let told = world.sync().await;
    let users = provider.users();
    assert_eq!(users.len(), PEOPLE - 1, "the others have an account");
    let has = |name: &str| users.iter().any(|user| user["userName"] == name);
    let missing = (0..PEOPLE).map(|number| format!("u{number:05}@example.com"));
    let missing: Vec<_> = missing.filter(|name| !has(name)).collect();
    let named = [(Cause::NotPermitted, missing[0].clone())].into();
    assert_eq!(world.failures(), named, "the one is named");
    let (_, failed, not_sent) = told.sums();
    assert_eq!(failed, 1, "one step failed");
    let outcome = told.target().outcome.as_ref().unwrap();
    assert!(outcome.not_sent.iter().all(|one| one.user == missing[0]), "the one's values wait");
    assert!(not_sent > 0 && outcome.not_sent[0].cause == "account_not_created", "and say why");
    let retried = world.retry(Cause::NotPermitted, &[]).await;
    assert_eq!(retried.sums(), (1 + not_sent, 0, 0), "a retry does exactly those");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}
