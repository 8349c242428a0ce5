//! The log of calls that were received by SCIM push.

use crate::error::StoreError;
use crate::page::{Listing, Page, Paged};
use crate::store::{Durability, Store};
use rolecall_directory::Folded;
use rusqlite::ToSql;
use serde::{Deserialize, Serialize};

pub(crate) const SCHEMA: &str = "
CREATE TABLE push_call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    directory TEXT NOT NULL,
    token TEXT NOT NULL,
    address TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    filter TEXT NOT NULL,
    status INTEGER NOT NULL,
    scim_type TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX push_call_failed ON push_call (id) WHERE status >= 400;
";

/// How long a call is kept, in milliseconds.
const KEPT: i64 = 30 * 24 * 3_600_000;
/// How many calls are kept at most, the latest: our decision, so that a client that asks all day
/// does not fill the disk.
const MOST: i64 = 500_000;
/// How many calls are entered at once.
const PART: usize = 250;

/// A call that was received: who, what, and the answer. Neither bodies nor secrets are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PushCallRecord {
    /// Its number.
    pub id: i64,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The directory that was asked for.
    pub directory: String,
    /// The name of the token; empty where none was accepted.
    pub token: String,
    /// Where the call came from.
    pub address: String,
    /// The method.
    pub method: String,
    /// The path behind the directory.
    pub path: String,
    /// The filter; empty where there was none.
    pub filter: String,
    /// The status of the answer.
    pub status: u16,
    /// The keyword of an error (RFC 7644 table 9); may be empty.
    pub scim_type: String,
    /// An error in words, or a note; may be empty.
    pub detail: String,
}

/// Which calls are wanted; what is empty or `None` leaves nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PushCallFilter {
    /// Of this directory.
    pub directory: Option<String>,
    /// Only those that were refused.
    pub failed: bool,
    /// With this method.
    pub method: Option<String>,
    /// With this status.
    pub status: Option<u16>,
    /// With this in path, filter, token, address or words, without case.
    pub text: String,
    /// Not before this moment.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
}

impl Store {
    /// Enters calls in the log and forgets those that are too old; a part at a time, so that nobody
    /// who writes something else waits for long.
    ///
    /// # Errors
    /// When they cannot be written; answers how many were, with the error.
    pub fn log_push_calls(
        &self,
        calls: &[PushCallRecord],
        now: i64,
    ) -> Result<(), (usize, StoreError)> {
        if calls.is_empty() {
            return self.log_part(calls, now).map_err(|error| (0, error));
        }
        for (part, at) in calls.chunks(PART).zip((0..).step_by(PART)) {
            self.log_part(part, now).map_err(|error| (at, error))?;
        }
        Ok(())
    }

    fn log_part(&self, calls: &[PushCallRecord], now: i64) -> Result<(), StoreError> {
        self.write(Durability::Process, |tx| {
            let sql = "INSERT INTO push_call
                           (at, directory, token, address, method, path, filter, status, scim_type,
                            detail)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            let mut insert = tx.prepare_cached(sql)?;
            for call in calls {
                insert.execute((
                    call.at,
                    &call.directory,
                    &call.token,
                    &call.address,
                    &call.method,
                    &call.path,
                    &call.filter,
                    call.status,
                    &call.scim_type,
                    &call.detail,
                ))?;
            }
            // The log is in the order of time, so what is too old stands at its beginning.
            let sql = "DELETE FROM push_call WHERE id < coalesce(
                           (SELECT min(id) FROM (SELECT id FROM push_call WHERE at >= ?1
                                                 ORDER BY id LIMIT 1)),
                           (SELECT max(id) + 1 FROM push_call))";
            tx.prepare_cached(sql)?.execute([now - KEPT])?;
            let sql = "DELETE FROM push_call WHERE id <= (SELECT max(id) FROM push_call) - ?1";
            tx.prepare_cached(sql)?.execute([MOST])?;
            Ok(())
        })
    }

    /// A page of the calls that `filter` lets through, the latest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn push_calls(
        &self,
        filter: &PushCallFilter,
        page: Page,
    ) -> Result<Paged<PushCallRecord>, StoreError> {
        let text = Folded::new(&filter.text);
        let text = (!filter.text.is_empty()).then(|| text.as_str().to_owned());
        let mut parts = vec!["1"];
        let mut params: Vec<(&str, &dyn ToSql)> = Vec::new();
        if filter.failed {
            parts.push("status >= 400");
        }
        for (part, name, value) in [
            ("directory = :directory", ":directory", filter.directory.as_ref().map(dynamic)),
            ("method = :method", ":method", filter.method.as_ref().map(dynamic)),
            ("status = :status", ":status", filter.status.as_ref().map(dynamic)),
            ("at >= :from", ":from", filter.from.as_ref().map(dynamic)),
            ("at < :until", ":until", filter.until.as_ref().map(dynamic)),
            (
                "(finds(path, :text) OR finds(filter, :text) OR finds(token, :text)
                  OR finds(address, :text) OR finds(detail, :text) OR finds(scim_type, :text))",
                ":text",
                text.as_ref().map(dynamic),
            ),
        ] {
            if let Some(value) = value {
                parts.push(part);
                params.push((name, value));
            }
        }
        let source = format!("FROM push_call WHERE {}", parts.join(" AND "));
        let listing = Listing {
            columns: "id, at, directory, token, address, method, path, filter, status, scim_type,
                      detail",
            source: &source,
            order: "id DESC",
            params: &params,
        };
        self.read(|conn| {
            listing.page(conn, page, |row| {
                Ok(PushCallRecord {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    directory: row.get(2)?,
                    token: row.get(3)?,
                    address: row.get(4)?,
                    method: row.get(5)?,
                    path: row.get(6)?,
                    filter: row.get(7)?,
                    status: row.get(8)?,
                    scim_type: row.get(9)?,
                    detail: row.get(10)?,
                })
            })
        })
    }
}

fn dynamic<T: ToSql>(value: &T) -> &dyn ToSql {
    value
}
