//! Whole runs from sources that are asked to a SCIM provider: the emulators of Microsoft Entra ID,
//! Google Workspace and Okta, and a SCIM provider that is read. What goes wrong, by source:
//!
//! | | Entra ID | Google | Okta | SCIM |
//! |---|---|---|---|---|
//! | 20,000 people, then changes alone | `entra` | `google` | `okta` | `scim` |
//! | a token that ends in mid-run | `entra` | `google` | `okta` | `scim`: refused with words, for a token is all there is |
//! | throttled | `entra` | `google` | `okta` | `scim` |
//! | a cursor that is lost | `entra`: delta token | `connect`: position in the log; a list that breaks off begins anew | `okta`: page cursor | `scim`: changes not told any more |
//! | a page that is missing | `connect` | `google` | `okta` | `scim` |
//! | killed in mid-page | `killed` | `killed` | `killed` | `killed` |
//! | a right that was removed | `entra` | `google` | `okta` | `scim` |

mod ending;
mod entra;
mod google;
mod killed;
mod okta;
mod plans;
mod scim;

use crate::world::{TOKEN, TestClock, order, provider, run, scim};
use rolecall_connect::{Patience, Proxies};
use rolecall_directory::Configuration;
use rolecall_engine::{
    Engine, EngineError, RunResult, SourceReading, load_configuration, source_health,
};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::Store;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// So many people.
const PEOPLE: usize = 20_000;

/// Leads are few, and everybody has a product.
const RULES: &str = r#"
[[rule]]
name = "Leads"
when = 'groups.display eq "Leads"'
assign.console = { role = "Admin" }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { products = ["Meeting"] }
"#;

/// A workspace, its configuration and its target.
struct World {
    folder: TempDir,
    clock: TestClock,
    engine: Engine,
    store: Arc<Store>,
    provider: Provider,
    /// The source's secret.
    secret: String,
}

impl World {
    /// A directory whose source this is, with this secret.
    async fn of(source: &str, secret: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = provider(Options { forget_calls: true, ..Options::default() }).await;
        let target = scim(&provider.url(), "limit = { concurrent = 32 }");
        let head = "rolecall = 1\n\n[[directory]]\nname = \"main\"\ncheck_domains = false\n";
        let text = format!("{head}\n[directory.source]\n{source}\n{target}\n{RULES}");
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let clock = TestClock::new();
        let variables = [
            ("ROLECALL_SECRET_CONSOLE".into(), TOKEN.into()),
            ("ROLECALL_SECRET_SOURCE".into(), secret.into()),
        ];
        let secrets = Arc::new(Secrets::new(Environment::of(variables)));
        let none = Proxies::Named { http: None, https: None, except: None };
        let first = Duration::from_millis(20);
        let patience = Patience { tries: 5, first, most: Duration::from_secs(2) };
        let engine = Engine::new(secrets, Arc::new(clock.clone()), none).with_patience(patience);
        let store = Arc::new(Store::open(&folder.path().join("state")).unwrap());
        let secret = secret.to_owned();
        Self { folder, clock, engine, store, provider, secret }
    }

    fn configuration(&self) -> Configuration {
        load_configuration(&self.path().join("config.toml")).unwrap()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    async fn try_sync(&self) -> Result<RunResult, EngineError> {
        let order = order("parent", None);
        run(&self.engine, &self.configuration(), &self.store, order).await
    }

    /// A run in which everything is done; how many steps.
    async fn sync(&self) -> u64 {
        let result = self.try_sync().await.expect("the run comes to its end");
        let target = &result.report.targets[0].1;
        let outcome = target.outcome.as_ref().expect("a run has outcomes");
        assert!(outcome.failed.is_empty() && outcome.not_sent.is_empty(), "{outcome:?}");
        assert!(target.held.is_empty(), "nothing is held: {:?}", target.held);
        assert_eq!(outcome.done, result.report.summary.steps, "all is done");
        outcome.done
    }

    /// The accounts by userName: whether active, and the roles.
    fn accounts(&self) -> BTreeMap<String, (bool, String)> {
        let users = self.provider.users();
        let read = |user: &serde_json::Value| {
            let name = user["userName"].as_str().unwrap_or_default().to_owned();
            let role = user["roles"][0]["value"].as_str().unwrap_or_default().to_owned();
            (name, (user["active"] == true, role))
        };
        users.iter().map(read).collect()
    }

    /// What the last reading came to.
    fn last_reading(&self) -> SourceReading {
        let health = source_health(&self.store, "main").unwrap().unwrap();
        health.last.expect("it was read")
    }

    /// What the last reading warned of.
    fn warnings(&self) -> Vec<String> {
        let health = source_health(&self.store, "main").unwrap().unwrap();
        health.warnings.into_iter().map(|warning| warning.message).collect()
    }

    /// Nobody's account is changed by a source that cannot be read: its error.
    async fn changes_nothing(&self) -> String {
        let before = self.accounts();
        let failed = self.try_sync().await.expect_err("the source cannot be read");
        assert!(before == self.accounts(), "nobody was touched");
        failed.to_string()
    }
}
