//! Messages of RFC 7644: what lists, errors and patches look like on the wire.
//!
//! Reading is lenient where vendors are known to differ; writing is the RFC's form alone.

mod error;
mod list;
mod patch;

pub use error::ErrorBody;
pub use list::ListResponse;
pub use patch::{PatchKind, PatchOp, PatchOperation};
pub use scim_v2::models::errors::ScimType;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::FilterError;

/// Why a JSON value is not the message it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MessageError {
    /// The body is no JSON object.
    #[error("the body is no {message}: it is not a JSON object")]
    NotAnObject {
        /// What was to be read.
        message: &'static str,
    },
    /// A member is missing.
    #[error("the {message} has no \"{member}\"")]
    Missing {
        /// What was to be read.
        message: &'static str,
        /// The member, with its place.
        member: String,
    },
    /// A member holds something else than it should.
    #[error("\"{member}\" of the {message} must be {expected}")]
    Unexpected {
        /// What was to be read.
        message: &'static str,
        /// The member, with its place.
        member: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// The path of a patch operation cannot be read.
    #[error("the path of patch operation {number} cannot be read: {source}")]
    Path {
        /// Which operation, from 1.
        number: usize,
        /// What is wrong with it.
        source: FilterError,
    },
    /// A `remove` without a path.
    #[error("patch operation {number} removes, but names no path")]
    NoTarget {
        /// Which operation, from 1.
        number: usize,
    },
}

impl MessageError {
    /// Returns the keyword a service provider answers this with (RFC 7644 section 3.12, table 9).
    #[must_use]
    pub fn scim_type(&self) -> ScimType {
        match self {
            Self::Path { .. } => ScimType::InvalidPath,
            Self::NoTarget { .. } => ScimType::NoTarget,
            Self::Missing { member, .. } if member.ends_with("value") => ScimType::InvalidValue,
            Self::NotAnObject { .. } | Self::Missing { .. } | Self::Unexpected { .. } => {
                ScimType::InvalidSyntax
            }
        }
    }
}

/// Finds a member without case.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members
        .get(name)
        .or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v))
}

/// Tells whether `schemas` lists a URN.
fn has_schema(members: &Map<String, Value>, urn: &str) -> bool {
    let listed = member(members, "schemas").and_then(Value::as_array);
    let is = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(urn));
    listed.is_some_and(|listed| listed.iter().any(is))
}

/// Reads a whole number, also one written as a text or as `5.0`.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_u64().or_else(|| {
            let float = number.as_f64()?;
            // The text of a whole float has no fraction; larger ones are no counts.
            (float.fract() == 0.0 && (0.0..1e15).contains(&float))
                .then(|| format!("{float:.0}").parse().ok())?
        }),
        _ => None,
    }
}
