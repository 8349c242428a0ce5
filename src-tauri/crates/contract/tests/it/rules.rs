//! Rules: checked, changed, moved, deleted and brought back.

use super::{call, open, overview, refused};
use rolecall_contract::types::{Nothing, RuleList, RuleView, Vocabulary};
use rolecall_contract::{App, AppError};
use serde_json::{Value, json};
use std::sync::Arc;

async fn list(app: &Arc<App>) -> RuleList {
    call(app, "rules.list", json!({})).await
}

fn names(list: &RuleList) -> Vec<String> {
    list.rules.iter().map(|view| view.rule.name.clone()).collect()
}

fn draft(name: &str, when: &str) -> Value {
    json!({"name": name, "note": "", "enabled": true, "when": when, "withholds": [],
        "assigns": [{"target": "console", "slot": "products", "values": ["Analytics"]}]})
}

async fn refused_rule(app: &Arc<App>, rule: Value) -> AppError {
    refused(app, "rules.create", json!({"rule": rule, "position": null})).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_outlives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = list(&app).await;
    let people = |name: &str| {
        before.rules.iter().find(|view| view.rule.name == name).map(|view| view.people)
    };
    assert_eq!(people("Console administrators"), Some(4));
    assert_eq!(people("Everyone at a desk"), Some(432));
    assert_eq!(before.people, 500);
    assert!(before.rules.iter().all(|view| view.condition.is_some() && view.remarks.is_empty()));
    let last = before.rules.last().expect("a rule").clone();
    let _: Nothing = call(&app, "rules.move", json!({"id": last.id, "position": 2})).await;
    let _: Nothing = call(&app, "rules.switch", json!({"id": last.id, "enabled": false})).await;
    let mut moved = names(&before);
    let name = moved.pop().expect("a rule");
    moved.insert(1, name);
    assert_eq!(names(&list(&app).await), moved);
    let entries = overview(&app).await.activity;
    let entry = entries.iter().find(|entry| entry.kind == "rule_moved").expect("an entry");
    assert_eq!((&entry.detail["from"], &entry.detail["to"]), (&json!(9), &json!(2)));
    app.close().await;
    drop(app);

    let again = open(folder.path(), true).await;
    assert_eq!(names(&list(&again).await), moved);
    assert!(!list(&again).await.rules[1].rule.enabled);
    let overview = overview(&again).await;
    assert!(overview.workspace.sample, "it is still the sample organization");
    again.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_is_refused_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    assert_eq!(refused_rule(&app, draft(" ", "userName pr")).await.code, "rule_name_missing");
    let taken = refused_rule(&app, draft("CONTRACTORS", "userName pr")).await;
    assert_eq!(taken.code, "rule_name_taken");
    let wrong = refused_rule(&app, draft("New", "title pr and departmnt eq \"x\"")).await;
    assert_eq!(wrong.code, "condition_wrong");
    assert_eq!(wrong.details["column"], 14);
    assert_eq!(wrong.details["suggestion"], "department");
    let mut rule = draft("New", "userName pr");
    rule["assigns"][0]["values"] = json!(["Analitics"]);
    let unknown = refused_rule(&app, rule).await;
    assert_eq!(unknown.code, "assignment_unknown");
    assert_eq!(unknown.details["value"], "Analitics");
    assert_eq!(list(&app).await.rules.len(), 9, "nothing was made");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_over_anothers_is_noticed_and_a_deletion_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let rule = draft("Testers", "groups.display eq \"Nobody here\"");
    let made: RuleView = call(&app, "rules.create", json!({"rule": rule, "position": 3})).await;
    let codes: Vec<_> = made.remarks.iter().map(|remark| remark.code.as_str()).collect();
    assert_eq!(codes, ["unknown_group", "matches_nobody"]);
    let seen = list(&app).await;
    assert_eq!(seen.rules[2].id, made.id);
    let change = |name: &str, version: i64| json!({"id": made.id, "rule": draft(name, "userName pr"), "version": version});
    let other = seen.rules[0].id.clone();
    let _: Nothing = call(&app, "rules.move", json!({"id": other, "position": 5})).await;
    let changed: RuleView = call(&app, "rules.change", change("Testing", seen.version)).await;
    assert_eq!(changed.rule.name, "Testing", "a move of another rule is no conflict");
    let late = refused(&app, "rules.change", change("Tested", seen.version)).await;
    assert_eq!(late.code, "rule_changed_meanwhile");
    assert_eq!(late.details["rule"]["rule"]["name"], "Testing");

    let order = names(&list(&app).await);
    let _: Nothing = call(&app, "rules.delete", json!({"id": made.id})).await;
    assert_eq!(list(&app).await.rules.len(), 9);
    let _: Nothing = call(&app, "rules.restore", json!({"id": made.id})).await;
    assert_eq!(names(&list(&app).await), order, "it is back where it was");
    let gone = refused(&app, "rules.restore", json!({"id": made.id})).await;
    assert_eq!(gone.code, "not_found");

    let vocabulary: Vocabulary = call(&app, "rules.vocabulary", json!({})).await;
    let region = vocabulary.attributes.iter().find(|one| one.name == "region").expect("region");
    assert!(region.custom && region.people > 0 && region.rules == ["Sales elsewhere"]);
    app.close().await;
}
