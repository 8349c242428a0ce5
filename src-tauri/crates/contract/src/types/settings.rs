//! Settings, and setting up.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// A BCP 47 tag, or `system`.
    pub language: String,
    /// Where the interface runs: `desktop` or `browser`.
    pub platform: String,
    /// The version of Rolecall.
    pub version: String,
    /// Where the workspace is kept.
    pub workspace: String,
    /// Where secrets are kept.
    pub secrets: SecretsState,
    /// After how many days one is reminded to renew the secrets of targets; zero for never.
    pub renew_after_days: u32,
    /// How many days Activity is kept; `None` for ever.
    pub keep_activity_days: Option<u32>,
    /// Whether it starts with the desktop session; `None` where it cannot.
    pub autostart: Option<bool>,
}

/// Where secrets are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretsState {
    /// `keyring`, `vault`, `memory`, or `none` before one is chosen.
    pub backend: String,
    /// The keyring: `ready`, `missing`, `locked` or `failing`.
    pub keyring: String,
    /// Why the keyring cannot be used.
    pub reason: String,
    /// Whether a vault is there to be opened.
    pub vault_exists: bool,
}

/// Settings to be changed; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsChange {
    /// `system`, `light` or `dark`.
    pub theme: Option<String>,
    /// A BCP 47 tag, or `system`.
    pub language: Option<String>,
    /// After how many days one is reminded to renew secrets; zero for never.
    #[serde(default)]
    #[ts(optional)]
    pub renew_after_days: Option<u32>,
    /// How many days Activity is kept, 30 at least; zero for ever.
    #[serde(default)]
    #[ts(optional)]
    pub keep_activity_days: Option<u32>,
    /// Whether to start with the desktop session.
    #[serde(default)]
    #[ts(optional)]
    pub autostart: Option<bool>,
}

/// Where secrets are to be kept where there is no keyring.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretsChoice {
    /// `keyring`, `vault` or `memory`.
    pub backend: String,
    /// The vault's passphrase.
    pub passphrase: Option<String>,
}

impl std::fmt::Debug for SecretsChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretsChoice").field("backend", &self.backend).finish_non_exhaustive()
    }
}

/// The User sync switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchRequest {
    /// Whether it is to be on.
    pub on: bool,
}

/// For how long no run starts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PauseRequest {
    /// Until when, in milliseconds since 1970 (UTC); no longer paused when absent.
    pub until: Option<i64>,
}

/// A configuration file on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationFile {
    /// Its path.
    pub path: String,
}

/// What a configuration file would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationCheck {
    /// Errors with their places; nothing can be taken over while there are any.
    pub errors: Vec<String>,
    /// What would change, in words.
    pub changes: Vec<String>,
}
