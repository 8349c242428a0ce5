//! Setting targets up: tried out for real, added, changed, and removed when nothing names them.

use super::schedule::{Hands, NOON};
use super::{call, open, overview, refused, save};
use rolecall_contract::types::{
    Connections, Nothing, Settings, TargetDetails, TargetSettings, TargetTrial,
};
use rolecall_contract::{App, AppOptions};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

const DAY: i64 = 86_400_000;

fn said(change: Value) -> Value {
    let mut settings = serde_json::to_value(TargetSettings {
        name: "accounts".to_owned(),
        kind: "csv".to_owned(),
        unmanaged: "leave".to_owned(),
        ..TargetSettings::default()
    })
    .expect("settings");
    let Value::Object(change) = change else { panic!("an object") };
    for (key, value) in change {
        settings[key] = value;
    }
    settings
}

fn draft(is_new: bool, change: Value) -> Value {
    json!({"settings": said(change), "isNew": is_new})
}

fn products() -> Value {
    json!([{"name": "products", "many": true, "createValues": false, "graceDays": 0, "bind": null,
        "values": [{"name": "Connect", "seats": 2}, {"name": "Webinar", "seats": null}],
        "administrators": []}])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_accounts_is_tried_out_and_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.csv");
    std::fs::write(
        &file,
        "userName,email,active,managed,unmanaged,products\nann,ann@x.org,true,false,,Connect\n",
    )
    .expect("written");
    let app = open(&folder.path().join("workspace"), false).await;
    let with_file = json!({"accounts": file, "slots": products()});
    let trial: TargetTrial = call(&app, "targets.try", draft(true, with_file.clone())).await;
    assert!(trial.steps.iter().all(|step| step.ok), "{:?}", trial.steps);
    assert_eq!((trial.accounts, trial.active), (1, 1));
    let connect = &trial.found[0].values[0];
    assert_eq!((connect.name.as_str(), connect.holders), ("Connect", 1));
    let none: Connections = call(&app, "connections.list", json!({})).await;
    assert!(none.targets.is_empty(), "a trial keeps nothing");

    let details: TargetDetails = call(&app, "targets.set", draft(true, with_file.clone())).await;
    assert_eq!((details.uses, details.secret_present), (0, None));
    assert_eq!(details.settings.slots[0].values[0].seats, Some(2));
    assert!(overview(&app).await.workspace.configured);
    let twice = refused(&app, "targets.set", draft(true, with_file)).await;
    assert_eq!(twice.code, "name_taken");
    let unnamed = refused(&app, "targets.set", draft(true, json!({"name": " "}))).await;
    assert_eq!(
        (unnamed.code.as_str(), &unnamed.details["field"]),
        ("target_wrong", &json!("accounts"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rules_name_is_not_taken_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.csv");
    let app = open(&folder.path().join("workspace"), false).await;
    let with = |slots: Value| json!({"accounts": file, "slots": slots});
    let _: TargetDetails = call(&app, "targets.set", draft(true, with(products()))).await;
    let rule = json!({"name": "All", "note": "", "heading": "", "enabled": true,
        "when": "userName pr", "withholds": [],
        "assigns": [{"target": "accounts", "slot": "products", "values": ["Connect"]}]});
    save(&app, json!([{"kind": "set", "id": "r1", "rule": rule, "position": null}])).await;

    let without = refused(&app, "targets.set", draft(false, with(json!([])))).await;
    assert_eq!(without.code, "target_in_use", "{without}");
    let removed = refused(&app, "targets.remove", json!({"target": "accounts"})).await;
    assert_eq!((removed.code.as_str(), &removed.details["count"]), ("target_in_use", &json!(1)));
    let shown: TargetDetails = call(&app, "targets.show", json!({"target": "accounts"})).await;
    assert_eq!((shown.uses, shown.settings.slots.len()), (1, 1), "it stays as it was");

    save(&app, json!([{"kind": "delete", "ids": ["r1"]}])).await;
    let _: Nothing = call(&app, "targets.remove", json!({"target": "accounts"})).await;
    let gone = refused(&app, "targets.show", json!({"target": "accounts"})).await;
    assert_eq!(gone.code, "not_found");
}

async fn open_at(folder: &std::path::Path) -> (Arc<App>, Hands) {
    let options = AppOptions {
        workspace: folder.to_owned(),
        sample: false,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    let hands = Hands::new(Arc::new(AtomicI64::new(NOON)));
    let app = App::open_by(options, Arc::new(hands.clone())).await.expect("the workspace opens");
    (app, hands)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trial_says_how_far_it_came_and_an_old_secret_is_reminded_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, hands) = open_at(folder.path()).await;
    let _: Settings = call(&app, "secrets.choose", json!({"backend": "memory"})).await;
    // Nothing listens on the discard port.
    let scim = json!({"name": "console", "kind": "scim", "url": "http://127.0.0.1:9/scim/v2"});
    let mut asked = draft(true, scim);
    asked["secretValue"] = json!("s3cret");
    let trial: TargetTrial = call(&app, "targets.try", asked.clone()).await;
    let [reach] = trial.steps.as_slice() else { panic!("one step: {:?}", trial.steps) };
    assert_eq!((reach.step.as_str(), reach.ok), ("reach", false));
    assert_eq!(reach.cause.as_deref(), Some("unavailable"));

    let details: TargetDetails = call(&app, "targets.set", asked).await;
    assert_eq!(details.secret_present, Some(true));
    assert_eq!(details.settings.secret, "target-console", "named after the target");
    let shown: Connections = call(&app, "connections.list", json!({})).await;
    assert_eq!(shown.targets[0].secret_set_at, Some(NOON));
    assert_eq!(shown.targets[0].renew_at, Some(NOON + 180 * DAY), "half a year unless chosen");
    assert!(overview(&app).await.renewals.is_empty());

    hands.set(NOON + 181 * DAY);
    let due = overview(&app).await.renewals;
    assert_eq!((due[0].target.as_str(), due[0].set_at), ("console", NOON));
    let never: Settings = call(&app, "settings.set", json!({"renewAfterDays": 0})).await;
    assert_eq!((never.renew_after_days, never.autostart), (0, None), "no desktop session here");
    assert!(overview(&app).await.renewals.is_empty(), "nobody wants to be reminded");
    let _: Settings = call(&app, "settings.set", json!({"renewAfterDays": 90})).await;
    assert_eq!(overview(&app).await.renewals.len(), 1);
    let _: Nothing =
        call(&app, "secrets.set", json!({"name": "target-console", "value": "new"})).await;
    assert!(overview(&app).await.renewals.is_empty(), "a new one was set");
    let refused = refused(&app, "settings.set", json!({"autostart": true})).await;
    assert_eq!(refused.code, "autostart_failed");
}
