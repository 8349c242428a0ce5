//! Carrying out a patch on a resource (RFC 7644 section 3.5.2).

use super::set::{MULTI_VALUED, child, list_schema};
use super::{SetError, evaluate, is_core, key, same_name, set};
use crate::message::{MessageError, PatchKind, PatchOp, PatchOperation, ScimType};
use crate::{AttrPath, Filter};
use serde_json::{Map, Value};
use thiserror::Error;

/// Why a patch cannot be carried out; the resource is as it was.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PatchError {
    /// An operation cannot be read.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// A value has no place.
    #[error(transparent)]
    Set(#[from] SetError),
    /// A path with a value filter selects nothing to be replaced.
    #[error("operation {number} replaces \"{path}\", and no value is there that it selects")]
    NoTarget {
        /// The operation, from 1.
        number: usize,
        /// Its path.
        path: String,
    },
    /// An operation lacks its value.
    #[error("operation {number} has no value; {what} needs one")]
    ValueMissing {
        /// The operation, from 1.
        number: usize,
        /// `add` or `replace`.
        what: &'static str,
    },
    /// An operation would change what only the service provider may.
    #[error("operation {number} would change \"{path}\", which only the service provider sets")]
    ReadOnly {
        /// The operation, from 1.
        number: usize,
        /// The path.
        path: String,
    },
}

impl PatchError {
    /// The error keyword to answer with status 400 (RFC 7644 table 9).
    #[must_use]
    pub fn scim_type(&self) -> ScimType {
        match self {
            Self::Message(error) => error.scim_type(),
            Self::Set(_) | Self::ValueMissing { .. } => ScimType::InvalidValue,
            Self::NoTarget { .. } => ScimType::NoTarget,
            Self::ReadOnly { .. } => ScimType::Mutability,
        }
    }
}

/// Attributes that the service provider alone sets (RFC 7643 section 3.1). Clients that send them
/// without a path mean nothing by it; with one they are refused.
const READ_ONLY: [&str; 2] = ["id", "meta"];

/// Carries out `patch` on `resource`, all of it or, where that fails, nothing; tells whether
/// anything changed.
///
/// Read leniently, as clients write it: the operation without path may have dotted keys and keys
/// with a URN; a removal may name the values to be removed in its value; what is to be removed and
/// is not there is no error. Of the values of a list one at most is `primary`: the newest.
///
/// # Errors
/// [`PatchError`], with the number of the operation.
pub fn apply(resource: &mut Value, patch: &PatchOp) -> Result<bool, PatchError> {
    let mut changed = resource.clone();
    for (operation, number) in patch.operations.iter().zip(1..) {
        carry_out(&mut changed, operation, number)?;
    }
    let is_other = changed != *resource;
    *resource = changed;
    Ok(is_other)
}

fn carry_out(
    resource: &mut Value,
    operation: &PatchOperation,
    number: usize,
) -> Result<(), PatchError> {
    for (path, value) in operation.targets(number)? {
        if READ_ONLY.iter().any(|name| same_name(name, &path.name)) && is_of_core(&path) {
            if operation.path.is_none() {
                continue;
            }
            return Err(PatchError::ReadOnly { number, path: path.to_string() });
        }
        let what = operation.kind.as_str();
        let given = || value.ok_or(PatchError::ValueMissing { number, what });
        match operation.kind {
            PatchKind::Remove => remove(resource, &path, value),
            PatchKind::Add => put(resource, &path, given()?, true, number)?,
            PatchKind::Replace => put(resource, &path, given()?, false, number)?,
        }
    }
    Ok(())
}

fn is_of_core(path: &AttrPath) -> bool {
    path.schema.as_deref().is_none_or(is_core)
}

/// Puts `value` where `path` leads: adds it to a list, merges it into an object, else sets it.
fn put(
    resource: &mut Value,
    path: &AttrPath,
    value: &Value,
    adds: bool,
    number: usize,
) -> Result<(), PatchError> {
    if value.is_null() {
        // RFC 7643 section 2.5: null is the absence of a value.
        remove(resource, path, None);
        return Ok(());
    }
    if path.value_filter.is_some() {
        let selected = selects(resource, path);
        if !selected && !adds {
            return Err(PatchError::NoTarget { number, path: path.to_string() });
        }
        return Ok(set(resource, path, value.clone())?);
    }
    if path.sub.is_some() {
        return Ok(set(resource, path, value.clone())?);
    }
    let members = holder(resource, path)?;
    let place = child(members, &path.name, || Value::Null);
    let is_list = place.is_array()
        || value.is_array()
        || MULTI_VALUED.iter().any(|name| same_name(name, &path.name));
    match (place, value) {
        (place, value) if is_list => {
            if !place.is_array() || !adds {
                *place = Value::Array(Vec::new());
            }
            if let Value::Array(list) = place {
                extend(list, value);
            }
        }
        (Value::Object(present), Value::Object(given)) => merge(present, given),
        (place, value) => *place = value.clone(),
    }
    Ok(())
}

