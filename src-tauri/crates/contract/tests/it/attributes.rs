//! Custom attributes and what is sent, as the Attributes screen uses them.

use super::{call, open, refused};
use rolecall_contract::App;
use rolecall_contract::types::{
    ActivityList, AttributeItem, AttributeTrial, Nothing, RuleList, RuleView, SendMaps,
    SendPreview, Vocabulary,
};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const CONFIGURATION: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[attribute]]
name = "site"
from = "location"

[[target]]
name = "files"
kind = "csv"
accounts = "accounts.csv"
protect = 'site eq "Lab"'

[[target.slot]]
name = "groups"
many = true

[[target]]
name = "console"
kind = "scim"
url = "https://127.0.0.1:9/scim/v2"
secret = "console"
send = { title = "title" }

[[rule]]
name = "By site"
when = 'site  eq "Oslo" and not (title eq "site")'
assign.files = { groups = ["all", "{site}"] }
"#;

const USERS: &str = "userName,email,givenName,familyName,title,location,level\n\
    ann@example.com,ann@example.com,Ann,Arber,Lead,Oslo,7\n\
    bob@example.com,bob@example.com,Bob,Beck,Clerk,Bergen,x\n\
    eve@example.com,eve@example.com,Eve,,,,\n";

async fn workspace(folder: &Path) -> Arc<App> {
    let app = open(&folder.join("workspace"), false).await;
    std::fs::write(folder.join("users.csv"), USERS).expect("the users");
    let path = folder.join("config.toml");
    std::fs::write(&path, CONFIGURATION).expect("the file");
    let _: Nothing = call(&app, "workspace.import", json!({"path": path})).await;
    app
}

fn draft(name: &str, kind: &str, expression: &str) -> Value {
    json!({"name": name, "label": "", "kind": kind, "from": null, "expression": expression})
}

async fn attribute(app: &Arc<App>, name: &str) -> AttributeItem {
    let listed: Vocabulary = call(app, "attributes.list", json!({})).await;
    let found = listed.attributes.into_iter().find(|one| one.name == name);
    found.unwrap_or_else(|| panic!("{name} is not listed"))
}

async fn condition(app: &Arc<App>) -> RuleView {
    let listed: RuleList = call(app, "rules.list", json!({})).await;
    listed.rules.into_iter().next().expect("a rule")
}

fn uses(item: &AttributeItem) -> Vec<String> {
    item.uses.iter().map(|one| format!("{} {}", one.kind, one.name)).collect()
}

#[tokio::test]
async fn an_attribute_is_tried_on_people_and_its_mistakes_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = workspace(folder.path()).await;
    let tried = async |attribute: Value, text: &str| -> AttributeTrial {
        call(&app, "attributes.try", json!({"attribute": attribute, "text": text})).await
    };
    let trial = tried(draft("place", "text", "user.site + \"/\" + user.title"), "").await;
    assert_eq!((trial.error.clone(), trial.present, trial.unreadable), (None, 2, 0));
    let shown: Vec<(String, Vec<String>)> =
        trial.people.into_iter().map(|one| (one.person.user, one.values)).collect();
    assert_eq!(shown[0], ("ann@example.com".into(), vec!["Oslo/Lead".to_owned()]));
    assert_eq!(shown[2], ("eve@example.com".into(), vec![]));
    assert!(trial.columns.contains(&"location".to_owned()), "{:?}", trial.columns);

    let trial = tried(draft("grade", "number", "user.level"), "bob").await;
    assert_eq!((trial.present, trial.unreadable), (1, 1));
    let bob = &trial.people[0];
    assert!(bob.problem.as_deref().is_some_and(|why| why.contains("\"x\"")), "{bob:?}");

    let wrong = tried(draft("place", "text", "user.sit + 1"), "").await.error.expect("an error");
    assert_eq!((wrong.column, wrong.suggestion.as_deref()), (6, Some("user.site")));
    let wrong = tried(draft("group s", "text", "user.site"), "").await.error.expect("an error");
    assert!(wrong.message.contains("cannot be named"), "{}", wrong.message);
    let from = json!({"name": "site", "label": "", "kind": "number", "from": "location",
        "expression": null});
    let trial = tried(from, "ann").await;
    assert_eq!((trial.present, trial.unreadable), (0, 2), "places are no numbers");
    app.close().await;
}

