//! Telling news where the configuration says.

use crate::{News, NotifyError, mail, webhook};
use rolecall_connect::{Http, HttpSettings, Patience, Proxies};
use rolecall_directory::NotifyDefinition;
use rolecall_engine::EngineError;
use rolecall_secrets::{SecretName, SecretStore, SecretString, Secrets};
use rolecall_store::{RunId, Store};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The setting that holds what was sent last, by channel.
const LAST: &str = "notify.last";

/// A way to tell people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The desktop, which its host shows.
    Desktop,
    /// E-mail.
    Email,
    /// A webhook.
    Webhook,
}

impl Channel {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Desktop, "desktop"), (Self::Email, "email"), (Self::Webhook, "webhook")];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, word)| word)
    }

    /// The one that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(one, _)| *one)
    }
}

/// What came of telling on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Where.
    pub channel: Channel,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The run whose news they were.
    pub run: RunId,
    /// What went wrong; none when they were taken.
    pub error: Option<String>,
}

/// Sends news by e-mail and webhook.
#[derive(Clone)]
pub struct Teller {
    secrets: Arc<Secrets>,
    proxies: Proxies,
    patience: Patience,
}

impl Teller {
    /// Over the secrets of a workspace; `patience` is for what fails in passing.
    #[must_use]
    pub fn new(secrets: Arc<Secrets>, proxies: Proxies, patience: Patience) -> Self {
        Self { secrets, proxies, patience }
    }

    /// Tells `news` on each channel but the desktop's, and keeps what came of it. `now` is asked
    /// for each instant, in milliseconds since 1970.
    ///
    /// # Errors
    /// When what came of it cannot be kept; what went wrong with a channel is in the answer.
    pub async fn tell(
        &self,
        store: &Store,
        notify: &NotifyDefinition,
        news: &News,
        now: impl Fn() -> i64,
    ) -> Result<Vec<Sent>, EngineError> {
        let is_on = |channel: &Channel| match channel {
            Channel::Desktop => false,
            Channel::Email => notify.email.is_some(),
            Channel::Webhook => notify.webhook.is_some(),
        };
        let mut sent = Vec::new();
        for channel in [Channel::Email, Channel::Webhook].into_iter().filter(is_on) {
            let error = self.send(channel, notify, news).await.err();
            let error = error.map(|error| error.to_string());
            sent.push(Sent { channel, at: now(), run: news.run, error });
        }
        keep(store, &sent)?;
        Ok(sent)
    }

    /// Sends `news` on one channel; the desktop's is its host's.
    ///
    /// # Errors
    /// What is wrong, in words for an administrator.
    pub async fn send(
        &self,
        channel: Channel,
        notify: &NotifyDefinition,
        news: &News,
    ) -> Result<(), NotifyError> {
        let missing = || NotifyError::NotSetUp { channel: channel.word() };
        match channel {
            Channel::Desktop => Err(missing()),
            Channel::Email => {
                let email = notify.email.as_ref().ok_or_else(missing)?;
                let password = self.secret(email.secret.as_deref()).await?;
                mail::send(email, password.as_ref(), news, self.patience).await
            }
            Channel::Webhook => {
                let webhook = notify.webhook.as_ref().ok_or_else(missing)?;
                let key = self.secret(webhook.secret.as_deref()).await?;
                let proxies = self.proxies.clone();
                let settings =
                    HttpSettings { ca: webhook.ca.clone(), proxies, ..HttpSettings::default() };
                let http = Http::new(&settings).map_err(|error| NotifyError::Wrong {
                    what: error.place,
                    reason: error.message,
                })?;
                webhook::post(&http, webhook, key.as_ref(), news, self.patience).await
            }
        }
    }

    /// Where news on `channel` go, as it may be shown.
    #[must_use]
    pub fn place(channel: Channel, notify: &NotifyDefinition) -> String {
        match (channel, &notify.email, &notify.webhook) {
            (Channel::Email, Some(email), _) => mail::place(email),
            (Channel::Webhook, _, Some(webhook)) => webhook::place(webhook),
            (channel, ..) => format!("the {}", channel.word()),
        }
    }

    async fn secret(&self, name: Option<&str>) -> Result<Option<SecretString>, NotifyError> {
        let Some(name) = name else { return Ok(None) };
        let unreadable = |reason: String| NotifyError::Secret { name: name.to_owned(), reason };
        let secrets = self.secrets.clone();
        let wanted = SecretName::new(name).map_err(|error| unreadable(error.to_string()))?;
        // A keyring may ask a person first.
        let read = tokio::task::spawn_blocking(move || secrets.get(&wanted)).await;
        let read = read.map_err(|error| unreadable(error.to_string()))?;
        let read = read.map_err(|error| unreadable(error.to_string()))?;
        read.map_or_else(
            || Err(unreadable("nothing is kept under that name".into())),
            |s| Ok(Some(s)),
        )
    }
}

/// What was sent last on each channel.
///
/// # Errors
/// When the workspace cannot be read.
pub fn sent_last(store: &Store) -> Result<Vec<Sent>, EngineError> {
    Ok(store.setting(LAST)?.unwrap_or_default())
}

fn keep(store: &Store, sent: &[Sent]) -> Result<(), EngineError> {
    if sent.is_empty() {
        return Ok(());
    }
    let mut last = sent_last(store)?;
    last.retain(|old| sent.iter().all(|new| new.channel != old.channel));
    last.extend(sent.iter().cloned());
    last.sort_by_key(|one| one.channel);
    Ok(store.set_setting(LAST, &last)?)
}
