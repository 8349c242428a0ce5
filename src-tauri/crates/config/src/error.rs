//! What can be wrong with a configuration, and where.

use std::fmt;
use thiserror::Error;

/// One thing that is wrong with a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The kind of error in one stable word, such as `unknown_key`.
    pub code: &'static str,
    /// What is wrong, and where it helps, what to do.
    pub message: String,
    /// What was likely meant.
    pub suggestion: Option<String>,
}

impl ConfigError {
    /// The error in one line, with the name of its file: `config.toml:12:8: unknown key ...`.
    #[must_use]
    pub fn in_file(&self, file: &str) -> String {
        format!("{file}:{self}")
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.suggestion {
            Some(meant) => write!(f, "; did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with a configuration file, in the order of the file; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct ConfigErrors {
    /// The errors.
    pub errors: Vec<ConfigError>,
}

impl ConfigErrors {
    /// All errors, one a line, each with the name of the file.
    #[must_use]
    pub fn in_file(&self, file: &str) -> String {
        let lines: Vec<String> = self.errors.iter().map(|error| error.in_file(file)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.errors.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}
