//! Errors as they cross to a screen or a script.
//!
//! | code | when |
//! |---|---|
//! | `unknown_command`, `malformed` | the message is no command of this version |
//! | `internal` | a part of Rolecall broke off |
//! | `closing` | the application is being closed |
//! | `not_found` | the rule, run, person, target or plan is not there (any more); details `what`, `id` |
//! | `nothing_set_up` | the workspace has no target yet |
//! | `workspace_in_use` | a configuration is there already, so the sample is not put over it |
//! | `sample_elsewhere` | another process has the sample organization open; detail `holder` |
//! | `sample_failed` | the sample organization cannot be written or its console not started |
//! | `sample_only` | buying seats is for the sample organization |
//! | `run_under_way` | one run at a time |
//! | `runner_elsewhere` | another process runs on this workspace; detail `holder` |
//! | `reading_elsewhere` | another process reads sources into this workspace; detail `holder` |
//! | `undo_changed` | what undoing a run would do is not what was looked at; detail `run` |
//! | `schedule_wrong` | of times and quiet hours; details `field`, `target`, `index` |
//! | `already_synced`, `not_synced`, `directory_not_empty`, `directory_name_wrong` | of a directory and its source; details `directory`, `kind`, `people` |
//! | `source_wrong` | a source cannot be set up so; details `field`, `errors` |
//! | `edit_window_closed`, `not_editable`, `attribute_unknown`, `user_name_taken`, `typed_otherwise`, `in_several_directories` | of editing and deleting people; details `directory`, `attribute`, `user` |
//! | `domain_wrong`, `domain_synced` | of a domain; details `domain`, `directory` |
//! | `target_wrong`, `target_in_use` | a target cannot be set up so, or rules speak of it; details `field`, `errors`, `uses`, `count` |
//! | `autostart_failed` | the desktop session cannot be told; detail `reason` |
//! | `sign_in_failed` | nobody signed in to a source; detail `cause` |
//! | `source_unreadable` | a directory's source cannot be read |
//! | `condition_wrong` | a condition cannot be read; details `column`, `message`, `suggestion` |
//! | `rule_name_missing`, `rule_name_taken` | of a rule's name; details `rule`, `id` |
//! | `draft_changed` | the draft was edited elsewhere since the screen showed it; detail `edition` |
//! | `draft_conflict` | someone else saved rules since the draft was begun; detail `changes` |
//! | `nothing_to_undo`, `effect_gone`, `not_planned` | of the draft: no edit to take back, another effect meanwhile, nothing to compare with yet |
//! | `text_wrong` | the text of rules; detail `errors` with line, column and suggestion |
//! | `exception_incomplete`, `exceptions_changed` | of exceptions; detail `field` |
//! | `assignment_unknown` | a rule names a target, slot or value that is not there; details `target`, `slot`, `value` |
//! | `attribute_wrong`, `attribute_name_taken` | of a custom attribute; details `column`, `message`, `suggestion`, `name` |
//! | `attribute_breaks`, `attribute_in_use` | what would break; detail `uses` |
//! | `send_wrong`, `send_fixed` | of what is sent to a target; detail `errors` |
//! | `cause_unknown`, `guard_unknown`, `setting_unknown` | a word that is none |
//! | `configuration_unreadable`, `configuration_wrong` | of a configuration file; detail `errors` |
//! | `notify_wrong` | of where the news of runs go; detail `errors` |
//! | `passphrase_missing` | a vault needs a passphrase |
//! | `secret_...`, `keyring_...`, `vault_...`, `passphrase_...` | as the secrets' place says |
//! | `workspace_...`, `disk_full`, `fenced`, `name_taken` | as the workspace's database says |

use rolecall_engine::{ConfigurationFileError, EngineError, LifeError, LinkError};
use rolecall_notify::NotifyError;
use rolecall_secrets::SecretError;
use rolecall_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong: a code a program can act on, a message for people that says what failed, why
/// and the next step, and details by name for screens that say it in another language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppError {
    /// A stable word such as `rule_name_taken`.
    pub code: String,
    /// English, whole sentences.
    pub message: String,
    /// Names, places and numbers the message is made of.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Map<String, serde_json::Value>,
}

