//! Okta's published description of its API as the contract: of what is called, and of what the
//! emulator answers.

use super::{HOUR, World, old};
use rolecall_connect::{ProbeSource, usual_places};
use rolecall_directory::{SourceAccess, SourceKind};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Our attributes that Okta's base profile has, as the documents name them.
const OURS: [&str; 12] = [
    "email",
    "givenName",
    "familyName",
    "displayName",
    "title",
    "userType",
    "phoneNumber",
    "country",
    "employeeNumber",
    "costCenter",
    "department",
    "manager",
];

/// Where what is fetched once is kept: the folder of the peers' is cleared with them.
fn cache() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")));
    Some(cache?.join("rolecall"))
}

/// The Python that has a library of JSON Schema: where `cargo xtask setup` puts it.
fn python() -> Option<PathBuf> {
    let python = cache()?.join("peers/bin/python");
    let told = Command::new(&python).args(["-c", "import jsonschema"]).output();
    if told.is_ok_and(|told| told.status.success()) {
        return Some(python);
    }
    let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
    assert!(!required, "the Python module jsonschema is missing; run `cargo xtask setup`");
    println!("the Python module jsonschema is missing: nothing was tested");
    None
}

/// An org in which there is something of everything, read in full, by changes, and tried out; and
/// what was called.
async fn well_asked() -> (World, String) {
    let mut org = old();
    let sales = org.group("Sales");
    for (number, status) in [
        "STAGED",
        "PROVISIONED",
        "ACTIVE",
        "RECOVERY",
        "PASSWORD_EXPIRED",
        "LOCKED_OUT",
        "SUSPENDED",
        "DEPROVISIONED",
    ]
    .into_iter()
    .enumerate()
    {
        let user = org.user(&format!("p{number}@x.org"), ["P", "N"], status);
        org.join(&sales, &user);
    }
    let ids: Vec<String> = org.users.keys().cloned().collect();
    let mut world = World::of(org).await;
    world.console.forget_calls();
    let mut calls = Vec::new();
    world.read().await;
    calls.extend(world.console.calls());
    world.console.org().set(&ids[2], "department", json!("Legal"));
    world.console.org().leave(&sales, &ids[1]);
    world.read().await;
    calls.extend(world.console.calls());
    // Who is not listed any more is asked for alone.
    world.console.org().delete_user(&ids[4]);
    world.now += 25 * HOUR;
    world.read().await;
    calls.extend(world.console.calls());
    world.definition.scope.query = Some("profile.department eq \"Legal\"".to_owned());
    world.console.forget_calls();
    world.source().probe().await;
    calls.extend(world.console.calls());
    let gone = format!("/api/v1/users/{}", ids[4]);
    assert!(calls.iter().any(|call| call.path == gone), "who is missing was asked for");
    let found: Vec<Value> = calls
        .iter()
        .filter(|call| call.path != gone)
        .map(|call| json!({"method": call.method, "path": call.path, "query": call.query}))
        // The one who is there is asked for in the same way.
        .chain([json!({"method": "GET", "path": format!("/api/v1/users/{}", ids[0]), "query": ""})])
        .collect();
    let okta = SourceKind::Okta { client_id: None, access: SourceAccess::default() };
    let profile: Vec<&str> = OURS
        .iter()
        .flat_map(|ours| usual_places(&okta, ours))
        .filter_map(|place| place.strip_prefix("profile."))
        .collect();
    assert!(profile.len() >= OURS.len(), "each has its place: {profile:?}");
    (world, json!({"calls": found, "profile": profile}).to_string())
}

/// What does not fit of `asked` and of what `url` answers to it; `None`, with a word, where there is
/// nothing to judge by.
async fn judged(url: &str, token: &str, asked: String) -> Option<Value> {
    let (python, cache) = (python()?, cache()?);
    let folder = tempfile::tempdir().unwrap();
    let calls = folder.path().join("calls.json");
    std::fs::write(&calls, asked).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/okta/described.py");
    let mut judge = tokio::process::Command::new(python);
    judge.args([script, url, token]).arg(calls).arg(cache.join("descriptions"));
    let told = judge.output().await.unwrap();
    let words = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "it could be judged: {words}");
    let found: Value = serde_json::from_slice(&told.stdout).unwrap();
    if let Some(why) = found["missing"].as_str() {
        println!("Okta's description cannot be had, so nothing was held against it: {why}");
        return None;
    }
    Some(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_answers_are_as_okta_describes_them() {
    let (world, asked) = well_asked().await;
    let Some(found) = judged(&world.url, &world.console.api_token, asked).await else { return };
    assert_eq!(found["wrong"], json!([]), "all is as described");
    let templates = [
        "/api/v1/groups",
        "/api/v1/groups/{groupId}/users",
        "/api/v1/users",
        "/api/v1/users/{userId}",
    ];
    assert_eq!(found["templates"], json!(templates), "every call that is made was looked at");
    assert!(found["records"].as_u64().unwrap() > 20, "and answers had something in them: {found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_okta_describes_it_is_found_out() {
    let server = MockServer::start().await;
    let user = json!({
        "id": 7, "status": "ASLEEP", "created": "yesterday", "shoeSize": 42,
        "profile": {"login": "ann@x.org"},
    });
    let answer = ResponseTemplate::new(200).set_body_json(json!([user]));
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    let call = |path: &str, query: &str| json!({"method": "GET", "path": path, "query": query});
    let calls = [call("/api/v1/users", "limit=5&colour=red"), call("/api/v1/shoes", "")];
    let asked = json!({"calls": calls, "profile": ["login", "shoeSize"]}).to_string();
    let Some(found) = judged(&server.uri(), "token", asked).await else { return };
    let wrong: Vec<&str> =
        found["wrong"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for flaw in [
        "GET /api/v1/shoes is no call of the API",
        "/api/v1/users knows no parameter colour",
        "profile.shoeSize is no attribute",
        "$[0].id: 7 is not of type 'string'",
        "$[0].status: 'ASLEEP' is not one of",
        "$[0].created: 'yesterday' is not a 'date-time'",
        "'shoeSize' was unexpected",
    ] {
        assert!(wrong.iter().any(|one| one.contains(flaw)), "{flaw} is missing in {wrong:#?}");
    }
    assert_eq!(wrong.len(), 7, "and nothing that is right is called wrong: {wrong:#?}");
}
