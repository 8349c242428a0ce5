//! Errors as they cross to a screen or a script.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong: a code a program can act on, a message for people that says what failed, why
/// and the next step, and details by name for screens that say it in another language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppError {
    /// A stable word such as `rule_name_taken`.
    pub code: String,
    /// English, whole sentences.
    pub message: String,
    /// Names, places and numbers the message is made of.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Map<String, serde_json::Value>,
}

impl AppError {
    /// An error without details.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), details: serde_json::Map::new() }
    }

    /// The same with one more detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}
