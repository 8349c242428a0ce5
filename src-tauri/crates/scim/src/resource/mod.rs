//! Resources as JSON (RFC 7643 section 3), read and built by attribute path.

mod evaluate;
mod patch;
mod set;
#[cfg(test)]
mod tests;

pub use evaluate::{evaluate, evaluate_at};
pub use patch::{PatchError, apply};
pub use set::{SetError, set};

use serde_json::{Map, Value};

use self::evaluate::Evaluation;
use crate::{AttrPath, fold};

/// What the URNs of the core schemas start with; their attributes stand at a resource's top level.
const CORE: &str = "urn:ietf:params:scim:schemas:core:";

/// Reads the values at a path: the elements of a list one by one, narrowed by the value filter.
///
/// Names are found without case (RFC 7643 section 2.1); `null` and empty lists are no values. A
/// schema's attributes are read under its URN, those of a core schema at the top. A value filter
/// over plain values, and the sub-attribute `value` of one, mean the value itself.
#[must_use]
pub fn get<'a>(resource: &'a Value, path: &AttrPath) -> Vec<&'a Value> {
    Evaluation { now: None }.read(resource, path)
}

impl Evaluation {
    fn read<'a>(&self, resource: &'a Value, path: &AttrPath) -> Vec<&'a Value> {
        let mut values = top(resource, path).map(elements).unwrap_or_default();
        if let Some(filter) = &path.value_filter {
            values.retain(|value| self.holds(filter, value));
        }
        match &path.sub {
            Some(sub) => {
                values.into_iter().filter_map(|v| member(v, sub)).flat_map(elements).collect()
            }
            None => values,
        }
    }
}

fn top<'a>(resource: &'a Value, path: &AttrPath) -> Option<&'a Value> {
    let Some(schema) = &path.schema else {
        return member(resource, &path.name);
    };
    if let Some(extension) = member(resource, schema) {
        return member(extension, &path.name);
    }
    if is_core(schema)
        && let Some(value) = member(resource, &path.name)
    {
        return Some(value);
    }
    // The path may be the URN of an extension itself.
    member(resource, &path.schema_itself()?)
}

fn is_core(schema: &str) -> bool {
    schema.get(..CORE.len()).is_some_and(|start| start.eq_ignore_ascii_case(CORE))
}

/// Finds a member by name without case; a plain value is its own `value`.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(key(members, name)?),
        Value::Array(_) | Value::Null => None,
        plain => same_name(name, "value").then_some(plain),
    }
}

/// Finds how an object spells a name.
fn key<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    if let Some((key, _)) = members.get_key_value(name) {
        return Some(key);
    }
    members.keys().find(|key| same_name(key, name)).map(String::as_str)
}

fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && fold(a) == fold(b))
}

fn elements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(elements) => elements.iter().filter(|element| !element.is_null()).collect(),
        single => vec![single],
    }
}
