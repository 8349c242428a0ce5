//! `[[target]]`.

use super::condition;
use super::directories::unknown_kind;
use super::limits;
use super::names::Names;
use super::report::{Text, listed, nearest};
use super::section::Section;
use super::slots;
use super::sources::Attributes;
use http::Uri;
use rolecall_directory::{TargetDefinition, TargetKind, UnmanagedPolicy};
use rolecall_scim::{AttrPath, Dialect};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// How often a target is synced when nothing is said: 40 minutes.
pub(crate) const EVERY_SECONDS: u64 = 2400;
/// How long an answer may take when nothing is said.
pub(crate) const TIMEOUT_SECONDS: u64 = 30;
/// What SCIM accounts are matched by when nothing is said.
pub(crate) const MATCH_BY: [&str; 3] = ["externalId", "userName", "emails.value"];
/// The words for what happens to unmanaged accounts.
pub(crate) const POLICIES: [(&str, UnmanagedPolicy); 3] = [
    ("leave", UnmanagedPolicy::Leave),
    ("report", UnmanagedPolicy::Report),
    ("adopt", UnmanagedPolicy::Adopt),
];

/// Kinds of target the file knows.
const KINDS: [&str; 4] = ["csv", "scim", "umapi", "goto"];
/// Those that this version talks to.
const AVAILABLE: &str = "csv, scim";
const COMMON: [&str; 10] = [
    "name",
    "kind",
    "unmanaged",
    "every",
    "removals",
    "quarantine",
    "limit",
    "protect",
    "send",
    "slot",
];

/// Reads all targets with their slots.
pub(super) fn read(
    root: &Section<'_>,
    base: &Path,
    attributes: &Attributes,
) -> Vec<TargetDefinition> {
    let mut names = Names::new("target");
    let sections = root.tables("target", "[[target]]");
    sections.iter().map(|section| read_one(section, base, attributes, &mut names)).collect()
}

fn read_one(
    section: &Section<'_>,
    base: &Path,
    attributes: &Attributes,
    names: &mut Names,
) -> TargetDefinition {
    let name = names.read(section, "\"goto\"");
    let kind = read_kind(section, base);
    let protect = section.text("protect");
    if let Some(protect) = &protect {
        condition::check(section.report, "protect", protect, attributes);
    }
    TargetDefinition {
        name,
        unmanaged: section
            .text("unmanaged")
            .map_or_else(Default::default, |word| read_policy(section, &word)),
        every_seconds: limits::seconds(section, "every", EVERY_SECONDS),
        removals: limits::removals(section),
        quarantine: limits::quarantine(section),
        limit: limits::calls(section),
        protect: protect.map(|text| text.value),
        send: read_send(section, attributes),
        slots: slots::read(section, kind.as_ref()),
        // Without a kind there is an error, and the rest is read only to be checked.
        kind: kind.unwrap_or(TargetKind::Csv { accounts: PathBuf::new() }),
    }
}

fn read_kind(section: &Section<'_>, base: &Path) -> Option<TargetKind> {
    let kind = section.required_text("kind", "\"csv\"")?;
    let own: &[&str] = match kind.value.as_str() {
        "csv" => &["accounts"],
        "scim" => &["url", "secret", "match", "ca", "timeout"],
        _ => {
            unknown_kind(section, "target", &kind, &KINDS, AVAILABLE);
            return None;
        }
    };
    section.only(&[&COMMON, own].concat());
    if kind.value == "csv" {
        let accounts = section.required_text("accounts", "\"accounts.csv\"");
        let accounts = accounts.map_or_else(PathBuf::new, |text| base.join(text.value));
        return Some(TargetKind::Csv { accounts });
    }
    let url = section.required_text("url", "\"https://host/scim/v2\"");
    let secret = section.required_text("secret", "\"goto-token\"");
    if let Some(url) = &url {
        check_url(section, url);
    }
    if let Some(secret) = &secret {
        check_secret(section, secret);
    }
    Some(TargetKind::Scim {
        url: url.map(|text| text.value).unwrap_or_default(),
        secret: secret.map(|text| text.value).unwrap_or_default(),
        match_by: read_match(section),
        ca: section.text("ca").map(|text| base.join(text.value)),
        timeout_seconds: limits::seconds(section, "timeout", TIMEOUT_SECONDS),
    })
}

fn read_policy(section: &Section<'_>, word: &Text) -> UnmanagedPolicy {
    if let Some((_, policy)) = POLICIES.iter().find(|(known, _)| *known == word.value) {
        return *policy;
    }
    let words = || POLICIES.iter().map(|(known, _)| *known);
    let message = format!("unmanaged: \"{}\" is none of {}", word.value, listed(words()));
    section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
    UnmanagedPolicy::Leave
}

/// Checks an address. What it says is not repeated: it may hold what is secret.
fn check_url(section: &Section<'_>, url: &Text) {
    let wrong = match url.value.parse::<Uri>() {
        Ok(address) => url_problem(&address, &url.value),
        Err(_) => Some("not an address; write https://host/path"),
    };
    if let Some(wrong) = wrong {
        section.report.error(url.at(), "invalid_value", format!("url: {wrong}"));
    }
}

fn url_problem(address: &Uri, text: &str) -> Option<&'static str> {
    let Some(host) = address.host().filter(|host| !host.is_empty()) else {
        return Some("not a whole address; write https://host/path");
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match address.scheme_str() {
        Some("http") if !loopback => {
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
fn check_secret(section: &Section<'_>, name: &Text) {
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
        check_path(section, "match", path);
    }
    paths.into_iter().map(|path| path.value).collect()
}

/// Checks that `path` names a SCIM attribute.
pub(super) fn check_path(section: &Section<'_>, key: &str, path: &Text) {
    if let Err(error) = AttrPath::parse(&path.value, Dialect::Rfc) {
        let message = format!("{key}: \"{}\" is no SCIM attribute ({error})", path.value);
        section.report.error(path.at(), "invalid_value", message);
    }
}

fn read_send(section: &Section<'_>, attributes: &Attributes) -> BTreeMap<String, String> {
    let mut send = BTreeMap::new();
    for entry in section.table("send").map(|send| send.entries()).unwrap_or_default() {
        let Some(ours) = entry.text() else { continue };
        condition::check_sent(section.report, entry.key, &ours, attributes);
        send.insert(entry.key.to_owned(), ours.value);
    }
    send
}
