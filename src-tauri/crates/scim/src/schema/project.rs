//! Which attributes an answer carries (RFC 7644 section 3.9).

use super::{Attribute, ResourceType, Returned};
use crate::{AttrPath, Dialect};
use serde_json::{Map, Value};

/// What a client asks to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Projection {
    /// Only these, and what is always there; empty is everything.
    pub attributes: Vec<AttrPath>,
    /// Not these, unless they are always there.
    pub excluded: Vec<AttrPath>,
}

impl Projection {
    /// Reads the two parameters, each a list with commas; what is no path names nothing.
    #[must_use]
    pub fn read(attributes: Option<&str>, excluded: Option<&str>) -> Self {
        let paths = |text: Option<&str>| -> Vec<AttrPath> {
            let names = text.unwrap_or_default().split(',').map(str::trim);
            names.filter_map(|name| AttrPath::parse(name, Dialect::Rfc).ok()).collect()
        };
        Self { attributes: paths(attributes), excluded: paths(excluded) }
    }

    /// Whether an answer may carry the attribute `name` of the core schema.
    #[must_use]
    pub fn shows(&self, name: &str) -> bool {
        let names = |all: &[AttrPath]| all.iter().any(|path| path.name.eq_ignore_ascii_case(name));
        match self.attributes.is_empty() {
            true => !self
                .excluded
                .iter()
                .any(|path| path.sub.is_none() && path.name.eq_ignore_ascii_case(name)),
            false => names(&self.attributes),
        }
    }
}

/// The resource as it is returned: `id`, `schemas` and `meta` always, what is never returned
/// never, the rest as asked for.
#[must_use]
pub fn project(resource: &Value, kind: &ResourceType, asked: &Projection) -> Value {
    let Value::Object(members) = resource else { return resource.clone() };
    let mut shown = Map::new();
    for (name, value) in members {
        if matches!(name.as_str(), "schemas" | "id" | "meta") {
            shown.insert(name.clone(), value.clone());
            continue;
        }
        if let Some(extension) = kind.extensions.iter().find(|one| one.id == *name) {
            let inner = value.as_object().map(|inner| {
                let chosen = inner.iter().filter_map(|(name, value)| {
                    let attribute = extension.attribute(name)?;
                    Some((name.clone(), chosen(value, attribute, Some(&extension.id), asked)?))
                });
                chosen.collect::<Map<String, Value>>()
            });
            if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
                shown.insert(name.clone(), Value::Object(inner));
            }
        } else if let Some(attribute) = kind.core.attribute(name)
            && let Some(value) = chosen(value, attribute, None, asked)
        {
            shown.insert(name.clone(), value);
        }
    }
    Value::Object(shown)
}

/// What of an attribute is returned.
fn chosen(
    value: &Value,
    attribute: &Attribute,
    schema: Option<&str>,
    asked: &Projection,
) -> Option<Value> {
    match attribute.returned {
        Returned::Never => return None,
        Returned::Always => return Some(value.clone()),
        Returned::Usually => {}
    }
    let is_it = |path: &&AttrPath| names(path, attribute, schema);
    if !asked.attributes.is_empty() {
        let paths: Vec<&AttrPath> = asked.attributes.iter().filter(is_it).collect();
        if paths.is_empty() {
            return None;
        }
        if paths.iter().any(|path| path.sub.is_none()) {
            return Some(value.clone());
        }
        let subs: Vec<&str> = paths.iter().filter_map(|path| path.sub.as_deref()).collect();
        return parts(value, |name| subs.iter().any(|sub| sub.eq_ignore_ascii_case(name)));
    }
    let paths: Vec<&AttrPath> = asked.excluded.iter().filter(is_it).collect();
    if paths.is_empty() {
        return Some(value.clone());
    }
    if paths.iter().any(|path| path.sub.is_none()) {
        return None;
    }
    let subs: Vec<&str> = paths.iter().filter_map(|path| path.sub.as_deref()).collect();
    parts(value, |name| !subs.iter().any(|sub| sub.eq_ignore_ascii_case(name)))
}

/// Whether `path` names the attribute, or the whole schema it is of.
fn names(path: &AttrPath, attribute: &Attribute, schema: Option<&str>) -> bool {
    match (&path.schema, schema) {
        (Some(named), Some(schema)) => {
            let whole = path.schema_itself();
            whole.is_some_and(|whole| whole.eq_ignore_ascii_case(schema))
                || (named.eq_ignore_ascii_case(schema)
                    && path.name.eq_ignore_ascii_case(&attribute.name))
        }
        (Some(named), None) => {
            named.to_ascii_lowercase().contains(":core:")
                && path.name.eq_ignore_ascii_case(&attribute.name)
        }
        (None, None) => path.name.eq_ignore_ascii_case(&attribute.name),
        (None, Some(_)) => false,
    }
}

/// The sub-attributes of a value, or of each of a list, that are wanted; `None` when none is left.
fn parts(value: &Value, wanted: impl Fn(&str) -> bool + Copy) -> Option<Value> {
    match value {
        Value::Array(list) => {
            let list: Vec<Value> = list.iter().filter_map(|one| parts(one, wanted)).collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| wanted(name));
            let kept: Map<String, Value> =
                kept.map(|(name, value)| (name.clone(), value.clone())).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        plain => Some(plain.clone()),
    }
}
