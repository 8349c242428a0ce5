//! Which cause each answer of the User Management API is.

use crate::calls::{Refusal, Reply, excerpt};
use rolecall_directory::Cause;
use serde_json::Value;

/// What an error of one command speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The user or group that the command is about: nothing else of the command helps.
    Whom,
    /// What one step of the command asks for.
    What,
    /// Neither: the same may be accepted a little later.
    Passing,
}

/// A refusal of one step of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub cause: Cause,
    pub about: About,
    pub code: String,
    /// The vendor's own words, with the code.
    pub message: String,
}

/// The codes of commands with their causes; any other is `rejected_by_target`.
const CODES: [(&str, Cause, About); 36] = [
    ("error.user.already_in_org", Cause::AccountExists, About::Whom),
    // The account is another organization's to manage.
    ("error.user.belongs_to_another_org", Cause::ExternallyManaged, About::Whom),
    ("error.internal.create_failed", Cause::ExternallyManaged, About::Whom),
    ("error.user.type_mismatch", Cause::RejectedByTarget, About::Whom),
    ("error.user.type_not_available", Cause::NotPermitted, About::Whom),
    ("error.user.domain_enforcement", Cause::NotPermitted, About::Whom),
    // Changes are only allowed in domains that the organization has claimed at Adobe.
    ("error.domain.trust.nonexistent", Cause::DomainNotVerified, About::Whom),
    ("error.user.change_domain_update.no", Cause::DomainNotVerified, About::What),
    ("error.user.nonexistent", Cause::NotFound, About::Whom),
    ("error.user.not_in_org", Cause::NotFound, About::Whom),
    ("error.user.not_found", Cause::NotFound, About::Whom),
    ("error.user.email.invalid", Cause::AttributeInvalid, About::What),
    ("error.user.firstname_missing", Cause::AttributeMissing, About::What),
    ("error.user.lastname_missing", Cause::AttributeMissing, About::What),
    ("error.user.name_in_use", Cause::Conflict, About::What),
    ("error.user.email.name_in_use", Cause::Conflict, About::What),
    ("error.country.invalid", Cause::AttributeInvalid, About::What),
    ("error.update.country.no_update", Cause::AttributeInvalid, About::What),
    ("error.group.not_found", Cause::NotFound, About::What),
    ("error.usergroup.already_exists", Cause::Conflict, About::What),
    ("error.usergroup.exceeds_maximum_member_count", Cause::RejectedByTarget, About::What),
    // Groups that a directory sync into the console fills.
    ("error.usergroup.readonly.update_not_allowed", Cause::ExternallyManaged, About::What),
    ("error.usergroup.readonly.add_user_not_allowed", Cause::ExternallyManaged, About::What),
    ("error.usergroup.readonly.remove_user_not_allowed", Cause::ExternallyManaged, About::What),
    ("error.usergroup.readonly.remove_not_allowed", Cause::ExternallyManaged, About::What),
    ("error.command.add_remove.list_too_long", Cause::RejectedByTarget, About::What),
    ("error.command.create.not_first", Cause::RejectedByTarget, About::What),
    ("error.command.removefromorg.not_last", Cause::RejectedByTarget, About::What),
    ("error.command.string.too_long", Cause::AttributeInvalid, About::What),
    ("error.organization.migrating", Cause::Unavailable, About::Passing),
    ("error.apikey.invalid", Cause::CredentialRejected, About::Whom),
    ("error.throttled_by_external_service", Cause::RateLimited, About::Passing),
    // What gateways answer before the API is asked.
    ("429050", Cause::RateLimited, About::Passing),
    ("401013", Cause::CredentialRejected, About::Whom),
    ("403000", Cause::CredentialRejected, About::Whom),
    ("invalid_client", Cause::CredentialRejected, About::Whom),
];

