//! Who is let in.

use crate::{Server, refused};
use reqwest::header::{COOKIE, HOST, ORIGIN, SET_COOKIE};
use rolecall_contract::{App, AppOptions};
use rolecall_serve::{Listen, Loopback, ServeError};
use serde_json::json;

#[tokio::test]
async fn a_one_time_address_opens_one_session() {
    let server = Server::start().await;
    let address = server.running.one_time_address();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let token = server.token();
    let first = server.exchange(&token).await;
    assert_eq!(first.status(), 200);
    let cookie = first.headers()[SET_COOKIE].to_str().expect("text");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} is missing in {cookie}");
    }
    assert!(!cookie.contains(&token), "the session is not the token");
    let second = refused(server.exchange(&token).await).await;
    assert_eq!(second, (401, "session_expired".to_owned()), "a token opens only once");
    assert_eq!(refused(server.exchange("guess").await).await.0, 401);
}

#[tokio::test]
async fn sessions_last_and_there_may_be_several() {
    let server = Server::start().await;
    let (one, two) = (server.session().await, server.session().await);
    assert_ne!(one, two);
    for cookie in [&one, &two, &one] {
        let answer = server.call(cookie, &json!({"name": "settings.get"})).await;
        assert_ne!(answer.status(), 401, "the page may be loaded again");
    }
}

#[tokio::test]
async fn without_a_session_there_are_no_commands_and_no_events() {
    let server = Server::start().await;
    let call = json!({"name": "settings.get"});
    let none = server.post("api/call", &call).send().await.expect("an answer");
    assert_eq!(refused(none).await, (401, "session_expired".to_owned()));
    let wrong = format!("{}x", server.session().await);
    assert_eq!(refused(server.call(&wrong, &call).await).await.0, 401);
    let events = server.get("api/events").send().await.expect("an answer");
    assert_eq!(refused(events).await.0, 401);
}

#[tokio::test]
async fn another_host_is_refused_everywhere() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let port = server.host().split_once(':').expect("a port").1.to_owned();
    for host in [format!("evil.example:{port}"), "127.0.0.1".to_owned(), "localhost:1".to_owned()] {
        for path in ["", "health", "api/events"] {
            let request = server.get(path).header(HOST, &host).header(COOKIE, &cookie);
            let answer = refused(request.send().await.expect("an answer")).await;
            assert_eq!(answer, (403, "wrong_host".to_owned()), "{host} asks for /{path}");
        }
    }
    let by_name = server.get("health").header(HOST, format!("LocalHost:{port}")).send().await;
    assert_eq!(by_name.expect("an answer").status(), 200);
}

#[tokio::test]
async fn another_origin_is_refused_and_never_invited() {
    let server = Server::start().await;
    let cookie = server.session().await;
    let call = json!({"name": "settings.get"});
    let host = server.host();
    let other_port = "http://127.0.0.1:1".to_owned();
    for origin in [
        "https://evil.example".to_owned(),
        "null".to_owned(),
        other_port,
        format!("https://{host}"),
    ] {
        let request =
            server.post("api/call", &call).header(ORIGIN, &origin).header(COOKIE, &cookie);
        let answer = request.send().await.expect("an answer");
        assert!(
            !answer.headers().keys().any(|name| name.as_str().starts_with("access-control")),
            "no CORS for {origin}"
        );
        assert_eq!(refused(answer).await, (403, "wrong_origin".to_owned()), "{origin}");
    }
    let token = server.token();
    let stolen = server.post("api/session", &json!({"token": token})).header(ORIGIN, "http://a.b");
    assert_eq!(stolen.send().await.expect("an answer").status(), 403);
    assert_eq!(server.exchange(&token).await.status(), 200, "a refusal does not use the token up");
    let ours = server.post("api/call", &call).header(ORIGIN, format!("http://{host}"));
    let answer = ours.header(COOKIE, &cookie).send().await.expect("an answer");
    assert_ne!(answer.status(), 403);
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let workspace = tempfile::tempdir().expect("a folder");
    let app = App::open(AppOptions {
        workspace: workspace.path().join("workspace"),
        sample: false,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    })
    .await
    .expect("an empty workspace opens");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let listen = Listen { address: address.parse().expect("an address") };
        let refused = Loopback::start(app.clone(), listen).await;
        assert!(matches!(refused, Err(ServeError::BeyondLoopback { .. })), "{address}");
    }
    let first = Loopback::start(app.clone(), Listen::port(0)).await.expect("a free port");
    let taken = first.url().trim_end_matches('/').rsplit_once(':').expect("a port").1.parse();
    let again = Loopback::start(app, Listen::port(taken.expect("a number"))).await;
    let error = again.expect_err("the port is taken");
    assert!(matches!(error, ServeError::Listen { .. }), "{error}");
    assert!(error.to_string().contains("another port"), "{error}");
}
