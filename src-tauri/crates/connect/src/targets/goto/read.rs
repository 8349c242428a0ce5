//! Reading an account: users page by page, or one by address.

use super::catalogue::Catalogue;
use super::client::{Client, unreadable};
use super::seen::Seen;
use super::user::{User, text_of};
use crate::calls::{Ask, Refusal};
use crate::{ConnectError, TargetState};
use rolecall_directory::{AccountTable, Cause};
use rolecall_scim::fold;
use serde_json::Value;
use std::collections::HashSet;
use tokio::time::Instant;

/// How many users are asked for at once; a shorter page is taken as it comes. No source tells the
/// most that GoTo allows: this is our decision.
const PAGE: usize = 1000;
/// Pages after which a list that does not end is given up.
const MOST_PAGES: usize = 100_000;

/// The columns of ours that GoTo needs of a new person.
const REQUIRED: [&str; 3] = ["email", "givenName", "familyName"];

/// Reads all users and all that can be given.
///
/// # Errors
/// When anything cannot be read to its end.
pub(super) async fn everything(client: &Client) -> Result<Seen, ConnectError> {
    let at = Instant::now();
    let catalogue = Catalogue::ask(client).await;
    let catalogue = catalogue.map_err(|(below, refused)| client.error(below, &refused))?;
    let read = users(client, None).await.map_err(|refused| client.error("users", &refused));
    let (records, pages) = read?;
    let all = records.iter().filter_map(User::read).collect();
    Ok(Seen::new(catalogue, all, pages, at))
}

/// What was seen, as the engine wants it; `send` are the attributes of users that are written.
pub(super) fn state(seen: &Seen, own: Option<String>, send: &[String]) -> TargetState {
    let unknown = send.iter().filter(|name| seen.catalogue.attributes.key(name).is_none());
    TargetState {
        accounts: table(seen, seen.users()),
        values: seen.catalogue.values(&seen.keys()),
        required: REQUIRED.map(str::to_owned).into(),
        untouchable: own.into_iter().collect(),
        unsupported: unknown.cloned().collect(),
    }
}

/// The accounts of `users`, by address.
pub(super) fn table(seen: &Seen, users: impl Iterator<Item = User>) -> AccountTable {
    let mut users: Vec<User> = users.collect();
    users.sort_by(|one, other| one.email.cmp(&other.email));
    let mut builder = AccountTable::builder();
    for user in &users {
        builder.push(&user.account(&seen.catalogue));
    }
    builder.finish()
}

/// The key of the user whose credential is in use, where GoTo tells.
pub(super) async fn own_key(client: &Client) -> Option<String> {
    let answer = client.call(&Ask::get("me", Vec::new())).await.ok()?;
    text_of(&answer.value["key"])
}

/// All users, with `attributes` alone where they are named; and how many calls it took.
///
/// # Errors
/// When they cannot be read to their end.
async fn users(client: &Client, attributes: Option<&str>) -> Result<(Vec<Value>, usize), Refusal> {
    let (mut all, mut keys) = (Vec::new(), HashSet::new());
    let mut offset = 0;
    for pages in 1..=MOST_PAGES {
        let mut query = vec![("offset", offset.to_string()), ("pageSize", PAGE.to_string())];
        query.extend(attributes.map(|names| ("attributes", names.to_owned())));
        let mut body = client.call(&Ask::get(client.path("users"), query)).await?.value;
        let total = body["total"].as_u64();
        let Value::Array(page) = body["results"].take() else { return Err(unreadable("users")) };
        offset += page.len();
        let is_last = total.map_or(page.len() < PAGE, |total| offset as u64 >= total);
        if page.is_empty() && !is_last {
            let words = format!(
                "the list of users ends after {offset} of {}; sync again",
                total.unwrap_or_default()
            );
            return Err(Refusal::new(Cause::UnreadableAnswer, words));
        }
        // Who moves to the next page while it is read would be there twice.
        all.extend(page.into_iter().filter(|one| keys.insert(text_of(&one["key"]))));
        if is_last {
            return Ok((all, pages));
        }
    }
    let words = format!("the list of users does not end after {offset}");
    Err(Refusal::new(Cause::UnreadableAnswer, words))
}

/// Key and address of all users.
///
/// # Errors
/// When they cannot be read to their end.
pub(super) async fn addresses(client: &Client) -> Result<Vec<(String, String)>, Refusal> {
    let (all, _) = users(client, Some("key,email")).await?;
    let pair = |one: &Value| Some((text_of(&one["key"])?, text_of(&one["email"])?));
    Ok(all.iter().filter_map(pair).collect())
}

/// The record of the user with this address, `attributes` alone where they are named.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn by_email(
    client: &Client,
    email: &str,
    attributes: Option<&str>,
) -> Result<Option<Value>, Refusal> {
    let mut query = vec![("filter", filter(email)?)];
    query.extend(attributes.map(|names| ("attributes", names.to_owned())));
    let mut body = client.call(&Ask::get(client.path("users"), query)).await?.value;
    let Value::Array(found) = body["results"].take() else { return Err(unreadable("users")) };
    let is_theirs = |one: &Value| text_of(&one["email"]).is_some_and(|it| fold(&it) == fold(email));
    Ok(found.into_iter().find(is_theirs))
}

/// The filter that selects the user with this address.
///
/// # Errors
/// When the address has signs that would end the filter's text.
pub(super) fn filter(email: &str) -> Result<String, Refusal> {
    if email.contains(['"', '\\']) {
        let words = format!("the address {email} cannot be asked for: it has a quotation mark");
        return Err(Refusal::new(Cause::AttributeInvalid, words));
    }
    Ok(format!("email eq \"{email}\""))
}
