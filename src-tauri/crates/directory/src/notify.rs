//! Who is told when a run ends with news, and how.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where the news of runs go: new failures and newly held steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyDefinition {
    /// Whether the desktop shows them.
    pub desktop: bool,
    /// Whom they are mailed to.
    pub email: Option<EmailDefinition>,
    /// Where they are posted.
    pub webhook: Option<WebhookDefinition>,
}

impl Default for NotifyDefinition {
    fn default() -> Self {
        Self { desktop: true, email: None, webhook: None }
    }
}

/// How news are mailed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailDefinition {
    /// The addresses they go to; never empty.
    pub to: Vec<String>,
    /// The address they come from.
    pub from: String,
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// As whom to sign in; nobody when absent.
    pub user: Option<String>,
    /// The name of the secret that holds the password; with `user` only.
    pub secret: Option<String>,
    /// A file with further certificates to trust (PEM), such as a company's own CA.
    pub ca: Option<PathBuf>,
}

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// It begins in the clear and must change to TLS before anything is said.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Not at all; to this machine only.
    None,
}

impl MailTls {
    /// Each with its word in files and on screens.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Starttls, "starttls"), (Self::Tls, "tls"), (Self::None, "none")];

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

    /// The port that mail servers listen on for it.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// How news are posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDefinition {
    /// The address.
    pub url: String,
    /// The name of the secret that signs what is posted; unsigned when absent.
    pub secret: Option<String>,
    /// A file with further certificates to trust (PEM), such as a company's own CA.
    pub ca: Option<PathBuf>,
}
