//! Members of groups: asked for only where the group is not what it was, a few groups at once.

use super::client::{Client, List, Page};
use super::refresh::put;
use crate::calls::Refusal;
use crate::{ConnectError, Mirror};
use futures_util::StreamExt as _;
use rolecall_directory::{Cause, MirrorChange, MirrorMember, RecordKind};
use serde_json::{Map, Value};

/// The longest page of members.
const MEMBERS_A_PAGE: &str = "200";
/// So many groups are asked for at once.
const AT_ONCE: usize = 8;
/// Beside a group's own record: what its list of members is known by.
const ETAG: &str = "rolecall.membersEtag";
/// Beside a group's own record: that all of the customer's people are in it.
const EVERYBODY: &str = "rolecall.everybody";

/// A group as it is listed, and as it was kept.
struct Group {
    id: String,
    record: Map<String, Value>,
    etag: Option<String>,
}

/// Puts `listed` groups, and the members of those that changed, or of which `again` says so.
///
/// # Errors
/// When the mirror cannot be written; within, when Google could not be read.
pub(super) async fn refresh(
    client: &Client,
    mirror: &dyn Mirror,
    listed: Vec<Map<String, Value>>,
    cursor: &str,
    again: &(dyn Fn(&Map<String, Value>) -> bool + Sync),
) -> Result<Result<(), Refusal>, ConnectError> {
    let (mut same, mut changed) = (Vec::new(), Vec::new());
    for record in listed {
        let Some(id) = record.get("id").and_then(Value::as_str).map(str::to_owned) else {
            continue;
        };
        let kept = mirror.get(RecordKind::Group, &id)?;
        let kept: Map<String, Value> =
            kept.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default();
        let mut group = Group { id, record, etag: None };
        // The count may move while the group's own etag stands.
        let alike = ["etag", "directMembersCount"]
            .iter()
            .all(|name| kept.contains_key(*name) && kept.get(*name) == group.record.get(*name));
        group.etag = kept.get(ETAG).and_then(Value::as_str).map(str::to_owned);
        if alike && !again(&group.record) && !kept.contains_key(EVERYBODY) {
            group.keep(&kept);
            same.push(put(RecordKind::Group, group.id, group.record));
        } else {
            changed.push((group, kept));
        }
    }
    mirror.advance(&same, Some(cursor))?;
    let first = changed.into_iter().map(|(group, kept)| async move {
        let (etag, path) = (group.etag.as_deref(), group.path());
        let page = client.page_unless(etag, List::Members, &path, query(None)).await;
        (group, kept, page)
    });
    let mut pages = futures_util::stream::iter(first).buffered(AT_ONCE);
    while let Some((mut group, kept, page)) = pages.next().await {
        match page {
            Ok(None) => {
                group.keep(&kept);
                mirror.advance(&[put(RecordKind::Group, group.id, group.record)], Some(cursor))?;
            }
            Ok(Some(page)) => {
                if let Err(refused) = group.read(client, mirror, page, cursor).await? {
                    return Ok(Err(refused));
                }
            }
            // Deleted since it was listed.
            Err(refused) if refused.cause == Cause::NotFound => {}
            Err(refused) => return Ok(Err(refused)),
        }
    }
    Ok(Ok(()))
}

impl Group {
    fn path(&self) -> String {
        format!("groups/{}/members", self.id)
    }

    /// Takes over what stands beside the record.
    fn keep(&mut self, kept: &Map<String, Value>) {
        for name in [ETAG, EVERYBODY] {
            if let Some(value) = kept.get(name) {
                self.record.insert(name.to_owned(), value.clone());
            }
        }
    }

