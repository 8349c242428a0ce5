//! What is asked for by hand: everything retried, accounts reactivated, news tried.

use crate::world::{CONFIG, World};
use rolecall_sandbox::provider::{Options, Product, Provider};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_failed_is_retried_at_once() {
    let products = vec![Product::new("Connect", 0), Product::new("Webinar", 1)];
    let options = Options { products, ..Options::default() };
    let provider = Provider::start(options).await.unwrap();
    let world = World::of_provider(&provider);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    assert_eq!(run["targets"]["console"]["failed"].as_array().map(Vec::len), Some(2), "{run}");
    world.run(["runs", "retry", "--config", "c.toml"]).refuses(&["--target"]);
    let both = ["runs", "retry", "--config", "c.toml", "--all", "--cause", "no_licences"];
    world.run(both).refuses(&["--cause"]);
    let elsewhere = "runs retry --all --target other --config c.toml";
    world.run(elsewhere.split(' ')).refuses(&["other", "console"]);
    provider.buy_seats("Connect", 1).unwrap();
    provider.buy_seats("Webinar", 1).unwrap();
    let (code, run) = world.json("runs retry --all");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["console"]["done"], 2, "both, of two products");
    let nothing = ["runs", "retry", "--all", "--config", "c.toml"];
    world.run(nothing).refuses(&["nothing to retry"]);
}

#[test]
fn accounts_that_someone_else_deactivated_are_reactivated() {
    let world =
        World::with(&CONFIG.replace("accounts.csv\"", "accounts.csv\"\nunmanaged = \"adopt\""));
    let header = "userName,email,active,managed,unmanaged,products,role\n";
    world
        .write("accounts.csv", format!("{header}ann@example.com,ann@example.com,false,false,,,\n"));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    let failures = &run["targets"]["goto"]["failures"];
    assert_eq!(failures[0]["cause"], "suspended_elsewhere", "{run}");
    let others = "accounts reactivate --target goto --user bob@example.com --config c.toml";
    world.run(others.split(' ')).refuses(&["bob@example.com"]);
    let (code, run) = world.json("accounts reactivate --target goto");
    assert_eq!(code, Some(0), "{run}");
    let accounts = world.read("accounts.csv");
    assert!(accounts.contains("ann@example.com,ann@example.com,true,true"), "{accounts}");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "nothing is left");
}

#[test]
fn accounts_that_exist_are_adopted_when_asked_whatever_the_policy() {
    let world = World::new();
    let header = "userName,email,active,managed,unmanaged,products,role\n";
    let theirs = "ann@example.com,ann@example.com,true,false,,,\n\
                  bob@example.com,bob@example.com,true,false,,,\n";
    world.write("accounts.csv", format!("{header}{theirs}"));
    assert_eq!(world.json("sync").0, Some(2));
    let causes = world.json("failures list").1;
    let exists = (&causes[0]["cause"], &causes[0]["people"]);
    assert_eq!(exists, (&json!("account_exists"), &json!(2)), "{causes}");
    let nobody = "accounts adopt --target goto --user zoe@example.com --config c.toml";
    world.run(nobody.split(' ')).refuses(&["zoe@example.com"]);
    let (code, run) = world.json("accounts adopt --target goto --user Ann@example.com");
    assert_eq!(code, Some(0), "a retry tells of whom it was asked for: {run}");
    assert_eq!(run["targets"]["goto"]["accounts"]["adopt"], json!(["ann@example.com"]), "{run}");
    let accounts = world.read("accounts.csv");
    assert!(accounts.contains("ann@example.com,ann@example.com,true,true"), "{accounts}");
    assert!(accounts.contains("bob@example.com,bob@example.com,true,false"), "{accounts}");
    assert_eq!(world.json("accounts adopt --target goto").0, Some(0), "and all that are left");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "what was adopted stays managed");
    assert_eq!(world.json("failures list").1, json!([]), "nothing is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_are_listed_written_out_and_hidden() {
    let products = vec![Product::new("Connect", 0), Product::new("Webinar", 5)];
    let provider = Provider::start(Options { products, ..Options::default() }).await.unwrap();
    let world = World::of_provider(&provider);
    let (_, run) = world.json("sync");
    let failed = run["targets"]["console"]["failed"].as_array().unwrap().clone();
    assert!(!failed.is_empty(), "{run}");
    let of = "--target console --cause no_licences";
    let people = world.json(&format!("failures list {of}")).1;
    assert_eq!(people.as_array().map(Vec::len), Some(failed.len()), "{people}");
    for key in ["user", "slot", "value", "message"] {
        assert_eq!(people[0][key], failed[0][key], "{people}");
    }
    let table = format!("failures export {of} --config c.toml");
    let table = world.run(table.split(' ')).out;
    assert_eq!(table.lines().count(), 1 + failed.len(), "{table}");
    assert!(table.starts_with("user,step,slot,value,rules,message,since,tries\r\n"), "{table}");
    let other = "failures export --target console --cause timeout --config c.toml";
    world.run(other.split(' ')).refuses(&["timeout", "failures list"]);
    assert_eq!(world.json(&format!("failures dismiss {of}")).0, Some(0));
    assert_eq!(world.json("failures list").1[0]["dismissed"], true, "until someone more");
}

#[test]
fn a_trial_of_the_webhook_is_really_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let world = World::with(&format!("{CONFIG}\n[notify.webhook]\nurl = \"{url}\"\n"));
    assert_eq!(world.json("sync").0, Some(0), "there is nothing to tell");
    let taken = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = vec![0; 64 << 10];
        let count = stream.read(&mut heard).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8_lossy(&heard[..count]).into_owned()
    });
    let (code, told) = world.json("notify test webhook");
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told["error"], json!(null), "{told}");
    assert!(url.starts_with(told["to"].as_str().unwrap().trim_start_matches("the webhook at ")));
    assert!(taken.join().unwrap().starts_with("POST /hook"), "it came");
    // Nobody listens there any more.
    let (code, told) = world.json("notify test webhook");
    assert_eq!(code, Some(2), "{told}");
    assert!(told["error"].is_string(), "and says why: {told}");
    let email = world.run(["notify", "test", "email", "--config", "c.toml"]);
    assert_eq!(email.code, Some(2), "there is no e-mail set up: {}", email.err);
}
