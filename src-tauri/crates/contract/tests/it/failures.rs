//! Failures from the first banner to the last: retried, dismissed, reactivated, dropped.

use super::{call, open, overview, refused, run_ends, save};
use rolecall_contract::App;
use rolecall_contract::types::{
    ActivityList, AppEvent, Banner, ExportedFile, FailureList, HolderList, Nothing, Overview,
    RuleList, RunDetails,
};
use rolecall_sandbox::organization::SHORT_PRODUCT;
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;

/// A console with two accounts that are no one's yet, and a workspace over it.
struct Office {
    app: Arc<App>,
    events: Receiver<AppEvent>,
    provider: Provider,
    folder: tempfile::TempDir,
}

const RULE: &str = r#"
[[rule]]
name = "All"
when = 'userName pr'
assign.console = { roles = ["Member"] }
"#;

impl Office {
    async fn new(people: &[&str], unmanaged: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let roles = vec!["Member".to_owned()];
        let options = Options { token: Some("t0ken".to_owned()), roles, ..Options::default() };
        let provider = Provider::start(options).await.expect("a console");
        let app = open(&folder.path().join("workspace"), false).await;
        let events = app.subscribe();
        let mut office = Self { app, events, provider, folder };
        office.staff(people);
        let place = json!({"backend": "memory", "passphrase": null});
        let _: Value = call(&office.app, "secrets.choose", place).await;
        let secret = json!({"name": "console", "value": "t0ken"});
        let _: Nothing = call(&office.app, "secrets.set", secret).await;
        office.configure(unmanaged, RULE).await;
        office
    }

    fn staff(&self, people: &[&str]) {
        let mut rows = "userName,email,givenName,familyName\n".to_owned();
        for name in people {
            rows.push_str(&format!("{name}@example.com,{name}@example.com,=Dr {name},Nemo\n"));
        }
        std::fs::write(self.folder.path().join("users.csv"), rows).expect("the people");
    }

    async fn configure(&mut self, unmanaged: &str, more: &str) {
        let url = self.provider.url();
        let text = format!(
            r#"rolecall = 1
[[directory]]
name = "main"
domains = [{{ name = "example.com", verified = true }}]
[directory.source]
kind = "csv"
users = "users.csv"
[[target]]
name = "console"
kind = "scim"
url = "{url}"
secret = "console"
unmanaged = "{unmanaged}"
[[target.slot]]
name = "roles"
bind = "roles"
many = true
{more}"#
        );
        let path = self.folder.path().join("config.toml");
        std::fs::write(&path, text).expect("the file");
        let _: Nothing = call(&self.app, "workspace.import", json!({"path": path})).await;
    }

    async fn sync(&mut self) -> Overview {
        self.run("sync.now", json!({})).await
    }

    /// A command that starts a run, and what there is to see when it ended.
    async fn run(&mut self, name: &str, args: Value) -> Overview {
        let _: Nothing = call(&self.app, name, args).await;
        run_ends(&self.app, &mut self.events).await;
        overview(&self.app).await
    }

    /// Somebody changes an account by hand.
    async fn patch(&self, user: &str, active: bool) {
        let users = self.provider.users();
        let name = format!("{user}@example.com");
        let found = users.iter().find(|one| one["userName"] == name.as_str()).expect("an account");
        let id = found["id"].as_str().expect("an id");
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "replace", "path": "active", "value": active}],
        });
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client
            .patch(format!("{}/Users/{id}", self.provider.url()))
            .bearer_auth("t0ken")
            .header("content-type", "application/scim+json")
            .body(body.to_string())
            .send()
            .await
            .expect("an answer");
        assert!(answer.status().is_success(), "{answer:?}");
    }

    fn is_active(&self, user: &str) -> bool {
        let name = format!("{user}@example.com");
        let users = self.provider.users();
        users.iter().any(|one| one["userName"] == name.as_str() && one["active"] == true)
    }

    /// The next calls of this method at this path are refused.
    fn refuse(&self, method: &str, path: &str, times: usize) {
        self.provider.script(Fault::new(Lie::Status(400)).on(method, path).times(times));
    }

    async fn entries(&self, kind: &str) -> Vec<Value> {
        let args = json!({"from": null, "to": null, "kind": kind, "status": null, "text": "",
            "page": {"offset": 0, "limit": 50}});
        let list: ActivityList = call(&self.app, "activity.list", args).await;
        list.items.into_iter().map(|item| json!([item.person, item.detail.get("people")])).collect()
    }
}

fn banner<'a>(overview: &'a Overview, cause: &str) -> Option<&'a Banner> {
    overview.banners.iter().find(|banner| banner.cause == cause)
}

fn of(cause: &str, users: &[&str]) -> Value {
    json!({"cause": cause, "target": "console", "users": users})
}

