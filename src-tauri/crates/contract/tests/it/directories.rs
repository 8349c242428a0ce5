//! Directories from nothing to their end: added, filled, edited, without sync, removed.

use super::{call, open, refused};
use rolecall_contract::types::{
    AbsentPeople, Deletion, DeletionPreview, DirectoryDetails, DirectoryList, DomainList,
    EditWindow, Nothing, PersonEdits, PersonList, SyncRemoved,
};
use serde_json::{Value, json};

const PEOPLE: &str = "userName,email,department\n\
    ann@example.com,ann@example.com,Sales\n\
    bob@example.com,bob@example.com,Support\n";

fn main() -> Value {
    json!({"directory": "main"})
}

#[tokio::test]
async fn a_directory_is_set_up_edited_and_left_without_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(&folder.path().join("workspace"), false).await;
    let users = folder.path().join("users.csv");
    std::fs::write(&users, PEOPLE).expect("the users");
    let added = json!({"name": "main", "orgUnitPrefix": "OE-"});
    let details: DirectoryDetails = call(&app, "directories.add", added.clone()).await;
    assert_eq!(
        (details.directory.org_unit_prefix.as_str(), details.directory.synced),
        ("OE-", false)
    );
    assert_eq!(refused(&app, "directories.add", json!({"name": "MAIN"})).await.code, "name_taken");
    assert_eq!(refused(&app, "edit_window.open", main()).await.code, "not_synced");

    // The wizard is left and resumed.
    let source = json!({"kind": "csv", "users": users});
    let draft = json!({"directory": "main", "source": source, "step": "map"});
    let details: DirectoryDetails = call(&app, "directories.draft", draft).await;
    let draft = details.draft.expect("it is kept");
    assert_eq!((draft.step.as_str(), draft.source.kind.as_str()), ("map", "csv"));
    assert!(draft.saved_at > 0 && !details.directory.synced, "nothing is attached by that");

    let wrong = json!({"directory": "main", "source": {"kind": "entra", "tenant": "t"}});
    let error = refused(&app, "directories.attach", wrong).await;
    assert_eq!(
        (error.code.as_str(), &error.details["field"]),
        ("source_wrong", &json!("clientId"))
    );
    let wrong = json!({"directory": "main", "source": {"kind": "scim", "url": "ftp://a"}});
    assert_eq!(refused(&app, "directories.attach", wrong).await.code, "source_wrong");
    let attach = json!({"directory": "main", "source": source});
    let details: DirectoryDetails = call(&app, "directories.attach", attach.clone()).await;
    assert!(details.directory.synced && details.draft.is_none(), "{details:?}");
    let details: DirectoryDetails = call(&app, "directories.read", main()).await;
    assert_eq!((details.directory.people, details.directory.kind.as_str()), (2, "csv"));
    assert!(details.directory.asks_org_unit, "nobody carries an org unit");
    let answer = json!({"directory": "main", "noneWanted": true});
    let details: DirectoryDetails = call(&app, "directories.ask_org_unit", answer).await;
    assert!(!details.directory.asks_org_unit);

    let edit = json!({"user": "bob@example.com", "values": {"department": "Sales"}});
    assert_eq!(refused(&app, "people.edit", edit.clone()).await.code, "edit_window_closed");
    let window: EditWindow = call(&app, "edit_window.open", main()).await;
    assert_eq!(window.until - window.opened_at, 60 * 60 * 1000);
    let edits: PersonEdits = call(&app, "people.edit", edit).await;
    assert_eq!(
        (edits.edits[0].source.as_str(), edits.edits[0].edited.as_str()),
        ("Support", "Sales")
    );
    let page = json!({"offset": 0, "limit": 10});
    let list: PersonList = call(&app, "people.list", json!({"text": "", "page": page})).await;
    assert_eq!(list.items[1].department.as_deref(), Some("Sales"), "lists show the edited one");
    let preview: DeletionPreview =
        call(&app, "people.delete_preview", json!({"user": "ann@example.com"})).await;
    assert!(preview.allowed && preview.comes_back);
    let _: Nothing = call(&app, "edit_window.close", main()).await;
    let deletion = json!({"user": "ann@example.com", "typed": "ann@example.com"});
    assert_eq!(refused(&app, "people.delete", deletion.clone()).await.code, "edit_window_closed");

    std::fs::write(
        &users,
        PEOPLE.lines().take(2).map(|line| format!("{line}\n")).collect::<String>(),
    )
    .expect("the users");
    let details: DirectoryDetails = call(&app, "directories.read", main()).await;
    assert_eq!(
        (details.directory.people, details.directory.gone, details.directory.edited),
        (1, 1, 0)
    );
    let absent: AbsentPeople =
        call(&app, "people.absent", json!({"text": "BOB", "page": page})).await;
    assert_eq!((absent.total, absent.items[0].state.as_str()), (1, "gone"));

    let removed: SyncRemoved = call(&app, "directories.remove_sync", main()).await;
    assert_eq!((removed.people, removed.switch_off_at_provider), (1, false));
    assert_eq!(refused(&app, "directories.remove", main()).await.code, "directory_not_empty");
    let new = json!({"directory": "main", "user": "zoe@example.com", "values": {"title": "Boss"}});
    let edits: PersonEdits = call(&app, "people.add", new).await;
    assert!(edits.editable && edits.until.is_none() && edits.source["title"] == "Boss");
    for user in ["ann@example.com", "zoe@example.com"] {
        let deletion = json!({"user": user, "typed": user});
        let done: Deletion = call(&app, "people.delete", deletion).await;
        assert!(!done.comes_back);
    }
    let _: Nothing = call(&app, "directories.remove", main()).await;
    let list: DirectoryList = call(&app, "directories.list", json!({})).await;
    assert!(list.items.is_empty());
    app.close().await;
}

#[tokio::test]
async fn directories_have_domains_and_an_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(&folder.path().join("workspace"), false).await;
    for name in ["main", "other"] {
        let _: DirectoryDetails = call(&app, "directories.add", json!({"name": name})).await;
    }
    let domain = |directory: &str| json!({"directory": directory, "domain": "example.com"});
    let all: DomainList = call(&app, "domains.add", domain("main")).await;
    assert_eq!((all.items[0].state.as_str(), all.items[0].by_word), ("pending", false));
    let record = all.items[0].record.as_deref().expect("a record proves it");
    assert!(record.starts_with("rolecall-verification="), "{record}");
    let moved: DomainList = call(&app, "domains.add", domain("other")).await;
    assert_eq!(moved.items.len(), 1, "from one without sync it moves");
    let left: DomainList = call(&app, "domains.list", main()).await;
    assert!(left.items.is_empty());
    let attach = json!({"directory": "other", "source": {"kind": "scim-push"}});
    let details: DirectoryDetails = call(&app, "directories.attach", attach).await;
    assert_eq!(details.directory.place, "/scim/v2/other");
    let error = refused(&app, "domains.add", domain("main")).await;
    assert_eq!(
        (error.code.as_str(), &error.details["directory"]),
        ("domain_synced", &json!("other"))
    );
    let change = json!({"directory": "other", "position": 0, "checkDomains": false});
    let details: DirectoryDetails = call(&app, "directories.set", change).await;
    assert!(!details.directory.check_domains);
    let list: DirectoryList = call(&app, "directories.list", json!({})).await;
    let names: Vec<_> = list.items.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["other", "main"], "the first owns who is in both");
    let removed: SyncRemoved =
        call(&app, "directories.remove_sync", json!({"directory": "other"})).await;
    assert!(removed.switch_off_at_provider, "the provider goes on writing otherwise");
    app.close().await;
}
