//! Microsoft's own client drives the emulator of Graph, unmodified and over TLS.

use crate::dialogue::{Dialogue, python};
use rolecall_emulators::graph::{Console, MemberKind, Tenant, router};
use rolecall_emulators::keys;
use rolecall_emulators::tls::{TlsListener, serve};
use serde_json::json;
use std::sync::Arc;
use tokio::net::TcpListener;

/// How many people there are: several pages of them.
const PEOPLE: usize = 23;

#[tokio::test(flavor = "multi_thread")]
async fn microsofts_own_client_reads_and_follows_changes() {
    let Some(python) = python("msgraph") else { return };
    let mut tenant = Tenant::default();
    let ids: Vec<String> = (0..PEOPLE)
        .map(|number| {
            let badge = json!({"displayName": format!("P {number}"), "extension_ab12_badge": number.to_string()});
            tenant.user(&format!("p{number}@example.com"), badge)
        })
        .collect();
    let all = tenant.group("All");
    let outer = tenant.group("Outer");
    let doomed = tenant.group("Doomed");
    ids.iter().for_each(|id| tenant.join(&all, id, MemberKind::User));
    tenant.join(&outer, &all, MemberKind::Group);
    tenant.set(&ids[1], json!({"accountEnabled": false}));
    let mut console = Console::new(tenant);
    (console.scheme, console.page_most, console.members_a_page) = ("https", 10, 10);
    let console = Arc::new(console);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap().to_string();
    let listener = TlsListener::new(listener).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("ca.pem");
    std::fs::write(&trusted, &listener.certificate).unwrap();
    let certificate = folder.path().join("client.pem");
    std::fs::write(&certificate, format!("{}{}", keys::PRIVATE, keys::CERTIFICATE)).unwrap();
    tokio::spawn(serve(listener, router(console.clone())));

    let client = [&console.tenant_id, &console.client_id, &console.client_secret];
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/drive_graph.py");
    let mut driven = tokio::process::Command::new(python);
    driven.args([script, &place]).args(client).arg(&certificate);
    driven.env("SSL_CERT_FILE", &trusted).env("REQUESTS_CA_BUNDLE", &trusted);
    let mut dialogue = Dialogue::start(driven);

    let first = dialogue.hear().await;
    let users = first["users"].as_object().unwrap();
    assert_eq!(users.len(), PEOPLE, "three pages were put together");
    assert_eq!(users["p1@example.com"], json!([false, "1"]), "and what was selected is there");
    assert_eq!(users["p2@example.com"], json!([true, "2"]));
    assert_eq!(first["groups"][&all], "All", "{first}");
    assert_eq!(first["group_objects"], 5, "the members of a large group come in three pieces");
    assert_eq!(first["members"][&all].as_array().map(Vec::len), Some(PEOPLE));
    assert_eq!(first["members"][&outer], json!([[all, false]]), "a group is a member as such");

    {
        let mut tenant = console.tenant();
        tenant.set(&ids[5], json!({"displayName": "Renamed"}));
        tenant.set(&ids[6], json!({"city": "told to nobody who did not ask"}));
        tenant.delete_user(&ids[7], false);
        tenant.delete_user(&ids[8], true);
        tenant.leave(&all, &ids[9]);
        tenant.delete_group(&doomed);
    }
    let second = dialogue.answer("go on").await;
    let changed = json!({
        ids[5].as_str(): ["Renamed", null], ids[7].as_str(): [null, "changed"],
        ids[8].as_str(): [null, "deleted"],
    });
    assert_eq!(second["users"], changed, "changes of what was selected alone");
    let mut left: Vec<_> = [7, 8, 9].iter().map(|at| json!([ids[*at], true])).collect();
    left.sort_by_key(|one| one[0].to_string());
    assert_eq!(second["members"][&all], json!(left), "who left is removed");
    assert_eq!(second["gone"], json!([doomed]));

    console.expire_delta_tokens();
    let third = dialogue.answer("and again").await;
    assert_eq!(third["stale"], json!([410, "resyncRequired"]), "{third}");
    assert_eq!(third["certificate"], 2, "a certificate is as good as the secret: {third}");
    console.revoke("User.Read.All");
    let fourth = dialogue.answer("without the right").await;
    assert_eq!(fourth["right"], json!([403, "Authorization_RequestDenied"]), "{fourth}");
    dialogue.end().await;
}
