//! Readings in full.

use super::body::{body_of, id_of};
use super::connection::{Answer, LIMITS, Pages, Search};
use super::content::{Content, Plan, What};
use super::controls::{SYNC, sync, sync_done, sync_state};
use super::cursor::{Cursor, Way, cookie_text};
use super::entry::Entry;
use super::index::{Index, Known, login_of};
use super::listed::{Listed, in_parts, usual_controls};
use super::reading::Reading;
use super::stamps;
use super::trouble::{Asked, Trouble};
use crate::{ConnectError, Mirror};
use ldap3::Scope;
use rolecall_directory::{Cause, LdapFlavour, MirrorChange};
use serde_json::Value;

/// How many changes are written at once.
const BATCH: usize = 2_000;
/// How many groups a page has: they may be large.
const GROUPS_A_PAGE: u32 = 200;

/// Takes entries into the mirror as they come.
struct Filler<'a> {
    plan: &'a Plan,
    mirror: &'a dyn Mirror,
    place: &'a str,
    index: Index,
    batch: Vec<MirrorChange>,
    /// Groups that list somebody who had not come yet.
    waiting: Vec<(String, Listed)>,
    /// Groups of which the server gave only a part of the members.
    cut: Vec<String>,
}

impl Filler<'_> {
    fn take(&mut self, what: What, entry: &Entry) -> Result<(), ConnectError> {
        let id = id_of(self.plan, entry).ok_or_else(|| no_id(self.plan, entry, self.place))?;
        let body = body_of(self.plan, what, entry);
        let record: Value = serde_json::from_str(&body).unwrap_or_default();
        self.index.put(Known {
            what,
            id: id.as_str().into(),
            dn: entry.dn.as_str().into(),
            login: login_of(what, self.plan.flavour, &record).into(),
        });
        if what == What::Group {
            let listed = Listed::of(entry);
            if listed.cut {
                self.cut.push(id.clone());
            } else {
                self.members(&id, listed);
            }
        }
        self.batch.push(MirrorChange::Put { kind: what.kept_as(), id, body });
        if self.batch.len() >= BATCH { self.write() } else { Ok(()) }
    }

    fn members(&mut self, group: &str, listed: Listed) {
        let members = listed.members(&self.index);
        if members.len() < listed.values.len() {
            self.waiting.push((group.to_owned(), listed));
        } else {
            self.batch.push(MirrorChange::Members { group: group.to_owned(), members });
        }
    }

    fn write(&mut self) -> Result<(), ConnectError> {
        self.mirror.advance(&self.batch, None)?;
        self.batch.clear();
        Ok(())
    }

    async fn finish(&mut self, reading: &Reading<'_>) -> Result<(), ConnectError> {
        for group in std::mem::take(&mut self.cut) {
            let listed = in_parts(&reading.connection, self.plan, &group).await?;
            self.waiting.push((group, listed));
        }
        for (group, listed) in std::mem::take(&mut self.waiting) {
            let members = listed.members(&self.index);
            self.batch.push(MirrorChange::Members { group, members });
            if self.batch.len() >= BATCH {
                self.write()?;
            }
        }
        self.write()
    }
}

/// An entry without a stable id.
pub(super) fn no_id(plan: &Plan, entry: &Entry, place: &str) -> ConnectError {
    ConnectError {
        cause: Cause::AttributeMissing,
        place: place.to_owned(),
        message: format!(
            "the server does not tell the {} of \"{}\", and without a stable id nobody can be \
             followed. Let the account that binds read it",
            plan.id, entry.dn
        ),
    }
}

