//! Activity as screens list it: put in an order once, followed as it grows, and read a page at a
//! time by place.

use crate::error::StoreError;
use crate::store::Store;
use crate::table::activity::{self, ActivityEntry, ActivityFilter, Stored};
use serde::{Deserialize, Serialize};

/// By what entries are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivitySort {
    /// By their place: the oldest first.
    #[default]
    Time,
    /// By their kind's word.
    Kind,
    /// By who did it, without case.
    Who,
    /// What failed first, then what is held.
    Status,
}

impl ActivitySort {
    fn order(self) -> &'static str {
        match self {
            Self::Time => "seq",
            Self::Kind => "kind, seq",
            Self::Who => "folded(who), seq",
            Self::Status => "CASE status WHEN 'failed' THEN 0 WHEN 'held' THEN 1 ELSE 2 END, seq",
        }
    }
}

impl Store {
    /// The first and the last place there is; `None` when nothing has happened.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn activity_span(&self) -> Result<Option<(i64, i64)>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT (SELECT min(seq) FROM activity), (SELECT max(seq) FROM activity)";
            let ends: (Option<i64>, Option<i64>) =
                conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(ends.0.zip(ends.1))
        })
    }

    /// The places of the entries behind `after` that pass `filter`, in this order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn activity_places(
        &self,
        filter: &ActivityFilter,
        sort: ActivitySort,
        after: i64,
    ) -> Result<Vec<i64>, StoreError> {
        filter.asked(after, |source, params| {
            self.read(|conn| {
                let sql = format!("SELECT seq {source} ORDER BY {}", sort.order());
                let mut query = conn.prepare_cached(&sql)?;
                let places = query.query_map(params, |row| row.get(0))?;
                Ok(places.collect::<rusqlite::Result<_>>()?)
            })
        })
    }

    /// The entries at these places, in the order given; those that are gone are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn activity_at(&self, places: &[i64]) -> Result<Vec<ActivityEntry>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {} FROM activity WHERE seq = ?1", activity::COLUMNS);
            let mut query = conn.prepare_cached(&sql)?;
            let mut entries = Vec::with_capacity(places.len());
            for place in places {
                let mut found = query.query([place])?;
                if let Some(row) = found.next()? {
                    entries.push(Stored::read(row)?.entry()?);
                }
            }
            Ok(entries)
        })
    }
}
