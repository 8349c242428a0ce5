//! Sources as screens set them up, and as the configuration has them.

use crate::AppError;
use crate::types::SourceSettings;
use rolecall_config::{read, write};
use rolecall_directory::{
    Configuration, DirectoryDefinition, LdapAccess, LdapFlavour, QuarantineLimits, SourceAccess,
    SourceDefinition, SourceKind, SourceScope,
};
use std::path::{Path, PathBuf};

/// Seconds to wait for an answer where nothing is said.
const PATIENCE: u64 = 30;
/// What the application at Google calls its own organization.
const MY_CUSTOMER: &str = "my_customer";

/// The source that `settings` describe, to be attached to `directory` of `configuration`.
///
/// # Errors
/// `source_wrong` with `field`, or with `errors` as a configuration file would have them.
pub(super) fn definition(
    configuration: &Configuration,
    directory: &DirectoryDefinition,
    settings: &SourceSettings,
) -> Result<SourceDefinition, AppError> {
    let before = directory.source.as_ref();
    let quarantine = before.map_or_else(QuarantineLimits::default, |source| source.quarantine);
    let source = SourceDefinition {
        kind: kind(settings, &secret_name(settings, &directory.name))?,
        map: settings.map.clone(),
        scope: SourceScope {
            groups: settings.scope_groups.clone(),
            org_units: settings.scope_org_units.clone(),
            query: settings.scope_query.clone().filter(|query| !query.is_empty()),
        },
        every_seconds: settings.every_seconds,
        full_every_seconds: settings.full_every_seconds,
        quarantine,
    };
    let alone = Configuration {
        directories: vec![DirectoryDefinition {
            domains: Vec::new(),
            source: Some(source.clone()),
            ..directory.clone()
        }],
        attributes: configuration.attributes.clone(),
        ..Configuration::default()
    };
    // Whatever a file may not say, a screen may not either.
    let read = read(&write(&alone, None), Path::new("/"), &|_| None);
    read.map_err(|wrong| {
        let lines: Vec<String> = wrong.errors.iter().map(|error| error.message.clone()).collect();
        let message = format!("The source cannot be set up so: {}.", lines.join("; "));
        AppError::new("source_wrong", message).with("errors", lines)
    })?;
    Ok(source)
}

/// The name under which the source's secret is kept: made from the directory's where none is given.
fn secret_name(settings: &SourceSettings, directory: &str) -> String {
    if !settings.secret.is_empty() {
        return settings.secret.clone();
    }
    let letters = directory.to_lowercase();
    let name: String = letters
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    format!("source-{}", name.trim_matches('-'))
}

fn kind(settings: &SourceSettings, secret: &str) -> Result<SourceKind, AppError> {
    let access = || SourceAccess {
        url: settings.url.clone().filter(|url| !url.is_empty()),
        token_url: settings.token_url.clone().filter(|url| !url.is_empty()),
        secret: secret.to_owned(),
        ca: path(settings.ca.as_ref()),
        timeout_seconds: settings.timeout_seconds.unwrap_or(PATIENCE),
        sign_in: settings.sign_in && matches!(settings.kind.as_str(), "entra" | "google"),
        secret_expires: settings.secret_expires.clone().filter(|day| !day.is_empty()),
    };
    let with_url = |access: SourceAccess| {
        needed("url", access.url.as_deref().unwrap_or_default())?;
        Ok::<_, AppError>(access)
    };
    Ok(match settings.kind.as_str() {
        "csv" => SourceKind::Csv {
            users: PathBuf::from(needed("users", &settings.users)?),
            groups: path(settings.groups.as_ref()),
            delimiter: settings
                .delimiter
                .as_ref()
                .and_then(|one| one.chars().next())
                .unwrap_or(','),
        },
        "ldif" => SourceKind::Ldif { file: PathBuf::from(needed("file", &settings.file)?) },
        "ldap" => SourceKind::Ldap(ldap(settings, secret)?),
        "scim" => SourceKind::Scim { access: with_url(access())? },
        "scim-push" => SourceKind::ScimPush,
        "entra" => SourceKind::Entra {
            tenant: needed("tenant", &settings.tenant)?,
            client_id: needed("clientId", settings.client_id.as_deref().unwrap_or_default())?,
            access: access(),
        },
        "google" => SourceKind::Google {
            customer: match settings.customer.trim() {
                "" => MY_CUSTOMER.to_owned(),
                customer => customer.to_owned(),
            },
            // Whoever signs in asks for themselves.
            admin: match settings.sign_in {
                true => settings.admin.trim().to_owned(),
                false => needed("admin", &settings.admin)?,
            },
            access: access(),
        },
        "okta" => SourceKind::Okta {
            client_id: settings.client_id.clone().filter(|id| !id.is_empty()),
            access: with_url(access())?,
        },
        other => {
            let message = format!("There is no kind of source \"{other}\".");
            return Err(AppError::new("source_wrong", message).with("field", "kind"));
        }
    })
}

