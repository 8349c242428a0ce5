//! SCIM push: endpoints, tokens, and the log of calls that were received.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A directory by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushEndpointRequest {
    /// The directory.
    pub directory: String,
}

/// Where others write to a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushEndpoint {
    /// The directory.
    pub directory: String,
    /// The path behind the address of this machine.
    pub path: String,
    /// The whole addresses at which calls are taken now; those that other machines reach first.
    pub urls: Vec<String>,
    /// Whether other machines can reach one of them.
    pub listening: bool,
    /// Why not: `no_source`: nobody writes to this directory; `off`: not switched on;
    /// `loopback`: this machine only; `failed`: it could not be begun. `None` where they can.
    pub why: Option<String>,
    /// What went wrong, where it failed.
    pub message: Option<String>,
    /// Whether a proxy stands before it, whose address is the one to give.
    pub proxied: bool,
    /// The name has a letter in it that Okta refuses in addresses (`_`).
    pub okta_refuses: bool,
    /// Users that were written.
    pub users: u64,
    /// Groups that were written.
    pub groups: u64,
    /// When something last changed, in milliseconds since 1970 (UTC).
    pub changed: Option<i64>,
}

/// Where this machine listens for SCIM calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushListening {
    /// Whether it does; off by default.
    pub on: bool,
    /// The address and port, such as `0.0.0.0:7443`.
    pub address: String,
    /// A file with the certificate and those that signed it (PEM).
    pub certificate: Option<String>,
    /// A file with its private key (PEM).
    pub key: Option<String>,
    /// Whether a proxy that speaks TLS stands before it, so that none is spoken here.
    pub behind_proxy: bool,
}

/// A token that is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenItem {
    /// Its number.
    pub id: i64,
    /// The directory it opens.
    pub directory: String,
    /// What it is called.
    pub name: String,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created: i64,
    /// Who made it.
    pub who: String,
    /// When it was last used, to the minute.
    pub used: Option<i64>,
}

/// Tokens that are valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenList {
    /// All of them, by directory and age.
    pub items: Vec<TokenItem>,
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// The directory it is to open.
    pub directory: String,
    /// What it is to be called; a name is made up where this is absent.
    pub name: Option<String>,
}

/// A token that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MadeToken {
    /// What is kept of it.
    pub item: TokenItem,
    /// It itself, which cannot be shown again.
    pub token: String,
}

/// A token by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenRevocation {
    /// Its number.
    pub id: i64,
}

/// Which received calls are wanted; what is absent leaves nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushCallsRequest {
    /// Of this directory.
    pub directory: Option<String>,
    /// Only those that were refused.
    pub failed: bool,
    /// With this method.
    pub method: Option<String>,
    /// With this status.
    pub status: Option<u16>,
    /// With this in path, filter, token, address or words.
    pub text: String,
    /// Not before, in milliseconds since 1970 (UTC).
    pub from: Option<i64>,
    /// Before.
    pub until: Option<i64>,
    /// The part of the list, the latest first.
    pub page: PageRequest,
}

/// Calls that were received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushCallList {
    /// How many there are.
    pub total: u64,
    /// Those of the page.
    pub items: Vec<PushCallItem>,
}

/// A call that was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PushCallItem {
    /// Its number.
    pub id: i64,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The directory it was for.
    pub directory: String,
    /// The token's name; empty where none was accepted.
    pub token: String,
    /// Where it came from.
    pub address: String,
    /// The method.
    pub method: String,
    /// The path behind the directory.
    pub path: String,
    /// The filter; empty where there was none.
    pub filter: String,
    /// The status of the answer.
    pub status: u16,
    /// The keyword of the error (RFC 7644 table 9); may be empty.
    pub scim_type: String,
    /// The words of the answer; may be empty.
    pub detail: String,
    /// What a refusal means: a word.
    pub code: Option<String>,
    /// What a refusal means: in English.
    pub means: Option<String>,
    /// What to do about it: in English.
    pub remedy: Option<String>,
}
