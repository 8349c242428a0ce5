//! Adobe's own client drives the emulator of its API, unmodified and over TLS.

use rolecall_emulators::tls::{TlsListener, serve};
use rolecall_emulators::umapi::{Console, GroupKind, Organization, router};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many people are made: more than two requests of ten commands hold.
const PEOPLE: usize = 23;

/// The Python that has the client: where `cargo xtask setup` puts it.
fn python() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")));
    let python = cache?.join("rolecall/peers/bin/python");
    let has_client = std::process::Command::new(&python)
        .args(["-c", "import umapi_client"])
        .output()
        .is_ok_and(|told| told.status.success());
    has_client.then_some(python)
}

#[tokio::test(flavor = "multi_thread")]
async fn adobes_own_client_makes_changes_and_reads_people() {
    let Some(python) = python() else {
        let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
        assert!(!required, "umapi-client is missing; run `cargo xtask setup`");
        println!("umapi-client is missing: nothing was tested");
        return;
    };
    let mut organization = Organization::default();
    organization.domains.insert("example.com".into());
    organization.group("Design", GroupKind::ProductProfile, Some(5));
    organization.group("Drawing", GroupKind::UserGroup, None);
    let mut console = Console::new(organization, Duration::from_millis(1));
    console.page_size = 10;
    let console = Arc::new(console);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap().to_string();
    let listener = TlsListener::new(listener).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("ca.pem");
    std::fs::write(&trusted, &listener.certificate).unwrap();
    tokio::spawn(serve(listener, router(console.clone())));

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/drive_umapi.py");
    let told = tokio::process::Command::new(python)
        .args([script, &place, &console.org_id, &console.client_id, &console.client_secret])
        .arg(PEOPLE.to_string())
        .env("REQUESTS_CA_BUNDLE", &trusted)
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .await
        .unwrap();
    let words = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "the client ended with {}: {words}", told.status);
    let found: Value = serde_json::from_slice(&told.stdout).unwrap();

    assert_eq!(found["first"], json!([0, PEOPLE + 1, PEOPLE]), "one of them was refused");
    assert_eq!(found["second"], json!([0, 3, 2]), "an unknown person was refused");
    let codes = json!(["error.domain.trust.nonexistent", "error.user.nonexistent"]);
    assert_eq!(found["errors"], codes, "each refusal has its documented code");
    let mut expected: Vec<String> =
        (1..PEOPLE).map(|number| format!("person{number}@example.com")).collect();
    expected.sort();
    assert_eq!(found["users"], json!(expected), "person0 left; pages of ten were put together");
    expected.retain(|user| user != "person1@example.com");
    assert_eq!(found["drawing"], json!(expected), "person1 left Drawing");
    assert_eq!(found["groups"], json!({"Design": PEOPLE - 1, "Drawing": PEOPLE - 2}));

    let holds = console.holds();
    let design = &holds.groups["design"];
    assert_eq!(holds.licensed(design, true).len(), 5, "five licences were bought");
    assert_eq!(holds.licensed(design, false).len(), PEOPLE - 1 - 5, "the others are in and wait");
    let actions = console.calls().iter().filter(|call| call.starts_with("POST")).count();
    assert_eq!(actions, 4, "ten commands a request: three requests, then one");
}
