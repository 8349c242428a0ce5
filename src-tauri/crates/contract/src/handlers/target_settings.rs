//! Targets as screens set them up, and as the configuration has them.

use crate::AppError;
use crate::target_change::target_kind_word;
use crate::types::{SlotSettings, SlotValue, TargetSettings};
use rolecall_config::{read, write};
use rolecall_directory::{
    AdobeIdentity, ApiAccess, Configuration, OAuthClient, SlotBinding, SlotDefinition,
    TargetDefinition, TargetKind, UnmanagedPolicy, ValueDefinition,
};
use std::path::{Path, PathBuf};

/// Seconds to wait for an answer where nothing is said.
const PATIENCE: u64 = 30;
/// What SCIM accounts are matched by where nothing is said.
const MATCH_BY: [&str; 3] = ["externalId", "userName", "emails.value"];
/// What stands before the path of a SCIM attribute that a slot is bound to.
const ATTRIBUTE: &str = "attribute:";
const POLICIES: [(&str, UnmanagedPolicy); 3] = [
    ("leave", UnmanagedPolicy::Leave),
    ("report", UnmanagedPolicy::Report),
    ("adopt", UnmanagedPolicy::Adopt),
];

/// The target that `settings` describe; what they do not speak of is as `before` has it.
///
/// # Errors
/// `target_wrong` with `field`, or with `errors` as a configuration file would have them.
pub(super) fn definition(
    settings: &TargetSettings,
    before: Option<&TargetDefinition>,
) -> Result<TargetDefinition, AppError> {
    let kind = kind(settings, before)?;
    let every_seconds = kind.usual_interval();
    let slots = slots(settings, &kind)?;
    let policy = POLICIES.iter().find(|(word, _)| *word == settings.unmanaged);
    let unmanaged = policy.map_or_else(UnmanagedPolicy::default, |(_, policy)| *policy);
    let name = needed("name", &settings.name)?;
    let target = match before {
        Some(before) => TargetDefinition { name, kind, unmanaged, slots, ..before.clone() },
        None => TargetDefinition {
            name,
            kind,
            unmanaged,
            every_seconds,
            at: None,
            removals: <_>::default(),
            quarantine: <_>::default(),
            limit: None,
            protect: None,
            send: <_>::default(),
            slots,
        },
    };
    // Whatever a file may not say, a screen may not either. What is sent and who is protected
    // speak of attributes, which are looked at where these are set.
    let said = TargetDefinition { protect: None, send: <_>::default(), ..target.clone() };
    let alone = Configuration { targets: vec![said], ..Configuration::default() };
    read(&write(&alone, None), Path::new("/"), &|_| None).map_err(|wrong| {
        let lines: Vec<String> = wrong.errors.iter().map(|error| error.message.clone()).collect();
        let message = format!("The target cannot be set up so: {}.", lines.join("; "));
        AppError::new("target_wrong", message).with("errors", lines)
    })?;
    Ok(target)
}

/// The name under which the target's secret is kept: made from the target's where none is given.
fn secret_name(settings: &TargetSettings) -> String {
    if !settings.secret.is_empty() {
        return settings.secret.clone();
    }
    let letters = settings.name.to_lowercase();
    let sign = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = letters.chars().map(sign).collect();
    format!("target-{}", name.trim_matches('-'))
}

fn kind(
    settings: &TargetSettings,
    before: Option<&TargetDefinition>,
) -> Result<TargetKind, AppError> {
    let given = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let client_id = given(&settings.client_id);
    let token_url = given(&settings.token_url);
    let ca = given(&settings.ca).map(PathBuf::from);
    let timeout_seconds = settings.timeout_seconds.unwrap_or(PATIENCE);
    let access = || -> Result<ApiAccess, AppError> {
        Ok(ApiAccess {
            client_id: needed("clientId", client_id.as_deref().unwrap_or_default())?,
            secret: secret_name(settings),
            url: given(&settings.url),
            token_url: token_url.clone(),
            ca: ca.clone(),
            timeout_seconds,
        })
    };
    Ok(match settings.kind.as_str() {
        "csv" => {
            TargetKind::Csv { accounts: PathBuf::from(needed("accounts", &settings.accounts)?) }
        }
        "scim" => TargetKind::Scim {
            url: needed("url", settings.url.as_deref().unwrap_or_default())?,
            secret: secret_name(settings),
            client: match (&client_id, &token_url) {
                (None, None) => None,
                (client_id, token_url) => Some(OAuthClient {
                    client_id: needed("clientId", client_id.as_deref().unwrap_or_default())?,
                    token_url: needed("tokenUrl", token_url.as_deref().unwrap_or_default())?,
                }),
            },
            match_by: match before.map(|before| &before.kind) {
                Some(TargetKind::Scim { match_by, .. }) => match_by.clone(),
                _ => MATCH_BY.map(str::to_owned).to_vec(),
            },
            ca,
            timeout_seconds,
        },
        "umapi" => TargetKind::Umapi {
            org_id: needed("orgId", &settings.org_id)?,
            identity: identity(settings.identity.as_deref())?,
            access: access()?,
        },
        "goto" => TargetKind::Goto {
            account_key: needed("accountKey", &settings.account_key)?,
            invite: settings.invite,
            access: access()?,
        },
        other => {
            let message = format!("There is no kind of target \"{other}\".");
            return Err(AppError::new("target_wrong", message).with("field", "kind"));
        }
    })
}

