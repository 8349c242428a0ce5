//! Calls that did not do what they were to do.

use rolecall_directory::Cause;
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
