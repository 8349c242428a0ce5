//! Guards over whole runs: what they hold waits, goes when approved, and stays away when discarded.

use crate::staff::Staff;
use crate::world::{RULES, World, csv};
use rolecall_directory::{Guard, StepKind};
use rolecall_store::{Approval, Discard, StepKey};
use std::collections::BTreeSet;

const PEOPLE: usize = 100;

async fn synced() -> World {
    let world = World::new();
    world.configure(&csv(""), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "everybody has an account");
    world
}

fn active(world: &World) -> usize {
    let text = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    text.lines().filter(|line| line.contains(",true,true,")).count()
}

fn approve(world: &World, keys: &[StepKey]) {
    let now = rolecall_engine::Clock::now_ms(&world.clock);
    world.store.approve(keys, &Approval::by("ann@desk", now)).unwrap();
}

fn guards(told: &crate::world::Told) -> BTreeSet<Guard> {
    told.target().held.iter().map(|held| held.guard).collect()
}

#[tokio::test]
async fn an_empty_source_holds_every_suspension() {
    let world = synced().await;
    world.staff(&Staff::default());
    let told = world.sync().await;
    assert!(guards(&told).contains(&Guard::SourceShrunk), "the source delivered nobody");
    let (done, failed, not_sent) = told.sums();
    assert_eq!((done, failed), (0, 0), "nothing is sent");
    assert_eq!(not_sent, told.steps(), "all of it waits");
    assert_eq!(told.result.report.exit_code(), 3, "which is exit code 3");
    assert_eq!(active(&world), PEOPLE, "everybody keeps what they have");
    world.staff(&Staff::of(0..PEOPLE));
    assert_eq!(world.sync().await.steps(), 0, "unapproved holds lapse with the next plan");
}

#[tokio::test]
async fn a_halved_source_goes_once_approved() {
    let world = synced().await;
    world.staff(&Staff::of(0..PEOPLE / 2).with(Staff::of(PEOPLE..PEOPLE + 3)));
    let told = world.sync().await;
    assert_eq!(guards(&told), [Guard::Removals, Guard::SourceShrunk].into(), "two guards trip");
    assert_eq!(active(&world), PEOPLE + 3, "who came is done, nobody is suspended");
    let held = world.store.held_keys(told.result.run).unwrap();
    let suspended = held.iter().filter(|key| key.kind == StepKind::Suspend).count();
    assert_eq!(suspended, PEOPLE / 2, "the other half is held");

    approve(&world, &held);
    let told = world.sync().await;
    assert!(told.is_whole(), "approved, all of it goes");
    assert_eq!(told.steps(), held.len() as u64, "exactly the steps approved");
    assert_eq!(active(&world), PEOPLE / 2 + 3, "half are suspended");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
}

#[tokio::test]
async fn an_approval_covers_what_was_approved_and_no_more_and_ends_after_seven_days() {
    let world = synced().await;
    world.staff(&Staff::of(0..PEOPLE - 15));
    let told = world.sync().await;
    let held = world.store.held_keys(told.result.run).unwrap();
    approve(&world, &held);
    world.clock.advance_days(8);
    let told = world.sync().await;
    assert_eq!(told.sums().0, 0, "after eight days the approval is over");

    approve(&world, &held);
    world.staff(&Staff::of(0..PEOPLE - 18));
    let told = world.sync().await;
    assert_eq!(told.sums().0, held.len() as u64, "those approved go");
    assert_eq!(active(&world), PEOPLE - 15, "the three who left since are held anew");
}

#[tokio::test]
async fn what_is_discarded_is_not_planned_until_rules_have_not_wanted_it() {
    let world = synced().await;
    let fewer = Staff::of(0..PEOPLE - 15);
    world.staff(&fewer);
    let told = world.sync().await;
    let held = world.store.held_keys(told.result.run).unwrap();
    let discard = |key: &StepKey| Discard {
        key: key.clone(),
        user: String::new(),
        who: "ann@desk".to_owned(),
        at: 0,
    };
    world.store.discard(&held.iter().map(discard).collect::<Vec<_>>()).unwrap();
    let told = world.sync().await;
    assert_eq!(told.steps(), 0, "discarded steps are not planned");
    assert_eq!(told.target().held, [], "and nothing is held");
    assert_eq!(active(&world), PEOPLE, "everybody stays");

    world.staff(&Staff::of(0..PEOPLE));
    assert_eq!(world.sync().await.steps(), 0, "all are back");
    world.staff(&fewer);
    let told = world.sync().await;
    assert_eq!(told.sums().2, held.len() as u64, "who leaves again is held again");
}

#[tokio::test]
async fn a_broken_rule_test_holds_every_step_and_each_may_be_discarded() {
    let world = synced().await;
    let test = r#"
[[rule_test]]
user = "u00001@example.com"
expect.console = { role = "Admin" }
"#;
    world.configure(&csv(""), &format!("{RULES}\n{test}"));
    world.staff(&Staff::of(2..PEOPLE + 2).changed([50], |one| one.department = "Sales".into()));
    let told = world.sync().await;
    assert!(guards(&told).contains(&Guard::RuleTest), "the rule test does not hold");
    assert_eq!(told.sums(), (0, 0, told.steps()), "everything is held");
    let held = world.store.held_keys(told.result.run).unwrap();
    let discard = |key: &StepKey| Discard {
        key: key.clone(),
        user: String::new(),
        who: "ann@desk".to_owned(),
        at: 0,
    };
    world.store.discard(&held.iter().map(discard).collect::<Vec<_>>()).unwrap();
    assert_eq!(world.sync().await.steps(), 0, "what was discarded is not planned again");
    world.store.undo_discard(&held).unwrap();
    assert_eq!(world.sync().await.steps(), held.len() as u64, "until that is taken back");
}

#[tokio::test]
async fn a_few_removals_need_nobody() {
    let world = synced().await;
    world.staff(&Staff::of(0..PEOPLE - 10));
    let told = world.sync().await;
    assert!(told.is_whole(), "ten of a hundred are within the limit");
    assert_eq!(active(&world), PEOPLE - 10, "and are suspended");
    let changed = Staff::of(0..PEOPLE - 10).changed([3], |one| one.title = "Lead".to_owned());
    world.staff(&changed);
    assert_eq!(world.sync().await.sums(), (3, 0, 0), "a role is replaced, a product is given");
}
