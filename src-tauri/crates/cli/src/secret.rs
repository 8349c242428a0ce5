//! `rolecallctl secret`.

use crate::arguments::{Place, SecretCommand};
use crate::place::state_of;
use crate::print;
use anyhow::{Context, bail};
use rolecall_secrets::{
    Environment, Keyring, KeyringState, Origin, SecretName, SecretStore, SecretString, Secrets,
    workspace_key,
};
use serde_json::json;
use std::io::Read;

/// Runs a command on secrets.
pub fn run(command: &SecretCommand) -> anyhow::Result<u8> {
    match command {
        SecretCommand::Set { name, place } => {
            let name = SecretName::new(name)?;
            let mut value = String::new();
            std::io::stdin()
                .read_to_string(&mut value)
                .context("standard input could not be read")?;
            let value = value.trim_end_matches(['\r', '\n']).to_owned();
            open(place)?.set(&name, &SecretString::from(value))?;
            eprintln!("the secret {} is kept", name.as_str());
            Ok(0)
        }
        SecretCommand::List(place) => {
            let held = open(place)?.held()?;
            if place.json {
                let names = held
                    .iter()
                    .map(|held| json!({"name": held.name.as_str(), "from": origin(held.origin)}));
                print::json(&names.collect::<Vec<_>>())?;
            } else {
                for held in held {
                    println!("{}  ({})", held.name.as_str(), origin(held.origin));
                }
            }
            Ok(0)
        }
        SecretCommand::Remove { name, place } => {
            let name = SecretName::new(name)?;
            if open(place)?.remove(&name)? {
                return Ok(0);
            }
            bail!("there is no secret {}", name.as_str())
        }
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Environment => "environment",
        Origin::Chosen(_) => "keyring",
    }
}

fn open(place: &Place) -> anyhow::Result<Secrets> {
    let workspace = workspace_key(&state_of(place)?);
    let secrets = Secrets::new(Environment::of_process());
    match Secrets::probe(&workspace) {
        KeyringState::Ready => secrets.use_keyring(Keyring::open(&workspace)?),
        KeyringState::Missing { reason }
        | KeyringState::Locked { reason }
        | KeyringState::Failing { reason } => eprintln!("{reason}"),
    }
    Ok(secrets)
}
