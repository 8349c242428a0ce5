//! What a request of actions is answered.

use serde::Serialize;

/// One command that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failed {
    pub(crate) index: usize,
    pub(crate) step: usize,
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    pub(crate) message: String,
    #[serde(rename = "errorCode")]
    pub(crate) code: &'static str,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) completed: usize,
    pub(crate) not_completed: usize,
    pub(crate) completed_in_test_mode: usize,
    pub(crate) result: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<Failed>,
}

impl Answer {
    /// The answer to `commands` of which `errors` failed.
    pub(crate) fn new(commands: usize, errors: Vec<Failed>, is_test: bool) -> Self {
        let done = commands - errors.len();
        let result = match (done, errors.len()) {
            (_, 0) => "success",
            (0, _) => "error",
            _ => "partial",
        };
        Self {
            completed: if is_test { 0 } else { done },
            not_completed: errors.len(),
            completed_in_test_mode: if is_test { done } else { 0 },
            result,
            errors,
        }
    }
}
