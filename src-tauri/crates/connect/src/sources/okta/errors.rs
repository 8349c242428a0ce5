//! What Okta's refusals mean, and what to do about each.

use crate::ConnectError;
use crate::calls::{Refusal, Reply, excerpt};
use jiff::Timestamp;
use reqwest::header::WWW_AUTHENTICATE;
use rolecall_directory::Cause;
use serde_json::Value;
use std::time::Duration;

/// The right that reading users needs, by the name of its scope.
pub(super) const USERS: &str = "okta.users.read";
/// The right that reading groups and their members needs.
pub(super) const GROUPS: &str = "okta.groups.read";

/// The refusal in an answer that is no success.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
    let code = body["errorCode"].as_str().map(str::to_owned);
    let mut said = body["errorSummary"].as_str().unwrap_or_default().to_owned();
    for cause in body["errorCauses"].as_array().into_iter().flatten() {
        if let Some(words) = cause["errorSummary"].as_str() {
            said = format!("{said} {words}").trim().to_owned();
        }
    }
    if said.is_empty() {
        // Refusals of OAuth tokens say why in a header (RFC 6750 section 3).
        said = excerpt(reply.header(WWW_AUTHENTICATE).unwrap_or(&reply.text));
    }
    let cause = match reply.status {
        400 => Cause::AttributeInvalid,
        401 => Cause::CredentialRejected,
        403 => Cause::NotPermitted,
        404 | 410 => Cause::NotFound,
        429 => Cause::RateLimited,
        300..=399 => Cause::UnreadableAnswer,
        408 | 500.. => Cause::Unavailable,
        _ => Cause::RejectedByTarget,
    };
    let shown = code.as_deref().unwrap_or("no code");
    let message = format!("Okta answered {} ({shown}): \"{said}\"", reply.status);
    let retry_after = reply.retry_after().or_else(|| until_reset(reply));
    let retry_after = retry_after.filter(|_| cause.is_transient());
    Refusal { code, retry_after, status: Some(reply.status), ..Refusal::new(cause, message) }
}

/// How long calls are to wait because less than a tenth of what may be called is left: others
/// call the same org.
pub(super) fn hold(reply: &Reply) -> Option<Duration> {
    let number = |name: &str| reply.header(name)?.trim().parse::<u64>().ok();
    let (limit, left) = (number("x-rate-limit-limit")?, number("x-rate-limit-remaining")?);
    if left.saturating_mul(10) >= limit { None } else { until_reset(reply) }
}

/// How long it is until calls count anew.
fn until_reset(reply: &Reply) -> Option<Duration> {
    let reset = reply.header("x-rate-limit-reset")?.trim().parse::<i64>().ok()?;
    let now = reply.answered_at().unwrap_or_else(Timestamp::now).as_second();
    Some(Duration::from_secs(u64::try_from(reset - now).unwrap_or_default()))
}

/// What to do about a refusal of a call that needs `right`.
pub(super) fn remedy(right: &str, refused: &Refusal) -> String {
    match refused.cause {
        Cause::CredentialRejected if refused.message.contains("invalid_scope") => format!(
            "Grant {USERS} and {GROUPS} to the application: Applications, the application, Okta \
             API Scopes"
        ),
        Cause::CredentialRejected if refused.message.contains("invalid_dpop_proof") => {
            "Switch off \"Require Demonstrating Proof of Possession (DPoP)\" of the application"
                .to_owned()
        }
        Cause::CredentialRejected => {
            "Enter a valid API token (Security, API, Tokens), or with client_id the private key of \
             the application. A token ends when it was not used for 30 days or its maker was \
             deactivated"
                .to_owned()
        }
        Cause::NotPermitted => format!(
            "The right {right} is missing. With an API token: give its maker the Read-only \
             Administrator role; with client_id: grant {right} under Okta API Scopes and give the \
             application that role"
        ),
        Cause::AttributeInvalid => "Correct the query of scope".to_owned(),
        Cause::NotFound | Cause::UnreadableAnswer => {
            "Check url: it is the address of the org, https://<org>.okta.com".to_owned()
        }
        Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
            "Nothing was taken away from anybody; sync again later".to_owned()
        }
        _ => String::new(),
    }
}

/// The error of a reading that ended with `refused`: where, why, and the next step.
pub(super) fn error(place: &str, right: &str, refused: &Refusal) -> ConnectError {
    let next = remedy(right, refused);
    let between = if next.is_empty() { "" } else { ". " };
    let message = format!("{}{between}{next}", refused.message);
    ConnectError { cause: refused.cause, place: place.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    fn reply(status: u16, text: &str, headers: &[(&'static str, &'static str)]) -> Reply {
        let pairs = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Reply { status, headers: pairs.collect::<HeaderMap>(), text: text.to_owned() }
    }

    #[test]
    fn a_removed_right_is_named_in_okta_s_words_and_ours() {
        let body = r#"{"errorCode":"E0000006","errorSummary":"You do not have permission"}"#;
        let refused = refusal(&reply(403, body, &[]));
        assert_eq!(
            (refused.cause, refused.code.as_deref()),
            (Cause::NotPermitted, Some("E0000006"))
        );
        let words = error("okta", GROUPS, &refused).to_string();
        assert!(words.contains(GROUPS) && words.contains("do not have permission"), "{words}");
        let header = [("www-authenticate", "Bearer error=\"insufficient_scope\"")];
        assert!(refusal(&reply(403, "", &header)).message.contains("insufficient_scope"));
    }

    #[test]
    fn the_reset_counts_from_okta_s_own_clock() {
        let date = ("date", "Sun, 22 Nov 2026 15:00:00 GMT");
        let told = |left: &'static str| {
            let headers = [
                date,
                ("x-rate-limit-limit", "100"),
                ("x-rate-limit-remaining", left),
                ("x-rate-limit-reset", "1795359642"),
            ];
            hold(&reply(200, "[]", &headers))
        };
        assert_eq!(told("50"), None, "enough is left");
        assert_eq!(told("9"), Some(Duration::from_secs(42)), "too little is left");
        let over = reply(429, "{}", &[date, ("x-rate-limit-reset", "1795359642")]);
        assert_eq!(refusal(&over).retry_after, Some(Duration::from_secs(42)));
        let past = reply(429, "{}", &[date, ("x-rate-limit-reset", "5")]);
        assert_eq!(refusal(&past).retry_after, Some(Duration::ZERO), "a period gone by");
    }
}
