//! What is sent of a person: an attribute, or an expression.

use super::{Computed, Expression, ExpressionError, ExpressionFor};
use crate::{Field, KnownAttributes};
use rolecall_directory::Person;
use rolecall_scim::{AttrPath, Dialect};

/// Ours, for one attribute of a target.
#[derive(Debug, Clone)]
pub enum Sent {
    /// The attribute in this column.
    Attribute(String),
    /// What this comes to.
    Computed(Expression),
}

impl Sent {
    /// Reads `text`: what names an attribute is that, anything else an expression.
    ///
    /// # Errors
    /// The first thing that is wrong with an expression; of an attribute, that nobody has it.
    pub fn parse(text: &str, known: &KnownAttributes) -> Result<Self, ExpressionError> {
        let path = AttrPath::parse(text.trim(), Dialect::Condition).ok();
        let plain = path.as_ref().filter(|path| path.value_filter.is_none());
        match plain.and_then(|path| Field::of(path, |name| known.contains(name))) {
            Some(Field::Attribute(column)) => Ok(Self::Attribute(column)),
            Some(Field::OrgUnit) => Ok(Self::Attribute("orgUnit".to_owned())),
            Some(Field::Groups(_)) | None => {
                Expression::parse(text, known, ExpressionFor::Sending).map(Self::Computed)
            }
        }
    }

    /// The columns it takes a value from.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (one, several) = match self {
            Self::Attribute(column) => (Some(column.as_str()), None),
            Self::Computed(expression) => (None, Some(expression.references())),
        };
        one.into_iter().chain(several.into_iter().flatten().map(|one| one.column.as_str()))
    }

    /// What is sent of `person`; absent when nothing is.
    #[must_use]
    pub fn of_person(&self, person: Person<'_>) -> Computed {
        match self {
            Self::Attribute(column) => match person.attribute(column) {
                Some(text) => Computed::Text(text.to_owned()),
                None => Computed::Absent,
            },
            Self::Computed(expression) => expression.of_person(person, None),
        }
    }
}
