//! Reading all users and groups, page by page (RFC 7644 section 3.4.2.4).

use super::client::{Ask, Client};
use super::discovery::Discovery;
use super::groups::Groups;
use super::mapping::{Bound, Place, account, text_of};
use super::pages::Pages;
use super::versions::Versions;
use crate::{ConnectError, TargetState};
use rolecall_directory::{AccountTable, RowIndex};
use rolecall_scim::{AttrPath, get};
use serde_json::Value;

/// Reads accounts with what they hold, and the groups.
///
/// # Errors
/// When anything cannot be read to its end.
pub(super) async fn state(
    client: &Client,
    known: &Discovery,
    bound: &[Bound],
    send: &[String],
    versions: &Versions,
) -> Result<(TargetState, Groups), ConnectError> {
    let mut builder = AccountTable::builder();
    let mut users = Pages::new(client, &known.users, &known.features);
    while let Some(page) = users.next().await? {
        for user in &page {
            let Some(account) = account(user, bound, send) else { continue };
            builder.push(&account);
            if known.features.etag {
                versions.was_read(&known.users, user);
            }
        }
    }
    let paths: Vec<AttrPath> =
        send.iter().filter_map(|path| super::mapping::parse(path).ok()).collect();
    // What is sent anyway need not be had by a column of ours.
    let mut required = known.required();
    required.retain(|column| !paths.iter().any(|path| path.is(column)));
    let mut state = TargetState { accounts: builder.finish(), required, ..<_>::default() };
    let unknown =
        send.iter().filter(|path| super::mapping::parse(path).is_ok_and(|path| known.lacks(&path)));
    state.unsupported = unknown.cloned().collect();
    state.untouchable = own_account(client).await.into_iter().collect();
    let in_groups: Vec<&Bound> = bound.iter().filter(|one| one.place == Place::Groups).collect();
    let mut groups = Groups::default();
    if !in_groups.is_empty() {
        let rows = state.accounts.rows_by_key();
        let mut reading = Memberships { client, known, slots: &in_groups, rows, names: None };
        let mut pages = Pages::new(client, &known.groups, &known.features);
        while let Some(page) = pages.next().await? {
            for group in &page {
                groups.take(group, known, versions);
                reading.take(group, &mut groups, &mut state.accounts).await?;
            }
        }
    }
    Ok((state, groups))
}

/// The key of the account that the token itself belongs to, where the target tells
/// (RFC 7644 section 3.11).
async fn own_account(client: &Client) -> Option<String> {
    let answer = client.call(&Ask::get("Me", Vec::new())).await.ok()?;
    first(&answer.body, "userName").and_then(|_| first(&answer.body, "id"))
}

/// Reading who is in which group.
struct Memberships<'a> {
    client: &'a Client,
    known: &'a Discovery,
    slots: &'a [&'a Bound],
    rows: RowIndex,
    /// By userName, made for the first group that names its members so.
    names: Option<RowIndex>,
}

impl Memberships<'_> {
    async fn take(
        &mut self,
        group: &Value,
        groups: &mut Groups,
        accounts: &mut AccountTable,
    ) -> Result<(), ConnectError> {
        let (Some(id), Some(name)) = (first(group, "id"), first(group, "displayName")) else {
            return Ok(());
        };
        let mine: Vec<&str> = self
            .slots
            .iter()
            .filter(|one| !one.slot.is_fixed() || one.slot.value(&name).is_some())
            .map(|one| one.slot.name.as_str())
            .collect();
        for slot in &mine {
            accounts.existing_values.entry((*slot).to_owned()).or_default().push(name.clone());
        }
        if mine.is_empty() {
            return Ok(());
        }
        let whole;
        let group = if group.get("members").is_some() {
            group
        } else {
            let path = format!("{}/{id}", self.known.groups);
            let read = self.client.call(&Ask::get(path.clone(), Vec::new())).await;
            whole = read.map_err(|refused| self.client.error(&path, &refused))?.body;
            &whole
        };
        for row in groups.members(group, &self.rows, &mut self.names, accounts) {
            mine.iter().for_each(|slot| accounts.hold(row, slot, &name));
        }
        Ok(())
    }
}

/// The first text of a plain attribute, its name in any case.
pub(super) fn first(resource: &Value, name: &str) -> Option<String> {
    get(resource, &AttrPath::new(name)).into_iter().find_map(text_of)
}
