//! The loopback interface over real sockets.

#![allow(clippy::expect_used)]

mod calls;
mod doors;
mod interface;
mod limits;
mod pushed;

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use rolecall_contract::{App, AppOptions};
use rolecall_serve::{Listen, Loopback, Running};
use serde_json::{Value, json};

/// A server on a free port with a workspace of its own.
struct Server {
    running: Running,
    client: Client,
    _workspace: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        let workspace = tempfile::tempdir().expect("a folder");
        let app = App::open(AppOptions {
            workspace: workspace.path().join("workspace"),
            sample: false,
            who: "test@localhost".to_owned(),
            platform: "browser".to_owned(),
        })
        .await
        .expect("an empty workspace opens");
        let running = Loopback::start(app, Listen::port(0)).await.expect("a free port");
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { running, client, _workspace: workspace }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.running.url()))
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, path).json(body)
    }

    /// `127.0.0.1` and the port.
    fn host(&self) -> String {
        self.running.url().trim_start_matches("http://").trim_end_matches('/').to_owned()
    }

    fn token(&self) -> String {
        let address = self.running.one_time_address();
        address.split_once("#token=").expect("the token is in the fragment").1.to_owned()
    }

    async fn exchange(&self, token: &str) -> Response {
        let request = self.post("api/session", &json!({"token": token}));
        request.send().await.expect("an answer")
    }

    /// The cookie of a new session.
    async fn session(&self) -> String {
        let answer = self.exchange(&self.token()).await;
        assert_eq!(answer.status(), 200);
        let set = answer.headers()[SET_COOKIE].to_str().expect("text").to_owned();
        set.split(';').next().expect("name and value").to_owned()
    }

    /// Calls a command in a session.
    async fn call(&self, cookie: &str, body: &Value) -> Response {
        let request = self.post("api/call", body).header(COOKIE, cookie);
        request.send().await.expect("an answer")
    }
}

/// The status and the code of an error.
async fn refused(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let error: Value = answer.json().await.expect("an error is JSON");
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
    assert!(error["details"].is_object(), "{error}");
    (status, error["code"].as_str().expect("a code").to_owned())
}
