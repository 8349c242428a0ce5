//! Runs against `scim2-server`, a SCIM provider that nobody here wrote, read back by a plain HTTP
//! client and compared with what the rules say when read by hand.

use crate::staff::Staff;
use crate::world::{Held, RULES, TOKEN, World, held, scim};
use rolecall_directory::Cause;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `scim2-server`; dropping it stops it.
struct Peer {
    child: Child,
    port: u16,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has noticed then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program: on the PATH, or where `cargo xtask setup` puts it.
fn program() -> Option<PathBuf> {
    let name = if cfg!(windows) { "scim2-server.exe" } else { "scim2-server" };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")));
    let programs = if cfg!(windows) { "Scripts" } else { "bin" };
    let set_up = cache.map(|cache| cache.join("rolecall/peers").join(programs));
    let folders = std::env::split_paths(&path).chain(set_up);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

impl Peer {
    /// Starts it on a free port; `None` where it is not installed and need not be.
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
        let mut peer = Self { child, port };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = peer.child.try_wait().unwrap();
            assert!(ended.is_none(), "scim2-server ended: {ended:?}");
            assert!(began.elapsed() < Duration::from_secs(60), "scim2-server does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(peer)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v2", self.port)
    }

    async fn list(&self, kind: &str) -> Vec<Value> {
        let url = format!("{}/{kind}?count=1000", self.url());
        let answer = reqwest::Client::new().get(url).bearer_auth(TOKEN).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        let list = body["Resources"].as_array().cloned().unwrap_or_default();
        assert_eq!(body["totalResults"], list.len(), "{kind} come on one page");
        list
    }

    async fn held(&self) -> (BTreeMap<String, Held>, BTreeMap<String, Held>) {
        held(&self.list("Users").await, &self.list("Groups").await)
    }

    async fn post(&self, kind: &str, body: Value) {
        let call = reqwest::Client::new().post(format!("{}/{kind}", self.url()));
        let answer = call.bearer_auth(TOKEN).json(&body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
    }
}

/// What `RULES` give to `staff`, and the accounts of `former` people, suspended.
fn wanted(staff: &Staff, former: &Staff) -> (BTreeMap<String, Held>, BTreeMap<String, Held>) {
    let (mut users, mut groups) = (Vec::new(), BTreeMap::<String, Vec<Value>>::new());
    for (people, active) in [(staff, true), (former, false)] {
        for (number, person) in &people.0 {
            let lead = person.title == "Lead";
            let products =
                [("Analytics", lead), ("Connect", person.department == "Sales"), ("Meeting", true)];
            let products = products.into_iter().filter(|(_, given)| active && *given);
            let role = if lead { "Admin" } else { "Member" };
            let roles = [role].into_iter().filter(|_| active);
            users.push(json!({
                "id": number.to_string(),
                "externalId": format!("id-{number}"),
                "userName": person.user,
                "name": {"familyName": person.family, "givenName": "Ann"},
                "title": person.title,
                "active": active,
                "emails": [{"value": person.user}],
                "roles": roles.map(|role| json!({"value": role})).collect::<Vec<_>>(),
                "entitlements":
                    products.map(|(name, _)| json!({"value": name})).collect::<Vec<_>>(),
            }));
            let members = groups.entry(person.department.clone()).or_default();
            if active {
                members.push(json!({"value": number.to_string()}));
            }
        }
    }
    let groups = groups.into_iter();
    let group = |(name, members)| json!({"displayName": name, "members": members});
    held(&users, &groups.map(group).collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread")]
async fn peer_scim2_server_holds_the_planned_state_through_a_life() {
    let Some(peer) = Peer::start() else { return };
    let world = World::new();
    world.configure(&scim(&peer.url(), ""), RULES);
    let (all, nobody) = (Staff::of(0..60), Staff::default());
    world.staff(&all);
    let told = world.sync().await;
    assert!(told.is_whole(), "everything is done: {:?}", told.failed());
    assert_eq!(told.target().values.create.len(), 5, "five teams are made");
    assert_eq!(peer.held().await, wanted(&all, &nobody), "sixty people as planned");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    // Some move, rise, fall and change their names.
    let moved = all
        .clone()
        .changed([1, 2, 3], |one| one.department = "Sales".to_owned())
        .changed([5, 10], |one| one.department = "財務".to_owned())
        .changed([7, 14], |one| one.title = "Clerk".to_owned())
        .changed([8, 9], |one| one.title = "Lead".to_owned())
        .changed([11, 12], |one| one.family = "O\"Neill-Żółć".to_owned());
    world.staff(&moved);
    let told = world.sync().await;
    assert!(told.is_whole(), "everything is done: {:?}", told.failed());
    assert_eq!(told.target().accounts.update.len(), 6, "names and titles are written");
    assert_eq!(peer.held().await, wanted(&moved, &nobody), "as planned after the changes");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    let gone: BTreeSet<usize> = (20..26).collect();
    let left = moved.clone().without(gone.iter().copied());
    let former = Staff(moved.0.iter().filter(|(n, _)| gone.contains(n)).map(own).collect());
    world.staff(&left);
    assert_eq!(world.sync().await.target().accounts.suspend.len(), 6, "six are suspended");
    assert_eq!(peer.held().await, wanted(&left, &former), "inactive, holding nothing");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");

    world.staff(&moved);
    assert_eq!(world.sync().await.target().accounts.reactivate.len(), 6, "and reactivated");
    assert_eq!(peer.held().await, wanted(&moved, &nobody), "as they were");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");
    assert_eq!(world.failures(), BTreeSet::new(), "nothing ever failed");
}

fn own((number, person): (&usize, &crate::staff::Person)) -> (usize, crate::staff::Person) {
    (*number, person.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn peer_scim2_server_keeps_what_others_made() {
    let Some(peer) = Peer::start() else { return };
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "U00001@example.com", "active": true,
        "entitlements": [{"value": "Legacy"}],
    });
    peer.post("Users", user).await;
    let group = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Sales",
    });
    peer.post("Groups", group).await;
    let world = World::new();
    world.configure(&scim(&peer.url(), ""), RULES);
    world.staff(&Staff::of(0..5));
    let before = peer.held().await.0;
    let told = world.sync().await;
    assert_eq!(told.sums().1, 0, "no step fails: {:?}", told.failed());
    assert_eq!(told.target().values.create.len(), 3, "teams of three; Sales was there");
    let bob = [(Cause::AccountExists, "u00001@example.com".to_owned())].into();
    assert_eq!(world.failures(), bob, "Bob's account is someone else's");
    let (users, groups) = peer.held().await;
    assert_eq!(users["U00001@example.com"], before["U00001@example.com"], "and as it was");
    assert_eq!(users.len(), 5, "the others have one now");
    assert_eq!(groups["Sales"].len(), 1, "the group that was there is used");

    world.configure(&scim(&peer.url(), "unmanaged = \"adopt\""), RULES);
    let told = world.sync().await;
    assert!(told.is_whole(), "adopted: {:?}", told.failed());
    let users = peer.held().await.0;
    let bob = users.get("u00001@example.com").expect("spelled as the source does");
    assert_eq!(bob["entitlements"], "Legacy;Meeting", "the foreign value stays");
    assert_eq!(world.sync().await.steps(), 0, "a second sync plans nothing");
}
