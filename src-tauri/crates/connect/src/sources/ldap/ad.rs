//! Changes in Active Directory: by its listing of changes (DirSync, MS-ADTS section
//! 3.1.1.3.4.1.3), or by `uSNChanged`, which counts on one server.
//!
//! Both tell what changed; what is there now is read anew by the filters of people and groups,
//! for what leaves a filter is not told.

use super::body::id_of;
use super::connection::{Answer, Search};
use super::content::What;
use super::controls::{
    DIRSYNC, EXTENDED_DN, OBJECT_SECURITY, dirsync, dirsync_done, extended_dn, show_deleted,
};
use super::cursor::{Way, cookie_bytes, cookie_text};
use super::delta::Delta;
use super::dn::filter_bytes;
use super::entry::{Entry, guid, guid_bytes, ranged};
use super::index::Index;
use super::listed::usual_controls;
use super::reading::Reading;
use super::trouble::Trouble;
use crate::ConnectError;
use ldap3::Scope;
use rolecall_directory::Cause;
use std::collections::BTreeSet;

/// How many ids one filter names.
const IDS: usize = 50;
/// What nothing matches: only the cookie is wanted.
const NOTHING: &str =
    "(objectGUID=\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00)";
/// Everything that is no machine.
const ANYTHING: &str = "(!(objectClass=computer))";

/// What was told of changes.
#[derive(Default)]
struct Told {
    changed: BTreeSet<String>,
    gone: Vec<String>,
    joined: Vec<(String, Vec<u8>)>,
    left: Vec<(String, Vec<u8>)>,
    reread: Vec<String>,
}

impl Told {
    fn take(&mut self, entry: &Entry) {
        let id = entry.values("objectGUID").first().and_then(|bytes| guid(bytes));
        let Some(id) = id.or_else(|| entry.guid.clone()) else { return };
        if entry.text("isDeleted").is_some_and(|text| text.eq_ignore_ascii_case("true")) {
            self.gone.push(id);
            return;
        }
        for (name, values) in &entry.attributes {
            let (kind, range) = ranged(name);
            if !kind.eq_ignore_ascii_case("member") {
                continue;
            }
            // `1-1` came, `0-0` left; anything else is no list of changes.
            let to = match range.map(|range| (range.from, range.to)) {
                Some((1, Some(1))) => &mut self.joined,
                Some((0, Some(0))) => &mut self.left,
                _ => {
                    self.reread.push(id.clone());
                    continue;
                }
            };
            to.extend(values.iter().map(|value| (id.clone(), value.clone())));
        }
        self.changed.insert(id);
    }
}

