//! Content that survives a restart.

use rolecall_sandbox::provider::{Options, Product, Provider};
use serde_json::json;

use crate::client::{Client, user};

#[tokio::test]
async fn content_seats_and_port_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        state_file: Some(dir.path().join("console/state.json")),
        products: vec![Product::new("Webinar", 1)],
        groups: vec!["Sales".to_owned()],
        users: vec![user("kiosk@example.com")],
        ..Options::default()
    };
    let provider = Provider::start(options.clone()).await.unwrap();
    let client = Client::of(&provider);
    let mut ann = user("ann@example.com");
    ann["entitlements"] = json!([{"value": "Webinar"}]);
    let created = client.send("POST", "/Users", ann).await.body;
    let group = provider.groups()[0]["id"].as_str().unwrap().to_owned();
    let member = json!([{"op": "add", "path": "members", "value": [{"value": created["id"]}]}]);
    client.patch(&format!("/Groups/{group}"), member).await;
    provider.buy_seats("Webinar", 4).unwrap();
    let (users, groups, port) = (provider.users(), provider.groups(), provider.port());
    provider.shutdown().await;

    let again = Provider::start(options).await.unwrap();
    assert_eq!(again.port(), port, "addresses stay as configured");
    assert_eq!(again.users(), users);
    assert_eq!(again.groups(), groups);
    assert_eq!(again.products(), [Product { name: "Webinar".to_owned(), seats: 5, used: 1 }]);
    let client = Client::of(&again);
    let bob = client.add("bob@example.com").await;
    assert!(users.iter().all(|user| user["id"] != json!(bob)), "identifiers are not given twice");
}

#[tokio::test]
async fn a_damaged_file_is_named_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.json");
    std::fs::write(&file, "{\"format\": 1").unwrap();
    let options = Options { state_file: Some(file.clone()), ..Options::default() };
    let error = Provider::start(options).await.unwrap_err().to_string();
    assert!(error.contains("state.json"), "{error}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "{\"format\": 1");
}
