//! Setting up a directory server: a trial before anything is kept.

use super::{call, open, refused};
use rolecall_contract::types::LdapProbe;
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;

/// All that is in the files of a workspace.
fn content(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the workspace") {
        let path = entry.expect("a file").path();
        let more = if path.is_dir() { content(&path) } else { std::fs::read(&path).expect("read") };
        all.extend(more);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_tried_without_keeping_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("its number").port();
    let server = json!({
        "url": format!("ldap://127.0.0.1:{port}"), "bindDn": "cn=reader,dc=x",
        "password": "planted-marker-94", "base": "dc=x", "timeoutSeconds": 1
    });
    let probe: LdapProbe = call(&app, "ldap.probe", server.clone()).await;
    let states: Vec<(&str, &str)> =
        probe.steps.iter().map(|step| (step.name.as_str(), step.state.as_str())).collect();
    let wanted = [
        ("reach", "ok"),
        ("trust", "ok"),
        ("bind", "failed"),
        ("base", "not_tried"),
        ("counts", "not_tried"),
        ("people", "not_tried"),
    ];
    assert_eq!(states, wanted, "a server that never answers");
    assert_eq!(probe.steps[2].cause.as_deref(), Some("timeout"));
    let ask =
        json!({"server": server, "dn": null, "search": "", "page": {"offset": 0, "limit": 9}});
    let error = refused(&app, "ldap.browse", ask).await;
    assert_eq!(
        (error.code.as_str(), error.details["cause"].as_str()),
        ("source_not_tried", Some("timeout"))
    );
    let wrong = json!({"url": "ldap://127.0.0.1", "flavour": "novell"});
    assert_eq!(refused(&app, "ldap.probe", wrong).await.code, "source_wrong");
    drop(app);
    let kept = content(folder.path());
    let marker = b"planted-marker-94";
    assert!(!kept.windows(marker.len()).any(|part| part == marker), "the password is nowhere");
}
