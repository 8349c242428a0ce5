//! What clients send, made to what the schemas say.

use super::{Attribute, Kind, ResourceType, Schema};
use serde_json::{Map, Value, json};
use thiserror::Error;

/// Why a resource cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConformError {
    /// It is no object.
    #[error("a resource is a JSON object")]
    NotAnObject,
    /// An attribute must be there.
    #[error("{path} is missing; a {what} must have it")]
    Missing {
        /// The attribute.
        path: String,
        /// The resource type.
        what: &'static str,
    },
    /// A value has another form than its attribute.
    #[error("{path} is {found}, and must be {wanted}")]
    Form {
        /// The attribute.
        path: String,
        /// What was sent.
        found: &'static str,
        /// What it must be.
        wanted: &'static str,
    },
}

/// Attributes that are the service provider's own (RFC 7643 section 3.1); what clients send of
/// them is passed over.
const OWN: [&str; 3] = ["id", "meta", "schemas"];

/// Makes `sent` a resource of the type: names as the schemas spell them, in their order, values
/// in their form, unknown and read-only attributes left out, `schemas` those that have a value.
///
/// Read leniently, as clients write it: names without case, keys that are whole paths
/// (`name.givenName`, or with a URN), the URNs of drafts before RFC 7643, yes/no as text in any
/// case, a single value where a list is wanted, plain values where objects with `value` are.
/// `null` is absence (RFC 7643 section 2.5).
///
/// # Errors
/// When a required attribute is missing, or a value has a form that cannot be read.
pub fn conform(sent: &Value, kind: &ResourceType) -> Result<Value, ConformError> {
    let Value::Object(members) = sent else { return Err(ConformError::NotAnObject) };
    let mut schemas = vec![json!(kind.core.id)];
    let mut made = Map::new();
    made.insert("schemas".to_owned(), Value::Null);
    let core = gathered(members, None, kind);
    conform_into(&mut made, &core, &kind.core, "")?;
    for required in kind.core.attributes.iter().filter(|one| one.required) {
        if !made.contains_key(required.name.as_ref()) {
            let path = required.name.to_string();
            return Err(ConformError::Missing { path, what: kind.name });
        }
    }
    for extension in &kind.extensions {
        let mut inner = Map::new();
        let own = gathered(members, Some(extension), kind);
        conform_into(&mut inner, &own, extension, &format!("{}:", extension.id))?;
        if !inner.is_empty() {
            schemas.push(json!(extension.id));
            made.insert(extension.id.to_string(), Value::Object(inner));
        }
    }
    made.insert("schemas".to_owned(), Value::Array(schemas));
    Ok(Value::Object(made))
}

/// The members that belong to a schema: those of the core one at the top or under its URN, those
/// of an extension under its URN; keys that are paths lead to where they say.
fn gathered(
    members: &Map<String, Value>,
    extension: Option<&Schema>,
    kind: &ResourceType,
) -> Map<String, Value> {
    let mut found = Map::new();
    for (key, value) in members {
        let place = place_of(key, kind);
        let here = match (extension, place.0) {
            (None, None) => true,
            (Some(mine), Some(its)) => mine.id == its.id,
            _ => false,
        };
        if !here {
            continue;
        }
        match (place.1, value) {
            ("", Value::Object(inner)) => {
                for (name, value) in inner {
                    put(&mut found, name, value);
                }
            }
            ("", _) => {}
            (path, value) => put(&mut found, path, value),
        }
    }
    found
}

/// The extension a key leads into, and the path that remains; the core schema is `None`.
fn place_of<'k, 's>(key: &'k str, kind: &'s ResourceType) -> (Option<&'s Schema>, &'k str) {
    // Most keys are names, and every schema's id is a URN.
    if !key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
        return (None, key);
    }
    for schema in kind.schemas() {
        let Some(rest) = after_urn(key, &schema.id) else { continue };
        let core = std::ptr::eq(schema, &raw const kind.core);
        return ((!core).then_some(schema), rest);
    }
    (None, key)
}

/// What follows `urn` in `key`, without case; also where a draft's shorter URN stands for it
/// (`urn:scim:schemas:core:2.0`, `urn:scim:schemas:extension:enterprise:2.0`).
pub(super) fn after_urn<'k>(key: &'k str, urn: &str) -> Option<&'k str> {
    let drafted = urn.strip_prefix("urn:ietf:params:scim:").map(|rest| format!("urn:scim:{rest}"));
    let shorter = drafted.as_deref().and_then(|text| text.rsplit_once(':')).map(|(text, _)| text);
    for known in [Some(urn), drafted.as_deref(), shorter].into_iter().flatten() {
        let Some(head) = key.get(..known.len()) else { continue };
        if !head.eq_ignore_ascii_case(known) {
            continue;
        }
        let rest = &key[known.len()..];
        if rest.is_empty() {
            return Some("");
        }
        if let Some(rest) = rest.strip_prefix([':', '.']) {
            return Some(rest);
        }
    }
    None
}

