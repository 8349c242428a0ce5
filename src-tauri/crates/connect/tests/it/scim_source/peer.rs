//! Against `scim2-server`, a provider that nobody here wrote.

use super::{HOUR, Reader, active, members};
use serde_json::{Value, json};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const TOKEN: &str = "token-of-the-peer";

/// A running `scim2-server`; dropping it stops it.
struct Peer {
    child: Child,
    url: String,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has noticed then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program: where `cargo xtask setup` puts it.
fn program() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")));
    Some(cache?.join("rolecall/peers/bin/scim2-server")).filter(|file| file.is_file())
}

impl Peer {
    fn start() -> Option<Self> {
        let Some(program) = program() else {
            let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
            assert!(!required, "scim2-server is missing; run `cargo xtask setup`");
            println!("scim2-server is missing: nothing was tested");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(program)
            .args(["--port", &port.to_string(), "--bearer-token", TOKEN])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut peer = Self { child, url: format!("http://127.0.0.1:{port}/v2") };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = peer.child.try_wait().unwrap();
            assert!(ended.is_none(), "scim2-server ended: {ended:?}");
            assert!(began.elapsed() < Duration::from_secs(60), "scim2-server does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(peer)
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/{path}", self.url);
        let request = client.request(method.parse().unwrap(), url).bearer_auth(TOKEN);
        let request = request.header("content-type", "application/scim+json");
        let answer = request.body(body.to_string()).send().await.unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {}", answer.status());
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default()
    }
}

#[tokio::test]
async fn people_and_groups_of_a_foreign_provider_are_read_and_followed() {
    let Some(peer) = Peer::start() else { return };
    let mut ids = Vec::new();
    for number in 0..230 {
        let user = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": format!("p{number:03}"), "active": true,
            "name": {"givenName": "P", "familyName": format!("N{number}")},
            "emails": [{"value": format!("p{number:03}@x.org"), "type": "work"}]});
        ids.push(peer.send("POST", "Users", &user).await["id"].as_str().unwrap().to_owned());
    }
    let all: Vec<Value> = ids.iter().map(|id| json!({"value": id})).collect();
    let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "All", "members": all});
    peer.send("POST", "Groups", &group).await;

    let mut reader = Reader::of(&peer.url, TOKEN);
    let (delivered, report) = reader.read().await;
    assert_eq!((report.people, report.groups, report.complete), (230, 1, true), "all pages");
    assert_eq!(members(&delivered, "All"), 230);
    let email = ("email".to_owned(), format!("{}@x.org", delivered.people[0].user_name));
    assert!(delivered.people[0].attributes.contains(&email), "mapped as RFC 7643 has it");
    assert_eq!(reader.cursor().matches("\"proved\"").count(), 2, "{}", reader.cursor());

    let off = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": false}]});
    peer.send("PATCH", &format!("Users/{}", ids[5]), &off).await;
    peer.send("DELETE", &format!("Users/{}", ids[6]), &Value::Null).await;
    let (delivered, _) = reader.read().await;
    assert_eq!(active(&delivered).len(), 229, "who was disabled is told by when it changed");
    reader.now += 24 * HOUR;
    let (delivered, _) = reader.read().await;
    assert_eq!(active(&delivered).len(), 228, "who was deleted by reading all");
    assert!(!active(&delivered).contains(&"p006"));
}
