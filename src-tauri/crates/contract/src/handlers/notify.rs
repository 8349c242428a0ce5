//! Where the news of runs go, and trying it.

use crate::events::topic;
use crate::types::{
    NotifyChange, NotifyEmail, NotifySent, NotifySettings, NotifyTest, NotifyTested, NotifyWebhook,
};
use crate::{App, AppError};
use rolecall_config::{read, write};
use rolecall_connect::Patience;
use rolecall_directory::{
    Configuration, EmailDefinition, MailTls, NotifyDefinition, WebhookDefinition,
};
use rolecall_notify::{Channel, News, Teller, sent_last};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The secret with the password where no other is named.
const PASSWORD: &str = "notify-email";
/// A trial is tried once: whoever waits for it can try again.
const ONCE: Patience = Patience { tries: 1, ..Patience::DEFAULT };

/// Reads where news go.
pub(crate) fn get(app: &App) -> Result<NotifySettings, AppError> {
    let notify = app.configuration()?.1.notify.clone();
    // A place for secrets that is locked holds none for now.
    let held = app.secrets.held().unwrap_or_default();
    let is_kept = |name: &Option<String>| {
        name.as_ref().is_some_and(|name| held.iter().any(|one| one.name.as_str() == name))
    };
    let last = sent_last(&app.store)?.into_iter().map(|sent| NotifySent {
        channel: sent.channel.word().to_owned(),
        at: sent.at,
        run: sent.run,
        error: sent.error,
    });
    Ok(NotifySettings {
        desktop: notify.desktop,
        email: notify.email.map(|email| NotifyEmail {
            secret_kept: is_kept(&email.secret),
            to: email.to,
            from: email.from,
            host: email.host,
            port: Some(email.port),
            tls: email.tls.word().to_owned(),
            user: email.user,
            secret: email.secret,
            ca: email.ca.as_deref().map(shown),
        }),
        webhook: notify.webhook.map(|webhook| NotifyWebhook {
            secret_kept: is_kept(&webhook.secret),
            url: webhook.url,
            secret: webhook.secret,
            ca: webhook.ca.as_deref().map(shown),
        }),
        last: last.collect(),
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Changes where news go, as a whole. What a configuration file may not say is refused here too.
///
/// # Errors
/// `notify_wrong` with detail `errors`.
pub(crate) fn set(app: &App, change: NotifyChange) -> Result<NotifySettings, AppError> {
    let notify = definition(change)?;
    let channels: Vec<&str> = [
        notify.desktop.then_some("desktop"),
        notify.email.as_ref().map(|_| "email"),
        notify.webhook.as_ref().map(|_| "webhook"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let detail = json!({"channels": channels});
    app.change_configuration(|configuration| {
        configuration.notify = notify;
        Ok(true)
    })?;
    app.entry("notify_changed", detail).write(app)?;
    app.events.changed(&[topic::SETTINGS, topic::ACTIVITY]);
    get(app)
}

fn definition(change: NotifyChange) -> Result<NotifyDefinition, AppError> {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let email = change.email.map(|email| -> Result<_, AppError> {
        let tls = MailTls::from_word(&email.tls).ok_or_else(|| {
            let message = format!("\"{}\" is none of starttls, tls, none.", email.tls);
            AppError::new("notify_wrong", message).with("field", "tls")
        })?;
        let user = given(email.user);
        let secret = given(email.secret).or_else(|| user.as_ref().map(|_| PASSWORD.to_owned()));
        Ok(EmailDefinition {
            to: email.to.into_iter().map(|to| to.trim().to_owned()).collect(),
            from: email.from.trim().to_owned(),
            host: email.host.trim().to_owned(),
            port: email.port.unwrap_or_else(|| tls.port()),
            tls,
            secret: secret.filter(|_| user.is_some()),
            user,
            ca: given(email.ca).map(PathBuf::from),
        })
    });
    let webhook = change.webhook.map(|webhook| WebhookDefinition {
        url: webhook.url.trim().to_owned(),
        secret: given(webhook.secret),
        ca: given(webhook.ca).map(PathBuf::from),
    });
    let notify = NotifyDefinition { desktop: change.desktop, email: email.transpose()?, webhook };
    // One reader says what is right, for files and screens alike.
    let text = write(&Configuration { notify, ..Configuration::default() }, None);
    match read(&text, Path::new(""), &|_| None) {
        Ok(read) => Ok(read.notify),
        Err(errors) => {
            let words: Vec<String> = errors.errors.into_iter().map(|one| one.message).collect();
            let first = words.first().cloned().unwrap_or_default();
            Err(AppError::new("notify_wrong", format!("{first}.")).with("errors", words))
        }
    }
}

/// Sends a trial on one channel, for real.
///
/// # Errors
/// `argument_wrong` for another channel; what is wrong with the channel is in the answer.
pub(crate) async fn test(app: &Arc<App>, request: NotifyTest) -> Result<NotifyTested, AppError> {
    let channel = Channel::from_word(&request.channel).ok_or_else(|| {
        let message = format!("\"{}\" is none of desktop, email, webhook.", request.channel);
        AppError::new("argument_wrong", message)
    })?;
    let (notify, name) =
        app.work(|app| Ok((app.configuration()?.1.notify.clone(), app.name()?))).await?;
    let trial = News::trial(&name);
    let tested = if channel == Channel::Desktop {
        app.events.news(&trial);
        let message = "The desktop was asked to show it. If nothing appears, allow notifications \
                       of Rolecall in its settings.";
        NotifyTested { ok: true, message: message.to_owned() }
    } else {
        match app.teller(ONCE).send(channel, &notify, &trial).await {
            Ok(()) => {
                let message = format!("It was taken by {}.", Teller::place(channel, &notify));
                NotifyTested { ok: true, message }
            }
            Err(error) => NotifyTested { ok: false, message: AppError::from(error).message },
        }
    };
    let detail = json!({"channel": channel.word(), "ok": tested.ok});
    app.work(move |app| app.entry("notify_tested", detail).write(app)).await?;
    app.events.changed(&[topic::ACTIVITY]);
    Ok(tested)
}
