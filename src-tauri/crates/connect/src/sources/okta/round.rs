//! Bringing what is kept of an org up to date: users first, then groups, and the members of those
//! whose membership changed. Each page is kept together with where the next one is, so that a
//! reading that was broken off goes on where it was.

use super::client::{Client, Page};
use super::cursor::{Cursor, Stand};
use super::errors::{GROUPS, USERS, error};
use super::fields::is_stale;
use crate::calls::{Ask, Refusal};
use crate::sources::confirm::LookUp;
use crate::sources::overlap::changes_from;
use crate::{ConnectError, Mirror};
use async_trait::async_trait;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use rolecall_directory::{MirrorChange, MirrorMember, RecordKind};
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many records a page, as Okta recommends.
const PAGE: &str = "200";
/// Groups whose members are read at once.
const AT_ONCE: usize = 4;
/// Before every user: lists without a filter leave out those who are deprovisioned.
const EVER: &str = "1970-01-01T00:00:00.000Z";
/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Users,
    Found,
    Groups,
}

/// What is asked, and where the answers are kept.
pub(super) struct Round<'a> {
    pub client: &'a Client,
    pub mirror: &'a dyn Mirror,
    /// The scope's query.
    pub query: Option<&'a str>,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
    cursor: Mutex<Cursor>,
}

impl<'a> Round<'a> {
    /// A round that goes on from `cursor`.
    pub fn new(
        client: &'a Client,
        mirror: &'a dyn Mirror,
        query: Option<&'a str>,
        now: i64,
        cursor: Cursor,
    ) -> Self {
        Self { client, mirror, query, now, cursor: Mutex::new(cursor) }
    }

    /// Reads all lists to their ends; the cursor with which the next round begins.
    ///
    /// # Errors
    /// When Okta could not be read to the end; the mirror is then of no use until it was.
    pub async fn run(&self) -> Result<Cursor, ConnectError> {
        for list in [List::Users, List::Found, List::Groups] {
            let mut anew = false;
            while *list.stand(&mut self.cursor()) != Stand::Done {
                anew = self.page(list, anew).await?;
            }
        }
        Ok(self.cursor().next_round())
    }

    fn cursor(&self) -> MutexGuard<'_, Cursor> {
        self.cursor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads one page and keeps what it says. A cursor of Okta's that is of no use any more makes
    /// the list begin anew, once (`anew`).
    async fn page(&self, list: List, anew: bool) -> Result<bool, ConnectError> {
        let stand = list.stand(&mut self.cursor()).clone();
        let ask = match &stand {
            Stand::Next(link) => Some(Ask::follow(link.clone())),
            _ => self.first(list),
        };
        let Some(ask) = ask else {
            *list.stand(&mut self.cursor()) = Stand::Done;
            return Ok(false);
        };
        let page = match self.client.page(&ask).await {
            Ok(page) => page,
            Err(refused) if is_stale(&refused) && !anew && stand != Stand::Start => {
                *list.stand(&mut self.cursor()) = Stand::Start;
                return Ok(true);
            }
            Err(refused) => return Err(self.failed(list, &refused)),
        };
        self.began(page.at);
        let next = page.next.clone();
        match list {
            List::Users => self.users(page)?,
            List::Found => self.put(page, next.clone(), list)?,
            List::Groups => self.groups(page).await?,
        }
        if list == List::Groups {
            let mut cursor = self.cursor();
            cursor.done.clear();
            *list.stand(&mut cursor) = next.map_or(Stand::Done, Stand::Next);
            self.mirror.advance(&[], Some(&cursor.text()))?;
        }
        Ok(anew)
    }

