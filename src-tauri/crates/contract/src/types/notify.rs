//! Who is told when a run ends with news: new failures and newly held steps.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the news of runs go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifySettings {
    /// Whether the desktop shows them.
    pub desktop: bool,
    /// Whom they are mailed to.
    pub email: Option<NotifyEmail>,
    /// Where they are posted.
    pub webhook: Option<NotifyWebhook>,
    /// What was sent last on each channel, and what was wrong.
    pub last: Vec<NotifySent>,
}

/// How news are mailed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifyEmail {
    /// The addresses they go to.
    pub to: Vec<String>,
    /// The address they come from.
    pub from: String,
    /// The mail server.
    pub host: String,
    /// Its port; the usual one for `tls` when absent.
    pub port: Option<u16>,
    /// `starttls`, `tls` or `none` (to this machine only).
    pub tls: String,
    /// As whom to sign in.
    pub user: Option<String>,
    /// The name of the secret with the password; `notify-email` when absent and `user` is there.
    pub secret: Option<String>,
    /// Whether that secret is kept. Told, never taken.
    #[serde(default)]
    pub secret_kept: bool,
    /// A PEM file of further certificates to trust.
    pub ca: Option<String>,
}

/// How news are posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifyWebhook {
    /// The address: `https`, or `http` to this machine.
    pub url: String,
    /// The name of the secret that signs the body; unsigned when absent.
    pub secret: Option<String>,
    /// Whether that secret is kept. Told, never taken.
    #[serde(default)]
    pub secret_kept: bool,
    /// A PEM file of further certificates to trust.
    pub ca: Option<String>,
}

/// What came of telling on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifySent {
    /// `desktop`, `email` or `webhook`.
    pub channel: String,
    /// When.
    pub at: i64,
    /// The run whose news they were.
    pub run: i64,
    /// What went wrong and what to do; `None` when they were taken.
    pub error: Option<String>,
}

/// Where the news of runs are to go, as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifyChange {
    /// Whether the desktop shows them.
    pub desktop: bool,
    /// Whom they are mailed to; nobody when absent.
    pub email: Option<NotifyEmail>,
    /// Where they are posted; nowhere when absent.
    pub webhook: Option<NotifyWebhook>,
}

/// A channel to be tried with a message that says it is a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifyTest {
    /// `desktop`, `email` or `webhook`.
    pub channel: String,
}

/// What came of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotifyTested {
    /// Whether it was taken.
    pub ok: bool,
    /// Who took it, or what is wrong and what to do.
    pub message: String,
}

/// The news of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct News {
    /// The workspace's name.
    pub workspace: String,
    /// The run.
    pub run: i64,
    /// Whether it is only a trial.
    pub trial: bool,
    /// Causes with people who were not affected before, most people first.
    pub failures: Vec<FailureNews>,
    /// What guards hold that they did not hold before.
    pub held: Vec<HeldNews>,
    /// Why nothing could be read at all, in words.
    pub error: Option<String>,
    /// The page that tells more, such as `/overview/failures/console/no_licences`.
    pub page: String,
}

/// A cause with people who were not affected before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailureNews {
    /// The cause's word.
    pub cause: String,
    /// The target.
    pub target: String,
    /// People affected in all; 0 where the whole target is.
    pub people: u64,
    /// Those of them who were not before.
    pub fresh: u64,
}

/// Steps that a guard newly holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldNews {
    /// The target.
    pub target: String,
    /// The guard's word.
    pub guard: String,
    /// How many steps.
    pub steps: u64,
}
