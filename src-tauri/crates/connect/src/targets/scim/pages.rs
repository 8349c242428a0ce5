//! All resources of a kind, page by page: by index (RFC 7644 section 3.4.2.4) or by cursor
//! (RFC 9865), as the provider can.

use super::client::{Answer, Ask, Client};
use super::discovery::text;
use super::features::Features;
use super::read::first;
use crate::ConnectError;
use crate::calls::Refusal;
use jiff::Timestamp;
use rolecall_directory::{Cause, RowIndex, Texts};
use rolecall_scim::message::ListResponse;
use serde_json::Value;

/// More resources than any target has; past it, the pages never end.
const MOST: usize = 5_000_000;
/// Pages in a row that may bring nothing while their cursor goes on.
const IDLE: usize = 20;

/// Reads all resources at a path, each once.
///
/// Providers that cap or ignore `count`, ignore `startIndex`, count it from 0, fail where either
/// is said, give no total, or a page's size for it, are read to their end all the same; one that
/// never ends or ends too early is an error.
pub(crate) struct Pages<'a> {
    client: &'a Client,
    path: &'a str,
    /// Which of them are wanted (RFC 7644 section 3.4.2.2).
    filter: Option<String>,
    page: u64,
    way: Way,
    ids: Texts,
    seen: RowIndex,
    /// The most that one page had.
    longest: u64,
    /// Pages in a row that brought nothing new.
    idle: usize,
    rescued: Rescued,
    /// The total told last.
    total: Option<u64>,
    began: bool,
    ended: bool,
    /// When the first page was answered, by the provider's own clock.
    pub at: Option<Timestamp>,
}

/// How the next page is asked for.
#[derive(Debug, Clone, PartialEq)]
enum Way {
    Index {
        start: u64,
        count: Option<u64>,
    },
    Cursor(String),
    /// Without a word about pages.
    Plain,
}

/// What was tried against a list that stops too early, each once.
#[derive(Debug, Default)]
struct Rescued {
    from_zero: bool,
    at_once: bool,
    cursor_anew: bool,
}

impl<'a> Pages<'a> {
    pub fn new(client: &'a Client, path: &'a str, features: &Features) -> Self {
        let way = match features.cursor {
            true => Way::Cursor(String::new()),
            false => Way::Index { start: 1, count: Some(features.page) },
        };
        Self {
            client,
            path,
            filter: None,
            page: features.page,
            way,
            ids: Texts::default(),
            seen: RowIndex::default(),
            longest: 0,
            idle: 0,
            rescued: Rescued::default(),
            total: None,
            began: false,
            ended: false,
            at: None,
        }
    }

    /// Those alone that `filter` selects.
    pub fn filtered(mut self, filter: String) -> Self {
        self.filter = Some(filter);
        self
    }

    /// The resources of the next page that were not on an earlier one; `None` at the end.
    ///
    /// # Errors
    /// When the page cannot be read, or the pages contradict each other.
    pub async fn next(&mut self) -> Result<Option<Vec<Value>>, ConnectError> {
        if self.ended {
            return Ok(None);
        }
        let Some(answer) = self.ask().await? else {
            self.ended = true;
            return Ok(None);
        };
        self.at = self.at.or(answer.at);
        let list = ListResponse::read(&answer.body)
            .map_err(|error| self.refuse(format!("the provider's list cannot be read: {error}")))?;
        let delivered = list.resources.len() as u64;
        let mut fresh = list.resources;
        fresh.retain(|resource| first(resource, "id").is_some_and(|id| self.is_new(&id)));
        self.total = list.total_results;
        self.idle = if fresh.is_empty() { self.idle + 1 } else { 0 };
        let cursor = text(&answer.body, "nextCursor").filter(|cursor| !cursor.is_empty());
        self.decide(delivered, !fresh.is_empty(), list.total_results, cursor)?;
        self.longest = self.longest.max(delivered);
        Ok(Some(fresh))
    }

    /// Asks for the next page; `None` where the refusal is the end.
    async fn ask(&mut self) -> Result<Option<Answer>, ConnectError> {
        let asked = match std::mem::replace(&mut self.began, true) {
            false => self.first_page().await,
            true => self.client.call(&self.wanted(&self.way)).await,
        };
        let refused = match asked {
            Ok(answer) => return Ok(Some(answer)),
            Err(refused) => refused,
        };
        let turned_down = matches!(refused.status, Some(400 | 404 | 416));
        match &self.way {
            // A cursor may expire; what was read by it stays read.
            Way::Cursor(at) if turned_down && !at.is_empty() && !self.rescued.cursor_anew => {
                self.rescued.cursor_anew = true;
                self.way = Way::Cursor(String::new());
                let again = self.client.call(&self.wanted(&self.way)).await;
                again.map(Some).map_err(|refused| self.client.error(self.path, &refused))
            }
            // Past the last page some have no page at all, and none before the first one.
            Way::Index { start, .. } if turned_down && *start != 1 => {
                let found = self.seen.len() as u64;
                match self.total.filter(|total| *total > found) {
                    Some(total) => Err(self.too_few(Some(total), found)),
                    None => Ok(None),
                }
            }
            _ => Err(self.client.error(self.path, &refused)),
        }
    }

