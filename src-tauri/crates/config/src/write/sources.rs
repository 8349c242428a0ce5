//! `[directory.source]`.

use super::path_text;
use super::targets::quarantine_text;
use super::text::{Lines, inline, quoted, texts};
use crate::duration;
use crate::read::TIMEOUT_SECONDS;
use rolecall_directory::{
    LdapAccess, LdapFlavour, SourceAccess, SourceDefinition, SourceKind, SourceScope,
};
use std::path::Path;

pub(super) fn write_source(lines: &mut Lines, source: &SourceDefinition, base: Option<&Path>) {
    lines.header("[directory.source]");
    lines.text("kind", source.kind.word());
    write_kind(lines, &source.kind, base);
    if !source.map.is_empty() {
        let map = source.map.iter().map(|(ours, theirs)| (ours, quoted(theirs)));
        lines.line("map", &inline(map));
    }
    write_scope(lines, &source.scope);
    for (key, seconds) in
        [("every", source.every_seconds), ("full_every", source.full_every_seconds)]
    {
        if let Some(seconds) = seconds {
            lines.text(key, &duration::text(seconds));
        }
    }
    if let Some(quarantine) = quarantine_text(source.quarantine) {
        lines.line("quarantine", &quarantine);
    }
}

fn write_kind(lines: &mut Lines, kind: &SourceKind, base: Option<&Path>) {
    match kind {
        SourceKind::Csv { users, groups, delimiter } => {
            lines.line("users", &path_text(users, base));
            if let Some(groups) = groups {
                lines.line("groups", &path_text(groups, base));
            }
            if *delimiter != ',' {
                lines.text("delimiter", &delimiter.to_string());
            }
        }
        SourceKind::Ldif { file } => lines.line("file", &path_text(file, base)),
        SourceKind::Ldap(access) => write_ldap(lines, access, base),
        SourceKind::Scim { access } => write_access(lines, access, base),
        SourceKind::ScimPush => {}
        SourceKind::Entra { tenant, client_id, access } => {
            lines.text("tenant", tenant);
            lines.text("client_id", client_id);
            write_access(lines, access, base);
        }
        SourceKind::Google { customer, admin, access } => {
            lines.text("customer", customer);
            optional(lines, "admin", Some(admin.as_str()).filter(|admin| !admin.is_empty()));
            write_access(lines, access, base);
        }
        SourceKind::Okta { client_id, access } => {
            optional(lines, "client_id", client_id.as_deref());
            write_access(lines, access, base);
        }
    }
}

fn optional(lines: &mut Lines, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        lines.text(key, value);
    }
}

fn write_access(lines: &mut Lines, access: &SourceAccess, base: Option<&Path>) {
    optional(lines, "url", access.url.as_deref());
    optional(lines, "token_url", access.token_url.as_deref());
    lines.text("secret", &access.secret);
    if access.sign_in {
        lines.line("sign_in", "true");
    }
    if let Some(day) = &access.secret_expires {
        lines.line("secret_expires", day);
    }
    write_trust(lines, access.ca.as_deref(), access.timeout_seconds, base);
}

fn write_trust(lines: &mut Lines, ca: Option<&Path>, timeout_seconds: u64, base: Option<&Path>) {
    if let Some(ca) = ca {
        lines.line("ca", &path_text(ca, base));
    }
    if timeout_seconds != TIMEOUT_SECONDS {
        lines.text("timeout", &duration::text(timeout_seconds));
    }
}

fn write_ldap(lines: &mut Lines, access: &LdapAccess, base: Option<&Path>) {
    lines.text("url", &access.url);
    if access.start_tls {
        lines.line("start_tls", "true");
    }
    lines.text("bind_dn", &access.bind_dn);
    lines.text("secret", &access.secret);
    lines.text("base", &access.base);
    optional(lines, "flavour", access.flavour.map(LdapFlavour::word));
    optional(lines, "users", access.users.as_deref());
    optional(lines, "groups", access.groups.as_deref());
    optional(lines, "fingerprint", access.fingerprint.as_deref());
    write_trust(lines, access.ca.as_deref(), access.timeout_seconds, base);
}

fn write_scope(lines: &mut Lines, scope: &SourceScope) {
    let list = |all: &[String]| texts(all.iter().map(String::as_str));
    let groups = (!scope.groups.is_empty()).then(|| ("groups", list(&scope.groups)));
    let units = (!scope.org_units.is_empty()).then(|| ("org_units", list(&scope.org_units)));
    let query = scope.query.as_ref().map(|query| ("query", quoted(query)));
    let entries: Vec<_> = [groups, units, query].into_iter().flatten().collect();
    if !entries.is_empty() {
        lines.line("scope", &inline(entries));
    }
}
