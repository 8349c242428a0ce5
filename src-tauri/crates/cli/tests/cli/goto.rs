//! GoTo Admin, emulated, from the command line: people, products, roles, and what fails.

use crate::world::{World, sums_hold};
use rolecall_emulators::goto::{Console, Fault, FaultKind, Tenant, User, open};
use serde_json::{Value, json};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PEOPLE: &str = "id,userName,email,givenName,familyName,department,active\n\
    1,ann,ann@example.com,Ann,Aho,Sales,true\n\
    2,bob,bob@example.com,Bob,Berg,Support,true\n\
    3,cyd,cyd@example.com,Cyd,Cox,Sales,true\n";

/// Two products, a group, a custom role, and an administrator who was there before.
fn tenant() -> Tenant {
    let mut tenant = Tenant::new("777");
    tenant.license("GoTo Connect", "G2C", 30);
    tenant.license("GoTo Webinar", "G2W", 40);
    tenant.license("Grasshopper", "GH", 9);
    tenant.named(|tenant| &mut tenant.role_sets, "Reports");
    tenant.named(|tenant| &mut tenant.groups, "Sales");
    let root = tenant.user("root@example.com", ["Root", "R"], &[]);
    if let Some(root) = tenant.users.get_mut(&root) {
        root.admin_roles.insert("SUPER_USER".into());
    }
    tenant.credential = Some(root);
    tenant
}

fn console(tenant: Tenant) -> Arc<Console> {
    Arc::new(Console::new(tenant, Some(10)))
}

