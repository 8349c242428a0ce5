//! A workspace with people, a provider to send them to, and an engine that times how long it applies.

use crate::Failure;
use crate::process::cpu;
use rolecall_connect::Proxies;
use rolecall_directory::Configuration;
use rolecall_engine::{
    Engine, Phase, RunControl, RunOrder, RunResult, SystemClock, load_configuration,
};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::{Store, Trigger};
use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const TOKEN: &str = "token-of-the-bench";

/// A provider on threads of its own, so that it does not wait for the client's.
pub struct Console {
    pub provider: Provider,
    runtime: Option<Runtime>,
}

impl Console {
    /// Starts one that is empty.
    pub fn start(options: Options) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let options = Options { token: Some(TOKEN.to_owned()), ..options };
        let started = std::thread::scope(|scope| {
            let start = scope.spawn(|| runtime.block_on(Provider::start(options)));
            start.join().map_err(|_| "the provider did not start")
        });
        Ok(Self { provider: started??, runtime: Some(runtime) })
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // A runtime may not wait for its tasks on another's thread.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A phase, when it was first heard of, and the processor time spent by then, in seconds.
type Noted = (Phase, Instant, Option<f64>);

/// What carrying out steps took.
pub struct Applied {
    /// By the clock.
    pub took: Duration,
    /// By the processor, of this process and all that it did, in milliseconds; where that is told.
    pub processor: Option<f64>,
}

/// A folder with configuration, people and workspace.
pub struct World {
    folder: TempDir,
    store: Arc<Store>,
    engine: Engine,
}

impl World {
    /// One whose target is at `url`, under `limit`.
    pub fn new(url: &str, limit: &str) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("config.toml"), configuration(url, limit))?;
        let store = Arc::new(Store::open(&folder.path().join("state"))?);
        let variable = ("ROLECALL_SECRET_CONSOLE".into(), TOKEN.into());
        let secrets = Arc::new(Secrets::new(Environment::of([variable])));
        let engine = Engine::new(secrets, Arc::new(SystemClock), Proxies::default());
        Ok(Self { folder, store, engine })
    }

    /// Makes `people` the staff, all with this title.
    pub fn staff(&self, people: usize, title: &str) -> Result<(), Failure> {
        let mut text = String::from("id,userName,email,givenName,familyName,title\n");
        for number in 0..people {
            writeln!(
                text,
                "{number},u{number:06}@example.com,u{number:06}@example.com,Ann,Example,{title}"
            )?;
        }
        Ok(std::fs::write(self.folder.path().join("users.csv"), text)?)
    }

    /// Runs, and answers how long steps were applied.
    pub async fn run(&self) -> Result<(RunResult, Applied), Failure> {
        let path: &Path = &self.folder.path().join("config.toml");
        let configuration: Configuration = load_configuration(path)?;
        let times: Arc<Mutex<Vec<Noted>>> = Arc::default();
        let noted = times.clone();
        let control = RunControl::watched(move |progress| {
            let mut times = noted.lock().unwrap_or_else(PoisonError::into_inner);
            if times.last().is_none_or(|(phase, ..)| *phase != progress.phase) {
                times.push((progress.phase, Instant::now(), cpu()));
            }
        });
        let order = RunOrder {
            trigger: Trigger::Hand,
            who: "bench".to_owned(),
            holder: "bench".to_owned(),
            retry: None,
            targets: None,
        };
        let result = self.engine.run(&configuration, &self.store, &order, &control).await?;
        let outcome = result.report.targets[0].1.outcome.as_ref();
        let missed = outcome.map(|lists| (lists.failed.len(), lists.not_sent.len()));
        if missed != Some((0, 0)) {
            return Err(format!("not all was done: {missed:?} failed and not sent").into());
        }
        let times = times.lock().unwrap_or_else(PoisonError::into_inner);
        let at = |wanted| times.iter().find(|(phase, ..)| *phase == wanted);
        let (Some(begin), Some(end)) = (at(Phase::Apply), at(Phase::Verify)) else {
            return Err("the run told no phases".into());
        };
        let processor = end.2.zip(begin.2).map(|(end, begin)| end - begin);
        Ok((result, Applied { took: end.1 - begin.1, processor }))
    }
}

/// The provider's token.
pub fn token() -> &'static str {
    TOKEN
}

fn configuration(url: &str, limit: &str) -> String {
    format!(
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
limit = {limit}
send = {{ title = "title" }}

[[target.slot]]
name = "products"
bind = "entitlements"
many = true

[[target.slot]]
name = "role"
bind = "roles"
many = false

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = {{ role = "Member", products = ["Meeting"] }}
"#
    )
}
