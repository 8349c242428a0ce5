//! Changes that come by SCIM push, and the runs that follow, by a clock that the test sets.

use super::{call, overview};
use crate::schedule::{Hands, NOON, runs};
use rolecall_contract::types::Nothing;
use rolecall_contract::{App, AppOptions, PushHead};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

const SECOND: i64 = 1000;

const CONFIGURATION: &str = r#"rolecall = 1

[[directory]]
name = "main"
check_domains = false

[directory.source]
kind = "scim-push"

[[target]]
name = "goto"
kind = "csv"
accounts = "accounts.csv"
every = "24h"

[[target.slot]]
name = "products"
many = true
values = [{ name = "Connect" }]

[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.goto = { products = ["Connect"] }
"#;

struct Pushed {
    app: Arc<App>,
    hands: Hands,
    token: String,
}

async fn open(folder: &Path, at: i64) -> (Arc<App>, Hands) {
    let options = AppOptions {
        workspace: folder.join("workspace"),
        sample: false,
        who: "test@localhost".to_owned(),
        platform: "browser".to_owned(),
    };
    let hands = Hands::new(Arc::new(AtomicI64::new(at)));
    let app = App::open_by(options, Arc::new(hands.clone())).await.expect("the workspace opens");
    (app, hands)
}

impl Pushed {
    async fn start(folder: &Path) -> Self {
        let file = folder.join("config.toml");
        std::fs::write(&file, CONFIGURATION).expect("the file is written");
        let (app, hands) = open(folder, NOON).await;
        let _: Nothing = call(&app, "workspace.import", json!({"path": file})).await;
        let made: Value = call(&app, "tokens.create", json!({"directory": "main"})).await;
        let token = made["token"].as_str().expect("a token").to_owned();
        Self { app, hands, token }
    }

    async fn send(&self, method: &str, path: &[&str], body: &Value) -> (u16, Value) {
        let head = PushHead {
            directory: "main".to_owned(),
            method: method.to_owned(),
            path: path.iter().map(|&part| part.to_owned()).collect(),
            authorization: Some(format!("Bearer {}", self.token)),
            base: "https://host/scim/v2/main".to_owned(),
            ..PushHead::default()
        };
        let Ok(turn) = self.app.push_begin(head).await else { panic!("the token is good") };
        let answer = self.app.push_end(turn, body.to_string().into_bytes()).await;
        (answer.status, answer.body.unwrap_or_default())
    }

    async fn user(&self, name: &str) -> String {
        let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let user = json!({"userName": name, (department): {"department": "Sales"}});
        let (status, made) = self.send("POST", &["Users"], &user).await;
        assert_eq!(status, 201, "{made}");
        made["id"].as_str().expect("an id").to_owned()
    }

    /// How many runs began by push.
    async fn by_push(&self) -> usize {
        let all = runs(&self.app).await;
        all.into_iter().filter(|(trigger, _)| trigger == "push").count()
    }

    /// Waits until `count` runs by push have come to their end.
    async fn ended(&self, count: usize) {
        let waiting = async {
            while self.by_push().await < count || overview(&self.app).await.sync.running.is_some() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the run ends");
    }

    async fn looks(&self) {
        tokio::time::sleep(Duration::from_millis(2500)).await;
    }
}

fn accounts(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("accounts.csv")).unwrap_or_default();
    let rows = text.lines().skip(1).filter(|row| row.contains("Connect"));
    rows.map(|row| row.split(',').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_follows_ten_seconds_after_the_last_change_and_a_minute_after_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let pushed = Pushed::start(folder.path()).await;
    pushed.user("ann").await;
    let _: Nothing = call(&pushed.app, "sync.switch", json!({"on": true})).await;
    let waiting = async {
        while accounts(folder.path()) != ["ann"]
            || overview(&pushed.app).await.sync.running.is_some()
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the first run");
    let before = pushed.by_push().await;

    let first = NOON + 600 * SECOND;
    pushed.hands.set(first);
    let bob = pushed.user("bob").await;
    pushed.hands.set(first + 9 * SECOND);
    pushed.looks().await;
    assert_eq!(pushed.by_push().await, before, "nine seconds are not enough");
    pushed.hands.set(first + 10 * SECOND);
    pushed.ended(before + 1).await;
    assert_eq!(accounts(folder.path()), ["ann", "bob"]);

    let first = NOON + 1200 * SECOND;
    for second in (0..60).step_by(5) {
        pushed.hands.set(first + second * SECOND);
        let title = json!({"Operations": [{"op": "replace", "path": "title", "value": second.to_string()}]});
        assert_eq!(pushed.send("PATCH", &["Users", &bob], &title).await.0, 200);
    }
    pushed.looks().await;
    assert_eq!(pushed.by_push().await, before + 1, "as long as changes come");
    pushed.hands.set(first + 60 * SECOND);
    pushed.ended(before + 2).await;

    assert_eq!(pushed.send("DELETE", &["Users", &bob], &json!({})).await.0, 204);
    pushed.hands.set(first + 80 * SECOND);
    pushed.ended(before + 3).await;
    assert_eq!(accounts(folder.path()), ["ann"], "who is gone is suspended");
    pushed.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_switch_changes_are_shown_and_nothing_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let pushed = Pushed::start(folder.path()).await;
    pushed.user("ann").await;
    pushed.hands.set(NOON + 11 * SECOND);
    let request = json!({"text": "", "page": {"offset": 0, "limit": 10}});
    let waiting = async {
        loop {
            let list: Value = call(&pushed.app, "people.list", request.clone()).await;
            if list["total"] == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("somebody is shown");
    assert!(runs(&pushed.app).await.is_empty());
    assert!(accounts(folder.path()).is_empty());
    pushed.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pushed_follows_on_the_latest_plan_before_it_is_ripe() {
    let folder = tempfile::tempdir().expect("a folder");
    let pushed = Pushed::start(folder.path()).await;
    pushed.user("ann").await;
    pushed.hands.set(NOON + 11 * SECOND);
    let shown = async |count: usize| {
        let request = json!({"text": "", "page": {"offset": 0, "limit": 10}});
        let waiting = async {
            loop {
                let list: Value = call(&pushed.app, "people.list", request.clone()).await;
                if list["total"] == count {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), waiting).await.expect("they are shown");
    };
    shown(1).await;
    // The clock stands: nothing is ripe, and nobody reads everybody.
    pushed.user("bob").await;
    shown(2).await;
    pushed.user("cid").await;
    shown(3).await;
    let plan: Value = call(&pushed.app, "plan.get", json!({})).await;
    assert_eq!(plan["steps"], 6, "three accounts, each with the product: {plan}");
    assert!(runs(&pushed.app).await.is_empty());
    pushed.app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_before_a_restart_are_not_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let pushed = Pushed::start(folder.path()).await;
    let _: Nothing = call(&pushed.app, "sync.switch", json!({"on": true})).await;
    pushed.hands.set(NOON + SECOND);
    let waiting = async {
        while runs(&pushed.app).await.is_empty()
            || overview(&pushed.app).await.sync.running.is_some()
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the first run");
    let later = NOON + 600 * SECOND;
    pushed.hands.set(later);
    pushed.user("ann").await;
    pushed.app.close().await;
    let token = pushed.token.clone();
    drop(pushed);
    let (app, hands) = open(folder.path(), later + 3600 * SECOND).await;
    let again = Pushed { app, hands, token };
    let before = again.by_push().await;
    again.hands.set(later + 3611 * SECOND);
    again.ended(before + 1).await;
    assert_eq!(accounts(folder.path()), ["ann"]);
    again.app.close().await;
}
