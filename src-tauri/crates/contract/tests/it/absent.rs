//! People whom no source delivers, and one person in two directories: found, sorted, saved, opened.

use super::{call, open, refused};
use rolecall_contract::App;
use rolecall_contract::types::{
    AbsentPeople, DirectoryDetails, DnsResolver, ExportedFile, PersonDetails,
};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const HEADER: &str = "id,userName,email,displayName,department,orgUnit\n";
const PEOPLE: &str = "1,ann,ann@example.com,Ann Öberg,Sales,/Sales\n\
    2,bob,bob@example.com,Bob Zander,,/Legal\n\
    3,cai,cai@example.com,Cai Adler,Support,\n";

async fn fill(app: &Arc<App>, folder: &Path, name: &str, rows: &str) -> DirectoryDetails {
    let file = folder.join(format!("{name}.csv"));
    std::fs::write(&file, format!("{HEADER}{rows}")).expect("the users");
    let _: DirectoryDetails = call(app, "directories.add", json!({"name": name})).await;
    let source = json!({"kind": "csv", "users": file});
    let attach = json!({"directory": name, "source": source});
    let _: DirectoryDetails = call(app, "directories.attach", attach).await;
    call(app, "directories.read", json!({"directory": name})).await
}

fn list(column: &str, descending: bool) -> Value {
    json!({"state": "gone", "text": "", "page": {"offset": 0, "limit": 10},
        "order": {"column": column, "descending": descending, "language": "sv"}})
}

async fn order(app: &Arc<App>, column: &str, descending: bool) -> Vec<String> {
    let found: AbsentPeople = call(app, "people.absent", list(column, descending)).await;
    found.items.into_iter().map(|one| one.user).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_gone_is_sorted_saved_and_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(&folder.path().join("workspace"), false).await;
    fill(&app, folder.path(), "main", PEOPLE).await;
    let file = folder.path().join("main.csv");
    std::fs::write(&file, format!("{HEADER}9,dan,dan@example.com,Dan,,\n")).expect("the users");
    let _: DirectoryDetails = call(&app, "directories.read", json!({"directory": "main"})).await;

    assert_eq!(order(&app, "user", true).await, ["cai", "bob", "ann"]);
    assert_eq!(order(&app, "name", false).await, ["ann", "bob", "cai"]);
    assert_eq!(order(&app, "department", false).await, ["ann", "cai", "bob"], "none comes last");
    assert_eq!(order(&app, "department", true).await, ["cai", "ann", "bob"], "turned too");
    assert_eq!(order(&app, "unit", false).await, ["bob", "ann", "cai"]);
    let mut page = list("user", false);
    page["page"] = json!({"offset": 1, "limit": 1});
    let found: AbsentPeople = call(&app, "people.absent", page).await;
    assert_eq!((found.total, found.items[0].user.as_str()), (3, "bob"));
    assert!(!found.items[0].active, "who is gone is disabled");

    let asked = json!({"text": "", "page": {"offset": 0, "limit": 1}, "filter": {"state": "gone"},
        "order": {"column": "user", "descending": true, "language": "en"}});
    let file: ExportedFile = call(&app, "people.export", asked).await;
    let users: Vec<&str> =
        file.text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(users, ["cai", "bob", "ann"]);

    let ann: PersonDetails = call(&app, "people.show", json!({"user": "ANN"})).await;
    assert_eq!(ann.state.as_deref(), Some("gone"));
    assert!(ann.since.is_some() && !ann.person.active);
    assert_eq!(ann.person.name, "Ann Öberg");
    let values: Vec<(&str, &str)> =
        ann.attributes.iter().map(|one| (one.name.as_str(), one.values[0].as_str())).collect();
    assert!(values.contains(&("department", "Sales")), "{values:?}");
    assert!(values.contains(&("orgUnit", "/Sales")), "{values:?}");
    let dan: PersonDetails = call(&app, "people.show", json!({"user": "dan"})).await;
    assert_eq!((dan.state, dan.person.active), (None, true));
    assert_eq!(refused(&app, "people.show", json!({"user": "eve"})).await.code, "not_found");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_in_two_directories_has_a_page_in_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(&folder.path().join("workspace"), false).await;
    fill(&app, folder.path(), "first", "1,ann,ann@first.example,Ann,Sales,\n").await;
    fill(&app, folder.path(), "second", "1,ANN,ann@second.example,Ann,Support,\n").await;
    let shown: PersonDetails = call(&app, "people.show", json!({"user": "ann"})).await;
    assert_eq!(
        (shown.person.directory.as_str(), shown.also_in.as_slice()),
        ("first", ["second".to_owned()].as_slice())
    );
    let asked = json!({"directory": "second", "user": "ann"});
    let shown: PersonDetails = call(&app, "people.show", asked).await;
    assert_eq!(shown.person.email.as_deref(), Some("ann@second.example"));
    assert_eq!(shown.also_in, ["first"]);
    let elsewhere = json!({"directory": "third", "user": "ann"});
    assert_eq!(refused(&app, "people.show", elsewhere).await.code, "not_found");
    app.close().await;
}

#[tokio::test]
async fn the_dns_server_is_chosen_and_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), false).await;
    let set = async |address: Value| -> DnsResolver {
        call(&app, "domains.set_resolver", json!({"address": address})).await
    };
    let chosen: DnsResolver = call(&app, "domains.resolver", json!({})).await;
    assert_eq!(chosen.address, None, "the system's own");
    assert_eq!(set(json!(" 192.0.2.1 ")).await.address.as_deref(), Some("192.0.2.1:53"));
    assert_eq!(
        set(json!("[2001:db8::1]:5353")).await.address.as_deref(),
        Some("[2001:db8::1]:5353")
    );
    let wrong = refused(&app, "domains.set_resolver", json!({"address": "dns.example"})).await;
    assert_eq!(wrong.code, "resolver_wrong");
    assert_eq!(set(Value::Null).await.address, None);
}
