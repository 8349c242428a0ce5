//! `push`: received calls and where they are listened for, beside a server that takes them.

use crate::serve::start;
use crate::world::World;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CONFIG: &str = r#"rolecall = 1

[[directory]]
name = "main"

[directory.source]
kind = "scim-push"
"#;

/// A workspace with a directory that others write to, and a token for it.
fn pushed() -> (World, String) {
    let mut world = World::with(CONFIG);
    world.set("ROLECALL_HOME", world.path("w").to_str().unwrap());
    assert_eq!(world.run(["config", "import", "c.toml"]).code, Some(0));
    let token = world.run(["token", "create", "main"]).out.trim().to_owned();
    (world, token)
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn received_calls_are_listed_with_what_to_do() {
    let (world, token) = pushed();
    let server = start(&world, &[]);
    let (origin, _) = server.address.split_once("/#token=").unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    let make = |token: &str| {
        let request = client.post(format!("{origin}/scim/v2/main/Users")).bearer_auth(token);
        request.json(&json!({"userName": "ann"})).send()
    };
    assert_eq!(make(&token).await.unwrap().status(), StatusCode::CREATED);
    assert_eq!(make(&token).await.unwrap().status(), StatusCode::CONFLICT);
    assert_eq!(make("guess").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    // What was received is written down within a second.
    let end = Instant::now() + Duration::from_secs(30);
    let list = loop {
        let list = world.run(["push", "calls", "--json"]).json();
        if list["total"] == 3 {
            break list;
        }
        assert!(Instant::now() < end, "{list}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let told: Vec<(&Value, &Value)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["status"], &one["code"]))
        .collect();
    let expected = [(401, json!("token_wrong")), (409, json!("name_taken")), (201, Value::Null)];
    let expected = expected.map(|(status, code)| (json!(status), code));
    assert_eq!(told, expected.iter().map(|(status, code)| (status, code)).collect::<Vec<_>>());
    let failed = world.run(["push", "calls", "--failed", "--method", "post", "--status", "409"]);
    assert_eq!(failed.out.lines().count(), 3, "one call, its words and its remedy: {}", failed.out);
    assert!(
        failed.out.contains("main POST /Users: 409  by token 1 from 127.0.0.1"),
        "{}",
        failed.out
    );
    assert!(failed.out.contains("Another user has the userName"), "{}", failed.out);
    assert!(!list.to_string().contains(&token), "tokens are never written down");

    // Where is listened is chosen here too, and the server follows.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let chosen = world.run(["push", "listen", "--address", &address, "--behind-proxy", "--json"]);
    assert_eq!((chosen.code, &chosen.json()["on"]), (Some(0), &json!(true)), "{}", chosen.err);
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let there = client.get(format!("http://{address}/scim/v2/main/Users")).bearer_auth(&token);
        if there.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK) {
            break;
        }
        assert!(Instant::now() < end, "nothing is listened for at {address}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.stop("-TERM").0, Some(0));
}

#[test]
fn where_is_listened_is_chosen_with_tls_or_behind_a_proxy_only() {
    let (world, _) = pushed();
    let shown = world.run(["push", "listen"]);
    assert_eq!((shown.code, shown.out.contains("not listened for")), (Some(0), true));
    world.run(["push", "listen", "--address", "0.0.0.0:7443"]).refuses(&["certificate", "proxy"]);
    world
        .run(["push", "listen", "--address", "0.0.0.0:7443", "--tls-cert", "c.pem"])
        .refuses(&["--tls-key"]);
    let files = ["--tls-cert", "c.pem", "--tls-key", "k.pem"];
    let arguments = ["push", "listen", "--address", "0.0.0.0:7443", "--json"];
    let kept = world.run(arguments.iter().chain(&files)).json();
    let file = world.path("c.pem");
    assert_eq!(kept["certificate"], json!(file.to_str().unwrap()), "as seen from anywhere");
    let off = world.run(["push", "listen", "--off", "--json"]).json();
    assert_eq!((&off["on"], &off["address"]), (&json!(false), &json!("0.0.0.0:7443")));
    let entries = world.run(["activity", "export", "--json"]).out;
    assert_eq!(entries.matches("push_listening_changed").count(), 2, "{entries}");
}

#[test]
fn the_dns_server_is_chosen() {
    let (world, _) = pushed();
    assert_eq!(world.run(["directory", "resolver", "--json"]).json()["address"], Value::Null);
    let set = world.run(["directory", "resolver", "127.0.0.1:5300", "--json"]);
    assert_eq!(set.json()["address"], "127.0.0.1:5300");
    let words = world.run(["directory", "resolver"]).out;
    assert!(words.contains("127.0.0.1:5300"), "{words}");
    world.run(["directory", "resolver", "nowhere"]).refuses(&["nowhere"]);
    let back = world.run(["directory", "resolver", "--system", "--json"]).json();
    assert_eq!(back["address"], Value::Null);
}
