//! Our texts as values of CEL, and its values as our texts.

use super::Computed;
use crate::typed::{self, Typed};
use crate::unreadable_as;
use cel::{ExecutionError, Value};
use rolecall_directory::{AttributeType, LIST_SEPARATOR};
use std::sync::Arc;

/// Reads `text` as an attribute of this type; `None` when it cannot be.
pub(super) fn read(kind: AttributeType, text: &str) -> Option<Value> {
    match kind {
        AttributeType::Text => Some(Value::String(Arc::new(text.to_owned()))),
        AttributeType::List => {
            let elements = text.split(LIST_SEPARATOR);
            let elements = elements.map(|one| Value::String(Arc::new(one.to_owned())));
            Some(Value::List(Arc::new(elements.collect())))
        }
        AttributeType::Number => match typed::read(kind, text)? {
            Typed::Number(number) => Some(Value::Float(number)),
            _ => None,
        },
        AttributeType::Boolean => match typed::read(kind, text)? {
            Typed::Boolean(yes) => Some(Value::Bool(yes)),
            _ => None,
        },
        AttributeType::Date => match typed::read(kind, text)? {
            Typed::Instant(at) => {
                let at = jiff::Timestamp::from_nanosecond(at).ok()?;
                at.to_string().parse().ok().map(Value::Timestamp)
            }
            _ => None,
        },
    }
}

/// The text of `value`, read as `kind`; without one, as what it is.
pub(super) fn text_of(value: &Value, kind: Option<AttributeType>) -> Computed {
    let text = match value {
        Value::Null => return Computed::Absent,
        Value::List(elements) => {
            if !matches!(kind, None | Some(AttributeType::List)) {
                let message = format!("it comes to a list, not to {}", words(kind));
                return Computed::Failed(message);
            }
            let texts: Option<Vec<String>> = elements.iter().map(scalar).collect();
            let Some(mut texts) = texts else {
                return Computed::Failed(
                    "it comes to a list of something else than texts, numbers, yes/no or dates"
                        .to_owned(),
                );
            };
            texts.retain(|text| !text.is_empty());
            texts.join(&LIST_SEPARATOR.to_string())
        }
        other => match scalar(other) {
            Some(text) => text,
            None => {
                let message = format!("it comes to {}, not to {}", what(other), words(kind));
                return Computed::Failed(message);
            }
        },
    };
    if text.is_empty() {
        return Computed::Absent;
    }
    match kind {
        Some(kind) if unreadable_as(kind, &text) => Computed::Failed(format!(
            "it comes to \"{text}\", which cannot be read as {}",
            words(Some(kind))
        )),
        _ => Computed::Text(text),
    }
}

/// The text of one value; `None` for what has none.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.as_str().to_owned()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::UInt(number) => Some(number.to_string()),
        Value::Float(number) => number.is_finite().then(|| number.to_string()),
        Value::Timestamp(at) => {
            let nanoseconds = i32::try_from(at.timestamp_subsec_nanos()).ok()?;
            let at = jiff::Timestamp::new(at.timestamp(), nanoseconds).ok()?;
            Some(at.to_string())
        }
        Value::Null => Some(String::new()),
        _ => None,
    }
}

fn words(kind: Option<AttributeType>) -> &'static str {
    match kind {
        Some(AttributeType::Number) => "a number",
        Some(AttributeType::Boolean) => "a yes/no",
        Some(AttributeType::Date) => "a date",
        Some(AttributeType::List) => "a list",
        Some(AttributeType::Text) | None => "a text",
    }
}

/// What a value is, in words.
fn what(value: &Value) -> &'static str {
    match value {
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
        Value::Int(_) | Value::UInt(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::String(_) => "a text",
        Value::Bool(_) => "a yes/no",
        Value::Duration(_) => "a length of time",
        Value::Timestamp(_) => "a date",
        Value::Null => "nothing",
        _ => "something without a text",
    }
}

/// Why a person's expression came to nothing, in words.
pub(super) fn reason(error: &ExecutionError) -> String {
    match error {
        ExecutionError::UnsupportedBinaryOperator(sign, left, right) => {
            let sign = match *sign {
                "add" => "+",
                "sub" => "-",
                "mul" => "*",
                "div" => "/",
                "rem" => "%",
                other => other,
            };
            let numbers = |one: &Value| matches!(one, Value::Int(_) | Value::Float(_));
            let hint = if numbers(left) && numbers(right) {
                "; numbers of people have fractions, so write 1.0 for 1"
            } else if sign == "+" {
                "; write string(...) around what is no text"
            } else {
                ""
            };
            format!("{} {sign} {} cannot be done{hint}", what(left), what(right))
        }
        ExecutionError::ValuesNotComparable(left, right) => {
            format!("{} cannot be compared with {}", what(left), what(right))
        }
        ExecutionError::NoSuchOverload(error) => format!(
            "{} cannot be used on ({})",
            error.function(),
            error.argument_types().join(", ")
        ),
        ExecutionError::FunctionError { function, message } => format!("{function}: {message}"),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "it divides by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "a number in it grows too large".to_owned(),
        ExecutionError::IndexOutOfBounds(_) => {
            "it asks for an element that the list does not have".to_owned()
        }
        other => other.to_string(),
    }
}