/// The refusal that `code` and `words` of one command are.
pub(super) fn fault(code: &str, words: &str) -> Fault {
    let known = CODES.iter().find(|(known, ..)| *known == code);
    let (cause, about) =
        known.map_or((Cause::RejectedByTarget, About::What), |(_, cause, about)| (*cause, *about));
    let message = match (words.trim(), code) {
        ("", "") => "the target refused without a word".to_owned(),
        ("", code) => code.to_owned(),
        (words, "") => words.to_owned(),
        (words, code) => format!("{words} ({code})"),
    };
    Fault { cause, about, code: code.to_owned(), message }
}

/// The refusal that a call answered with an error status is.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
    let first = |names: &[&str]| {
        names.iter().find_map(|name| body.get(*name).and_then(Value::as_str)).map(str::to_owned)
    };
    let code = first(&["error_code", "errorCode", "error", "result"]).unwrap_or_default();
    let words = first(&["message", "error_description"]).unwrap_or_else(|| excerpt(&reply.text));
    let known = CODES.iter().find(|(known, ..)| *known == code).map(|(_, cause, _)| *cause);
    let cause = match reply.status {
        429 => Cause::RateLimited,
        401 => Cause::CredentialRejected,
        300..=399 => Cause::UnreadableAnswer,
        500..=599 => Cause::Unavailable,
        status => known.unwrap_or(match status {
            403 => Cause::NotPermitted,
            404 => Cause::NotFound,
            409 => Cause::Conflict,
            _ => Cause::RejectedByTarget,
        }),
    };
    let message = match words.is_empty() {
        true => format!("the target answered {} without a word", reply.status),
        false => fault(&code, &words).message,
    };
    let maybe_done = reply.status >= 500;
    let retry_after = reply.retry_after().filter(|_| cause.is_transient());
    Refusal {
        maybe_done,
        retry_after,
        code: Some(code).filter(|code| !code.is_empty()),
        status: Some(reply.status),
        ..Refusal::new(cause, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn answered(status: u16, text: &str) -> Cause {
        let reply = Reply { status, headers: HeaderMap::new(), text: text.to_owned() };
        refusal(&reply).cause
    }

    #[test]
    fn codes_stand_once_and_unknown_ones_are_refusals() {
        let mut codes: Vec<&str> = CODES.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len(), "no code has two causes");
        let odd = fault("error.user.of_tomorrow", "Not today");
        assert_eq!(odd.cause, Cause::RejectedByTarget, "never a success");
        assert_eq!(odd.message, "Not today (error.user.of_tomorrow)", "in the vendor's own words");
    }

    #[test]
    fn a_user_managed_elsewhere_is_told_as_that() {
        let words = "Could not create person for type 2 or 3. Renga result is NOT_ALLOWED";
        let told = fault("error.internal.create_failed", words);
        assert_eq!((told.cause, told.about), (Cause::ExternallyManaged, About::Whom), "{told:?}");
    }

    #[test]
    fn statuses_have_causes() {
        let throttled = r#"{"error_code":"429050","message":"Too many requests"}"#;
        assert_eq!(answered(429, throttled), Cause::RateLimited, "too many requests");
        let token = r#"{"error_code":"401013","message":"Oauth token is not valid"}"#;
        assert_eq!(answered(401, token), Cause::CredentialRejected, "an expired token");
        let key = r#"{"error_code":"403000","message":"Api Key is invalid"}"#;
        assert_eq!(answered(403, key), Cause::CredentialRejected, "a wrong key");
        let moving = r#"{"result":"error.organization.migrating","message":"Moving"}"#;
        assert_eq!(answered(403, moving), Cause::Unavailable, "an organization that moves");
        assert_eq!(answered(403, "{}"), Cause::NotPermitted, "a key without the right");
        let unknown = r#"{"result":"error.user.not_found","message":"User not found"}"#;
        assert_eq!(answered(404, unknown), Cause::NotFound, "nobody of that name");
        assert_eq!(answered(400, "[]"), Cause::RejectedByTarget, "a malformed request");
        assert_eq!(answered(502, "<html>"), Cause::Unavailable, "a gateway that is down");
    }
}
