//! What can be wrong with a filter's text, and where.

use thiserror::Error;

use super::Dialect;
use crate::Position;

/// Why a text is not a filter or not an attribute path; each says where, what and what would be
/// right. To a SCIM client all of these are `invalidFilter` (or `invalidPath` in a PATCH).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilterError {
    /// Something else was expected here.
    #[error("{at}: expected {expected}, found {found}{}", did_you_mean(suggestion.as_deref()))]
    Unexpected {
        /// Where it stands.
        at: Position,
        /// What may stand here, in words.
        expected: String,
        /// What does, quoted, or `the end`.
        found: String,
        /// What was likely meant.
        suggestion: Option<String>,
    },
    /// `not` without parentheses behind it.
    #[error("{at}: \"not\" needs parentheses around what it denies, as in: not ({what} pr)")]
    NotWithoutParentheses {
        /// Where `not` stands.
        at: Position,
        /// The word after it, or an example.
        what: String,
    },
    /// A text without its closing quote.
    #[error("{at}: this text is never closed; end it with a double quote")]
    UnclosedText {
        /// Where its opening quote stands.
        at: Position,
    },
    /// An escape JSON does not know.
    #[error(
        "{at}: \"{found}\" is no escape of JSON; write \\\\ for a backslash and \\\" for a quote"
    )]
    UnknownEscape {
        /// Where its backslash stands.
        at: Position,
        /// The escape.
        found: String,
    },
    /// A pattern the regex syntax does not allow, or one too large.
    #[error("{at}: the pattern cannot be used: {reason}")]
    Pattern {
        /// Where in the pattern.
        at: Position,
        /// What is wrong with it.
        reason: String,
    },
    /// Too many parentheses and brackets within each other.
    #[error("{at}: more than {limit} parentheses within each other; write the filter flatter")]
    TooDeep {
        /// The parenthesis that is too much.
        at: Position,
        /// How many there may be.
        limit: usize,
    },
    /// Too long a text.
    #[error("the filter is {length} bytes long; at most {limit} are read, so shorten it")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
}

impl FilterError {
    /// Returns where the text went wrong; none where its length is what is wrong.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Unexpected { at, .. }
            | Self::NotWithoutParentheses { at, .. }
            | Self::UnclosedText { at }
            | Self::UnknownEscape { at, .. }
            | Self::Pattern { at, .. }
            | Self::TooDeep { at, .. } => Some(*at),
            Self::TooLong { .. } => None,
        }
    }

    /// Returns what was likely meant, where something is near enough.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Unexpected { suggestion, .. } => suggestion.as_deref(),
            _ => None,
        }
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|word| format!("; did you mean {word}?")).unwrap_or_default()
}

/// Words people write for an operator, beside the operators themselves.
const SPELLINGS: [(&str, &str); 31] = [
    ("=", "eq"),
    ("==", "eq"),
    ("===", "eq"),
    ("is", "eq"),
    ("equal", "eq"),
    ("equals", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("neq", "ne"),
    ("isnot", "ne"),
    ("not", "ne"),
    ("has", "co"),
    ("like", "co"),
    ("contains", "co"),
    ("includes", "co"),
    ("startswith", "sw"),
    ("starts", "sw"),
    ("begins", "sw"),
    ("endswith", "ew"),
    ("ends", "ew"),
    ("exists", "pr"),
    ("present", "pr"),
    (">", "gt"),
    (">=", "ge"),
    ("gte", "ge"),
    ("<", "lt"),
    ("<=", "le"),
    ("lte", "le"),
    ("~", "re"),
    ("=~", "re"),
    ("matches", "re"),
];

/// Lists the operators of a dialect in words.
pub(super) fn operators(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Rfc => "eq, ne, co, sw, ew, pr, gt, ge, lt, le",
        Dialect::Condition => "eq, ne, co, sw, ew, pr, gt, ge, lt, le, in, re",
    }
}

/// Finds the operator a word was likely meant to be.
pub(super) fn near_operator(word: &str, dialect: Dialect) -> Option<String> {
    let word = word.to_lowercase();
    let known = || operators(dialect).split(", ");
    let spelled = SPELLINGS.iter().find(|(spelling, _)| *spelling == word);
    let meant = spelled.map(|(_, operator)| *operator).or_else(|| {
        known().find(|operator| strsim::damerau_levenshtein(operator, &word) <= 1).or_else(|| {
            let near = |spelling: &str| strsim::jaro_winkler(spelling, &word) > 0.88;
            SPELLINGS.iter().find(|(spelling, _)| near(spelling)).map(|(_, operator)| *operator)
        })
    })?;
    known().any(|operator| operator == meant).then(|| format!("\"{meant}\""))
}

/// Finds the `and` or `or` a word was likely meant to be.
pub(super) fn near_junction(word: &str) -> Option<String> {
    let meant = match word.to_lowercase().as_str() {
        "&" | "&&" | "adn" | "an" | "nad" | "plus" => "and",
        "|" | "||" | "ro" => "or",
        _ => return None,
    };
    Some(format!("\"{meant}\""))
}
