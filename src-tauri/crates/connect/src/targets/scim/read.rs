//! Reading all users and groups, page by page (RFC 7644 section 3.4.2.4).

use super::client::{Ask, Client};
use super::discovery::Discovery;
use super::mapping::{Bound, Place, account, text_of};
use super::pages::Pages;
use crate::{ConnectError, TargetState};
use rolecall_directory::{AccountTable, RowIndex};
use rolecall_scim::{AttrPath, fold, get};
use serde_json::Value;
use std::collections::HashMap;

/// The groups of a target: id and name, by folded name.
pub(super) type Groups = HashMap<String, (String, String)>;

/// Reads accounts with what they hold, and the groups by name.
///
/// # Errors
/// When anything cannot be read to its end.
pub(super) async fn state(
    client: &Client,
    known: &Discovery,
    bound: &[Bound],
    send: &[String],
) -> Result<(TargetState, Groups), ConnectError> {
    let mut builder = AccountTable::builder();
    let mut users = Pages::new(client, &known.users, known.page);
    while let Some(page) = users.next().await? {
        for account in page.iter().filter_map(|user| account(user, bound, send)) {
            builder.push(&account);
        }
    }
    let required = known.required();
    let mut state = TargetState { accounts: builder.finish(), required, ..<_>::default() };
    let unknown =
        send.iter().filter(|path| super::mapping::parse(path).is_ok_and(|path| known.lacks(&path)));
    state.unsupported = unknown.cloned().collect();
    state.untouchable = own_account(client).await.into_iter().collect();
    let in_groups: Vec<&Bound> = bound.iter().filter(|one| one.place == Place::Groups).collect();
    let mut by_name = Groups::new();
    if !in_groups.is_empty() {
        let rows = state.accounts.rows_by_key();
        let mut groups = Pages::new(client, &known.groups, known.page);
        while let Some(page) = groups.next().await? {
            by_name.extend(page.iter().filter_map(named));
            memberships(client, known, &page, &in_groups, &rows, &mut state.accounts).await?;
        }
    }
    Ok((state, by_name))
}

/// The groups of the target by name.
///
/// # Errors
/// When they cannot be read to their end.
pub(super) async fn groups(client: &Client, known: &Discovery) -> Result<Groups, ConnectError> {
    let mut by_name = Groups::new();
    let mut pages = Pages::new(client, &known.groups, known.page);
    while let Some(page) = pages.next().await? {
        by_name.extend(page.iter().filter_map(named));
    }
    Ok(by_name)
}

/// Folded name, id and name of a group.
fn named(group: &Value) -> Option<(String, (String, String))> {
    let name = first(group, "displayName")?;
    Some((fold(&name), (first(group, "id")?, name)))
}

/// The key of the account that the token itself belongs to, where the target tells
/// (RFC 7644 section 3.11).
async fn own_account(client: &Client) -> Option<String> {
    let answer = client.call(&Ask::get("Me", Vec::new())).await.ok()?;
    first(&answer.body, "userName").and_then(|_| first(&answer.body, "id"))
}

async fn memberships(
    client: &Client,
    known: &Discovery,
    groups: &[Value],
    slots: &[&Bound],
    rows: &RowIndex,
    accounts: &mut AccountTable,
) -> Result<(), ConnectError> {
    for group in groups {
        let (Some(id), Some(name)) = (first(group, "id"), first(group, "displayName")) else {
            continue;
        };
        let mine: Vec<&str> = slots
            .iter()
            .filter(|one| !one.slot.is_fixed() || one.slot.value(&name).is_some())
            .map(|one| one.slot.name.as_str())
            .collect();
        for slot in &mine {
            accounts.existing_values.entry((*slot).to_owned()).or_default().push(name.clone());
        }
        if mine.is_empty() {
            continue;
        }
        let whole;
        let group = if group.get("members").is_some() {
            group
        } else {
            let path = format!("{}/{id}", known.groups);
            let read = client.call(&Ask::get(path.clone(), Vec::new())).await;
            whole = read.map_err(|refused| client.error(&path, &refused))?.body;
            &whole
        };
        for member in get(group, &AttrPath::new("members")) {
            let Some(key) = text_of(member) else { continue };
            let Some(row) = rows.find(&key, |row| accounts.key(row)) else { continue };
            mine.iter().for_each(|slot| accounts.hold(row, slot, &name));
        }
    }
    Ok(())
}

/// The first text of a plain attribute, its name in any case.
pub(super) fn first(resource: &Value, name: &str) -> Option<String> {
    get(resource, &AttrPath::new(name)).into_iter().find_map(text_of)
}
