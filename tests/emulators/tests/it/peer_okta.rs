//! Okta's own client drives the emulator of its management API, unmodified.

use crate::dialogue::{Dialogue, python};
use rolecall_emulators::keys;
use rolecall_emulators::okta::{Console, Org, Throttle, open};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn oktas_own_client_makes_changes_and_reads_all_pages() {
    let Some(python) = python("okta") else { return };
    let mut console = Console::new(Org::default());
    console.client_key = Some(keys::PUBLIC.to_owned());
    let console = Arc::new(console);
    // It waits for what the headers tell when it was refused.
    console.throttle(Some(Throttle::new(12, Duration::from_secs(2))));
    let origin = open(console.clone()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("client.pem");
    std::fs::write(&key, keys::PRIVATE).unwrap();

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/drive_okta.py");
    let mut driven = tokio::process::Command::new(python);
    driven.args([script, &origin, &console.api_token, &console.client_id]).arg(&key);
    // The client's own switch: the emulator is reached without TLS on this machine.
    driven.env("OKTA_TESTING_TESTINGDISABLEHTTPSCHECK", "true");
    let mut dialogue = Dialogue::start(driven);
    let found = dialogue.hear().await;

    let left =
        ["p0@example.com", "p3@example.com", "p4@example.com", "p5@example.com", "p6@example.com"];
    assert_eq!(found["users"], json!(left), "those who are deprovisioned are not listed");
    let with_gone = found["with_gone"].as_object().unwrap();
    assert_eq!(with_gone.len(), 6, "a filter lists them too, but not who was deleted: {found}");
    assert_eq!(with_gone["p1@example.com"], "DEPROVISIONED");
    assert_eq!(with_gone["p0@example.com"], "PROVISIONED");
    assert_eq!(found["never"], 0);
    assert_eq!(found["searched"], json!(["p0@example.com"]), "by an attribute of the profile");
    assert_eq!(found["groups"], json!(["Sales"]));
    assert_eq!(found["members"], json!(["p0@example.com", "p1@example.com", "p4@example.com"]));
    assert_eq!(found["changed"], true);
    assert_eq!(found["codes"], json!(["E0000031", "E0000007", "E0000011"]), "in its own codes");
    assert_eq!(found["by_key"], 5, "a token for a signed JWT is as good");
    assert!(
        console.calls().iter().any(|call| call.status == 429),
        "it was throttled, and came back"
    );
    dialogue.end().await;
}
