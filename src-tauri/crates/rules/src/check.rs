//! Checking conditions before they are used.

use crate::field::Field;
use crate::typed;
use crate::value_filter::{is_fixed, under};
use rolecall_directory::{AttributeDefinition, AttributeType};
use rolecall_scim::{AttrPath, Dialect, Filter, FilterError, Literal, Op, Position, Span, fold};
use thiserror::Error;

/// What is wrong with a condition, and where: lines and columns count from 1 in its text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConditionError {
    /// It cannot be read.
    #[error(transparent)]
    Syntax(#[from] FilterError),
    /// It names an attribute that neither SCIM nor the configuration knows.
    #[error("{at}: unknown attribute \"{name}\"{}", hint(suggestion.as_deref()))]
    UnknownAttribute {
        /// Where it stands.
        at: Position,
        /// As written.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// `gt ge lt le` on text or yes/no.
    #[error("{at}: \"{op}\" compares numbers and dates, but {name} is {kind}")]
    NoOrder {
        /// Where the clause stands.
        at: Position,
        /// The operator.
        op: &'static str,
        /// The attribute.
        name: String,
        /// What it is.
        kind: &'static str,
    },
    /// A value that can never be one of the attribute's type.
    #[error("{at}: {name} is {kind}, and {value} cannot be read as one")]
    NotOfType {
        /// Where the clause stands.
        at: Position,
        /// The attribute.
        name: String,
        /// What it is.
        kind: &'static str,
        /// The value as written.
        value: String,
    },
}

impl ConditionError {
    /// Where in the text, from 1; `None` when the text as a whole is at fault.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Syntax(error) => error.position(),
            Self::UnknownAttribute { at, .. }
            | Self::NoOrder { at, .. }
            | Self::NotOfType { at, .. } => Some(*at),
        }
    }

    /// What was likely meant, where something is near enough.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Syntax(error) => error.suggestion(),
            Self::UnknownAttribute { suggestion, .. } => suggestion.as_deref(),
            Self::NoOrder { .. } | Self::NotOfType { .. } => None,
        }
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

/// The attributes conditions may name beyond those of SCIM, with their types.
#[derive(Debug, Clone, Default)]
pub struct KnownAttributes {
    named: Vec<(String, AttributeType)>,
    computed: Vec<String>,
}

impl KnownAttributes {
    /// Knows the custom attributes `defined` and the further columns `carried` by sources.
    #[must_use]
    pub fn new(defined: &[AttributeDefinition], carried: &[String]) -> Self {
        let mut named: Vec<_> =
            defined.iter().map(|attribute| (attribute.name.clone(), attribute.kind)).collect();
        for name in carried {
            if !named.iter().any(|(known, _)| fold(known) == fold(name)) {
                named.push((name.clone(), AttributeType::Text));
            }
        }
        let computed = defined.iter().filter(|attribute| attribute.expression.is_some());
        Self { named, computed: computed.map(|attribute| fold(&attribute.name)).collect() }
    }

    /// Knows `name` too, as a text.
    pub fn add(&mut self, name: &str) {
        if !self.contains(name) {
            self.named.push((name.to_owned(), AttributeType::Text));
        }
    }

    /// Whether `name` is one of them, without case.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let name = fold(name);
        self.named.iter().any(|(known, _)| fold(known) == name)
    }

    /// Whether an expression computes `name`, without case.
    #[must_use]
    pub fn is_computed(&self, name: &str) -> bool {
        self.computed.contains(&fold(name))
    }

    /// The type of `name`; `active` is yes/no, what is not known is text.
    #[must_use]
    pub fn kind(&self, name: &str) -> AttributeType {
        if name.eq_ignore_ascii_case("active") {
            return AttributeType::Boolean;
        }
        let name = fold(name);
        let known = self.named.iter().find(|(known, _)| fold(known) == name);
        known.map_or(AttributeType::Text, |(_, kind)| *kind)
    }

    /// The name nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<String> {
        const USUAL: [&str; 16] = [
            "userName",
            "active",
            "displayName",
            "name.givenName",
            "name.familyName",
            "title",
            "userType",
            "emails.value",
            "groups.display",
            "orgUnit",
            "department",
            "division",
            "costCenter",
            "employeeNumber",
            "locale",
            "addresses.country",
        ];
        let wanted = fold(name);
        let all = self.named.iter().map(|(known, _)| known.as_str()).chain(USUAL);
        let scored = all.map(|known| (strsim::damerau_levenshtein(&fold(known), &wanted), known));
        let best = scored.min_by_key(|(distance, _)| *distance)?;
        (best.0 <= 1 + wanted.chars().count() / 4).then(|| best.1.to_owned())
    }
}

