//! What a connection in quarantine is called in the workspace: a target by its name, a source and
//! a push endpoint by their directory.

use serde::{Deserialize, Serialize};
use std::fmt;

const SOURCE: &str = "source:";
const PUSH: &str = "push:";

/// A connection and its direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "direction", content = "name")]
pub enum ConnectionKey {
    /// What is sent to a target, by its name.
    Target(String),
    /// What is read from the source of a directory.
    Source(String),
    /// What others write to a directory.
    Push(String),
}

impl ConnectionKey {
    /// Reads what [`fmt::Display`] writes.
    #[must_use]
    pub fn read(text: &str) -> Self {
        if let Some(directory) = text.strip_prefix(SOURCE) {
            return Self::Source(directory.to_owned());
        }
        match text.strip_prefix(PUSH) {
            Some(directory) => Self::Push(directory.to_owned()),
            None => Self::Target(text.to_owned()),
        }
    }

    /// The connection called `name` in a direction: `outbound`, `source` or `push`.
    #[must_use]
    pub fn of(direction: &str, name: &str) -> Option<Self> {
        let name = name.to_owned();
        match direction {
            "outbound" => Some(Self::Target(name)),
            "source" => Some(Self::Source(name)),
            "push" => Some(Self::Push(name)),
            _ => None,
        }
    }

    /// The word for its direction.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        match self {
            Self::Target(_) => "outbound",
            Self::Source(_) => "source",
            Self::Push(_) => "push",
        }
    }

    /// The target or directory.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Target(name) | Self::Source(name) | Self::Push(name) => name,
        }
    }
}

impl fmt::Display for ConnectionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(name) => f.write_str(name),
            Self::Source(name) => write!(f, "{SOURCE}{name}"),
            Self::Push(name) => write!(f, "{PUSH}{name}"),
        }
    }
}
