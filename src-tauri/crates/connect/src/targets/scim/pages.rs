//! All resources of a kind, page by page (RFC 7644 section 3.4.2.4).

use super::client::{Ask, Client};
use super::read::first;
use crate::ConnectError;
use crate::calls::Refusal;
use rolecall_directory::{Cause, RowIndex, Texts};
use rolecall_scim::message::ListResponse;
use serde_json::Value;

/// More resources than any target has; past it, the pages never end.
const MOST: usize = 5_000_000;

/// Reads all resources at a path, each once.
///
/// Providers that ignore `count` or `startIndex`, or that give a page's size as the total, are
/// read to their end all the same; one that never ends or ends too early is an error.
pub(super) struct Pages<'a> {
    client: &'a Client,
    path: &'a str,
    page: u64,
    start: u64,
    ids: Texts,
    seen: RowIndex,
    ended: bool,
}

impl<'a> Pages<'a> {
    pub fn new(client: &'a Client, path: &'a str, page: u64) -> Self {
        let (ids, seen) = (Texts::default(), RowIndex::default());
        Self { client, path, page, start: 1, ids, seen, ended: false }
    }

    /// The resources of the next page that were not on an earlier one; `None` at the end.
    ///
    /// # Errors
    /// When the page cannot be read, or the pages contradict each other.
    pub async fn next(&mut self) -> Result<Option<Vec<Value>>, ConnectError> {
        if self.ended {
            return Ok(None);
        }
        let query = vec![("startIndex", self.start.to_string()), ("count", self.page.to_string())];
        let answer = self.client.call(&Ask::get(self.path, query)).await;
        let answer = answer.map_err(|refused| self.client.error(self.path, &refused))?;
        let list = ListResponse::read(&answer.body)
            .map_err(|error| self.refuse(format!("the target's list cannot be read: {error}")))?;
        let delivered = list.resources.len() as u64;
        self.start += delivered;
        let mut fresh = list.resources;
        fresh.retain(|resource| first(resource, "id").is_some_and(|id| self.is_new(&id)));
        self.decide(delivered, !fresh.is_empty(), list.total_results)?;
        Ok(Some(fresh))
    }

    /// Whether there is a page after this one.
    fn decide(
        &mut self,
        delivered: u64,
        fresh: bool,
        total: Option<u64>,
    ) -> Result<(), ConnectError> {
        let found = self.seen.len();
        let complete = total.is_none_or(|total| found as u64 >= total);
        // A full page may be all there is, or its size be given as the total: the next page tells.
        let full = delivered >= self.page;
        match (fresh, complete) {
            (false, true) => self.ended = true,
            (true, true) if total.is_some() && !full => self.ended = true,
            (false, false) => {
                let total = total.unwrap_or_default();
                return Err(self.refuse(format!(
                    "the target says it has {total} resources and delivers {found} of them"
                )));
            }
            (true, true) if total.is_some_and(|total| is_past(found, total, self.page)) => {
                let message = format!("the target's pages do not end, even after {found}");
                return Err(self.refuse(message));
            }
            (true, _) => {}
        }
        Ok(())
    }

    fn is_new(&mut self, id: &str) -> bool {
        let row = self.seen.len() as u32;
        if self.seen.insert(row, id, |row| self.ids.get(row)).is_some() {
            return false;
        }
        self.ids.put(row, id);
        true
    }

    fn refuse(&self, message: String) -> ConnectError {
        self.client.error(self.path, &Refusal::new(Cause::UnreadableAnswer, message))
    }
}

/// Whether `found` is more than any reading of `total` allows.
fn is_past(found: usize, total: u64, page: u64) -> bool {
    found > MOST || (total > page && found as u64 > total + page)
}
