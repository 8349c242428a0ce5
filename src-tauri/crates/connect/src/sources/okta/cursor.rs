//! Where reading an org stands.

use serde::{Deserialize, Serialize};

/// Where one of the lists stands in a round.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stand {
    /// Nothing was read yet.
    #[default]
    Start,
    /// In the middle: the next page is here.
    Next(String),
    /// It was read to its end.
    Done,
}

/// Where a round of reading stands, and what was asked for when it began.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was asked for; with anything else all is to be read anew.
    pub asked: String,
    /// Changes are asked for from this moment on; absent in a reading in full.
    pub since: Option<String>,
    /// What `since` becomes with the next round: when this one began, by Okta's clock.
    pub began: Option<String>,
    /// The users.
    pub users: Stand,
    /// Those whom the scope's query finds among the users that changed.
    pub found: Stand,
    /// The groups.
    pub groups: Stand,
    /// Groups of the page under way that are done.
    pub done: Vec<String>,
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

    /// The one of the next round.
    pub fn next_round(&self) -> Self {
        Self { since: self.began.clone(), ..Self::new(&self.asked) }
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
