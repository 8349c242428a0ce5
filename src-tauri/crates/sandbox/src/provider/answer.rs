//! Answers and refusals (RFC 7644 section 3.12).

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// The media type of SCIM messages.
pub(super) const SCIM_JSON: &str = "application/scim+json";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// An answer before it becomes HTTP.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
    pub(super) etag: Option<String>,
    pub(super) location: Option<String>,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body), etag: None, location: None }
    }

    pub(super) fn no_content() -> Self {
        Self { status: 204, body: None, etag: None, location: None }
    }

    /// An answer that is one resource, with its version and address.
    pub(super) fn resource(status: u16, body: Value) -> Self {
        let meta = |key: &str| body["meta"][key].as_str().map(str::to_owned);
        Self { status, etag: meta("version"), location: meta("location"), body: Some(body) }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let bytes = self.body.map(|body| body.to_string());
        let mut response = Response::new(bytes.map_or_else(Body::empty, Body::from));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(SCIM_JSON));
        for (name, value) in [(header::ETAG, self.etag), (header::LOCATION, self.location)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) scim_type: Option<&'static str>,
    pub(super) detail: String,
}

impl Refusal {
    pub(super) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into() }
    }

    /// A 400 of one of the kinds in RFC 7644 table 9.
    pub(super) fn bad(scim_type: &'static str, detail: impl Into<String>) -> Self {
        Self { status: 400, scim_type: Some(scim_type), detail: detail.into() }
    }

    pub(super) fn invalid_value(detail: impl Into<String>) -> Self {
        Self::bad("invalidValue", detail)
    }

    pub(super) fn taken(detail: impl Into<String>) -> Self {
        Self { status: 409, scim_type: Some("uniqueness"), detail: detail.into() }
    }

    pub(super) fn unknown(kind: &str, id: &str) -> Self {
        Self::new(404, format!("{kind} {id} not found"))
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let body = error_body(refusal.status, refusal.scim_type, &refusal.detail);
        Self { status: refusal.status, body: Some(body), etag: None, location: None }
    }
}

/// An Error message of RFC 7644 section 3.12.
pub(super) fn error_body(status: u16, scim_type: Option<&str>, detail: &str) -> Value {
    let mut body = json!({"schemas": [ERROR], "status": status.to_string(), "detail": detail});
    if let Some(scim_type) = scim_type {
        body["scimType"] = json!(scim_type);
    }
    body
}
