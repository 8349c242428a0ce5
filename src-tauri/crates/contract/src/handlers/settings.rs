//! Settings, and where secrets are kept.

use crate::events::topic;
use crate::settings_kept::Kept;
use crate::types::{Nothing, SecretRequest, SecretsChoice, Settings, SettingsChange};
use crate::{App, AppError};
use rolecall_directory::ActivityDefinition;
use rolecall_secrets::{SecretName, SecretStore, SecretString};
use serde_json::json;

const THEMES: [&str; 3] = ["system", "light", "dark"];
/// Follow what the machine is set to.
const SYSTEM: &str = "system";

/// Reads the settings.
pub(crate) fn get(app: &App) -> Result<Settings, AppError> {
    let text = |key| -> Result<String, AppError> {
        Ok(app.store.setting(key)?.unwrap_or_else(|| SYSTEM.to_owned()))
    };
    Ok(Settings {
        theme: text(Kept::THEME)?,
        language: text(Kept::LANGUAGE)?,
        platform: app.options.platform.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        workspace: app.store.dir().display().to_string(),
        secrets: app.secrets_state(),
        renew_after_days: app.renew_after_days()?,
        keep_activity_days: app.configuration()?.1.activity.keep_days,
        autostart: app.starts_with_session(),
    })
}

/// Changes settings; what is absent stays.
pub(crate) fn set(app: &App, change: &SettingsChange) -> Result<Settings, AppError> {
    if let Some(theme) = &change.theme {
        if !THEMES.contains(&theme.as_str()) {
            let message = format!("There is no theme \"{theme}\". Choose system, light or dark.");
            return Err(AppError::new("setting_unknown", message));
        }
        app.store.set_setting(Kept::THEME, theme)?;
    }
    if let Some(language) = &change.language {
        let tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if language.is_empty() || language.len() > 35 || !language.chars().all(tag) {
            let message = format!("\"{language}\" is no language. Choose one, or system.");
            return Err(AppError::new("setting_unknown", message));
        }
        app.store.set_setting(Kept::LANGUAGE, language)?;
    }
    if let Some(days) = change.renew_after_days {
        app.store.set_setting(Kept::RENEW_AFTER, &days)?;
        app.events.changed(&[topic::CONNECTIONS, topic::OVERVIEW]);
    }
    if let Some(days) = change.keep_activity_days {
        keep_activity(app, days)?;
    }
    if let Some(on) = change.autostart {
        app.start_with_session(on)?;
    }
    let detail = serde_json::to_value(change).map_err(AppError::internal)?;
    app.entry("settings_changed", detail).write(app)?;
    app.events.changed(&[topic::SETTINGS, topic::ACTIVITY]);
    get(app)
}

/// Keeps Activity for so many days; for ever where they are none.
fn keep_activity(app: &App, days: u32) -> Result<(), AppError> {
    let wanted = match days {
        0 => ActivityDefinition::default(),
        days => ActivityDefinition::keeping(days).ok_or_else(|| {
            let fewest = ActivityDefinition::FEWEST_DAYS;
            let message = format!("Activity is kept for {fewest} days at least, or for ever.");
            AppError::new("setting_unknown", message)
        })?,
    };
    app.change_configuration(|configuration| {
        let is_other = configuration.activity != wanted;
        configuration.activity = wanted;
        Ok(is_other)
    })
}

/// Chooses where secrets are kept.
pub(crate) fn choose_secrets(app: &App, choice: SecretsChoice) -> Result<Settings, AppError> {
    app.use_secrets_of(&choice.backend, choice.passphrase)?;
    app.entry("secrets_chosen", json!({"backend": choice.backend})).write(app)?;
    app.events.changed(&[topic::SETTINGS, topic::CONNECTIONS, topic::ACTIVITY]);
    get(app)
}

/// Keeps a secret in the chosen place.
pub(crate) fn set_secret(app: &App, request: SecretRequest) -> Result<Nothing, AppError> {
    let name = SecretName::new(request.name)?;
    app.secrets.set(&name, &SecretString::from(request.value))?;
    app.secret_was_set(name.as_str())?;
    app.events.changed(&[topic::CONNECTIONS, topic::OVERVIEW, topic::SETTINGS, topic::ACTIVITY]);
    Ok(Nothing {})
}
