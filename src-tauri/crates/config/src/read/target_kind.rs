//! What kind of target a `[[target]]` is, and where.

use super::directories::unknown_kind;
use super::limits;
use super::report::{Text, listed, nearest};
use super::section::Section;
use super::targets::COMMON;
use http::Uri;
use rolecall_directory::{AdobeIdentity, ApiAccess, OAuthClient, TargetKind};
use rolecall_scim::{AttrPath, Dialect};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// How long an answer may take when nothing is said.
pub(crate) const TIMEOUT_SECONDS: u64 = 30;
/// What SCIM accounts are matched by when nothing is said.
pub(crate) const MATCH_BY: [&str; 3] = ["externalId", "userName", "emails.value"];

/// Kinds of target the file knows.
const KINDS: [&str; 4] = ["csv", "scim", "umapi", "goto"];
/// The keys of how an API is reached.
const ACCESS: [&str; 6] = ["client_id", "secret", "url", "token_url", "ca", "timeout"];

/// Reads the kind with its own keys; `None` is reported.
pub(super) fn read(section: &Section<'_>, base: &Path) -> Option<TargetKind> {
    let kind = section.required_text("kind", "\"csv\"")?;
    let only = |own: &[&str]| section.only(&[&COMMON, own].concat());
    match kind.value.as_str() {
        "csv" => {
            only(&["accounts"]);
            let accounts = section.required_text("accounts", "\"accounts.csv\"");
            let accounts = accounts.map_or_else(PathBuf::new, |text| base.join(text.value));
            Some(TargetKind::Csv { accounts })
        }
        "scim" => {
            only(&["url", "secret", "client_id", "token_url", "match", "ca", "timeout"]);
            Some(read_scim(section, base))
        }
        "umapi" => {
            only(&[&ACCESS[..], &["org_id", "identity"]].concat());
            let org_id = section.required_text("org_id", "\"0123456789ABCDEF@AdobeOrg\"");
            Some(TargetKind::Umapi {
                org_id: org_id.map(|text| text.value).unwrap_or_default(),
                identity: read_identity(section),
                access: read_access(section, base),
            })
        }
        "goto" => {
            only(&[&ACCESS[..], &["account_key", "invite"]].concat());
            let account_key = section.required_text("account_key", "\"1234567890123456789\"");
            Some(TargetKind::Goto {
                account_key: account_key.map(|text| text.value).unwrap_or_default(),
                invite: section.boolean("invite", false),
                access: read_access(section, base),
            })
        }
        _ => {
            unknown_kind(section, "target", &kind, &KINDS);
            None
        }
    }
}

fn read_scim(section: &Section<'_>, base: &Path) -> TargetKind {
    let url = section.required_text("url", "\"https://host/scim/v2\"");
    if let Some(url) = &url {
        check_url(section, "url", url);
    }
    TargetKind::Scim {
        url: url.map(|text| text.value).unwrap_or_default(),
        secret: read_secret(section),
        client: read_client(section),
        match_by: read_match(section),
        ca: section.text("ca").map(|text| base.join(text.value)),
        timeout_seconds: limits::seconds(section, "timeout", TIMEOUT_SECONDS),
    }
}

/// The client whose tokens are fetched, where either of its keys is there: they go together.
fn read_client(section: &Section<'_>) -> Option<OAuthClient> {
    let (client_id, token_url) = (section.text("client_id"), section.text("token_url"));
    if client_id.is_none() && token_url.is_none() {
        return None;
    }
    if let Some(token_url) = &token_url {
        check_url(section, "token_url", token_url);
    }
    let client_id = client_id.or_else(|| section.required_text("client_id", "\"rolecall\""));
    let address = "\"https://host/oauth2/token\"";
    let token_url = token_url.or_else(|| section.required_text("token_url", address));
    let (client_id, token_url) = (client_id?.value, token_url?.value);
    Some(OAuthClient { client_id, token_url })
}

fn read_access(section: &Section<'_>, base: &Path) -> ApiAccess {
    let address = |key: &str| {
        let text = section.text(key)?;
        check_url(section, key, &text);
        Some(text.value)
    };
    let client_id = section.required_text("client_id", "the client id the vendor gave you");
    ApiAccess {
        client_id: client_id.map(|text| text.value).unwrap_or_default(),
        secret: read_secret(section),
        url: address("url"),
        token_url: address("token_url"),
        ca: section.text("ca").map(|text| base.join(text.value)),
        timeout_seconds: limits::seconds(section, "timeout", TIMEOUT_SECONDS),
    }
}

