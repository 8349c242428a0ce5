//! `[notify]`: where the news of runs go.

use super::report::{Text, listed, nearest};
use super::section::Section;
use super::target_kind::{check_secret, is_this_machine, url_problem};
use http::Uri;
use rolecall_directory::{EmailDefinition, MailTls, NotifyDefinition, WebhookDefinition};
use std::path::Path;

const EXAMPLE: &str = "[\"admins@example.com\"]";

/// Reads `[notify]`; what is not there keeps its default.
pub(super) fn read(root: &Section<'_>, base: &Path) -> NotifyDefinition {
    let Some(section) = root.table("notify") else { return NotifyDefinition::default() };
    section.only(&["desktop", "email", "webhook"]);
    NotifyDefinition {
        desktop: section.boolean("desktop", true),
        email: inner(&section, "email").and_then(|email| read_email(&email, base)),
        webhook: inner(&section, "webhook").and_then(|webhook| read_webhook(&webhook, base)),
    }
}

fn inner<'a>(section: &Section<'a>, key: &str) -> Option<Section<'a>> {
    section.get(key)?.table(&format!("[notify.{key}]"))
}

fn read_email(section: &Section<'_>, base: &Path) -> Option<EmailDefinition> {
    section.only(&["to", "from", "host", "port", "tls", "user", "secret", "ca"]);
    let to = section.required("to", EXAMPLE).and_then(|to| to.texts().map(|texts| (to, texts)));
    let from = section.required_text("from", "\"rolecall@example.com\"");
    let host = section.required_text("host", "\"mail.example.com\"");
    let tls = section.text("tls").map_or_else(MailTls::default, |word| read_tls(section, &word));
    let port = section.get("port").and_then(|entry| entry.whole(1, u64::from(u16::MAX)));
    let user = section.text("user");
    let secret = section.text("secret");
    if let Some((to, texts)) = &to {
        if texts.is_empty() {
            let message = format!("to: name at least one address, such as {EXAMPLE}");
            section.report.error(to.at(), "invalid_value", message);
        }
        texts.iter().for_each(|address| check_address(section, "to", address));
    }
    if let Some(from) = &from {
        check_address(section, "from", from);
    }
    if let Some(secret) = &secret {
        check_secret(section, secret);
    }
    if let (Some(host), MailTls::None) = (&host, tls)
        && !is_this_machine(&host.value)
    {
        let message = "tls = \"none\" is for this machine only, as it sends the password in the \
                       clear; use \"starttls\" or \"tls\"";
        section.report.error(host.at(), "invalid_value", message);
    }
    match (&user, &secret) {
        (Some(user), None) => {
            let message = "user: a user needs a password; add secret = \"smtp-password\"";
            section.report.error(user.at(), "missing_key", message);
        }
        (None, Some(secret)) => {
            let message = "secret: a password needs a user; add user = \"rolecall\"";
            section.report.error(secret.at(), "missing_key", message);
        }
        _ => {}
    }
    Some(EmailDefinition {
        to: to?.1.into_iter().map(|text| text.value).collect(),
        from: from?.value,
        host: host?.value,
        port: port.and_then(|port| u16::try_from(port).ok()).unwrap_or_else(|| tls.port()),
        tls,
        user: user.map(|text| text.value),
        secret: secret.map(|text| text.value),
        ca: section.text("ca").map(|text| base.join(text.value)),
    })
}

fn read_tls(section: &Section<'_>, word: &Text) -> MailTls {
    MailTls::from_word(&word.value).unwrap_or_else(|| {
        let words = || MailTls::ALL.iter().map(|(_, known)| *known);
        let message = format!("tls: \"{}\" is none of {}", word.value, listed(words()));
        section.report.suggest(word.at(), "unknown_word", message, nearest(&word.value, words()));
        MailTls::default()
    })
}

/// Checks that `address` has the form of an e-mail address; a mail server knows the rest.
fn check_address(section: &Section<'_>, key: &str, address: &Text) {
    let text = &address.value;
    let fits = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.starts_with('.')
    });
    if !fits || text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;".contains(c)) {
        let message = format!("{key}: \"{text}\" is no e-mail address; write name@example.com");
        section.report.error(address.at(), "invalid_value", message);
    }
}

fn read_webhook(section: &Section<'_>, base: &Path) -> Option<WebhookDefinition> {
    section.only(&["url", "secret", "ca"]);
    let url = section.required_text("url", "\"https://host/path\"");
    let secret = section.text("secret");
    if let Some(secret) = &secret {
        check_secret(section, secret);
    }
    let url = url?;
    let wrong = match url.value.parse::<Uri>() {
        // A receiver may want a query; what a SCIM base address must not have is fine here.
        Ok(address) => url_problem(&address, url.value.split('?').next().unwrap_or_default()),
        Err(_) => Some("not an address; write https://host/path"),
    };
    if let Some(wrong) = wrong {
        section.report.error(url.at(), "invalid_value", format!("url: {wrong}"));
    }
    Some(WebhookDefinition {
        url: url.value,
        secret: secret.map(|text| text.value),
        ca: section.text("ca").map(|text| base.join(text.value)),
    })
}