/// Reads `text` as a condition and checks every name and value in it.
///
/// # Errors
/// The first thing that is wrong, with its place in `text`.
pub fn parse_condition(text: &str, known: &KnownAttributes) -> Result<Filter, ConditionError> {
    let filter = Filter::parse(text, Dialect::Condition)?;
    check_condition(&filter, text, known)?;
    Ok(filter)
}

/// Checks every name and value of `filter`, which was read from `text`.
///
/// # Errors
/// The first thing that is wrong, with its place in `text`.
pub fn check_condition(
    filter: &Filter,
    text: &str,
    known: &KnownAttributes,
) -> Result<(), ConditionError> {
    for clause in filter.clauses() {
        check_clause(clause, text, known)?;
    }
    Ok(())
}

fn check_clause(
    clause: &Filter,
    text: &str,
    known: &KnownAttributes,
) -> Result<(), ConditionError> {
    let Some(path) = clause.path() else { return Ok(()) };
    let span = clause.span();
    let Some(field) = Field::of(path, |name| known.contains(name)) else {
        return Err(unknown(path, span, text, known));
    };
    let inner = match clause {
        Filter::ValuePath { filter, .. } => Some(filter),
        _ => path.value_filter.as_ref(),
    };
    if let Some(filter) = inner {
        check_value_filter(filter, path, text, known)?;
    }
    let (name, kind) = match field {
        Field::Groups(_) | Field::OrgUnit => (path.dotted(), AttributeType::Text),
        Field::Attribute(name) => {
            let kind = known.kind(&name);
            (name, kind)
        }
    };
    let value_fits = |value: &Literal| check_value(&name, kind, value, span, text);
    match clause {
        Filter::Compare { op, .. }
            if op.is_order() && !matches!(kind, AttributeType::Number | AttributeType::Date) =>
        {
            let at = Position::of(text, span.start);
            Err(ConditionError::NoOrder { at, op: op.as_str(), name, kind: kind_words(kind) })
        }
        Filter::Compare { op: Op::Co | Op::Sw | Op::Ew, .. } => Ok(()),
        Filter::Compare { value, .. } => value_fits(value),
        Filter::In { values, .. } => values.iter().try_for_each(value_fits),
        _ => Ok(()),
    }
}

/// Checks what one value of `attribute` is asked: its type, whether it is the primary one, and
/// its sub-attributes.
fn check_value_filter(
    filter: &Filter,
    attribute: &AttrPath,
    text: &str,
    known: &KnownAttributes,
) -> Result<(), ConditionError> {
    for clause in filter.clauses() {
        if !is_fixed(clause) {
            check_clause(&under(clause, attribute), text, known)?;
        }
    }
    Ok(())
}

fn check_value(
    name: &str,
    kind: AttributeType,
    value: &Literal,
    span: Span,
    text: &str,
) -> Result<(), ConditionError> {
    if matches!(value, Literal::Null) || typed::read_literal(kind, value, 0).is_some() {
        return Ok(());
    }
    let written = match value {
        Literal::Text(value) => format!("\"{value}\""),
        Literal::Number { text, .. } => text.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Null | Literal::Now { .. } => "now".to_owned(),
    };
    Err(ConditionError::NotOfType {
        at: Position::of(text, span.start),
        name: name.to_owned(),
        kind: kind_words(kind),
        value: written,
    })
}

fn unknown(path: &AttrPath, span: Span, text: &str, known: &KnownAttributes) -> ConditionError {
    let name = path.dotted();
    ConditionError::UnknownAttribute {
        at: Position::of(text, span.start),
        suggestion: known.nearest(&name),
        name,
    }
}

fn kind_words(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::Text => "a text",
        AttributeType::Number => "a number",
        AttributeType::Boolean => "a yes/no",
        AttributeType::Date => "a date",
        AttributeType::List => "a list",
    }
}
