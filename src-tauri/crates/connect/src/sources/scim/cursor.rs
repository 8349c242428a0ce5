//! Where reading a provider stands.

use serde::{Deserialize, Serialize};

/// Whether a provider tells truly what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Trust {
    /// Nothing speaks for it: all is read each time.
    #[default]
    Unproved,
    /// Its filter by `meta.lastModified` was tried and told the truth.
    Proved,
    /// A record changed though its `meta.lastModified` did not: not asked any more.
    Lied,
}

/// Where the last reading ended, and what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was asked for; with anything else all is to be read anew.
    pub asked: String,
    /// From when on the next reading asks for changes, by the provider's clock.
    pub since: Option<String>,
    /// Of users.
    pub users: Trust,
    /// Of groups.
    pub groups: Trust,
}

impl Cursor {
    pub fn new(asked: &str) -> Self {
        Self { asked: asked.to_owned(), ..Self::default() }
    }

    /// What was kept, when it is of the same question.
    pub fn read(kept: Option<&str>, asked: &str) -> Option<Self> {
        let cursor: Self = serde_json::from_str(kept?).ok()?;
        (cursor.asked == asked).then_some(cursor)
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
