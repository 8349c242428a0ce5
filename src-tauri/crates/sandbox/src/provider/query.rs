//! The query of a request: filter, paging, and which attributes to return (RFC 7644 section 3.4).

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::filter::Filter;

/// The most resources on one page.
pub(super) const PAGE: usize = 200;

/// What the query of a request asks for.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) filter: Option<Filter>,
    pub(super) start: usize,
    pub(super) count: usize,
    attributes: Vec<String>,
    excluded: Vec<String>,
}

impl Query {
    /// Reads the pairs of a query; names are compared without case, unknown ones ignored.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut query = Self { start: 1, count: PAGE, ..Self::default() };
        for (name, value) in pairs {
            match name.to_ascii_lowercase().as_str() {
                "filter" => query.filter = Some(Filter::parse(value)?),
                "startindex" => query.start = number(name, value)?.max(1),
                "count" => query.count = number(name, value)?.min(PAGE),
                "attributes" => query.attributes = names(value),
                "excludedattributes" => query.excluded = names(value),
                _ => {}
            }
        }
        Ok(query)
    }

    /// Whether the answer may hold this attribute: saves computing those that are long.
    pub(super) fn wants(&self, attribute: &str) -> bool {
        let is = |name: &String| name == attribute || name.starts_with(&format!("{attribute}."));
        (self.attributes.is_empty() || self.attributes.iter().any(is))
            && !self.excluded.iter().any(|name| name == attribute)
    }

    /// Leaves of a resource what was asked for; `id` and `schemas` always stay.
    pub(super) fn project(&self, resource: Value) -> Value {
        if self.attributes.is_empty() && self.excluded.is_empty() {
            return resource;
        }
        let Value::Object(mut object) = resource else { return resource };
        if !self.attributes.is_empty() {
            object = keep(object, &self.attributes);
        }
        let fixed = |key: &str| key == "id" || key == "schemas";
        object.retain(|key, _| fixed(key) || !self.excluded.contains(&key.to_ascii_lowercase()));
        for (key, value) in &mut object {
            let key = key.to_ascii_lowercase();
            let subs = self.excluded.iter().filter_map(|n| n.strip_prefix(&key)?.strip_prefix('.'));
            let subs: Vec<&str> = subs.collect();
            for element in members(value) {
                element.retain(|sub, _| !subs.contains(&sub.to_ascii_lowercase().as_str()));
            }
        }
        Value::Object(object)
    }
}

fn keep(object: Map<String, Value>, wanted: &[String]) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, mut value) in object {
        let lower = key.to_ascii_lowercase();
        let subs: Vec<&str> =
            wanted.iter().filter_map(|name| name.strip_prefix(&lower)?.strip_prefix('.')).collect();
        let whole = wanted.contains(&lower) || lower == "id" || lower == "schemas";
        if !whole && subs.is_empty() {
            continue;
        }
        if !whole {
            for element in members(&mut value) {
                element.retain(|sub, _| subs.contains(&sub.to_ascii_lowercase().as_str()));
            }
        }
        kept.insert(key, value);
    }
    kept
}

fn members(value: &mut Value) -> Vec<&mut Map<String, Value>> {
    match value {
        Value::Array(list) => list.iter_mut().filter_map(Value::as_object_mut).collect(),
        Value::Object(object) => vec![object],
        _ => Vec::new(),
    }
}

fn number(name: &str, value: &str) -> Result<usize, Refusal> {
    let number: i64 = value
        .parse()
        .map_err(|_| Refusal::invalid_value(format!("{name} must be a number, not \"{value}\"")))?;
    Ok(usize::try_from(number).unwrap_or(0))
}

fn names(value: &str) -> Vec<String> {
    value.split(',').map(|name| name.trim().to_ascii_lowercase()).collect()
}
