//! Calls that did not do what they were to do.

use rolecall_directory::Cause;
use serde_json::Value;
use std::time::Duration;

/// A call that did not do what it was to do.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub cause: Cause,
    /// The vendor's own words, or ours where it said none.
    pub message: String,
    /// Whether the call may have been carried out all the same.
    pub maybe_done: bool,
    /// When the vendor wants to be called again.
    pub retry_after: Option<Duration>,
    /// How often it was tried.
    pub tries: u32,
    /// The vendor's own code: `scimType`, `errorCode`.
    pub code: Option<String>,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
}

impl Refusal {
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause,
            message: message.into(),
            maybe_done: false,
            retry_after: None,
            tries: 1,
            code: None,
            status: None,
        }
    }

    pub fn maybe_done(mut self) -> Self {
        self.maybe_done = true;
        self
    }

    /// Whether part of what a call asked for may be what was refused.
    pub fn is_about_content(&self) -> bool {
        matches!(
            self.cause,
            Cause::AttributeInvalid
                | Cause::NoLicences
                | Cause::RejectedByTarget
                | Cause::NotPermitted
                | Cause::Conflict
        )
    }
}

/// The beginning of an answer that is not in the vendor's form, on one line.
pub(crate) fn excerpt(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(200) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line,
    }
}

/// What a refused token request says, in words: code and description (RFC 6749 section 5.2), or
/// those of Google's other form; the beginning of what is no JSON.
pub(super) fn oauth_words(text: &str) -> String {
    let Ok(body) = serde_json::from_str::<Value>(text) else {
        return format!("\"{}\"", excerpt(text));
    };
    let (code, words) = match &body["error"] {
        Value::Object(error) => (error.get("status"), error.get("message")),
        error => (Some(error), body.get("error_description")),
    };
    let told = |value: Option<&Value>| {
        let text = excerpt(value.and_then(Value::as_str).unwrap_or_default());
        Some(text).filter(|text| !text.is_empty())
    };
    match (told(code), told(words)) {
        (Some(code), Some(words)) => format!("{code}: \"{words}\""),
        (Some(code), None) => code,
        (None, Some(words)) => format!("\"{words}\""),
        (None, None) => "it gives no reason".to_owned(),
    }
}
