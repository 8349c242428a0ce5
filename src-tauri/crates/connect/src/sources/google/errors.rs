//! What Google's refusals mean, and what to do about each.

use super::log::AUDIT;
use crate::ConnectError;
use crate::calls::{Refusal, Reply, SIGN_IN_ENDED, excerpt};
use rolecall_directory::Cause;
use serde_json::Value;

/// Reasons of 403 that are a limit, not a lack of rights.
const LIMITS: [&str; 6] = [
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "quotaExceeded",
    "dailyLimitExceeded",
    "RATE_LIMIT_EXCEEDED",
    "RESOURCE_EXHAUSTED",
];

/// Reasons that say that the API is switched off in the project.
const SWITCHED_OFF: [&str; 2] = ["accessNotConfigured", "SERVICE_DISABLED"];

/// The refusal in an answer that is no success.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
    let error = &body["error"];
    let reasons = ["errors", "details"].into_iter().flat_map(|list| {
        error[list].as_array().into_iter().flatten().filter_map(|one| one["reason"].as_str())
    });
    let mut reasons: Vec<&str> = reasons.chain(error["status"].as_str()).collect();
    reasons.dedup();
    let is_limit = reasons.iter().any(|reason| LIMITS.contains(reason));
    let off = reasons.iter().find(|reason| SWITCHED_OFF.contains(reason));
    let code = off.or(reasons.first()).map(|&reason| reason.to_owned());
    let said = error["message"].as_str().filter(|words| !words.is_empty());
    let said = said.map_or_else(|| excerpt(&reply.text), str::to_owned);
    let cause = match reply.status {
        400 => Cause::AttributeInvalid,
        401 => Cause::CredentialRejected,
        403 if is_limit => Cause::RateLimited,
        403 => Cause::NotPermitted,
        404 | 410 => Cause::NotFound,
        429 => Cause::RateLimited,
        408 | 500.. => Cause::Unavailable,
        _ => Cause::RejectedByTarget,
    };
    let shown = code.as_deref().unwrap_or("no reason");
    let message = format!("Google answered {} ({shown}): \"{said}\"", reply.status);
    let retry_after = reply.retry_after().filter(|_| cause.is_transient());
    Refusal { code, retry_after, status: Some(reply.status), ..Refusal::new(cause, message) }
}

/// What to do about a refusal: `scope` is what the call needs, `client` the number that
/// domain-wide delegation knows the service account by.
pub(super) fn remedy(refused: &Refusal, scope: &str, client: &str) -> String {
    let is_off = refused.code.as_deref().is_some_and(|code| SWITCHED_OFF.contains(&code));
    let has = |words: &str| refused.message.contains(words);
    match refused.cause {
        Cause::CredentialRejected if has(SIGN_IN_ENDED) => "Sign in again".to_owned(),
        Cause::CredentialRejected if has("unauthorized_client") || has("access_denied") => format!(
            "In the Google Admin console, under Security, Access and data control, API controls, \
             Domain-wide delegation, let client {client} have the scope {scope}"
        ),
        Cause::CredentialRejected if has("Invalid email") || has("invalid_request") => {
            "Check admin: it is the address of an administrator of this organization".to_owned()
        }
        Cause::CredentialRejected => "Make a new key for the service account and enter it; check \
                                      this machine's clock"
            .to_owned(),
        Cause::NotPermitted if is_off => {
            "Enable the Admin SDK API in the project of the service account, in the Google Cloud \
             console"
                .to_owned()
        }
        Cause::NotPermitted if scope == AUDIT && client.is_empty() => {
            format!("Sign in again as an administrator who may read reports ({scope})")
        }
        Cause::NotPermitted if scope == AUDIT => format!(
            "Let client {client} have the scope {scope} under Domain-wide delegation, and give \
             the administrator that admin names the right to read reports"
        ),
        // Nobody is delegated to: somebody signed in.
        Cause::NotPermitted if client.is_empty() => {
            format!("Sign in again as an administrator who may read users and groups ({scope})")
        }
        Cause::NotPermitted => format!(
            "Let client {client} have the scope {scope} under Domain-wide delegation, and give \
             the administrator that admin names the right to read users and groups"
        ),
        Cause::AttributeInvalid => "Correct the query of scope, or customer".to_owned(),
        Cause::NotFound => "Check customer and url".to_owned(),
        Cause::RateLimited | Cause::Unavailable | Cause::Timeout => {
            "Nothing was taken away from anybody; sync again later".to_owned()
        }
        _ => String::new(),
    }
}

/// The error of a reading that ended with `refused`: where, why, and the next step.
pub(super) fn error(place: &str, scope: &str, client: &str, refused: &Refusal) -> ConnectError {
    let next = remedy(refused, scope, client);
    let next = if next.is_empty() { next } else { format!(". {next}") };
    let message = format!("{}{next}", refused.message);
    ConnectError { cause: refused.cause, place: place.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn told(status: u16, body: &str) -> Refusal {
        refusal(&Reply { status, headers: HeaderMap::new(), text: body.to_owned() })
    }

    #[test]
    fn a_limit_is_no_lack_of_rights() {
        for reason in ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"] {
            let body = format!(
                r#"{{"error":{{"code":403,"message":"slow down","errors":[{{"domain":"usageLimits",
                "reason":"{reason}"}}]}}}}"#
            );
            assert_eq!(told(403, &body).cause, Cause::RateLimited, "{reason}");
        }
        let body = r#"{"error":{"code":403,"message":"Not Authorized to access this resource/api",
            "errors":[{"reason":"forbidden"}]}}"#;
        assert_eq!(told(403, body).cause, Cause::NotPermitted, "a right is missing");
    }

    #[test]
    fn each_refusal_has_its_next_step() {
        let off = r#"{"error":{"code":403,"message":"Admin SDK API has not been used",
            "errors":[{"reason":"accessNotConfigured"}],"status":"PERMISSION_DENIED"}}"#;
        assert!(remedy(&told(403, off), "s", "c").contains("Enable the Admin SDK API"));
        let words = "no token was given: {\"error\":\"unauthorized_client\"}";
        let refused = Refusal::new(Cause::CredentialRejected, words);
        let next = error("here", "the.scope", "1077", &refused).to_string();
        assert!(next.contains("client 1077") && next.contains("the.scope"), "{next}");
        assert!(next.contains("Domain-wide delegation"), "{next}");
    }
}
