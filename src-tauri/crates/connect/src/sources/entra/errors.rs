//! What Microsoft's refusals mean, and what to do about each.

use crate::ConnectError;
use crate::calls::{Refusal, Reply, SIGN_IN_ENDED, excerpt};
use rolecall_directory::Cause;
use serde_json::Value;

/// Error codes that say that a token of an earlier answer is of no use any more.
const STALE: [&str; 6] = [
    "syncstatenotfound",
    "syncstateinvalid",
    "resyncrequired",
    "resyncchangesapplydifferences",
    "resyncchangesuploaddifferences",
    "directory_expiredpagetoken",
];

/// Codes of the token endpoint, with what to do.
const SIGN_IN: [(&str, &str); 7] = [
    ("AADSTS7000215", "Enter the secret's value, not its id"),
    (
        "AADSTS7000222",
        "The client secret has expired: make a new one under Certificates & secrets, and enter its \
         value",
    ),
    ("AADSTS700027", "Upload the certificate of this key under Certificates & secrets"),
    ("AADSTS700016", "Check client_id, and that the application is registered in this tenant"),
    ("AADSTS90002", "Check tenant: it is the directory's id or one of its domains"),
    ("AADSTS900023", "Check tenant: it is the directory's id or one of its domains"),
    ("AADSTS7000112", "Switch the enterprise application on again in the Entra admin center"),
];

/// The refusal in an answer that is no success.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
    let text = |name: &str| body["error"][name].as_str().map(str::to_owned);
    let code = text("code");
    let said = text("message").filter(|words| !words.is_empty());
    let said = said.unwrap_or_else(|| excerpt(&reply.text));
    let cause = match reply.status {
        400 => Cause::AttributeInvalid,
        401 => Cause::CredentialRejected,
        403 => Cause::NotPermitted,
        404 | 410 => Cause::NotFound,
        429 => Cause::RateLimited,
        408 | 500.. => Cause::Unavailable,
        _ => Cause::RejectedByTarget,
    };
    let shown = code.as_deref().unwrap_or("no code");
    let message = format!("Microsoft Graph answered {} ({shown}): \"{said}\"", reply.status);
    let retry_after = reply.retry_after().filter(|_| cause.is_transient());
    Refusal { code, retry_after, status: Some(reply.status), ..Refusal::new(cause, message) }
}

/// Whether a refusal says that the delta or page token is of no use any more.
pub(super) fn is_stale(refused: &Refusal) -> bool {
    let code = refused.code.as_deref().unwrap_or_default().to_ascii_lowercase();
    refused.status == Some(410) || STALE.contains(&code.as_str())
}

/// What to do about a refusal; `right` is the permission that the call needs.
pub(super) fn remedy(refused: &Refusal, right: &str) -> String {
    if let Some((_, next)) = SIGN_IN.iter().find(|(code, _)| refused.message.contains(code)) {
        return (*next).to_owned();
    }
    let words = match refused.cause {
        Cause::CredentialRejected if refused.message.contains(SIGN_IN_ENDED) => "Sign in again",
        Cause::CredentialRejected => {
            "Enter a valid client secret or certificate of this application"
        }
        Cause::NotPermitted => {
            return format!(
                "Grant the application permission {right} of Microsoft Graph and give admin \
                 consent for it: Entra admin center, App registrations, API permissions"
            );
        }
        Cause::AttributeInvalid => "Correct the property that map or scope names",
        Cause::NotFound => "Check tenant and url",
        Cause::Unavailable | Cause::Timeout | Cause::RateLimited => {
            "Nothing was taken away from anybody; sync again later"
        }
        _ => "",
    };
    words.to_owned()
}

/// The error of a reading that ended with `refused`: where, why, and the next step.
pub(super) fn error(place: &str, right: &str, refused: &Refusal) -> ConnectError {
    let next = remedy(refused, right);
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
    fn a_removed_right_is_named() {
        let body = r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient
            privileges to complete the operation."}}"#;
        let refused = told(403, body);
        assert_eq!(refused.cause, Cause::NotPermitted);
        let words = error("graph", "User.Read.All", &refused).to_string();
        assert!(words.contains("User.Read.All") && words.contains("Insufficient"), "{words}");
    }

    #[test]
    fn stale_tokens_are_known_by_status_or_code() {
        assert!(is_stale(&told(410, "")), "410 by itself");
        for code in ["syncStateNotFound", "resyncRequired", "Directory_ExpiredPageToken"] {
            let body = format!(r#"{{"error":{{"code":"{code}","message":"x"}}}}"#);
            assert!(is_stale(&told(400, &body)), "{code}");
        }
        assert!(!is_stale(&told(400, r#"{"error":{"code":"Request_BadRequest"}}"#)), "another");
    }

    #[test]
    fn an_expired_secret_says_what_to_do() {
        let words = "no token was given: \"AADSTS7000222: The provided client secret keys ...\"";
        let refused = Refusal::new(Cause::CredentialRejected, words);
        let told = error("graph", "User.Read.All", &refused).to_string();
        assert!(told.contains("make a new one"), "{told}");
    }
}