pub(super) fn read_secret(section: &Section<'_>) -> String {
    let secret = section.required_text("secret", "\"goto-token\"");
    if let Some(secret) = &secret {
        check_secret(section, secret);
    }
    secret.map(|text| text.value).unwrap_or_default()
}

fn read_identity(section: &Section<'_>) -> AdobeIdentity {
    let Some(word) = section.text("identity") else { return AdobeIdentity::default() };
    let known = AdobeIdentity::WORDS.iter().find(|(known, _)| *known == word.value);
    if let Some((_, identity)) = known {
        return *identity;
    }
    let words = || AdobeIdentity::WORDS.iter().map(|(known, _)| *known);
    let message = format!("identity: \"{}\" is none of {}", word.value, listed(words()));
    section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
    AdobeIdentity::default()
}

/// Checks an address. What it says is not repeated: it may hold what is secret.
pub(super) fn check_url(section: &Section<'_>, key: &str, url: &Text) {
    let wrong = match url.value.parse::<Uri>() {
        Ok(address) => url_problem(&address, &url.value),
        Err(_) => Some("not an address; write https://host/path"),
    };
    if let Some(wrong) = wrong {
        section.report.error(url.at(), "invalid_value", format!("{key}: {wrong}"));
    }
}

/// Whether `host` is this machine by its name or address.
pub(super) fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What is wrong with an address under which a secret is sent.
pub(super) fn url_problem(address: &Uri, text: &str) -> Option<&'static str> {
    let Some(host) = address.host().filter(|host| !host.is_empty()) else {
        return Some("not a whole address; write https://host/path");
    };
    match address.scheme_str() {
        Some("http") if !is_this_machine(host) => {
            return Some(
                "http:// is for this machine only, as it sends the secret in the clear; use https://",
            );
        }
        Some("https" | "http") => {}
        _ => return Some("an address begins with https://"),
    }
    if address.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Some("a user name does not belong in it; name a secret with secret = instead");
    }
    text.contains(['?', '#']).then_some("it ends with the path, without ? and #")
}

/// Checks the name of a secret. What it says is not repeated: it may be the secret.
pub(super) fn check_secret(section: &Section<'_>, name: &Text) {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.value.len() > 64 || !name.value.chars().all(sign) {
        let message = "secret: this cannot be the name of a secret, which has at most 64 \
                       lower-case letters, digits and \"-\"; the secret itself does not belong in \
                       this file but is kept by rolecallctl secret set NAME";
        section.report.error(name.at(), "invalid_value", message);
    }
}

fn read_match(section: &Section<'_>) -> Vec<String> {
    let default = || MATCH_BY.map(str::to_owned).to_vec();
    let Some(entry) = section.get("match") else { return default() };
    let Some(paths) = entry.texts() else { return default() };
    if paths.is_empty() {
        let message = "match: name at least one attribute, such as \"userName\"";
        section.report.error(entry.at(), "invalid_value", message);
    }
    for path in &paths {
        match AttrPath::parse(&path.value, Dialect::Rfc) {
            Ok(named) if !is_key(&named) => {
                let message = format!(
                    "match: \"{}\" is no key of accounts; they are matched by externalId, userName \
                     and emails.value",
                    path.value
                );
                let like = nearest(&path.value, MATCH_BY);
                section.report.suggest(path.at(), "invalid_value", message, like);
            }
            _ => check_path(section, "match", path),
        }
    }
    paths.into_iter().map(|path| path.value).collect()
}

/// Whether accounts can be matched by the attribute: the stable id, the userName, the e-mail.
fn is_key(path: &AttrPath) -> bool {
    ["externalId", "userName", "emails", "emails.value"].iter().any(|key| path.is(key))
}

/// Checks that `path` names a SCIM attribute.
pub(super) fn check_path(section: &Section<'_>, key: &str, path: &Text) {
    if let Err(error) = AttrPath::parse(&path.value, Dialect::Rfc) {
        let message = format!("{key}: \"{}\" is no SCIM attribute ({error})", path.value);
        section.report.error(path.at(), "invalid_value", message);
    }
}
