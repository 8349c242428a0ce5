//! The lists of open failures that screens show: banners, and the people behind one.

use crate::error::StoreError;
use crate::page::{Listing, Page, Paged};
use crate::store::Store;
use crate::table::failure::{self, FailureRecord};
use crate::words;
use rolecall_directory::{Cause, Folded};
use serde::{Deserialize, Serialize};

/// The failures of one cause in one target: one banner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureGroup {
    /// The target.
    pub target: String,
    /// The cause.
    pub cause: Cause,
    /// How many people, each counted once.
    pub people: u64,
    /// When the oldest was first seen.
    pub since: i64,
    /// When the newest was first seen.
    pub newest: i64,
    /// Whether the banner is hidden: dismissed, and nobody further was affected since.
    pub dismissed: bool,
}

/// A cause in one target with people who were not affected before an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshFailures {
    /// The target.
    pub target: String,
    /// The cause.
    pub cause: Cause,
    /// How many people in all, each counted once.
    pub people: u64,
    /// Those of them whose first failure of this cause came since.
    pub fresh: u64,
}

/// By what a list of failures is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureSort {
    /// By userName, folded.
    #[default]
    User,
    /// By slot and value.
    Value,
    /// By what the target said.
    Message,
    /// By when it was first seen.
    Since,
    /// By how often it was tried.
    Tries,
}

impl FailureSort {
    fn order(self, descending: bool) -> &'static str {
        match (self, descending) {
            (Self::User, false) => "user_folded, slot, value, id",
            (Self::User, true) => "user_folded DESC, slot, value, id",
            (Self::Value, false) => "slot, value, user_folded, id",
            (Self::Value, true) => "slot DESC, value DESC, user_folded, id",
            (Self::Message, false) => "message, user_folded, id",
            (Self::Message, true) => "message DESC, user_folded, id",
            (Self::Since, false) => "first_seen, user_folded, id",
            (Self::Since, true) => "first_seen DESC, user_folded, id",
            (Self::Tries, false) => "tries, user_folded, id",
            (Self::Tries, true) => "tries DESC, user_folded, id",
        }
    }
}

impl Store {
    /// The open failures grouped by target and cause, most people first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn failures_by_cause(&self) -> Result<Vec<FailureGroup>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT target, cause, count(DISTINCT user_folded) AS people, min(first_seen),
                     max(first_seen), min(dismissed)
                 FROM failure GROUP BY target, cause ORDER BY people DESC, target, cause",
            )?;
            let mut found = query.query([])?;
            let mut groups = Vec::new();
            while let Some(row) = found.next()? {
                groups.push(FailureGroup {
                    target: row.get(0)?,
                    cause: words::cause(&row.get::<_, String>(1)?)?,
                    people: row.get::<_, i64>(2)?.unsigned_abs(),
                    since: row.get(3)?,
                    newest: row.get(4)?,
                    dismissed: row.get(5)?,
                });
            }
            Ok(groups)
        })
    }

    /// The causes that affect people whom they did not affect before `since`, most people first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn failures_since(&self, since: i64) -> Result<Vec<FreshFailures>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "WITH person AS (
                     SELECT target, cause, min(first_seen) AS first FROM failure
                     GROUP BY target, cause, user_folded)
                 SELECT target, cause, count(*) AS people, sum(first >= ?1) AS fresh
                 FROM person GROUP BY target, cause HAVING fresh > 0
                 ORDER BY people DESC, target, cause",
            )?;
            let mut found = query.query([since])?;
            let mut groups = Vec::new();
            while let Some(row) = found.next()? {
                groups.push(FreshFailures {
                    target: row.get(0)?,
                    cause: words::cause(&row.get::<_, String>(1)?)?,
                    people: row.get::<_, i64>(2)?.unsigned_abs(),
                    fresh: row.get::<_, i64>(3)?.unsigned_abs(),
                });
            }
            Ok(groups)
        })
    }

    /// The userNames of all people with an open failure in any target, each once, folded.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn failing_users(&self) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached("SELECT DISTINCT user_folded FROM failure")?;
            let users = query.query_map([], |row| row.get(0))?;
            Ok(users.collect::<Result<_, _>>()?)
        })
    }

    /// The groups whose banners are shown: those not dismissed, most people first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn banners(&self) -> Result<Vec<FailureGroup>, StoreError> {
        let mut groups = self.failures_by_cause()?;
        groups.retain(|group| !group.dismissed);
        Ok(groups)
    }

    /// The open failures of `cause` in `target` that have `text` in user, value or message.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn failures(
        &self,
        target: &str,
        cause: Cause,
        text: Option<&str>,
        sort: (FailureSort, bool),
        page: Page,
    ) -> Result<Paged<FailureRecord>, StoreError> {
        let text = text.map(|text| Folded::new(text).as_str().to_owned());
        let list = Listing {
            columns: failure::COLUMNS,
            source: "FROM failure WHERE target = :target AND cause = :cause
                 AND (:text IS NULL OR finds(user, :text) OR finds(value, :text)
                      OR finds(message, :text))",
            order: sort.0.order(sort.1),
            params: &[(":target", &target), (":cause", &cause.word()), (":text", &text)],
        };
        self.read(|conn| list.page(conn, page, failure::read))
    }
}