fn ldap(settings: &SourceSettings, secret: &str) -> Result<LdapAccess, AppError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let flavour = given(&settings.flavour).map(|word| {
        let known = LdapFlavour::WORDS.into_iter().find(|(one, _)| *one == word);
        known.map(|(_, flavour)| flavour).ok_or_else(|| {
            let message = format!("There is no flavour \"{word}\" of directory server.");
            AppError::new("source_wrong", message).with("field", "flavour")
        })
    });
    Ok(LdapAccess {
        url: needed("url", settings.url.as_deref().unwrap_or_default())?,
        start_tls: settings.start_tls,
        bind_dn: needed("bindDn", &settings.bind_dn)?,
        secret: secret.to_owned(),
        base: needed("base", &settings.base)?,
        flavour: flavour.transpose()?,
        users: given(&settings.user_filter),
        groups: given(&settings.group_filter),
        ca: path(settings.ca.as_ref()),
        fingerprint: given(&settings.fingerprint),
        timeout_seconds: settings.timeout_seconds.unwrap_or(PATIENCE),
    })
}

fn needed(field: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() {
        let message = format!("The source needs {field}; fill it in.");
        return Err(AppError::new("source_wrong", message).with("field", field));
    }
    Ok(text.to_owned())
}

fn path(text: Option<&String>) -> Option<PathBuf> {
    text.filter(|text| !text.is_empty()).map(PathBuf::from)
}

/// `source` as screens set it up.
pub(super) fn settings(source: &SourceDefinition) -> SourceSettings {
    let shown = |path: &Path| path.display().to_string();
    let mut settings = SourceSettings {
        kind: source.kind.word().to_owned(),
        secret: source.kind.secret().unwrap_or_default().to_owned(),
        map: source.map.clone(),
        scope_groups: source.scope.groups.clone(),
        scope_org_units: source.scope.org_units.clone(),
        scope_query: source.scope.query.clone(),
        every_seconds: source.every_seconds,
        full_every_seconds: source.full_every_seconds,
        ..SourceSettings::default()
    };
    let mut reach = |access: &SourceAccess| {
        settings.url.clone_from(&access.url);
        settings.token_url.clone_from(&access.token_url);
        settings.ca = access.ca.as_deref().map(shown);
        settings.timeout_seconds = Some(access.timeout_seconds);
        settings.sign_in = access.sign_in;
        settings.secret_expires.clone_from(&access.secret_expires);
    };
    match &source.kind {
        SourceKind::Scim { access }
        | SourceKind::Entra { access, .. }
        | SourceKind::Google { access, .. }
        | SourceKind::Okta { access, .. } => reach(access),
        SourceKind::Csv { .. } | SourceKind::Ldif { .. } => {}
        SourceKind::Ldap(_) | SourceKind::ScimPush => {}
    }
    match &source.kind {
        SourceKind::Csv { users, groups, delimiter } => {
            settings.users = shown(users);
            settings.groups = groups.as_deref().map(shown);
            settings.delimiter = Some(delimiter.to_string());
        }
        SourceKind::Ldif { file } => settings.file = shown(file),
        SourceKind::Ldap(access) => show_ldap(&mut settings, access),
        SourceKind::Scim { .. } | SourceKind::ScimPush => {}
        SourceKind::Entra { tenant, client_id, .. } => {
            settings.tenant.clone_from(tenant);
            settings.client_id = Some(client_id.clone());
        }
        SourceKind::Google { customer, admin, .. } => {
            settings.customer.clone_from(customer);
            settings.admin.clone_from(admin);
        }
        SourceKind::Okta { client_id, .. } => settings.client_id.clone_from(client_id),
    }
    settings
}

fn show_ldap(settings: &mut SourceSettings, access: &LdapAccess) {
    settings.url = Some(access.url.clone());
    settings.start_tls = access.start_tls;
    settings.bind_dn.clone_from(&access.bind_dn);
    settings.base.clone_from(&access.base);
    settings.flavour = access.flavour.map(|flavour| flavour.word().to_owned());
    settings.user_filter.clone_from(&access.users);
    settings.group_filter.clone_from(&access.groups);
    settings.fingerprint.clone_from(&access.fingerprint);
    settings.ca = access.ca.as_deref().map(|path| path.display().to_string());
    settings.timeout_seconds = Some(access.timeout_seconds);
}
