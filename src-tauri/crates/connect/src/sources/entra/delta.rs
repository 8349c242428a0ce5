//! Bringing what is kept of a tenant up to date: users first, then groups with their members,
//! page by page. Each page is kept together with where the next one is, so that a reading that
//! was broken off goes on where it was.

use super::client::Client;
use super::cursor::{Cursor, Stand};
use super::errors::{error, is_stale};
use crate::calls::{Ask, Refusal};
use crate::sources::confirm::{LookUp, confirm_gone};
use crate::{ConnectError, Mirror};
use async_trait::async_trait;
use reqwest::header::{HeaderName, HeaderValue};
use rolecall_directory::{Cause, MirrorChange, MirrorMember, RecordKind};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The permission that reading users needs.
pub(super) const USERS: &str = "User.Read.All";
/// The permission that reading groups and their members needs.
pub(super) const GROUPS: &str = "GroupMember.Read.All";
/// The properties of a group that are read; `members` brings its members.
const GROUP: &str = "id,displayName,mail,members";
/// So many objects a page are asked for; Graph may send fewer.
const PAGE: &str = "odata.maxpagesize=999";

/// So many groups that were not delivered are asked for one by one.
const ASKED_FOR: usize = 50;

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Users,
    Groups,
}

/// Why a round ended before its end.
enum Ended {
    /// The token is of no use any more: everything is to be read anew.
    Stale,
    Failed(ConnectError),
}

impl<E: Into<ConnectError>> From<E> for Ended {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What is asked, and where the answers are kept.
pub(super) struct Rounds<'a> {
    pub client: &'a Client,
    pub mirror: &'a dyn Mirror,
    /// The properties of a user.
    pub select: &'a str,
    /// What is asked for, in one text.
    pub asked: &'a str,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
    /// After so many milliseconds all is read anew.
    pub full_every: i64,
}

