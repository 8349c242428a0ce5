//! Users and groups of the API as accounts and values of ours, and people as users.

use crate::{ConnectError, KnownValue, PersonToSend};
use rolecall_directory::{AccountRecord, AdobeIdentity, Cause, HoldingRecord};
use rolecall_scim::fold;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The slots, by the names that the API's kind fixes.
pub(super) const PROFILES: &str = "product_profiles";
pub(super) const USER_GROUPS: &str = "user_groups";
pub(super) const ADMIN_GROUPS: &str = "admin_groups";

/// Admin groups that the API cannot give.
const NOT_GIVEN: [&str; 3] = ["_org_admin", "_compartment_admin", "_compartment_viewer"];
/// The longest e-mail and the longest other text, in characters.
const LONGEST_EMAIL: usize = 60;
const LONGEST_TEXT: usize = 250;

/// What `send` may name, by the API's own names. `country` is sent in any case, from our attribute
/// of that name: our decision, as federated users need one.
pub(super) const SENT: [&str; 4] = ["country", "firstname", "lastname", "username"];

/// A group of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub name: String,
    pub slot: &'static str,
    /// Licences that were bought, where it is a profile and the API tells.
    pub quota: Option<u64>,
    pub members: u64,
}

/// The groups of the organization, by folded name.
pub(super) type Groups = HashMap<String, Group>;

/// The group that `value` of the groups' list is; `None` without a name or of an unknown type.
pub(super) fn group(value: &Value) -> Option<Group> {
    let slot = match text(value, "type")? {
        "USER_GROUP" => USER_GROUPS,
        "PRODUCT_PROFILE" => PROFILES,
        kind if kind.ends_with("_ADMIN_GROUP") => ADMIN_GROUPS,
        "SYSADMIN_GROUP" | "DEVELOPER_GROUP" => ADMIN_GROUPS,
        _ => return None,
    };
    let quota = text(value, "licenseQuota").and_then(|quota| quota.trim().parse().ok());
    Some(Group {
        name: text(value, "groupName")?.to_owned(),
        slot,
        quota: quota.filter(|_| slot == PROFILES),
        members: value.get("memberCount").and_then(Value::as_u64).unwrap_or_default(),
    })
}

/// What the groups say exists, with the seats of profiles.
pub(super) fn values(groups: &Groups) -> Vec<KnownValue> {
    let value = |group: &Group| KnownValue {
        slot: group.slot.to_owned(),
        name: group.name.clone(),
        seats: group.quota,
    };
    let mut all: Vec<KnownValue> = groups.values().map(value).collect();
    all.sort_by(|a, b| (&a.slot, &a.name).cmp(&(&b.slot, &b.name)));
    all
}

/// The key of the account with this address. The answer to a create tells no id, and to ask for
/// each would cost four times the calls: so the address is the key (our decision).
pub(super) fn key(email: &str) -> String {
    fold(email)
}

/// The account that `user` is; `None` for one without an address or a username. A name in its
/// groups that the organization does not list is an admin group when it begins as those do.
pub(super) fn account(user: &Value, groups: &Groups, send: &[String]) -> Option<AccountRecord> {
    let email = text(user, "email");
    let username = text(user, "username");
    let domain = text(user, "domain");
    let name = email.or(username)?;
    let names = user.get("groups").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut holdings: Vec<HoldingRecord> = Vec::new();
    for name in names.iter().filter_map(Value::as_str) {
        let (slot, value) = match groups.get(&fold(name)) {
            Some(group) => (group.slot, group.name.as_str()),
            None if name.starts_with('_') => (ADMIN_GROUPS, name),
            None => continue,
        };
        let holding =
            HoldingRecord { slot: slot.to_owned(), value: value.to_owned(), managed: false };
        if !holdings.contains(&holding) {
            holdings.push(holding);
        }
    }
    let own = [("firstname", "name.givenName"), ("lastname", "name.familyName")];
    let own = own.into_iter().filter(|(theirs, _)| !send.iter().any(|one| one == theirs));
    let mut sent: Vec<(String, String)> =
        own.filter_map(|(theirs, ours)| Some((ours.into(), text(user, theirs)?.into()))).collect();
    let named =
        SENT.into_iter().filter(|name| *name == "country" || send.iter().any(|s| s == name));
    sent.extend(named.filter_map(|name| Some((name.into(), text(user, name)?.into()))));
    if email.is_none() {
        sent.extend(domain.map(|domain| ("domain".to_owned(), domain.to_owned())));
    }
    Some(AccountRecord {
        key: match (email, domain) {
            (None, Some(domain)) => key(&format!("{name}@{domain}")),
            _ => key(name),
        },
        user_name: name.to_owned(),
        email: email.map(str::to_owned),
        external_id: None,
        active: text(user, "status").is_none_or(|status| status == "active"),
        managed: false,
        suspended_here: false,
        person: None,
        holdings,
        sent,
    })
}

/// Why a value cannot be given by the API.
pub(super) fn not_given(slot: &str, value: &str) -> Option<String> {
    (slot == ADMIN_GROUPS && NOT_GIVEN.contains(&value)).then(|| {
        format!(
            "the API cannot give \"{value}\"; give it in the Admin Console, or take it out of the \
             rules"
        )
    })
}

