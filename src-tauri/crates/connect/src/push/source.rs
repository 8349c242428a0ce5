//! What others wrote, as the source of a directory.

use crate::sources::{Known, Mapped, Replay};
use crate::{ConnectError, DirectorySink, Mirror, MirrorError, ReadReport, ReadSource};
use async_trait::async_trait;
use rolecall_directory::{
    AttributeDefinition, Member, MirrorChange, MirrorMember, MirrorState, PersonRow, RecordKind,
    SourceDefinition, SourceFlaw, SourceWarning,
};
use rolecall_scim::schema::ADOBE_USER;
use rolecall_scim::urn;
use rolecall_store::{PushKey, Store, StoreError};
use serde_json::Value;
use std::collections::BTreeSet;

use super::provider::OWN_USER;

/// What stands in for the place of a source in warnings.
const PLACE: &str = "SCIM push";

/// Where our attributes are in users of RFC 7643. What has several places is read from the first
/// that has a value.
pub(crate) const USUAL: [(&str, &str); 36] = [
    ("displayName", "displayName"),
    ("nickName", "nickName"),
    ("profileUrl", "profileUrl"),
    ("title", "title"),
    ("userType", "userType"),
    ("preferredLanguage", "preferredLanguage"),
    ("locale", "locale"),
    ("timezone", "timezone"),
    ("formattedName", "name.formatted"),
    ("givenName", "name.givenName"),
    ("familyName", "name.familyName"),
    ("middleName", "name.middleName"),
    ("honorificPrefix", "name.honorificPrefix"),
    ("honorificSuffix", "name.honorificSuffix"),
    ("email", "emails[primary eq true].value"),
    ("email", "emails[type eq \"work\"].value"),
    ("email", "emails.value"),
    ("phoneNumber", "phoneNumbers[primary eq true].value"),
    ("phoneNumber", "phoneNumbers[type eq \"work\"].value"),
    ("phoneNumber", "phoneNumbers.value"),
    ("country", "addresses[primary eq true].country"),
    ("country", "addresses[type eq \"work\"].country"),
    ("country", "addresses.country"),
    ("city", "addresses[type eq \"work\"].locality"),
    ("city", "addresses.locality"),
    ("region", "addresses[type eq \"work\"].region"),
    ("region", "addresses.region"),
    ("postalCode", "addresses[type eq \"work\"].postalCode"),
    ("postalCode", "addresses.postalCode"),
    ("streetAddress", "addresses[type eq \"work\"].streetAddress"),
    ("streetAddress", "addresses.streetAddress"),
    ("employeeNumber", "employeeNumber"),
    ("costCenter", "costCenter"),
    ("organization", "organization"),
    ("manager", "manager.value"),
    ("managerName", "manager.displayName"),
];

/// Extensions in which an attribute is looked for that is not at the top.
const EXTENSIONS: [&str; 3] = [urn::ENTERPRISE_USER, OWN_USER, ADOBE_USER];

/// A directory that others write to. A person is known by the externalId, where there is one, so
/// that whoever is deleted and made again is the same; a group by the id we gave it.
pub struct PushSource<'s> {
    store: &'s Store,
    directory: String,
    definition: SourceDefinition,
    mapped: Mapped,
}

impl<'s> PushSource<'s> {
    /// The source of `directory`, over what was written there.
    #[must_use]
    pub fn new(
        store: &'s Store,
        directory: &str,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Self {
        Self {
            store,
            directory: directory.to_owned(),
            definition: definition.clone(),
            mapped: Mapped::new(&USUAL, definition, attributes).within(&EXTENSIONS),
        }
    }
}

impl PushSource<'_> {
    fn replay<'a>(&'a self, mirror: &'a Pushed<'a>) -> Replay<'a> {
        Replay {
            mirror,
            mapped: &self.mapped,
            scope: &self.definition.scope,
            place: PLACE,
            person: &person,
            group: &group_name,
        }
    }

    /// Our names of all that a person carries.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        self.mapped.columns()
    }

    /// The people among the resources with these `ids`, as a reading of everybody would deliver
    /// them, in the order of lists. An id that nobody here has is passed over. `None` where that
    /// cannot be told without everybody: of groups, of somebody with a flaw, under a scope, or
    /// where people go by ids of the map, or two of them by one.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn people_of(
        &self,
        ids: &BTreeSet<String>,
    ) -> Result<Option<Vec<PushedPerson>>, ConnectError> {
        let mirror = Pushed { store: self.store, directory: &self.directory };
        let replay = self.replay(&mirror);
        let read = self.store.push_view(|view| {
            let mut people = Vec::new();
            for id in ids {
                let by = |kind| view.find(&self.directory, kind, PushKey::Id(id));
                let Some(record) = by(RecordKind::Person)?.into_iter().next() else {
                    if by(RecordKind::Group)?.is_empty() {
                        continue;
                    }
                    return Ok(None);
                };
                let mut one = One::default();
                let shown = record.external_id.as_ref().unwrap_or(&record.id);
                // Two who go by one id are told apart among everybody only.
                let find = |key| view.find(&self.directory, RecordKind::Person, key);
                let mut alike = find(PushKey::External(shown))?;
                alike.extend(find(PushKey::Id(shown))?);
                if alike.iter().any(|other| other.seq != record.seq)
                    || !replay.hand_on_one(&mut one, shown, &record.body)
                {
                    return Ok(None);
                }
                let Some(mut person) = one.person else { return Ok(None) };
                let groups = view.groups_of(&self.directory, id)?;
                person.groups = groups.into_iter().map(|group| group.id).collect();
                people.push((record.seq, person));
            }
            people.sort_by_key(|(seq, _)| *seq);
            Ok(Some(people.into_iter().map(|(_, person)| person).collect()))
        });
        read.map_err(|error| failed(&error).into())
    }
}

