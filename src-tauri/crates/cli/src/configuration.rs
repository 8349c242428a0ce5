//! `rolecallctl config`.

use crate::arguments::ConfigCommand;
use crate::entry::entry;
use crate::opened::there;
use crate::places::{Kept, workspace};
use crate::print::{self, Sheet};
use crate::secret;
use anyhow::{Context, bail};
use rolecall_config::{Change, difference, write};
use rolecall_connect::Proxies;
use rolecall_directory::Configuration;
use rolecall_engine::{ConfigurationFileError, Engine, SystemClock, load_configuration};
use rolecall_store::Store;
use serde_json::json;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// The setting that says what a workspace is: `sample` or `own`.
const KIND: &str = "workspace.kind";

/// Runs a command on configurations.
pub fn run(command: &ConfigCommand) -> anyhow::Result<u8> {
    match command {
        ConfigCommand::Check { config, json } => check(config, *json),
        ConfigCommand::Export(kept) => export(kept),
        ConfigCommand::Import { file, yes, workspace, json } => {
            import(file, *yes, workspace.as_deref(), *json)
        }
    }
}

fn check(file: &Path, json: bool) -> anyhow::Result<u8> {
    let result = load_configuration(file);
    if json {
        print::json(&check_json(&result))?;
    }
    match result {
        Ok(configuration) => {
            if !json {
                print::text(&format!(
                    "{} is in order: {} rules, {} targets\n",
                    file.display(),
                    configuration.rules.len(),
                    configuration.targets.len()
                ))?;
            }
            Ok(0)
        }
        Err(error) => {
            print::note(error);
            Ok(1)
        }
    }
}

fn check_json<T>(result: &Result<T, ConfigurationFileError>) -> serde_json::Value {
    match result {
        Ok(_) => json!({"ok": true, "errors": []}),
        Err(ConfigurationFileError::Wrong { errors, .. }) => {
            let errors = errors.errors.iter().map(|error| {
                json!({
                    "line": error.line, "column": error.column, "code": error.code,
                    "message": error.message, "suggestion": error.suggestion,
                })
            });
            json!({"ok": false, "errors": errors.collect::<Vec<_>>()})
        }
        Err(error) => json!({
            "ok": false,
            "errors": [{
                "line": null, "column": null, "code": "unreadable",
                "message": error.to_string(), "suggestion": null,
            }],
        }),
    }
}

fn export(kept: &Kept) -> anyhow::Result<u8> {
    let text = match &kept.config {
        Some(file) => {
            let absolute = std::path::absolute(file)?;
            write(&load_configuration(file)?, absolute.parent())
        }
        None => write(&there(&kept.state()?)?.configuration()?, None),
    };
    if kept.json {
        print::json(&json!({"configuration": text}))?;
    } else {
        print::text(&text)?;
    }
    Ok(0)
}

fn import(file: &Path, yes: bool, named: Option<&Path>, json: bool) -> anyhow::Result<u8> {
    let state = workspace(named)
        .context("name the workspace that takes it over: --workspace DIR or ROLECALL_HOME")?;
    let mut new = load_configuration(file)?;
    let store = Store::open(&state)?;
    if store.setting::<String>(KIND)?.as_deref() == Some("sample") {
        bail!(
            "{} is the sample organization; its configuration stays. Name another workspace",
            state.display()
        );
    }
    let present = store.configuration()?;
    let changes = difference(&present, &new);
    show_changes(&changes, json)?;
    if changes.is_empty() {
        return Ok(0);
    }
    if !yes && std::io::stdin().is_terminal() && !print::agreed("Apply these changes?")? {
        print::note("nothing was changed");
        return Ok(0);
    }
    keep_ids(&present, &mut new);
    let (secrets, clock) = (secret::secrets_for(&state, &present)?, Arc::new(SystemClock));
    let engine = Engine::new(Arc::new(secrets), clock, Proxies::System);
    engine.follow_configuration(&store, (&present, &new), &print::who())?;
    store.replace_configuration(&new)?;
    store.set_setting(KIND, &"own")?;
    secret::settle_place(&store)?;
    let detail = json!({"path": file, "changes": changes.len()});
    store.append(&[entry("configuration_imported", detail)])?;
    Ok(0)
}

/// A rule of the same name stays the same rule; a new one gets an id that no other ever had.
fn keep_ids(present: &Configuration, new: &mut Configuration) {
    for rule in &mut new.rules {
        let same = present.rules.iter().find(|old| old.name == rule.name);
        rule.id = same.map_or_else(|| uuid::Uuid::new_v4().to_string(), |old| old.id.clone());
    }
}

fn show_changes(changes: &[Change], json: bool) -> anyhow::Result<()> {
    let words: Vec<String> = changes.iter().map(ToString::to_string).collect();
    if json {
        return print::json(&json!({"changes": words}));
    }
    let mut sheet = Sheet::default();
    words.iter().for_each(|change| sheet.line(change));
    if words.is_empty() {
        sheet.line("nothing changes");
    }
    sheet.show()
}
