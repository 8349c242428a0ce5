//! `directory sign-in` as an administrator does it: a browser that follows the address, a keyring
//! that keeps what that brings, and syncs by it until it is taken back. The test is the browser.

use crate::world::{World, content};
use rolecall_emulators::front::FaultKind;
use rolecall_emulators::{google, graph};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// A session bus with an unlocked keyring on it; dropping it ends both.
struct Keyring {
    folder: TempDir,
    address: String,
    children: Vec<Child>,
}

impl Keyring {
    /// `None`, with a word, where this machine has none.
    fn start() -> Option<Self> {
        let is_there = |name: &str| Path::new("/usr/bin").join(name).exists();
        if !["dbus-daemon", "gnome-keyring-daemon"].into_iter().all(is_there) {
            let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
            assert!(!required, "there is no keyring; run `cargo xtask setup`");
            println!("left out: there is no keyring; install one with cargo xtask setup");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--address=unix:path={}", folder.path().join("bus").display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--unlock", "--foreground", "--components=secrets"])
            .env_clear()
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        daemon.stdin.take().unwrap().write_all(b"a password of the test").unwrap();
        Some(Self { folder, address, children: vec![daemon, bus] })
    }

    fn lend(&self, world: &mut World) {
        world.set("DBUS_SESSION_BUS_ADDRESS", &self.address);
        world.set("XDG_RUNTIME_DIR", self.folder.path().to_str().unwrap());
        // The daemon answers once it has taken its name on the bus.
        let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while !world.run(["secret", "list", "--config", "c.toml"]).err.is_empty() {
            assert!(std::time::Instant::now() < end, "the keyring does not answer");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ended = child.kill().and_then(|()| child.wait());
        }
    }
}

/// Files accounts of everybody in the directory that `source` describes.
fn config(source: &str) -> String {
    format!(
        r#"rolecall = 1

[[directory]]
name = "main"
check_domains = false

[directory.source]
{source}
secret = "cloud"
sign_in = true

[[target]]
name = "files"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "products"
many = true
values = [{{ name = "Connect" }}]

[[rule]]
name = "Everybody"
when = "userName pr"
assign.files = {{ products = ["Connect"] }}
"#
    )
}

/// How a sign-in went: what the browser showed, the exit code, what was printed and said.
struct SignedIn {
    shown: String,
    code: Option<i32>,
    lines: Vec<Value>,
    err: String,
}

