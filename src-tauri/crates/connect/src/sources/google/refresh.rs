//! Bringing what is kept of a directory up to date. The Directory API tells no changes: where the
//! log of administrators' deeds may not be read, users and groups are listed each time and
//! compared, members only of groups that changed; where it may, so are they now and then. What is
//! kept becomes whole again at the end of a listing alone; one that was broken off begins anew, for
//! Google does not say how long its page tokens last.

use super::client::{Client, List, unreadable};
use super::cursor::Cursor;
use super::errors::error;
use super::follow::Followed;
use super::log::{AUDIT, Log, Stand};
use super::members;
use crate::calls::Refusal;
use crate::{ConnectError, Mirror};
use jiff::Timestamp;
use rolecall_directory::{MirrorChange, RecordKind};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

/// The scope that reading users needs.
pub(super) const USERS: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";
/// The scope that reading groups and their members needs.
pub(super) const GROUPS: &str = "https://www.googleapis.com/auth/admin.directory.group.readonly";
/// The longest page of users.
const USERS_A_PAGE: &str = "500";
/// The longest page of groups.
const GROUPS_A_PAGE: &str = "200";
/// So many of those who are missing are asked for one by one.
const ASKED_FOR: usize = 50;

/// What is asked, and where the answers are kept.
pub(super) struct Refresh<'a> {
    pub client: &'a Client,
    /// The log of administrators' deeds, where it may be of use.
    pub log: Option<&'a Log>,
    pub mirror: &'a dyn Mirror,
    pub customer: &'a str,
    /// The scope's query.
    pub query: Option<&'a str>,
    /// The number that domain-wide delegation knows the service account by.
    pub account: &'a str,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
    /// After so many milliseconds the members of all groups are read anew.
    pub full_every: i64,
}