async fn list(app: &Arc<App>, cause: &str, sort: &str, text: &str) -> FailureList {
    let args = json!({"cause": cause, "target": "console", "text": text, "sort": sort,
        "descending": false, "page": {"offset": 0, "limit": 200}});
    call(app, "failures.list", args).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_someone_else_deactivated_is_reactivated_when_asked() {
    let mut office = Office::new(&["ann", "bob"], "leave").await;
    let calm = office.sync().await;
    assert!(calm.banners.is_empty(), "{:?}", calm.banners);
    office.patch("ann", false).await;
    office.patch("bob", false).await;
    let now = office.sync().await;
    let shown = banner(&now, "suspended_elsewhere").expect("a banner");
    assert_eq!(shown.people, 2);
    assert!(shown.actions.contains(&"reactivate".to_owned()), "{:?}", shown.actions);
    assert!(!office.is_active("ann"), "nothing is done by itself");

    let wrong = refused(&office.app, "failures.reactivate", of("no_licences", &[])).await;
    assert_eq!(wrong.code, "cause_unknown");
    let ann = of("suspended_elsewhere", &["Ann@example.com"]);
    let now = office.run("failures.reactivate", ann).await;
    assert!(office.is_active("ann") && !office.is_active("bob"), "the one who was named");
    assert_eq!(banner(&now, "suspended_elsewhere").map(|one| one.people), Some(1));
    let now = office.run("failures.reactivate", of("suspended_elsewhere", &[])).await;
    assert!(office.is_active("bob"));
    assert_eq!(banner(&now, "suspended_elsewhere"), None, "the banner went with its cause");
    assert_eq!(office.entries("accounts_reactivated").await.len(), 2);
    let calm = office.sync().await;
    assert!(calm.banners.is_empty() && office.is_active("ann"), "{:?}", calm.banners);
    let gone = refused(&office.app, "failures.reactivate", of("suspended_elsewhere", &[])).await;
    assert_eq!(gone.code, "not_found");
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_adopt_an_inactive_account_is_adopted_and_reactivated() {
    let mut office = Office::new(&["ann"], "leave").await;
    office.sync().await;
    // Another workspace: the account is there, and nobody manages it.
    let mut other = Office::new(&["ann"], "adopt").await;
    std::mem::swap(&mut office.provider, &mut other.provider);
    other.configure("adopt", RULE).await;
    other.patch("ann", false).await;
    let now = other.sync().await;
    assert!(banner(&now, "suspended_elsewhere").is_some(), "{:?}", now.banners);
    let now = other.run("failures.reactivate", of("suspended_elsewhere", &[])).await;
    assert!(now.banners.is_empty() && other.is_active("ann"), "{:?}", now.banners);
    let again = other.sync().await;
    assert_eq!(again.sync.last.map(|run| run.done), Some(0), "it is managed from now on");
    other.app.close().await;
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_retried_at_once_and_what_is_not_wanted_is_dropped() {
    let mut office = Office::new(&["ann"], "leave").await;
    office.sync().await;
    office.staff(&["ann", "bob", "cat", "dan"]);
    office.refuse("POST", "/Users", 6);
    let now = office.sync().await;
    let failed = banner(&now, "rejected_by_target").expect("a banner");
    assert_eq!(failed.people, 3, "{:?}", now.banners);
    assert_eq!(failed.actions, ["details", "retry", "dismiss"]);
    office.patch("ann", false).await;
    let now = office.sync().await;
    assert_eq!(banner(&now, "rejected_by_target"), None, "by hand everything is tried again");
    assert!(banner(&now, "suspended_elsewhere").is_some());

    office.staff(&["ann", "bob", "cat", "dan", "eve", "fay"]);
    office.refuse("POST", "/Users", 4);
    let now = office.sync().await;
    assert_eq!(now.banners.len(), 2, "{:?}", now.banners);
    office.staff(&["ann", "bob", "cat", "dan", "eve"]);
    let now = office.run("failures.retry_all", json!({})).await;
    assert_eq!(now.banners.len(), 1, "what needs a decision stays: {:?}", now.banners);
    let run = now.sync.last.expect("a run");
    assert_eq!(run.trigger, "retry");
    let shown: RunDetails = call(&office.app, "runs.show", json!({"run": run.id})).await;
    let dropped: Vec<_> = shown.dropped.iter().map(|one| one.user.as_str()).collect();
    assert_eq!(dropped, ["fay@example.com"], "{:?}", shown.dropped);
    assert_eq!(shown.dropped[0].cause, "rejected_by_target");
    assert!(office.is_active("eve"), "who is still wanted was sent again");
    assert_eq!(office.entries("failure_dropped").await.len(), 1);
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dismissed_banner_comes_back_with_a_further_person_or_after_it_was_gone() {
    let mut office = Office::new(&["ann", "bob"], "leave").await;
    office.sync().await;
    office.patch("ann", false).await;
    let cause = "suspended_elsewhere";
    assert!(banner(&office.sync().await, cause).is_some());
    let dismiss = json!({"cause": cause, "target": "console"});
    let _: Nothing = call(&office.app, "failures.dismiss", dismiss.clone()).await;
    assert_eq!(banner(&overview(&office.app).await, cause), None);
    assert_eq!(banner(&office.sync().await, cause), None, "the same person again");
    assert_eq!(list(&office.app, cause, "user", "").await.total, 1, "who it is stays listed");
    office.patch("bob", false).await;
    let now = office.sync().await;
    assert_eq!(banner(&now, cause).map(|one| one.people), Some(2), "a further person");
    let _: Nothing = call(&office.app, "failures.dismiss", dismiss).await;
    office.patch("ann", true).await;
    office.patch("bob", true).await;
    assert!(office.sync().await.banners.is_empty());
    office.patch("ann", false).await;
    let now = office.sync().await;
    assert_eq!(banner(&now, cause).map(|one| one.people), Some(1), "it vanished and came back");
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn details_are_searched_sorted_and_exported_without_formulas() {
    let mut office = Office::new(&["ann", "bob", "cat"], "leave").await;
    office.sync().await;
    office.patch("ann", false).await;
    office.sync().await;
    office.patch("cat", false).await;
    office.sync().await;
    let cause = "suspended_elsewhere";
    let all = list(&office.app, cause, "since", "").await;
    let names: Vec<_> = all.items.iter().map(|one| one.user.as_str()).collect();
    assert_eq!(names, ["ann@example.com", "cat@example.com"], "who came first");
    assert!(all.items[0].since < all.items[1].since);
    assert_eq!(all.items[0].name, "=Dr ann Nemo");
    assert_eq!(list(&office.app, cause, "user", "DR CAT").await.total, 1);
    assert_eq!(list(&office.app, cause, "user", "nobody").await.total, 0);
    let page = json!({"offset": 0, "limit": 10});
    let args = json!({"cause": cause, "target": "console", "text": "", "sort": "since",
        "descending": true, "page": page});
    let mut some = args.clone();
    some["chosen"] = json!({"all": true, "keys": ["ann@example.com"]});
    let file: ExportedFile = call(&office.app, "failures.export", some).await;
    assert_eq!(file.text.lines().count(), 2, "all but one: {}", file.text);
    let file: ExportedFile = call(&office.app, "failures.export", args).await;
    assert_eq!(file.name, "console-suspended_elsewhere.csv");
    assert!(file.text.contains(",'=Dr ann Nemo,"), "{}", file.text);
    assert!(!file.text.contains(",=Dr"), "{}", file.text);
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_of_a_pair_are_named() {
    let office = Office::new(&["ann"], "leave").await;
    let rows =
        "id,userName,email\n1,ann@example.com,a@example.com\n2,eve@example.com,a@example.com\n";
    std::fs::write(office.folder.path().join("users.csv"), rows).expect("the people");
    let mut office = office;
    let now = office.sync().await;
    let pair = banner(&now, "duplicate_in_source").expect("a banner");
    assert_eq!(pair.people, 2);
    for item in list(&office.app, "duplicate_in_source", "user", "").await.items {
        let both = ["ann@example.com", "eve@example.com"];
        assert!(both.iter().all(|name| item.message.contains(name)), "{}", item.message);
    }
    assert!(office.provider.users().is_empty(), "neither gets any step");
    office.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_holds_a_product_without_a_rule_is_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let now = overview(&app).await;
    let short = banner(&now, "no_licences").expect("the banner");
    let value = &short.values[0];
    assert_eq!((value.people, value.without_rule), (14, 4), "14 to buy, or 4 to free");
    let args = |slot: &str| {
        json!({"target": "console", "slot": slot, "value": SHORT_PRODUCT,
            "page": {"offset": 0, "limit": 200}})
    };
    let holders: HolderList = call(&app, "failures.holders", args("products")).await;
    assert_eq!((holders.total, holders.items.len()), (value.without_rule, 4));
    assert!(holders.items.is_sorted_by_key(|one| one.user.clone()));
    assert_eq!(refused(&app, "failures.holders", args("roles")).await.code, "not_found");
    let rules: RuleList = call(&app, "rules.list", json!({})).await;
    let id = &rules.rules.last().expect("a rule").id;
    save(&app, json!([{"kind": "switch", "ids": [id], "enabled": false}])).await;
    let still: HolderList = call(&app, "failures.holders", args("products")).await;
    assert!(still.total >= holders.total, "fewer rules explain fewer holders");
    app.close().await;
}
