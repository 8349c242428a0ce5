//! Where reading a directory stands.

use super::log::Stand;
use serde::{Deserialize, Serialize};

/// The log goes back 180 days by Google's documentation; ten days before that it is not relied on
/// any more. Our decision.
const LOG_REACHES: i64 = 170 * 24 * 60 * 60 * 1000;

/// Where reading stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was asked for; with anything else all members are to be read anew.
    pub asked: String,
    /// When the members of all groups were last read, in milliseconds since 1970 (UTC).
    pub members_at: i64,
    /// Where the log of administrators' deeds stands; absent where all is to be listed.
    #[serde(default)]
    pub log: Option<Stand>,
    /// When that was, in milliseconds since 1970 (UTC), by our clock.
    #[serde(default)]
    pub log_at: i64,
    /// Whether the log was read before.
    #[serde(default)]
    pub reads_log: bool,
    /// Why the log, which was read before, is not any more.
    #[serde(default)]
    pub lost: Option<String>,
    /// How many pages of users and groups there were at the last listing.
    #[serde(default)]
    pub pages: usize,
}

impl Cursor {
    /// One of a reading in full at `now`.
    pub fn new(asked: &str, now: i64) -> Self {
        let asked = asked.to_owned();
        let (log, reads_log, lost) = (None, false, None);
        Self { asked, members_at: now, log, log_at: now, reads_log, lost, pages: 0 }
    }

    /// What was kept, when it is of the same question.
    pub fn read(kept: Option<&str>, asked: &str) -> Option<Self> {
        let cursor: Self = serde_json::from_str(kept?).ok()?;
        (cursor.asked == asked).then_some(cursor)
    }

    /// Where the log stands, unless that is longer ago than it reaches back.
    pub fn log(&self, now: i64) -> Option<&Stand> {
        self.log.as_ref().filter(|_| now - self.log_at < LOG_REACHES)
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
