//! Error answers (RFC 7644 section 3.12).

use serde_json::{Map, Value, json};

use super::{ScimType, has_schema, member, whole};
use crate::urn;

/// The keywords of RFC 7644 section 3.12, table 9.
const KEYWORDS: [ScimType; 10] = [
    ScimType::InvalidFilter,
    ScimType::TooMany,
    ScimType::Uniqueness,
    ScimType::Mutability,
    ScimType::InvalidSyntax,
    ScimType::InvalidPath,
    ScimType::NoTarget,
    ScimType::InvalidValue,
    ScimType::InvalidVers,
    ScimType::Sensitive,
];

/// The body of an error answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ErrorBody {
    /// The HTTP status it repeats, where it does.
    pub status: Option<u16>,
    /// The keyword, where there is one.
    pub scim_type: Option<ScimType>,
    /// The provider's own words, which are untrusted text.
    pub detail: Option<String>,
}

impl ErrorBody {
    /// Makes the body of an answer with `status`.
    #[must_use]
    pub fn new(status: u16, scim_type: Option<ScimType>, detail: impl Into<String>) -> Self {
        Self { status: Some(status), scim_type, detail: Some(detail.into()) }
    }

    /// Reads an error, whatever the status of the answer that carried it; none where the body is
    /// no error.
    ///
    /// An error is what lists the Error URN, what has a `status` of 400 or more (number or text)
    /// beside `detail` or `scimType`, and the `Errors` list of SCIM 1.1.
    #[must_use]
    pub fn read(body: &Value) -> Option<Self> {
        let members = body.as_object()?;
        if let Some(Value::Array(errors)) = member(members, "Errors") {
            return errors.first()?.as_object().map(Self::of_scim_1);
        }
        let read = Self {
            status: member(members, "status").and_then(status),
            scim_type: text(members, "scimType").map(keyword),
            detail: text(members, "detail"),
        };
        let told = read.detail.is_some() || read.scim_type.is_some();
        let failed = read.status.is_some_and(|status| status >= 400);
        (has_schema(members, urn::ERROR) || (told && failed)).then_some(read)
    }

    fn of_scim_1(error: &Map<String, Value>) -> Self {
        Self {
            status: member(error, "code").and_then(status),
            scim_type: None,
            detail: text(error, "description"),
        }
    }

    /// Writes the body, its status as a text.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut body = json!({"schemas": [urn::ERROR]});
        if let Some(scim_type) = &self.scim_type {
            body["scimType"] = json!(scim_type.as_str());
        }
        if let Some(detail) = &self.detail {
            body["detail"] = json!(detail);
        }
        if let Some(status) = self.status {
            body["status"] = json!(status.to_string());
        }
        body
    }
}

fn status(value: &Value) -> Option<u16> {
    whole(value).and_then(|status| u16::try_from(status).ok()).filter(|s| (100..600).contains(s))
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    member(members, name)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn keyword(text: String) -> ScimType {
    let known = KEYWORDS.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(&text));
    known.unwrap_or_else(|| ScimType::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_vendors_answer() {
        let expected = ErrorBody::new(409, Some(ScimType::Uniqueness), "taken");
        for body in [
            json!({"schemas": [urn::ERROR], "status": "409", "scimType": "uniqueness", "detail": "taken"}),
            json!({"Status": 409, "scimtype": "Uniqueness", "detail": "taken"}),
            expected.to_value(),
        ] {
            assert_eq!(ErrorBody::read(&body), Some(expected.clone()), "{body}");
        }
        let old = json!({"Errors": [{"description": "no", "code": "400"}]});
        assert_eq!(ErrorBody::read(&old), Some(ErrorBody::new(400, None, "no")));
        let own = json!({"schemas": [urn::ERROR], "scimType": "outOfLuck", "status": "x"});
        let own = ErrorBody::read(&own).unwrap();
        assert_eq!(own.scim_type, Some(ScimType::Other("outOfLuck".to_owned())));
        assert_eq!(own.status, None, "a status that is none is left out");
    }

    #[test]
    fn resources_are_no_errors() {
        for body in [
            json!({"id": "a", "status": "active", "detail": "x"}),
            json!({"status": 200, "detail": "ok"}),
            json!({"Errors": []}),
            json!([]),
        ] {
            assert_eq!(ErrorBody::read(&body), None, "{body}");
        }
    }
}