/// A folder whose target is `console`, with `people`.
async fn world(console: &Arc<Console>, people: &str) -> World {
    let origin = open(console.clone()).await.unwrap();
    let mut world = World::empty();
    world.write("users.csv", people);
    let client_id = &console.client_id;
    world.write(
        "c.toml",
        format!(
            r#"rolecall = 1

[[directory]]
name = "main"
domains = [{{ name = "example.com", verified = true }}]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "goto"
kind = "goto"
account_key = "777"
client_id = "{client_id}"
secret = "goto-client"
url = "{origin}/admin/rest/v1"
token_url = "{origin}/oauth/token"
send = {{ department = "department" }}

[[rule]]
name = "Support"
when = 'department eq "Support"'
assign.goto = {{ role = "Reports" }}

[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.goto = {{ products = ["GoTo Connect"], role = "Admin", user_group = "Sales" }}

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.goto = {{ products = ["GoTo Webinar"], role = "Member" }}
"#
        ),
    );
    world.set("ROLECALL_SECRET_GOTO_CLIENT", &console.client_secret);
    world
}

fn user(console: &Console, email: &str) -> User {
    console.tenant().by_email(email).unwrap().clone()
}

/// The names of the licences of `email`.
fn products(console: &Console, email: &str) -> Vec<String> {
    let (user, tenant) = (user(console, email), console.tenant());
    let held = tenant.licenses.iter().filter(|one| user.licenses.contains(&one.key));
    held.map(|one| one.description.clone()).collect()
}

/// What the account itself counts of those who were not there before: users, seats, groups, and
/// the role that each has.
fn counted(console: &Console) -> usize {
    let tenant = console.tenant();
    let made = tenant.users.values().filter(|user| user.email != "root@example.com");
    made.map(|user| 2 + user.licenses.len() + usize::from(user.group.is_some())).sum()
}

/// Calls that changed something, or tried.
fn writes(console: &Console) -> usize {
    let calls = console.calls();
    let writes = calls.iter().filter(|call| call.method != "GET" && call.path != "/oauth/token");
    writes.count()
}

fn failed(run: &Value) -> Vec<(String, String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let list = run["targets"]["goto"]["failed"].as_array().unwrap().iter();
    list.map(|one| (text(one, "user"), text(one, "step"), text(one, "cause"))).collect()
}

fn fault(method: &'static str, after: usize, times: usize, kind: FaultKind) -> Fault {
    // People are made at one address and changed at many; tokens are fetched by POST too.
    let path = if method == "POST" { "/users" } else { "" };
    Fault { method, path: path.into(), after, times, kind }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_provisioned_once_as_planned() {
    let console = console(tenant());
    let world = world(&console, PEOPLE).await;
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0), "{plan}");
    assert_eq!(writes(&console), 0, "a plan sends nothing");
    let seats = plan["targets"]["goto"]["seats"].as_array().unwrap();
    let seats: Vec<_> = seats.iter().map(|one| (&one["value"], &one["needed"])).collect();
    let expected = [(&json!("GoTo Connect"), &json!(2)), (&json!("GoTo Webinar"), &json!(3))];
    assert!(expected.iter().all(|one| seats.contains(one)), "{plan}");

    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    sums_hold(&run);
    assert_eq!(run["summary"], plan["summary"], "what was planned");
    assert_eq!(run["targets"]["goto"]["done"], counted(&console), "as the account counts");
    let counts = console.tenant().counts;
    assert_eq!((counts.created, counts.seats_given, counts.mails), (3, 5, 0), "nobody is invited");
    assert!(user(&console, "ann@example.com").admin_roles.contains("MANAGE_ACCOUNT"), "Admin");
    assert_eq!(user(&console, "bob@example.com").role_sets.len(), 1, "a custom role");
    let cyd = user(&console, "cyd@example.com");
    assert_eq!(cyd.attributes.values().collect::<Vec<_>>(), ["Sales"], "what is sent");

    let before = writes(&console);
    let (code, again) = world.json("sync");
    assert_eq!((code, &again["summary"]["steps"]), (Some(0), &json!(0)), "{again}");
    assert_eq!(writes(&console), before, "and nothing is sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_gets_other_roles_and_who_leaves_is_suspended_and_comes_back() {
    let console = console(tenant());
    let world = world(&console, PEOPLE).await;
    assert_eq!(world.json("sync").0, Some(0));
    let grasshopper = console.tenant().licenses[2].key.clone();
    let cyd = user(&console, "cyd@example.com");
    console.tenant().users.get_mut(&cyd.key).unwrap().licenses.insert(grasshopper);

    let moved = PEOPLE.replace("Aho,Sales", "Ahonen,Support").replace("Cox,Sales", "Cox,None");
    world.write("users.csv", &moved);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    sums_hold(&run);
    let ann = user(&console, "ann@example.com");
    assert_eq!((ann.admin_roles.len(), ann.role_sets.len()), (0, 1), "Reports instead of Admin");
    assert_eq!((ann.group, ann.last_name.as_str()), (None, "Ahonen"), "no group; the new name");
    let cyd = user(&console, "cyd@example.com");
    assert!(cyd.admin_roles.is_empty() && cyd.role_sets.is_empty(), "a Member now");
    let held = products(&console, "cyd@example.com");
    assert_eq!(held, ["GoTo Webinar", "Grasshopper"], "what was given by hand stays");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "the planned state is reached");

    world.write("users.csv", moved.replace("Support,true", "Support,false"));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["goto"]["accounts"]["suspend"], json!(["ann", "bob"]), "{run}");
    assert!(user(&console, "bob@example.com").is_suspended(), "GoTo calls that Suspended");
    assert_eq!(console.tenant().counts.suspended, 2, "as the account counts");
    assert_eq!(console.tenant().users.len(), 4, "nobody is deleted");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "suspended is suspended");

    world.write("users.csv", moved);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["goto"]["accounts"]["reactivate"], json!(["ann", "bob"]), "{run}");
    assert_eq!(products(&console, "bob@example.com"), ["GoTo Webinar"], "back again");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "for good");
    let deleted = console.calls().iter().filter(|call| call.method == "DELETE").count();
    let of_roles = console.count("DELETE", "/users/rolesets", 204);
    assert_eq!(deleted, of_roles, "what is deleted are custom roles of people, nothing else");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shortage_of_seats_is_known_before_anything_is_sent() {
    let mut tenant = tenant();
    tenant.licenses[0].seats = 3;
    tenant.licenses[0].devices = vec!["tablet".into(), "phone".into()];
    let console = console(tenant);
    let world = world(&console, PEOPLE).await;
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    let goto = &run["targets"]["goto"];
    let without = json!([{"user": "cyd", "slot": "products", "value": "GoTo Connect"}]);
    assert_eq!(goto["without_seat"], without, "devices have two of three: {goto}");
    assert_eq!(failed(&run), [], "and nothing failed");
    assert_eq!(products(&console, "cyd@example.com"), ["GoTo Webinar"], "all else is given");
    assert_eq!(goto["done"], counted(&console), "as the account counts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_a_profile_elsewhere_is_told_and_the_others_are_done() {
    let mut tenant = tenant();
    tenant.elsewhere.insert("bob@example.com".into());
    let console = console(tenant);
    let world = world(&console, PEOPLE).await;
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    sums_hold(&run);
    let expected = ("bob".to_owned(), "create".to_owned(), "account_exists".to_owned());
    assert_eq!(failed(&run), [expected], "{run}");
    let words = run["targets"]["goto"]["failed"][0]["message"].as_str().unwrap();
    assert!(words.contains("profile in another account"), "{words}");
    assert_eq!(run["targets"]["goto"]["done"], counted(&console), "as the account counts");
    assert_eq!(console.tenant().counts.created, 2, "ann and cyd");

    console.tenant().accept("bob@example.com");
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    let failures = run["targets"]["goto"]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1, "{run}");
    assert_eq!(failures[0]["cause"], "account_exists", "until it is adopted");

    let adopting =
        world.read("c.toml").replace("kind = \"goto\"", "kind = \"goto\"\nunmanaged = \"adopt\"");
    world.write("c.toml", adopting);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["goto"]["accounts"]["adopt"], json!(["bob"]), "{run}");
    assert_eq!(user(&console, "bob@example.com").last_name, "Berg", "with the name they have here");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "and that is all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn throttles_and_tokens_that_run_out_only_take_time() {
    let console = console(tenant());
    console.token_lifetime(Duration::from_secs(1));
    console.fault(fault("PUT", 2, 4, FaultKind::Status(429)));
    console.fault(fault("POST", 0, 1, FaultKind::Status(429)));
    let mut people = String::from("id,userName,email,givenName,familyName,department\n");
    for at in 0..25 {
        people.push_str(&format!("{at},p{at},p{at}@example.com,G{at},F{at},Sales\n"));
    }
    let world = world(&console, &people).await;
    let watched = console.clone();
    let revoke = tokio::spawn(async move {
        let end = Instant::now() + Duration::from_secs(60);
        while watched.count("PUT", "", 204) < 5 && Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // One that was renewed just then by its age is not refused.
        while watched.calls().iter().all(|call| call.status != 401) && Instant::now() < end {
            watched.expire_tokens();
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    });
    let (code, run) = world.json("sync");
    revoke.abort();
    assert_eq!(code, Some(0), "no step is lost: {run}");
    sums_hold(&run);
    assert_eq!(run["targets"]["goto"]["done"], counted(&console), "as the account counts");
    assert_eq!(console.tenant().counts.created, 25, "each once");
    assert_eq!(console.tenant().counts.seats_given, 50, "each once");
    let calls = console.calls();
    let answered = |status: u16| calls.iter().filter(|call| call.status == status).count();
    let excess = answered(429) - 5;
    assert!(excess <= 2, "{excess} calls beyond those that were to be: ten a second are kept");
    assert!(answered(401) > 0, "a token was refused in mid-run");
    assert!(console.busiest_second() <= 10, "as GoTo publishes");
    assert!(console.tokens_given() > 3, "tokens were renewed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_post_and_a_killed_process_make_nobody_twice() {
    let console = console(tenant());
    let world = world(&console, PEOPLE).await;
    console.fault(fault("POST", 0, 1, FaultKind::CutAfter));
    console.fault(fault("PUT", 0, 1000, FaultKind::Silent));
    let mut command = world.command(["sync", "--config", "c.toml"]);
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| user_has_group(&console)).await;
    run.kill().unwrap();
    run.wait().unwrap();
    assert_eq!(console.count("POST", "/users", 0), 1, "the POST that was cut");

    console.clear_faults();
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    sums_hold(&run);
    assert_eq!(console.tenant().counts.created, 3, "nobody is made twice");
    let posts = console.calls().into_iter().filter(|call| call.path.ends_with("/users"));
    let posts = posts.filter(|call| call.method == "POST" && call.status != 429).count();
    assert_eq!(posts, 2, "one for each set of products, as both were looked up");
    let updates = updates(&run);
    assert_eq!(run["targets"]["goto"]["done"], counted(&console) + updates, "the whole is told");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "and all is there");
    world.write("users.csv", PEOPLE.replace("Support,true", "Support,false"));
    assert_eq!(world.json("sync").0, Some(0));
    assert!(user(&console, "bob@example.com").is_suspended(), "what was made is managed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_flight_when_the_process_died_are_looked_up_by_their_address() {
    let console = console(tenant());
    let world = world(&console, PEOPLE).await;
    console.fault(fault("POST", 0, 1000, FaultKind::Silent));
    let mut command = world.command(["sync", "--config", "c.toml"]);
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| console.tenant().counts.created == 3).await;
    run.kill().unwrap();
    run.wait().unwrap();

    console.clear_faults();
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(console.tenant().counts.created, 3, "nobody is made twice");
    let updates = updates(&run);
    assert_eq!(updates, 3, "what is sent beyond names follows: {run}");
    assert_eq!(run["targets"]["goto"]["done"], counted(&console) + updates, "the whole is told");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "and all is there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_undone_without_deleting_anybody() {
    let console = console(tenant());
    let world = world(&console, PEOPLE).await;
    assert_eq!(world.json("sync").0, Some(0));
    let (code, undone) = world.json("runs undo 1");
    assert_eq!(code, Some(0), "{undone}");
    let goto = &undone["targets"]["goto"];
    assert_eq!(goto["accounts"]["suspend"].as_array().map(Vec::len), Some(3), "{undone}");
    let made = ["ann", "bob", "cyd"].map(|name| user(&console, &format!("{name}@example.com")));
    assert!(made.iter().all(User::is_suspended), "all roles and seats are gone");
    assert_eq!(console.tenant().counts.suspended, 3, "as the account counts");
    assert_eq!(world.run(["targets", "resume", "goto", "--config", "c.toml"]).code, Some(0));
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["targets"]["goto"]["accounts"]["reactivate"], json!(["ann", "bob", "cyd"]));
    assert_eq!(products(&console, "ann@example.com").len(), 2, "back again");
    assert_eq!(world.json("sync").1["summary"]["steps"], 0, "for good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_is_told_and_never_shown() {
    let console = console(tenant());
    let mut world = world(&console, PEOPLE).await;
    world.set("ROLECALL_SECRET_GOTO_CLIENT", "marked-secret");
    let ran = world.run(["sync", "--config", "c.toml"]);
    ran.refuses(&["goto", "client id and secret"]);
    assert!(!format!("{}{}", ran.out, ran.err).contains("marked-secret"), "{}", ran.err);
    assert_eq!(console.tokens_given(), 0, "no token was given");
}

/// People whose names and attributes were written by a step of their own.
fn updates(run: &Value) -> usize {
    run["targets"]["goto"]["accounts"]["update"].as_array().unwrap().len()
}

fn user_has_group(console: &Console) -> bool {
    console.tenant().users.values().any(|user| user.group.is_some())
}

async fn wait_for(holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < end, "it does not come to that");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
