//! Where reading a tenant stands.

use serde::{Deserialize, Serialize};

/// Where one of the two lists stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stand {
    /// Nothing was read yet.
    #[default]
    Start,
    /// In the middle: the next page is here.
    Next(String),
    /// All was read: changes since are told here.
    Delta(String),
}

/// Where both lists stand, and what was asked for when they began.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was asked for; with anything else all is to be read anew.
    pub asked: String,
    /// People read since a reading in full began.
    pub people: u64,
    /// The users.
    pub users: Stand,
    /// The groups.
    pub groups: Stand,
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
