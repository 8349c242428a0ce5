//! Writing filters: the canonical text, with no parentheses but those it needs.

use std::fmt;

use super::escape::write_quoted;
use super::{Filter, Literal, Op};
use crate::AttrPath;

/// Writes the filter as text that reads back as the same filter.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(clauses) => join(f, clauses, " and "),
            Self::Or(clauses) => join(f, clauses, " or "),
            Self::Not(clause) => write!(f, "not ({clause})"),
            Self::Compare { path, op, value, .. } => write!(f, "{path} {op} {value}"),
            Self::Present { path, .. } => write!(f, "{path} pr"),
            Self::In { path, values, .. } => {
                write!(f, "{path} in (")?;
                for (index, value) in values.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    write!(f, "{value}")?;
                }
                f.write_str(")")
            }
            Self::Matches { path, pattern, .. } => {
                write!(f, "{path} re ")?;
                write_quoted(f, pattern)
            }
            Self::ValuePath { path, filter, .. } => write!(f, "{path}[{filter}]"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, clauses: &[Filter], word: &str) -> fmt::Result {
    for (index, clause) in clauses.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { word })?;
        match clause {
            Filter::Or(_) => write!(f, "({clause})")?,
            _ => write!(f, "{clause}")?,
        }
    }
    Ok(())
}

impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}:")?;
        }
        f.write_str(&self.name)?;
        if let Some(filter) = &self.value_filter {
            write!(f, "[{filter}]")?;
        }
        if let Some(sub) = &self.sub {
            write!(f, ".{sub}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write_quoted(f, text),
            Self::Number { text, .. } => f.write_str(text),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Null => f.write_str("null"),
            Self::Now { offset: 0 } => f.write_str("now"),
            Self::Now { offset } => {
                let sign = if *offset < 0 { '-' } else { '+' };
                let seconds = offset.unsigned_abs();
                let (amount, unit) = [(86_400, 'd'), (3600, 'h'), (60, 'm')]
                    .into_iter()
                    .find(|(length, _)| seconds % length == 0)
                    .map_or((seconds, 's'), |(length, unit)| (seconds / length, unit));
                write!(f, "now {sign} {amount}{unit}")
            }
        }
    }
}
