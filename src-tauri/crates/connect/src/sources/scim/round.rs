//! Bringing what is kept of a provider up to date: by what changed since, where it was shown that
//! the provider tells that truly, and else by reading all and comparing.

use super::cursor::Trust;
use super::record::{contradicts, modified, parted, text};
use crate::calls::Refusal;
use crate::sources::confirm::LookUp;
use crate::targets::scim::client::{Ask, Client};
use crate::targets::scim::discovery::Discovery;
use crate::targets::scim::pages::Pages;
use crate::{ConnectError, Mirror};
use async_trait::async_trait;
use jiff::Timestamp;
use rolecall_directory::{MirrorChange, RecordKind};
use rolecall_scim::message::ListResponse;
use rolecall_scim::{Dialect, Filter, evaluate};
use serde_json::Value;

/// Before and after everything that was ever changed.
const EVER: &str = "1970-01-02T00:00:00.000Z";
const NEVER: &str = "2999-01-01T00:00:00.000Z";

/// What is asked, and where the answers are kept.
pub(super) struct Round<'a> {
    pub client: &'a Client,
    pub known: &'a Discovery,
    pub mirror: &'a dyn Mirror,
    /// The scope's query, a filter of users.
    pub query: Option<&'a str>,
}

/// What reading one list brought.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// How many there were.
    pub read: u64,
    /// When the first page was answered, by the provider's own clock.
    pub at: Option<Timestamp>,
    /// Whether every one said when it was changed.
    pub all_dated: bool,
    /// Whether one changed that says it did not.
    pub lied: bool,
}

