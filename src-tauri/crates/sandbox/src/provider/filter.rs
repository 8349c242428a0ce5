//! Filters and attribute paths (RFC 7644 sections 3.4.2.2 and 3.5.2), and what they hold for.

use serde_json::Value;

/// A filter expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Present(Path),
    Compare(Path, &'static str, Value),
}

/// An attribute path: `urn:...:attribute[filter].sub`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    /// The extension's URN; absent for the core schema.
    pub(super) schema: Option<String>,
    pub(super) attribute: String,
    pub(super) within: Option<Box<Filter>>,
    pub(super) sub: Option<String>,
}

impl Filter {
    /// Whether a resource, or an element of a list, satisfies this filter.
    pub(super) fn matches(&self, value: &Value) -> bool {
        match self {
            Self::And(left, right) => left.matches(value) && right.matches(value),
            Self::Or(left, right) => left.matches(value) || right.matches(value),
            Self::Not(inner) => !inner.matches(value),
            Self::Present(path) => path.find(value).into_iter().any(present),
            Self::Compare(path, operator, wanted) => {
                path.find(value).into_iter().any(|found| compare(found, operator, wanted))
            }
        }
    }

    /// The value when this filter is just `attribute eq "value"`.
    pub(super) fn equals(&self, attribute: &str) -> Option<&str> {
        match self {
            Self::Compare(path, "eq", Value::String(value))
                if path.sub.is_none()
                    && path.within.is_none()
                    && path.schema.is_none()
                    && path.attribute.eq_ignore_ascii_case(attribute) =>
            {
                Some(value)
            }
            _ => None,
        }
    }
}

impl Path {
    /// All values at this path.
    fn find<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        let holder = match &self.schema {
            Some(schema) => get(value, schema),
            None => Some(value),
        };
        let Some(found) = holder.and_then(|holder| get(holder, &self.attribute)) else {
            return Vec::new();
        };
        elements(found)
            .filter(|element| self.within.as_ref().is_none_or(|filter| filter.matches(element)))
            .filter_map(|element| match (&self.sub, element) {
                (Some(sub), _) => get(element, sub),
                (None, Value::Object(complex)) => Some(complex.get("value").unwrap_or(element)),
                (None, _) => Some(element),
            })
            .flat_map(elements)
            .collect()
    }
}

fn elements(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter()),
        other => Box::new(std::iter::once(other)),
    }
}

/// An attribute by its name, without case.
fn get<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(name).or_else(|| {
        object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}

fn present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

fn compare(found: &Value, operator: &str, wanted: &Value) -> bool {
    if let (Value::String(found), Value::String(wanted)) = (found, wanted) {
        let (found, wanted) = (found.to_lowercase(), wanted.to_lowercase());
        return match operator {
            "eq" => found == wanted,
            "ne" => found != wanted,
            "co" => found.contains(&wanted),
            "sw" => found.starts_with(&wanted),
            "ew" => found.ends_with(&wanted),
            "gt" => found > wanted,
            "ge" => found >= wanted,
            "lt" => found < wanted,
            _ => found <= wanted,
        };
    }
    match (operator, found.as_f64(), wanted.as_f64()) {
        ("eq", None, _) | ("eq", _, None) => found == wanted,
        ("ne", None, _) | ("ne", _, None) => found != wanted,
        (operator, Some(found), Some(wanted)) => match operator {
            "eq" => found == wanted,
            "ne" => found != wanted,
            "gt" => found > wanted,
            "ge" => found >= wanted,
            "lt" => found < wanted,
            "le" => found <= wanted,
            _ => false,
        },
        _ => false,
    }
}
