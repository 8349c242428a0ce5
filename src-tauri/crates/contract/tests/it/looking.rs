//! Looking at a plan and at runs: by rule, by person, by value, and over a span of time.

use super::{call, open, run_ends};
use rolecall_contract::types::{
    ExportedFile, Nothing, Period, PlanRules, PlanSteps, PlanView, RunDetails, RunList, RunSteps,
};
use rolecall_contract::{App, AppError};
use rolecall_sandbox::organization::TARGET;
use serde_json::{Value, json};
use std::sync::Arc;

fn merged(mut all: Value, change: Value) -> Value {
    let Value::Object(change) = change else { panic!("an object") };
    for (key, value) in change {
        all[key] = value;
    }
    all
}

async fn plan_steps(app: &Arc<App>, plan: i64, change: Value) -> PlanSteps {
    let page = json!({"offset": 0, "limit": 200});
    let all = json!({"id": plan, "target": null, "kind": null, "slot": null, "value": null,
        "page": page});
    call(app, "plan.steps", merged(all, change)).await
}

async fn run_steps(app: &Arc<App>, run: i64, change: Value) -> RunSteps {
    let page = json!({"offset": 0, "limit": 200});
    let all = json!({"run": run, "state": null, "target": null, "text": "", "page": page});
    call(app, "runs.steps", merged(all, change)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_told_by_rule_and_by_person() -> Result<(), AppError> {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    let rules: PlanRules = call(&app, "plan.rules", json!({"id": plan.id})).await;
    assert!(rules.rules.len() > 1 && rules.rules.is_sorted_by_key(|rule| rule.position));
    for rule in &rules.rules {
        let page = json!({"offset": 0, "limit": 200});
        let steps = plan_steps(&app, plan.id, json!({"rule": rule.rule, "page": page})).await;
        assert_eq!(steps.total, rule.steps, "{}", rule.rule);
        assert!(steps.items.iter().all(|step| step.rules.contains(&rule.rule)), "{}", rule.rule);
    }
    let all = plan_steps(&app, plan.id, json!({})).await;
    assert_eq!(all.total, plan.steps);
    // Every value that is given has a rule behind it, counted under each of its rules.
    let given: u64 = plan.targets[0]
        .changes
        .iter()
        .filter(|change| change.kind == "assign")
        .map(|change| change.count)
        .sum();
    assert!(rules.rules.iter().map(|rule| rule.steps).sum::<u64>() >= given);

    let person = &all.items[0].user;
    let theirs = plan_steps(&app, plan.id, json!({"text": person})).await;
    assert!(theirs.total > 0 && theirs.total < all.total);
    assert!(theirs.items.iter().all(|step| step.user.contains(person.as_str())), "{person}");
    let file: ExportedFile = call(
        &app,
        "plan.export",
        json!({"id": plan.id, "target": TARGET, "kind": null, "slot": null, "value": null,
            "text": person, "page": {"offset": 0, "limit": 200}}),
    )
    .await;
    assert_eq!(file.text.lines().count() as u64, theirs.total + 1, "{}", file.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_told_worst_first_and_by_value_and_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let list: RunList = call(&app, "runs.list", json!({"page": {"offset": 0, "limit": 1}})).await;
    let run = &list.items[0];
    let details: RunDetails = call(&app, "runs.show", json!({"run": run.id})).await;
    let all = run_steps(&app, run.id, json!({})).await;
    let (done, failed): (u64, u64) =
        details.counts.iter().fold((0, 0), |(d, f), one| (d + one.done, f + one.failed));
    assert_eq!((done, failed), (run.done, run.failed), "counts are those of the journal");
    if failed > 0 {
        assert_eq!(all.items[0].state, "failed", "what failed stands first");
    }
    let values = details.counts.iter().filter(|one| one.kind == "assign" && one.done > 0);
    for count in values {
        let asked = json!({"kind": "assign", "slot": count.slot, "value": count.value});
        let steps = run_steps(&app, run.id, asked).await;
        let whole = count.done + count.failed + count.held + count.not_sent + count.waiting;
        assert_eq!(steps.total, whole, "{:?}", count.value);
        let rule = steps.items[0].rules[0].clone();
        let by_rule = run_steps(&app, run.id, json!({"value": count.value, "rule": rule})).await;
        assert!(by_rule.total > 0 && by_rule.total <= steps.total);
        assert!(by_rule.items.iter().all(|step| step.rules.contains(&rule)));
    }
    let asked = json!({"run": run.id, "state": "done", "target": null, "text": "",
        "page": {"offset": 0, "limit": 200}});
    let file: ExportedFile = call(&app, "runs.export", asked).await;
    assert_eq!(file.text.lines().count() as u64, run.done + 1);

    let now = run.ended.expect("it ended") + 1;
    let period: Period =
        call(&app, "overview.period", json!({"from": run.started, "to": now})).await;
    assert_eq!((period.runs, period.broken), (1, 0));
    assert_eq!(period.changes.iter().map(|change| change.done).sum::<u64>(), run.done);
    assert!(!period.licences.is_empty());
    let before: Period = call(&app, "overview.period", json!({"from": 0, "to": run.started})).await;
    assert_eq!((before.runs, before.changes.len()), (0, 0), "only what began in it counts");
}