impl Reading<'_> {
    /// Reads everything, and remembers from where on to ask for changes.
    ///
    /// # Errors
    /// When the server cannot be read to the end; what is kept then stays as it was.
    pub async fn fill(&self) -> Result<(), ConnectError> {
        self.mirror.begin()?;
        let mut filler = Filler {
            plan: &self.plan,
            mirror: self.mirror,
            place: &self.connection.place,
            index: Index::default(),
            batch: Vec::new(),
            waiting: Vec::new(),
            cut: Vec::new(),
        };
        let way = match self.plan.flavour {
            LdapFlavour::Ad => {
                let way = self.ad_way().await?;
                self.fill_by_pages(&mut filler, &mut |_| {}).await?;
                way
            }
            LdapFlavour::Openldap => match self.fill_by_sync(&mut filler).await? {
                Some(way) => way,
                None => self.fill_with_stamps(&mut filler).await?,
            },
        };
        filler.finish(self).await?;
        let cursor = Cursor { settings: self.plan.settings.clone(), way };
        self.mirror.end(Some(&cursor.text()), self.now)?;
        Ok(())
    }

    /// Reads everything by content synchronization; `None` where the server has no such thing, does
    /// not give out so much at once, or gives out less than there is: an OpenLDAP that was killed
    /// leaves out what is newer than its own count of changes until the next one is made.
    async fn fill_by_sync(&self, filler: &mut Filler<'_>) -> Result<Option<Way>, ConnectError> {
        if !self.root.knows(SYNC) {
            return Ok(None);
        }
        let mut cookies = Vec::new();
        for content in &self.plan.contents {
            match self.sync_content(content, filler).await {
                Ok(Some(cookie)) => {
                    let there = self.ids(content).await?;
                    if there.keys().any(|id| filler.index.get(id).is_none()) {
                        return Ok(None);
                    }
                    cookies.push(cookie_text(&cookie));
                }
                Ok(None) => return Ok(None),
                Err(trouble) if trouble.is_one_of(&LIMITS) || trouble.is_one_of(&[12, 50, 53]) => {
                    return Ok(None);
                }
                Err(trouble) => return Err(self.told(trouble, content)),
            }
        }
        Ok(Some(Way::Sync { cookies }))
    }

    async fn sync_content(
        &self,
        content: &Content,
        filler: &mut Filler<'_>,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let attributes = self.plan.attributes(content.what);
        let search = Search {
            base: &content.base,
            scope: Scope::Subtree,
            filter: &content.filter,
            attributes: &attributes,
            controls: vec![sync(None)],
        };
        let mut synchronized = true;
        let came = self
            .connection
            .search(search, &mut |answer| {
                if let Answer::Entry(entry, came) = answer {
                    synchronized &= sync_state(&came).is_some();
                    filler.take(content.what, &entry)?;
                }
                Ok(())
            })
            .await?;
        Ok(sync_done(&came).and_then(|done| done.cookie).filter(|_| synchronized))
    }

    async fn fill_with_stamps(&self, filler: &mut Filler<'_>) -> Result<Way, ConnectError> {
        let mut latest = String::new();
        self.fill_by_pages(filler, &mut |entry| {
            if let Some(stamp) = entry.text(stamps::STAMP)
                && stamp > latest.as_str()
            {
                stamp.clone_into(&mut latest);
            }
        })
        .await?;
        Ok(Way::Timestamps { since: stamps::overlapping(&latest, self.now) })
    }

    async fn fill_by_pages(
        &self,
        filler: &mut Filler<'_>,
        seen: &mut (dyn FnMut(&Entry) + Send),
    ) -> Result<(), ConnectError> {
        for content in &self.plan.contents {
            let mut attributes = self.plan.attributes(content.what);
            if self.plan.flavour == LdapFlavour::Openldap {
                attributes.push(stamps::STAMP.to_owned());
            }
            let search = Search {
                base: &content.base,
                scope: Scope::Subtree,
                filter: &content.filter,
                attributes: &attributes,
                controls: usual_controls(&self.plan),
            };
            let mut pages = Pages::default();
            if content.what == What::Group {
                pages.size = GROUPS_A_PAGE;
            }
            while !pages.over {
                let page = self.connection.page(&search, &mut pages).await;
                for entry in page.map_err(|trouble| self.told(trouble, content))? {
                    seen(&entry);
                    filler.take(content.what, &entry)?;
                }
            }
        }
        Ok(())
    }

    /// What went wrong with a content.
    pub(super) fn told(&self, trouble: Trouble, content: &Content) -> ConnectError {
        let asked = Asked::Search { base: &content.base, filter: &content.filter };
        trouble.told(&self.connection.place, asked)
    }
}
