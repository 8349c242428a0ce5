//! `rolecallctl runs retry`.

use crate::entry::entry;
use crate::opened::{open_kept, there_to_write};
use crate::places::Kept;
use crate::sync;
use anyhow::bail;
use rolecall_directory::{Cause, Configuration, Folded};
use rolecall_engine::Retry;
use rolecall_store::{FailureSort, NewActivity, Page, Store};
use serde_json::json;
use std::collections::BTreeSet;

/// Retries the failures of a cause in a target, and prints what came of it.
pub async fn run(target: &str, cause: &str, users: &[String], kept: &Kept) -> anyhow::Result<u8> {
    let cause = cause_of(cause)?;
    let opened = open_kept(kept)?;
    check_target(&opened.configuration, target)?;
    let store = there_to_write(&opened.state)?;
    let people = chosen(&store, target, cause, users)?;
    let told = NewActivity {
        target: Some(target.to_owned()),
        cause: Some(cause),
        ..entry("failures_retried", json!({"people": people}))
    };
    store.append(&[told])?;
    drop(store);
    let retry =
        Retry { target: Some(target.to_owned()), causes: vec![cause], users: users.to_vec() };
    sync::carry_out(opened, Some(retry), kept.json).await
}

fn cause_of(word: &str) -> anyhow::Result<Cause> {
    if let Some(cause) = Cause::from_word(word) {
        return Ok(cause);
    }
    let known: Vec<&str> = Cause::ALL.iter().map(|(_, word)| *word).collect();
    bail!("there is no cause \"{word}\"; causes are {}", known.join(", "))
}

fn check_target(configuration: &Configuration, target: &str) -> anyhow::Result<()> {
    if configuration.target(target).is_some() {
        return Ok(());
    }
    let known = configuration.targets.iter().map(|target| target.name.as_str());
    bail!("there is no target \"{target}\"; targets are {}", known.collect::<Vec<_>>().join(", "))
}

/// How many people the retry is about; each that is named must be one of the cause.
fn chosen(store: &Store, target: &str, cause: Cause, users: &[String]) -> anyhow::Result<usize> {
    let order = (FailureSort::default(), false);
    let open = store.failures(target, cause, None, order, Page::ALL)?.rows;
    let open: BTreeSet<Folded> = open.iter().map(|failure| Folded::new(&failure.user)).collect();
    if open.is_empty() {
        bail!("no failure {} is open in {target}; there is nothing to retry", cause.word());
    }
    if let Some(other) = users.iter().find(|user| !open.contains(&Folded::new(user))) {
        bail!("no failure {} of {other} is open in {target}", cause.word());
    }
    Ok(if users.is_empty() { open.len() } else { users.len() })
}
