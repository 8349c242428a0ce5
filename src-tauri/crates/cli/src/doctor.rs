//! `rolecallctl doctor`: whether everything a sync needs is there, and what to do where it is not.

use crate::opened::{configuration, open_kept};
use crate::places::Kept;
use crate::print::{self, Sheet};
use crate::secret::{needed, place_of};
use anyhow::Context;
use rolecall_directory::Configuration;
use rolecall_engine::Engine;
use rolecall_secrets::{KeyringState, SecretName, SecretStore, Secrets};
use rolecall_store::{Store, Verification};
use serde::Serialize;
use std::path::Path;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    what: String,
    ok: bool,
    message: String,
}

#[derive(Debug, Default)]
struct Checks(Vec<Check>);

impl Checks {
    fn add(&mut self, what: impl Into<String>, found: anyhow::Result<String>) {
        let ok = found.is_ok();
        let message = found.unwrap_or_else(|error| print::chain(&error));
        self.0.push(Check { what: what.into(), ok, message });
    }
}

/// Looks at everything and answers 0 when all of it is well, else 1.
pub async fn run(kept: &Kept) -> anyhow::Result<u8> {
    let state = kept.state()?;
    let mut checks = Checks::default();
    let workspace = workspace(&state);
    let readable = workspace.is_ok();
    checks.add("workspace", workspace);
    if readable {
        let read = configuration(kept);
        let words = |read: &Configuration| {
            format!("{} rules, {} targets", read.rules.len(), read.targets.len())
        };
        checks.add("configuration", read.as_ref().map(words).map_err(|e| anyhow::anyhow!("{e}")));
        if let Ok(configuration) = read {
            keyring(&mut checks, &state, &configuration)?;
            let engine = open_kept(kept)?.engine;
            secrets(&mut checks, &engine, &configuration);
            sources(&mut checks, &engine, &configuration).await;
            targets(&mut checks, &engine, &configuration).await;
        }
    }
    let ok = checks.0.iter().all(|check| check.ok);
    if kept.json {
        print::json(&serde_json::json!({"ok": ok, "checks": checks.0}))?;
    } else {
        let mut sheet = Sheet::default();
        for check in &checks.0 {
            let mark = if check.ok { "ok   " } else { "WRONG" };
            sheet.line(format_args!("{mark}  {}: {}", check.what, check.message));
        }
        sheet.show()?;
    }
    Ok(u8::from(!ok))
}

fn workspace(state: &Path) -> anyhow::Result<String> {
    let Some(store) = Store::open_read_only(state)? else {
        return Ok(format!("{} is not there yet; the first sync makes it", state.display()));
    };
    store.check()?;
    match store.verify_activity()? {
        Verification::Intact { count } => {
            Ok(format!("{} is sound, {count} entries of Activity intact", state.display()))
        }
        Verification::Broken { seq } => anyhow::bail!(
            "Activity is not what was written from entry {seq} on; compare {} with a backup",
            state.display()
        ),
    }
}

/// The keyring matters only where a target needs a secret that the environment does not hold.
fn keyring(checks: &mut Checks, state: &Path, configuration: &Configuration) -> anyhow::Result<()> {
    let environment = rolecall_secrets::Environment::of_process();
    let held = |secret: &str| SecretName::new(secret).is_ok_and(|name| environment.holds(&name));
    let wanted = needed(configuration).any(|(_, secret)| !held(secret));
    let found = match Secrets::probe(&place_of(state)?) {
        KeyringState::Ready => Ok("ready".to_owned()),
        KeyringState::Missing { reason }
        | KeyringState::Locked { reason }
        | KeyringState::Failing { reason } => {
            if wanted {
                Err(anyhow::anyhow!(reason))
            } else {
                Ok(format!("not needed here ({reason})"))
            }
        }
    };
    checks.add("keyring", found);
    Ok(())
}

fn secrets(checks: &mut Checks, engine: &Engine, configuration: &Configuration) {
    for (target, secret) in needed(configuration) {
        let found = SecretName::new(secret).map_err(anyhow::Error::from).and_then(|name| {
            let held = engine.secrets().get(&name)?;
            held.map(|_| format!("there, for {target}")).with_context(|| {
                format!(
                    "not set; {target} needs it. Set it with \"rolecallctl secret set {secret}\", \
                     or on a server as the environment variable {}",
                    name.variable()
                )
            })
        });
        checks.add(format!("secret {secret}"), found);
    }
}

async fn sources(checks: &mut Checks, engine: &Engine, configuration: &Configuration) {
    for directory in configuration.directories.iter().filter(|one| one.source.is_some()) {
        // One directory by itself, so that each is told of.
        let alone = Configuration {
            directories: vec![directory.clone()],
            attributes: configuration.attributes.clone(),
            ..Configuration::default()
        };
        let read = engine.plan(&alone, None).await.map_err(anyhow::Error::from);
        let found = read.and_then(|planned| {
            let (people, lost) = (planned.reading.people, planned.reading.source.rows_lost);
            if people == 0 {
                anyhow::bail!("it delivers nobody; check that the file is the right one");
            }
            if lost > 0 {
                let first = &planned.reading.warnings[0];
                anyhow::bail!(
                    "{lost} rows could not be read and hold back removals; the first: {} line {}: {}",
                    first.place,
                    first.line.unwrap_or_default(),
                    first.message
                );
            }
            Ok(format!("{people} people, {} groups", planned.reading.snapshot.groups().len()))
        });
        checks.add(format!("source of {}", directory.name), found);
    }
}

async fn targets(checks: &mut Checks, engine: &Engine, configuration: &Configuration) {
    for target in &configuration.targets {
        let found = engine.read_target(target).await;
        let found = found.map(|state| format!("answers: {} accounts", state.accounts.len()));
        checks.add(format!("target {}", target.name), found.map_err(anyhow::Error::from));
    }
}