#[tokio::test]
async fn an_attribute_is_kept_renamed_everywhere_and_deleted_when_nothing_uses_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = workspace(folder.path()).await;
    let place = draft("place", "text", "user.site.upperAscii()");
    let _: Vocabulary =
        call(&app, "attributes.set", json!({"oldName": null, "attribute": place})).await;
    let kept = attribute(&app, "place").await;
    assert_eq!((kept.people, kept.expression.as_deref()), (2, Some("user.site.upperAscii()")));
    let more = json!([{"theirs": "displayName", "ours": "user.givenName + user.site"},
        {"theirs": "nickName", "ours": "site"}]);
    let _: SendMaps = call(&app, "send.set", json!({"target": "console", "more": more})).await;
    let used = ["rule By site", "protect files", "send console", "expression place"];
    assert_eq!(uses(&attribute(&app, "site").await), used);

    let refusal = refused(&app, "attributes.delete", json!({"name": "site"})).await;
    assert_eq!(refusal.code, "attribute_in_use");
    assert_eq!(refusal.details["uses"].as_array().map(Vec::len), Some(4));
    let number = json!({"name": "site", "label": "", "kind": "number", "from": "location",
        "expression": null});
    let broken =
        refused(&app, "attributes.set", json!({"oldName": "site", "attribute": number})).await;
    assert_eq!(broken.code, "attribute_breaks", "{}", broken.message);

    let office = json!({"name": "office", "label": "Office", "kind": "text", "from": "location",
        "expression": null});
    let _: Vocabulary =
        call(&app, "attributes.set", json!({"oldName": "site", "attribute": office})).await;
    let rule = condition(&app).await;
    assert_eq!(rule.rule.when, "office  eq \"Oslo\" and not (title eq \"site\")", "to the letter");
    assert_eq!(rule.rule.assigns[0].values, ["all", "{office}"]);
    assert_eq!(uses(&attribute(&app, "office").await), used);
    let kept = attribute(&app, "place").await;
    assert_eq!((kept.people, kept.expression.as_deref()), (2, Some("user.office.upperAscii()")));
    let maps: SendMaps = call(&app, "send.list", json!({})).await;
    let sent: Vec<&str> = maps.targets[1].more.iter().map(|one| one.ours.as_str()).collect();
    assert_eq!(sent, ["user.givenName + user.office", "office"]);

    let taken = json!({"oldName": null, "attribute": draft("Office", "text", "user.title")});
    assert_eq!(refused(&app, "attributes.set", taken).await.code, "attribute_name_taken");
    let wrong = json!({"oldName": null, "attribute": draft("x", "text", "user.place")});
    assert_eq!(refused(&app, "attributes.set", wrong).await.code, "attribute_wrong");
    let _: Vocabulary = call(&app, "attributes.delete", json!({"name": "place"})).await;
    let page = json!({"offset": 0, "limit": 50});
    let told: ActivityList = call(&app, "activity.list", json!({"text": "", "page": page})).await;
    let kinds: Vec<&str> = told.items.iter().map(|one| one.kind.as_str()).collect();
    for kind in ["attribute_kept", "attribute_deleted", "send_changed"] {
        assert!(kinds.contains(&kind), "{kind} is not in {kinds:?}");
    }
    app.close().await;
}

#[tokio::test]
async fn what_leaves_is_shown_before_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = workspace(folder.path()).await;
    let maps: SendMaps = call(&app, "send.list", json!({})).await;
    assert!(!maps.targets[0].can_send_more && maps.targets[1].can_send_more);
    let more = json!([
        {"theirs": "displayName", "ours": "user.givenName + \" of \" + user.site"},
        {"theirs": "title", "ours": "titel"},
        {"theirs": "userName", "ours": "email"},
    ]);
    let ask = |user: &str, more: &Value| json!({"target": "console", "user": user, "more": more});
    let shown: SendPreview = call(&app, "send.preview", ask("ann@example.com", &more)).await;
    let errors: Vec<&str> = shown.errors.iter().map(|one| one.theirs.as_str()).collect();
    assert_eq!(errors, ["title", "userName"], "{:?}", shown.errors);
    let body: Value = serde_json::from_str(shown.body.as_deref().expect("a body")).expect("JSON");
    assert_eq!(body["displayName"], "Ann of Oslo");
    assert_eq!(body["userName"], "ann@example.com");
    assert_eq!(body["emails"][0]["value"], "ann@example.com");
    assert!(body.get("title").is_none(), "what is wrong is not sent");
    let shown: SendPreview = call(&app, "send.preview", ask("eve@example.com", &more)).await;
    let value = |name: &str| {
        shown.fields.iter().find(|one| one.theirs == name).and_then(|one| one.value.clone())
    };
    assert_eq!(value("displayName"), None, "she has no site");
    assert_eq!(value("name.givenName").as_deref(), Some("Eve"));
    let saved: SendPreview = call(&app, "send.preview", ask("ann@example.com", &Value::Null)).await;
    let body: Value = serde_json::from_str(saved.body.as_deref().expect("a body")).expect("JSON");
    assert_eq!(body["title"], "Lead");
    let row: SendPreview = call(
        &app,
        "send.preview",
        json!({"target": "files", "user": "ann@example.com", "more": null}),
    )
    .await;
    assert_eq!(row.body, None);
    assert_eq!(row.fields.len(), 2);
    let wrong = refused(&app, "send.set", json!({"target": "console", "more": more})).await;
    assert_eq!(wrong.code, "send_wrong");
    let fixed = json!({"target": "files", "more": [{"theirs": "title", "ours": "title"}]});
    assert_eq!(refused(&app, "send.set", fixed).await.code, "send_fixed");
    app.close().await;
}
