//! Slots and attributes of ours, and where a SCIM user keeps them.

use super::discovery::Discovery;
use crate::{ConnectError, PersonToSend};
use rolecall_directory::{AccountRecord, Cause, HoldingRecord, SlotBinding, SlotDefinition};
use rolecall_scim::{AttrPath, get, set, urn};
use serde_json::{Value, json};

/// What stands between the values of a list in the one text that is sent of it.
const SEPARATOR: &str = ", ";

/// A slot and where its values are.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub slot: SlotDefinition,
    pub place: Place,
}

/// Where a user's values of a slot are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    /// In the members of groups.
    Groups,
    /// In a list of complex values.
    List(AttrPath),
    /// In any other attribute.
    Attribute(AttrPath),
}

/// The places of `slots`.
///
/// # Errors
/// When a slot says none, or one that is no SCIM path.
pub(super) fn bind(slots: Vec<SlotDefinition>, url: &str) -> Result<Vec<Bound>, ConnectError> {
    let wrong = |message: String| ConnectError {
        cause: Cause::AttributeInvalid,
        place: url.to_owned(),
        message,
    };
    slots
        .into_iter()
        .map(|slot| {
            let place = match &slot.bind {
                Some(SlotBinding::Groups) => Place::Groups,
                Some(SlotBinding::Roles) => Place::List(AttrPath::new("roles")),
                Some(SlotBinding::Entitlements) => Place::List(AttrPath::new("entitlements")),
                Some(SlotBinding::Attribute(path)) => Place::Attribute(parse(path).map_err(wrong)?),
                None => {
                    let message = format!(
                        "the slot \"{}\" does not say where it is kept; add bind = \"groups\", \
                         \"roles\", \"entitlements\" or \"attribute:...\"",
                        slot.name
                    );
                    return Err(wrong(message));
                }
            };
            Ok(Bound { slot, place })
        })
        .collect()
}

/// Reads a SCIM path.
///
/// # Errors
/// Words for what is wrong with it.
pub(super) fn parse(path: &str) -> Result<AttrPath, String> {
    path.parse().map_err(|error| format!("\"{path}\" is no SCIM path: {error}. Correct it"))
}

/// The account that `user` is, its groups left out; `None` without an id or a userName.
pub(super) fn account(user: &Value, bound: &[Bound], send: &[String]) -> Option<AccountRecord> {
    let first = |path: &str| {
        let path = parse(path).ok()?;
        get(user, &path).into_iter().find_map(text_of)
    };
    let key = first("id")?;
    let names = ["name.givenName", "name.familyName"].map(str::to_owned);
    let sent = names.iter().chain(send.iter().filter(|path| !names.contains(path)));
    Some(AccountRecord {
        user_name: first("userName")?,
        email: account_email(user),
        external_id: first("externalId"),
        active: first("active").is_none_or(|word| !word.eq_ignore_ascii_case("false")),
        managed: false,
        suspended_here: false,
        person: None,
        holdings: holdings(user, bound),
        sent: sent.filter_map(|path| Some((path.clone(), told(user, path)?))).collect(),
        key,
    })
}

/// What `user` has at a path that is sent: of a list that is meant as a whole all values, in the
/// one text that ours are sent as.
fn told(user: &Value, path: &str) -> Option<String> {
    let path = parse(path).ok()?;
    let mut values = get(user, &path).into_iter().filter_map(text_of);
    if path.value_filter.is_some() || path.sub.is_some() {
        return values.next();
    }
    let all: Vec<String> = values.collect();
    (!all.is_empty()).then(|| all.join(SEPARATOR))
}

/// The primary e-mail, else the work one, else the first.
pub(super) fn account_email(user: &Value) -> Option<String> {
    let emails = get(user, &AttrPath::new("emails"));
    let is_primary = |one: &&&Value| get(one, &AttrPath::new("primary")).contains(&&json!(true));
    let is_work = |one: &&&Value| one.get("type").and_then(Value::as_str) == Some("work");
    let chosen = emails.iter().find(is_primary).or_else(|| emails.iter().find(is_work));
    chosen.or(emails.first()).and_then(|one| text_of(one))
}

fn holdings(user: &Value, bound: &[Bound]) -> Vec<HoldingRecord> {
    let mut holdings = Vec::new();
    for one in bound {
        let (Place::List(path) | Place::Attribute(path)) = &one.place else { continue };
        for value in get(user, path).into_iter().filter_map(text_of) {
            // Where slots share an attribute, a value belongs to the one that lists it.
            let listed = one.slot.value(&value).is_some();
            let elsewhere = bound.iter().any(|other| {
                other.place == one.place && other.slot.value(&value).is_some() && !listed
            });
            let slot = one.slot.name.clone();
            let holding = HoldingRecord { slot, value, managed: false };
            if !elsewhere && !holdings.contains(&holding) {
                holdings.push(holding);
            }
        }
    }
    holdings
}