/// The object that holds the attribute of `path`: the resource, or its extension.
fn holder<'a>(
    resource: &'a mut Value,
    path: &AttrPath,
) -> Result<&'a mut Map<String, Value>, SetError> {
    let wrong = |what| SetError::NotAnObject { path: path.to_string(), what };
    let Value::Object(members) = resource else { return Err(wrong("no object")) };
    let Some(schema) = path.schema.as_deref().filter(|schema| !is_core(schema)) else {
        return Ok(members);
    };
    list_schema(members, schema);
    match child(members, schema, || Value::Object(Map::new())) {
        Value::Object(extension) => Ok(extension),
        _ => Err(wrong("no object")),
    }
}

fn merge(present: &mut Map<String, Value>, given: &Map<String, Value>) {
    for (name, value) in given {
        if value.is_null() {
            if let Some(spelled) = key(present, name).map(str::to_owned) {
                present.remove(&spelled);
            }
        } else {
            *child(present, name, || Value::Null) = value.clone();
        }
    }
}

/// Adds the values of `given` that are not there yet; one that is the same thing as one there
/// (the same `value` and `type`) takes its place.
fn extend(list: &mut Vec<Value>, given: &Value) {
    let given = match given {
        Value::Array(values) => values.as_slice(),
        single => std::slice::from_ref(single),
    };
    for value in given {
        if is_primary(value) {
            for other in list.iter_mut().filter(|other| !same_thing(other, value)) {
                if let Value::Object(members) = other
                    && let Some(name) = key(members, "primary").map(str::to_owned)
                {
                    members.insert(name, Value::Bool(false));
                }
            }
        }
        match list.iter_mut().find(|there| same_thing(there, value)) {
            Some(there) => *there = value.clone(),
            None => list.push(value.clone()),
        }
    }
}

fn is_primary(value: &Value) -> bool {
    part(value, "primary") == Some(&Value::Bool(true))
}

fn part<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members.get(key(members, name)?)
}

/// Whether two values of a list are one: equal, or of the same `value` and `type`.
fn same_thing(a: &Value, b: &Value) -> bool {
    let named = part(a, "value").or((!a.is_object()).then_some(a));
    let other = part(b, "value").or((!b.is_object()).then_some(b));
    a == b || (named.is_some() && named == other && part(a, "type") == part(b, "type"))
}

fn selects(resource: &Value, path: &AttrPath) -> bool {
    let whole = AttrPath { sub: None, ..path.clone() };
    !super::get(resource, &whole).is_empty()
}

/// Takes away what `path` leads to; of a list only the values that `named` lists, where it does.
fn remove(resource: &mut Value, path: &AttrPath, named: Option<&Value>) {
    let Value::Object(members) = resource else { return };
    let extension = path.schema.as_deref().filter(|schema| !is_core(schema));
    let members = match extension {
        None => members,
        Some(schema) => {
            if let Some(whole) = path.schema_itself().and_then(|urn| spelled(members, &urn)) {
                members.remove(&whole);
                return;
            }
            let held = spelled(members, schema).and_then(|name| members.get_mut(&name));
            let Some(Value::Object(extension)) = held else { return };
            extension
        }
    };
    let Some(name) = spelled(members, &path.name) else { return };
    let Some(place) = members.get_mut(&name) else { return };
    match (&path.value_filter, &path.sub, named) {
        (None, None, Some(named)) if place.is_array() => take_named(place, named),
        (None, None, _) => *place = Value::Null,
        (filter, sub, _) => take_selected(place, filter.as_deref(), sub.as_deref()),
    }
    let is_empty = match place {
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        other => other.is_null(),
    };
    if is_empty {
        members.remove(&name);
    }
}

fn spelled(members: &Map<String, Value>, name: &str) -> Option<String> {
    key(members, name).map(str::to_owned)
}

/// Removes the values that a client lists, known by their `value` (facts of Entra: a removal with
/// a list of members must remove only those).
fn take_named(place: &mut Value, named: &Value) {
    let named = match named {
        Value::Array(values) => values.as_slice(),
        single => std::slice::from_ref(single),
    };
    let Value::Array(list) = place else { return };
    list.retain(|there| {
        let mine = part(there, "value").unwrap_or(there);
        !named.iter().any(|one| part(one, "value").unwrap_or(one) == mine)
    });
}

fn take_selected(place: &mut Value, filter: Option<&Filter>, sub: Option<&str>) {
    let meets = |value: &Value| filter.is_none_or(|filter| evaluate(filter, value));
    let strip = |value: &mut Value, sub: &str| {
        if let Value::Object(members) = value
            && let Some(name) = spelled(members, sub)
        {
            members.remove(&name);
        }
    };
    match (place, sub) {
        (Value::Array(list), None) => list.retain(|value| !meets(value)),
        (Value::Array(list), Some(sub)) => {
            for value in list.iter_mut().filter(|value| meets(value)) {
                strip(value, sub);
            }
            list.retain(|value| !value.as_object().is_some_and(Map::is_empty));
        }
        (single, Some(sub)) if meets(single) => strip(single, sub),
        (single, None) if meets(single) => *single = Value::Null,
        _ => {}
    }
}
