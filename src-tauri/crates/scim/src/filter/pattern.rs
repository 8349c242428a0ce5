//! Patterns of `re`: the regex crate's syntax, which runs in linear time, within a size.

use regex::{Regex, RegexBuilder};
use thiserror::Error;

/// How many bytes a compiled pattern may take.
const SIZE_LIMIT: usize = 4 << 20;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the pattern cannot be used at byte {offset}: {reason}")]
pub struct PatternError {
    /// The byte of the pattern where it goes wrong, from 0.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
}

/// Compiles the pattern of a [`Filter::Matches`](crate::Filter::Matches): found anywhere, with
/// case unless it says `(?i)`. Fails where the syntax is wrong or the pattern too large.
pub fn compile_pattern(pattern: &str) -> Result<Regex, PatternError> {
    if let Err(error) = regex_syntax::parse(pattern) {
        return Err(PatternError { offset: offset(&error), reason: reason(&error) });
    }
    RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().map_err(|error| PatternError {
        offset: 0,
        reason: match error {
            regex::Error::CompiledTooBig(limit) => {
                format!("it would take more than {limit} bytes; use smaller repetitions")
            }
            other => other.to_string(),
        },
    })
}

fn offset(error: &regex_syntax::Error) -> usize {
    match error {
        regex_syntax::Error::Parse(error) => error.span().start.offset,
        regex_syntax::Error::Translate(error) => error.span().start.offset,
        _ => 0,
    }
}

fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_a_pattern_goes_wrong() {
        assert_eq!(compile_pattern("ab(c").unwrap_err().offset, 2);
        assert_eq!(compile_pattern("é[z-a]").unwrap_err().offset, 3);
        assert_eq!(compile_pattern(r"\p{Nope}").unwrap_err().offset, 0);
        assert!(compile_pattern("(?i)^sa").unwrap().is_match("SALES"));
    }

    #[test]
    fn refuses_what_would_grow_too_large() {
        let error = compile_pattern(r"(\w{100}){100}").unwrap_err();
        assert!(error.reason.contains("smaller repetitions"), "{error}");
    }
}
