//! Whether a resource meets a filter (RFC 7644 section 3.4.2.2, table 3).

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Number, Value};

use super::member;
use crate::{AttrPath, Filter, Literal, Op, compile_pattern, fold};

/// Attributes whose texts are compared with case (RFC 7643 sections 3.1 and 7).
const CASE_EXACT: [&str; 6] = ["id", "externalid", "$ref", "location", "version", "schemas"];

/// Tells whether a resource, or one value of an attribute, meets a filter; `now` is no instant
/// here and meets nothing, see [`evaluate_at`].
#[must_use]
pub fn evaluate(filter: &Filter, resource: &Value) -> bool {
    Evaluation { now: None }.holds(filter, resource)
}

/// Tells whether a resource meets a filter at the instant `now`.
///
/// A comparison on something absent is false; `a ne v` is `a pr and not (a eq v)`; any other
/// comparison on a list holds when any element does. A complex value is compared by its `value`.
/// Texts compare by [`fold`] but for ids and references; two texts that are instants compare as
/// such. `eq null` is the absence of a value.
#[must_use]
pub fn evaluate_at(filter: &Filter, resource: &Value, now: Timestamp) -> bool {
    Evaluation { now: Some(now) }.holds(filter, resource)
}

/// The reading of one resource, at an instant or at none.
pub(super) struct Evaluation {
    pub(super) now: Option<Timestamp>,
}

impl Evaluation {
    pub(super) fn holds(&self, filter: &Filter, resource: &Value) -> bool {
        match filter {
            Filter::And(clauses) => clauses.iter().all(|clause| self.holds(clause, resource)),
            Filter::Or(clauses) => clauses.iter().any(|clause| self.holds(clause, resource)),
            Filter::Not(clause) => !self.holds(clause, resource),
            Filter::Compare { path, op, value, .. } => self.compare(path, *op, value, resource),
            Filter::Present { path, .. } => self.read(resource, path).into_iter().any(is_present),
            Filter::In { path, values, .. } => {
                values.iter().any(|value| self.compare(path, Op::Eq, value, resource))
            }
            Filter::Matches { path, pattern, .. } => {
                compile_pattern(pattern).is_ok_and(|pattern| {
                    let texts = self.simple(resource, path).into_iter().filter_map(text_of);
                    texts.into_iter().any(|text| pattern.is_match(&text))
                })
            }
            Filter::ValuePath { path, filter, .. } => {
                self.read(resource, path).into_iter().any(|value| self.holds(filter, value))
            }
        }
    }

    fn compare(&self, path: &AttrPath, op: Op, literal: &Literal, resource: &Value) -> bool {
        let values = self.simple(resource, path);
        let any = |op| values.iter().any(|value| self.compare_one(path, op, literal, value));
        match (op, literal) {
            (Op::Eq, Literal::Null) => values.is_empty(),
            (Op::Ne, Literal::Null) => !values.is_empty(),
            (Op::Ne, _) => !values.is_empty() && !any(Op::Eq),
            _ => any(op),
        }
    }

    /// Returns the values at a path that can be compared: a complex one stands for its `value`.
    fn simple<'a>(&self, resource: &'a Value, path: &AttrPath) -> Vec<&'a Value> {
        let values = self.read(resource, path).into_iter().filter_map(|value| match value {
            Value::Object(_) => member(value, "value"),
            other => Some(other),
        });
        values.filter(|value| is_present(value)).collect()
    }

    fn compare_one(&self, path: &AttrPath, op: Op, literal: &Literal, value: &Value) -> bool {
        match literal {
            Literal::Null => false,
            Literal::Boolean(wanted) => op == Op::Eq && boolean(value) == Some(*wanted),
            Literal::Now { offset } => {
                let shift = SignedDuration::from_secs(*offset);
                let wanted = self.now.and_then(|now| now.checked_add(shift).ok());
                let found = value.as_str().and_then(instant);
                found.zip(wanted).is_some_and(|(found, wanted)| ordered(op, found.cmp(&wanted)))
            }
            Literal::Number { text, .. } => {
                numbers(value, text).is_some_and(|ordering| ordered(op, ordering))
            }
            Literal::Text(wanted) => match value {
                Value::String(found) => texts(path, op, found, wanted),
                Value::Number(_) => numbers(value, wanted).is_some_and(|order| ordered(op, order)),
                Value::Bool(found) => op == Op::Eq && fold(wanted) == found.to_string(),
                _ => false,
            },
        }
    }
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => elements.iter().any(is_present),
        Value::Object(members) => members.values().any(is_present),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn texts(path: &AttrPath, op: Op, found: &str, wanted: &str) -> bool {
    if matches!(op, Op::Eq | Op::Gt | Op::Ge | Op::Lt | Op::Le)
        && let (Some(found), Some(wanted)) = (instant(found), instant(wanted))
    {
        return ordered(op, found.cmp(&wanted));
    }
    let last = fold(path.sub.as_ref().unwrap_or(&path.name));
    if CASE_EXACT.contains(&last.as_str()) {
        return text_matches(op, found, wanted);
    }
    text_matches(op, &fold(found), &fold(wanted))
}

fn text_matches(op: Op, found: &str, wanted: &str) -> bool {
    match op {
        Op::Co => found.contains(wanted),
        Op::Sw => found.starts_with(wanted),
        Op::Ew => found.ends_with(wanted),
        _ => ordered(op, found.cmp(wanted)),
    }
}

fn ordered(op: Op, ordering: Ordering) -> bool {
    match op {
        Op::Eq => ordering.is_eq(),
        Op::Ne => ordering.is_ne(),
        Op::Gt => ordering.is_gt(),
        Op::Ge => ordering.is_ge(),
        Op::Lt => ordering.is_lt(),
        Op::Le => ordering.is_le(),
        Op::Co | Op::Sw | Op::Ew => false,
    }
}

/// Reads a boolean, also as the text some clients send for one.
fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Compares a number, or a text that is one, with a number's text: whole ones exactly.
fn numbers(found: &Value, wanted: &str) -> Option<Ordering> {
    let found = match found {
        Value::Number(number) => Number::to_string(number),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let wanted = wanted.trim();
    if let (Ok(found), Ok(wanted)) = (found.parse::<i128>(), wanted.parse::<i128>()) {
        return Some(found.cmp(&wanted));
    }
    found.parse::<f64>().ok()?.partial_cmp(&wanted.parse::<f64>().ok()?)
}

/// Reads a date-time of RFC 3339; a date alone is its first moment in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    if !text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    text.parse::<Timestamp>().ok().or_else(|| {
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "2026-01-01".len())?;
        Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