impl Rounds<'_> {
    /// Brings the mirror up to date.
    ///
    /// # Errors
    /// When Graph could not be read to the end; the mirror is then of no use until it was.
    pub async fn refresh(&self) -> Result<(), ConnectError> {
        let state = self.mirror.state()?;
        let kept = Cursor::read(state.cursor.as_deref(), self.asked);
        let is_due = state.filled_at.is_none_or(|at| self.now - at >= self.full_every);
        let mut anew = kept.is_none();
        let (mut cursor, mut filling) = match kept {
            Some(cursor) if state.filling || !is_due => (cursor, state.filling),
            _ => {
                anew = true;
                (self.begin()?, true)
            }
        };
        loop {
            match self.rounds(&mut cursor, filling).await {
                Ok(()) => return Ok(()),
                Err(Ended::Stale) if !anew => {
                    anew = true;
                    (cursor, filling) = (self.begin()?, true);
                }
                Err(Ended::Stale) => {
                    // Told of a reading that has just begun: the next one begins anew too.
                    self.begin()?;
                    return Err(self.failed(List::Users, &again()));
                }
                Err(Ended::Failed(error)) => return Err(error),
            }
        }
    }

    fn begin(&self) -> Result<Cursor, ConnectError> {
        self.mirror.begin()?;
        Ok(Cursor::new(self.asked))
    }

    async fn rounds(&self, cursor: &mut Cursor, filling: bool) -> Result<(), Ended> {
        for list in [List::Users, List::Groups] {
            let done = |stand: &Stand| filling && matches!(stand, Stand::Delta(_));
            // In a reading in full that was broken off a list that came to its end is done.
            while !done(list.stand(cursor)) {
                if self.page(list, cursor, filling).await? {
                    break;
                }
            }
        }
        if filling {
            self.check_count(cursor).await?;
            confirm_gone(self.mirror, RecordKind::Person, self).await?;
            self.check_groups().await?;
            self.mirror.end(Some(&cursor.text()), self.now)?;
        }
        Ok(())
    }

    /// Reads one page and keeps it; whether it was the last.
    async fn page(&self, list: List, cursor: &mut Cursor, filling: bool) -> Result<bool, Ended> {
        let stand = list.stand(cursor).clone();
        let mut ask = match &stand {
            Stand::Start => {
                let select = if list == List::Users { self.select } else { GROUP };
                Ask::get(list.path(), vec![("$select", select.to_owned())])
            }
            Stand::Next(link) | Stand::Delta(link) => Ask::follow(link.clone()),
        };
        ask.headers.push((HeaderName::from_static("prefer"), HeaderValue::from_static(PAGE)));
        let page = self.client.page(&ask).await.map_err(|refused| {
            if is_stale(&refused) && stand != Stand::Start {
                Ended::Stale
            } else {
                Ended::Failed(self.failed(list, &refused))
            }
        })?;
        let mut changes =
            Changes { mirror: self.mirror, filling, made: Vec::new(), put: HashMap::new() };
        if filling && list == List::Groups && stand == Stand::Start {
            changes.forget_members()?;
        }
        if filling && list == List::Users {
            cursor.people += page.objects.len() as u64;
        }
        for object in page.objects {
            match list {
                List::Users => changes.user(object)?,
                List::Groups => changes.group(object)?,
            }
        }
        let (next, is_last) = match (page.next, page.delta) {
            (Some(next), _) => (Stand::Next(next), false),
            (None, Some(delta)) => (Stand::Delta(delta), true),
            (None, None) => {
                let words = "Microsoft Graph's answer has neither a next page nor a delta link";
                let refused = Refusal::new(Cause::UnreadableAnswer, words);
                return Err(Ended::Failed(self.failed(list, &refused)));
            }
        };
        *list.stand_mut(cursor) = next;
        self.mirror.advance(&changes.made, Some(&cursor.text()))?;
        Ok(is_last)
    }

    /// Refuses a reading in full that brought far fewer people than the tenant counts: a page went
    /// missing. A tenant that does not count is believed.
    async fn check_count(&self, cursor: &Cursor) -> Result<(), Ended> {
        let Ok(count) = self.client.people().await else { return Ok(()) };
        let slack = (count / 100).max(5);
        if cursor.people + slack >= count {
            return Ok(());
        }
        self.begin()?;
        let words = format!(
            "Microsoft Graph delivered {} people and counts {count}: a page is missing, so that \
             nothing of it is used; the next reading begins anew",
            cursor.people
        );
        Err(Ended::Failed(self.failed(List::Users, &Refusal::new(Cause::UnreadableAnswer, words))))
    }

    /// Refuses a reading in full that did not bring a group that is there: its members came with
    /// the page that went missing.
    async fn check_groups(&self) -> Result<(), Ended> {
        for id in self.mirror.unseen(RecordKind::Group)?.into_iter().take(ASKED_FOR) {
            if self.look_up(RecordKind::Group, &id).await?.is_none() {
                continue;
            }
            self.begin()?;
            let words = format!(
                "Microsoft Graph did not deliver the group with the id {id}, which is there: a \
                 page is missing, so that nothing of it is used; the next reading begins anew"
            );
            let refused = Refusal::new(Cause::UnreadableAnswer, words);
            return Err(Ended::Failed(self.failed(List::Groups, &refused)));
        }
        Ok(())
    }

    fn failed(&self, list: List, refused: &Refusal) -> ConnectError {
        let place = format!("{}/{}", self.client.caller.place(), list.path());
        let right = if list == List::Users { USERS } else { GROUPS };
        error(&place, right, refused)
    }
}

