//! Rules: listed, in their order, and checked when they are saved.

use super::{call, open, overview, refused, save};
use rolecall_contract::App;
use rolecall_contract::types::{Draft, DraftAnswer, RuleList, RuleProblem, Vocabulary};
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

/// What keeps `rule` from being saved, as it is edited and as it is saved.
async fn refused_rule(app: &Arc<App>, rule: Value) -> RuleProblem {
    let edits = json!([{"kind": "set", "id": "new", "rule": rule, "position": 1}]);
    let answer: DraftAnswer = call(app, "draft.edit", json!({"edits": edits})).await;
    let problem = answer.changed.into_iter().flat_map(|rule| rule.problems).next();
    let problem = problem.expect("the screen is told before");
    let request = json!({"edition": answer.edition, "syncNow": false});
    let error = refused(app, "draft.save", request).await;
    assert_eq!((&error.code, &error.message), (&problem.code, &problem.message));
    assert_eq!(error.details["id"], "new");
    let _: Draft = call(app, "draft.discard", json!({})).await;
    problem
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
    let second = &before.rules[1].id;
    save(&app, json!([{"kind": "move", "ids": [last.id], "before": second}])).await;
    save(&app, json!([{"kind": "switch", "ids": [last.id], "enabled": false}])).await;
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
    let place = wrong.condition.expect("the place");
    assert_eq!((place.column, place.suggestion.as_deref()), (14, Some("department")));
    let mut rule = draft("New", "userName pr");
    rule["assigns"][0]["values"] = json!(["Analitics"]);
    let unknown = refused_rule(&app, rule).await;
    assert_eq!(unknown.code, "assignment_unknown");
    assert!(unknown.message.contains("\"Analitics\""), "{}", unknown.message);
    assert_eq!(list(&app).await.rules.len(), 9, "nothing was made");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_remarked_upon_and_its_attributes_know_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let rule = draft("Testers", "groups.display eq \"Nobody here\" and region eq \"x\"");
    save(&app, json!([{"kind": "set", "id": "testers", "rule": rule, "position": 3}])).await;
    let made = list(&app).await.rules.remove(2);
    assert_eq!((made.id.as_str(), made.rule.name.as_str()), ("testers", "Testers"));
    let codes: Vec<_> = made.remarks.iter().map(|remark| remark.code.as_str()).collect();
    assert_eq!(codes, ["unknown_group", "matches_nobody"]);

    let vocabulary: Vocabulary = call(&app, "rules.vocabulary", json!({})).await;
    let region = vocabulary.attributes.iter().find(|one| one.name == "region").expect("region");
    assert!(region.custom && region.people > 0, "{region:?}");
    assert_eq!(region.rules, ["Testers", "Sales elsewhere"]);
    app.close().await;
}