    /// How the first page of a list is asked for; `None` where there is nothing to ask.
    fn first(&self, list: List) -> Option<Ask<'static>> {
        let since = self.cursor().since.clone();
        let changed = |since: &str| format!("lastUpdated gt \"{since}\"");
        let limit = ("limit", PAGE.to_owned());
        Some(match (list, since, self.query) {
            (List::Users, None, Some(query)) => {
                Ask::get("api/v1/users", vec![("search", query.to_owned()), limit])
            }
            (List::Users, since, _) => {
                let filter = changed(since.as_deref().unwrap_or(EVER));
                Ask::get("api/v1/users", vec![("filter", filter), limit])
            }
            (List::Found, Some(since), Some(query)) => {
                let search = format!("({query}) and {}", changed(&since));
                Ask::get("api/v1/users", vec![("search", search), limit])
            }
            (List::Found, ..) => return None,
            (List::Groups, None, _) => Ask::get("api/v1/groups", vec![limit]),
            (List::Groups, Some(since), _) => {
                let filter = format!("{} or lastMembershipUpdated gt \"{since}\"", changed(&since));
                Ask::get("api/v1/groups", vec![("filter", filter), limit])
            }
        })
    }

    /// Remembers when the round began, so that the next one asks from there on.
    fn began(&self, at: Option<Timestamp>) {
        let mut cursor = self.cursor();
        if cursor.began.is_none() {
            let now = || Timestamp::from_millisecond(self.now).unwrap_or_default();
            cursor.began = Some(changes_from(at.unwrap_or_else(now)));
        }
    }

    /// Users that changed. Where a query bounds who is delivered, only those who are kept already
    /// are brought up to date: whoever is new is found by the query.
    fn users(&self, page: Page) -> Result<(), ConnectError> {
        let bounded = self.query.is_some() && self.cursor().since.is_some();
        let next = page.next.clone();
        let mut page = page;
        if bounded {
            let mut kept = Vec::new();
            for (id, record) in page.records {
                if self.mirror.get(RecordKind::Person, &id)?.is_some() {
                    kept.push((id, record));
                }
            }
            page.records = kept;
        }
        self.put(page, next, List::Users)
    }

    fn put(&self, page: Page, next: Option<String>, list: List) -> Result<(), ConnectError> {
        let put = |(id, record): (String, Value)| MirrorChange::Put {
            kind: RecordKind::Person,
            id,
            body: record.to_string(),
        };
        let changes: Vec<MirrorChange> = page.records.into_iter().map(put).collect();
        let mut cursor = self.cursor();
        *list.stand(&mut cursor) = next.map_or(Stand::Done, Stand::Next);
        self.mirror.advance(&changes, Some(&cursor.text()))?;
        Ok(())
    }

    async fn groups(&self, page: Page) -> Result<(), ConnectError> {
        let done = self.cursor().done.clone();
        let rest = page.records.into_iter().filter(|(id, _)| !done.contains(id));
        let all = stream::iter(rest.map(|(id, record)| self.group(id, record)));
        all.buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
        Ok(())
    }

    /// Reads the members of a group where they changed. The group's record is kept when they are,
    /// so that a reading that is broken off in between reads them again.
    pub async fn group(&self, id: String, record: Value) -> Result<(), ConnectError> {
        if self.cursor().since.is_none() || self.has_other_members(&id, &record)? {
            let mut ask = Ask::get("api/v1/groups", vec![("limit", PAGE.to_owned())]);
            ask.path = format!("{}/{id}/users", ask.path);
            let mut is_first = true;
            loop {
                let page = match self.client.page(&ask).await {
                    Ok(page) => page,
                    // It was deleted meanwhile.
                    Err(refused) if refused.status == Some(404) && is_first => {
                        let gone = MirrorChange::Gone { kind: RecordKind::Group, id };
                        return self.keep(&[gone]);
                    }
                    Err(refused) => return Err(self.failed(List::Groups, &refused)),
                };
                self.keep(&members(&id, page.records, is_first))?;
                is_first = false;
                match page.next {
                    Some(next) => ask = Ask::follow(next),
                    None => break,
                }
            }
        }
        let put =
            MirrorChange::Put { kind: RecordKind::Group, id: id.clone(), body: record.to_string() };
        self.cursor().done.push(id);
        self.keep(&[put])
    }

    /// Whether the members of a group are not those that are kept.
    fn has_other_members(&self, id: &str, record: &Value) -> Result<bool, ConnectError> {
        let Some(kept) = self.mirror.get(RecordKind::Group, id)? else { return Ok(true) };
        let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
        let (before, now) = (&kept["lastMembershipUpdated"], &record["lastMembershipUpdated"]);
        Ok(before != now || now.is_null())
    }

    fn keep(&self, changes: &[MirrorChange]) -> Result<(), ConnectError> {
        let cursor = self.cursor();
        self.mirror.advance(changes, Some(&cursor.text()))?;
        Ok(())
    }

    fn failed(&self, list: List, refused: &Refusal) -> ConnectError {
        let (path, right) = match list {
            List::Users | List::Found => ("api/v1/users", USERS),
            List::Groups => ("api/v1/groups", GROUPS),
        };
        error(&format!("{}/{path}", self.client.caller.place()), right, refused)
    }
}

impl List {
    fn stand(self, cursor: &mut Cursor) -> &mut Stand {
        match self {
            Self::Users => &mut cursor.users,
            Self::Found => &mut cursor.found,
            Self::Groups => &mut cursor.groups,
        }
    }
}

/// What a page of members changes: the first one says who was there before is not any more.
fn members(group: &str, records: Vec<(String, Value)>, is_first: bool) -> Vec<MirrorChange> {
    let kind = RecordKind::Person;
    let members = records.into_iter().map(|(id, _)| MirrorMember { kind, id });
    let group = group.to_owned();
    if is_first {
        return vec![MirrorChange::Members { group, members: members.collect() }];
    }
    members.map(|member| MirrorChange::Joined { group: group.clone(), member }).collect()
}

#[async_trait]
impl LookUp for Round<'_> {
    async fn look_up(&self, kind: RecordKind, id: &str) -> Result<Option<String>, ConnectError> {
        let list = if kind == RecordKind::Person { List::Users } else { List::Groups };
        let found = match (kind, self.query) {
            (RecordKind::Person, Some(query)) => {
                let search = format!("({query}) and id eq \"{id}\"");
                let ask = Ask::get("api/v1/users", vec![("search", search)]);
                let page = self.client.page(&ask).await;
                page.map(|page| page.records.into_iter().next().map(|(_, record)| record))
            }
            (RecordKind::Person, None) => {
                self.client.one(&Ask::get("api/v1/users", Vec::new()).below(id)).await
            }
            (RecordKind::Group, _) => {
                self.client.one(&Ask::get("api/v1/groups", Vec::new()).below(id)).await
            }
        };
        let found = found.map_err(|refused| self.failed(list, &refused))?;
        if let Some(record) = found.as_ref().filter(|_| kind == RecordKind::Group) {
            self.group(id.to_owned(), record.clone()).await?;
        }
        Ok(found.map(|record| record.to_string()))
    }

    fn place(&self) -> String {
        self.client.caller.place()
    }
}