impl<'a> Round<'a> {
    fn path(&self, kind: RecordKind) -> &'a str {
        match kind {
            RecordKind::Person => &self.known.users,
            RecordKind::Group => &self.known.groups,
        }
    }

    /// Reads all of a kind, each page kept as it comes, in a reading in full.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn all(&self, kind: RecordKind, cursor: &str) -> Result<Listed, ConnectError> {
        let filter = self.query.filter(|_| kind == RecordKind::Person).map(str::to_owned);
        self.list(kind, filter, cursor, &|_| Ok(true), true).await
    }

    /// Reads those of a kind that changed since. Where a query bounds who is delivered, of others
    /// those alone are brought up to date who are kept already.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn changed(
        &self,
        kind: RecordKind,
        since: &str,
        cursor: &str,
    ) -> Result<Listed, ConnectError> {
        let changed = format!("meta.lastModified gt \"{since}\"");
        let Some(query) = self.query.filter(|_| kind == RecordKind::Person) else {
            return self.list(kind, Some(changed), cursor, &|_| Ok(true), false).await;
        };
        let is_kept = |id: &str| Ok(self.mirror.get(kind, id)?.is_some());
        let first = self.list(kind, Some(changed.clone()), cursor, &is_kept, false).await?;
        let found = Some(format!("({query}) and {changed}"));
        self.list(kind, found, cursor, &|_| Ok(true), false).await?;
        Ok(first)
    }

    async fn list(
        &self,
        kind: RecordKind,
        filter: Option<String>,
        cursor: &str,
        takes: &(dyn Fn(&str) -> Result<bool, ConnectError> + Sync),
        compares: bool,
    ) -> Result<Listed, ConnectError> {
        let mut pages = Pages::new(self.client, self.path(kind), &self.known.features);
        if let Some(filter) = filter {
            pages = pages.filtered(filter);
        }
        let mut listed = Listed { all_dated: true, ..Listed::default() };
        while let Some(page) = pages.next().await? {
            let mut changes = Vec::new();
            for record in page {
                let Some(id) = text(&record, "id") else { continue };
                listed.read += 1;
                listed.all_dated &= modified(&record).is_some();
                if !takes(&id)? {
                    continue;
                }
                let record = self.with_members(kind, &id, record, &mut changes).await?;
                if compares && !listed.lied {
                    let before = self.mirror.get(kind, &id)?;
                    listed.lied = before.is_some_and(|before| contradicts(&before, &record));
                }
                changes.push(MirrorChange::Put { kind, id, body: record.to_string() });
            }
            self.mirror.advance(&changes, Some(cursor))?;
        }
        listed.at = pages.at;
        Ok(listed)
    }

    /// The record as it is kept: of a group without its members, which go into `changes`. Where a
    /// list leaves members out, the group is asked for by itself.
    async fn with_members(
        &self,
        kind: RecordKind,
        id: &str,
        record: Value,
        changes: &mut Vec<MirrorChange>,
    ) -> Result<Value, ConnectError> {
        if kind == RecordKind::Person {
            return Ok(record);
        }
        let has = |group: &Value| {
            let mut names = group.as_object().into_iter().flat_map(serde_json::Map::keys);
            names.any(|name| name.eq_ignore_ascii_case("members"))
        };
        let group = match has(&record) {
            true => record,
            false => self.one(kind, id).await?.unwrap_or(record),
        };
        let (record, members) = parted(group);
        changes.push(MirrorChange::Members { group: id.to_owned(), members });
        Ok(record)
    }

    async fn one(&self, kind: RecordKind, id: &str) -> Result<Option<Value>, ConnectError> {
        let path = self.path(kind);
        match self.client.call(&Ask::get(path, Vec::new()).below(id)).await {
            Ok(answer) => Ok(Some(answer.body)),
            Err(refused) if matches!(refused.status, Some(404 | 410)) => Ok(None),
            Err(refused) => Err(self.client.error(path, &refused)),
        }
    }

    /// Whether the provider tells truly what changed, as far as that can be tried: everything
    /// changed since ever, and nothing changed after the end of time.
    ///
    /// # Errors
    /// When the provider does not answer at all.
    pub async fn prove(&self, kind: RecordKind, listed: &Listed) -> Result<Trust, ConnectError> {
        let can = self.known.features.filter && listed.all_dated && listed.at.is_some();
        if !can || (kind == RecordKind::Person && self.query.is_some()) {
            return Ok(Trust::Unproved);
        }
        let all = self.count(kind, EVER).await?;
        let none = self.count(kind, NEVER).await?;
        let proved = all == Some(listed.read) && none == Some(0);
        Ok(if proved { Trust::Proved } else { Trust::Unproved })
    }

    /// How many the provider says changed since; `None` where it does not say.
    async fn count(&self, kind: RecordKind, since: &str) -> Result<Option<u64>, ConnectError> {
        let path = self.path(kind);
        let filter = format!("meta.lastModified gt \"{since}\"");
        let query = vec![("filter", filter), ("startIndex", "1".into()), ("count", "1".into())];
        match self.client.try_once(&Ask::get(path, query)).await {
            Ok(answer) => {
                Ok(ListResponse::read(&answer.body).ok().and_then(|list| list.total_results))
            }
            Err(refused) if is_answered(&refused) => Ok(None),
            Err(refused) => Err(self.client.error(path, &refused)),
        }
    }
}

/// Whether a provider answered at all, if only that it cannot.
fn is_answered(refused: &Refusal) -> bool {
    matches!(refused.status, Some(400 | 403 | 404 | 405 | 500 | 501))
}

#[async_trait]
impl LookUp for Round<'_> {
    async fn look_up(&self, kind: RecordKind, id: &str) -> Result<Option<String>, ConnectError> {
        let Some(record) = self.one(kind, id).await? else { return Ok(None) };
        if kind == RecordKind::Person
            && let Some(query) = self.query
        {
            // Whoever the query does not select any more is there and not to be delivered.
            let filter = Filter::parse(query, Dialect::Rfc).ok();
            let selected = filter.is_some_and(|filter| evaluate(&filter, &record));
            return Ok(selected.then(|| record.to_string()));
        }
        let mut changes = Vec::new();
        let record = self.with_members(kind, id, record, &mut changes).await?;
        let cursor = self.mirror.state()?.cursor;
        self.mirror.advance(&changes, cursor.as_deref())?;
        Ok(Some(record.to_string()))
    }

    fn place(&self) -> String {
        self.client.place()
    }
}
