//! `rolecallctl accounts`: the accounts of a target, whose they are by hand, adopting and reactivating.

use crate::arguments::{AccountsCommand, Which};
use crate::entry::entry;
use crate::opened::{self, Opened, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet};
use crate::runs::retry;
use crate::sync;
use anyhow::bail;
use rolecall_directory::{Cause, UnmanagedPolicy};
use rolecall_engine::{Planned, Retry, WhichAccounts};
use rolecall_store::NewActivity;
use serde_json::json;

/// Runs a command on accounts.
pub async fn run(command: &AccountsCommand) -> anyhow::Result<u8> {
    match command {
        AccountsCommand::List { target, which, place } => list(target, *which, place).await,
        AccountsCommand::Link { target, account, user, place } => {
            let (opened, planned) = read(place).await?;
            let store = opened.store()?;
            let what = (target.as_str(), account.as_str(), user.as_str());
            opened.engine.link_account(&store, &planned, what, &print::who())?;
            told(place, &json!({"target": target, "account": account, "user": user}), "linked")
        }
        AccountsCommand::Adopt { target, users, place } => adopt(target, users, place).await,
        AccountsCommand::Reactivate { target, users, place } => {
            reactivate(target, users, place).await
        }
        AccountsCommand::Unlink { target, account, place } => {
            let (opened, planned) = read(place).await?;
            let store = opened.store()?;
            let what = (target.as_str(), account.as_str());
            opened.engine.unlink_account(&store, &planned, what, &print::who())?;
            told(place, &json!({"target": target, "account": account, "user": null}), "unlinked")
        }
    }
}

/// Retries people whose accounts exist with a target that adopts, for this run only.
async fn adopt(target: &str, users: &[String], place: &Kept) -> anyhow::Result<u8> {
    let cause = Cause::AccountExists;
    let mut opened = opened::open_kept(place)?;
    retry::check_target(&opened.configuration, target)?;
    let store = there_to_write(&opened.state)?;
    let people = retry::chosen(&store, target, cause, users)?.len();
    let told = NewActivity {
        target: Some(target.to_owned()),
        cause: Some(cause),
        ..entry("accounts_adopted", json!({"people": people}))
    };
    store.append(&[told])?;
    drop(store);
    for definition in opened.configuration.targets.iter_mut().filter(|one| one.name == target) {
        definition.unmanaged = UnmanagedPolicy::Adopt;
    }
    let retry =
        Retry { target: Some(target.to_owned()), causes: vec![cause], users: users.to_vec() };
    sync::carry_out(opened, Some(retry), place.json).await
}

/// Makes accounts that someone else deactivated ours to reactivate, and retries their people.
async fn reactivate(target: &str, users: &[String], place: &Kept) -> anyhow::Result<u8> {
    let cause = Cause::SuspendedElsewhere;
    let (opened, planned) = read(place).await?;
    retry::check_target(&opened.configuration, target)?;
    let store = there_to_write(&opened.state)?;
    let chosen = retry::chosen(&store, target, cause, users)?;
    let people = opened.engine.own_deactivated(&store, &planned, target, &chosen)?;
    let told = NewActivity {
        target: Some(target.to_owned()),
        cause: Some(cause),
        ..entry("accounts_reactivated", json!({"people": people}))
    };
    store.append(&[told])?;
    drop(store);
    let retry =
        Retry { target: Some(target.to_owned()), causes: vec![cause], users: users.to_vec() };
    sync::carry_out(opened, Some(retry), place.json).await
}

/// Reads people and accounts as a plan does; sends nothing.
async fn read(place: &Kept) -> anyhow::Result<(Opened, Planned)> {
    let opened = opened::open_kept(place)?;
    let store = opened.store_if_there()?;
    let planned = opened.engine.plan(&opened.configuration, store.as_ref()).await?;
    Ok((opened, planned))
}

fn told(place: &Kept, answer: &serde_json::Value, word: &str) -> anyhow::Result<u8> {
    if place.json {
        print::json(answer)?;
    } else {
        print::note(format_args!("{word}; the next sync goes by it"));
    }
    Ok(0)
}

async fn list(name: &str, which: Option<Which>, place: &Kept) -> anyhow::Result<u8> {
    let (opened, planned) = read(place).await?;
    let Some(index) = planned.targets.iter().position(|target| target.name == name) else {
        bail!("there is no target \"{name}\"; look at the names of the targets");
    };
    if let Some(error) = &planned.targets[index].error {
        bail!("{name}: {error}");
    }
    let links = match opened.store_if_there()? {
        Some(store) => store.links(name)?,
        None => Vec::new(),
    };
    let accounts = planned.accounts(index, links);
    let which = match which {
        None => WhichAccounts::All,
        Some(Which::Unlinked) => WhichAccounts::Unlinked,
        Some(Which::Unmanaged) => WhichAccounts::Unmanaged,
    };
    let views = accounts.rows(which, "").into_iter().map(|row| accounts.view(row));
    if place.json {
        let shown = views.map(|one| {
            json!({
                "account": one.key, "userName": one.user_name, "email": one.email,
                "active": one.active, "managed": one.managed, "user": one.user,
                "by_hand": one.by_hand,
            })
        });
        print::json(&shown.collect::<Vec<_>>())?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for one in views {
        let whose = one.user.unwrap_or("nobody");
        let by_hand = if one.by_hand { ", by hand" } else { "" };
        let managed = if one.managed { "managed" } else { "not managed" };
        let active = if one.active { "" } else { ", inactive" };
        let (key, name) = (one.key, one.user_name);
        sheet.line(format_args!("{key}  {name}  {whose}{by_hand}  ({managed}{active})"));
    }
    sheet.show()?;
    Ok(0)
}