impl Reading<'_> {
    /// How changes are found out here, and where that stands now.
    ///
    /// # Errors
    /// When the server does not answer, or has none of both ways.
    pub(super) async fn ad_way(&self) -> Result<Way, ConnectError> {
        if self.root.knows(DIRSYNC) && self.root.top_of(&self.plan.base).is_some() {
            for restricted in [false, true] {
                match self.list_changes(&[], restricted, NOTHING, &mut |_| {}).await {
                    Ok(cookie) => {
                        return Ok(Way::Dirsync { cookie: cookie_text(&cookie), restricted });
                    }
                    Err(Trouble::Refused(_)) => {}
                    Err(Trouble::Failed(error)) => return Err(error),
                }
            }
        }
        let usn = self.root.highest_usn.ok_or_else(|| ConnectError {
            cause: Cause::NotPermitted,
            place: self.connection.place.clone(),
            message: "the server tells neither changes (DirSync) nor how many there were \
                      (highestCommittedUSN). Set flavour = \"openldap\" if it is no Active \
                      Directory"
                .to_owned(),
        })?;
        Ok(Way::Usn { server: self.server().await?, usn })
    }

    /// Which server this is, also after it was restored from a backup.
    async fn server(&self) -> Result<String, ConnectError> {
        let service = self.root.service.clone().unwrap_or_default();
        let wanted = ["invocationId".to_owned()];
        let entry = self.connection.entry(&service, &wanted, Vec::new()).await.ok().flatten();
        let told = entry.and_then(|entry| guid(entry.values("invocationId").first()?));
        Ok(told.unwrap_or(service))
    }

    /// What changed since the cookie; `None` when the server does not take it any more.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub(super) async fn by_dirsync(
        &self,
        cookie: &str,
        restricted: bool,
    ) -> Result<Option<Delta>, ConnectError> {
        let Some(bytes) = cookie_bytes(cookie) else { return Ok(None) };
        let mut told = Told::default();
        let mut take = |entry: &Entry| told.take(entry);
        let next = match self.list_changes(&bytes, restricted, "(objectClass=*)", &mut take).await {
            Ok(next) => next,
            Err(Trouble::Refused(refused)) if !matches!(refused.code, 51 | 52 | 80) => {
                return Ok(None);
            }
            Err(trouble) => return Err(self.told(trouble, &self.plan.contents[0])),
        };
        let way = Way::Dirsync { cookie: cookie_text(&next), restricted };
        self.delta_of(told, way, restricted).await.map(Some)
    }

    /// What changed since the number; `None` when that is another server's.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub(super) async fn by_usn(
        &self,
        server: &str,
        usn: u64,
    ) -> Result<Option<Delta>, ConnectError> {
        let Some(highest) = self.root.highest_usn else { return Ok(None) };
        if self.server().await? != server || highest < usn {
            return Ok(None);
        }
        let top = self.root.top_of(&self.plan.base).unwrap_or(&self.plan.base_text);
        let filter = format!("(&{ANYTHING}(uSNChanged>={}))", usn.saturating_add(1));
        let attributes = ["objectGUID", "isDeleted"].map(str::to_owned);
        let mut controls = usual_controls(&self.plan);
        controls.push(show_deleted());
        let scope = Scope::Subtree;
        let search =
            Search { base: top, scope, filter: &filter, attributes: &attributes, controls };
        let mut told = Told::default();
        for entry in self.connection.all(&search).await? {
            told.take(&entry);
        }
        let index = self.index()?;
        let groups = told
            .changed
            .iter()
            .filter(|id| index.get(id).is_some_and(|known| known.what == What::Group));
        told.reread = groups.cloned().collect();
        let sees_deleted = self.sees_deleted(top).await?;
        let way = Way::Usn { server: server.to_owned(), usn: highest };
        self.delta_of(told, way, !sees_deleted).await.map(Some)
    }

    /// Whether the account may see what was deleted.
    async fn sees_deleted(&self, top: &str) -> Result<bool, ConnectError> {
        let place = format!("CN=Deleted Objects,{top}");
        let wanted = ["objectGUID".to_owned()];
        let found = self.connection.entry(&place, &wanted, vec![show_deleted()]).await;
        match found {
            Ok(entry) => Ok(entry.is_some()),
            Err(error) if matches!(error.cause, Cause::Unavailable | Cause::Timeout) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Hands what changed since `cookie` to `take`; returns the next cookie.
    async fn list_changes(
        &self,
        cookie: &[u8],
        restricted: bool,
        filter: &str,
        take: &mut (dyn FnMut(&Entry) + Send),
    ) -> Result<Vec<u8>, Trouble> {
        let top = self.root.top_of(&self.plan.base).unwrap_or(&self.plan.base_text);
        let flags = if restricted { OBJECT_SECURITY } else { 0 };
        let attributes = self.watched();
        let mut cookie = cookie.to_vec();
        loop {
            let mut controls = vec![dirsync(flags, &cookie)];
            if self.root.knows(EXTENDED_DN) {
                controls.push(extended_dn());
            }
            let scope = Scope::Subtree;
            let search = Search { base: top, scope, filter, attributes: &attributes, controls };
            let came = self
                .connection
                .search(search, &mut |answer| {
                    if let Answer::Entry(entry, _) = answer {
                        take(&entry);
                    }
                    Ok(())
                })
                .await?;
            let Some((more, next)) = dirsync_done(&came).filter(|(_, next)| !next.is_empty())
            else {
                return Err(Trouble::Failed(no_cookie(&self.connection.place)));
            };
            if more && next == cookie {
                return Err(Trouble::Failed(no_cookie(&self.connection.place)));
            }
            cookie = next;
            if !more {
                return Ok(cookie);
            }
        }
    }

    /// Attributes whose changes count: what is read, and what the filters look at.
    fn watched(&self) -> Vec<String> {
        let mut watched: Vec<String> =
            ["objectGUID", "isDeleted", "member", "name", "parentGUID", "objectClass", "cn", "ou"]
                .map(str::to_owned)
                .to_vec();
        let filters = self.plan.contents.iter().flat_map(|content| filtered(&content.filter));
        for name in self.plan.wanted.iter().map(String::as_str).chain(filters) {
            if !watched.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                watched.push(name.to_owned());
            }
        }
        watched
    }

    /// What is there now of what changed. Where deletes are not told, all ids are listed.
    async fn delta_of(&self, told: Told, way: Way, blind: bool) -> Result<Delta, ConnectError> {
        let Told { changed, gone, joined, left, reread } = told;
        let mut delta = Delta { gone, joined, left, reread, way: Some(way), ..Delta::default() };
        let mut missing = changed.clone();
        let ids: Vec<String> = changed.into_iter().collect();
        for content in &self.plan.contents {
            let mut attributes = self.plan.attributes(content.what);
            attributes.retain(|name| name != "member");
            attributes.push("memberOf".to_owned());
            for some in ids.chunks(IDS) {
                let any: String = some
                    .iter()
                    .filter_map(|id| guid_bytes(id))
                    .map(|bytes| format!("(objectGUID={})", filter_bytes(&bytes)))
                    .collect();
                let filter = format!("(&{}(|{any}))", content.filter);
                let search = Search {
                    base: &content.base,
                    scope: Scope::Subtree,
                    filter: &filter,
                    attributes: &attributes,
                    controls: usual_controls(&self.plan),
                };
                for entry in self.connection.all(&search).await? {
                    id_of(&self.plan, &entry).iter().for_each(|id| _ = missing.remove(id));
                    delta.puts.push((content.what, entry));
                }
            }
        }
        let index: Index = self.index()?;
        delta.gone.retain(|id| index.get(id).is_some());
        delta.gone.extend(missing.into_iter().filter(|id| index.get(id).is_some()));
        let known = |group: &String| index.get(group).is_some();
        delta.joined.retain(|(group, _)| known(group));
        delta.left.retain(|(group, _)| known(group));
        if blind {
            for content in &self.plan.contents {
                let ids = self.ids(content).await?.into_keys().collect();
                delta.present.push((content.clone(), ids));
            }
        }
        Ok(delta)
    }
}

