//! Undoing a run, paused targets, and discards that are taken back.

use super::{call, open, overview, refused, run_ends, save};
use rolecall_contract::App;
use rolecall_contract::types::{
    AppEvent, Connections, DiscardList, ExportedFile, Nothing, PlanView, QuarantineList, RuleList,
    RunDetails, RunList, UndoPreview,
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;

async fn sync(app: &Arc<App>, events: &mut Receiver<AppEvent>) -> i64 {
    let _: Nothing = call(app, "sync.now", json!({})).await;
    run_ends(app, events).await;
    let page = json!({"offset": 0, "limit": 1});
    let runs: RunList = call(app, "runs.list", json!({"page": page})).await;
    runs.items[0].id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_undone_as_its_preview_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let run = sync(&app, &mut events).await;
    let preview: UndoPreview = call(&app, "runs.undo_preview", json!({"run": run})).await;
    assert_eq!((preview.run, preview.targets.len()), (run, 1), "{preview:?}");
    let console = &preview.targets[0];
    let counted: u64 = console.changes.iter().map(|change| change.count).sum();
    assert!(preview.steps > 500 && counted >= preview.steps, "{preview:?}");
    assert_eq!(console.changes[0].kind, "suspend", "losses first: {:?}", console.changes);
    assert!(console.changes.iter().all(|change| !change.people.is_empty()));

    let other = json!({"run": run, "plan": "1-0000000000000000"});
    let _: Nothing = call(&app, "runs.undo", other).await;
    run_ends(&app, &mut events).await;
    assert!(overview(&app).await.sync.paused.is_empty(), "what was not looked at is not done");

    let args = json!({"run": run, "plan": preview.plan});
    let _: Nothing = call(&app, "runs.undo", args).await;
    let phases = run_ends(&app, &mut events).await;
    let now = overview(&app).await;
    let sent = ["apply", "verify"].iter().all(|phase| phases.contains(&(*phase).to_owned()));
    assert!(sent, "{phases:?}: {:?}", now.activity.first());
    assert_eq!(now.sync.paused.len(), 1, "Overview says so");
    assert_eq!(
        (now.sync.paused[0].target.as_str(), now.sync.paused[0].run),
        ("console", Some(run))
    );
    let last = now.sync.last.expect("a run");
    assert_eq!((last.trigger.as_str(), last.undoes, last.can_undo), ("undo", Some(run), true));
    assert_eq!((last.done, last.failed), (preview.steps, 0));
    let shown: RunDetails = call(&app, "runs.show", json!({"run": last.id})).await;
    assert!(shown.counts.iter().any(|count| count.kind == "suspend" && count.done > 0));

    let connections: Connections = call(&app, "connections.list", json!({})).await;
    let target = &connections.targets[0];
    assert!(target.paused.is_some() && target.next_at.is_none() && target.synced_at.is_some());
    assert_eq!(target.schedule, "40m");
    let left_out = sync(&app, &mut events).await;
    let shown: RunDetails = call(&app, "runs.show", json!({"run": left_out})).await;
    assert_eq!(shown.counts.len(), 0, "runs leave it out");
    let _: Nothing = call(&app, "targets.resume", json!({"target": "console"})).await;
    assert!(overview(&app).await.sync.paused.is_empty());
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    assert!(plan.steps > 500, "what was undone is planned again");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_is_paused_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let wrong = refused(&app, "targets.pause", json!({"target": "nowhere"})).await;
    assert_eq!(wrong.code, "not_found");
    for _ in 0..2 {
        let _: Nothing = call(&app, "targets.pause", json!({"target": "console"})).await;
    }
    let paused = overview(&app).await.sync.paused;
    assert_eq!((paused.len(), paused[0].who.as_str()), (1, "test@localhost"));
    let run = sync(&app, &mut events).await;
    let shown: RunDetails = call(&app, "runs.show", json!({"run": run})).await;
    assert!(shown.counts.is_empty(), "{:?}", shown.counts);
    let _: Nothing = call(&app, "targets.resume", json!({"target": "console"})).await;
    let none: QuarantineList = call(&app, "quarantine.list", json!({})).await;
    assert!(none.items.is_empty());
    for command in ["quarantine.lift", "quarantine.try_now"] {
        let args = json!({"connection": "console", "direction": "outbound"});
        assert_eq!(refused(&app, command, args).await.code, "not_found", "{command}");
    }
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discards_are_listed_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    sync(&app, &mut events).await;
    let rules: RuleList = call(&app, "rules.list", json!({})).await;
    let last = rules.rules.last().expect("a rule");
    save(&app, json!([{"kind": "switch", "ids": [last.id], "enabled": false}])).await;
    let run = sync(&app, &mut events).await;
    let args = json!({"run": run, "target": "console", "guard": "removals"});
    let _: Nothing = call(&app, "held.discard", args).await;
    let list =
        |text: &str| json!({"target": "console", "text": text, "page": {"offset": 0, "limit": 50}});
    let all: DiscardList = call(&app, "discards.list", list("")).await;
    assert!(all.total > 100 && all.items.len() == 50, "{}", all.total);
    let one = &all.items[0];
    let found: DiscardList = call(&app, "discards.list", list(&one.user.to_uppercase())).await;
    assert!(found.total >= 1 && found.items.iter().all(|item| item.user == one.user));
    let by_name = json!({"target": "console", "kind": "unassign", "text": "", "sort": "user",
        "descending": true, "page": {"offset": 0, "limit": 50}});
    let sorted: DiscardList = call(&app, "discards.list", by_name.clone()).await;
    let names: Vec<String> = sorted.items.iter().map(|item| item.user.to_lowercase()).collect();
    assert!(names.is_sorted_by(|one, next| one >= next), "turned round: {names:?}");
    assert!(sorted.items.iter().all(|item| item.kind == "unassign"), "narrowed");
    let mut some = by_name;
    some["chosen"] = json!({"all": true, "keys": [sorted.items[0].id]});
    let file: ExportedFile = call(&app, "discards.export", some).await;
    assert_eq!(file.text.lines().count() as u64, sorted.total, "its head, and all but one");
    let ids: Vec<Value> = all.items.iter().map(|item| item.id.clone().into()).collect();
    let _: Nothing = call(&app, "discards.take_back", json!({"ids": ids})).await;
    let rest: DiscardList = call(&app, "discards.list", list("")).await;
    assert_eq!(rest.total, all.total - 50);
    let again = refused(&app, "discards.take_back", json!({"ids": ids})).await;
    assert_eq!(again.code, "not_found", "they are taken back already");
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    assert!(plan.steps >= 50, "they are planned again: {}", plan.steps);
    app.close().await;
}
