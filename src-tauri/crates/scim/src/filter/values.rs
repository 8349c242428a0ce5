//! Reading what stands behind an operator: values, lists and patterns.

use super::escape::{Escapes, Unescaped, unescape};
use super::lexer::Token;
use super::parser::{Parser, Result};
use super::{Dialect, FilterError, Literal, names};
use crate::{Span, compile_pattern};

impl Parser<'_> {
    pub(super) fn list(&mut self) -> Result<Vec<Literal>> {
        if self.peek().0 != Token::Open {
            return Err(self.unexpected("a list in parentheses, as in (\"a\", \"b\")", None));
        }
        let mut values = Vec::new();
        loop {
            self.next += 1;
            values.push(self.literal()?);
            match self.peek().0 {
                Token::Comma => {}
                Token::Close => break,
                _ => return Err(self.unexpected("\",\" or \")\"", None)),
            }
        }
        self.next += 1;
        Ok(values)
    }

    pub(super) fn literal(&mut self) -> Result<Literal> {
        let (token, span) = self.peek();
        let word = match token {
            Token::Text(raw) => {
                let text = self.unescaped(raw, span, Escapes::Text)?.text;
                self.next += 1;
                return Ok(Literal::Text(text));
            }
            Token::Unclosed => return Err(self.unclosed(span)),
            Token::Bare(word) => word,
            _ => return Err(self.expected_value()),
        };
        let lower = word.to_ascii_lowercase();
        let literal = match lower.as_str() {
            "true" => Literal::Boolean(true),
            "false" => Literal::Boolean(false),
            "null" => Literal::Null,
            now if self.dialect == Dialect::Condition && is_now(now) => {
                return self.now(&word[3..]);
            }
            _ => match names::number(word) {
                Some(number) => number,
                None => return Err(self.expected_value()),
            },
        };
        self.next += 1;
        Ok(literal)
    }

    /// Reads `now` and its shift, blanks around the sign or none; `rest` follows in the same word.
    fn now(&mut self, rest: &str) -> Result<Literal> {
        let mut shift = rest.to_owned();
        self.next += 1;
        while shift.is_empty() || shift == "+" || shift == "-" {
            match self.peek().0 {
                Token::Bare(word) if !shift.is_empty() || word.starts_with(['+', '-']) => {
                    shift.push_str(word);
                    self.next += 1;
                }
                _ => break,
            }
        }
        if shift.is_empty() {
            return Ok(Literal::Now { offset: 0 });
        }
        names::shift(&shift).map(|offset| Literal::Now { offset }).ok_or_else(|| {
            self.next -= 1;
            self.unexpected("a shift of now such as + 30d or - 2h (units s, m, h, d, w)", None)
        })
    }

    pub(super) fn pattern(&mut self) -> Result<String> {
        let (token, span) = self.peek();
        let raw = match token {
            Token::Text(raw) => raw,
            Token::Unclosed => return Err(self.unclosed(span)),
            _ => return Err(self.unexpected("a pattern in double quotes", None)),
        };
        let unescaped = self.unescaped(raw, span, Escapes::Pattern)?;
        compile_pattern(&unescaped.text).map_err(|error| FilterError::Pattern {
            at: self.position(span.start + 1 + unescaped.origin(error.offset)),
            reason: error.reason,
        })?;
        self.next += 1;
        Ok(unescaped.text)
    }

    fn unescaped(&self, raw: &str, span: Span, escapes: Escapes) -> Result<Unescaped> {
        unescape(raw, escapes).map_err(|(start, end)| FilterError::UnknownEscape {
            at: self.position(span.start + 1 + start),
            found: raw[start..end].to_owned(),
        })
    }
}

fn is_now(word: &str) -> bool {
    word.strip_prefix("now").is_some_and(|rest| rest.is_empty() || rest.starts_with(['+', '-']))
}