/// Puts `value` under a name, or, where the name is a path, into the object it names.
fn put(found: &mut Map<String, Value>, path: &str, value: &Value) {
    match path.split_once('.') {
        Some((name, sub)) if !path.contains('[') => {
            let place = found.entry(name.to_owned()).or_insert_with(|| json!({}));
            if let Value::Object(inner) = place {
                inner.insert(sub.to_owned(), value.clone());
            }
        }
        _ => match (found.get_mut(path), value) {
            (Some(Value::Object(present)), Value::Object(given)) => {
                present.extend(given.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            _ => {
                found.insert(path.to_owned(), value.clone());
            }
        },
    }
}

fn conform_into(
    made: &mut Map<String, Value>,
    members: &Map<String, Value>,
    schema: &Schema,
    at: &str,
) -> Result<(), ConformError> {
    for attribute in schema.attributes.iter() {
        if attribute.read_only || OWN.contains(&attribute.name.as_ref()) {
            continue;
        }
        let mut named = members.iter().filter(|(key, _)| key.eq_ignore_ascii_case(&attribute.name));
        let Some((_, value)) = named.next_back() else { continue };
        let path = format!("{at}{}", attribute.name);
        if let Some(value) = attribute_value(value, attribute, &path)? {
            made.insert(attribute.name.to_string(), value);
        }
    }
    Ok(())
}

fn attribute_value(
    value: &Value,
    attribute: &Attribute,
    path: &str,
) -> Result<Option<Value>, ConformError> {
    if !attribute.many {
        let single = match value {
            Value::Array(list) if list.len() == 1 => &list[0],
            other => other,
        };
        return single_value(single, attribute, path);
    }
    let list = match value {
        Value::Null => return Ok(None),
        Value::Array(list) => list.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut all = Vec::new();
    for value in list {
        all.extend(single_value(value, attribute, path)?);
    }
    one_primary(&mut all);
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}

/// Of a list at most one value is the primary one (RFC 7643 section 2.4): the last that says so.
fn one_primary(all: &mut [Value]) {
    let is_primary = |value: &Value| value.get("primary") == Some(&Value::Bool(true));
    let Some(last) = all.iter().rposition(is_primary) else { return };
    for value in &mut all[..last] {
        if is_primary(value) {
            value["primary"] = Value::Bool(false);
        }
    }
}

fn single_value(
    value: &Value,
    attribute: &Attribute,
    path: &str,
) -> Result<Option<Value>, ConformError> {
    let wrong = |wanted| ConformError::Form { path: path.to_owned(), found: form(value), wanted };
    match (attribute.kind, value) {
        (_, Value::Null) => Ok(None),
        (Kind::Complex, Value::Object(members)) => complex(members, attribute, path),
        (Kind::Complex, Value::Array(_)) => Err(wrong("an object")),
        (Kind::Complex, plain) => match attribute.sub("value") {
            // A manager, a member or an address by its bare value.
            Some(_) => {
                let members = Map::from_iter([("value".to_owned(), plain.clone())]);
                complex(&members, attribute, path)
            }
            None => Err(wrong("an object")),
        },
        (Kind::Boolean, Value::Bool(_)) => Ok(Some(value.clone())),
        (Kind::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("true") => {
            Ok(Some(Value::Bool(true)))
        }
        (Kind::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("false") => {
            Ok(Some(Value::Bool(false)))
        }
        (Kind::Boolean, Value::String(text)) if text.is_empty() => Ok(None),
        (Kind::Boolean, _) => Err(wrong("true or false")),
        (_, Value::String(text)) => Ok((!text.is_empty()).then(|| value.clone())),
        (_, Value::Number(number)) => Ok(Some(json!(number.to_string()))),
        (_, Value::Bool(truth)) => Ok(Some(json!(truth.to_string()))),
        // `{"value": "x"}` where plain text is wanted.
        (_, Value::Object(members)) => match members.get("value") {
            Some(Value::String(text)) => Ok((!text.is_empty()).then(|| json!(text))),
            _ => Err(wrong("text")),
        },
        (_, Value::Array(_)) => Err(wrong("a single value")),
    }
}

fn complex(
    members: &Map<String, Value>,
    attribute: &Attribute,
    path: &str,
) -> Result<Option<Value>, ConformError> {
    let mut made = Map::new();
    for sub in attribute.subs.iter().filter(|sub| !sub.read_only) {
        let mut named = members.iter().filter(|(key, _)| key.eq_ignore_ascii_case(&sub.name));
        let Some((_, value)) = named.next_back() else { continue };
        if let Some(value) = attribute_value(value, sub, &format!("{path}.{}", sub.name))? {
            made.insert(sub.name.to_string(), value);
        }
    }
    Ok((!made.is_empty()).then_some(Value::Object(made)))
}

fn form(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
