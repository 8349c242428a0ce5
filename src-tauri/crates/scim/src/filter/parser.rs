//! Reading a filter: `not` binds closer than `and`, `and` closer than `or`.

use super::error::operators;
use super::lexer::{Token, tokens};
use super::{Dialect, Filter, FilterError, Op, names};
use crate::{AttrPath, Position, Span};

/// How many parentheses and brackets may stand within each other.
const DEPTH_LIMIT: usize = 64;
/// How many bytes are read.
const LENGTH_LIMIT: usize = 64 << 10;

pub(super) type Result<T> = std::result::Result<T, FilterError>;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    tokens: Vec<(Token<'a>, Span)>,
    pub(super) next: usize,
    depth: usize,
    in_value_filter: bool,
    pub(super) dialect: Dialect,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Result<Self> {
        if text.len() > LENGTH_LIMIT {
            return Err(FilterError::TooLong { length: text.len(), limit: LENGTH_LIMIT });
        }
        let tokens = tokens(text);
        Ok(Self { text, tokens, next: 0, depth: 0, in_value_filter: false, dialect })
    }

    /// Reads the whole text as a filter.
    pub(super) fn whole_filter(mut self) -> Result<Filter> {
        let filter = self.disjunction()?;
        self.end("\"and\", \"or\" or the end")?;
        Ok(filter)
    }

    /// Reads the whole text as a path.
    pub(super) fn whole_path(mut self) -> Result<AttrPath> {
        let path = self.path()?;
        self.end("the end of the path")?;
        Ok(path)
    }

    fn disjunction(&mut self) -> Result<Filter> {
        let first = self.conjunction()?;
        let mut clauses = vec![first];
        while self.take_word("or") {
            clauses.push(self.conjunction()?);
        }
        self.joined(Filter::any(clauses))
    }

    fn conjunction(&mut self) -> Result<Filter> {
        let first = self.term()?;
        let mut clauses = vec![first];
        while self.take_word("and") {
            clauses.push(self.term()?);
        }
        self.joined(Filter::all(clauses))
    }

    /// Unwraps clauses joined; there is always one at least.
    fn joined(&self, filter: Option<Filter>) -> Result<Filter> {
        filter.ok_or_else(|| self.unexpected("a condition", None))
    }

    fn term(&mut self) -> Result<Filter> {
        let (token, span) = self.peek();
        match token {
            Token::Open => self.parenthesized(),
            Token::Bare(word) if word.eq_ignore_ascii_case("not") => {
                self.next += 1;
                match self.peek().0 {
                    Token::Open => Ok(Filter::Not(Box::new(self.parenthesized()?))),
                    other => Err(FilterError::NotWithoutParentheses {
                        at: self.position(span.start),
                        what: match other {
                            Token::Bare(word) => word.to_owned(),
                            _ => "title".to_owned(),
                        },
                    }),
                }
            }
            _ => self.clause(),
        }
    }

    fn parenthesized(&mut self) -> Result<Filter> {
        self.nested(Token::Close, "\"and\", \"or\" or \")\"")
    }

    /// Reads a filter between the bracket that is next and `closing`.
    fn nested(&mut self, closing: Token<'_>, expected: &str) -> Result<Filter> {
        if self.depth == DEPTH_LIMIT {
            let at = self.position(self.peek().1.start);
            return Err(FilterError::TooDeep { at, limit: DEPTH_LIMIT });
        }
        self.next += 1;
        self.depth += 1;
        let filter = self.disjunction()?;
        self.depth -= 1;
        if self.peek().0 != closing {
            return Err(self.expected_junction(expected));
        }
        self.next += 1;
        Ok(filter)
    }

    fn clause(&mut self) -> Result<Filter> {
        let start = self.peek().1.start;
        let mut path = self.path()?;
        let (token, _) = self.peek();
        let word = match token {
            Token::Bare(word) => word.to_ascii_lowercase(),
            _ => String::new(),
        };
        let ends = matches!(token, Token::Close | Token::CloseBracket | Token::End);
        if path.sub.is_none()
            && (ends || word == "and" || word == "or")
            && let Some(filter) = path.value_filter.take()
        {
            return Ok(Filter::ValuePath { path, filter, span: self.since(start) });
        }
        let known = operators(self.dialect).split(", ").any(|operator| operator == word);
        if !known {
            return Err(self.expected_operator());
        }
        self.next += 1;
        match word.as_str() {
            "pr" => Ok(Filter::Present { path, span: self.since(start) }),
            "in" => {
                let values = self.list()?;
                Ok(Filter::In { path, values, span: self.since(start) })
            }
            "re" => {
                let pattern = self.pattern()?;
                Ok(Filter::Matches { path, pattern, span: self.since(start) })
            }
            _ => {
                let op = Op::ALL.into_iter().find(|op| op.as_str() == word).unwrap_or(Op::Eq);
                let value = self.literal()?;
                Ok(Filter::Compare { path, op, value, span: self.since(start) })
            }
        }
    }

    fn path(&mut self) -> Result<AttrPath> {
        let (token, span) = self.peek();
        let word = match token {
            Token::Bare(word) if !["and", "or", "not"].contains(&word.to_lowercase().as_str()) => {
                word
            }
            Token::Unclosed => return Err(self.unclosed(span)),
            _ => return Err(self.unexpected("an attribute such as department", None)),
        };
        let mut path = names::path(word).map_err(|(at, what)| self.bad_name(at, what))?;
        self.next += 1;
        if self.peek().0 != Token::OpenBracket || path.sub.is_some() || self.in_value_filter {
            return Ok(path);
        }
        self.in_value_filter = true;
        let filter = self.nested(Token::CloseBracket, "\"and\", \"or\" or \"]\"")?;
        self.in_value_filter = false;
        path.value_filter = Some(Box::new(filter));
        if let (Token::Bare(word), _) = self.peek()
            && let Some(sub) = word.strip_prefix('.')
        {
            names::name_at(sub, 1).map_err(|(at, what)| self.bad_name(at, what))?;
            path.sub = Some(sub.to_owned());
            self.next += 1;
        }
        Ok(path)
    }

    pub(super) fn peek(&self) -> (Token<'a>, Span) {
        let end = Span::new(self.text.len(), self.text.len());
        self.tokens.get(self.next).copied().unwrap_or((Token::End, end))
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek().0, Token::Bare(w) if w.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn end(&self, expected: &str) -> Result<()> {
        match self.peek().0 {
            Token::End => Ok(()),
            _ => Err(self.expected_junction(expected)),
        }
    }

    /// Returns the span from `start` to the last token read.
    fn since(&self, start: usize) -> Span {
        let last = self.next.checked_sub(1).and_then(|last| self.tokens.get(last));
        Span::new(start, last.map_or(start, |(_, span)| span.end))
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        Position::of(self.text, offset)
    }
}
