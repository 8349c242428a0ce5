//! Adobe's console, emulated, from the command line: people, profiles, groups, and what fails.

use crate::world::{World, sums_hold};
use rolecall_emulators::umapi::{Console, Fault, GroupKind, Identity, Organization, open};
use serde_json::{Value, json};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const PEOPLE: &str = "id,userName,email,givenName,familyName,country,department,active\n\
    1,ann,ann@example.com,Ann,Aho,de,Design,true\n\
    2,bob,bob@example.com,Bob,Berg,SE,Design,true\n\
    3,cyd,cyd@example.com,Cyd,Cox,GB,Video,true\n";

pub fn organization() -> Organization {
    let mut organization = Organization::default();
    organization.domains.insert("example.com".into());
    organization.group("Photoshop", GroupKind::ProductProfile, Some(10));
    organization.group("Premiere", GroupKind::ProductProfile, None);
    organization.group("_org_admin", GroupKind::SysadminGroup, None);
    organization
}

/// A folder whose target is `console`, with `people`.
pub async fn world(console: &Arc<Console>, identity: &str, people: &str) -> World {
    let origin = open(console.clone()).await.unwrap();
    let Console { org_id, client_id, client_secret, .. } = &**console;
    let mut world = World::empty();
    world.write("users.csv", people);
    world.write(
        "c.toml",
        format!(
            r#"rolecall = 1

[[directory]]
name = "main"
domains = [{{ name = "example.com", verified = true }}, {{ name = "synced.org", verified = true }}]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "adobe"
kind = "umapi"
org_id = "{org_id}"
client_id = "{client_id}"
secret = "adobe"
identity = "{identity}"
url = "{origin}/v2/usermanagement"
token_url = "{origin}/ims/token/v2"

[[target.slot]]
name = "user_groups"
create_values = true

[[rule]]
name = "Departments"
when = 'userName pr'
assign.adobe = {{ user_groups = ["{{department}}"] }}

[[rule]]
name = "Design"
when = 'department eq "Design"'
assign.adobe = {{ product_profiles = ["Photoshop"] }}

[[rule]]
name = "Video"
when = 'department eq "Video"'
assign.adobe = {{ product_profiles = ["Premiere"] }}
"#
        ),
    );
    world.set("ROLECALL_SECRET_ADOBE", client_secret);
    world
}

/// What the organization itself counts: users, groups made, and memberships.
fn counted(console: &Console) -> usize {
    let holds = console.holds();
    let made = holds.groups.values().filter(|group| group.kind == GroupKind::UserGroup).count();
    holds.users.len() + made + holds.groups.values().map(|group| group.members.len()).sum::<usize>()
}