impl Refresh<'_> {
    /// Brings the mirror up to date; why everybody was listed, where usually the log is read.
    ///
    /// # Errors
    /// When the directory could not be read to the end; the mirror is then of no use until it was.
    pub async fn refresh(&self) -> Result<Option<String>, ConnectError> {
        let asked = format!(
            "{} {} {}",
            self.client.caller.place(),
            self.customer,
            self.query.unwrap_or_default()
        );
        let state = self.mirror.state()?;
        let kept = Cursor::read(state.cursor.as_deref(), &asked);
        let is_due = |cursor: &Cursor| self.now - cursor.members_at >= self.full_every;
        match kept {
            Some(cursor) if !is_due(&cursor) => {
                let followed = match state.filling {
                    true => Followed::List { cursor, groups: BTreeSet::new(), why: None },
                    false => self.follow(cursor).await?,
                };
                let Followed::List { cursor, groups, why } = followed else { return Ok(None) };
                self.list(cursor, false, &groups).await?;
                Ok(why)
            }
            kept => {
                // Etags are of use still where the question is the same.
                if kept.is_none() {
                    members::forget_etags(self.mirror)?;
                }
                let mut cursor = Cursor::new(&asked, self.now);
                cursor.log = self.log.map(|_| Stand::default());
                cursor.reads_log = kept.is_some_and(|kept| kept.reads_log && kept.lost.is_none());
                self.list(cursor, true, &BTreeSet::new()).await?;
                Ok(None)
            }
        }
    }

    /// Lists everybody, with the members of groups that changed, of those in `named` by their
    /// address, or of all.
    async fn list(
        &self,
        mut cursor: Cursor,
        all_members: bool,
        named: &BTreeSet<String>,
    ) -> Result<(), ConnectError> {
        self.mirror.begin()?;
        // While it is under way the members of no group count as read that were not.
        let members_at = if all_members { 0 } else { cursor.members_at };
        let before = Cursor { members_at, ..cursor.clone() }.text();
        self.mirror.advance(&[], Some(&before))?;
        let (began, pages) = self.users(&before).await?;
        self.check_missing().await?;
        let is_named = |group: &Map<String, Value>| {
            let address = group.get("email").and_then(Value::as_str).unwrap_or_default();
            all_members || named.contains(&address.to_lowercase())
        };
        cursor.pages = pages + self.groups(&before, &is_named).await?;
        members::everybody(self.mirror, &before)?;
        if cursor.log.is_some() {
            (cursor.log, cursor.log_at) = (Some(Stand::listed(began)), self.now);
        }
        self.mirror.end(Some(&cursor.text()), self.now)?;
        Ok(())
    }

    /// Lists all users into the mirror; when that began, in milliseconds since 1970 (UTC) by
    /// Google's clock, and how many pages there were.
    async fn users(&self, cursor: &str) -> Result<(i64, usize), ConnectError> {
        let (mut token, mut began, mut pages) = (None, None, 0);
        loop {
            let mut query = vec![
                ("customer", self.customer.to_owned()),
                ("maxResults", USERS_A_PAGE.to_owned()),
                ("projection", "full".to_owned()),
                ("orderBy", "email".to_owned()),
            ];
            query.extend(self.query.map(|words| ("query", words.to_owned())));
            query.extend(token.map(|token| ("pageToken", token)));
            let page = self.client.page(List::Users, "users", query).await;
            let page = page.map_err(|refused| self.failed(List::Users, &refused))?;
            let at = page.at.map_or(self.now, Timestamp::as_millisecond);
            let began = *began.get_or_insert(at);
            pages += 1;
            let put = page.objects.into_iter().filter_map(|user| {
                let id = user.get("id")?.as_str()?.to_owned();
                Some(put(RecordKind::Person, id, user))
            });
            let changes: Vec<MirrorChange> = put.collect();
            self.mirror.advance(&changes, Some(cursor))?;
            token = match page.next {
                Some(next) => Some(next),
                None => return Ok((began, pages)),
            };
        }
    }

    /// Makes sure of those who were there at the last reading and were not listed now: they are
    /// among the deleted, or Google says that they are not there. One who is there was on a page
    /// that went missing. With a query in the scope who is not listed may be there still.
    async fn check_missing(&self) -> Result<(), ConnectError> {
        if self.query.is_some() {
            return Ok(());
        }
        let mut missing = self.mirror.unseen(RecordKind::Person)?;
        if missing.is_empty() {
            return Ok(());
        }
        let deleted = self.deleted().await?;
        missing.retain(|id| !deleted.contains(id));
        let all = missing.len();
        for id in missing.iter().take(ASKED_FOR) {
            let there = self.client.has_user(id).await;
            if there.map_err(|refused| self.failed(List::Users, &refused))? {
                let words = format!(
                    "Google's list of users lacks {all} who are neither deleted nor gone, such as \
                     the one with the id {id}: a page is missing, so that nothing of it is used"
                );
                return Err(self.failed(List::Users, &unreadable(&words)));
            }
        }
        Ok(())
    }

    /// Who was deleted within the last twenty days.
    async fn deleted(&self) -> Result<HashSet<String>, ConnectError> {
        let mut deleted = HashSet::new();
        let mut token = None;
        loop {
            let mut query = vec![
                ("customer", self.customer.to_owned()),
                ("maxResults", USERS_A_PAGE.to_owned()),
                ("showDeleted", "true".to_owned()),
            ];
            query.extend(token.map(|token| ("pageToken", token)));
            let page = self.client.page(List::Users, "users", query).await;
            let page = page.map_err(|refused| self.failed(List::Users, &refused))?;
            let ids = page.objects.iter().filter_map(|user| user.get("id")?.as_str());
            deleted.extend(ids.map(str::to_owned));
            match page.next {
                Some(next) => token = Some(next),
                None => return Ok(deleted),
            }
        }
    }

    /// Lists all groups into the mirror, with the members of those that changed, or of which
    /// `again` says so; how many pages there were.
    async fn groups(
        &self,
        cursor: &str,
        again: &(dyn Fn(&Map<String, Value>) -> bool + Sync),
    ) -> Result<usize, ConnectError> {
        let (mut token, mut pages) = (None, 0);
        loop {
            let mut query = vec![
                ("customer", self.customer.to_owned()),
                ("maxResults", GROUPS_A_PAGE.to_owned()),
            ];
            query.extend(token.map(|token| ("pageToken", token)));
            let page = self.client.page(List::Groups, "groups", query).await;
            let page = page.map_err(|refused| self.failed(List::Groups, &refused))?;
            pages += 1;
            let read = members::refresh(self.client, self.mirror, page.objects, cursor, again);
            read.await?.map_err(|refused| self.failed(List::Members, &refused))?;
            token = match page.next {
                Some(next) => Some(next),
                None => return Ok(pages),
            };
        }
    }

    /// Why the log could not be read, and what to do.
    pub(super) fn log_failed(&self, refused: &Refusal) -> String {
        error("the log of administrators", AUDIT, self.account, refused).message
    }

    pub(super) fn failed(&self, list: List, refused: &Refusal) -> ConnectError {
        let (below, scope) = match list {
            List::Users => ("users", USERS),
            List::Groups => ("groups", GROUPS),
            List::Members => ("groups/members", GROUPS),
        };
        // A token is for both scopes, and refused for either.
        let both = format!("{USERS} as well as {GROUPS}");
        let is_refused = refused.message.contains("unauthorized_client");
        let scope = if is_refused { both.as_str() } else { scope };
        let place = format!("{}/{below}", self.client.caller.place());
        error(&place, scope, self.account, refused)
    }
}

/// The change that puts a record.
pub(super) fn put(kind: RecordKind, id: String, record: Map<String, Value>) -> MirrorChange {
    MirrorChange::Put { kind, id, body: Value::Object(record).to_string() }
}
