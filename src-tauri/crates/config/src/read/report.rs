//! Where errors are gathered while a file is read.

use crate::{ConfigError, ConfigErrors};
use rolecall_scim::{Position, fold};
use std::cell::RefCell;
use std::ops::Range;

/// The text being read and everything found wrong with it so far.
pub(super) struct Report<'t> {
    pub text: &'t str,
    errors: RefCell<Vec<ConfigError>>,
}

impl<'t> Report<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, errors: RefCell::default() }
    }

    /// Notes what is wrong at the byte `at`.
    pub fn error(&self, at: usize, code: &'static str, message: impl Into<String>) {
        self.suggest(at, code, message, None);
    }

    /// Notes that the text is no TOML.
    pub fn toml(&self, problem: &toml::de::Error) {
        let at = problem.span().map_or(self.text.len(), |span| span.start);
        let written = problem.span().and_then(|span| self.text.get(span)).unwrap_or_default();
        let message = match problem.message() {
            "duplicate key" => format!("the key {written} is there twice; keep one"),
            other => format!("no valid TOML: {other}"),
        };
        self.error(at, "syntax", message);
    }

    /// Notes what is wrong at the byte `at`, and what was likely meant.
    pub fn suggest(
        &self,
        at: usize,
        code: &'static str,
        message: impl Into<String>,
        suggestion: Option<String>,
    ) {
        let Position { line, column, .. } = Position::of(self.text, at);
        let message = message.into();
        self.errors.borrow_mut().push(ConfigError { line, column, code, message, suggestion });
    }

    /// The errors in the order of the file; none when nothing is wrong.
    pub fn finish(self) -> Option<ConfigErrors> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| (error.line, error.column));
        errors.dedup();
        (!errors.is_empty()).then_some(ConfigErrors { errors })
    }
}

/// A text of the file and the bytes it stands in, quotes included.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub value: String,
    pub span: Range<usize>,
}

impl Text {
    /// Where it stands.
    pub fn at(&self) -> usize {
        self.span.start
    }
}

/// The one of `known` that `word` was likely meant to be.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let wanted = fold(word);
    let scored =
        known.into_iter().map(|name| (strsim::damerau_levenshtein(&fold(name), &wanted), name));
    let (distance, name) = scored.min_by_key(|(distance, _)| *distance)?;
    let bound = if wanted.chars().count() < 3 { 1 } else { 1 + wanted.chars().count() / 4 };
    (distance <= bound && distance < wanted.chars().count().max(1)).then(|| name.to_owned())
}

/// `a, b, c` of several names, for messages that list what there is.
pub(super) fn listed<'k>(names: impl IntoIterator<Item = &'k str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