fn failed(run: &Value) -> Vec<(String, String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let list = run["targets"]["adobe"]["failed"].as_array().unwrap().iter();
    list.map(|one| (text(one, "user"), text(one, "step"), text(one, "cause"))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_each_identity_are_provisioned_once() {
    for (word, identity) in [
        ("federatedID", Identity::Federated),
        ("enterpriseID", Identity::Enterprise),
        ("adobeID", Identity::Adobe),
    ] {
        let console = Arc::new(Console::new(organization(), Duration::from_secs(1)));
        let world = world(&console, word, PEOPLE).await;
        let (code, plan) = world.json("plan");
        assert_eq!(code, Some(0), "{plan}");
        assert!(console.posts().is_empty(), "a plan sends nothing, not even in test mode");
        let seats = &plan["targets"]["adobe"]["seats"][0];
        assert_eq!((&seats["value"], &seats["seats"]), (&json!("Photoshop"), &json!(10)), "{plan}");

        let (code, run) = world.json("sync");
        assert_eq!(code, Some(0), "{run}");
        sums_hold(&run);
        assert_eq!(run["summary"], plan["summary"], "what was planned");
        assert_eq!(run["targets"]["adobe"]["done"], counted(&console), "as the console counts");
        let holds = console.holds();
        assert!(holds.users.values().all(|user| user.identity == identity), "as {word}");
        assert_eq!(holds.users["ann@example.com"].country, "DE", "in capitals");
        assert_eq!(holds.groups["design"].members.len(), 2, "the group was made and joined");

        let (code, again) = world.json("sync");
        assert_eq!((code, &again["summary"]["steps"]), (Some(0), &json!(0)), "{again}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_loses_what_was_managed_and_gets_it_back() {
    let mut organization = organization();
    organization.group("By hand", GroupKind::UserGroup, None);
    let console = Arc::new(Console::new(organization, Duration::from_secs(1)));
    let world = world(&console, "federatedID", PEOPLE).await;
    assert_eq!(world.json("sync").0, Some(0));
    console.organization.lock().unwrap().add("By hand", "ann@example.com");

    world.write("users.csv", PEOPLE.replace("de,Design,true", "de,Design,false"));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["adobe"]["accounts"]["suspend"], json!(["ann"]), "{run}");
    let holds = console.holds();
    assert_eq!(holds.groups_of("ann@example.com"), ["By hand"], "only what was managed");
    assert!(holds.users.contains_key("ann@example.com"), "the account stays");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "suspended is suspended");

    world.write("users.csv", PEOPLE.replace("ann@example.com", "anna@example.com"));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["adobe"]["accounts"]["reactivate"], json!(["ann"]), "{run}");
    assert_eq!(run["targets"]["adobe"]["accounts"]["update"], json!(["ann"]), "{run}");
    let mut groups = console.holds().groups_of("anna@example.com").join(",");
    assert_eq!(groups, "By hand,Design,Photoshop", "all is back, under the new address");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "and known by it");

    world.write("users.csv", PEOPLE.replace("1,ann,ann@example.com,Ann,Aho,de,Design,true\n", ""));
    let (_, run) = world.json("sync");
    let suspended = &run["targets"]["adobe"]["accounts"]["suspend"];
    assert_eq!(*suspended, json!(["anna@example.com"]), "as the account is called: {run}");
    groups = console.holds().groups_of("anna@example.com").join(",");
    assert_eq!(groups, "By hand", "what is managed followed the address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_failure_is_told_with_its_cause_and_nobody_else_fails() {
    let mut organization = organization();
    organization.domains.insert("synced.org".into());
    organization.externally_managed.insert("synced.org".into());
    organization.strangers.insert("p3@example.com".into());
    organization.groups.get_mut("photoshop").unwrap().quota = Some(4);
    organization.groups.get_mut("photoshop").unwrap().licences = Some(4);
    // The console tells of no limit, and other profiles of the product use what there is.
    organization.groups.get_mut("premiere").unwrap().licences = Some(2);
    let console = Arc::new(Console::new(organization, Duration::from_secs(1)));
    let mut people = String::from("userName,email,givenName,familyName,country,department\n");
    for at in 0..12 {
        let department = if at < 7 { "Design" } else { "Video" };
        let domain = if at == 1 { "synced.org" } else { "example.com" };
        let country = if at == 2 { "" } else { "NL" };
        let line = format!("p{at}@{domain},p{at}@{domain},G{at},F{at},{country},{department}\n");
        people.push_str(&line);
    }
    let world = world(&console, "federatedID", &people).await;
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    sums_hold(&run);
    let adobe = &run["targets"]["adobe"];
    let missing: Vec<&Value> =
        adobe["failures"].as_array().unwrap().iter().map(|one| &one["cause"]).collect();
    assert_eq!(missing, ["attribute_missing"], "who has no country is known before: {adobe}");
    let seats = adobe["without_seat"].as_array().unwrap().len();
    assert_eq!(seats, 2, "six of Design who can have an account, four licences: {adobe}");
    let failed = failed(&run);
    let of = |cause: &str| {
        let found = failed.iter().filter(|one| one.2 == cause);
        found.map(|one| format!("{} {}", one.0, one.1)).collect::<Vec<_>>()
    };
    let outside = ["p1@synced.org create", "p3@example.com create"];
    assert_eq!(of("externally_managed"), outside, "{failed:?}");
    assert_eq!(of("no_licences").len(), 3, "two of five of Video got one: {failed:?}");
    assert_eq!(failed.len(), 5, "nothing else failed: {failed:?}");
    let premiere = &console.holds().groups["premiere"];
    assert_eq!(premiere.members.len(), 2, "nobody is left in it without a licence");
    assert_eq!(adobe["done"], counted(&console), "as the console counts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn throttles_and_tokens_that_run_out_only_take_time() {
    let mut console = Console::new(organization(), Duration::from_secs(2));
    console.calls_per_token = Some(2);
    let console = Arc::new(console);
    // Somebody else has used up what this minute allows.
    for _ in 0..5 {
        console.throttle.lock().unwrap().pass("groups", 5, Instant::now()).unwrap();
    }
    let world = world(&console, "federatedID", PEOPLE).await;
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["adobe"]["done"], counted(&console), "all was done");
    let calls = console.calls();
    let throttled = calls.iter().filter(|call| call.ends_with("429")).count();
    assert_eq!(throttled, 1, "and then as Retry-After says: {calls:?}");
    assert!(console.tokens_given() > 1, "a new token in mid-run");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_in_flight_when_the_process_died_is_looked_up() {
    let console = Arc::new(Console::new(organization(), Duration::from_secs(1)));
    let world = world(&console, "federatedID", PEOPLE).await;
    // The groups are made; of the people no answer ever comes.
    console.fail_next([Fault::Nothing, Fault::Silent]);
    let mut command = world.command(["sync", "--config", "c.toml"]);
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while console.holds().users.is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the people are made by then");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    run.kill().unwrap();
    run.wait().unwrap();

    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    let creates = serde_json::to_string(&console.posts()).unwrap();
    assert_eq!(creates.matches("createFederatedID").count(), 3, "nobody is made twice");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "and all is there");
    world.write("users.csv", PEOPLE.replace("SE,Design,true", "SE,Design,false"));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    let groups = console.holds().groups_of("bob@example.com").len();
    assert_eq!(groups, 0, "what was in flight is managed all the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_is_told_and_never_shown() {
    let console = Arc::new(Console::new(organization(), Duration::from_secs(1)));
    let mut world = world(&console, "federatedID", PEOPLE).await;
    world.set("ROLECALL_SECRET_ADOBE", "marked-secret");
    let ran = world.run(["sync", "--config", "c.toml"]);
    ran.refuses(&["adobe", "no token was given", "Developer Console"]);
    assert!(!format!("{}{}", ran.out, ran.err).contains("marked-secret"), "{}", ran.err);
    assert!(console.calls().is_empty(), "nothing is asked without a token");
}
