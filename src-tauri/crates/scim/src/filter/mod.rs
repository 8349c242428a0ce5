//! Filters: the expressions of RFC 7644 section 3.4.2.2, and the conditions of rules.
//!
//! One grammar reads both. A condition may say more than a SCIM client may: see [`Dialect`].

mod error;
mod escape;
mod expected;
mod lexer;
mod names;
mod parser;
mod pattern;
mod print;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod values;

pub use error::FilterError;
pub use pattern::{PatternError, compile_pattern};

use std::str::FromStr;

use self::parser::Parser;
use crate::{AttrPath, Span};

/// What a filter's text may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// What RFC 7644 section 3.4.2.2 allows, as SCIM clients send it.
    Rfc,
    /// A condition: the RFC's grammar with `in ("a", "b")`, `re "pattern"`, and `now`, also
    /// `now + 30d`.
    #[default]
    Condition,
}

/// A filter, as the sentence it was written as.
///
/// `And` and `Or` hold two clauses or more and never directly one of their own kind; build them
/// with [`Filter::all`] and [`Filter::any`], which see to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Every clause holds.
    And(Vec<Filter>),
    /// At least one clause holds.
    Or(Vec<Filter>),
    /// The clause does not hold.
    Not(Box<Filter>),
    /// `path op value`.
    Compare {
        /// The attribute compared.
        path: AttrPath,
        /// How.
        op: Op,
        /// With what.
        value: Literal,
        /// Where the clause stands.
        span: Span,
    },
    /// `path pr`.
    Present {
        /// The attribute that must have a value.
        path: AttrPath,
        /// Where the clause stands.
        span: Span,
    },
    /// `path in ("a", "b")`, of conditions only.
    In {
        /// The attribute compared.
        path: AttrPath,
        /// The values, one or more.
        values: Vec<Literal>,
        /// Where the clause stands.
        span: Span,
    },
    /// `path re "pattern"`, of conditions only.
    Matches {
        /// The attribute searched.
        path: AttrPath,
        /// The pattern, checked when it was read; [`compile_pattern`](crate::compile_pattern)
        /// makes it usable.
        pattern: String,
        /// Where the clause stands.
        span: Span,
    },
    /// `path[filter]` standing by itself: one value of the attribute meets the whole filter.
    ValuePath {
        /// The multi-valued or complex attribute, without value filter and sub-attribute.
        path: AttrPath,
        /// What one value must meet; its paths are sub-attributes.
        filter: Box<Filter>,
        /// Where the clause stands.
        span: Span,
    },
}

/// A comparison of RFC 7644 section 3.4.2.2, table 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// `eq`: equal.
    Eq,
    /// `ne`: not equal.
    Ne,
    /// `co`: contains.
    Co,
    /// `sw`: starts with.
    Sw,
    /// `ew`: ends with.
    Ew,
    /// `gt`: greater than.
    Gt,
    /// `ge`: greater than or equal.
    Ge,
    /// `lt`: less than.
    Lt,
    /// `le`: less than or equal.
    Le,
}

impl Op {
    /// Every comparison, in the order of the RFC's table.
    pub const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// Returns the operator as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }

    /// Tells whether the operator is of order: `gt`, `ge`, `lt` or `le`.
    #[must_use]
    pub fn is_order(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }
}

/// A value an attribute is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text, its escapes resolved.
    Text(String),
    /// A number of JSON.
    Number {
        /// The number as it was written.
        text: String,
        /// Its value, always finite.
        value: f64,
    },
    /// `true` or `false`.
    Boolean(bool),
    /// `null`: no value.
    Null,
    /// `now`, shifted; of conditions only.
    Now {
        /// The shift in seconds, negative into the past.
        offset: i64,
    },
}

impl Filter {
    /// Reads a filter; at most 64 KiB, at most 64 parentheses within each other.
    ///
    /// Operators, `and`, `or` and `not` are read without case. Fails with the place, what was found
    /// and what was expected.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, FilterError> {
        Parser::new(text, dialect)?.whole_filter()
    }

    /// Joins clauses by `and`: none without clauses, the clause itself where there is one.
    #[must_use]
    pub fn all(clauses: impl IntoIterator<Item = Self>) -> Option<Self> {
        let flat = clauses.into_iter().flat_map(|clause| match clause {
            Self::And(inner) => inner,
            other => vec![other],
        });
        Self::of_many(flat.collect(), Self::And)
    }

    /// Joins clauses by `or`: none without clauses, the clause itself where there is one.
    #[must_use]
    pub fn any(clauses: impl IntoIterator<Item = Self>) -> Option<Self> {
        let flat = clauses.into_iter().flat_map(|clause| match clause {
            Self::Or(inner) => inner,
            other => vec![other],
        });
        Self::of_many(flat.collect(), Self::Or)
    }

    fn of_many(mut clauses: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Option<Self> {
        if clauses.len() > 1 { Some(join(clauses)) } else { clauses.pop() }
    }

    /// Returns the bytes the filter was read from, without parentheses around it.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::And(clauses) | Self::Or(clauses) => {
                clauses.iter().map(Self::span).reduce(Span::join).unwrap_or_default()
            }
            Self::Not(clause) => clause.span(),
            Self::Compare { span, .. }
            | Self::Present { span, .. }
            | Self::In { span, .. }
            | Self::Matches { span, .. }
            | Self::ValuePath { span, .. } => *span,
        }
    }

    /// Returns the path a clause is about; none for `and`, `or` and `not`.
    #[must_use]
    pub fn path(&self) -> Option<&AttrPath> {
        match self {
            Self::And(_) | Self::Or(_) | Self::Not(_) => None,
            Self::Compare { path, .. }
            | Self::Present { path, .. }
            | Self::In { path, .. }
            | Self::Matches { path, .. }
            | Self::ValuePath { path, .. } => Some(path),
        }
    }

    /// Returns every clause that is no `and`, `or` or `not`, from left to right; value filters
    /// are not entered.
    #[must_use]
    pub fn clauses(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut rest = vec![self];
        while let Some(filter) = rest.pop() {
            match filter {
                Self::And(clauses) | Self::Or(clauses) => rest.extend(clauses.iter().rev()),
                Self::Not(clause) => rest.push(clause),
                clause => found.push(clause),
            }
        }
        found
    }
}

impl AttrPath {
    /// Reads a path, as filters and PATCH operations name attributes (RFC 7644 section 3.5.2).
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, FilterError> {
        Parser::new(text, dialect)?.whole_path()
    }
}

/// Reads a condition.
impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, Dialect::Condition)
    }
}

/// Reads a path whose value filter may say what a condition may.
impl FromStr for AttrPath {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, Dialect::Condition)
    }
}
