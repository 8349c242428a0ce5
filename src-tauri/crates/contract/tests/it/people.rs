//! People in any order and by filters, groups with members, and org units with what they lead to.

use super::{call, open, refused, run_ends};
use rolecall_contract::App;
use rolecall_contract::types::{
    ExportedFile, GroupDetails, GroupList, GroupMembers, Nothing, OrgUnitDetails, OrgUnitList,
    PersonDetails, PersonList, PlanView, SourceFilePreview,
};
use serde_json::{Value, json};
use std::sync::Arc;

fn people(text: &str, column: &str, descending: bool, filter: Value) -> Value {
    let mut request = json!({"text": text, "page": {"offset": 0, "limit": 200},
        "order": {"column": column, "descending": descending, "language": "sv"}});
    request["filter"] = filter;
    request
}

async fn list(app: &Arc<App>, args: Value) -> PersonList {
    call(app, "people.list", args).await
}

async fn groups(app: &Arc<App>, origin: Value, sort: &str) -> GroupList {
    let args = json!({"text": "", "directory": null, "origin": origin, "sort": sort,
        "descending": true, "language": "en", "page": {"offset": 0, "limit": 200}});
    call(app, "groups.list", args).await
}

async fn units(app: &Arc<App>, parent: Value) -> OrgUnitList {
    let args = json!({"parent": parent, "text": "", "language": "en", "page": {"offset": 0, "limit": 200}});
    call(app, "org_units.list", args).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_listed_in_any_order_and_narrowed() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let by_name = list(&app, people("", "name", false, json!({}))).await;
    assert_eq!(by_name.total, 500);
    let last = list(&app, people("", "name", true, json!({}))).await;
    assert_ne!(by_name.items[0].user, last.items[0].user);
    let letters = last.items.iter().filter_map(|one| one.name.chars().next());
    let is_latin = |letter: &char| ('A'..='\u{24F}').contains(letter);
    let swedish = letters.into_iter().find(is_latin).expect("names in Latin letters");
    assert!("ÅÄÖØ".contains(swedish), "{swedish} is last of the Latin letters in Swedish");

    let disabled = list(&app, people("", "state", false, json!({"state": "disabled"}))).await;
    let active = list(&app, people("", "state", false, json!({"state": "active"}))).await;
    assert_eq!(disabled.total + active.total, 500);
    assert!(disabled.items.iter().all(|one| !one.active) && disabled.total > 0);

    let departments = list(&app, people("", "department", false, json!({}))).await;
    let names: Vec<&Option<String>> = departments.items.iter().map(|one| &one.department).collect();
    let first_absent = names.iter().position(|one| one.is_none()).unwrap_or(names.len());
    assert!(names[first_absent..].iter().all(|one| one.is_none()), "who has none comes last");

    let nobody = list(&app, people("", "name", false, json!({"directory": "elsewhere"}))).await;
    assert_eq!(nobody.total, 0);
    let unit = by_name.items[0].org_unit.clone().expect("an org unit");
    let there = list(&app, people("", "name", false, json!({"orgUnit": unit}))).await;
    assert!(
        there.total > 0
            && there
                .items
                .iter()
                .all(|one| { one.org_unit.as_deref().is_some_and(|path| path.starts_with(&unit)) })
    );
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_found_by_group_and_told_so_and_exported_as_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let all = groups(&app, json!("source"), "all").await;
    let group = all.items.iter().find(|one| one.direct > 0 && one.name.len() > 5).expect("a group");
    let found = list(&app, people(&group.name, "name", false, json!({}))).await;
    assert!(found.total >= group.all, "{} of {}", found.total, group.all);
    let through = found.items.iter().filter_map(|one| one.through.as_deref()).next();
    assert!(through.is_some_and(|name| name.contains(&group.name)), "{through:?}");

    let within = json!({"group": {"directory": group.directory, "id": group.id}});
    let members = list(&app, people("", "name", false, within.clone())).await;
    assert_eq!(members.total, group.all);
    let file: ExportedFile = call(&app, "people.export", people("", "name", false, within)).await;
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len() as u64, group.all + 1);
    assert!(lines[1].starts_with(&members.items[0].user), "{}", lines[1]);
    let groupless = list(&app, people("", "name", false, json!({"withoutGroup": true}))).await;
    assert!(groupless.total < 500);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_with_failures_are_those_of_the_banners() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let none = list(&app, people("", "name", false, json!({"failures": true}))).await;
    assert_eq!(none.total, 0);
    let _: Nothing = call(&app, "sync.switch", json!({"on": true})).await;
    run_ends(&app, &mut events).await;
    let some = list(&app, people("", "name", false, json!({"failures": true}))).await;
    assert_eq!(some.total, 22, "14, 3, 3 and 2, each another person");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_tells_its_members_with_their_way_into_it_and_its_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let all = groups(&app, Value::Null, "all").await;
    assert!(all.items.windows(2).all(|pair| pair[0].all >= pair[1].all));
    let nested = all.items.iter().find(|one| one.origin == "source" && one.all > one.direct);
    let nested = nested.expect("a group with groups in it");
    let request = json!({"directory": nested.directory, "id": nested.id});
    let details: GroupDetails = call(&app, "groups.show", request.clone()).await;
    assert!(!details.children.is_empty());
    let args = |which: Value| {
        json!({"group": request, "which": which, "text": "",
        "language": "en", "page": {"offset": 0, "limit": 200}})
    };
    let inherited: GroupMembers = call(&app, "groups.members", args(json!("inherited"))).await;
    assert_eq!(inherited.total, nested.all - nested.direct);
    let children: Vec<&str> = details.children.iter().map(|one| one.name.as_str()).collect();
    for member in &inherited.items {
        let last = member.path.last().expect("a way");
        assert!(!member.direct && children.contains(&last.as_str()), "{member:?}");
    }
    let direct: GroupMembers = call(&app, "groups.members", args(json!("direct"))).await;
    assert!(direct.items.iter().all(|one| one.direct && one.path.is_empty()));

    let named = all.items.iter().find(|one| one.rules > 0).expect("a group that a rule names");
    let request = json!({"directory": named.directory, "id": named.id});
    let details: GroupDetails = call(&app, "groups.show", request).await;
    let rules = details.rules.iter().filter(|rule| rule.named).count() as u64;
    assert_eq!(rules, named.rules);
    assert!(
        details.rules.iter().any(|rule| !rule.assigns.is_empty() || !rule.withholds.is_empty())
    );

    let lost = json!({"directory": "main", "id": "nowhere"});
    assert_eq!(refused(&app, "groups.show", lost).await.code, "not_found");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn org_units_open_level_by_level_and_tell_what_they_lead_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let top = units(&app, Value::Null).await;
    assert_eq!((top.total, top.items[0].path.as_str()), (1, "/"));
    let mut parent = top.items[0].clone();
    while parent.children > 0 {
        let below = units(&app, json!(parent.path)).await;
        assert_eq!(below.total, parent.children);
        let people: u64 = below.items.iter().map(|unit| unit.below).sum();
        assert_eq!(people + parent.here, parent.below, "everybody of {} is counted", parent.path);
        parent = below.items[0].clone();
    }
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    let whole: OrgUnitDetails = call(&app, "org_units.show", json!({"path": "/"})).await;
    assert!(whole.above.is_empty() && whole.groups.len() == 1, "{:?}", whole.groups);
    for seats in &plan.targets[0].seats {
        let given = whole.given.iter().find(|one| one.value == seats.value);
        let Some(given) = given else { continue };
        assert_eq!((given.seats, given.used), (Some(seats.seats), Some(seats.used)));
        assert_eq!(given.without_seat, seats.short, "{}", seats.value);
        let by_rules: u64 = given.rules.iter().map(|rule| rule.people).sum();
        assert_eq!(by_rules, given.people, "each is given it by one rule");
    }
    assert!(whole.given.iter().any(|one| one.seats.is_some()));
    let lost = refused(&app, "org_units.show", json!({"path": "/nowhere"})).await;
    assert_eq!(lost.code, "not_found");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_tell_where_they_came_from_and_files_what_they_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let first = list(&app, people("", "user", false, json!({}))).await;
    let user = first.items[0].user.clone();
    let person: PersonDetails = call(&app, "people.show", json!({"user": user})).await;
    let region = person.attributes.iter().find(|one| one.name == "region").expect("a region");
    let origin = region.origin.as_ref().expect("an origin");
    assert_eq!((origin.kind.as_str(), origin.text.as_str()), ("column", "region"));

    let file = folder.path().join("people.csv");
    std::fs::write(&file, "Login;Vorname;Abteilung\nann;Ann;Vertrieb\n").expect("written");
    let ask = json!({"kind": "csv", "path": file});
    let preview: SourceFilePreview = call(&app, "connections.file", ask).await;
    let ours: Vec<Option<&str>> =
        preview.columns.iter().map(|column| column.ours.as_deref()).collect();
    assert_eq!(ours, [Some("userName"), Some("givenName"), Some("department")]);
    let lost = json!({"kind": "csv", "path": "/nowhere/people.csv"});
    assert_eq!(refused(&app, "connections.file", lost).await.code, "file_unreadable");
    app.close().await;
}
