//! SCIM calls over real sockets: who is let in, what is too much, and what is told of it.

use crate::Server;
use reqwest::header::{CONTENT_TYPE, ETAG, HOST, LOCATION, ORIGIN, RETRY_AFTER, WWW_AUTHENTICATE};
use reqwest::{Certificate, Client, Method, RequestBuilder, Response};
use rolecall_contract::{App, AppOptions, Command};
use rolecall_serve::{Listen, Loopback, Running, ScimListen, ScimListener, ServeError};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CONFIGURATION: &str = r#"rolecall = 1

[[directory]]
name = "för alla"

[directory.source]
kind = "scim-push"

[[directory]]
name = "files"

[directory.source]
kind = "csv"
users = "users.csv"
"#;

/// A workspace with a directory that others write to.
pub struct Pushed {
    pub app: Arc<App>,
    pub running: Running,
    client: Client,
    pub token: String,
    _workspace: tempfile::TempDir,
}

async fn call(app: &Arc<App>, name: &str, args: Value) -> Value {
    let command = Command::read(json!({"name": name, "args": args})).expect("a command");
    app.call(command).await.expect("an answer")
}

impl Pushed {
    pub async fn start() -> Self {
        let workspace = tempfile::tempdir().expect("a folder");
        let app = App::open(AppOptions {
            workspace: workspace.path().join("workspace"),
            sample: false,
            who: "test@localhost".to_owned(),
            platform: "browser".to_owned(),
        })
        .await
        .expect("an empty workspace opens");
        let file = workspace.path().join("config.toml");
        std::fs::write(&file, CONFIGURATION).expect("the file is written");
        std::fs::write(workspace.path().join("users.csv"), "userName\nann\n").expect("written");
        call(&app, "workspace.import", json!({"path": file})).await;
        let made = call(&app, "tokens.create", json!({"directory": "för alla"})).await;
        let token = made["token"].as_str().expect("a token").to_owned();
        let running = Loopback::start(app.clone(), Listen::port(0)).await.expect("a free port");
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { app, running, client, token, _workspace: workspace }
    }

    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}scim/v2/f%C3%B6r%20alla{path}", self.running.url());
        self.client.request(method, url)
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(&self.token)
    }

    async fn make(&self, name: &str) -> Response {
        let request = self.ask(Method::POST, "/Users").json(&json!({"userName": name}));
        request.send().await.expect("an answer")
    }
}

