//! Handing on the whole of what is kept of a source, as our people and groups.

mod scope;
#[cfg(test)]
mod tests;

use super::record::{Identity, Mapped, Person};
use crate::{ConnectError, DirectorySink, Mirror, ReadReport};
use rolecall_directory::{
    Member, RecordKind, RowIndex, SourceFlaw, SourceScope, SourceWarning, Texts,
};
use scope::Scoped;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// What a kind of source says of one of its people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Known {
    /// The userName.
    pub user_name: String,
    /// Whether they are active.
    pub active: bool,
    /// The path of the org unit they are in.
    pub org_unit: Option<String>,
}

/// Who a record is of: id and record; `None` of nobody who is to be delivered.
///
/// # Errors
/// What is wrong with the record.
pub(crate) type WhoIs<'a> =
    &'a (dyn Fn(&str, &Value) -> Result<Option<Known>, SourceFlaw> + Send + Sync);

/// What is kept of a source, on its way to a sink.
pub(crate) struct Replay<'a> {
    /// What is kept.
    pub mirror: &'a dyn Mirror,
    /// Which columns a record fills.
    pub mapped: &'a Mapped,
    /// Whom of all people it delivers; its query is the source's own affair.
    pub scope: &'a SourceScope,
    /// Where the source is, for warnings.
    pub place: &'a str,
    /// Who a person's record is of.
    pub person: WhoIs<'a>,
    /// The name of a group; `None` of one that is not to be delivered.
    pub group: &'a (dyn Fn(&Value) -> Option<String> + Send + Sync),
}

/// The people that were handed on, by the source's ids, where members are to be told by them.
#[derive(Default)]
struct HandedOn {
    theirs: Texts,
    ours: Texts,
    rows: RowIndex,
}

impl HandedOn {
    fn add(&mut self, theirs: &str, ours: &str) {
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if self.rows.insert(row, theirs, |row| self.theirs.get(row)).is_none() {
            self.theirs.put(row, theirs);
            if ours != theirs {
                self.ours.put(row, ours);
            }
        }
    }

    fn find<'t>(&'t self, theirs: &'t str) -> Option<&'t str> {
        let row = self.rows.find(theirs, |row| self.theirs.get(row))?;
        Some(self.ours.get(row)).filter(|ours| !ours.is_empty()).or(Some(theirs))
    }
}

impl Replay<'_> {
    /// Hands everything to `sink`: columns, people, groups by id and name, members by id. What is
    /// not in scope is left out. The answer is of a whole reading unless the scope names a group
    /// that is not there.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn hand_on(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let mut report = ReadReport { complete: true, ..ReadReport::default() };
        let names = self.group_names()?;
        let scoped = Scoped::read(self.mirror, self.scope, &names)?;
        for missing in &scoped.missing {
            report.complete = false;
            let flaw = SourceFlaw::ScopeGroupMissing { group: missing.clone() };
            sink.warning(SourceWarning::new(self.place, flaw));
        }
        sink.columns(self.mapped.columns());
        let handed = self.people(sink, &scoped, &mut report)?;
        let mut told = HashSet::new();
        let mut ids: Vec<(&String, &String)> = names.iter().collect();
        ids.sort_unstable();
        for (id, name) in ids {
            report.groups += 1;
            sink.group(id, name);
            if !told.insert(rolecall_scim::fold(name)) {
                let flaw = SourceFlaw::GroupsNamedAlike { name: name.clone() };
                sink.warning(SourceWarning::new(self.place, flaw));
            }
        }
        self.members(sink, &names, handed.as_ref())?;
        Ok(report)
    }

    fn group_names(&self) -> Result<HashMap<String, String>, ConnectError> {
        let mut names = HashMap::new();
        self.mirror.each(RecordKind::Group, &mut |id, body| {
            let record: Value = serde_json::from_str(body).unwrap_or_default();
            if let Some(name) = (self.group)(&record).filter(|name| !name.is_empty()) {
                names.insert(id.to_owned(), name);
            }
        })?;
        Ok(names)
    }

    /// The people in scope; with what each was handed on as, where members need that.
    fn people(
        &self,
        sink: &mut dyn DirectorySink,
        scoped: &Scoped,
        report: &mut ReadReport,
    ) -> Result<Option<HandedOn>, ConnectError> {
        let bounded = !self.scope.groups.is_empty() || !self.scope.org_units.is_empty();
        let mut handed = (bounded || self.mapped.renames()).then(HandedOn::default);
        self.mirror.each(RecordKind::Person, &mut |id, body| {
            let record: Value = serde_json::from_str(body).unwrap_or_default();
            let known = match (self.person)(id, &record) {
                Ok(Some(known)) => known,
                Ok(None) => return,
                Err(flaw) => return self.lost(sink, report, flaw),
            };
            let Known { user_name, active, org_unit } = &known;
            let org_unit = org_unit.as_deref();
            let person = Person { id, user_name, active: *active, org_unit };
            let identity: Identity = match self.mapped.identity(&record, person) {
                Ok(identity) => identity,
                Err(flaw) => return self.lost(sink, report, flaw),
            };
            if !scoped.has_person(id) || !scoped.has_org_unit(identity.org_unit.as_deref()) {
                return;
            }
            self.mapped.deliver(sink, &record, &identity);
            report.people += 1;
            if let Some(handed) = &mut handed {
                handed.add(id, &identity.id);
            }
        })?;
        Ok(handed)
    }

    /// Hands on the person with this record alone, as among all; `false` where that takes more
    /// than the record: a scope of groups or org units, ids that the map tells, a flaw, or nobody
    /// to be delivered.
    pub fn hand_on_one(&self, sink: &mut dyn DirectorySink, id: &str, body: &str) -> bool {
        let bounded = !self.scope.groups.is_empty() || !self.scope.org_units.is_empty();
        if bounded || self.mapped.renames() {
            return false;
        }
        let record: Value = serde_json::from_str(body).unwrap_or_default();
        let Ok(Some(known)) = (self.person)(id, &record) else { return false };
        let Known { user_name, active, org_unit } = &known;
        let person = Person { id, user_name, active: *active, org_unit: org_unit.as_deref() };
        let Ok(identity) = self.mapped.identity(&record, person) else { return false };
        self.mapped.deliver(sink, &record, &identity);
        true
    }

    fn members(
        &self,
        sink: &mut dyn DirectorySink,
        names: &HashMap<String, String>,
        handed: Option<&HandedOn>,
    ) -> Result<(), ConnectError> {
        self.mirror.each_member(&mut |group, member| {
            let Some(name) = names.get(group) else { return };
            // Where the source could not tell what a member is, its id does.
            if names.contains_key(&member.id) {
                sink.member(name, Member::Group(&member.id));
            } else if member.kind == RecordKind::Person {
                let ours = match handed {
                    Some(handed) => handed.find(&member.id),
                    None => Some(member.id.as_str()),
                };
                ours.into_iter().for_each(|id| sink.member(name, Member::User(id)));
            }
        })?;
        Ok(())
    }

    fn lost(&self, sink: &mut dyn DirectorySink, report: &mut ReadReport, flaw: SourceFlaw) {
        report.rows_lost += 1;
        sink.warning(SourceWarning::lost(self.place, flaw));
    }
}
