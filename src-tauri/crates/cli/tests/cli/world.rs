//! A folder of its own for each test, and `rolecallctl` run in it.

use rolecall_sandbox::provider::Provider;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Three people; only ann and bob are active, and eve has another domain.
pub const USERS: &str = "userName,email,givenName,familyName,active,department,groups\n\
    ann@example.com,ann@example.com,Ann,Aho,true,Sales,EMEA;Managers\n\
    bob@example.com,bob@example.com,Bob,Berg,true,Support,\n\
    zoe@example.com,zoe@example.com,Zoe,Zeta,false,Sales,EMEA\n";

/// One directory, one csv target, two rules.
pub const CONFIG: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "goto"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "products"
many = true
values = [{ name = "Connect", seats = 5 }, { name = "Webinar" }]

[[target.slot]]
name = "role"
many = false
values = [{ name = "Admin" }, { name = "Member" }]

[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.goto = { products = ["Connect"], role = "Admin" }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.goto = { products = ["Webinar"], role = "Member" }
"#;

/// A folder with a configuration in it.
pub struct World {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// How a command ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl World {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// A folder with [`USERS`] and [`CONFIG`].
    pub fn new() -> Self {
        Self::with(CONFIG)
    }

    /// A folder with [`USERS`] and `config`.
    pub fn with(config: &str) -> Self {
        let world = Self::empty();
        world.write("users.csv", USERS);
        world.write("c.toml", config);
        world
    }

    /// A folder whose target is `provider`; its token is in the environment.
    pub fn of_provider(provider: &Provider) -> Self {
        let mut world = Self::with(&scim_config(&provider.url(), ""));
        world.set("ROLECALL_SECRET_CONSOLE", provider.token());
        world
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of all files and folders, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The command, to be started by the caller.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecallctl"));
        // Nothing of the machine's own: no proxy, no keyring, no workspace.
        command.env_clear().env("HOME", self.folder.path()).env("USER", "tester");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs with `--config c.toml --json`.
    pub fn json(&self, command: &str) -> (Option<i32>, Value) {
        let ran = self.run(command.split(' ').chain(["--config", "c.toml", "--json"]));
        (ran.code, ran.json())
    }
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} / {}", self.out, self.err))
    }

    /// Fails unless the command ended with 1 and said all of `words` on standard error.
    pub fn refuses(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{} / {}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "{word:?} is missing in: {}", self.err);
        }
    }
}

/// [`CONFIG`] with a SCIM target called console at `url`; `more` are further keys of it.
pub fn scim_config(url: &str, more: &str) -> String {
    let (directory, rest) = CONFIG.split_once("[[target]]").unwrap();
    let (_, rules) = rest.split_once("[[rule]]").unwrap();
    let rules = rules.replace(".goto", ".console");
    format!(
        r#"{directory}[[target]]
name = "console"
kind = "scim"
url = "{url}"
secret = "console"
{more}

[[target.slot]]
name = "products"
many = true
bind = "entitlements"
values = [{{ name = "Connect", seats = 5 }}, {{ name = "Webinar" }}]

[[target.slot]]
name = "role"
many = false
bind = "roles"
values = [{{ name = "Admin" }}, {{ name = "Member" }}]

[[rule]]{rules}"#
    )
}

/// A table of `count` people of Sales, and no others.
pub fn crowd(count: usize) -> String {
    let mut users = String::from("userName,email,givenName,familyName,active,department\n");
    for number in 0..count {
        let name = format!("p{number:05}@example.com");
        users.push_str(&format!("{name},{name},Given{number},Family{number},true,Sales\n"));
    }
    users
}

/// Everything in the files below `folder`, one after the other.
pub fn content(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(if path.is_dir() { content(&path) } else { std::fs::read(&path).unwrap() });
    }
    all
}

/// Fails unless done + failed + not_sent are the steps of each target, and the lists are sorted.
pub fn sums_hold(report: &Value) {
    let mut all = 0;
    for (name, target) in report["targets"].as_object().unwrap() {
        let length = |list: &Value| list.as_array().unwrap().len() as u64;
        let accounts = target["accounts"].as_object().unwrap().values().map(length).sum::<u64>();
        let values = length(&target["values"]["create"]);
        let steps = accounts + values + length(&target["assign"]) + length(&target["unassign"]);
        all += steps;
        if let Some(done) = target.get("done") {
            let sent = done.as_u64().unwrap();
            let ended = sent + length(&target["failed"]) + length(&target["not_sent"]);
            assert_eq!(ended, steps, "{name}: done + failed + not_sent");
        }
        for list in ["assign", "unassign", "failed", "not_sent", "without_seat"] {
            let Some(list) = target.get(list) else { continue };
            let key = |entry: &Value| {
                ["user", "slot", "value"].map(|k| entry[k].as_str().unwrap_or("").to_owned())
            };
            let keys: Vec<_> = list.as_array().unwrap().iter().map(key).collect();
            assert!(keys.is_sorted(), "{name}: {keys:?}");
        }
        for list in target["accounts"].as_object().unwrap().values() {
            let users = list.as_array().unwrap().iter().map(|user| user.as_str().unwrap());
            assert!(users.is_sorted(), "{name}: {list}");
        }
    }
    assert_eq!(report["summary"]["steps"], all);
}
