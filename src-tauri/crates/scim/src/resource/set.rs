//! Building a resource, attribute by attribute.

use serde_json::{Map, Value};
use thiserror::Error;

use super::{evaluate, is_core, key, same_name};
use crate::{AttrPath, Filter, Literal, Op};

/// The multi-valued attributes of RFC 7643 sections 4.1.2 and 4.2: a sub-attribute of one that is
/// absent makes a list.
pub(super) const MULTI_VALUED: [&str; 10] = [
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "members",
];

/// Why a value has no place in a resource.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SetError {
    /// Something on the way is no object, so it has no attributes.
    #[error("\"{path}\" cannot be set: {what} is there, not an object; set its parent first")]
    NotAnObject {
        /// The path to be set.
        path: String,
        /// What stands in the way: text, number, list and so on.
        what: &'static str,
    },
    /// No value meets the value filter and it does not say what one would look like.
    #[error(
        "\"{path}\" cannot be set: only a filter of the form [a eq x and b eq y] tells how to make \
         the value it selects"
    )]
    CannotMake {
        /// The path to be set.
        path: String,
    },
}

/// Sets the value at a path and makes what is missing on the way.
///
/// A value filter selects the elements to be set; where none meets it, one is made of its `eq`
/// comparisons. Attributes of a schema that is not core go under its URN, which is then listed in
/// `schemas`. A sub-attribute of a list without filter is set in each element. Names already there
/// keep their spelling. Fails where something else stands in the way, or the filter cannot be made
/// true.
pub fn set(resource: &mut Value, path: &AttrPath, value: Value) -> Result<(), SetError> {
    if resource.is_null() {
        *resource = Value::Object(Map::new());
    }
    let mut members = object(resource, path)?;
    if let Some(schema) = path.schema.as_deref().filter(|schema| !is_core(schema)) {
        list_schema(members, schema);
        members = object(child(members, schema, || Value::Object(Map::new())), path)?;
    }
    match (&path.value_filter, &path.sub) {
        (Some(filter), sub) => {
            let list = child(members, &path.name, || Value::Array(Vec::new()));
            set_selected(list, filter, sub.as_deref(), path, &value)
        }
        (None, Some(sub)) => {
            let multi = MULTI_VALUED.iter().any(|name| same_name(name, &path.name));
            let fresh = || if multi { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
            match child(members, &path.name, fresh) {
                Value::Array(elements) => {
                    if elements.is_empty() {
                        elements.push(Value::Object(Map::new()));
                    }
                    for element in elements {
                        *child(object(element, path)?, sub, || Value::Null) = value.clone();
                    }
                }
                parent => *child(object(parent, path)?, sub, || Value::Null) = value,
            }
            Ok(())
        }
        (None, None) => {
            *child(members, &path.name, || Value::Null) = value;
            Ok(())
        }
    }
}

fn set_selected(
    list: &mut Value,
    filter: &Filter,
    sub: Option<&str>,
    path: &AttrPath,
    value: &Value,
) -> Result<(), SetError> {
    if !list.is_array() {
        *list = Value::Array(vec![list.take()]);
    }
    let Value::Array(elements) = list else {
        return Ok(());
    };
    if !elements.iter().any(|element| evaluate(filter, element)) {
        let mut made = Map::new();
        let complete = make_true(filter, &mut made);
        let made = Value::Object(made);
        if !complete || !evaluate(filter, &made) {
            return Err(SetError::CannotMake { path: path.to_string() });
        }
        elements.push(made);
    }
    for element in elements.iter_mut().filter(|element| evaluate(filter, element)) {
        match (sub, value) {
            (Some(sub), value) => {
                *child(object(element, path)?, sub, || Value::Null) = value.clone();
            }
            (None, Value::Object(given)) => {
                let members = object(element, path)?;
                for (name, value) in given {
                    *child(members, name, || Value::Null) = value.clone();
                }
            }
            (None, value) => {
                *child(object(element, path)?, "value", || Value::Null) = value.clone();
            }
        }
    }
    Ok(())
}

/// Fills `members` so that the filter holds; tells whether it is of a form that allows it.
fn make_true(filter: &Filter, members: &mut Map<String, Value>) -> bool {
    match filter {
        Filter::And(clauses) => clauses.iter().all(|clause| make_true(clause, members)),
        Filter::Compare { path, op: Op::Eq, value, .. } if path.sub.is_none() => {
            let Some(value) = json(value) else {
                return false;
            };
            *child(members, &path.name, || Value::Null) = value;
            true
        }
        _ => false,
    }
}

fn json(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::Text(text) => Some(Value::String(text.clone())),
        Literal::Number { text, .. } => serde_json::from_str(text).ok(),
        Literal::Boolean(value) => Some(Value::Bool(*value)),
        Literal::Null | Literal::Now { .. } => None,
    }
}

/// Returns the place of a member, found without case, made where it is missing or `null`.
pub(super) fn child<'a>(
    members: &'a mut Map<String, Value>,
    name: &str,
    fresh: impl FnOnce() -> Value,
) -> &'a mut Value {
    let spelled = key(members, name).unwrap_or(name).to_owned();
    let place = members.entry(spelled).or_insert(Value::Null);
    if place.is_null() {
        *place = fresh();
    }
    place
}

pub(super) fn list_schema(members: &mut Map<String, Value>, schema: &str) {
    let listed = child(members, "schemas", || Value::Array(Vec::new()));
    if let Value::Array(listed) = listed
        && !listed.iter().any(|urn| urn.as_str().is_some_and(|urn| same_name(urn, schema)))
    {
        listed.push(Value::String(schema.to_owned()));
    }
}

fn object<'a>(
    value: &'a mut Value,
    path: &AttrPath,
) -> Result<&'a mut Map<String, Value>, SetError> {
    let what = match value {
        Value::Object(members) => return Ok(members),
        Value::Array(_) => "a list",
        Value::String(_) => "a text",
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Null => "null",
    };
    Err(SetError::NotAnObject { path: path.to_string(), what })
}
