//! What is asked of single texts.

use crate::typed::{self, Typed, holds_text, literal_text};
use crate::value_filter::Ask;
use icu_normalizer::ComposingNormalizer;
use rolecall_directory::{AttributeType, LIST_SEPARATOR};
use rolecall_scim::{Op, compile_pattern, fold};
use std::borrow::Cow;

/// What is asked of each distinct text of a column, read once: its right side as the column's
/// type.
#[derive(Clone)]
pub(crate) struct TextTest {
    kind: AttributeType,
    question: Question,
}

#[derive(Clone)]
enum Question {
    Readable,
    /// On the text as it was written: `co`, `sw`, `ew`.
    Written(Op, String),
    Compare(Op, Typed),
    In(Vec<Typed>),
    Pattern(regex::Regex),
    /// The right side can never be met.
    Never,
}

impl TextTest {
    pub(crate) fn new(kind: AttributeType, ask: Ask<'_>, now: i64) -> Self {
        let question = match ask {
            Ask::Present => Question::Readable,
            Ask::Compare(op @ (Op::Co | Op::Sw | Op::Ew), value) => match literal_text(value) {
                Some(right) => Question::Written(op, fold(&right)),
                None => Question::Never,
            },
            Ask::Compare(op, value) => match typed::read_literal(kind, value, now) {
                Some(right) => Question::Compare(op, right),
                None => Question::Never,
            },
            Ask::In(values) => {
                let right = values.iter().filter_map(|one| typed::read_literal(kind, one, now));
                Question::In(right.collect())
            }
            Ask::Matches(pattern) => match compile_pattern(&composed(pattern)) {
                Ok(pattern) => Question::Pattern(pattern),
                Err(_) => Question::Never,
            },
        };
        Self { kind, question }
    }

    /// Whether it holds for every text there can be.
    pub(crate) fn holds_for_all(&self) -> bool {
        self.is_text() && matches!(self.question, Question::Readable)
    }

    /// Whether it holds for any element of `text`, which may be a list where `lists` says so.
    pub(crate) fn holds_any(&self, text: &str, lists: bool) -> bool {
        if lists && text.contains(LIST_SEPARATOR) {
            return text.split(LIST_SEPARATOR).any(|element| self.holds(element));
        }
        self.holds(text)
    }

    /// Whether it holds for `text`; never where that cannot be read as the type, which counts
    /// as absent.
    pub(crate) fn holds(&self, text: &str) -> bool {
        let readable = || self.is_text() || typed::read(self.kind, text).is_some();
        match &self.question {
            Question::Never => false,
            Question::Readable => readable(),
            // Nothing before an end of ASCII letters changes what they are.
            Question::Written(Op::Ew, right) if right.is_ascii() && ends_with(text, right) => {
                readable()
            }
            Question::Written(op, right) if text.is_ascii() => {
                holds_ascii(text.as_bytes(), *op, right.as_bytes()) && readable()
            }
            Question::Written(op, right) => readable() && holds_text(&fold(text), *op, right),
            Question::Pattern(pattern) => readable() && pattern.is_match(&composed(text)),
            Question::Compare(Op::Eq, Typed::Text(right)) => is_text(text, right),
            Question::In(right) if self.is_text() => right.iter().any(|one| match one {
                Typed::Text(right) => is_text(text, right),
                _ => false,
            }),
            Question::Compare(op, right) => {
                typed::read(self.kind, text).is_some_and(|left| typed::holds(&left, *op, right))
            }
            Question::In(right) => {
                typed::read(self.kind, text).is_some_and(|left| right.contains(&left))
            }
        }
    }

    fn is_text(&self) -> bool {
        matches!(self.kind, AttributeType::Text | AttributeType::List)
    }
}

/// Whether `text` is `folded` without case.
fn is_text(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Whether `text` ends with ASCII `right`, which is folded.
fn ends_with(text: &str, right: &str) -> bool {
    let start = text.len().checked_sub(right.len());
    let end = start.and_then(|start| text.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(right.as_bytes()))
}

/// Whether ASCII `text`, in lower case, is as asked of `right`, which is folded.
fn holds_ascii(text: &[u8], op: Op, right: &[u8]) -> bool {
    if text.len() < right.len() {
        return false;
    }
    match op {
        Op::Sw => text[..right.len()].eq_ignore_ascii_case(right),
        Op::Ew => text[text.len() - right.len()..].eq_ignore_ascii_case(right),
        Op::Co => {
            let Some((first, rest)) = right.split_first() else { return true };
            let starts = &text[..=text.len() - right.len()];
            let found = |(at, byte): (usize, &u8)| {
                byte.eq_ignore_ascii_case(first)
                    && text[at + 1..at + right.len()].eq_ignore_ascii_case(rest)
            };
            starts.iter().enumerate().any(found)
        }
        _ => false,
    }
}

/// Whether `text`, read as text, is as asked; `ne` included.
pub(crate) fn text_matches(text: &str, ask: Ask<'_>, now: i64) -> bool {
    match ask {
        Ask::Compare(Op::Ne, value) => !text_matches(text, Ask::Compare(Op::Eq, value), now),
        ask => TextTest::new(AttributeType::Text, ask, now).holds(text),
    }
}

/// `text` in NFC, as patterns see it.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizer::new_nfc().normalize(text)
}
