//! How long the record of all that happened is kept.

use serde::{Deserialize, Serialize};

/// How long the record of all that happened is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActivityDefinition {
    /// So many days; for ever when absent.
    #[serde(default)]
    pub keep_days: Option<u32>,
}

impl ActivityDefinition {
    /// The fewest days: what happened in a month can always be looked up.
    pub const FEWEST_DAYS: u32 = 30;
    /// The most days, a hundred years; who wants more keeps it for ever.
    pub const MOST_DAYS: u32 = 36_500;

    /// It with so many days, where they can be chosen.
    #[must_use]
    pub fn keeping(days: u32) -> Option<Self> {
        (Self::FEWEST_DAYS..=Self::MOST_DAYS)
            .contains(&days)
            .then_some(Self { keep_days: Some(days) })
    }
}
