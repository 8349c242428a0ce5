//! `serve`: the interface over loopback.

use crate::world::World;
use reqwest::Client;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

pub struct Server {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    pub address: String,
}

pub fn start(world: &World, arguments: &[&str]) -> Server {
    let listen = ["--listen", "127.0.0.1:0"];
    let mut command = world.command(["serve"].iter().chain(&listen).chain(arguments));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut address = String::new();
    out.read_line(&mut address).unwrap();
    Server { child, out, address: address.trim().to_owned() }
}

impl Server {
    /// Asks it to stop and answers its exit code, the rest of its output, and its log.
    pub fn stop(mut self, name: &str) -> (Option<i32>, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        let (mut rest, mut log) = (String::new(), String::new());
        self.out.read_to_string(&mut rest).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (code, rest, log)
    }
}

/// Somebody who opened the one-time address.
pub struct Session {
    origin: String,
    cookie: String,
}

impl Session {
    pub async fn begin(origin: &str, token: &str) -> Self {
        let session = client()
            .post(format!("{origin}/api/session"))
            .header("Origin", origin)
            .json(&json!({"token": token}))
            .send()
            .await
            .unwrap();
        assert!(session.status().is_success(), "{}", session.status());
        let cookie = session.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
        Self { origin: origin.to_owned(), cookie: cookie.to_owned() }
    }

    pub async fn call(&self, command: &Value) -> Value {
        let answer = client()
            .post(format!("{}/api/call", self.origin))
            .header("Origin", &self.origin)
            .header("Cookie", &self.cookie)
            .json(command)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{command}: {}", answer.status());
        answer.json().await.unwrap()
    }
}

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

async fn call(origin: &str, token: &str, command: Value) -> Value {
    Session::begin(origin, token).await.call(&command).await
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_is_served_until_it_is_asked_to_stop() {
    let world = World::empty();
    for name in ["-TERM", "-INT"] {
        let server = start(&world, &["--sample"]);
        let (origin, token) = server.address.split_once("/#token=").expect("a one-time address");
        assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");
        let health = reqwest::get(format!("{origin}/health")).await.unwrap();
        assert!(health.status().is_success());
        let command = json!({"name": "people.list", "args": {"text": "", "page": {"offset": 0, "limit": 10}}});
        let people = call(origin, token, command).await;
        assert_eq!(people["total"], 500, "{people}");
        let token = token.to_owned();
        let (code, rest, log) = server.stop(name);
        assert_eq!((code, rest.as_str()), (Some(0), ""), "{log}");
        assert!(!log.contains(&token), "{log}");
    }
    let kept = world.path(".local/share/rolecall/sample");
    assert!(kept.is_dir(), "the sample is kept where this account keeps data");
    let kept = kept.to_str().unwrap();
    let listed = world.run(["users", "list", "--workspace", kept, "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 500);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workspace_is_served_beside_the_terminal() {
    let world = World::new();
    let workspace = ["--workspace", "w"];
    assert_eq!(world.run(["config", "import", "c.toml"].iter().chain(&workspace)).code, Some(0));
    let server = start(&world, &workspace);
    assert_eq!(world.run(["sync"].iter().chain(&workspace)).code, Some(0));
    let (origin, token) = server.address.split_once("/#token=").unwrap();
    let command = json!({"name": "runs.list", "args": {"page": {"offset": 0, "limit": 10}}});
    let runs = call(origin, token, command).await;
    assert_eq!((&runs["total"], &runs["items"][0]["done"]), (&json!(1), &json!(7)), "{runs}");
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn only_loopback_and_only_free_ports() {
    let world = World::new();
    world.run(["serve", "--workspace", "w", "--listen", "0.0.0.0:0"]).refuses(&["127.0.0.1"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    world
        .run(["serve", "--workspace", "w", "--listen", &address])
        .refuses(&[&address, "another port"]);
}
