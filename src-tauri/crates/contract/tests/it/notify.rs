//! The news of runs, set up and really sent.

use super::{call, open, refused, run_ends};
use rolecall_contract::App;
use rolecall_contract::types::{AppEvent, News, Nothing, NotifySettings, NotifyTested};
use rolecall_notify::{SIGNATURE, signature};
use rolecall_secrets::SecretString;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

const CONFIGURATION: &str = r#"rolecall = 1
[[directory]]
name = "Contoso"
domains = [{ name = "example.com", verified = true }]
[directory.source]
kind = "csv"
users = "users.csv"
[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"
[[target.slot]]
name = "products"
many = true
values = [{ name = "Webinar", seats = 1 }]
[[rule]]
name = "All"
when = 'userName pr'
assign.console = { products = ["Webinar"] }
"#;

async fn office(folder: &Path) -> Arc<App> {
    let app = open(&folder.join("workspace"), false).await;
    let path = folder.join("config.toml");
    std::fs::write(&path, CONFIGURATION).expect("the file");
    staff(folder, &["ann"]);
    let _: Nothing = call(&app, "workspace.import", json!({"path": path})).await;
    let place = json!({"backend": "memory", "passphrase": null});
    let _: Value = call(&app, "secrets.choose", place).await;
    app
}

fn staff(folder: &Path, people: &[&str]) {
    let mut rows = "userName,email\n".to_owned();
    for name in people {
        rows.push_str(&format!("{name}@example.com,{name}@example.com\n"));
    }
    std::fs::write(folder.join("users.csv"), rows).expect("the people");
}

async fn receiver(status: u16) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(status)).mount(&server).await;
    server
}

async fn sync(app: &Arc<App>, events: &mut Receiver<AppEvent>) {
    let _: Nothing = call(app, "sync.now", json!({})).await;
    run_ends(app, events).await;
}

/// Waits for so many posts, then a moment for one too many.
async fn posts(server: &MockServer, count: usize) -> Vec<wiremock::Request> {
    let all = || async { server.received_requests().await.expect("they are kept") };
    for _ in 0..200 {
        if all().await.len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let found = all().await;
    assert_eq!(found.len(), count, "posts");
    found
}

async fn news_of(events: &mut Receiver<AppEvent>) -> News {
    let waiting = async {
        loop {
            if let AppEvent::News { news } = events.recv().await.expect("an event") {
                return news;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("news")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_with_news_is_told_and_one_without_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = office(folder.path()).await;
    let server = receiver(200).await;
    let secret = json!({"name": "hook-key", "value": "k3y"});
    let _: Nothing = call(&app, "secrets.set", secret).await;
    let webhook = json!({"url": server.uri(), "secret": "hook-key", "ca": null});
    let set = json!({"desktop": true, "email": null, "webhook": webhook});
    let settings: NotifySettings = call(&app, "notify.set", set).await;
    assert!(settings.webhook.is_some_and(|webhook| webhook.secret_kept));
    let (mut events, mut told) = (app.subscribe(), app.subscribe());
    sync(&app, &mut events).await;
    posts(&server, 0).await;

    staff(folder.path(), &["ann", "bob", "cat"]);
    sync(&app, &mut events).await;
    let post = posts(&server, 1).await.remove(0);
    let signed = post.headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let key = SecretString::from("k3y");
    assert_eq!(signed.map(str::to_owned), signature(&key, &post.body));
    let body: Value = post.body_json().expect("JSON");
    assert_eq!(body["workspace"], "Contoso");
    assert_eq!(body["failures"][0]["cause"], "no_licences");
    assert_eq!(body["failures"][0]["people"], 2);
    assert!(!body.to_string().contains("bob"), "{body}");
    let news = news_of(&mut told).await;
    assert_eq!((news.trial, news.failures[0].fresh), (false, 2));
    assert_eq!(news.page, "/overview/failures/console/no_licences");

    sync(&app, &mut events).await;
    posts(&server, 1).await;
    let settings: NotifySettings = call(&app, "notify.get", json!({})).await;
    assert_eq!(settings.last.len(), 1);
    assert_eq!((settings.last[0].channel.as_str(), &settings.last[0].error), ("webhook", &None));

    std::fs::remove_file(folder.path().join("users.csv")).expect("it is there");
    sync(&app, &mut events).await;
    let body: Value = posts(&server, 2).await.remove(1).body_json().expect("JSON");
    assert!(body["error"].as_str().is_some_and(|error| error.contains("users.csv")), "{body}");
    sync(&app, &mut events).await;
    posts(&server, 2).await;
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trial_really_sends_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = office(folder.path()).await;
    let mut events = app.subscribe();
    let test = |channel: &str| json!({"channel": channel});
    let none: NotifyTested = call(&app, "notify.test", test("webhook")).await;
    assert!(!none.ok && none.message.contains("is not set up"), "{}", none.message);
    assert_eq!(refused(&app, "notify.test", test("pigeon")).await.code, "argument_wrong");

    let server = receiver(200).await;
    let hook = |url: &str| {
        let webhook = json!({"url": url, "secret": null, "ca": null});
        json!({"desktop": false, "email": null, "webhook": webhook})
    };
    let _: NotifySettings = call(&app, "notify.set", hook(&server.uri())).await;
    let sent: NotifyTested = call(&app, "notify.test", test("webhook")).await;
    assert!(sent.ok && sent.message.contains("http://127.0.0.1"), "{}", sent.message);
    let body: Value = posts(&server, 1).await[0].body_json().expect("JSON");
    assert_eq!(body["event"], "trial");

    let server = receiver(410).await;
    let _: NotifySettings = call(&app, "notify.set", hook(&server.uri())).await;
    let gone: NotifyTested = call(&app, "notify.test", test("webhook")).await;
    assert!(!gone.ok && gone.message.contains("410 Gone"), "{}", gone.message);
    assert!(gone.message.contains("Correct the address"), "{}", gone.message);

    let desktop: NotifyTested = call(&app, "notify.test", test("desktop")).await;
    assert!(desktop.ok && news_of(&mut events).await.trial);
    app.close().await;
}

#[tokio::test]
async fn what_a_file_may_not_say_is_refused_here_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = office(folder.path()).await;
    let email = |host: &str, tls: &str, to: Value| {
        let email = json!({"to": to, "from": "rolecall@example.com", "host": host, "port": null,
            "tls": tls, "user": "rolecall", "secret": null, "ca": null});
        json!({"desktop": true, "email": email, "webhook": null})
    };
    for (change, words) in [
        (email("mail.example.com", "none", json!(["a@example.com"])), "this machine only"),
        (email("mail.example.com", "tls", json!([])), "name at least one address"),
        (email("mail.example.com", "tls", json!(["nobody"])), "is no e-mail address"),
        (email("mail.example.com", "ssl", json!(["a@example.com"])), "none of starttls, tls, none"),
    ] {
        let wrong = refused(&app, "notify.set", change).await;
        assert_eq!(wrong.code, "notify_wrong");
        assert!(wrong.message.contains(words), "{}", wrong.message);
    }
    let right = email("mail.example.com", "tls", json!(["a@example.com"]));
    let set: NotifySettings = call(&app, "notify.set", right).await;
    let email = set.email.expect("an address");
    assert_eq!((email.port, email.secret.as_deref()), (Some(465), Some("notify-email")));
    assert!(!email.secret_kept, "no password is kept yet");
    app.close().await;
    let again = open(&folder.path().join("workspace"), false).await;
    let kept: NotifySettings = call(&again, "notify.get", json!({})).await;
    assert!(kept.email.is_some() && kept.webhook.is_none());
    again.close().await;
}
