//! The types of commands' arguments and results. Instants are milliseconds since 1970 UTC.

mod accounts;
mod activity;
mod attributes;
mod connections;
mod directories;
mod draft;
mod effect;
mod groups;
mod ldap;
mod notify;
mod org_units;
mod overview;
mod people;
mod period;
mod person_edit;
mod plan;
mod push;
mod rule_tests;
mod rules;
mod runs;
mod schedule;
mod settings;
mod sign_in;
mod source_files;
mod targets;
mod undo;

pub use accounts::*;
pub use activity::*;
pub use attributes::*;
pub use connections::*;
pub use directories::*;
pub use draft::*;
pub use effect::*;
pub use groups::*;
pub use ldap::*;
pub use notify::*;
pub use org_units::*;
pub use overview::*;
pub use people::*;
pub use period::*;
pub use person_edit::*;
pub use plan::*;
pub use push::*;
pub use rule_tests::*;
pub use rules::*;
pub use runs::*;
pub use schedule::*;
pub use settings::*;
pub use sign_in::*;
pub use source_files::*;
pub use targets::*;
pub use undo::*;

use rolecall_directory::SourceWarning;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// No arguments, or nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageRequest {
    /// The first item, from 0.
    pub offset: u64,
    /// How many at most; 200 is the most a page holds.
    pub limit: u64,
}

/// Something a source could not make sense of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// The file or address it was read from; empty where that is not kept.
    pub place: String,
    /// The line, from 1.
    pub line: Option<u64>,
    /// The column, from 1.
    pub column: Option<u64>,
    /// What is wrong, as one of `warningCodes`; `None` where only its words are kept.
    pub code: Option<String>,
    /// Names and numbers the message is made of.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Map<String, serde_json::Value>,
    /// English: what is wrong and what to do.
    pub message: String,
}

impl From<&SourceWarning> for Warning {
    fn from(warning: &SourceWarning) -> Self {
        let said = warning.flaw.as_ref().and_then(|flaw| serde_json::to_value(flaw).ok());
        let details = match said.as_ref().and_then(|said| said.get("details")) {
            Some(serde_json::Value::Object(details)) => details.clone(),
            _ => serde_json::Map::new(),
        };
        Self {
            place: warning.place.clone(),
            line: warning.line,
            column: warning.column,
            code: warning.flaw.as_ref().map(|flaw| flaw.code().to_owned()),
            details,
            message: warning.message.clone(),
        }
    }
}

/// Rows chosen in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// Whether all rows are chosen but those of `keys`; else only those.
    pub all: bool,
    /// What the rows are called by: a number, or what names them.
    pub keys: Vec<String>,
}

/// Something happened that screens may show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum AppEvent {
    /// What these topics show has changed: `overview`, `rules`, `draft`, `runs`, `activity`,
    /// `people`, `connections`, `settings`.
    #[serde(rename_all = "camelCase")]
    Changed {
        /// The topics.
        topics: Vec<String>,
    },
    /// A run goes on.
    #[serde(rename_all = "camelCase")]
    Progress {
        /// How far it is.
        progress: Progress,
    },
    /// A run ended with news that the desktop is to show.
    #[serde(rename_all = "camelCase")]
    News {
        /// What is new.
        news: News,
    },
}
