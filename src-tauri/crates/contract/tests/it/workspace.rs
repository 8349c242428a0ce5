//! An empty workspace, taking over a configuration, settings.

use super::{call, open, overview, refused, run_ends};
use rolecall_contract::types::{ConfigurationCheck, Connections, Nothing, Settings};
use serde_json::json;

const CONFIGURATION: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "groups"
many = true

[[rule]]
name = "All"
when = 'userName pr'
assign.console = { groups = ["all"] }
"#;

#[tokio::test]
async fn an_empty_workspace_says_so_and_takes_a_configuration_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(&folder.path().join("workspace"), false).await;
    let empty = overview(&app).await;
    assert!(!empty.workspace.configured && !empty.workspace.sample);
    assert_eq!(refused(&app, "sync.now", json!({})).await.code, "nothing_set_up");
    assert_eq!(refused(&app, "sync.switch", json!({"on": true})).await.code, "nothing_set_up");

    let path = folder.path().join("config.toml");
    let users = "userName,email,active\nann@example.com,ann@example.com,true\n";
    std::fs::write(folder.path().join("users.csv"), users).expect("the users");
    std::fs::write(&path, CONFIGURATION.replace("userName pr", "usrName pr")).expect("the file");
    let file = json!({"path": path});
    let check: ConfigurationCheck = call(&app, "workspace.check", file.clone()).await;
    assert_eq!(check.errors.len(), 1, "{:?}", check.errors);
    assert_eq!(refused(&app, "workspace.import", file.clone()).await.code, "configuration_wrong");
    std::fs::write(&path, CONFIGURATION).expect("the file");
    let check: ConfigurationCheck = call(&app, "workspace.check", file.clone()).await;
    assert!(check.errors.is_empty() && check.changes.len() == 3, "{:?}", check.changes);
    let _: Nothing = call(&app, "workspace.import", file.clone()).await;
    let connections: Connections = call(&app, "connections.list", json!({})).await;
    assert_eq!(connections.sources[0].people, 1);
    let again: ConfigurationCheck = call(&app, "workspace.check", file).await;
    assert!(again.changes.is_empty(), "{:?}", again.changes);

    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let done = overview(&app).await;
    assert_eq!(done.in_sync.in_sync, 1);
    let accounts = std::fs::read_to_string(folder.path().join("accounts.csv"));
    assert!(accounts.expect("the accounts").contains("ann@example.com"));
    let sample = refused(&app, "workspace.open_sample", json!({})).await;
    assert_eq!(sample.code, "workspace_in_use");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_is_opened_later_and_by_one_process_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), false).await;
    let seats = json!({"target": "console", "slot": "products", "value": "Webinar", "count": 1});
    assert_eq!(refused(&app, "sample.buy_seats", seats).await.code, "sample_only");
    let _: Nothing = call(&app, "workspace.open_sample", json!({})).await;
    assert!(overview(&app).await.workspace.sample);
    let test: rolecall_contract::types::ConnectionTest =
        call(&app, "connections.test", json!({"target": "console"})).await;
    assert!(test.ok && test.message.contains("60"), "{}", test.message);
    let options = rolecall_contract::AppOptions {
        workspace: folder.path().to_owned(),
        sample: false,
        who: "other@localhost".to_owned(),
        platform: "desktop".to_owned(),
    };
    let second = rolecall_contract::App::open(options).await;
    assert_eq!(second.err().map(|error| error.code).as_deref(), Some("sample_elsewhere"));
    app.close().await;
}

#[tokio::test]
async fn settings_are_kept_and_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), false).await;
    let set: Settings =
        call(&app, "settings.set", json!({"theme": "dark", "language": null})).await;
    assert_eq!((set.theme.as_str(), set.language.as_str()), ("dark", "system"));
    let wrong = refused(&app, "settings.set", json!({"theme": "pink", "language": null})).await;
    assert_eq!(wrong.code, "setting_unknown");
    let chosen: Settings =
        call(&app, "secrets.choose", json!({"backend": "memory", "passphrase": null})).await;
    assert_eq!(chosen.secrets.backend, "memory");
    let _: Nothing = call(&app, "secrets.set", json!({"name": "okta", "value": "x"})).await;
    let missing =
        refused(&app, "secrets.choose", json!({"backend": "vault", "passphrase": null})).await;
    assert_eq!(missing.code, "passphrase_missing");
    app.close().await;
    let again = open(folder.path(), false).await;
    let kept: Settings = call(&again, "settings.get", json!({})).await;
    assert_eq!(kept.theme, "dark");
    again.close().await;
}
