//! Since when secrets are what they are, to remind of renewing them.

use crate::events::topic;
use crate::settings_kept::Kept;
use crate::types::Renewal;
use crate::{App, AppError};
use rolecall_directory::Configuration;
use rolecall_secrets::{SecretName, SecretStore};
use serde_json::json;
use std::collections::BTreeMap;

/// After how many days one is reminded where nobody chose otherwise: our decision, as vendors
/// give none or other ones.
const RENEW_AFTER_DAYS: u32 = 180;
const DAY: i64 = 24 * 60 * 60 * 1000;

impl App {
    /// Whether the secret called `name` is there; not when its place cannot be asked.
    pub(crate) fn holds_secret(&self, name: &str) -> bool {
        let name = SecretName::new(name).ok();
        name.is_some_and(|name| self.secrets.get(&name).is_ok_and(|secret| secret.is_some()))
    }

    /// Notes that the secret called `name` was set just now, and tells Activity; what was refused
    /// with the one before is tried again by the next run.
    pub(crate) fn secret_was_set(&self, name: &str) -> Result<(), AppError> {
        let mut since = self.secrets_since()?;
        since.insert(name.to_owned(), self.now());
        self.store.set_setting(Kept::SECRETS_SINCE, &since)?;
        self.entry("secret_set", json!({"name": name})).write(self)?;
        let (_, configuration) = self.configuration()?;
        let who = &self.options.who;
        if self.engine.secret_replaced(&self.store, &configuration, name, who)? > 0 {
            self.events.changed(&[topic::OVERVIEW, topic::CONNECTIONS, topic::ACTIVITY]);
        }
        Ok(())
    }

    /// Since when secrets are what they are, by name; in milliseconds since 1970 (UTC).
    pub(crate) fn secrets_since(&self) -> Result<BTreeMap<String, i64>, AppError> {
        Ok(self.store.setting(Kept::SECRETS_SINCE)?.unwrap_or_default())
    }

    /// After how many days one is reminded to renew a secret; zero for never.
    pub(crate) fn renew_after_days(&self) -> Result<u32, AppError> {
        Ok(self.store.setting(Kept::RENEW_AFTER)?.unwrap_or(RENEW_AFTER_DAYS))
    }

    /// When a secret set at `since` is to be renewed; `None` where nobody wants to be reminded.
    pub(crate) fn renew_at(&self, since: i64) -> Result<Option<i64>, AppError> {
        let days = self.renew_after_days()?;
        Ok((days > 0).then(|| since.saturating_add(i64::from(days) * DAY)))
    }

    /// Targets whose secret is to be renewed by now, the oldest first.
    pub(crate) fn renewals(&self, configuration: &Configuration) -> Result<Vec<Renewal>, AppError> {
        let (since, now) = (self.secrets_since()?, self.now());
        let mut due = Vec::new();
        for target in &configuration.targets {
            let Some(set_at) = target.kind.secret().and_then(|name| since.get(name)) else {
                continue;
            };
            if self.renew_at(*set_at)?.is_some_and(|at| at <= now) {
                due.push(Renewal { target: target.name.clone(), set_at: *set_at });
            }
        }
        due.sort_by_key(|one| one.set_at);
        Ok(due)
    }
}
