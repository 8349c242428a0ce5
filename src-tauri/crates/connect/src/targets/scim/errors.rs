//! Which cause each answer of a SCIM service provider is.

use rolecall_directory::Cause;
use rolecall_scim::message::{ErrorBody, ScimType};
use serde_json::Value;
use std::time::Duration;

/// A call that did not do what it was to do.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub cause: Cause,
    /// The target's own words, or ours where it said none.
    pub message: String,
    /// Whether the call may have been carried out all the same.
    pub maybe_done: bool,
    /// When the target wants to be called again.
    pub retry_after: Option<Duration>,
    /// How often it was tried.
    pub tries: u32,
    pub scim_type: Option<ScimType>,
}

impl Refusal {
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause,
            message: message.into(),
            maybe_done: false,
            retry_after: None,
            tries: 1,
            scim_type: None,
        }
    }

    pub fn maybe_done(mut self) -> Self {
        self.maybe_done = true;
        self
    }

    /// Whether part of what a call asked for may be what was refused.
    pub fn is_about_content(&self) -> bool {
        matches!(
            self.cause,
            Cause::AttributeInvalid
                | Cause::NoLicences
                | Cause::RejectedByTarget
                | Cause::NotPermitted
                | Cause::Conflict
        )
    }

    /// Whether the target has no value that the path of a removal selects.
    pub fn is_no_target(&self) -> bool {
        self.scim_type == Some(ScimType::NoTarget)
    }
}

/// The refusal that `status` and `body` are; `create` tells a POST of a new account.
pub(super) fn refusal(status: u16, body: &str, create: bool, attributes: &[String]) -> Refusal {
    let error = serde_json::from_str::<Value>(body).ok().and_then(|body| ErrorBody::read(&body));
    let error = error.unwrap_or_default();
    let words = error.detail.clone().unwrap_or_else(|| excerpt(body));
    let cause = cause(status, error.scim_type.as_ref(), &words, create, attributes);
    let message = match words.is_empty() {
        true => format!("the target answered {status} without a word"),
        false => words,
    };
    let maybe_done = status >= 500;
    Refusal { scim_type: error.scim_type, maybe_done, ..Refusal::new(cause, message) }
}

fn cause(
    status: u16,
    scim_type: Option<&ScimType>,
    words: &str,
    create: bool,
    attributes: &[String],
) -> Cause {
    match status {
        300..=399 => Cause::UnreadableAnswer,
        401 => Cause::CredentialRejected,
        429 => Cause::RateLimited,
        400..=499 if speaks_of_licences(words) => Cause::NoLicences,
        400 if scim_type == Some(&ScimType::InvalidValue) && names_one(words, attributes) => {
            Cause::AttributeInvalid
        }
        403 => Cause::NotPermitted,
        404 => Cause::NotFound,
        409 if create => Cause::AccountExists,
        409 | 412 => Cause::Conflict,
        500..=599 => Cause::Unavailable,
        _ => Cause::RejectedByTarget,
    }
}

fn speaks_of_licences(words: &str) -> bool {
    let mut each = words.split(|sign: char| !sign.is_alphanumeric()).map(str::to_ascii_lowercase);
    each.any(|word| matches!(word.as_str(), "seat" | "seats") || word.starts_with("licen"))
}

/// Attributes of RFC 7643 sections 4.1 and 4.3 by which refusals name what they mean.
const KNOWN: [&str; 24] = [
    "userName",
    "externalId",
    "givenName",
    "familyName",
    "name",
    "emails",
    "email",
    "active",
    "entitlements",
    "roles",
    "title",
    "displayName",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "phoneNumbers",
    "addresses",
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
];

fn names_one(words: &str, attributes: &[String]) -> bool {
    let lower = words.to_lowercase();
    let known = KNOWN.iter().copied().chain(attributes.iter().map(String::as_str));
    known.map(str::to_lowercase).any(|name| {
        lower.match_indices(&name).any(|(at, found)| {
            let joined = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
            !joined(lower[..at].chars().next_back())
                && !joined(lower[at + found.len()..].chars().next())
        })
    })
}

/// The beginning of an answer that is no SCIM error, on one line.
pub(super) fn excerpt(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(200) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use rolecall_directory::Cause;

    #[test]
    fn every_line_of_the_table() {
        let error = |scim_type: &str, detail: &str| {
            format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"{scim_type}","detail":"{detail}"}}"#
            )
        };
        let cases = [
            (
                400,
                error("invalidValue", "emails.value is no address"),
                false,
                Cause::AttributeInvalid,
            ),
            (400, error("invalidValue", "nonsense"), false, Cause::RejectedByTarget),
            (400, error("invalidSyntax", "userName"), false, Cause::RejectedByTarget),
            (400, error("invalidValue", "No licences left for title"), false, Cause::NoLicences),
            (403, error("", "no Licenses"), true, Cause::NoLicences),
            (409, "all seats are taken".into(), true, Cause::NoLicences),
            (400, "Seattle is closed".into(), false, Cause::RejectedByTarget),
            (401, error("", "licence to call expired"), false, Cause::CredentialRejected),
            (403, String::new(), false, Cause::NotPermitted),
            (404, String::new(), false, Cause::NotFound),
            (409, String::new(), true, Cause::AccountExists),
            (409, String::new(), false, Cause::Conflict),
            (412, String::new(), false, Cause::Conflict),
            (418, String::new(), false, Cause::RejectedByTarget),
            (429, String::new(), false, Cause::RateLimited),
            (500, String::new(), false, Cause::Unavailable),
            (503, "<html>down</html>".into(), false, Cause::Unavailable),
        ];
        for (status, body, create, cause) in cases {
            assert_eq!(refusal(status, &body, create, &[]).cause, cause, "{status} {body}");
        }
        let own = refusal(400, &error("invalidValue", "badge is wrong"), false, &["badge".into()]);
        assert_eq!(own.cause, Cause::AttributeInvalid, "attributes that are sent are known too");
    }
}
