//! What is wrong with an expression, and where.

use rolecall_scim::Position;
use thiserror::Error;

/// What is wrong with an expression, and where: lines and columns count from 1 in its text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExpressionError {
    /// It cannot be read.
    #[error("{at}: expected {expected}, found {found}{}", hint(suggestion.as_deref()))]
    Syntax {
        /// Where it stands.
        at: Position,
        /// What may stand here, in words.
        expected: String,
        /// What does.
        found: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// Something CEL has is not to be used here, or not so.
    #[error("{at}: {message}")]
    NotAllowed {
        /// Where it stands.
        at: Position,
        /// What is wrong and what to write instead.
        message: String,
    },
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
    /// It names something that is not there; attributes are under `user`.
    #[error("{at}: unknown name \"{name}\"{}", hint(suggestion.as_deref()))]
    UnknownName {
        /// Where it stands.
        at: Position,
        /// As written.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// It calls a function that is not there.
    #[error("{at}: unknown function \"{name}\"{}", hint(suggestion.as_deref()))]
    UnknownFunction {
        /// Where it stands.
        at: Position,
        /// As written.
        name: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// Too long a text.
    #[error("the expression is {length} bytes long; at most {limit} are read, so shorten it")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// Loops within loops, texts that grow out of bounds, or too many operations.
    #[error(
        "the expression could take too long for a single person; have fewer operations and loops \
         within each other"
    )]
    TooCostly,
}

impl ExpressionError {
    /// Where in the text, from 1; `None` when the text as a whole is at fault.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Syntax { at, .. }
            | Self::NotAllowed { at, .. }
            | Self::UnknownAttribute { at, .. }
            | Self::UnknownName { at, .. }
            | Self::UnknownFunction { at, .. } => Some(*at),
            Self::TooLong { .. } | Self::TooCostly => None,
        }
    }

    /// What was likely meant, where something is near enough.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Syntax { suggestion, .. }
            | Self::UnknownAttribute { suggestion, .. }
            | Self::UnknownName { suggestion, .. }
            | Self::UnknownFunction { suggestion, .. } => suggestion.as_deref(),
            Self::NotAllowed { .. } | Self::TooLong { .. } | Self::TooCostly => None,
        }
    }

    /// The message without place and suggestion, for those who tell both in their own way.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut message = self.to_string();
        let place = self.position().map(|at| format!("{at}: ")).unwrap_or_default();
        message = message.strip_prefix(&place).map_or(message.clone(), str::to_owned);
        let hint = hint(self.suggestion());
        message.strip_suffix(&hint).map_or(message.clone(), str::to_owned)
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}
