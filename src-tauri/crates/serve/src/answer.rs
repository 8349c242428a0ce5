//! Errors as answers.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rolecall_contract::AppError;

/// A request that is not carried out: a status, and `{code, message, details}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: Box<AppError>,
}

impl Refusal {
    /// A refusal by the server itself.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, error: Box::new(AppError::new(code, message)) }
    }

    /// The refusal of whoever has no session.
    pub fn no_session() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "session_expired",
            "This address has been used or has expired. Ask for a new one where Rolecall runs.",
        )
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self { status: status(&error.code), error: Box::new(error) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(*self.error)).into_response()
    }
}

/// The status that fits a code of the contract; scripts see it, the interface reads the code.
fn status(code: &str) -> StatusCode {
    match code {
        "malformed" => StatusCode::BAD_REQUEST,
        "internal" | "workspace_unusable" => StatusCode::INTERNAL_SERVER_ERROR,
        "unknown_command" | "not_found" => StatusCode::NOT_FOUND,
        "conflict" => StatusCode::CONFLICT,
        _ if code.ends_with("_not_found") => StatusCode::NOT_FOUND,
        _ if code.ends_with("_taken") || code.ends_with("_changed") => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_fitting_status() {
        let fits = [
            ("malformed", 400),
            ("unknown_command", 404),
            ("rule_not_found", 404),
            ("rule_name_taken", 409),
            ("filter_syntax", 422),
            ("workspace_unusable", 500),
            ("internal", 500),
        ];
        for (code, expected) in fits {
            assert_eq!(status(code).as_u16(), expected, "{code}");
        }
    }
}
