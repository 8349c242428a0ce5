//! One request as the provider saw it.

use std::time::SystemTime;

use serde_json::Value;

/// One request as the provider saw it, and what it answered.
#[derive(Debug, Clone)]
pub struct Call {
    /// The HTTP method.
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// The body, when it was JSON.
    pub body: Option<Value>,
    /// The status answered; absent while (or because) no answer was given.
    pub status: Option<u16>,
    /// When the request arrived.
    pub when: SystemTime,
}
