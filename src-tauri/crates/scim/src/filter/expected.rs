//! What the parser says when something else stands where it reads.

use super::error::{near_junction, near_operator, operators};
use super::lexer::Token;
use super::parser::Parser;
use super::{Dialect, FilterError};
use crate::Span;

/// How many characters of what was found an error repeats.
const QUOTED_LIMIT: usize = 40;

impl Parser<'_> {
    /// Says that `expected` should stand where the next token does.
    pub(super) fn unexpected(&self, expected: &str, suggestion: Option<String>) -> FilterError {
        let (token, span) = self.peek();
        let found = match token {
            Token::End => "the end".to_owned(),
            _ => quoted(span.of(self.text).unwrap_or_default()),
        };
        let expected = expected.to_owned();
        FilterError::Unexpected { at: self.position(span.start), expected, found, suggestion }
    }

    pub(super) fn expected_operator(&self) -> FilterError {
        let suggestion = match self.peek().0 {
            Token::Bare(word) | Token::Signs(word) => near_operator(word, self.dialect),
            _ => None,
        };
        let expected = format!("an operator ({})", operators(self.dialect));
        self.unexpected(&expected, suggestion)
    }

    pub(super) fn expected_junction(&self, expected: &str) -> FilterError {
        match self.peek() {
            (Token::Unclosed, span) => self.unclosed(span),
            (Token::Bare(word) | Token::Signs(word), _) => {
                self.unexpected(expected, near_junction(word))
            }
            _ => self.unexpected(expected, None),
        }
    }

    pub(super) fn expected_value(&self) -> FilterError {
        let expected = match self.dialect {
            Dialect::Rfc => "a text in double quotes, a number, true, false or null",
            Dialect::Condition => {
                "a text in double quotes, a number, true, false, null or now (also now + 30d)"
            }
        };
        let suggestion = match self.peek().0 {
            Token::Bare(word) if word.chars().count() <= QUOTED_LIMIT => {
                Some(format!("\"{word}\" in double quotes"))
            }
            Token::Signs(sign) if sign.starts_with(['\'', '“', '”', '„', '‘', '’']) => {
                Some("a straight double quote (\")".to_owned())
            }
            _ => None,
        };
        self.unexpected(expected, suggestion)
    }

    pub(super) fn bad_name(&self, at: usize, expected: &str) -> FilterError {
        let (_, span) = self.peek();
        let word = span.of(self.text).unwrap_or_default();
        FilterError::Unexpected {
            at: self.position(span.start + at),
            expected: expected.to_owned(),
            found: quoted(word),
            suggestion: None,
        }
    }

    pub(super) fn unclosed(&self, span: Span) -> FilterError {
        FilterError::UnclosedText { at: self.position(span.start) }
    }
}

/// Quotes the beginning of what was found.
fn quoted(found: &str) -> String {
    match found.char_indices().nth(QUOTED_LIMIT) {
        Some((end, _)) => format!("\"{}...\"", &found[..end]),
        None if found.starts_with('"') => found.to_owned(),
        None => format!("\"{found}\""),
    }
}
