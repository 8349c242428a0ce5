//! Reading all users and groups, page by page (RFC 7644 section 3.4.2.4).

use super::client::{Ask, Client};
use super::discovery::Discovery;
use super::errors::Refusal;
use super::mapping::{Bound, Place, account, text_of};
use crate::{ConnectError, TargetState};
use rolecall_directory::{AccountRecord, Cause, HoldingRecord};
use rolecall_scim::message::ListResponse;
use rolecall_scim::{AttrPath, fold, get};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// More resources than any target has; past it, the pages never end.
const MOST: usize = 5_000_000;

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
    let mut state = TargetState { required: known.required(), ..TargetState::default() };
    for user in all(client, &known.users, known.page).await? {
        state.accounts.extend(account(&user, bound, send));
    }
    let unknown =
        send.iter().filter(|path| super::mapping::parse(path).is_ok_and(|path| known.lacks(&path)));
    state.unsupported = unknown.cloned().collect();
    state.untouchable = own_account(client).await.into_iter().collect();
    let in_groups: Vec<&Bound> = bound.iter().filter(|one| one.place == Place::Groups).collect();
    let mut by_name = Groups::new();
    if !in_groups.is_empty() {
        let groups = all(client, &known.groups, known.page).await?;
        by_name = named(&groups);
        memberships(client, known, &groups, &in_groups, &mut state).await?;
    }
    Ok((state, by_name))
}

/// The groups of the target by name.
///
/// # Errors
/// When they cannot be read to their end.
pub(super) async fn groups(client: &Client, known: &Discovery) -> Result<Groups, ConnectError> {
    Ok(named(&all(client, &known.groups, known.page).await?))
}

fn named(groups: &[Value]) -> Groups {
    let pairs = groups.iter().filter_map(|group| {
        let name = first(group, "displayName")?;
        Some((fold(&name), (first(group, "id")?, name)))
    });
    pairs.collect()
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
    state: &mut TargetState,
) -> Result<(), ConnectError> {
    let rows: HashMap<String, usize> =
        (0..).zip(&state.accounts).map(|(row, one)| (one.key.clone(), row)).collect();
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
            state.existing_values.entry((*slot).to_owned()).or_default().push(name.clone());
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
            let row = text_of(member).and_then(|key| rows.get(&key).copied());
            let Some(row) = row else { continue };
            hold(&mut state.accounts[row], &mine, &name);
        }
    }
    Ok(())
}

fn hold(account: &mut AccountRecord, slots: &[&str], value: &str) {
    for slot in slots {
        let (slot, value) = ((*slot).to_owned(), value.to_owned());
        let holding = HoldingRecord { slot, value, managed: false };
        if !account.holdings.contains(&holding) {
            account.holdings.push(holding);
        }
    }
}

/// All resources at `path`, each once.
///
/// Providers that ignore `count` or `startIndex`, or that give a page's size as the total, are
/// read to their end all the same; one that never ends or ends too early is an error.
async fn all(client: &Client, path: &str, page: u64) -> Result<Vec<Value>, ConnectError> {
    let refuse =
        |message: String| client.error(path, &Refusal::new(Cause::UnreadableAnswer, message));
    let mut found: Vec<Value> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut start = 1;
    loop {
        let query = vec![("startIndex", start.to_string()), ("count", page.to_string())];
        let answer = client.call(&Ask::get(path, query)).await;
        let answer = answer.map_err(|refused| client.error(path, &refused))?;
        let list = ListResponse::read(&answer.body)
            .map_err(|error| refuse(format!("the target's list cannot be read: {error}")))?;
        let delivered = list.resources.len() as u64;
        start += delivered;
        let before = found.len();
        for resource in list.resources {
            if first(&resource, "id").is_some_and(|id| seen.insert(id)) {
                found.push(resource);
            }
        }
        let total = list.total_results;
        let fresh = found.len() > before;
        let complete = total.is_none_or(|total| found.len() as u64 >= total);
        // A full page may be all there is, or its size be given as the total: the next page tells.
        let full = delivered >= page;
        match (fresh, complete) {
            (false, true) => return Ok(found),
            (true, true) if total.is_some() && !full => return Ok(found),
            (false, false) => {
                let total = total.unwrap_or_default();
                return Err(refuse(format!(
                    "the target says it has {total} resources and delivers {} of them",
                    found.len()
                )));
            }
            (true, true) if total.is_some_and(|total| is_past(found.len(), total, page)) => {
                let message = format!("the target's pages do not end, even after {}", found.len());
                return Err(refuse(message));
            }
            (true, _) => {}
        }
    }
}

/// Whether `found` is more than any reading of `total` allows.
fn is_past(found: usize, total: u64, page: u64) -> bool {
    found > MOST || (total > page && found as u64 > total + page)
}

/// The first text of a plain attribute, its name in any case.
pub(super) fn first(resource: &Value, name: &str) -> Option<String> {
    get(resource, &AttrPath::new(name)).into_iter().find_map(text_of)
}