impl AppError {
    /// An error without details.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), details: serde_json::Map::new() }
    }

    /// The same with one more detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// Something named is not there (any more).
    pub(crate) fn not_found(what: &str, id: &str) -> Self {
        let message =
            format!("There is no {what} \"{id}\" (any more). Reload to see what there is.");
        Self::new("not_found", message).with("what", what).with("id", id)
    }

    /// A part of Rolecall broke off.
    pub(crate) fn internal(why: impl std::fmt::Display) -> Self {
        Self::new("internal", format!("A part of Rolecall broke off: {why}. Try again."))
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let made = Self::new(error.code(), sentence(&error.to_string()));
        match error {
            StoreError::NotFound { what, id } => made.with("what", what).with("id", id),
            StoreError::NameTaken { what, name } => made.with("what", what).with("name", name),
            _ => made,
        }
    }
}

impl From<EngineError> for AppError {
    fn from(error: EngineError) -> Self {
        let (code, details) = (error.code().to_owned(), error.details());
        Self { code, message: sentence(&error.to_string()), details }
    }
}

impl From<LifeError> for AppError {
    fn from(error: LifeError) -> Self {
        let made = Self::new(error.code(), sentence(&error.to_string()));
        match error {
            LifeError::Engine(error) => error.into(),
            LifeError::Store(error) => error.into(),
            LifeError::UnknownDirectory { directory }
            | LifeError::NotSynced { directory }
            | LifeError::EditWindowClosed { directory } => made.with("directory", directory),
            LifeError::AlreadySynced { directory, kind } => {
                made.with("directory", directory).with("kind", kind)
            }
            LifeError::UnknownPerson { user }
            | LifeError::UserNameTaken { user }
            | LifeError::TypedOtherwise { user }
            | LifeError::InSeveral { user, .. } => made.with("user", user),
            LifeError::NotEditable { attribute, .. }
            | LifeError::UnknownAttribute { attribute } => made.with("attribute", attribute),
            LifeError::NoDomain { domain } => made.with("domain", domain),
            LifeError::DomainSynced { domain, directory }
            | LifeError::UnknownDomain { domain, directory } => {
                made.with("domain", domain).with("directory", directory)
            }
        }
    }
}

impl From<LinkError> for AppError {
    fn from(error: LinkError) -> Self {
        let made = Self::new(error.code(), sentence(&error.to_string()));
        match error {
            LinkError::Store(error) => error.into(),
            LinkError::UnknownTarget { target } | LinkError::Unread { target, .. } => {
                made.with("target", target)
            }
            LinkError::UnknownAccount { account, .. } => made.with("account", account),
            LinkError::UnknownPerson { user } => made.with("user", user),
            LinkError::HasAnother { user, other, .. } => {
                made.with("user", user).with("account", other)
            }
        }
    }
}

impl From<NotifyError> for AppError {
    fn from(error: NotifyError) -> Self {
        Self::new("notify_failed", sentence(&error.to_string()))
    }
}

impl From<SecretError> for AppError {
    fn from(error: SecretError) -> Self {
        Self::new(error.code(), sentence(&error.to_string()))
    }
}

impl From<ConfigurationFileError> for AppError {
    fn from(error: ConfigurationFileError) -> Self {
        match &error {
            ConfigurationFileError::Unreadable { .. } => {
                Self::new("configuration_unreadable", sentence(&error.to_string()))
            }
            ConfigurationFileError::Wrong { path, errors } => {
                let count = errors.errors.len();
                let lines: Vec<String> = errors.errors.iter().map(ToString::to_string).collect();
                let place = path.display();
                let first = lines.first().cloned().unwrap_or_default();
                let message =
                    format!("{place} has {count} errors; nothing was taken over. {first}");
                Self::new("configuration_wrong", message).with("errors", lines)
            }
        }
    }
}

/// The same with a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let mut sentence: String = first.to_uppercase().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
