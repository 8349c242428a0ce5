//! Exceptions: made, changed, ended, and refused.

use super::{call, open, overview, refused};
use rolecall_contract::types::{ExceptionList, PersonDetails, PersonList, PlanView};
use serde_json::{Value, json};

fn exception(user: &str, until: &Value) -> Value {
    json!({"user": user, "reason": "covers for the webinar team", "until": until, "withholds": [],
        "assigns": [{"target": "console", "slot": "products", "values": ["Webinar"]}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exception_holds_until_its_last_day_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let none: ExceptionList = call(&app, "exceptions.list", json!({})).await;
    assert!(none.exceptions.is_empty());
    let page = json!({"offset": 0, "limit": 200});
    let people: PersonList = call(&app, "people.list", json!({"text": "", "page": page})).await;
    let engineer = people.items.iter().find(|one| {
        one.active && one.org_unit.as_deref().is_some_and(|unit| unit.contains("/Engineering"))
    });
    let user = engineer.expect("an engineer").user.clone();
    let set = |index: Value, version: i64, exception: Value| json!({"index": index, "version": version, "exception": exception});
    let made = exception(&user, &json!("2099-01-31"));
    let listed: ExceptionList =
        call(&app, "exceptions.set", set(json!(null), none.version, made)).await;
    assert!(!listed.exceptions[0].is_over && listed.exceptions[0].person.is_some());
    let _: PlanView = call(&app, "plan.get", json!({})).await;
    let person: PersonDetails = call(&app, "people.show", json!({"user": user})).await;
    let webinar = person.targets[0].values.iter().find(|one| one.value == "Webinar");
    let webinar = webinar.expect("it is explained");
    assert!(matches!(webinar.state.as_str(), "granted" | "without_seat"), "{webinar:?}");
    assert_eq!(webinar.rules[0].rule, "exception: covers for the webinar team");

    let late = set(json!(0), none.version, exception(&user, &json!("2020-01-31")));
    assert_eq!(refused(&app, "exceptions.set", late).await.code, "exceptions_changed");
    let over = set(json!(0), listed.version, exception(&user, &json!("2020-01-31")));
    let over: ExceptionList = call(&app, "exceptions.set", over).await;
    assert!(over.exceptions[0].is_over);
    let stranger =
        set(json!(null), over.version, exception("nobody@vellamo.example", &json!(null)));
    let two: ExceptionList = call(&app, "exceptions.set", stranger).await;
    assert!(two.exceptions[1].person.is_none(), "allowed, and told");
    let incomplete = |field: &str, value: Value| {
        let mut draft = exception(&user, &json!(null));
        draft[field] = value;
        set(json!(null), two.version, draft)
    };
    for (field, value) in [
        ("user", json!(" ")),
        ("reason", json!("")),
        ("until", json!("soon")),
        ("assigns", json!([])),
    ] {
        let error = refused(&app, "exceptions.set", incomplete(field, value)).await;
        assert_eq!(
            (error.code.as_str(), &error.details["field"]),
            ("exception_incomplete", &json!(field))
        );
    }
    let values = json!([{"target": "console", "slot": "products", "values": ["Webinars"]}]);
    let unknown = refused(&app, "exceptions.set", incomplete("assigns", values)).await;
    assert_eq!(unknown.code, "assignment_unknown");
    let gone: ExceptionList =
        call(&app, "exceptions.delete", json!({"index": 0, "version": two.version})).await;
    assert_eq!(gone.exceptions.len(), 1);
    let entries = overview(&app).await.activity;
    let kinds: Vec<_> = entries.iter().filter(|one| one.person.as_ref() == Some(&user)).collect();
    assert_eq!(kinds.len(), 3, "made, changed and deleted: {kinds:?}");
    app.close().await;
}