/// Status, keyword and that it is an error of RFC 7644.
pub async fn error(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/scim+json");
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error", "{body}");
    assert_eq!(body["status"], status.to_string(), "{body}");
    assert!(body["detail"].is_string(), "{body}");
    (status, body["scimType"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn who_has_a_token_writes_and_nobody_else() {
    let pushed = Pushed::start().await;
    let made = pushed.make("ann").await;
    assert_eq!(made.status(), 201);
    assert_eq!(made.headers()[ETAG], "W/\"1\"");
    let place = made.headers()[LOCATION].to_str().expect("text").to_owned();
    assert!(place.starts_with(&pushed.running.url()), "{place}");
    let there = pushed.client.get(&place).bearer_auth(&pushed.token).send().await.expect("one");
    assert_eq!(there.status(), 200, "the address leads there");

    let without = pushed.bare(Method::GET, "/Users").send().await.expect("an answer");
    assert_eq!(without.headers()[WWW_AUTHENTICATE], "Bearer realm=\"Rolecall\"");
    assert_eq!(error(without).await.0, 401);
    for wrong in ["guess", &pushed.token[1..], ""] {
        let answer = pushed.bare(Method::GET, "/Users").bearer_auth(wrong).send().await;
        assert_eq!(error(answer.expect("an answer")).await.0, 401, "{wrong}");
    }
    for nowhere in ["scim/v2/files/Users", "scim/v2/none/Users", "scim/v1/files", "scim"] {
        let url = format!("{}{nowhere}", pushed.running.url());
        let answer = pushed.client.get(url).bearer_auth(&pushed.token).send().await;
        assert_eq!(error(answer.expect("an answer")).await.0, 404, "{nowhere}");
    }
    let elsewhere = pushed.ask(Method::GET, "/Users").header(HOST, "scim.example.com");
    let elsewhere = elsewhere.header(ORIGIN, "https://scim.example.com").send().await;
    let list: Value = elsewhere.expect("an answer").json().await.expect("JSON");
    let told = list["Resources"][0]["meta"]["location"].as_str().expect("an address");
    assert!(told.starts_with("http://scim.example.com/scim/v2/f%C3%B6r%20alla/Users/"), "{told}");
}

#[tokio::test]
async fn two_tokens_are_valid_while_one_replaces_the_other() {
    let pushed = Pushed::start().await;
    let second =
        call(&pushed.app, "tokens.create", json!({"directory": "för alla", "name": "new"})).await;
    let third = Command::read(json!({"name": "tokens.create", "args": {"directory": "för alla"}}));
    let refused = pushed.app.call(third.expect("a command")).await.expect_err("a third");
    assert_eq!(refused.code, "tokens_full");
    let other = second["token"].as_str().expect("a token");
    for token in [pushed.token.as_str(), other] {
        let answer = pushed.bare(Method::GET, "/Users").bearer_auth(token).send().await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    let list = call(&pushed.app, "tokens.list", json!({})).await;
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
    assert!(!list.to_string().contains(&pushed.token), "it is told once");
    call(&pushed.app, "tokens.revoke", json!({"id": list["items"][0]["id"]})).await;
    let answer = pushed.ask(Method::GET, "/Users").send().await.expect("an answer");
    assert_eq!(error(answer).await.0, 401, "at once");
    let answer = pushed.bare(Method::GET, "/Users").bearer_auth(other).send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
    let wrong = Command::read(json!({"name": "tokens.create", "args": {"directory": "files"}}));
    let refused = pushed.app.call(wrong.expect("a command")).await.expect_err("no push");
    assert_eq!(refused.code, "no_push_source");
}

#[tokio::test]
async fn bodies_come_in_any_type_and_not_without_end() {
    let pushed = Pushed::start().await;
    for (number, kind) in
        [Some("application/json"), Some("application/scim+json; charset=utf-8"), None]
            .into_iter()
            .enumerate()
    {
        let body = json!({"userName": format!("u{number}")}).to_string();
        let mut request = pushed.ask(Method::POST, "/Users").body(body);
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 201, "{kind:?}");
        assert_eq!(answer.headers()[CONTENT_TYPE], "application/scim+json");
    }
    let large = pushed.ask(Method::POST, "/Users").body(vec![b' '; (8 << 20) + 1]);
    assert_eq!(error(large.send().await.expect("an answer")).await.0, 413);
    let gone = pushed.ask(Method::HEAD, "/Users").send().await.expect("an answer");
    assert_eq!(gone.status(), 200);
    let odd = pushed.ask(Method::from_bytes(b"PROPFIND").expect("a method"), "/Users");
    assert_eq!(error(odd.send().await.expect("an answer")).await.0, 405);
}

#[tokio::test]
async fn calls_are_logged_with_what_they_mean() {
    let pushed = Pushed::start().await;
    pushed.make("ann").await;
    pushed.make("ANN").await;
    let look = pushed.ask(Method::GET, "/Users?filter=userName%20eq%20%22ann%22").send().await;
    look.expect("an answer");
    pushed.bare(Method::GET, "/Groups").bearer_auth("guess").send().await.expect("an answer");
    let asked = json!({"directory": "för alla", "failed": false, "text": "",
        "page": {"offset": 0, "limit": 50}});
    let log = call(&pushed.app, "push.calls", asked.clone()).await;
    let told: Vec<(u64, &str, &str)> = log["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().expect("text");
            (one["status"].as_u64().expect("a status"), text("method"), text("path"))
        })
        .collect();
    let expected = [
        (401, "GET", "/Groups"),
        (200, "GET", "/Users"),
        (409, "POST", "/Users"),
        (201, "POST", "/Users"),
    ];
    assert_eq!(told, expected, "the latest first");
    assert_eq!(log["items"][1]["filter"], "userName eq \"ann\"");
    assert_eq!(log["items"][1]["token"], "token 1");
    assert_eq!(log["items"][0]["token"], "", "nobody's");
    assert_eq!(log["items"][2]["code"], "name_taken");
    assert!(log["items"][2]["remedy"].as_str().is_some_and(|text| !text.is_empty()));
    assert!(!log.to_string().contains(&pushed.token) && !log.to_string().contains("guess"));
    let mut failed = asked;
    failed["failed"] = json!(true);
    failed["text"] = json!("GROUPS");
    assert_eq!(call(&pushed.app, "push.calls", failed).await["total"], 1);
}

#[tokio::test]
async fn an_endpoint_most_of_whose_writes_are_refused_closes_for_a_while() {
    let pushed = Pushed::start().await;
    let bad = || async {
        let request = pushed.ask(Method::POST, "/Users").json(&json!({"displayName": "nobody"}));
        request.send().await.expect("an answer").status().as_u16()
    };
    for number in 0..10 {
        assert_eq!(pushed.make(&format!("u{number}")).await.status(), 201);
        // Neither counts.
        assert_eq!(pushed.make("u0").await.status(), 409);
        assert_eq!(pushed.ask(Method::GET, "/Users/none").send().await.expect("one").status(), 404);
    }
    let mut refusals = 0;
    while bad().await == 400 {
        refusals += 1;
        assert!(refusals < 60, "it closes once half of the writes failed");
    }
    assert!(refusals >= 10, "not before half of them did: {refusals}");
    let closed = pushed.make("later").await;
    let after: u64 = closed.headers()[RETRY_AFTER].to_str().expect("text").parse().expect("whole");
    assert!((1..=900).contains(&after), "{after}");
    assert_eq!(error(closed).await.0, 503);
    let list = call(&pushed.app, "quarantine.list", json!({})).await;
    assert_eq!(list["items"][0]["direction"], "push", "{list}");
    assert_eq!(list["items"][0]["connection"], "för alla");
    call(&pushed.app, "quarantine.lift", json!({"connection": "för alla", "direction": "push"}))
        .await;
    assert_eq!(pushed.make("later").await.status(), 201, "open again");
}

#[tokio::test]
async fn the_network_is_listened_to_by_tls_only_or_behind_a_proxy() {
    let pushed = Pushed::start().await;
    let everywhere = "0.0.0.0:0".parse().expect("an address");
    let clear = ScimListen { address: everywhere, certificate: None, behind_proxy: false };
    let refused = ScimListener::start(pushed.app.clone(), &clear).await.expect_err("in the clear");
    assert!(matches!(refused, ServeError::InTheClear { .. }), "{refused}");
    let asked = json!({"directory": "för alla"});
    let endpoint = call(&pushed.app, "push.endpoint", asked.clone()).await;
    assert_eq!((&endpoint["listening"], &endpoint["why"]), (&json!(false), &json!("loopback")));

    let proxied = ScimListen { behind_proxy: true, ..clear };
    let listener = ScimListener::start(pushed.app.clone(), &proxied).await.expect("a free port");
    let url =
        format!("http://127.0.0.1:{}/scim/v2/f%C3%B6r%20alla/Users", listener.address().port());
    let request = pushed.client.get(&url).bearer_auth(&pushed.token);
    let request =
        request.header("x-forwarded-proto", "https").header("x-forwarded-host", "id.example.com");
    pushed.make("ann").await;
    let list: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let told = list["Resources"][0]["meta"]["location"].as_str().expect("an address");
    assert!(told.starts_with("https://id.example.com/scim/v2/"), "{told}");
    let endpoint = call(&pushed.app, "push.endpoint", asked.clone()).await;
    assert_eq!((&endpoint["listening"], &endpoint["proxied"]), (&json!(true), &json!(true)));
    listener.stop().await;
    assert_eq!(call(&pushed.app, "push.endpoint", asked).await["listening"], json!(false));

    let folder = tempfile::tempdir().expect("a folder");
    let files = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    std::fs::write(&files[0], made.cert.pem()).expect("written");
    std::fs::write(&files[1], made.signing_key.serialize_pem()).expect("written");
    let [certificate, key] = files;
    let listen = ScimListen {
        address: "127.0.0.1:0".parse().expect("an address"),
        certificate: Some((certificate.clone(), key)),
        behind_proxy: false,
    };
    let listener = ScimListener::start(pushed.app.clone(), &listen).await.expect("TLS");
    let root = Certificate::from_pem(made.cert.pem().as_bytes()).expect("a certificate");
    let client = Client::builder().no_proxy().tls_certs_only([root]).build().expect("a client");
    let url =
        format!("https://localhost:{}/scim/v2/f%C3%B6r%20alla/Users", listener.address().port());
    let answer = client.get(&url).bearer_auth(&pushed.token).send().await.expect("over TLS");
    assert_eq!(answer.status(), 200);
    let plain = pushed.client.get(url.replace("https", "http")).send().await;
    assert!(plain.is_err(), "nothing is answered in the clear");
    listener.stop().await;
    std::fs::write(&certificate, "no certificate").expect("written");
    let wrong = ScimListener::start(pushed.app.clone(), &listen).await.expect_err("no certificate");
    assert!(matches!(wrong, ServeError::Certificate { .. }), "{wrong}");
}

#[tokio::test]
async fn what_is_chosen_is_listened_to() {
    let pushed = Pushed::start().await;
    let follower = rolecall_serve::ScimFollower::start(pushed.app.clone());
    let chosen = |on: bool| {
        json!({"on": on, "address": "127.0.0.1:0", "certificate": null,
        "key": null, "behindProxy": true})
    };
    let refused = json!({"on": true, "address": "0.0.0.0:7443", "certificate": null, "key": null,
        "behindProxy": false});
    let command = Command::read(json!({"name": "push.listen", "args": refused}));
    let refused = pushed.app.call(command.expect("a command")).await.expect_err("in the clear");
    assert_eq!(refused.code, "listening_wrong");
    for on in [true, false] {
        call(&pushed.app, "push.listen", chosen(on)).await;
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let endpoint =
                call(&pushed.app, "push.endpoint", json!({"directory": "för alla"})).await;
            if endpoint["listening"] == json!(on) {
                break;
            }
            assert!(Instant::now() < end, "{endpoint}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    follower.stop().await;
}

#[tokio::test]
async fn an_empty_workspace_has_no_endpoint() {
    let server = Server::start().await;
    let answer = server.get("scim/v2/main/Users").send().await.expect("an answer");
    assert_eq!(error(answer).await.0, 404);
}