#[async_trait]
impl LookUp for Rounds<'_> {
    async fn look_up(&self, kind: RecordKind, id: &str) -> Result<Option<String>, ConnectError> {
        let (list, path, select) = match kind {
            RecordKind::Person => (List::Users, "users", self.select),
            RecordKind::Group => (List::Groups, "groups", "id,displayName,mail"),
        };
        let ask = Ask::get(path, vec![("$select", select.to_owned())]).below(id);
        self.client.one(&ask).await.map_err(|refused| self.failed(list, &refused))
    }

    fn place(&self) -> String {
        self.client.caller.place()
    }
}

fn again() -> Refusal {
    let words = "Microsoft Graph asks again and again to begin anew";
    Refusal::new(Cause::Unavailable, words)
}

impl List {
    fn path(self) -> &'static str {
        match self {
            Self::Users => "users/delta",
            Self::Groups => "groups/delta",
        }
    }

    fn stand(self, cursor: &Cursor) -> &Stand {
        match self {
            Self::Users => &cursor.users,
            Self::Groups => &cursor.groups,
        }
    }

    fn stand_mut(self, cursor: &mut Cursor) -> &mut Stand {
        match self {
            Self::Users => &mut cursor.users,
            Self::Groups => &mut cursor.groups,
        }
    }
}

/// What one page changes, in order.
struct Changes<'a> {
    mirror: &'a dyn Mirror,
    filling: bool,
    made: Vec<MirrorChange>,
    /// Records that this page has put already.
    put: HashMap<String, Map<String, Value>>,
}

impl Changes<'_> {
    /// Empties every group: the first pages tell members by who joined, none by who left before.
    fn forget_members(&mut self) -> Result<(), ConnectError> {
        let made = &mut self.made;
        self.mirror.each(RecordKind::Group, &mut |id, _| {
            made.push(MirrorChange::Members { group: id.to_owned(), members: Vec::new() });
        })?;
        Ok(())
    }

    fn user(&mut self, object: Map<String, Value>) -> Result<(), ConnectError> {
        self.record(RecordKind::Person, object).map(|_| ())
    }

    fn group(&mut self, mut object: Map<String, Value>) -> Result<(), ConnectError> {
        let members = object.remove("members@delta");
        let Some(group) = self.record(RecordKind::Group, object)? else { return Ok(()) };
        let Some(Value::Array(members)) = members else { return Ok(()) };
        for member in members {
            let Some(id) = member["id"].as_str().map(str::to_owned) else { continue };
            let kind = match member["@odata.type"].as_str() {
                Some("#microsoft.graph.group") => RecordKind::Group,
                Some("#microsoft.graph.user") | None => RecordKind::Person,
                // Devices, contacts and applications are nobody.
                Some(_) => continue,
            };
            let group = group.clone();
            self.made.push(if member["@removed"].is_object() {
                MirrorChange::Left { group, id }
            } else {
                MirrorChange::Joined { group, member: MirrorMember { kind, id } }
            });
        }
        Ok(())
    }

    /// Puts a record, or takes it out; its id unless it is gone.
    fn record(
        &mut self,
        kind: RecordKind,
        object: Map<String, Value>,
    ) -> Result<Option<String>, ConnectError> {
        let Some(id) = object.get("id").and_then(Value::as_str).map(str::to_owned) else {
            return Ok(None);
        };
        if object.contains_key("@removed") {
            self.put.remove(&id);
            self.made.push(MirrorChange::Gone { kind, id });
            return Ok(None);
        }
        // A change may bring no more than what changed.
        let mut whole = match self.put.remove(&id) {
            Some(before) => before,
            None if self.filling => Map::new(),
            None => match self.mirror.get(kind, &id)?.map(|body| serde_json::from_str(&body)) {
                Some(Ok(Value::Object(before))) => before,
                _ => Map::new(),
            },
        };
        whole.extend(object.into_iter().filter(|(name, _)| !name.starts_with('@')));
        let body = Value::Object(whole.clone()).to_string();
        self.put.insert(id.clone(), whole);
        self.made.push(MirrorChange::Put { kind, id: id.clone(), body });
        Ok(Some(id))
    }
}
