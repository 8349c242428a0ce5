//! Conditions and attribute names inside the file.

use super::escapes::place_in;
use super::report::{Report, Text};
use super::sources::Attributes;
use rolecall_rules::{
    ConditionError, Expression, ExpressionError, ExpressionFor, Field, KnownAttributes,
    parse_condition,
};
use rolecall_scim::{AttrPath, Dialect};

/// What is said of an attribute that resembles none.
const NOWHERE: &str = ": neither SCIM, nor an [[attribute]], nor a column of a source has it";

/// Checks the condition of `of`, such as `rule "Sales"`, and reports what is wrong with it; every
/// unknown attribute by itself.
pub(super) fn check(report: &Report<'_>, of: &str, text: &Text, attributes: &Attributes) {
    let mut unknown: Vec<String> = Vec::new();
    loop {
        let more = (!unknown.is_empty()).then(|| attributes.with(&unknown));
        let known = more.as_ref().unwrap_or(&attributes.known);
        let Err(error) = parse_condition(&text.value, known) else { return };
        match error {
            ConditionError::UnknownAttribute { ref name, .. } => {
                if unknown.contains(name) {
                    return;
                }
                unknown.push(name.clone());
                if !attributes.open {
                    tell(report, of, text, &error);
                }
            }
            // What an attribute is that nobody knows cannot be wrong.
            ConditionError::NoOrder { ref name, .. } if unknown.contains(name) => return,
            _ => return tell(report, of, text, &error),
        }
    }
}

fn tell(report: &Report<'_>, of: &str, text: &Text, error: &ConditionError) {
    let suggestion = error.suggestion().map(str::to_owned);
    let mut message = error.to_string();
    // The place in the condition becomes a place in the file, the suggestion a part of the error.
    let at = match error.position() {
        Some(position) => {
            message = message.trim_start_matches(&format!("{position}: ")).to_owned();
            place_in(report, text, position.offset)
        }
        None => text.at(),
    };
    if let Some(meant) = &suggestion {
        message = message.trim_end_matches(&format!("; did you mean {meant}?")).to_owned();
    }
    if let (ConditionError::UnknownAttribute { .. }, None) = (error, &suggestion) {
        message.push_str(NOWHERE);
    }
    let code = match error {
        ConditionError::UnknownAttribute { .. } => "unknown_attribute",
        ConditionError::Syntax(_) => "condition",
        ConditionError::NoOrder { .. } | ConditionError::NotOfType { .. } => "condition_type",
    };
    report.suggest(at, code, format!("{of}: {message}"), suggestion);
}

/// Checks the expression of `of` and reports what is wrong with it; every unknown attribute by
/// itself.
pub(super) fn check_expression(
    report: &Report<'_>,
    of: &str,
    text: &Text,
    attributes: &Attributes,
    purpose: ExpressionFor,
) {
    let mut unknown: Vec<String> = Vec::new();
    loop {
        let known = attributes.with(&unknown);
        let Err(error) = Expression::parse(&text.value, &known, purpose) else { return };
        let next = match &error {
            ExpressionError::UnknownAttribute { name, .. } if !unknown.contains(name) => name,
            _ => return tell_expression(report, of, text, &error),
        };
        if !attributes.open {
            tell_expression(report, of, text, &error);
        }
        unknown.push(next.clone());
    }
}

fn tell_expression(report: &Report<'_>, of: &str, text: &Text, error: &ExpressionError) {
    let at = error.position().map_or(text.at(), |place| place_in(report, text, place.offset));
    let suggestion = error.suggestion().map(str::to_owned);
    let mut message = error.plain();
    let is_attribute = matches!(error, ExpressionError::UnknownAttribute { .. });
    if is_attribute && suggestion.is_none() {
        message.push_str(NOWHERE);
    }
    let code = if is_attribute { "unknown_attribute" } else { "expression" };
    report.suggest(at, code, format!("{of}: {message}"), suggestion);
}

/// Checks what is sent as `theirs`: an attribute by name, or an expression.
pub(super) fn check_sent(report: &Report<'_>, theirs: &str, text: &Text, attributes: &Attributes) {
    let path = AttrPath::parse(text.value.trim(), Dialect::Condition).ok();
    // No attribute's name begins so, but every attribute in an expression does.
    let below_user = path.as_ref().is_some_and(|path| path.name == "user");
    if path.is_some() && !below_user {
        check_attribute(report, text.at(), text.value.trim(), attributes);
    } else {
        let of = format!("send {theirs}");
        check_expression(report, &of, text, attributes, ExpressionFor::Sending);
    }
}

/// Checks that `name` is an attribute with a value of its own, as templates and `send` need one;
/// false when it is reported.
pub(super) fn check_attribute(
    report: &Report<'_>,
    at: usize,
    name: &str,
    attributes: &Attributes,
) -> bool {
    let known: &KnownAttributes = &attributes.known;
    let path = AttrPath::parse(name, Dialect::Condition).ok();
    let plain = path.as_ref().filter(|path| path.value_filter.is_none());
    let field = plain.and_then(|path| Field::of(path, |name| known.contains(name)));
    if matches!(field, Some(Field::Attribute(_) | Field::OrgUnit)) {
        return true;
    }
    if attributes.open && plain.is_some() && field.is_none() {
        return true;
    }
    let near = known.nearest(name);
    let (message, near) = match field {
        Some(Field::Groups(_)) => {
            (format!("\"{name}\" has no value of its own"), Some("groups.display".to_owned()))
        }
        _ if near.is_none() => (format!("unknown attribute \"{name}\"{NOWHERE}"), None),
        _ => (format!("unknown attribute \"{name}\""), near),
    };
    report.suggest(at, "unknown_attribute", message, near);
    false
}
