//! Values as their attribute's type reads them.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use rolecall_directory::AttributeType;
use rolecall_scim::{Literal, Op, fold};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value read as a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Typed {
    /// Folded text.
    Text(String),
    Number(f64),
    Boolean(bool),
    /// Nanoseconds since 1970 UTC.
    Instant(i128),
}

/// Reads an ISO 8601 date or instant; without an offset it is UTC.
fn instant(text: &str) -> Option<i128> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_nanosecond());
    }
    let civil = match text.parse::<DateTime>() {
        Ok(at) => at,
        Err(_) => text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()),
    };
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_nanosecond())
}

/// Reads an ISO 8601 date or instant as whole seconds since 1970 UTC; without an offset it is
/// UTC, without a time midnight.
#[must_use]
pub fn instant_seconds(text: &str) -> Option<i64> {
    instant(text).and_then(|at| i64::try_from(at.div_euclid(1_000_000_000)).ok())
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    if !plain {
        return None;
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Reads `text` as `kind`; `None` when it cannot be.
pub(crate) fn read(kind: AttributeType, text: &str) -> Option<Typed> {
    match kind {
        AttributeType::Text | AttributeType::List => Some(Typed::Text(fold(text))),
        AttributeType::Number => number(text).map(Typed::Number),
        AttributeType::Boolean => boolean(text).map(Typed::Boolean),
        AttributeType::Date => instant(text).map(Typed::Instant),
    }
}

/// Reads a literal as `kind`, quoted or not; `now` in seconds since 1970.
pub(crate) fn read_literal(kind: AttributeType, literal: &Literal, now: i64) -> Option<Typed> {
    match literal {
        Literal::Now { offset } => match kind {
            AttributeType::Date => {
                Some(Typed::Instant(i128::from(now.saturating_add(*offset)) * 1_000_000_000))
            }
            _ => None,
        },
        other => literal_text(other).and_then(|text| read(kind, &text)),
    }
}

/// The text a literal stands for; `None` for `null` and `now`.
pub(crate) fn literal_text(literal: &Literal) -> Option<Cow<'_, str>> {
    match literal {
        Literal::Text(text) | Literal::Number { text, .. } => Some(Cow::Borrowed(text)),
        Literal::Boolean(true) => Some(Cow::Borrowed("true")),
        Literal::Boolean(false) => Some(Cow::Borrowed("false")),
        Literal::Null | Literal::Now { .. } => None,
    }
}

/// Whether `left op right` holds, both folded; for `co`, `sw` and `ew`.
pub(crate) fn holds_text(left: &str, op: Op, right: &str) -> bool {
    match op {
        Op::Co => left.contains(right),
        Op::Sw => left.starts_with(right),
        Op::Ew => left.ends_with(right),
        _ => false,
    }
}

/// Whether `left op right` holds; order comparisons of different kinds never do.
pub(crate) fn holds(left: &Typed, op: Op, right: &Typed) -> bool {
    match op {
        Op::Eq => left == right,
        Op::Ne => left != right,
        Op::Co | Op::Sw | Op::Ew => match (left, right) {
            (Typed::Text(left), Typed::Text(right)) => holds_text(left, op, right),
            _ => false,
        },
        Op::Gt => order(left, right).is_some_and(Ordering::is_gt),
        Op::Ge => order(left, right).is_some_and(Ordering::is_ge),
        Op::Lt => order(left, right).is_some_and(Ordering::is_lt),
        Op::Le => order(left, right).is_some_and(Ordering::is_le),
    }
}

fn order(left: &Typed, right: &Typed) -> Option<Ordering> {
    match (left, right) {
        (Typed::Number(left), Typed::Number(right)) => left.partial_cmp(right),
        (Typed::Instant(left), Typed::Instant(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Whether `text` cannot be read as `kind`, so that rules see it as absent.
#[must_use]
pub fn unreadable_as(kind: AttributeType, text: &str) -> bool {
    read(kind, text).is_none()
}
