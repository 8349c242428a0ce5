//! `rolecallctl config`.

use crate::arguments::{ConfigCommand, Place};
use crate::place::state_of;
use crate::print;
use anyhow::{Context, bail};
use rolecall_config::{difference, write};
use rolecall_engine::{ConfigurationFileError, load_configuration};
use rolecall_store::Store;
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Runs a command on configurations.
pub fn run(command: &ConfigCommand) -> anyhow::Result<u8> {
    match command {
        ConfigCommand::Check(place) => check(place),
        ConfigCommand::Export(place) => export(place),
        ConfigCommand::Import { file, yes, place } => import(file, *yes, place),
    }
}

fn check(place: &Place) -> anyhow::Result<u8> {
    let Some(file) = &place.config else { bail!("name the file to check: --config FILE") };
    let result = load_configuration(file);
    if place.json {
        print::json(&check_json(&result))?;
    }
    match result {
        Ok(configuration) => {
            if !place.json {
                println!(
                    "{} is in order: {} rules, {} targets",
                    file.display(),
                    configuration.rules.len(),
                    configuration.targets.len()
                );
            }
            Ok(0)
        }
        Err(error) => {
            eprintln!("{error}");
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

fn export(place: &Place) -> anyhow::Result<u8> {
    let text = match &place.config {
        Some(file) => {
            let absolute = std::path::absolute(file)?;
            write(&load_configuration(file)?, absolute.parent())
        }
        None => {
            let state = state_of(place)?;
            let Some(store) = Store::open_read_only(&state)? else {
                bail!("there is no workspace in {}", state.display());
            };
            write(&store.configuration()?, None)
        }
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("the configuration could not be written")?;
    Ok(0)
}

fn import(file: &Path, yes: bool, place: &Place) -> anyhow::Result<u8> {
    let state = match &place.workspace {
        Some(workspace) => workspace.clone(),
        None => bail!("name the workspace that takes it over: --workspace DIR or ROLECALL_HOME"),
    };
    let new = load_configuration(file)?;
    let store = Store::open(&state)?;
    let changes = difference(&store.configuration()?, &new);
    let words: Vec<String> = changes.iter().map(ToString::to_string).collect();
    if place.json {
        print::json(&json!({"changes": words}))?;
    } else if words.is_empty() {
        println!("nothing changes");
    } else {
        println!("{}", words.join("\n"));
    }
    if words.is_empty() {
        return Ok(0);
    }
    if !yes && std::io::stdin().is_terminal() && !agreed()? {
        println!("nothing was changed");
        return Ok(0);
    }
    store.replace_configuration(&new)?;
    Ok(0)
}

fn agreed() -> anyhow::Result<bool> {
    print!("Apply these changes? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