/// A value as text: complex ones by `value`, else `display`; `None` for an empty one.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Object(_) => ["value", "display"]
            .into_iter()
            .find_map(|sub| get(value, &AttrPath::new(sub)).into_iter().find_map(text_of))?,
        Value::Array(_) | Value::Null => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// What is sent of `person` beyond names and e-mail: path and value, places the target lacks
/// left out.
pub(super) fn extras(person: &PersonToSend, known: &Discovery) -> Vec<(AttrPath, Value)> {
    let paths = person.send.iter().filter_map(|(path, text)| Some((parse(path).ok()?, text)));
    let there = paths.filter(|(path, _)| !known.lacks(path));
    there.map(|(path, text)| typed(path, text, known)).collect()
}

/// The value that `text` is at `path`; for a list that is meant as a whole one for each part.
fn typed(path: AttrPath, text: &str, known: &Discovery) -> (AttrPath, Value) {
    if text.is_empty() || !text.contains(SEPARATOR) {
        return valued(path, &[text], known);
    }
    match known.is_list(&path) {
        true => valued(path, &text.split(SEPARATOR).collect::<Vec<_>>(), known),
        false => valued(path, &[text], known),
    }
}

/// What `texts` are at `path` by the type that the schemas give it, and where they are put. Only a
/// list takes more than one.
pub(super) fn valued(
    path: AttrPath,
    texts: &[impl AsRef<str>],
    known: &Discovery,
) -> (AttrPath, Value) {
    let text = texts.first().map_or("", AsRef::as_ref);
    if known.is_list(&path) && !text.is_empty() {
        let parts = texts.iter().map(|part| part.as_ref().trim()).filter(|part| !part.is_empty());
        let elements = parts.map(|part| element(&path, part, known)).collect();
        return (path, Value::Array(elements));
    }
    let kind = known.attribute(&path).and_then(|one| one.kind.as_deref());
    let value = match kind {
        Some("boolean") => text.to_ascii_lowercase().parse().map(Value::Bool).ok(),
        Some("integer") => text.trim().parse::<i64>().map(Value::from).ok(),
        Some("decimal") => text.trim().parse::<f64>().map(Value::from).ok(),
        _ => None,
    };
    let path = if kind == Some("complex") && path.sub.is_none() && path.value_filter.is_none() {
        path.with_sub("value")
    } else {
        path
    };
    (path, value.unwrap_or_else(|| Value::String(text.to_owned())))
}

/// The element or value that stands for `value` in the attribute at `path`.
pub(super) fn element(path: &AttrPath, value: &str, known: &Discovery) -> Value {
    let kind = known.attribute(path).and_then(|one| one.kind.as_deref());
    let usual = ["roles", "entitlements"].iter().any(|name| path.is(name));
    match kind {
        Some("complex") => json!({"value": value}),
        None if usual => json!({"value": value}),
        _ => json!(value),
    }
}

/// The primary work e-mail, with as much about it as the schemas have places for.
pub(super) fn email(address: &str, known: &Discovery) -> Value {
    let mut email = json!({"value": address, "type": "work", "primary": true});
    if let Value::Object(members) = &mut email
        && known.attribute(&AttrPath::new("emails").with_sub("value")).is_some()
    {
        members.retain(|sub, _| !known.lacks(&AttrPath::new("emails").with_sub(sub)));
    }
    email
}

/// The whole name, where the schemas require it and `send` does not say it.
pub(super) fn whole_name(person: &PersonToSend, known: &Discovery) -> Option<String> {
    let path = AttrPath::new("name").with_sub("formatted");
    let said =
        person.send.iter().any(|(sent, _)| parse(sent).is_ok_and(|sent| sent.is("name.formatted")));
    if said || !known.requires(&path) {
        return None;
    }
    let parts = [&person.given_name, &person.family_name].into_iter().flatten();
    let whole = parts.map(String::as_str).collect::<Vec<_>>().join(" ");
    Some(if whole.is_empty() { person.user_name.clone() } else { whole })
}

/// The body of a new user.
///
/// # Errors
/// Words for an attribute that has no place.
pub(super) fn new_user(person: &PersonToSend, known: &Discovery) -> Result<Value, String> {
    let mut user = json!({"schemas": [urn::USER], "userName": person.user_name, "active": true});
    if !person.id.is_empty() && !known.is_read_only(&AttrPath::new("externalId")) {
        user["externalId"] = json!(person.id);
    }
    for (sub, value) in [("givenName", &person.given_name), ("familyName", &person.family_name)] {
        if let Some(value) = value {
            user["name"][sub] = json!(value);
        }
    }
    if let Some(whole) = whole_name(person, known) {
        user["name"]["formatted"] = json!(whole);
    }
    if let Some(address) = &person.email {
        user["emails"] = json!([email(address, known)]);
    }
    for (path, value) in extras(person, known) {
        if value != json!("") {
            set(&mut user, &path, value).map_err(|error| error.to_string())?;
        }
    }
    Ok(user)
}
