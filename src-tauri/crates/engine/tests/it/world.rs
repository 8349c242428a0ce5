//! A workspace, its configuration file, and an engine with a clock of the test's own.

use crate::accounted::{Before, see};
use crate::staff::Staff;
use rolecall_connect::{Patience, Proxies};
use rolecall_directory::{Cause, Configuration};
use rolecall_engine::{
    Clock, Engine, EngineError, Retry, RunControl, RunOrder, RunResult, TargetReport,
    load_configuration,
};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::{FailureSort, Page, Store, Trigger};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

pub const TOKEN: &str = "token-of-the-tests";
/// Holds the secret of a source that wants one of its own.
pub const SOURCE_SECRET: &str = "ROLECALL_SECRET_SOURCE";
/// The target of every configuration here.
pub const TARGET: &str = "console";

/// A clock that the test turns.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_790_000_000_000)))
    }

    pub fn advance_days(&self, days: i64) {
        self.advance_minutes(days * 24 * 60);
    }

    pub fn advance_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60 * 1000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A folder with everything a sync needs, and what stands in it.
pub struct World {
    pub dir: PathBuf,
    pub clock: TestClock,
    pub engine: Engine,
    pub store: Arc<Store>,
    _folder: Option<TempDir>,
}

impl World {
    /// A new folder.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Self::at(folder.path());
        Self { _folder: Some(folder), ..world }
    }

    /// One that is there.
    pub fn at(dir: &Path) -> Self {
        let clock = TestClock::new();
        let store = Arc::new(Store::open(&dir.join("state")).unwrap());
        let engine = engine(clock.clone());
        Self { dir: dir.to_owned(), clock, engine, store, _folder: None }
    }

    /// Writes the configuration: a csv source, this target, these rules.
    pub fn configure(&self, target: &str, rules: &str) {
        let text = format!("{HEAD}\n{target}\n{rules}");
        std::fs::write(self.dir.join("config.toml"), text).unwrap();
    }

    /// Writes the people.
    pub fn staff(&self, staff: &Staff) {
        staff.write(&self.dir.join("users.csv"));
    }

    pub fn configuration(&self) -> Configuration {
        load_configuration(&self.dir.join("config.toml")).unwrap()
    }

    /// A run by hand under `control`.
    pub async fn try_sync_under(&self, control: &RunControl) -> Result<RunResult, EngineError> {
        let order = (order("parent", None), control);
        run_under(&self.engine, &self.configuration(), &self.store, order).await
    }

    pub async fn try_sync(&self) -> Result<RunResult, EngineError> {
        run(&self.engine, &self.configuration(), &self.store, order("parent", None)).await
    }

    /// A run that comes to its end.
    pub async fn sync(&self) -> Told {
        Told::of(self.try_sync().await.expect("the run comes to its end"))
    }

    /// A retry of one cause.
    pub async fn retry(&self, cause: Cause, users: &[&str]) -> Told {
        let users = users.iter().map(|&user| user.to_owned()).collect();
        let retry = Retry { target: Some(TARGET.to_owned()), causes: vec![cause], users };
        let order = order("parent", Some(retry));
        let result = run(&self.engine, &self.configuration(), &self.store, order).await;
        Told::of(result.expect("the retry comes to its end"))
    }

    /// The open failures: cause and user.
    pub fn failures(&self) -> BTreeSet<(Cause, String)> {
        let groups = self.store.failures_by_cause().unwrap();
        let rows = groups.iter().flat_map(|group| {
            let order = (FailureSort::default(), false);
            self.store.failures(&group.target, group.cause, None, order, Page::ALL).unwrap().rows
        });
        rows.map(|row| (row.cause, row.user)).collect()
    }
}

/// An engine whose patience is short, so that what passes is waited for only as long as asked.
pub fn engine(clock: impl Clock + 'static) -> Engine {
    engine_with(clock, Patience { tries: 5, first: Duration::ZERO, most: Duration::ZERO })
}

/// An engine with this patience.
pub fn engine_with(clock: impl Clock + 'static, patience: Patience) -> Engine {
    let mut variables = vec![("ROLECALL_SECRET_CONSOLE".into(), TOKEN.into())];
    // A child is told what its source wants.
    let source = std::env::var_os(SOURCE_SECRET).and_then(|value| value.into_string().ok());
    variables.extend(source.map(|value| (SOURCE_SECRET.into(), value.into())));
    let secrets = Arc::new(Secrets::new(Environment::of(variables)));
    Engine::new(secrets, Arc::new(clock), Proxies::default()).with_patience(patience)
}

pub fn order(holder: &str, retry: Option<Retry>) -> RunOrder {
    let trigger = if retry.is_some() { Trigger::Retry } else { Trigger::Hand };
    RunOrder {
        trigger,
        who: "ann@desk".to_owned(),
        holder: holder.to_owned(),
        retry,
        targets: None,
    }
}

pub async fn run(
    engine: &Engine,
    configuration: &Configuration,
    store: &Arc<Store>,
    order: RunOrder,
) -> Result<RunResult, EngineError> {
    run_under(engine, configuration, store, (order, &RunControl::default())).await
}

