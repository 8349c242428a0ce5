//! Primary groups: in Active Directory a person is in one group more, which no group lists.

use super::body::attribute;
use crate::{Mirror, MirrorError};
use rolecall_directory::{MirrorChange, MirrorMember, MirrorState, RecordKind};
use serde_json::Value;
use std::collections::HashMap;

/// What is kept, with the members that groups have by people's `primaryGroupID`.
pub(super) struct WithPrimary<'a> {
    kept: &'a dyn Mirror,
}

impl<'a> WithPrimary<'a> {
    /// Lays them over what is kept.
    pub fn new(kept: &'a dyn Mirror) -> Self {
        Self { kept }
    }

    fn each_primary(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        let mut groups: HashMap<String, String> = HashMap::new();
        self.kept.each(RecordKind::Group, &mut |id, body| {
            let record: Value = serde_json::from_str(body).unwrap_or_default();
            if let Some(sid) = attribute(&record, "objectSid") {
                groups.insert(sid.to_owned(), id.to_owned());
            }
        })?;
        self.kept.each(RecordKind::Person, &mut |id, body| {
            let record: Value = serde_json::from_str(body).unwrap_or_default();
            // The group's SID is the person's with another last part (MS-ADA3 section 2.120).
            let domain = attribute(&record, "objectSid").and_then(|sid| sid.rsplit_once('-'));
            if let (Some((domain, _)), Some(last)) = (domain, attribute(&record, "primaryGroupID"))
                && let Some(group) = groups.get(&format!("{domain}-{last}"))
            {
                take(group, MirrorMember { kind: RecordKind::Person, id: id.to_owned() });
            }
        })
    }
}

impl Mirror for WithPrimary<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        self.kept.state()
    }

    fn begin(&self) -> Result<(), MirrorError> {
        self.kept.begin()
    }

    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        self.kept.advance(changes, cursor)
    }

    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        self.kept.end(cursor, now)
    }

    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        self.kept.unseen(kind)
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        self.kept.get(kind, id)
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        self.kept.each(kind, take)
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        self.kept.each_member(take)?;
        self.each_primary(take)
    }
}
