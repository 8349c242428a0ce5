//! `[notify]`.

use super::path_text;
use super::text::{Lines, inline, quoted, texts};
use rolecall_directory::{EmailDefinition, NotifyDefinition, WebhookDefinition};
use std::path::Path;

/// Writes where news go; nothing when all is as it is unless somebody says otherwise.
pub(super) fn write_notify(lines: &mut Lines, notify: &NotifyDefinition, base: Option<&Path>) {
    if *notify == NotifyDefinition::default() {
        return;
    }
    lines.header("[notify]");
    if !notify.desktop {
        lines.line("desktop", "false");
    }
    if let Some(email) = &notify.email {
        lines.line("email", &email_text(email, base));
    }
    if let Some(webhook) = &notify.webhook {
        lines.line("webhook", &webhook_text(webhook, base));
    }
}

fn email_text(email: &EmailDefinition, base: Option<&Path>) -> String {
    let port = (email.port != email.tls.port()).then(|| ("port", email.port.to_string()));
    let entries = [
        Some(("to", texts(email.to.iter().map(String::as_str)))),
        Some(("from", quoted(&email.from))),
        Some(("host", quoted(&email.host))),
        port,
        Some(("tls", quoted(email.tls.word()))),
        email.user.as_ref().map(|user| ("user", quoted(user))),
        email.secret.as_ref().map(|secret| ("secret", quoted(secret))),
        email.ca.as_ref().map(|ca| ("ca", path_text(ca, base))),
    ];
    inline(entries.into_iter().flatten())
}

fn webhook_text(webhook: &WebhookDefinition, base: Option<&Path>) -> String {
    let entries = [
        Some(("url", quoted(&webhook.url))),
        webhook.secret.as_ref().map(|secret| ("secret", quoted(secret))),
        webhook.ca.as_ref().map(|ca| ("ca", path_text(ca, base))),
    ];
    inline(entries.into_iter().flatten())
}
