//! Conditions between their text and the builder, without loss.

use crate::AppError;
use crate::types::{Condition, ConditionProblem};
use rolecall_directory::AttributeType;
use rolecall_rules::{ConditionError, Field, KnownAttributes};
use rolecall_scim::{AttrPath, Dialect, Filter, Literal, Op, Span};

#[cfg(test)]
mod properties;

/// How deep a condition of the builder may be; deeper ones cannot be read as text either.
const DEEPEST: usize = 64;

/// The builder's form of `filter`. A clause that would not come back the same is shown as text.
pub(crate) fn condition_of(filter: &Filter, known: &KnownAttributes) -> Condition {
    let parts = |clauses: &[Filter]| clauses.iter().map(|one| condition_of(one, known)).collect();
    match filter {
        Filter::And(clauses) => Condition::All { parts: parts(clauses) },
        Filter::Or(clauses) => Condition::Any { parts: parts(clauses) },
        Filter::Not(clause) => Condition::Not { part: Box::new(condition_of(clause, known)) },
        clause => match clause_of(clause, known) {
            Some(shown) if filter_at(&shown, known, 0).is_ok_and(|back| back == *clause) => shown,
            _ => Condition::Text { text: clause.to_string() },
        },
    }
}

/// A clause as field, operator and values; `None` for what the builder has no row for.
fn clause_of(clause: &Filter, known: &KnownAttributes) -> Option<Condition> {
    let path = clause.path().filter(|path| path.value_filter.is_none())?;
    let kind = kind_of(path, known);
    let shown = |value: &Literal| shown(value, kind);
    let (op, values) = match clause {
        Filter::Compare { op, value, .. } => (op.as_str(), vec![shown(value)?]),
        Filter::Present { .. } => ("pr", Vec::new()),
        Filter::In { values, .. } => ("in", values.iter().map(shown).collect::<Option<_>>()?),
        Filter::Matches { pattern, .. } => ("re", vec![pattern.clone()]),
        _ => return None,
    };
    Some(Condition::Clause { field: path.to_string(), op: op.to_owned(), values })
}

fn kind_of(path: &AttrPath, known: &KnownAttributes) -> AttributeType {
    match Field::of(path, |name| known.contains(name)) {
        Some(Field::Attribute(name)) => known.kind(&name),
        _ => AttributeType::Text,
    }
}

/// A value as the builder shows it: without quotes.
fn shown(value: &Literal, kind: AttributeType) -> Option<String> {
    match value {
        Literal::Text(text) => Some(text.clone()),
        Literal::Null => None,
        bare => {
            (bare_literal(&bare.to_string(), kind).as_ref() == Some(bare)).then(|| bare.to_string())
        }
    }
}

/// The literal that `text` stands for without quotes, for an attribute of `kind`.
fn bare_literal(text: &str, kind: AttributeType) -> Option<Literal> {
    let parsed = || match Filter::parse(&format!("a eq {text}"), Dialect::Condition) {
        Ok(Filter::Compare { value, .. }) => Some(value),
        _ => None,
    };
    let fits = |value: &Literal| {
        matches!(
            (kind, value),
            (AttributeType::Boolean, Literal::Boolean(_))
                | (AttributeType::Number, Literal::Number { .. })
                | (AttributeType::Date, Literal::Now { .. })
        )
    };
    parsed().filter(fits)
}

fn literal(text: &str, kind: AttributeType) -> Literal {
    bare_literal(text, kind).unwrap_or_else(|| Literal::Text(text.to_owned()))
}

/// The filter that the builder's `condition` stands for.
///
/// # Errors
/// `condition_wrong` for a part that is not finished, or a text that cannot be read.
pub(crate) fn filter_of(
    condition: &Condition,
    known: &KnownAttributes,
) -> Result<Filter, AppError> {
    filter_at(condition, known, 0)
}

fn filter_at(
    condition: &Condition,
    known: &KnownAttributes,
    depth: usize,
) -> Result<Filter, AppError> {
    if depth > DEEPEST {
        return Err(unfinished("The condition is nested too deeply. Make it simpler."));
    }
    let all = |parts: &[Condition]| -> Result<Vec<Filter>, AppError> {
        parts.iter().map(|part| filter_at(part, known, depth + 1)).collect()
    };
    let empty = || unfinished("A group of conditions is empty. Add a condition, or remove it.");
    match condition {
        Condition::All { parts } => Filter::all(all(parts)?).ok_or_else(empty),
        Condition::Any { parts } => Filter::any(all(parts)?).ok_or_else(empty),
        Condition::Not { part } => Ok(Filter::Not(Box::new(filter_at(part, known, depth + 1)?))),
        Condition::Text { text } => {
            Filter::parse(text, Dialect::Condition).map_err(|error| wrong(&error.into(), text))
        }
        Condition::Clause { field, op, values } => clause(field, op, values, known),
    }
}

fn clause(
    field: &str,
    op: &str,
    values: &[String],
    known: &KnownAttributes,
) -> Result<Filter, AppError> {
    let path = AttrPath::parse(field, Dialect::Condition)
        .map_err(|error| wrong(&ConditionError::Syntax(error), field))?;
    let kind = kind_of(&path, known);
    let first = values.first().map(String::as_str).unwrap_or_default();
    let span = Span::default();
    Ok(match op {
        "pr" => Filter::Present { path, span },
        "re" => Filter::Matches { path, pattern: first.to_owned(), span },
        "in" if values.is_empty() => {
            return Err(unfinished("A condition lists no value. Choose at least one."));
        }
        "in" => {
            let values = values.iter().map(|value| literal(value, kind)).collect();
            Filter::In { path, values, span }
        }
        other => {
            let Some(op) = Op::ALL.into_iter().find(|op| op.as_str() == other) else {
                return Err(unfinished(&format!("There is no comparison \"{other}\".")));
            };
            Filter::Compare { path, op, value: literal(first, kind), span }
        }
    })
}

fn unfinished(message: &str) -> AppError {
    AppError::new("condition_wrong", message).with("column", 0).with("message", message)
}

/// What is wrong with the condition `text`, for a field on a screen.
pub(crate) fn problem_of(error: &ConditionError, text: &str) -> ConditionProblem {
    let at = error.position();
    let message = error.to_string();
    let bare = at.and_then(|at| message.strip_prefix(&format!("{at}: ")));
    let column = at.map_or(0, |at| {
        let before = text.get(..at.offset).unwrap_or(text);
        before.chars().count() as u64 + 1
    });
    ConditionProblem {
        column,
        message: bare.unwrap_or(&message).to_owned(),
        suggestion: error.suggestion().map(str::to_owned),
    }
}

/// The error for a condition that cannot be used.
pub(crate) fn wrong(error: &ConditionError, text: &str) -> AppError {
    let problem = problem_of(error, text);
    AppError::new("condition_wrong", format!("The condition cannot be used: {error}."))
        .with("column", problem.column)
        .with("message", problem.message)
        .with("suggestion", problem.suggestion)
}
