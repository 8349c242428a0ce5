//! Changes by `modifyTimestamp`, for servers without content synchronization. What that misses
//! (deletes, renames of what is above, entries that come late from another server) a listing of
//! all ids closes.

use super::body::{id_of, instant};
use super::connection::Search;
use super::content::Content;
use super::cursor::Way;
use super::delta::Delta;
use super::entry::Entry;
use super::listed::usual_controls;
use super::reading::Reading;
use crate::ConnectError;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ldap3::Scope;
use std::collections::HashMap;

/// When an entry was last changed (RFC 4512 section 3.4.2).
pub(super) const STAMP: &str = "modifyTimestamp";
/// How far back is asked again, in seconds: stamps have whole seconds, clocks differ, and other
/// servers' changes come late. Our decision.
const OVERLAP: i64 = 600;
/// How many ids one filter names.
const IDS: usize = 50;

/// From when on to ask, after `latest` was seen at `now`: the earlier of both, and some more.
pub(super) fn overlapping(latest: &str, now: i64) -> String {
    let now = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let earlier = instant(latest).map_or(now, |latest| latest.min(now));
    let since = Timestamp::from_second(earlier.as_second().saturating_sub(OVERLAP));
    let since = since.unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC);
    since.strftime("%Y%m%d%H%M%SZ").to_string()
}

impl Reading<'_> {
    /// What changed since `since`.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub(super) async fn by_stamps(&self, since: &str) -> Result<Delta, ConnectError> {
        let mut delta = Delta::default();
        let mut latest = since.to_owned();
        for content in &self.plan.contents {
            let filter = format!("(&{}({STAMP}>={since}))", content.filter);
            for entry in self.found(content, &filter).await? {
                if let Some(stamp) = entry.text(STAMP)
                    && stamp > latest.as_str()
                {
                    stamp.clone_into(&mut latest);
                }
                delta.puts.push((content.what, entry));
            }
        }
        let mut told: HashMap<String, ()> = HashMap::new();
        for (_, entry) in &delta.puts {
            told.extend(id_of(&self.plan, entry).map(|id| (id, ())));
        }
        let index = self.index()?;
        for content in &self.plan.contents {
            let ids = self.ids(content).await?;
            let mut unknown = Vec::new();
            for (id, dn) in &ids {
                match index.get(id) {
                    _ if told.contains_key(id) => {}
                    Some(known) if *known.dn == **dn => {}
                    Some(_) => delta.moved.push((id.clone(), dn.clone())),
                    None => unknown.push(id.clone()),
                }
            }
            for some in unknown.chunks(IDS) {
                let any: String =
                    some.iter().map(|id| format!("({}={id})", self.plan.id)).collect();
                let filter = format!("(&{}(|{any}))", content.filter);
                let found = self.found(content, &filter).await?;
                delta.puts.extend(found.into_iter().map(|entry| (content.what, entry)));
            }
            delta.present.push((content.clone(), ids.into_keys().collect()));
        }
        delta.way = Some(Way::Timestamps { since: overlapping(&latest, self.now) });
        Ok(delta)
    }

    async fn found(&self, content: &Content, filter: &str) -> Result<Vec<Entry>, ConnectError> {
        let mut attributes = self.plan.attributes(content.what);
        attributes.push(STAMP.to_owned());
        let search = Search {
            base: &content.base,
            scope: Scope::Subtree,
            filter,
            attributes: &attributes,
            controls: Vec::new(),
        };
        self.connection.all(&search).await
    }

    /// The ids of a content with the names in the tree, and nothing else.
    ///
    /// # Errors
    /// When the server cannot be read to the end.
    pub(super) async fn ids(
        &self,
        content: &Content,
    ) -> Result<HashMap<String, String>, ConnectError> {
        let attributes = [self.plan.id.to_owned()];
        let search = Search {
            base: &content.base,
            scope: Scope::Subtree,
            filter: &content.filter,
            attributes: &attributes,
            controls: usual_controls(&self.plan),
        };
        let mut ids = HashMap::new();
        let mut take = |entry: Entry| {
            if let Some(id) = id_of(&self.plan, &entry) {
                ids.insert(id, entry.dn);
            }
            Ok(())
        };
        let each = self.connection.each(&search, &mut take).await;
        each.map_err(|trouble| self.told(trouble, content))?;
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::overlapping;

    #[test]
    fn the_last_minutes_are_asked_again() {
        let now = 1_769_860_800_000;
        assert_eq!(overlapping("20260131110000Z", now), "20260131105000Z", "before the latest");
        assert_eq!(overlapping("20270101000000Z", now), "20260131115000Z", "a clock ahead of ours");
        assert_eq!(overlapping("", now), "20260131115000Z", "nothing was seen");
    }
}
