//! Lists in pages (RFC 7644 section 3.4.2).

use serde_json::{Value, json};

use super::answer::Answer;
use super::query::Query;

/// Answers the page that was asked for out of all resources that match.
pub(super) fn page<T>(query: &Query, found: &[T], shape: impl Fn(&T) -> Value) -> Answer {
    let resources: Vec<Value> = found
        .iter()
        .skip(query.start - 1)
        .take(query.count)
        .map(|resource| query.project(shape(resource)))
        .collect();
    Answer::ok(list(query.start, found.len(), resources))
}

/// A ListResponse message.
pub(super) fn list(start: usize, total: usize, resources: Vec<Value>) -> Value {
    let mut message = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": resources.len(),
    });
    // Moved, for they may be many.
    message["Resources"] = Value::Array(resources);
    message
}