    /// Keeps the members, from the first page on. The record comes last: a group of which the
    /// reading was broken off is not what it was, and is read anew.
    async fn read(
        mut self,
        client: &Client,
        mirror: &dyn Mirror,
        first: Page,
        cursor: &str,
    ) -> Result<Result<(), Refusal>, ConnectError> {
        let mut everybody = false;
        let mut take = |page: &Page| {
            let listed = page.objects.iter().filter_map(|one| {
                let id = one.get("id")?.as_str()?.to_owned();
                let kind = match one.get("type").and_then(Value::as_str) {
                    Some("GROUP") => RecordKind::Group,
                    Some("CUSTOMER") => {
                        everybody = true;
                        return None;
                    }
                    // Outside the organization is nobody whom we know.
                    Some("EXTERNAL") => return None,
                    _ => RecordKind::Person,
                };
                Some(MirrorMember { kind, id })
            });
            listed.collect::<Vec<_>>()
        };
        let members = take(&first);
        // What is kept until all pages are read is known by no etag: it is not the whole.
        let mut part = self.record.clone();
        part.remove("etag");
        let part = put(RecordKind::Group, self.id.clone(), part);
        let replaced = MirrorChange::Members { group: self.id.clone(), members };
        mirror.advance(&[part, replaced], Some(cursor))?;
        // One etag speaks for one page.
        let etag = first.etag.clone().filter(|_| first.next.is_none());
        let mut next = first.next;
        while let Some(token) = next {
            let page = client.page(List::Members, &self.path(), query(Some(token))).await;
            let page = match page {
                Ok(page) => page,
                Err(refused) => return Ok(Err(refused)),
            };
            let group = &self.id;
            let joined = take(&page)
                .into_iter()
                .map(|member| MirrorChange::Joined { group: group.clone(), member });
            mirror.advance(&joined.collect::<Vec<_>>(), Some(cursor))?;
            next = page.next;
        }
        self.record.extend(etag.map(|etag| (ETAG.to_owned(), Value::String(etag))));
        if everybody {
            self.record.insert(EVERYBODY.to_owned(), Value::Bool(true));
        }
        mirror.advance(&[put(RecordKind::Group, self.id, self.record)], Some(cursor))?;
        Ok(Ok(()))
    }
}

fn query(token: Option<String>) -> Vec<(&'static str, String)> {
    let mut query = vec![("maxResults", MEMBERS_A_PAGE.to_owned())];
    query.extend(token.map(|token| ("pageToken", token)));
    query
}

/// Forgets what lists of members are known by, where another question is asked than before.
///
/// # Errors
/// When the mirror cannot be read or written.
pub(super) fn forget_etags(mirror: &dyn Mirror) -> Result<(), ConnectError> {
    let mut changes = Vec::new();
    mirror.each(RecordKind::Group, &mut |id, body| {
        if let Ok(Value::Object(mut record)) = serde_json::from_str(body) {
            record.remove(ETAG);
            record.remove("etag");
            changes.push(put(RecordKind::Group, id.to_owned(), record));
        }
    })?;
    Ok(mirror.advance(&changes, None)?)
}

/// Puts everybody into the groups in which all of the customer's people are.
///
/// # Errors
/// When the mirror cannot be read or written.
pub(super) fn everybody(mirror: &dyn Mirror, cursor: &str) -> Result<(), ConnectError> {
    let mut groups = Vec::new();
    mirror.each(RecordKind::Group, &mut |id, body| {
        let record: Value = serde_json::from_str(body).unwrap_or_default();
        if record[EVERYBODY] == true {
            groups.push(id.to_owned());
        }
    })?;
    if groups.is_empty() {
        return Ok(());
    }
    let mut people = Vec::new();
    mirror.each(RecordKind::Person, &mut |id, _| people.push(id.to_owned()))?;
    for group in groups {
        let joined = people.iter().map(|id| MirrorChange::Joined {
            group: group.clone(),
            member: MirrorMember { kind: RecordKind::Person, id: id.clone() },
        });
        mirror.advance(&joined.collect::<Vec<_>>(), Some(cursor))?;
    }
    Ok(())
}
