//! Answers and refusals in Graph's form.

use crate::front::status;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    code: String,
    message: String,
    location: Option<String>,
}

impl Refusal {
    pub fn new(status: u16, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), location: None }
    }

    /// That everything is to be read anew, from `location` on.
    pub fn gone(location: String) -> Self {
        let words = "The delta token has expired; synchronize from the beginning.";
        Self { location: Some(location), ..Self::new(410, "resyncRequired", words) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {
            "code": self.code,
            "message": self.message,
            "innerError": {"date": "2026-11-22T12:00:00", "request-id": "00000000-0000"},
        }});
        let mut response = (status(self.status), Json(body)).into_response();
        if let Some(Ok(location)) = self.location.map(|text| HeaderValue::from_str(&text)) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

/// What the front refuses, in Graph's form.
pub(super) fn refused(code: u16, wait: Option<u64>) -> Response {
    let (name, words) = match code {
        429 => ("TooManyRequests", "Too many requests"),
        503 => ("serviceNotAvailable", "The service is unavailable."),
        _ => ("InternalServerError", "The emulator was told to refuse this."),
    };
    let mut response = Refusal::new(code, name, words).into_response();
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}
