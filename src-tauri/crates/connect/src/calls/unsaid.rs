//! Secrets that a vendor says back: an answer that repeats what it was sent is shown, kept and
//! written out without it.

use super::ask::Reply;
use std::borrow::Cow;

/// What stands where a secret stood.
const INSTEAD: &str = "[hidden]";
/// Below this a secret may be part of any word, and hiding it would only garble what is said.
const SHORTEST: usize = 6;
/// The fields of a token request that are secrets (RFC 6749, RFC 7521 section 4, RFC 7636).
const FIELDS: [&str; 6] =
    ["client_secret", "client_assertion", "assertion", "refresh_token", "code", "code_verifier"];

/// The answer without `secret`, however the vendor escapes it.
pub(super) fn unsaid(reply: Reply, secret: &str) -> Reply {
    Reply { text: hidden(reply.text, secret), ..reply }
}

/// What somebody says without `secret`, however they escape it.
pub(crate) fn hidden(mut text: String, secret: &str) -> String {
    if secret.len() >= SHORTEST {
        for form in forms(secret) {
            if text.contains(form.as_ref()) {
                text = text.replace(form.as_ref(), INSTEAD);
            }
        }
    }
    text
}

/// The refused answer to a token request without the secrets of its `form`; a token that was
/// given stays.
pub(super) fn unsaid_of(mut reply: Reply, form: &str) -> Reply {
    if reply.is_success() {
        return reply;
    }
    for (name, value) in url::form_urlencoded::parse(form.as_bytes()) {
        if FIELDS.contains(&name.as_ref()) {
            reply = unsaid(reply, &value);
        }
    }
    reply
}

/// The secret as JSON may escape it (RFC 8259 section 7), as a form does, and last as it is, for
/// an escaped one may hold that.
fn forms(secret: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let escaped = (!secret.bytes().all(is_plain)).then(|| {
        let quoted = serde_json::Value::from(secret).to_string();
        let json = quoted[1..quoted.len() - 1].to_owned();
        let slashes = json.replace('/', "\\/");
        let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        [slashes, json, form]
    });
    let escaped = escaped.into_iter().flatten().map(Cow::Owned);
    escaped.chain(std::iter::once(Cow::Borrowed(secret)))
}

#[cfg(test)]
mod tests {
    use super::{unsaid, unsaid_of};
    use crate::calls::ask::Reply;
    use proptest::prelude::*;
    use reqwest::header::HeaderMap;
    use serde_json::json;

    fn reply(status: u16, text: String) -> Reply {
        Reply { status, headers: HeaderMap::new(), text }
    }

    proptest! {
        #[test]
        fn no_form_of_a_secret_is_left(secret in "[ -~]{6,40}", before in "[a-z ]{0,5}") {
            let said = json!({ "detail": format!("{before}{secret}") }).to_string();
            let told = unsaid(reply(401, said), &secret).text;
            let told: serde_json::Value = serde_json::from_str(&told).unwrap();
            prop_assert_eq!(&told["detail"], &json!(format!("{before}[hidden]")));
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let told = unsaid(reply(401, format!("{encoded} {secret}")), &secret).text;
            prop_assert_eq!(told, "[hidden] [hidden]");
        }
    }

    #[test]
    fn slashes_may_be_escaped_too() {
        let said = String::from(r#"{"detail":"not ab\/cd+ef="}"#);
        assert_eq!(unsaid(reply(401, said), "ab/cd+ef=").text, r#"{"detail":"not [hidden]"}"#);
    }

    #[test]
    fn what_is_too_short_to_be_told_from_a_word_stays() {
        assert_eq!(unsaid(reply(400, "a bad request".to_owned()), "bad").text, "a bad request");
    }

    #[test]
    fn a_refused_token_request_is_told_without_its_secrets() {
        let form = "grant_type=client_credentials&client_id=rolecall&client_secret=s%2Fecret%21";
        let said = "client_id rolecall, client_secret s/ecret!".to_owned();
        let told = unsaid_of(reply(401, said), form).text;
        assert_eq!(told, "client_id rolecall, client_secret [hidden]");
        let given = r#"{"access_token":"s/ecret!"}"#.to_owned();
        assert_eq!(unsaid_of(reply(200, given.clone()), form).text, given);
    }
}
