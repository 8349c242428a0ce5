//! What changed at a server since the last reading, and content synchronization (RFC 4533).

use super::body::id_of;
use super::connection::{Answer, Search};
use super::content::{Content, What};
use super::controls::{EntryState, SyncInfo, sync, sync_done, sync_info, sync_state};
use super::cursor::{Way, cookie_bytes, cookie_text};
use super::entry::{Entry, uuid};
use super::reading::Reading;
use super::trouble::{REFRESH_REQUIRED, Trouble};
use crate::ConnectError;
use ldap3::Scope;
use rolecall_directory::Cause;
use std::collections::HashSet;

/// What changed.
#[derive(Debug, Default)]
pub(super) struct Delta {
    /// Entries that are new or changed, whole.
    pub puts: Vec<(What, Entry)>,
    /// Ids of what is gone.
    pub gone: Vec<String>,
    /// All ids there are of a content; what else is kept of it is gone.
    pub present: Vec<(Content, HashSet<String>)>,
    /// Ids of what has another name in the tree, and that.
    pub moved: Vec<(String, String)>,
    /// Who came to a group: its id, and the member as the server names it.
    pub joined: Vec<(String, Vec<u8>)>,
    /// Who left a group.
    pub left: Vec<(String, Vec<u8>)>,
    /// Ids of groups whose members have to be read whole.
    pub reread: Vec<String>,
    /// From where on to ask next time; the cursor that was, when absent.
    pub way: Option<Way>,
}

impl Delta {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty()
            && self.gone.is_empty()
            && self.present.is_empty()
            && self.moved.is_empty()
            && self.joined.is_empty()
            && self.left.is_empty()
            && self.reread.is_empty()
    }
}

/// One content's part of a synchronization.
#[derive(Default)]
struct Synchronized {
    changed: Vec<Entry>,
    /// Ids of what was told as present, changed or not.
    present: HashSet<String>,
    gone: Vec<String>,
    /// Whether what is present was told to the end.
    present_told: bool,
}

impl Reading<'_> {
    /// What changed since the cookies; `None` when the server does not take them any more, or
    /// answers so that only a reading in full tells.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub(super) async fn by_sync(&self, cookies: &[String]) -> Result<Option<Delta>, ConnectError> {
        if cookies.len() != self.plan.contents.len() {
            return Ok(None);
        }
        let mut delta = Delta::default();
        let mut next = Vec::new();
        for (content, cookie) in self.plan.contents.iter().zip(cookies) {
            let Some(bytes) = cookie_bytes(cookie) else { return Ok(None) };
            match self.synchronize(content, &bytes, &mut delta).await {
                Ok(Some(told)) => {
                    next.push(told.map_or_else(|| cookie.clone(), |told| cookie_text(&told)));
                }
                Ok(None) => return Ok(None),
                Err(trouble) if is_cookie_refused(&trouble) => return Ok(None),
                Err(trouble) => return Err(self.told(trouble, content)),
            }
        }
        if self.lacks_any(&delta)? {
            return Ok(None);
        }
        delta.way = Some(Way::Sync { cookies: next });
        Ok(Some(delta))
    }

    /// Whether something is told as there and unchanged that is not kept: the cookie is another
    /// history's, though the server took it.
    fn lacks_any(&self, delta: &Delta) -> Result<bool, ConnectError> {
        if delta.present.is_empty() {
            return Ok(false);
        }
        let index = self.index()?;
        let told: HashSet<String> =
            delta.puts.iter().filter_map(|(_, entry)| id_of(&self.plan, entry)).collect();
        let mut present = delta.present.iter().flat_map(|(_, ids)| ids);
        Ok(present.any(|id| index.get(id).is_none() && !told.contains(id)))
    }

    /// The changes of one content, and its next cookie where there is another; `None` where only a
    /// reading in full tells.
    async fn synchronize(
        &self,
        content: &Content,
        cookie: &[u8],
        delta: &mut Delta,
    ) -> Result<Option<Option<Vec<u8>>>, Trouble> {
        let attributes = self.plan.attributes(content.what);
        let search = Search {
            base: &content.base,
            scope: Scope::Subtree,
            filter: &content.filter,
            attributes: &attributes,
            controls: vec![sync(Some(cookie))],
        };
        let mut told = Synchronized::default();
        let place = &self.connection.place;
        let came = self.connection.search(search, &mut |answer| told.take(answer, place)).await?;
        let Some(done) = sync_done(&came) else { return Ok(None) };
        let all_told = told.present_told || !done.deletes_told;
        if all_told {
            // A server that was killed may tell less than there is, for its own count of changes
            // is behind; that something is gone is believed only when a listing says so too.
            let there = self.ids(content).await.map_err(Trouble::Failed)?;
            if there.keys().any(|id| !told.present.contains(id)) {
                return Ok(None);
            }
        }
        delta.gone.append(&mut told.gone);
        delta.puts.extend(told.changed.into_iter().map(|entry| (content.what, entry)));
        if all_told {
            delta.present.push((content.clone(), told.present));
        }
        Ok(Some(done.cookie))
    }
}

/// Whether the server does not take the cookie any more: it is too old, or another server's.
fn is_cookie_refused(trouble: &Trouble) -> bool {
    trouble.is_one_of(&[REFRESH_REQUIRED, 2, 12, 53])
}

impl Synchronized {
    fn take(&mut self, answer: Answer, place: &str) -> Result<(), ConnectError> {
        match answer {
            Answer::Entry(entry, came) => {
                let (state, id) = sync_state(&came).ok_or_else(|| unreadable(place))?;
                let id = uuid(&id).ok_or_else(|| unreadable(place))?;
                match state {
                    EntryState::Present => _ = self.present.insert(id),
                    EntryState::Deleted => self.gone.push(id),
                    EntryState::Changed => {
                        self.present.insert(id);
                        self.changed.push(entry);
                    }
                }
            }
            Answer::Between(told) => match sync_info(told).ok_or_else(|| unreadable(place))? {
                SyncInfo::Passing => {}
                SyncInfo::PresentTold => self.present_told = true,
                SyncInfo::Ids { gone, ids } => {
                    for id in ids {
                        let id = uuid(&id).ok_or_else(|| unreadable(place))?;
                        if gone {
                            self.gone.push(id);
                        } else {
                            self.present.insert(id);
                        }
                    }
                }
            },
        }
        Ok(())
    }
}

fn unreadable(place: &str) -> ConnectError {
    ConnectError {
        cause: Cause::UnreadableAnswer,
        place: place.to_owned(),
        message: "the server's answer to a synchronization cannot be read; nothing was changed. \
                  Set flavour, or ask whoever runs the server"
            .to_owned(),
    }
}
