//! Reading long lists a page at a time.

use crate::error::Fault;
use rusqlite::{Connection, Row, ToSql};
use serde::{Deserialize, Serialize};

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// How many rows are left out before.
    pub offset: u32,
    /// How many rows at most.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }

    /// All rows.
    pub const ALL: Self = Self { offset: 0, limit: u32::MAX };
}

/// One page of a list, and how long the list is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    /// The rows of the page.
    pub rows: Vec<T>,
    /// How many rows there are on all pages.
    pub total: u64,
}

/// A list: what is selected, from where, and in which order.
pub(crate) struct Listing<'a> {
    pub columns: &'a str,
    /// Everything from `FROM` to before `ORDER BY`.
    pub source: &'a str,
    pub order: &'a str,
    pub params: &'a [(&'a str, &'a dyn ToSql)],
}

impl Listing<'_> {
    /// Reads one page of the list.
    pub(crate) fn page<T>(
        &self,
        conn: &Connection,
        page: Page,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Paged<T>, Fault> {
        let Self { columns, source, order, params } = self;
        let mut count = conn.prepare_cached(&format!("SELECT count(*) {source}"))?;
        let total: i64 = count.query_row(*params, |row| row.get(0))?;
        let mut select = conn.prepare(&format!(
            "SELECT {columns} {source} ORDER BY {order} LIMIT {} OFFSET {}",
            page.limit, page.offset
        ))?;
        let mut found = select.query(*params)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(read(row)?);
        }
        Ok(Paged { rows, total: total.unsigned_abs() })
    }
}