/// A person whom others wrote, with everything that a reading delivers of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PushedPerson {
    /// The stable id.
    pub id: String,
    /// The userName.
    pub user_name: String,
    /// Whether they are active.
    pub active: bool,
    /// The org unit path in its one form.
    pub org_unit: Option<String>,
    /// Every other attribute in the order of [`PushSource::columns`], empty where absent.
    pub attributes: Vec<String>,
    /// The ids of the groups that list them.
    pub groups: Vec<String>,
}

/// Takes one person.
#[derive(Default)]
struct One {
    person: Option<PushedPerson>,
}

impl DirectorySink for One {
    fn columns(&mut self, _: &[String]) {}

    fn person(&mut self, person: &PersonRow<'_>) {
        self.person = Some(PushedPerson {
            id: person.id.to_owned(),
            user_name: person.user_name.to_owned(),
            active: person.active,
            org_unit: person.org_unit.map(str::to_owned),
            attributes: person.attributes.iter().map(|&text| text.to_owned()).collect(),
            groups: Vec::new(),
        });
    }

    fn group(&mut self, _: &str, _: &str) {}

    fn member(&mut self, _: &str, _: Member<'_>) {}

    fn warning(&mut self, _: SourceWarning) {}
}

#[async_trait]
impl ReadSource for PushSource<'_> {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let mirror = Pushed { store: self.store, directory: &self.directory };
        self.replay(&mirror).hand_on(sink)
    }
}

fn group_name(record: &Value) -> Option<String> {
    record.get("displayName")?.as_str().map(str::to_owned)
}

fn person(_id: &str, record: &Value) -> Result<Option<Known>, SourceFlaw> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let user_name = record.get("userName").and_then(text).unwrap_or_default();
    // Whoever is not said to be inactive is active (RFC 7643 leaves it open).
    let active = record.get("active") != Some(&Value::Bool(false));
    let adobe = record.get(ADOBE_USER);
    let org_unit = adobe.and_then(|adobe| adobe.get("organizationalUnit")).and_then(text);
    Ok(Some(Known { user_name, active, org_unit }))
}

/// What was written, looked at as every source's records are. It is changed by requests alone.
struct Pushed<'s> {
    store: &'s Store,
    directory: &'s str,
}

fn failed(error: &StoreError) -> MirrorError {
    MirrorError { reason: error.to_string() }
}

impl Pushed<'_> {
    fn refused(&self) -> MirrorError {
        let reason = format!("\"{}\" is written by SCIM requests alone", self.directory);
        MirrorError { reason }
    }
}

impl Mirror for Pushed<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        Ok(MirrorState::default())
    }

    fn begin(&self) -> Result<(), MirrorError> {
        Err(self.refused())
    }

    fn advance(&self, _: &[MirrorChange], _: Option<&str>) -> Result<(), MirrorError> {
        Err(self.refused())
    }

    fn end(&self, _: Option<&str>, _: i64) -> Result<(), MirrorError> {
        Err(self.refused())
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        let mut found = None;
        self.each(kind, &mut |of, body| {
            if of == id {
                found = Some(body.to_owned());
            }
        })?;
        Ok(found)
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        let read = self.store.push_view(|view| {
            view.each((self.directory, kind), (0, u64::MAX), &mut |record| {
                let external = record.external_id.as_ref().filter(|_| kind == RecordKind::Person);
                take(external.unwrap_or(&record.id), &record.body);
                Ok(())
            })
        });
        read.map_err(|error| failed(&error))
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        let read = self.store.push_view(|view| {
            view.each_member(self.directory, &mut |group, kind, id| {
                take(group, MirrorMember { kind, id: id.to_owned() });
            })
        });
        read.map_err(|error| failed(&error))
    }
}