    /// The first page, with less said about pages each time to providers that fail at the words.
    async fn first_page(&mut self) -> Result<Answer, Refusal> {
        let usual = self.wanted(&self.way);
        let refused = match self.client.try_once(&usual).await {
            Ok(answer) => return Ok(answer),
            Err(refused) => refused,
        };
        if matches!(refused.status, Some(400 | 500 | 501)) {
            let ways = [
                Way::Index { start: 1, count: Some(self.page) },
                Way::Index { start: 1, count: None },
                Way::Plain,
            ];
            for way in ways {
                if way == self.way {
                    continue;
                }
                if let Ok(answer) = self.client.try_once(&self.wanted(&way)).await {
                    self.way = way;
                    return Ok(answer);
                }
            }
        }
        if !self.client.may_retry(&refused) {
            return Err(refused);
        }
        self.client.wait(&refused).await;
        self.client.call_from(&usual, refused.tries).await
    }

    fn wanted(&self, way: &Way) -> Ask<'static> {
        let mut query: Vec<(&'static str, String)> = match way {
            Way::Index { start, count } => {
                let count = count.map(|count| ("count", count.to_string()));
                [("startIndex", start.to_string())].into_iter().chain(count).collect()
            }
            Way::Cursor(cursor) => {
                vec![("cursor", cursor.clone()), ("count", self.page.to_string())]
            }
            Way::Plain => Vec::new(),
        };
        query.extend(self.filter.clone().map(|filter| ("filter", filter)));
        Ask::get(self.path, query)
    }

    /// Whether there is a page after this one, and how it is asked for.
    fn decide(
        &mut self,
        delivered: u64,
        fresh: bool,
        total: Option<u64>,
        cursor: Option<&str>,
    ) -> Result<(), ConnectError> {
        let found = self.seen.len() as u64;
        let complete = total.is_none_or(|total| found >= total);
        if let Some(cursor) = cursor {
            let same = self.way == Way::Cursor(cursor.to_owned());
            if same || self.idle > IDLE || self.seen.len() > MOST {
                return Err(self.endless());
            }
            self.way = Way::Cursor(cursor.to_owned());
            return Ok(());
        }
        if matches!(self.way, Way::Cursor(_)) {
            self.ended = true;
            return if complete { Ok(()) } else { Err(self.too_few(total, found)) };
        }
        if fresh && is_past(found, total, self.page) {
            return Err(self.endless());
        }
        // A page shorter than one before it is the last; any other may be one of equal ones, and
        // its size be given as the total: the next page tells.
        let short = found == 0 || delivered < self.longest || self.way == Way::Plain;
        if complete && short && (total.is_some() || self.way == Way::Plain) {
            self.ended = true;
        } else if fresh {
            self.go_on(delivered);
        } else if !self.rescue(complete, delivered, total) {
            self.ended = true;
            if !complete {
                return Err(self.too_few(total, found));
            }
        }
        Ok(())
    }

    fn go_on(&mut self, delivered: u64) {
        self.way = match &self.way {
            Way::Index { start, count } => Way::Index { start: start + delivered, count: *count },
            // What came unasked was perhaps the first page.
            _ => Way::Index { start: 1 + delivered, count: None },
        };
    }

    /// Tries what may bring the rest of a list that stopped; whether there is something to try.
    fn rescue(&mut self, complete: bool, delivered: u64, total: Option<u64>) -> bool {
        let missing = total.is_some_and(|total| self.seen.len() as u64 + 1 == total);
        // Who counts from 0 has passed over the first one.
        let from_zero = missing || (total.is_none() && !self.seen.is_empty());
        if from_zero && !self.rescued.from_zero {
            self.rescued.from_zero = true;
            self.way = Way::Index { start: 0, count: Some(self.page) };
            return true;
        }
        // Who gives the first page again and again may give all at once.
        let at_once = !complete && delivered > 0 && !self.rescued.at_once;
        if at_once {
            self.rescued.at_once = true;
            self.way = Way::Index { start: 1, count: total };
        }
        at_once
    }

    fn is_new(&mut self, id: &str) -> bool {
        let row = self.seen.len() as u32;
        if self.seen.insert(row, id, |row| self.ids.get(row)).is_some() {
            return false;
        }
        self.ids.put(row, id);
        true
    }

    fn endless(&self) -> ConnectError {
        let found = self.seen.len();
        self.refuse(format!("the provider's pages do not end, even after {found}"))
    }

    fn too_few(&self, total: Option<u64>, found: u64) -> ConnectError {
        let total = total.unwrap_or_default();
        self.refuse(format!(
            "the provider says it has {total} resources and delivers {found} of them"
        ))
    }

    fn refuse(&self, message: String) -> ConnectError {
        self.client.error(self.path, &Refusal::new(Cause::UnreadableAnswer, message))
    }
}

/// Whether `found` is more than any reading of `total` allows.
fn is_past(found: u64, total: Option<u64>, page: u64) -> bool {
    found > MOST as u64 || total.is_some_and(|total| total > page && found > total + page)
}
