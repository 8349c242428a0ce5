//! Targets that a run leaves out: not due, or paused. And undoing over whole runs, by the engine.

use crate::staff::Staff;
use crate::world::{RULES, World, csv, order, run};
use rolecall_engine::{RunControl, RunOrder, UndoOrder, holding_runs};
use rolecall_store::{Pause, StepKey, Trigger};
use std::collections::BTreeSet;

/// Two accounts files, with the same rules for both.
fn two() -> World {
    let world = World::new();
    let second = csv("").replace("\"console\"", "\"second\"").replace("accounts.csv", "second.csv");
    let rules =
        RULES.replace("assign.console", "assign.second").replace("name = \"", "name = \"2 ");
    world.configure(&format!("{}\n{second}", csv("")), &format!("{RULES}\n{rules}"));
    world.staff(&Staff::of(0..20));
    world
}

fn scheduled(targets: &[&str]) -> RunOrder {
    let targets: BTreeSet<String> = targets.iter().map(|&target| target.to_owned()).collect();
    let targets = Some(targets);
    RunOrder { trigger: Trigger::Schedule, targets, ..order("parent", None) }
}

fn lines(world: &World, file: &str) -> usize {
    let text = std::fs::read_to_string(world.dir.join(file)).unwrap_or_default();
    text.lines().count().saturating_sub(1)
}

#[tokio::test]
async fn a_scheduled_run_takes_only_in_what_is_due() {
    let world = two();
    let begun = rolecall_engine::Clock::now_ms(&world.clock);
    let result =
        run(&world.engine, &world.configuration(), &world.store, scheduled(&["second"])).await;
    let report = result.unwrap().report;
    assert_eq!((lines(&world, "accounts.csv"), lines(&world, "second.csv")), (0, 20));
    let of = |name: &str| {
        report
            .targets
            .iter()
            .find(|(one, _)| one == name)
            .map(|(_, target)| target.clone())
            .unwrap()
    };
    assert!(of("console").left_out.unwrap().contains("not due"), "and it says so");
    assert!(of("console").assign.is_empty() && of("console").failures.is_empty());
    assert!(of("second").left_out.is_none() && !of("second").assign.is_empty());
    assert_eq!(report.exit_code(), 0);
    let starts = world.store.starts().unwrap();
    assert_eq!(starts, [("second".to_owned(), begun)].into(), "the schedule counts from here");

    world.clock.advance_minutes(40);
    let all = run(&world.engine, &world.configuration(), &world.store, order("parent", None)).await;
    assert!(all.unwrap().report.targets.iter().all(|(_, target)| target.left_out.is_none()));
    assert_eq!(lines(&world, "accounts.csv"), 20, "by hand all are taken in");
    let now = begun + 40 * 60_000;
    assert!(world.store.starts().unwrap().values().all(|at| *at == now));
}

#[tokio::test]
async fn holds_of_a_target_that_is_left_out_stand() {
    let world = two();
    let configuration = world.configuration();
    let sync = async |order: RunOrder| {
        run(&world.engine, &configuration, &world.store, order).await.unwrap()
    };
    sync(order("parent", None)).await;
    world.staff(&Staff::of(0..5));
    let held = sync(order("parent", None)).await;
    assert_eq!(held.report.exit_code(), 3);
    sync(scheduled(&["second"])).await;
    let holding = holding_runs(&world.store).unwrap();
    assert_eq!(holding["console"], held.run, "the run that left it out lapses nothing there");
    assert_eq!(holding["second"], held.run + 1);
}

#[tokio::test]
async fn a_paused_target_keeps_its_failures_and_its_kept_accounts() {
    let world = two();
    let configuration = world.configuration();
    let first = run(&world.engine, &configuration, &world.store, order("parent", None)).await;
    first.unwrap();
    let pause = Pause { target: "console".into(), who: "ann@desk".into(), since: 1, run: None };
    world.store.pause(&[pause]).unwrap();
    // A file that cannot be read is not asked for.
    std::fs::write(world.dir.join("accounts.csv"), "no accounts at all").unwrap();
    world.staff(&Staff::of(0..25));
    let result = run(&world.engine, &configuration, &world.store, order("parent", None)).await;
    let result = result.unwrap();
    assert_eq!(lines(&world, "second.csv"), 25);
    let console = &result.planned.targets[0];
    assert!(console.error.is_none(), "it is planned on what is kept of it");
    assert_eq!(console.table.len(), 20);
    assert_eq!(result.report.exit_code(), 0);
}

#[tokio::test]
async fn undoing_refuses_what_was_not_looked_at_and_pauses_only_what_it_concerns() {
    let world = two();
    let configuration = world.configuration();
    let first = run(&world.engine, &configuration, &world.store, order("parent", None)).await;
    let first = first.unwrap().run;
    let undo = async |plan: Option<String>| {
        let order =
            UndoOrder { run: first, plan, who: "ann@desk".to_owned(), holder: "parent".to_owned() };
        world.engine.undo(&configuration, &world.store, &order, &RunControl::default()).await
    };
    let looked_at = world.engine.undo_plan(&configuration, &world.store, first).await.unwrap();
    assert_eq!(looked_at.targets.len(), 2);
    let text = std::fs::read_to_string(world.dir.join("second.csv")).unwrap();
    std::fs::write(world.dir.join("second.csv"), text.lines().next().unwrap()).unwrap();
    let refused = undo(Some(looked_at.fingerprint())).await.unwrap_err();
    assert_eq!(refused.code(), "undo_changed", "{refused}");
    assert!(world.store.paused().unwrap().is_empty(), "nothing was begun");

    let undone = undo(None).await.unwrap();
    let left = &undone.plan.targets[1].left;
    let gone = left.iter().filter(|left| left.why.word() == "account_gone").count();
    let made = left.iter().filter(|left| left.why.word() == "value_created").count();
    assert_eq!((gone > 20, gone + made), (true, left.len()), "{left:?}");
    let paused = world.store.paused().unwrap();
    assert_eq!(paused.len(), 1, "the other target has nothing to undo: {paused:?}");
    assert_eq!((paused[0].target.as_str(), paused[0].run), ("console", Some(first)));
    let steps = world.store.steps(undone.run.unwrap(), &<_>::default(), rolecall_store::Page::ALL);
    let keys: BTreeSet<StepKey> =
        steps.unwrap().rows.iter().map(|step| StepKey::of(&step.target, &step.step)).collect();
    assert_eq!(keys.len() as u64, undone.report.summary.steps, "each step once");
    assert!(undone.report.summary.steps >= 20);
}
