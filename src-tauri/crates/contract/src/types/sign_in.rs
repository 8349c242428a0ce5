//! Signing in to a source by the administrator's browser.

use super::SourceSettings;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A sign-in to be begun.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    /// The directory.
    pub directory: String,
    /// Its source; the attached one when absent.
    #[serde(default)]
    pub source: Option<SourceSettings>,
    /// `google`: the file of the OAuth client (JSON); absent where somebody signed in before. It
    /// never comes back.
    #[serde(default)]
    pub client: Option<String>,
    /// The port of this machine that the browser comes back to; any that is free when absent.
    #[serde(default)]
    pub port: Option<u16>,
}

impl std::fmt::Debug for SignInRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("SignInRequest");
        shown.field("directory", &self.directory).field("source", &self.source);
        shown.finish_non_exhaustive()
    }
}

/// How a sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInState {
    /// The directory.
    pub directory: String,
    /// `none`, `waiting` for the browser, `done`, `failed` or `cancelled`.
    pub state: String,
    /// The address to open in a browser of this machine, while that is waited for.
    pub url: Option<String>,
    /// Whether the system's browser was opened there; where not, somebody opens it.
    pub opened: bool,
    /// Until when it is waited for, in milliseconds since 1970 (UTC).
    pub until: Option<i64>,
    /// The name of the secret under which it is kept.
    pub secret: String,
    /// Why it failed, and what to do.
    pub error: Option<String>,
    /// The cause's word, when it failed.
    pub cause: Option<String>,
}
