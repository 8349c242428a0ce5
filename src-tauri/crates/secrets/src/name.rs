//! The names that configuration uses for secrets.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::SecretError;

const LONGEST: usize = 64;
const PREFIX: &str = "ROLECALL_SECRET_";

/// Names a secret: 1 to 64 of lower-case ASCII letters, digits and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(String);

/// Says what is wrong with a text that should have been a [`SecretName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// The text is empty.
    #[error("it is empty")]
    Empty,
    /// The text is longer than a name may be.
    #[error("it has {length} characters and may have {LONGEST} at most")]
    TooLong {
        /// How many characters the text has.
        length: usize,
    },
    /// The text holds a character that names do not have.
    #[error("{found:?} at position {position} is not a lower-case letter a-z, a digit or '-'")]
    Character {
        /// The first character that does not belong.
        found: char,
        /// Where it stands, counted in characters from 1.
        position: usize,
    },
}

impl SecretName {
    /// Checks a text and makes a name of it.
    ///
    /// # Errors
    /// [`SecretError::NameInvalid`] with the [`NameProblem`].
    pub fn new(text: impl Into<String>) -> Result<Self, SecretError> {
        let text = text.into();
        match problem_of(&text) {
            None => Ok(Self(text)),
            Some(problem) => Err(SecretError::NameInvalid { name: text, problem }),
        }
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the environment variable that can hold this secret: `ROLECALL_SECRET_`, then the
    /// name in capitals with `-` as `_`.
    pub fn variable(&self) -> String {
        let mut variable = String::with_capacity(PREFIX.len() + self.0.len());
        variable.push_str(PREFIX);
        variable.extend(self.0.chars().map(|c| match c {
            '-' => '_',
            other => other.to_ascii_uppercase(),
        }));
        variable
    }

    /// Returns the name that an environment variable stands for, if it stands for one.
    pub(crate) fn of_variable(variable: &str) -> Option<Self> {
        let rest = variable.strip_prefix(PREFIX)?;
        if rest.contains(|c: char| c == '-' || c.is_ascii_lowercase()) {
            return None;
        }
        Self::new(rest.to_ascii_lowercase().replace('_', "-")).ok()
    }
}

fn problem_of(text: &str) -> Option<NameProblem> {
    if text.is_empty() {
        return Some(NameProblem::Empty);
    }
    let odd = text
        .chars()
        .enumerate()
        .find(|(_, c)| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-'));
    if let Some((at, found)) = odd {
        return Some(NameProblem::Character { found, position: at + 1 });
    }
    let length = text.len();
    (length > LONGEST).then_some(NameProblem::TooLong { length })
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SecretName {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl AsRef<str> for SecretName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SecretName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> NameProblem {
        match SecretName::new(text) {
            Err(SecretError::NameInvalid { name, problem }) => {
                assert_eq!(name, text, "the error repeats the name that was refused");
                problem
            }
            other => panic!("{text:?} should be refused, got {other:?}"),
        }
    }

    #[test]
    fn a_name_is_short_and_plain() {
        for good in ["a", "goto-main", "2", "-", &"x".repeat(64)] {
            assert_eq!(SecretName::new(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        assert_eq!(problem(""), NameProblem::Empty);
        assert_eq!(problem(&"x".repeat(65)), NameProblem::TooLong { length: 65 });
        assert_eq!(problem("goTo"), NameProblem::Character { found: 'T', position: 3 });
        assert_eq!(problem("a_b"), NameProblem::Character { found: '_', position: 2 });
        assert_eq!(problem("müller"), NameProblem::Character { found: 'ü', position: 2 });
        let text = SecretName::new("a b").unwrap_err().to_string();
        assert!(text.contains("' ' at position 2"), "{text}");
    }

    #[test]
    fn a_variable_and_its_name_turn_into_each_other() {
        let name = SecretName::new("goto-main-2").unwrap();
        assert_eq!(name.variable(), "ROLECALL_SECRET_GOTO_MAIN_2");
        assert_eq!(SecretName::of_variable(&name.variable()), Some(name));
        for other in ["ROLECALL_SECRET_", "ROLECALL_HOME", "ROLECALL_SECRET_goto", "PATH"] {
            assert_eq!(SecretName::of_variable(other), None, "{other} names no secret");
        }
    }
}
