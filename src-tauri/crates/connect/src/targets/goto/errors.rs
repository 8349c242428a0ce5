//! Which cause each answer of GoTo's Admin API is.
//!
//! GoTo publishes no list of codes. Outsiders saw 400, 403, 404, 409, 500 and 502, and bodies of
//! the form `{"int_err_code", "msg"}`. The table goes by status and, as far as that leaves it
//! open, by what `msg` speaks of; this is our decision. What it does not know is
//! `rejected_by_target`, never a success.

use crate::calls::{Refusal, excerpt};
use rolecall_directory::Cause;
use serde_json::Value;

/// Status, what the words must speak of, and the cause; the first line that fits counts.
const TABLE: [(u16, Topic, Cause); 13] = [
    (400, Topic::External, Cause::ExternallyManaged),
    (403, Topic::External, Cause::ExternallyManaged),
    (409, Topic::External, Cause::ExternallyManaged),
    (400, Topic::Seats, Cause::NoLicences),
    (403, Topic::Seats, Cause::NoLicences),
    (409, Topic::Seats, Cause::NoLicences),
    (400, Topic::Attribute, Cause::AttributeInvalid),
    (401, Topic::Any, Cause::CredentialRejected),
    (403, Topic::Any, Cause::NotPermitted),
    (404, Topic::Any, Cause::NotFound),
    (409, Topic::Any, Cause::Conflict),
    (412, Topic::Any, Cause::Conflict),
    (429, Topic::Any, Cause::RateLimited),
];

/// What a refusal speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// Whatever it is.
    Any,
    /// That another system manages it.
    External,
    /// That no seat is left.
    Seats,
    /// An attribute of a person, by its name in the API.
    Attribute,
}

/// The refusal that `status` and `body` are; `creates` tells a POST of new people.
pub(super) fn refusal(status: u16, body: &str, creates: bool) -> Refusal {
    let error = serde_json::from_str::<Value>(body).ok();
    let text = |name: &str| {
        let found = error.as_ref().and_then(|error| error.get(name)).and_then(Value::as_str);
        found.filter(|text| !text.trim().is_empty()).map(str::to_owned)
    };
    let code = text("int_err_code");
    let words = text("msg").unwrap_or_else(|| excerpt(body));
    let found = match cause(status, &words) {
        Cause::Conflict if creates && status == 409 => Cause::AccountExists,
        found => found,
    };
    let message = match (&code, words.is_empty()) {
        (_, true) => format!("GoTo answered {status} without a word"),
        (Some(code), false) => format!("{words} ({code})"),
        (None, false) => words,
    };
    let maybe_done = status >= 500;
    Refusal { code, maybe_done, status: Some(status), ..Refusal::new(found, message) }
}

fn cause(status: u16, words: &str) -> Cause {
    match status {
        300..=399 => return Cause::UnreadableAnswer,
        500..=599 => return Cause::Unavailable,
        _ => {}
    }
    let fits = |topic: Topic| topic == Topic::Any || speaks_of(words, topic);
    let line = TABLE.iter().find(|(known, topic, _)| *known == status && fits(*topic));
    line.map_or(Cause::RejectedByTarget, |(_, _, cause)| *cause)
}

fn speaks_of(words: &str, topic: Topic) -> bool {
    let lower = words.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    match topic {
        Topic::Any => true,
        Topic::External => has(&["externally managed", "externallymanaged"]),
        Topic::Seats => {
            has(&["no seat", "seats", "out of licen", "not enough licen", "licenses left"])
        }
        Topic::Attribute => has(&["email", "firstname", "first name", "lastname", "last name"]),
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use rolecall_directory::Cause;

    #[test]
    fn every_line_of_the_table() {
        let cases = [
            (400, "externally managed", Cause::ExternallyManaged),
            (403, "This license is Externally Managed", Cause::ExternallyManaged),
            (409, "externallyManaged", Cause::ExternallyManaged),
            (400, "Not enough licenses", Cause::NoLicences),
            (403, "No seats left", Cause::NoLicences),
            (409, "You are out of licenses", Cause::NoLicences),
            (400, "firstName is too long", Cause::AttributeInvalid),
            (400, "what is that", Cause::RejectedByTarget),
            (401, "No seats left", Cause::CredentialRejected),
            (403, "The license is disabled", Cause::NotPermitted),
            (404, "there is no license 7", Cause::NotFound),
            (409, "changed meanwhile", Cause::Conflict),
            (412, "", Cause::Conflict),
            (418, "tea", Cause::RejectedByTarget),
            (429, "", Cause::RateLimited),
            (302, "", Cause::UnreadableAnswer),
            (500, "seats", Cause::Unavailable),
            (502, "<html>", Cause::Unavailable),
        ];
        for (status, words, cause) in cases {
            let body = format!(r#"{{"int_err_code":"X","msg":"{words}"}}"#);
            assert_eq!(refusal(status, &body, false).cause, cause, "{status} {words}");
        }
        let exists = refusal(409, r#"{"msg":"User exists"}"#, true);
        assert_eq!(exists.cause, Cause::AccountExists, "409 to a POST of people is theirs");
        assert!(refusal(502, "", true).maybe_done, "behind a gateway it may have been done");
        assert!(!refusal(409, "", true).maybe_done, "what is refused is not done");
        let coded = refusal(400, r#"{"int_err_code":"Odd","msg":"odd"}"#, false);
        assert_eq!(coded.message, "odd (Odd)", "the vendor's words and code are kept");
    }
}
