//! `rolecallctl secret`, and where the secrets of a workspace are.

use crate::arguments::SecretCommand;
use crate::opened::{open_kept, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet};
use anyhow::{Context, bail};
use rolecall_directory::Configuration;
use rolecall_secrets::{
    Environment, Keyring, KeyringState, Origin, SecretName, SecretStore, SecretString, Secrets,
    workspace_key,
};
use rolecall_store::Store;
use serde_json::json;
use std::io::Read;
use std::path::Path;

/// The setting under which a workspace keeps the name of its place in the keyring; the window
/// and the interface go by it too.
const PLACE: &str = "workspace.id";

/// Runs a command on secrets.
pub fn run(command: &SecretCommand) -> anyhow::Result<u8> {
    match command {
        SecretCommand::Set { name, place } => set(name, place),
        SecretCommand::List(place) => list(place),
        SecretCommand::Remove { name, place } => {
            let name = SecretName::new(name)?;
            if open(place)?.remove(&name)? {
                return Ok(0);
            }
            bail!(
                "there is no secret {}; \"rolecallctl secret list\" says which are",
                name.as_str()
            )
        }
    }
}

fn set(name: &str, place: &Kept) -> anyhow::Result<u8> {
    let name = SecretName::new(name)?;
    let secrets = open(place)?;
    let mut value = String::new();
    let read = std::io::stdin().read_to_string(&mut value);
    read.context("standard input could not be read")?;
    let value = value.trim_end_matches(['\r', '\n']).to_owned();
    secrets.set(&name, &SecretString::from(value))?;
    tried_again(&name, place)?;
    print::note(format_args!("the secret {} is kept", name.as_str()));
    Ok(0)
}

/// What was refused with the secret before is tried again by the next sync. Where there is no
/// configuration that can be read, nothing was; the secret is kept all the same.
fn tried_again(name: &SecretName, place: &Kept) -> anyhow::Result<()> {
    if Store::open_read_only(&place.state()?)?.is_none() {
        return Ok(());
    }
    let Ok(opened) = open_kept(place) else { return Ok(()) };
    let store = there_to_write(&opened.state)?;
    let (engine, configuration) = (&opened.engine, &opened.configuration);
    engine.secret_replaced(&store, configuration, name.as_str(), &print::who())?;
    Ok(())
}

fn list(place: &Kept) -> anyhow::Result<u8> {
    let held = open(place)?.held()?;
    if place.json {
        let names =
            held.iter().map(|held| json!({"name": held.name.as_str(), "from": from(held.origin)}));
        print::json(&names.collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for held in held {
        sheet.line(format_args!("{}  ({})", held.name.as_str(), from(held.origin)));
    }
    sheet.show()?;
    Ok(0)
}

/// Where a secret comes from, in a word.
pub fn from(origin: Origin) -> &'static str {
    match origin {
        Origin::Environment => "environment",
        Origin::Chosen(_) => "keyring",
    }
}

fn open(place: &Kept) -> anyhow::Result<Secrets> {
    let key = place_of(&place.state()?)?;
    let secrets = Secrets::new(Environment::of_process());
    match Secrets::probe(&key) {
        KeyringState::Ready => secrets.use_keyring(Keyring::open(&key)?),
        KeyringState::Missing { reason }
        | KeyringState::Locked { reason }
        | KeyringState::Failing { reason } => print::note(reason),
    }
    Ok(secrets)
}

/// The name under which the keyring keeps the secrets of the workspace in `state`, which need not
/// be there yet.
pub fn place_of(state: &Path) -> anyhow::Result<String> {
    let store = Store::open_read_only(state)?;
    let kept = store.map(|store| store.setting::<String>(PLACE)).transpose()?.flatten();
    Ok(kept.unwrap_or_else(|| workspace_key(state)))
}

/// Settles that name for good, so that every host looks in one place and a folder that moves
/// keeps its secrets.
pub fn settle_place(store: &Store) -> anyhow::Result<()> {
    if store.setting::<String>(PLACE)?.is_none() {
        store.set_setting(PLACE, &workspace_key(store.dir()))?;
    }
    Ok(())
}

/// The secrets that `configuration` needs; the keyring is asked only for those that the
/// environment lacks.
pub fn secrets_for(state: &Path, configuration: &Configuration) -> anyhow::Result<Secrets> {
    let environment = Environment::of_process();
    let lacks = needed(configuration)
        .any(|(_, secret)| SecretName::new(secret).is_ok_and(|name| !environment.holds(&name)));
    let secrets = Secrets::new(environment);
    if lacks {
        let key = place_of(state)?;
        if Secrets::probe(&key) == KeyringState::Ready {
            secrets.use_keyring(Keyring::open(&key)?);
        }
    }
    Ok(secrets)
}

/// The secrets that sources and targets name, with the directory or target, and those for telling
/// news.
pub fn needed(configuration: &Configuration) -> impl Iterator<Item = (&str, &str)> {
    let sources = configuration
        .directories
        .iter()
        .filter_map(|one| Some((one.name.as_str(), one.source.as_ref()?.kind.secret()?)));
    let targets = configuration.targets.iter();
    let of_targets =
        targets.filter_map(|target| Some((target.name.as_str(), target.kind.secret()?)));
    let notify = &configuration.notify;
    let email = notify.email.as_ref().and_then(|email| email.secret.as_deref());
    let webhook = notify.webhook.as_ref().and_then(|webhook| webhook.secret.as_deref());
    sources
        .chain(of_targets)
        .chain(email.into_iter().chain(webhook).map(|secret| ("notify", secret)))
}