fn identity(word: Option<&str>) -> Result<AdobeIdentity, AppError> {
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return Ok(AdobeIdentity::default());
    };
    let known = AdobeIdentity::WORDS.iter().find(|(known, _)| *known == word);
    known.map(|(_, identity)| *identity).ok_or_else(|| {
        let message = format!("There is no identity type \"{word}\".");
        AppError::new("target_wrong", message).with("field", "identity")
    })
}

fn slots(settings: &TargetSettings, kind: &TargetKind) -> Result<Vec<SlotDefinition>, AppError> {
    let Some(fixed) = kind.vendor_slots() else {
        return settings.slots.iter().map(|slot| said(slot, kind)).collect();
    };
    let slots = fixed.iter().map(|vendor| {
        let plain = vendor.definition();
        let Some(slot) = settings.slots.iter().find(|slot| slot.name == vendor.name) else {
            return plain;
        };
        SlotDefinition {
            create_values: vendor.creatable && slot.create_values,
            grace_days: slot.grace_days,
            values: values(slot),
            administrators: slot.administrators.clone(),
            ..plain
        }
    });
    Ok(slots.collect())
}

fn said(slot: &SlotSettings, kind: &TargetKind) -> Result<SlotDefinition, AppError> {
    let bind = match kind {
        TargetKind::Scim { .. } => Some(binding(slot)?),
        _ => None,
    };
    Ok(SlotDefinition {
        name: needed("slots", &slot.name)?,
        many: slot.many,
        create_values: slot.create_values,
        grace_days: slot.grace_days,
        values: values(slot),
        administrators: slot.administrators.clone(),
        bind,
    })
}

fn values(slot: &SlotSettings) -> Vec<ValueDefinition> {
    let values = slot.values.iter();
    values.map(|value| ValueDefinition { name: value.name.clone(), seats: value.seats }).collect()
}

fn binding(slot: &SlotSettings) -> Result<SlotBinding, AppError> {
    match slot.bind.as_deref() {
        None | Some("" | "groups") => Ok(SlotBinding::Groups),
        Some("roles") => Ok(SlotBinding::Roles),
        Some("entitlements") => Ok(SlotBinding::Entitlements),
        Some(other) => match other.strip_prefix(ATTRIBUTE) {
            Some(path) => Ok(SlotBinding::Attribute(needed("bind", path)?)),
            None => {
                let message = format!("A slot cannot be kept in \"{other}\".");
                Err(AppError::new("target_wrong", message).with("field", "bind"))
            }
        },
    }
}

fn needed(field: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() {
        let message = format!("The target needs {field}; fill it in.");
        return Err(AppError::new("target_wrong", message).with("field", field));
    }
    Ok(text.to_owned())
}

/// `target` as screens set it up.
pub(super) fn settings(target: &TargetDefinition) -> TargetSettings {
    let shown = |path: &Path| path.display().to_string();
    let policy = POLICIES.iter().find(|(_, policy)| *policy == target.unmanaged);
    let mut settings = TargetSettings {
        name: target.name.clone(),
        kind: target_kind_word(&target.kind).to_owned(),
        secret: target.kind.secret().unwrap_or_default().to_owned(),
        unmanaged: policy.map_or("leave", |(word, _)| word).to_owned(),
        slots: target.slots.iter().map(slot_settings).collect(),
        ..TargetSettings::default()
    };
    let mut reach = |access: &ApiAccess| {
        settings.client_id = Some(access.client_id.clone());
        settings.url.clone_from(&access.url);
        settings.token_url.clone_from(&access.token_url);
        settings.ca = access.ca.as_deref().map(shown);
        settings.timeout_seconds = Some(access.timeout_seconds);
    };
    match &target.kind {
        TargetKind::Umapi { access, .. } | TargetKind::Goto { access, .. } => reach(access),
        TargetKind::Csv { .. } | TargetKind::Scim { .. } => {}
    }
    match &target.kind {
        TargetKind::Csv { accounts } => {
            settings.accounts = shown(accounts);
        }
        TargetKind::Scim { url, client, ca, timeout_seconds, .. } => {
            settings.url = Some(url.clone());
            settings.client_id = client.as_ref().map(|client| client.client_id.clone());
            settings.token_url = client.as_ref().map(|client| client.token_url.clone());
            settings.ca = ca.as_deref().map(shown);
            settings.timeout_seconds = Some(*timeout_seconds);
        }
        TargetKind::Umapi { org_id, identity, .. } => {
            settings.org_id.clone_from(org_id);
            settings.identity = Some(identity.word().to_owned());
        }
        TargetKind::Goto { account_key, invite, .. } => {
            settings.account_key.clone_from(account_key);
            settings.invite = *invite;
        }
    }
    settings
}

fn slot_settings(slot: &SlotDefinition) -> SlotSettings {
    let value =
        |value: &ValueDefinition| SlotValue { name: value.name.clone(), seats: value.seats };
    SlotSettings {
        name: slot.name.clone(),
        many: slot.many,
        create_values: slot.create_values,
        grace_days: slot.grace_days,
        bind: slot.bind.as_ref().map(|bind| match bind {
            SlotBinding::Groups => "groups".to_owned(),
            SlotBinding::Roles => "roles".to_owned(),
            SlotBinding::Entitlements => "entitlements".to_owned(),
            SlotBinding::Attribute(path) => format!("{ATTRIBUTE}{path}"),
        }),
        values: slot.values.iter().map(value).collect(),
        administrators: slot.administrators.clone(),
    }
}