/// The attributes that a filter looks at.
fn filtered(filter: &str) -> Vec<&str> {
    let parts = filter.split('(').skip(1);
    let names = parts.map(|part| {
        let end = part.find(['=', '<', '>', '~', ':', ')', '&', '|', '!']);
        part[..end.unwrap_or(0)].trim()
    });
    names.filter(|name| !name.is_empty() && !name.contains('\\')).collect()
}

fn no_cookie(place: &str) -> ConnectError {
    ConnectError {
        cause: Cause::UnreadableAnswer,
        place: place.to_owned(),
        message: "the server lists changes without saying from where on to ask next time. Ask \
                  whoever runs it"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Told, filtered};

    const GUID: [u8; 16] = [7; 16];
    const ID: &str = "07070707-0707-0707-0707-070707070707";

    fn told(attributes: &[(&str, &[&str])]) -> Told {
        let values = |values: &[&str]| values.iter().map(|one| one.as_bytes().to_vec()).collect();
        let mut all: Vec<(String, Vec<Vec<u8>>)> =
            attributes.iter().map(|(name, of)| ((*name).to_owned(), values(of))).collect();
        all.push(("objectGUID".to_owned(), vec![GUID.to_vec()]));
        let mut told = Told::default();
        told.take(&Entry { attributes: all, ..Entry::default() });
        told
    }

    #[test]
    fn single_members_come_and_leave() {
        let changes =
            told(&[("member;range=1-1", &["CN=a", "CN=b"]), ("member;range=0-0", &["CN=c"])]);
        assert_eq!(changes.joined.len(), 2, "who came");
        assert_eq!(changes.left, [(ID.to_owned(), b"CN=c".to_vec())], "who left");
        assert!(changes.changed.contains(ID) && changes.reread.is_empty());
        let whole = told(&[("member", &["CN=a"])]);
        assert_eq!(whole.reread, [ID], "a server that tells all members");
        let gone = told(&[("isDeleted", &["TRUE"]), ("member;range=0-0", &["CN=c"])]);
        assert!(gone.gone == [ID] && gone.changed.is_empty() && gone.left.is_empty());
    }

    #[test]
    fn filters_name_their_attributes() {
        let filter = "(&(objectClass=user)(|(department=Sales*)(!(title~=x)))(uac:1.2:=2))";
        assert_eq!(filtered(filter), ["objectClass", "department", "title", "uac"]);
    }
}
