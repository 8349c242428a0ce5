//! The content of a directory server from a file: the same records, without a server to ask.

use super::body::{self, body_of};
use super::content::{Plan, What, file_plan, usual_map};
use super::entry::{Entry, guid};
use super::index::{Index, Known, login_of};
use super::known;
use super::listed::Listed;
use super::primary::WithPrimary;
use crate::sources::record::Mapped;
use crate::sources::replay::Replay;
use crate::{ConnectError, DirectorySink, MemoryMirror, Mirror, ReadReport};
use rolecall_directory::{
    AttributeDefinition, LdapFlavour, MirrorChange, SourceDefinition, SourceFlaw, SourceScope,
};
use serde_json::Value;

/// How many changes are made at once.
const BATCH: usize = 2_000;

/// What a file holds, collected record by record.
pub(crate) struct FileContent {
    plan: Plan,
    definition: SourceDefinition,
    attributes: Vec<AttributeDefinition>,
    mirror: MemoryMirror,
    index: Index,
    batch: Vec<MirrorChange>,
    groups: Vec<(String, Listed)>,
}

impl FileContent {
    /// Holds nothing yet.
    pub fn new(definition: &SourceDefinition, attributes: &[AttributeDefinition]) -> Self {
        Self {
            plan: file_plan(definition, attributes),
            definition: definition.clone(),
            attributes: attributes.to_vec(),
            mirror: MemoryMirror::default(),
            index: Index::default(),
            batch: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Takes a record; words for what is wrong with it. What is neither person nor group is passed
    /// over. The first record that tells shows whether the file is Active Directory's.
    ///
    /// # Errors
    /// When what is kept cannot be written.
    pub fn take(&mut self, entry: &Entry) -> Result<Result<(), SourceFlaw>, ConnectError> {
        let Some(what) = what_is(entry) else { return Ok(Ok(())) };
        if !entry.values("sAMAccountName").is_empty() {
            self.plan.flavour = LdapFlavour::Ad;
        }
        let body = body_of(&self.plan, what, entry);
        let record: Value = serde_json::from_str(&body).unwrap_or_default();
        let id = self.id_of(what, entry, &record);
        if let Some(twin) = self.index.get(&id) {
            let (dn, twin) = (entry.dn.clone(), twin.dn.to_string());
            return Ok(Err(SourceFlaw::SameRecord { dn, twin }));
        }
        self.index.put(Known {
            what,
            id: id.as_str().into(),
            dn: entry.dn.as_str().into(),
            login: login_of(what, LdapFlavour::Openldap, &record).into(),
        });
        if what == What::Group {
            self.groups.push((id.clone(), Listed::of(entry)));
        }
        self.batch.push(MirrorChange::Put { kind: what.kept_as(), id, body });
        if self.batch.len() >= BATCH {
            self.mirror.advance(&self.batch, None)?;
            self.batch.clear();
        }
        Ok(Ok(()))
    }

    /// `entryUUID`, `objectGUID` or `nsUniqueId`, else what a person signs in by, else the name in
    /// the tree.
    fn id_of(&self, what: What, entry: &Entry, record: &Value) -> String {
        let uuid = entry.text("entryUUID").or_else(|| entry.text("nsUniqueId"));
        let told = uuid.map(str::to_ascii_lowercase);
        let told = told.or_else(|| guid(entry.values("objectGUID").first()?));
        told.unwrap_or_else(|| {
            let login = body::login(self.plan.flavour, record);
            let named = what == What::Person && !login.is_empty();
            if named { login.to_owned() } else { entry.dn.clone() }
        })
    }

    /// Hands everything to `sink`.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn hand_on(
        mut self,
        sink: &mut dyn DirectorySink,
        place: &str,
        now: i64,
    ) -> Result<ReadReport, ConnectError> {
        for (group, listed) in std::mem::take(&mut self.groups) {
            let members = listed.members(&self.index);
            self.batch.push(MirrorChange::Members { group, members });
        }
        self.mirror.advance(&self.batch, None)?;
        let plan = &self.plan;
        let usual = usual_map(plan.flavour);
        let mapped = Mapped::new(usual, &self.definition, &self.attributes);
        let org_units = &self.definition.scope.org_units;
        let scope = SourceScope {
            org_units: org_units.iter().map(|unit| super::unit_path(unit, &plan.base)).collect(),
            ..self.definition.scope.clone()
        };
        let replay = Replay {
            mirror: &WithPrimary::new(&self.mirror),
            mapped: &mapped.within(&[body::ATTRIBUTES]),
            scope: &scope,
            place,
            person: &|_, record| Ok(Some(known(plan, record, now))),
            group: &body::group_name,
        };
        replay.hand_on(sink)
    }
}

/// What a record is to us, by its object classes.
fn what_is(entry: &Entry) -> Option<What> {
    let is = |names: &[&str]| {
        entry
            .texts("objectClass")
            .any(|class| names.iter().any(|name| name.eq_ignore_ascii_case(class.trim())))
    };
    if is(&["computer"]) {
        None
    } else if is(&["inetOrgPerson", "user", "person", "organizationalPerson"]) {
        Some(What::Person)
    } else if is(&["group", "groupOfNames", "groupOfUniqueNames", "posixGroup"]) {
        Some(What::Group)
    } else {
        None
    }
}
