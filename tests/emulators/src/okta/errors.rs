//! Errors in Okta's form, with the codes it publishes.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

/// A call that is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    code: &'static str,
    words: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, words: impl Into<String>) -> Self {
        Self { status, code, words: words.into() }
    }

    pub fn invalid(field: &str, words: &str) -> Self {
        let summary = format!("Api validation failed: {field}: {words}");
        Self::new(StatusCode::BAD_REQUEST, "E0000001", summary)
    }

    pub fn search(filter: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "E0000031", format!("Invalid search criteria: {filter}"))
    }

    pub fn token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "E0000011", "Invalid token provided")
    }

    pub fn forbidden() -> Self {
        let words = "You do not have permission to perform the requested action";
        Self::new(StatusCode::FORBIDDEN, "E0000006", words)
    }

    pub fn not_found(id: &str, kind: &str) -> Self {
        let words = format!("Not found: Resource not found: {id} ({kind})");
        Self::new(StatusCode::NOT_FOUND, "E0000007", words)
    }

    pub fn rate() -> Self {
        let words = "API call exceeded rate limit due to too many requests.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "E0000047", words)
    }

    pub fn told(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        Self::new(status, "E0000009", "Internal Server Error")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "errorCode": self.code,
            "errorSummary": self.words,
            "errorLink": self.code,
            "errorId": format!("oae{}", self.code),
            "errorCauses": [],
        });
        (self.status, Json(body)).into_response()
    }
}
