//! Removals that wait, over plans and runs, with a clock that the test turns.

use crate::world::{TestClock, World, engine};
use rolecall_engine::Report;
use rolecall_store::Store;

const RULES: &str = r#"
[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.console = { products = ["Connect"], role = "Member" }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Guest" }
"#;

/// The target of [`crate::world::csv`], with a grace on its products.
fn patient() -> String {
    let name = "name = \"products\"\n";
    crate::world::csv("").replacen(name, &format!("{name}grace = \"7d\"\n"), 1)
}

fn people(rows: &[&str]) -> String {
    let mut text = "id,userName,email,department\n".to_owned();
    for row in rows {
        let (id, department) = row.split_once(' ').unwrap();
        text.push_str(&format!("{id},{id}@example.com,{id}@example.com,{department}\n"));
    }
    text
}

fn write(world: &World, rows: &[&str]) {
    std::fs::write(world.dir.join("users.csv"), people(rows)).unwrap();
}

/// What waits: user, slot, value and the day, counted from when the clock began, until which.
fn waits(report: &Report) -> Vec<String> {
    let began = TestClock::new();
    let began = rolecall_engine::Clock::now_ms(&began).div_euclid(1000);
    let all = report.targets[0].1.pending.iter().map(|one| {
        let until: jiff::Timestamp = one.until.parse().unwrap();
        let days = (until.as_second() - began) as f64 / 86_400.0;
        format!("{} {}={} {days}", one.user, one.slot, one.value)
    });
    all.collect()
}

async fn plan(world: &World) -> Report {
    let planned = world.engine.plan(&world.configuration(), Some(&world.store)).await.unwrap();
    Report::of_plan(&planned)
}

#[tokio::test]
async fn what_a_run_found_due_goes_a_week_later() {
    let world = World::new();
    world.configure(&patient(), RULES);
    write(&world, &["ann Sales", "bob Sales"]);
    assert!(world.sync().await.is_whole(), "both are given everything");
    write(&world, &["ann Support", "bob Sales"]);
    let before = waits(&plan(&world).await);
    assert_eq!(before, ["ann@example.com products=Connect 7"], "a plan says what would wait");
    world.clock.advance_days(1);
    let told = world.sync().await;
    assert_eq!(told.target().unassign.len(), 1, "her role is replaced at once");
    let until = ["ann@example.com products=Connect 8"];
    assert_eq!(
        waits(&told.result.report),
        until,
        "from the first run on: a plan remembers nothing"
    );
    world.clock.advance_days(6);
    assert_eq!(waits(&plan(&world).await), until, "one day more");
    assert_eq!(world.sync().await.steps(), 0, "still no step");
    // Another process, after a restart.
    let dir = world.dir.clone();
    let clock = world.clock.clone();
    clock.advance_days(1);
    let store = Store::open(&dir.join("state")).unwrap();
    let planned = engine(clock).plan(&world.configuration(), Some(&store)).await.unwrap();
    assert!(waits(&Report::of_plan(&planned)).is_empty(), "its time has come");
    let told = world.sync().await;
    let gone: Vec<_> = told.target().unassign.iter().map(|one| one.value.as_str()).collect();
    assert_eq!((gone, told.is_whole()), (vec!["Connect"], true), "it is taken");
    assert_eq!(world.sync().await.steps(), 0, "and that was all");
    assert_eq!(world.store.pending_removals("console").unwrap(), [], "nothing is remembered");
}

#[tokio::test]
async fn a_wait_that_is_cancelled_begins_anew() {
    let world = World::new();
    world.configure(&patient(), RULES);
    write(&world, &["ann Sales"]);
    world.sync().await;
    write(&world, &["ann Support"]);
    world.sync().await;
    world.clock.advance_days(5);
    write(&world, &["ann Sales"]);
    let told = world.sync().await;
    assert!(waits(&told.result.report).is_empty(), "wanted again");
    assert_eq!(world.store.pending_removals("console").unwrap(), [], "and forgotten");
    world.clock.advance_days(1);
    write(&world, &["ann Support"]);
    let told = world.sync().await;
    assert_eq!(waits(&told.result.report), ["ann@example.com products=Connect 13"], "from day 6");
}

#[tokio::test]
async fn a_suspension_waits_for_its_products_whoever_the_person_was() {
    let world = World::new();
    world.configure(&patient(), RULES);
    write(&world, &["ann Sales", "bob Support", "cid Support"]);
    world.sync().await;
    write(&world, &["bob Support"]);
    let told = world.sync().await;
    let suspended = &told.target().accounts.suspend;
    assert_eq!(suspended, &["cid@example.com"], "Cid holds nothing that waits");
    let gone: Vec<_> =
        told.target().unassign.iter().map(|one| (one.user.as_str(), one.value.as_str())).collect();
    assert_eq!(gone, [("ann@example.com", "Member"), ("cid@example.com", "Guest")], "roles go");
    let waiting = ["ann@example.com accounts= 7", "ann@example.com products=Connect 7"];
    assert_eq!(waits(&told.result.report), waiting, "Ann's account and product stay");
    let accounts = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    assert!(accounts.contains("ann@example.com,ann@example.com,true,true,,Connect,"), "{accounts}");
    world.clock.advance_days(7);
    let told = world.sync().await;
    assert_eq!(told.target().accounts.suspend, ["ann@example.com"], "now it is suspended");
    assert_eq!(told.target().unassign.len(), 1, "with what was left");
}

#[tokio::test]
async fn a_wait_follows_an_account_that_is_renamed() {
    let world = World::new();
    world.configure(&patient(), RULES);
    write(&world, &["ann Sales"]);
    world.sync().await;
    write(&world, &["ann Support"]);
    world.sync().await;
    world.clock.advance_days(3);
    let renamed = people(&["ann Support"]).replacen("ann@example.com", "Ann@example.com", 1);
    std::fs::write(world.dir.join("users.csv"), renamed).unwrap();
    let told = world.sync().await;
    assert_eq!(
        told.target().accounts.update,
        ["Ann@example.com"],
        "the key of the account changes"
    );
    let told = world.sync().await;
    assert_eq!(waits(&told.result.report), ["Ann@example.com products=Connect 7"], "it goes on");
}
