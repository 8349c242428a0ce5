//! `[directory.source]`: what kind of source it is, where, and whom it delivers.

use super::directories::unknown_kind;
use super::limits;
use super::report::{Text, listed, nearest};
use super::section::Section;
use super::target_kind::{TIMEOUT_SECONDS, check_secret, check_url, is_this_machine, read_secret};
use http::Uri;
use rolecall_directory::org_unit_path;
use rolecall_directory::{
    LdapAccess, LdapFlavour, SourceAccess, SourceDefinition, SourceKind, SourceScope,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Kinds of source the file knows.
pub(super) const KINDS: [&str; 8] =
    ["csv", "ldif", "ldap", "scim", "scim-push", "entra", "google", "okta"];
/// The keys of every kind.
const COMMON: [&str; 2] = ["kind", "map"];
/// The further keys of kinds that are asked.
const ASKED: [&str; 4] = ["scope", "every", "full_every", "quarantine"];
/// The keys of how an API is reached.
const ACCESS: [&str; 6] = ["url", "token_url", "secret", "secret_expires", "ca", "timeout"];
const LDAP: [&str; 11] = [
    "url",
    "start_tls",
    "bind_dn",
    "secret",
    "base",
    "flavour",
    "users",
    "groups",
    "ca",
    "fingerprint",
    "timeout",
];

/// Reads a source; `None` is reported.
pub(super) fn read(section: &Section<'_>, base: &Path) -> Option<SourceDefinition> {
    let kind = section.required_text("kind", "\"csv\"")?;
    let own: &[&[&str]] = match kind.value.as_str() {
        "csv" => &[&["users", "groups", "delimiter"]],
        "ldif" => &[&["file"]],
        "ldap" => &[&ASKED, &LDAP],
        "scim" => &[&ASKED, &ACCESS],
        "scim-push" => &[&["quarantine"]],
        "entra" => &[&ASKED, &ACCESS, &["tenant", "client_id", "sign_in"]],
        "google" => &[&ASKED, &ACCESS, &["customer", "admin", "sign_in"]],
        "okta" => &[&ASKED, &ACCESS, &["client_id"]],
        _ => {
            unknown_kind(section, "source", &kind, &KINDS);
            return None;
        }
    };
    section.only(&[&COMMON[..], &own.concat()].concat());
    Some(SourceDefinition {
        kind: read_kind(section, base, &kind.value),
        map: read_map(section),
        scope: read_scope(section),
        every_seconds: read_interval(section, "every"),
        full_every_seconds: read_interval(section, "full_every"),
        quarantine: limits::quarantine(section),
    })
}

fn read_kind(section: &Section<'_>, base: &Path, word: &str) -> SourceKind {
    let required = |key: &str, example: &str| {
        section.required_text(key, example).map(|text| text.value).unwrap_or_default()
    };
    let path = |key: &str, example: &str| {
        section.required_text(key, example).map_or_else(PathBuf::new, |text| base.join(text.value))
    };
    match word {
        "ldif" => SourceKind::Ldif { file: path("file", "\"people.ldif\"") },
        "ldap" => SourceKind::Ldap(read_ldap(section, base)),
        "scim" => SourceKind::Scim { access: read_access(section, base, true) },
        "scim-push" => SourceKind::ScimPush,
        "entra" => SourceKind::Entra {
            tenant: required("tenant", "\"example.onmicrosoft.com\""),
            client_id: required("client_id", "the application's id"),
            access: read_access(section, base, false),
        },
        "google" => SourceKind::Google {
            customer: required("customer", "\"my_customer\""),
            // Whoever signed in asks for themselves.
            admin: match section.boolean("sign_in", false) {
                true => section.text("admin").map(|text| text.value).unwrap_or_default(),
                false => required("admin", "\"admin@example.com\""),
            },
            access: read_access(section, base, false),
        },
        "okta" => SourceKind::Okta {
            client_id: section.text("client_id").map(|text| text.value),
            access: read_access(section, base, true),
        },
        _ => SourceKind::Csv {
            users: path("users", "\"users.csv\""),
            groups: section.text("groups").map(|text| base.join(text.value)),
            delimiter: read_delimiter(section),
        },
    }
}

fn read_access(section: &Section<'_>, base: &Path, own_address: bool) -> SourceAccess {
    let url = if own_address {
        section.required_text("url", "\"https://host/path\"")
    } else {
        section.text("url")
    };
    let token_url = section.text("token_url");
    for (key, url) in [("url", &url), ("token_url", &token_url)] {
        if let Some(url) = url {
            check_url(section, key, url);
        }
    }
    SourceAccess {
        url: url.map(|text| text.value),
        token_url: token_url.map(|text| text.value),
        secret: read_secret(section),
        ca: section.text("ca").map(|text| base.join(text.value)),
        timeout_seconds: limits::seconds(section, "timeout", TIMEOUT_SECONDS),
        sign_in: section.boolean("sign_in", false),
        secret_expires: section.get("secret_expires").and_then(|entry| entry.date()),
    }
}

fn read_ldap(section: &Section<'_>, base: &Path) -> LdapAccess {
    let url = section.required_text("url", "\"ldaps://host\"");
    let start_tls = section.boolean("start_tls", false);
    if let Some(url) = &url {
        check_ldap_url(section, url, start_tls);
    }
    let secret = section.required_text("secret", "\"directory-password\"");
    if let Some(secret) = &secret {
        check_secret(section, secret);
    }
    let text = |found: Option<Text>| found.map(|text| text.value);
    LdapAccess {
        url: text(url).unwrap_or_default(),
        start_tls,
        bind_dn: text(section.required_text("bind_dn", "\"cn=reader,dc=example,dc=com\""))
            .unwrap_or_default(),
        secret: text(secret).unwrap_or_default(),
        base: text(section.required_text("base", "\"dc=example,dc=com\"")).unwrap_or_default(),
        flavour: read_flavour(section),
        users: text(section.text("users")),
        groups: text(section.text("groups")),
        ca: section.text("ca").map(|text| base.join(text.value)),
        fingerprint: read_fingerprint(section),
        timeout_seconds: limits::seconds(section, "timeout", TIMEOUT_SECONDS),
    }
}

/// Checks an address. What it says is not repeated: it may hold what is secret.
fn check_ldap_url(section: &Section<'_>, url: &Text, start_tls: bool) {
    let address = url.value.parse::<Uri>().ok();
    let host = address.as_ref().and_then(Uri::host).filter(|host| !host.is_empty());
    let scheme = address.as_ref().and_then(Uri::scheme_str);
    let user = address.as_ref().and_then(Uri::authority).is_some_and(|a| a.as_str().contains('@'));
    let wrong = match (scheme, host) {
        (Some("ldap" | "ldaps"), Some(_)) if user => {
            "a user name does not belong in it; give bind_dn and secret instead"
        }
        (Some("ldaps"), Some(_)) if start_tls => {
            "ldaps:// is encrypted from the start; leave start_tls out, or write ldap://"
        }
        (Some("ldap"), Some(host)) if !start_tls && !is_this_machine(host) => {
            "ldap:// without start_tls is for this machine only, as it sends the password in the \
             clear; use ldaps://, or add start_tls = true"
        }
        (Some("ldap" | "ldaps"), Some(_)) => return,
        _ => "an address begins with ldaps:// or ldap://, and names the host",
    };
    section.report.error(url.at(), "invalid_value", format!("url: {wrong}"));
}

fn read_flavour(section: &Section<'_>) -> Option<LdapFlavour> {
    let word = section.text("flavour")?;
    let found = LdapFlavour::WORDS.iter().find(|(known, _)| *known == word.value);
    if found.is_none() {
        let words = || LdapFlavour::WORDS.iter().map(|(known, _)| *known);
        let message = format!("flavour: \"{}\" is none of {}", word.value, listed(words()));
        section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
    }
    found.map(|(_, flavour)| *flavour)
}

/// A SHA-256 fingerprint in lower-case hexadecimal without separators.
fn read_fingerprint(section: &Section<'_>) -> Option<String> {
    let text = section.text("fingerprint")?;
    let plain: String = text.value.chars().filter(|sign| !":- ".contains(*sign)).collect();
    if plain.len() == 64 && plain.chars().all(|sign| sign.is_ascii_hexdigit()) {
        return Some(plain.to_ascii_lowercase());
    }
    let message = "fingerprint: expected the 64 hexadecimal digits of a certificate's SHA-256, with \
                   or without \":\" between them";
    section.report.error(text.at(), "invalid_value", message);
    None
}

fn read_scope(section: &Section<'_>) -> SourceScope {
    let Some(scope) = section.table("scope") else { return SourceScope::default() };
    scope.only(&["groups", "org_units", "query"]);
    let texts = |key: &str| scope.get(key).and_then(|entry| entry.texts()).unwrap_or_default();
    let org_units = texts("org_units").into_iter().filter_map(|text| {
        let path = org_unit_path(&text.value);
        if path.is_none() {
            let message = format!("org_units: \"{}\" is no org unit path", text.value);
            scope.report.error(text.at(), "invalid_value", message);
        }
        path
    });
    SourceScope {
        org_units: org_units.collect(),
        groups: texts("groups").into_iter().map(|text| text.value).collect(),
        query: scope.text("query").map(|text| text.value),
    }
}

fn read_interval(section: &Section<'_>, key: &str) -> Option<u64> {
    section.get(key)?;
    Some(limits::seconds(section, key, 0)).filter(|seconds| *seconds > 0)
}

fn read_delimiter(section: &Section<'_>) -> char {
    let Some(text) = section.text("delimiter") else { return ',' };
    let mut signs = text.value.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None)
            if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !"\"\r\n\0".contains(sign) =>
        {
            sign
        }
        _ => {
            let message = "delimiter: expected one character between the fields, such as \",\", \
                           \";\" or \"\\t\"";
            section.report.error(text.at(), "invalid_value", message);
            ','
        }
    }
}

/// The map of a source: ours = theirs.
fn read_map(section: &Section<'_>) -> BTreeMap<String, String> {
    let entries = section.table("map").map(|map| map.entries()).unwrap_or_default();
    let text = |entry: super::section::Entry<'_>| Some((entry.key.to_owned(), entry.text()?.value));
    entries.into_iter().filter_map(text).collect()
}
