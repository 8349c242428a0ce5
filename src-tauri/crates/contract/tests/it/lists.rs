//! Lists that are sorted, narrowed, chosen from and written to files by the engine.

use super::{call, open, overview, refused, run_ends, save};
use rolecall_contract::App;
use rolecall_contract::types::{
    ActivityList, AppEvent, ExportedFile, HeldDecided, Nothing, PlanSteps, PlanView, RuleList,
    RunList, RunSteps,
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;

fn page() -> Value {
    json!({"offset": 0, "limit": 200})
}

fn with(mut all: Value, change: Value) -> Value {
    let Value::Object(change) = change else { panic!("an object") };
    for (key, value) in change {
        all[key] = value;
    }
    all
}

/// The sample after its first sync and a second run in which a rule that gives much is off.
async fn held_back(folder: &tempfile::TempDir) -> (Arc<App>, Receiver<AppEvent>) {
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let rules: RuleList = call(&app, "rules.list", json!({})).await;
    let last = rules.rules.last().expect("a rule");
    save(&app, json!([{"kind": "switch", "ids": [last.id], "enabled": false}])).await;
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    (app, events)
}

fn steps_of(run: i64) -> Value {
    json!({"run": run, "state": null, "target": null, "text": "", "page": page()})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chosen_steps_are_decided_on_and_the_others_go_on_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, mut events) = held_back(&folder).await;
    let run = overview(&app).await.held[0].run;
    let held = with(steps_of(run), json!({"state": "held", "sort": "user"}));
    let steps: RunSteps = call(&app, "runs.steps", held.clone()).await;
    assert!(steps.total > 100 && steps.items.iter().all(|step| step.waits), "all of them wait");
    assert!(steps.items.is_sorted_by_key(|step| step.user.to_lowercase()), "by person");
    let turned: RunSteps =
        call(&app, "runs.steps", with(held.clone(), json!({"descending": true}))).await;
    let last = &turned.items[0].user;
    assert!(turned.items.iter().all(|step| step.user.to_lowercase() <= last.to_lowercase()));

    let keys: Vec<String> = steps.items[..3].iter().map(|step| step.id.to_string()).collect();
    let chosen = json!({"chosen": {"all": false, "keys": keys}});
    let file: ExportedFile = call(&app, "runs.export", with(held.clone(), chosen.clone())).await;
    assert_eq!(file.text.lines().count(), 4, "a header and what is chosen: {}", file.text);
    let asked = with(steps_of(run), chosen);
    let given_up = json!({"steps": asked, "approve": false});
    let decided: HeldDecided = call(&app, "held.decide", given_up.clone()).await;
    assert_eq!(decided.steps, 3);
    assert_eq!(refused(&app, "held.decide", given_up).await.code, "not_found", "decided already");
    let after: RunSteps = call(&app, "runs.steps", held.clone()).await;
    assert_eq!(after.items.iter().filter(|step| !step.waits).count(), 3, "the others wait");

    let but = json!({"chosen": {"all": true, "keys": [steps.items[3].id.to_string()]}});
    let let_go = json!({"steps": with(held, but), "approve": true});
    let decided: HeldDecided = call(&app, "held.decide", let_go).await;
    assert_eq!(decided.steps, steps.total - 4, "all but one, and but those given up");
    run_ends(&app, &mut events).await;
    let done = overview(&app).await.sync.last.expect("a run").done;
    assert!(done >= decided.steps, "{done} of {}", decided.steps);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_are_narrowed_sorted_and_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _events) = held_back(&folder).await;
    let all: RunList = call(&app, "runs.list", json!({"page": page()})).await;
    assert_eq!(all.items.iter().map(|run| run.id).collect::<Vec<_>>(), [2, 1], "newest first");
    let asked = json!({"outcome": "held", "page": page()});
    let held: RunList = call(&app, "runs.list", asked.clone()).await;
    assert_eq!((held.total, held.items[0].id), (1, 2));
    let by_done = json!({"sort": "done", "descending": true, "page": page()});
    let sorted: RunList = call(&app, "runs.list", by_done).await;
    assert_eq!(sorted.items[0].id, 1, "the first did most");
    let none: RunList = call(&app, "runs.list", json!({"trigger": "push", "page": page()})).await;
    assert_eq!(none.total, 0);
    let file: ExportedFile = call(&app, "runs.export_list", asked).await;
    assert_eq!(file.text.lines().count(), 2, "{}", file.text);
    let odd = json!({"sort": "colour", "page": page()});
    assert_eq!(refused(&app, "runs.list", odd).await.code, "malformed");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn activity_is_sorted_narrowed_and_written_as_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, mut events) = held_back(&folder).await;
    let asked = json!({"from": null, "to": null, "kind": null, "status": null, "text": "",
        "page": page()});
    let all: ActivityList = call(&app, "activity.list", asked.clone()).await;
    assert!(all.items.is_sorted_by(|a, b| a.seq > b.seq), "newest first");
    let oldest = with(asked.clone(), json!({"sort": "time", "descending": false}));
    let oldest: ActivityList = call(&app, "activity.list", oldest).await;
    assert_eq!(oldest.items[0].seq, 1);
    let worst = with(asked.clone(), json!({"sort": "status"}));
    let worst: ActivityList = call(&app, "activity.list", worst.clone()).await;
    let rank = |status: &str| ["failed", "held", "ok"].iter().position(|one| *one == status);
    assert!(worst.items.is_sorted_by_key(|item| rank(&item.status)));
    let rule = all.items.iter().find_map(|item| item.rule.clone()).expect("a rule was switched");
    let of_rule = with(asked.clone(), json!({"rule": rule}));
    let of_rule: ActivityList = call(&app, "activity.list", of_rule).await;
    assert!(of_rule.items.iter().all(|item| item.rule.as_ref() == Some(&rule)));
    // A list that was read before follows what happens next.
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let later: ActivityList = call(&app, "activity.list", asked.clone()).await;
    assert!(later.total > all.total && later.items[0].seq > all.items[0].seq);

    let chosen = json!({"format": "jsonl", "chosen": {"all": false, "keys": ["1", "2"]}});
    let file: ExportedFile = call(&app, "activity.export", with(asked, chosen)).await;
    assert_eq!(file.name, "activity.jsonl");
    let lines: Vec<Value> =
        file.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let seqs: Vec<&Value> = lines.iter().map(|line| &line["seq"]).collect();
    assert_eq!(seqs, [2, 1], "those chosen, in the order of the list");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_sorted_by_person_and_by_change_and_written_as_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    let asked = json!({"id": plan.id, "target": null, "kind": null, "slot": null, "value": null,
        "page": page()});
    let by_person = with(asked.clone(), json!({"sort": "person"}));
    let steps: PlanSteps = call(&app, "plan.steps", by_person.clone()).await;
    assert_eq!(steps.total, plan.steps, "all of them");
    let people: Vec<&String> =
        steps.items.iter().filter(|one| one.kind != "value").map(|one| &one.user).collect();
    assert!(people.is_sorted_by_key(|user| user.to_lowercase()), "{people:?}");
    let turned = with(by_person.clone(), json!({"descending": true}));
    let turned: PlanSteps = call(&app, "plan.steps", turned).await;
    assert!(turned.items[0].user.to_lowercase() > steps.items[199].user.to_lowercase());
    let by_change = with(asked, json!({"sort": "change"}));
    let by_change: PlanSteps = call(&app, "plan.steps", by_change).await;
    let order = ["suspend", "unassign", "update", "adopt", "reactivate", "create", "value"];
    let rank = |kind: &str| order.iter().position(|one| *one == kind).unwrap_or(order.len());
    assert!(by_change.items.is_sorted_by_key(|one| rank(&one.kind)), "what it does");

    let one = &steps.items[5];
    let key = json!([one.target, one.user, one.kind, one.slot, one.value]).to_string();
    let chosen = json!({"chosen": {"all": false, "keys": [key]}});
    let file: ExportedFile = call(&app, "plan.export", with(by_person, chosen)).await;
    assert_eq!(file.text.lines().count(), 2, "{}", file.text);
    assert!(file.text.contains(&one.user), "{}", file.text);
    app.close().await;
}
