//! Following the log of administrators' deeds: only whom it names is read again, and what cannot
//! be followed is listed. Nothing is taken away by the log alone: who is gone is so because Google
//! does not know the id any more.

use super::client::List;
use super::cursor::Cursor;
use super::events::Named;
use super::members;
use super::refresh::{Refresh, put};
use crate::ConnectError;
use crate::calls::Refusal;
use futures_util::{StreamExt, TryStreamExt, stream};
use rolecall_directory::{Cause, MirrorChange, RecordKind};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// So many are asked for at once.
const AT_ONCE: usize = 8;
/// So many may be named at least before listing is the shorter way.
const NAMED: usize = 50;
/// The longest batch that is kept at once.
const KEPT: usize = 100;

/// What following the log came to.
pub(super) enum Followed {
    /// What is kept is up to date.
    Whole,
    /// All is to be listed.
    List {
        /// Where reading stands.
        cursor: Cursor,
        /// Groups of which the members are to be read whatever the list says, by address.
        groups: BTreeSet<String>,
        /// Why, where the log is usually read.
        why: Option<String>,
    },
}

/// Those who have one address: ids and what stands there now; `None` of who is gone.
type Found = Vec<(String, Option<Map<String, Value>>)>;

impl Refresh<'_> {
    /// Reads again whom the log names since it was last read.
    ///
    /// # Errors
    /// When one of those cannot be read, or the mirror cannot be read or written; the same is
    /// followed again then.
    pub(super) async fn follow(&self, mut cursor: Cursor) -> Result<Followed, ConnectError> {
        let listed = |cursor, why| Followed::List { cursor, groups: BTreeSet::new(), why };
        let (Some(log), Some(_)) = (self.log, &cursor.log) else {
            let why = cursor.lost.clone();
            return Ok(listed(cursor, why));
        };
        let Some(stand) = cursor.log(self.now) else {
            let words = "the log goes back 180 days, and it was last read longer ago";
            let why = cursor.reads_log.then(|| words.to_owned());
            return Ok(listed(cursor, why));
        };
        let told = match log.told(self.customer, stand, self.now).await {
            Ok(told) => told,
            Err(refused) => {
                let why = cursor.reads_log.then(|| self.log_failed(&refused));
                if refused.cause == Cause::NotPermitted {
                    // Not asked again before all is read in full, so as not to be refused each time.
                    (cursor.log, cursor.lost) = (None, why.clone());
                }
                return Ok(listed(cursor, why));
            }
        };
        cursor.reads_log = true;
        let Named { groups, unclear, .. } = &told.named;
        let is_longer = told.named.len() > NAMED.max(cursor.pages);
        if *unclear || is_longer || !self.read_named(&told.named, &cursor.text()).await? {
            return Ok(Followed::List { cursor, groups: groups.clone(), why: None });
        }
        (cursor.log, cursor.log_at) = (Some(told.next), self.now);
        self.mirror.advance(&[], Some(&cursor.text()))?;
        Ok(Followed::Whole)
    }

    /// Reads again whom events name; `false` where only listing tells what became of them.
    async fn read_named(&self, named: &Named, cursor: &str) -> Result<bool, ConnectError> {
        if named.len() == 0 {
            return Ok(true);
        }
        let people = self.found(List::Users, RecordKind::Person, &named.people).await?;
        let groups = self.found(List::Groups, RecordKind::Group, &named.groups).await?;
        let (Some(people), Some(groups)) = (people, groups) else { return Ok(false) };
        let change = |(id, record): (String, Option<Map<String, Value>>)| match record {
            Some(record) => put(RecordKind::Person, id, record),
            None => MirrorChange::Gone { kind: RecordKind::Person, id },
        };
        let mut people = people.into_iter().map(change).collect::<Vec<_>>();
        while !people.is_empty() {
            let rest = people.split_off(people.len().min(KEPT));
            self.mirror.advance(&people, Some(cursor))?;
            people = rest;
        }
        let mut there = Vec::new();
        for (id, record) in groups {
            let kind = RecordKind::Group;
            match record {
                Some(record) => there.push(record),
                None => self.mirror.advance(&[MirrorChange::Gone { kind, id }], Some(cursor))?,
            }
        }
        let read = members::refresh(self.client, self.mirror, there, cursor, &|_| true);
        read.await?.map_err(|refused| self.failed(List::Members, &refused))?;
        members::everybody(self.mirror, cursor)?;
        Ok(true)
    }

    /// What became of those with these addresses, as far as they are or were there.
    async fn found(
        &self,
        list: List,
        kind: RecordKind,
        addresses: &BTreeSet<String>,
    ) -> Result<Option<Found>, ConnectError> {
        let known = self.known(kind, addresses)?;
        let asked = known.into_iter().map(|(address, ids)| async move {
            let found = self.look_up(list, &address, ids).await;
            found.map_err(|refused| self.failed(list, &refused))
        });
        let found: Vec<Option<Found>> = stream::iter(asked).buffered(AT_ONCE).try_collect().await?;
        Ok(found.into_iter().collect::<Option<Vec<Found>>>().map(|all| all.concat()))
    }

    /// The ids that are kept of those with these addresses.
    fn known(
        &self,
        kind: RecordKind,
        addresses: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<String>>, ConnectError> {
        #[derive(Deserialize)]
        struct Addressed<'r> {
            #[serde(borrow, rename = "primaryEmail")]
            primary_email: Option<Cow<'r, str>>,
            #[serde(borrow)]
            email: Option<Cow<'r, str>>,
        }
        let nobody = |address: &String| (address.clone(), Vec::new());
        let mut known: BTreeMap<String, Vec<String>> = addresses.iter().map(nobody).collect();
        if known.is_empty() {
            return Ok(known);
        }
        self.mirror.each(kind, &mut |id, body| {
            let Ok(record) = serde_json::from_str::<Addressed<'_>>(body) else { return };
            let address = record.primary_email.or(record.email).unwrap_or_default();
            if let Some(ids) = known.get_mut(&address.to_lowercase()) {
                ids.push(id.to_owned());
            }
        })?;
        Ok(known)
    }

    /// What became of the one with this address, kept under `ids`: by id first, for the address
    /// may be another now and this one somebody else's. `None` where only listing tells.
    async fn look_up(
        &self,
        list: List,
        address: &str,
        ids: Vec<String>,
    ) -> Result<Option<Found>, Refusal> {
        let (mut found, mut is_met) = (Found::new(), false);
        for id in ids {
            let record = match self.client.one(list, &id).await {
                Err(refused) if refused.cause == Cause::NotPermitted => return Ok(None),
                answered => answered?,
            };
            let now = ["primaryEmail", "email"]
                .iter()
                .find_map(|name| record.as_ref().and_then(|record| record.get(*name)?.as_str()));
            is_met |= now.is_some_and(|now| now.to_lowercase() == address);
            found.push((id, record));
        }
        if is_met {
            return Ok(Some(found));
        }
        match self.client.one(list, address).await {
            Ok(Some(record)) => {
                let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                found.retain(|(known, _)| *known != id);
                found.push((id, Some(record)));
            }
            Ok(None) => {}
            // Of an address outside the organization, or none, Google answers so.
            Err(refused)
                if matches!(refused.cause, Cause::NotPermitted | Cause::AttributeInvalid) => {}
            Err(refused) => return Err(refused),
        }
        Ok(Some(found))
    }
}