/// The same under `control`. What the targets hold afterwards is what the run says was done.
pub async fn run_under(
    engine: &Engine,
    configuration: &Configuration,
    store: &Arc<Store>,
    (order, control): (RunOrder, &RunControl),
) -> Result<RunResult, EngineError> {
    let before = Before::of(configuration).await;
    let result = engine.run(configuration, store, &order, control).await?;
    before.against(configuration, store, &result);
    Ok(result)
}

/// A provider with the token that the engine has, whose content is compared with what runs say.
pub async fn provider(options: Options) -> Provider {
    let options = Options { token: Some(TOKEN.to_owned()), ..options };
    let provider = Provider::start(options).await.unwrap();
    see(provider.port(), &provider);
    provider
}

/// What one run reported about the target.
pub struct Told {
    pub result: RunResult,
}

impl Told {
    pub fn of(result: RunResult) -> Self {
        let told = Self { result };
        let (done, failed, not_sent) = told.sums();
        let steps = told.steps();
        assert_eq!(done + failed + not_sent, steps, "done + failed + not sent are the steps");
        told
    }

    pub fn target(&self) -> &TargetReport {
        &self.result.report.targets[0].1
    }

    pub fn steps(&self) -> u64 {
        self.result.report.summary.steps
    }

    pub fn sums(&self) -> (u64, u64, u64) {
        let outcome = self.target().outcome.as_ref().expect("a run has outcomes");
        (outcome.done, outcome.failed.len() as u64, outcome.not_sent.len() as u64)
    }

    /// The failed steps: cause and user.
    pub fn failed(&self) -> BTreeSet<(&str, &str)> {
        let outcome = self.target().outcome.as_ref().expect("a run has outcomes");
        outcome.failed.iter().map(|one| (one.cause, one.user.as_str())).collect()
    }

    /// Everything was done, and there was something; otherwise says what was not.
    pub fn is_whole(&self) -> bool {
        let (done, failed, not_sent) = self.sums();
        let whole = self.target().error.is_none() && done > 0 && failed + not_sent == 0;
        if !whole {
            println!("{:?}, {:?}", self.target().error, self.target().outcome);
        }
        whole
    }
}

/// A user as the provider holds them, ids and dates left out.
pub type Held = BTreeMap<String, String>;

/// What the provider holds: users by name, groups by name with their members' names.
pub fn held(users: &[Value], groups: &[Value]) -> (BTreeMap<String, Held>, BTreeMap<String, Held>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names: BTreeMap<String, String> =
        users.iter().map(|user| (text(&user["id"]), text(&user["userName"]))).collect();
    let values = |list: &Value| {
        let list = list.as_array().cloned().unwrap_or_default();
        let mut all: Vec<String> = list.iter().map(|one| text(&one["value"])).collect();
        all.sort();
        all.join(";")
    };
    let user = |user: &Value| {
        let mut held = Held::new();
        for plain in ["active", "externalId", "name", "title"] {
            held.insert(plain.to_owned(), user[plain].to_string());
        }
        for list in ["emails", "roles", "entitlements"] {
            held.insert(list.to_owned(), values(&user[list]));
        }
        (text(&user["userName"]), held)
    };
    let group = |group: &Value| {
        let members = group["members"].as_array().cloned().unwrap_or_default();
        let members =
            members.iter().map(|one| (names[&text(&one["value"])].clone(), String::new()));
        (text(&group["displayName"]), members.collect())
    };
    (users.iter().map(user).collect(), groups.iter().map(group).collect())
}

const HEAD: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"
"#;

/// A SCIM target at `url`; `more` are further keys of it.
pub fn scim(url: &str, more: &str) -> String {
    format!(
        r#"
[[target]]
name = "console"
kind = "scim"
url = "{url}"
secret = "console"
send = {{ title = "title" }}
{more}

[[target.slot]]
name = "products"
bind = "entitlements"
many = true

[[target.slot]]
name = "role"
bind = "roles"
many = false

[[target.slot]]
name = "teams"
bind = "groups"
many = true
create_values = true
"#
    )
}

/// The same slots in an accounts file.
pub fn csv(more: &str) -> String {
    format!(
        r#"
[[target]]
name = "console"
kind = "csv"
accounts = "accounts.csv"
{more}

[[target.slot]]
name = "products"
many = true

[[target.slot]]
name = "role"
many = false

[[target.slot]]
name = "teams"
many = true
create_values = true
"#
    )
}

/// Removals without bound.
pub const FREE: &str = "removals = { count = 100000, percent = 100, at_least = 100000 }";

/// Everybody a product and a role, everyone at a department its team.
pub const RULES: &str = r#"
[[rule]]
name = "Leads"
when = 'title eq "Lead"'
assign.console = { role = "Admin", products = ["Analytics"] }

[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.console = { products = ["Connect"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Member", products = ["Meeting"], teams = ["{department}"] }
"#;
