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

/// Retries the failures of a cause in a target, or all there are without a cause, in every target
/// without one; prints what came of it.
pub async fn run(
    target: Option<&str>,
    cause: Option<&str>,
    users: &[String],
    kept: &Kept,
) -> anyhow::Result<u8> {
    let cause = cause.map(cause_of).transpose()?;
    let opened = open_kept(kept)?;
    if let Some(target) = target {
        check_target(&opened.configuration, target)?;
    }
    let store = there_to_write(&opened.state)?;
    let people = match (target, cause) {
        (Some(target), Some(cause)) => chosen(&store, target, cause, users)?.len(),
        _ => everybody(&store, target)?,
    };
    let told = NewActivity {
        target: target.map(str::to_owned),
        cause,
        ..entry("failures_retried", json!({"people": people}))
    };
    store.append(&[told])?;
    drop(store);
    let retry = Retry {
        target: target.map(str::to_owned),
        causes: cause.into_iter().collect(),
        users: users.to_vec(),
    };
    sync::carry_out(opened, Some(retry), kept.json).await
}

/// How many people have an open failure.
fn everybody(store: &Store, target: Option<&str>) -> anyhow::Result<usize> {
    let order = (FailureSort::default(), false);
    let mut people = BTreeSet::new();
    for group in store.failures_by_cause()? {
        if target.is_none_or(|target| target == group.target) {
            let open = store.failures(&group.target, group.cause, None, order, Page::ALL)?.rows;
            people.extend(open.iter().map(|failure| Folded::new(&failure.user)));
        }
    }
    if people.is_empty() {
        let place = target.map(|target| format!(" in {target}")).unwrap_or_default();
        bail!("no failure is open{place}; there is nothing to retry");
    }
    Ok(people.len())
}

/// The cause called `word`.
pub fn cause_of(word: &str) -> anyhow::Result<Cause> {
    if let Some(cause) = Cause::from_word(word) {
        return Ok(cause);
    }
    let known: Vec<&str> = Cause::ALL.iter().map(|(_, word)| *word).collect();
    bail!("there is no cause \"{word}\"; causes are {}", known.join(", "))
}

/// Refuses a target that the configuration does not have.
pub fn check_target(configuration: &Configuration, target: &str) -> anyhow::Result<()> {
    if configuration.target(target).is_some() {
        return Ok(());
    }
    let known = configuration.targets.iter().map(|target| target.name.as_str());
    bail!("there is no target \"{target}\"; targets are {}", known.collect::<Vec<_>>().join(", "))
}

/// The people the retry is about; each that is named must be one of the cause.
pub fn chosen(
    store: &Store,
    target: &str,
    cause: Cause,
    users: &[String],
) -> anyhow::Result<BTreeSet<Folded>> {
    let order = (FailureSort::default(), false);
    let open = store.failures(target, cause, None, order, Page::ALL)?.rows;
    let open: BTreeSet<Folded> = open.iter().map(|failure| Folded::new(&failure.user)).collect();
    if open.is_empty() {
        bail!("no failure {} is open in {target}; there is nothing to retry", cause.word());
    }
    if let Some(other) = users.iter().find(|user| !open.contains(&Folded::new(user))) {
        bail!("no failure {} of {other} is open in {target}", cause.word());
    }
    Ok(match users {
        [] => open,
        users => users.iter().map(|user| Folded::new(user)).collect(),
    })
}
