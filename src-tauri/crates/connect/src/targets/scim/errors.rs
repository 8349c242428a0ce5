//! Which cause each answer of a SCIM service provider is.

use crate::calls::{Refusal, excerpt};
use rolecall_directory::Cause;
use rolecall_scim::message::{ErrorBody, ScimType};
use serde_json::Value;

/// Whether the target has no value that the path of a removal selects.
pub(super) fn is_no_target(refused: &Refusal) -> bool {
    refused.code.as_deref() == Some(ScimType::NoTarget.as_str())
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
    let code = error.scim_type.as_ref().map(|word| word.as_str().to_owned());
    Refusal { code, maybe_done, ..Refusal::new(cause, message) }
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
