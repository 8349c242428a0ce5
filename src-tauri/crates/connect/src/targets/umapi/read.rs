//! Reading the organization: groups first, then users with what they hold.

use super::client::Client;
use super::mapping::{Group, Groups, PROFILES, account, group, key, required, text, values};
use crate::{ConnectError, TargetState};
use rolecall_directory::{AccountTable, AdobeIdentity};
use rolecall_scim::fold;
use std::collections::{HashMap, HashSet};

/// Reads all there is.
///
/// # Errors
/// When anything cannot be read to its end.
pub(super) async fn state(
    client: &Client,
    identity: AdobeIdentity,
    send: &[String],
) -> Result<(TargetState, Groups), ConnectError> {
    let groups = groups(client).await?;
    let short = without_licence(client, &groups).await?;
    let mut builder = AccountTable::builder();
    let mut seen: HashSet<String> = HashSet::new();
    client
        .users(|user| {
            let Some(mut account) = account(user, &groups, send) else { return };
            // One who comes twice stood on two pages, because others left meanwhile.
            if !seen.insert(account.key.clone()) {
                return;
            }
            if let Some(short) = short.get(&account.key) {
                account.holdings.retain(|one| one.slot != PROFILES || !short.contains(&one.value));
            }
            builder.push(&account);
        })
        .await?;
    let state = TargetState {
        accounts: builder.finish(),
        values: values(&groups),
        required: required(identity),
        unsupported: unsupported(send),
        ..TargetState::default()
    };
    Ok((state, groups))
}

/// The groups of the organization.
///
/// # Errors
/// When they cannot be read to their end.
pub(super) async fn groups(client: &Client) -> Result<Groups, ConnectError> {
    let mut groups = Groups::new();
    client
        .groups(|value| {
            if let Some(group) = group(value) {
                groups.entry(fold(&group.name)).or_insert(group);
            }
        })
        .await?;
    Ok(groups)
}

/// By account the profiles they are in without a licence. Only profiles with more members than
/// licences are asked for: each costs a call.
async fn without_licence(
    client: &Client,
    groups: &Groups,
) -> Result<HashMap<String, HashSet<String>>, ConnectError> {
    let mut short: HashMap<String, HashSet<String>> = HashMap::new();
    let over = |group: &&Group| group.quota.is_some_and(|quota| group.members > quota);
    for profile in groups.values().filter(over) {
        for key in members_without_licence(client, &profile.name).await? {
            short.entry(key).or_default().insert(profile.name.clone());
        }
    }
    Ok(short)
}

/// The keys of the accounts that are in `profile` and have no licence.
///
/// # Errors
/// When they cannot be read to their end.
pub(super) async fn members_without_licence(
    client: &Client,
    profile: &str,
) -> Result<HashSet<String>, ConnectError> {
    let mut keys = HashSet::new();
    client
        .without_licence(profile, |user| {
            keys.extend(text(user, "email").or(text(user, "username")).map(key));
        })
        .await?;
    Ok(keys)
}

/// What is sent and cannot be compared: the country is never changed, and what `send` overrides is
/// compared under the API's own name.
fn unsupported(send: &[String]) -> Vec<String> {
    let overridden = [("firstname", "name.givenName"), ("lastname", "name.familyName")];
    let overridden = overridden.into_iter().filter(|(theirs, _)| send.iter().any(|s| s == theirs));
    std::iter::once("country").chain(overridden.map(|(_, ours)| ours)).map(str::to_owned).collect()
}