/// The attributes the API needs of a new user, as columns of ours.
pub(super) fn required(identity: AdobeIdentity) -> Vec<String> {
    let country = (identity == AdobeIdentity::Federated).then_some("country");
    ["email"].into_iter().chain(country).map(str::to_owned).collect()
}

/// The step that makes a user of `person`, with their address.
///
/// # Errors
/// The cause and words, for what the API would refuse anyway.
pub(super) fn new_user(
    person: &PersonToSend,
    identity: AdobeIdentity,
) -> Result<(String, Value), (Cause, String)> {
    let missing = |name: &str| {
        let words = format!("Adobe needs {name}; fill it in at the source");
        (Cause::AttributeMissing, words)
    };
    let name_is_address = Some(&person.user_name).filter(|name| name.contains('@'));
    let email = person.email.as_ref().or(name_is_address).ok_or_else(|| missing("an e-mail"))?;
    check_email(email)?;
    let mut body = fields(person)?;
    body.insert("email".to_owned(), json!(email));
    let federated = identity == AdobeIdentity::Federated;
    match sent(person, "country").map(|country| country.trim().to_uppercase()) {
        Some(country) if is_country(&country) => {
            body.insert("country".to_owned(), json!(country));
        }
        Some(country) if federated => {
            let words = format!(
                "the country \"{country}\" is no ISO 3166 code of two letters, such as DE; \
                 correct it at the source, or map another attribute to country"
            );
            return Err((Cause::AttributeInvalid, words));
        }
        None if federated => return Err(missing("a country")),
        // Other users need none.
        _ => {}
    }
    let step = match identity {
        AdobeIdentity::Federated => "createFederatedID",
        AdobeIdentity::Enterprise => "createEnterpriseID",
        AdobeIdentity::Adobe => "addAdobeID",
    };
    // A login name of its own can only be written afterwards.
    body.remove("username");
    Ok((email.clone(), json!({step: body})))
}

/// What differs between the account as it was read and the person: the body of an update, and the
/// new address where it changes. The country cannot be changed, nor the case of an address.
///
/// # Errors
/// The cause and words, for what the API would refuse anyway.
pub(super) fn changes(
    person: &PersonToSend,
    account: &AccountRecord,
) -> Result<(Option<Value>, Option<String>), (Cause, String)> {
    let mut body = fields(person)?;
    let theirs = |name: &str| {
        let ours = match name {
            "firstname" => "name.givenName",
            "lastname" => "name.familyName",
            other => other,
        };
        let known = account.sent.iter().find(|(one, _)| one == name || one == ours);
        known.map(|(_, text)| text.as_str())
    };
    body.retain(|name, value| value.as_str() != theirs(name));
    let there = account.email.as_deref().unwrap_or_default();
    let moved = person.email.as_ref().filter(|email| fold(email) != fold(there));
    if let Some(email) = moved {
        check_email(email)?;
        body.insert("email".to_owned(), json!(email));
    }
    let body = (!body.is_empty()).then_some(Value::Object(body));
    Ok((body, moved.cloned()))
}

/// Names as the API calls them.
fn fields(person: &PersonToSend) -> Result<Map<String, Value>, (Cause, String)> {
    let mut body = Map::new();
    let all = [
        ("firstname", sent(person, "firstname").or(person.given_name.as_deref())),
        ("lastname", sent(person, "lastname").or(person.family_name.as_deref())),
        ("username", sent(person, "username")),
    ];
    for (name, text) in all {
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        if text.chars().count() > LONGEST_TEXT {
            let words = format!(
                "{name} has more than {LONGEST_TEXT} characters, which Adobe does not take; \
                 shorten it at the source"
            );
            return Err((Cause::AttributeInvalid, words));
        }
        body.insert(name.to_owned(), json!(text));
    }
    Ok(body)
}

fn check_email(email: &str) -> Result<(), (Cause, String)> {
    let wrong = if !email.contains('@') {
        "is no address".to_owned()
    } else if email.chars().count() > LONGEST_EMAIL {
        format!("has more than {LONGEST_EMAIL} characters, which Adobe does not take")
    } else {
        return Ok(());
    };
    let words = format!("the e-mail \"{email}\" {wrong}; correct it at the source");
    Err((Cause::AttributeInvalid, words))
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What the person's `send` holds under the API's own `name`.
fn sent<'a>(person: &'a PersonToSend, name: &str) -> Option<&'a str> {
    let found = person.send.iter().find(|(theirs, _)| theirs == name);
    found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
}

/// A text of an answer, when it is not empty.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// Checks the names that `send` gives.
///
/// # Errors
/// When one is none of the API's.
pub(super) fn check_send(send: &[String], place: &str) -> Result<(), ConnectError> {
    let Some(unknown) = send.iter().find(|name| !SENT.contains(&name.as_str())) else {
        return Ok(());
    };
    Err(ConnectError {
        cause: Cause::AttributeInvalid,
        place: place.to_owned(),
        message: format!(
            "users of Adobe have no \"{unknown}\" that could be sent; send may name {}",
            SENT.join(", ")
        ),
    })
}
