//! Refusals in Google's form.

use crate::front::status;
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    code: u16,
    reason: String,
    message: String,
}

impl Refusal {
    pub fn new(code: u16, reason: &str, message: &str) -> Self {
        Self { code, reason: reason.to_owned(), message: message.to_owned() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { code, reason, message } = self;
        let domain = if reason.ends_with("Exceeded") { "usageLimits" } else { "global" };
        let errors = json!([{"message": message, "domain": domain, "reason": reason}]);
        let body = json!({"error": {"code": code, "message": message, "errors": errors}});
        (status(code), Json(body)).into_response()
    }
}
