//! Conditions between text and builder.

use super::{call, open, refused};
use rolecall_contract::types::{Completion, Condition, ConditionReading, ConditionText};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_builder_and_the_text_are_the_same_thing() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let texts = [
        r#"groups.display eq "EMEA Sales""#,
        r#"orgUnit sw "/Vellamo" and not (department eq "Legal" or title pr)"#,
        "active eq true",
        r#"active eq "true""#,
        r#"startDate le now + 30d and department in ("Marketing", "IT")"#,
        r#"userName re "^a.*\\." or emails[type eq "work"].value ew "x""#,
        r#"groups[type eq "direct"].display eq "Sales" and employeeNumber eq 5"#,
    ];
    for text in texts {
        let read: ConditionReading = call(&app, "condition.read", json!({"text": text})).await;
        assert!(read.error.is_none(), "{text}: {:?}", read.error);
        let condition = serde_json::to_value(read.condition.expect("a tree")).expect("JSON");
        let written: ConditionText = call(&app, "condition.write", condition).await;
        assert_eq!(written.text, read.text, "{text}");
    }
    let read: ConditionReading =
        call(&app, "condition.read", json!({"text": "active eq true"})).await;
    let clause =
        Condition::Clause { field: "active".into(), op: "eq".into(), values: vec!["true".into()] };
    assert_eq!(read.condition, Some(clause), "yes/no is shown as a row");
    assert_eq!(read.people, 487);
    assert_eq!(read.sample.len(), 8);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_shown_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let read: ConditionReading =
        call(&app, "condition.read", json!({"text": "departmnt eq \"Legal\""})).await;
    let problem = read.error.expect("a problem");
    assert_eq!((problem.column, problem.suggestion.as_deref()), (1, Some("department")));
    assert!(!problem.message.starts_with(char::is_numeric), "{}", problem.message);
    let read: ConditionReading =
        call(&app, "condition.read", json!({"text": "groups.display eq \"Gone\""})).await;
    assert_eq!((read.people, read.unknown), (0, vec!["Gone".to_owned()]));
    let empty = refused(&app, "condition.write", json!({"kind": "all", "parts": []})).await;
    assert_eq!(empty.code, "condition_wrong");
    let complete = json!({"field": "groups.display", "text": "sal"});
    let names: Completion = call(&app, "rules.complete", complete).await;
    assert_eq!(names.items.first().map(|item| item.name.as_str()), Some("Sales"));
    app.close().await;
}