/// Signs in: the address that is printed is followed as a browser does.
async fn sign_in(world: &World, more: &[PathBuf]) -> SignedIn {
    let words = ["directory", "sign-in", "main", "--config", "c.toml", "--json"].map(PathBuf::from);
    let mut command = world.command(words.iter().chain(more));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let mut lines = Vec::new();
    let mut shown = String::new();
    if let Ok(told) = serde_json::from_str::<Value>(&line) {
        let url = told["url"].as_str().unwrap().to_owned();
        lines.push(told);
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        shown = browser.get(url).send().await.unwrap().text().await.unwrap();
    }
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    lines.extend(rest.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    SignedIn { shown, code: ended.status.code(), lines, err }
}

fn people(world: &World) -> usize {
    world.read("accounts.csv").lines().filter(|line| line.contains(",true,true,")).count()
}

/// A tenant of five people, two on a page, and the world whose source it is.
async fn tenant() -> (Arc<graph::Console>, World) {
    let mut tenant = graph::Tenant::default();
    for at in 0..5 {
        let mail = json!({"mail": format!("p{at}@example.com")});
        let _id = tenant.user(&format!("p{at}@example.com"), mail);
    }
    let mut console = graph::Console::new(tenant);
    console.page_most = 2;
    let console = Arc::new(console);
    let place = graph::open(console.clone()).await.unwrap();
    let (id, client) = (&console.tenant_id, &console.client_id);
    let source = format!(
        "kind = \"entra\"\ntenant = \"{id}\"\nclient_id = \"{client}\"\nurl = \"{place}/v1.0\"\n\
         token_url = \"{place}/{id}/oauth2/v2.0/token\""
    );
    (console, World::with(&config(&source)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenant_is_synced_by_who_signed_in_until_that_is_taken_back() {
    let Some(keyring) = Keyring::start() else { return };
    let (console, mut world) = tenant().await;
    let nowhere = sign_in(&world, &[]).await;
    assert_eq!(nowhere.code, Some(1), "without a keyring no browser is troubled");
    assert!(nowhere.shown.is_empty() && nowhere.lines.is_empty(), "{}", nowhere.err);
    keyring.lend(&mut world);

    console.sign_ins.decline(true);
    let declined = sign_in(&world, &[]).await;
    assert_eq!(declined.code, Some(1), "{}", declined.err);
    assert!(declined.shown.contains("not signed in"), "{}", declined.shown);
    assert!(declined.err.contains("No thanks") && declined.err.contains("Sign in again"));
    console.sign_ins.decline(false);
    let signed = sign_in(&world, &[]).await;
    assert_eq!(signed.code, Some(0), "{}", signed.err);
    assert!(signed.shown.contains("You are signed in"), "{}", signed.shown);
    assert_eq!(signed.lines[1], json!({"directory": "main", "secret": "cloud"}));
    let (_, held) = world.json("secret list");
    assert_eq!(held, json!([{"name": "cloud", "from": "keyring"}]));

    // The tokens end while pages are read: another is fetched, and the reading goes on.
    console.front.fault("/users/delta", 1, 1, FaultKind::Expired);
    let before = console.front.tokens_given();
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(people(&world), 5, "all three pages were read");
    assert_eq!(console.front.count("/users/delta", 401), 1, "one call was refused");
    assert_eq!(console.front.tokens_given(), before + 2, "one to begin with, one in between");
    console.front.expire_tokens();
    assert_eq!(world.json("sync").0, Some(0), "by the refresh token that came last");
    let everything =
        String::from_utf8_lossy(&content(world.path("c.toml").parent().unwrap())).into_owned();
    assert!(!everything.contains("refresh-"), "no refresh token is in a file");

    console.front.expire_tokens();
    console.sign_ins.revoke();
    let revoked = world.run(["sync", "--config", "c.toml"]);
    revoked.refuses(&["main", "sign-in counts no more", "Sign in again"]);
    assert_eq!(people(&world), 5, "nobody was touched");
    let (code, status) = world.json("status");
    assert_eq!((code, &status["unreadable"][0]["connection"]), (Some(1), &json!("source of main")));
    assert_eq!(sign_in(&world, &[]).await.code, Some(0));
    assert_eq!(world.json("sync").0, Some(0), "signed in again, all goes on");
    assert_eq!(world.json("status").0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_of_google_is_synced_by_who_signed_in_with_a_client() {
    let Some(keyring) = Keyring::start() else { return };
    let mut customer = google::Customer::default();
    (0..3).for_each(|at| drop(customer.user(&format!("p{at}@example.com"), json!({}))));
    let console = Arc::new(google::Console::new(customer));
    let place = google::open(console.clone()).await.unwrap();
    let source = format!(
        "kind = \"google\"\ncustomer = \"my_customer\"\nurl = \"{place}/admin/directory/v1\"\n\
         token_url = \"{place}/token\""
    );
    let mut world = World::with(&config(&source));
    keyring.lend(&mut world);
    let client = json!({"installed": {"client_id": console.client_id, "client_secret": "desk"}});
    world.write("client.json", client.to_string());
    let named = [PathBuf::from("--client"), world.path("client.json")];
    let without = sign_in(&world, &[]).await;
    assert_eq!(without.code, Some(1), "Google wants a client: {}", without.err);
    let signed = sign_in(&world, &named).await;
    assert_eq!(signed.code, Some(0), "{}", signed.err);
    std::fs::remove_file(world.path("client.json")).unwrap();
    assert_eq!(world.json("sync").0, Some(0));
    assert_eq!(people(&world), 3);
    console.front.expire_tokens();
    console.sign_ins.revoke();
    world.run(["sync", "--config", "c.toml"]).refuses(&["main", "Sign in again"]);
    assert_eq!(people(&world), 3, "nobody was touched");
    assert_eq!(sign_in(&world, &[]).await.code, Some(0), "the client is known from before");
    assert_eq!(world.json("sync").0, Some(0));
}
