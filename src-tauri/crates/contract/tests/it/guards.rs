//! Held steps and stopped runs.

use super::{call, open, overview, run_ends, save};
use rolecall_contract::App;
use rolecall_contract::types::{AppEvent, Nothing, Overview, PlanView, RuleList};
use rolecall_sandbox::organization::FIRST_SYNC;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// The sample organization after its first sync.
async fn synced(folder: &tempfile::TempDir) -> (Arc<App>, Receiver<AppEvent>) {
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    (app, events)
}

async fn switch_everyone_off(app: &Arc<App>) {
    let rules: RuleList = call(app, "rules.list", json!({})).await;
    let last = rules.rules.last().expect("a rule");
    save(app, json!([{"kind": "switch", "ids": [last.id], "enabled": false}])).await;
}

fn held(overview: &Overview) -> u64 {
    overview.held.iter().map(|held| held.steps).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mass_removals_wait_until_they_are_approved() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, mut events) = synced(&folder).await;
    switch_everyone_off(&app).await;
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let now = overview(&app).await;
    assert!(held(&now) > 100, "{:?}", now.held);
    assert!(now.held.iter().all(|held| held.guard == "removals" && held.limit.is_some()));
    let run = now.held[0].run;
    let args = json!({"run": run, "target": "console", "guard": "removals"});
    let _: Nothing = call(&app, "held.approve", args).await;
    run_ends(&app, &mut events).await;
    let after = overview(&app).await;
    assert!(after.held.is_empty(), "{:?}", after.held);
    assert!(after.sync.last.expect("a run").done >= held(&now));
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discarded_removals_do_not_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, mut events) = synced(&folder).await;
    switch_everyone_off(&app).await;
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let run = overview(&app).await.held[0].run;
    let args = json!({"run": run, "target": "console", "guard": "removals"});
    let _: Nothing = call(&app, "held.discard", args.clone()).await;
    assert!(overview(&app).await.held.is_empty(), "the banner goes at once");
    let again = super::refused(&app, "held.discard", args).await;
    assert_eq!(again.code, "not_found");
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    assert_eq!(plan.steps, 0, "{:?}", plan.targets);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switching_off_stops_a_run_and_the_next_one_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.switch", json!({"on": true})).await;
    let applying = async {
        loop {
            if let AppEvent::Progress { progress } = events.recv().await.expect("an event")
                && progress.phase == "apply"
                && progress.done > 0
            {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), applying).await.expect("it applies");
    let _: Nothing = call(&app, "sync.switch", json!({"on": false})).await;
    run_ends(&app, &mut events).await;
    let stopped = overview(&app).await;
    assert!(!stopped.sync.on && stopped.sync.ever_on && stopped.sync.next_at.is_none());
    let last = stopped.sync.last.expect("a run");
    assert_eq!(last.state, "cancelled");
    assert!(last.not_sent > 0, "steps were left: {last:?}");
    app.close().await;

    let again = open(folder.path(), false).await;
    let mut events = again.subscribe();
    let _: Nothing = call(&again, "sync.now", json!({})).await;
    run_ends(&again, &mut events).await;
    let ended = overview(&again).await;
    assert_eq!(ended.banners.len(), 4, "{:?}", ended.banners);
    assert_eq!(ended.in_sync.in_sync, 434 - 22);
    let plan: PlanView = call(&again, "plan.get", json!({})).await;
    assert_eq!(plan.steps, 0, "nothing was lost, nothing is to be done twice");
    let connections: rolecall_contract::types::Connections =
        call(&again, "connections.list", json!({})).await;
    assert_eq!(connections.targets[0].accounts, FIRST_SYNC.accounts_after as u64);
    again.close().await;
}
