//! Edited values, laid over what a directory's source delivers. The source's values stay what they
//! are in the workspace; rules and targets see the edited ones. All edits of a person fall back as
//! soon as any of the person's values differs from what the source said when they were made.

use crate::error::EngineError;
use rolecall_directory::{Configuration, PersonRecord, PersonRow};
use rolecall_store::{EditedPerson, NewActivity, Store};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a [`PersonRow`] holds in fields of its own.
pub(crate) const FIXED: [&str; 4] = ["id", "userName", "active", "orgUnit"];

/// The edited values of one directory's people.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    people: HashMap<String, EditedPerson>,
    /// The attributes that rows carry, edited ones the source does not have last.
    names: Vec<String>,
    /// Whose edits stand.
    met: HashSet<String>,
    fallen: Vec<EditedPerson>,
}

/// A person with edited values, to be handed on.
pub(crate) struct Edited {
    record: PersonRecord,
    /// In the order of the columns.
    values: Vec<String>,
    groups: String,
}

impl Edits {
    /// Those of `directory`; none without a workspace.
    pub(crate) fn of(store: Option<&Store>, directory: &str) -> Result<Self, EngineError> {
        let people = store.map(|store| store.edited_people(directory)).transpose()?;
        let people = people.unwrap_or_default().into_iter();
        let people = people.map(|person| (person.id.clone(), person)).collect();
        Ok(Self { people, ..Self::default() })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The columns of a source that tells `names`, with those of the edits.
    pub(crate) fn columns(&mut self, names: &[String]) -> Vec<String> {
        let mut all = names.to_vec();
        let edited = self.people.values().flat_map(|person| &person.edits);
        let edited: BTreeSet<&str> = edited.map(|edit| edit.attribute.as_str()).collect();
        for name in edited {
            if !FIXED.contains(&name) && !all.iter().any(|known| known == name) {
                all.push(name.to_owned());
            }
        }
        let carried = all.iter().filter(|name| !FIXED.contains(&name.as_str()));
        self.names = carried.cloned().collect();
        all
    }

    /// `person` with the edited values; `None` for one without, and for one whose edits fall back.
    pub(crate) fn over(&mut self, person: &PersonRow<'_>) -> Option<Edited> {
        let found = self.people.get(person.id)?;
        let source = record_of(person, &self.names);
        if !is_same(&source, &found.source) {
            self.fallen.extend(self.people.remove(person.id));
            return None;
        }
        self.met.insert(found.id.clone());
        let mut record = source;
        for edit in &found.edits {
            set(&mut record, &edit.attribute, &edit.edited);
        }
        let value = |name: &String| record.attribute(name).unwrap_or_default().to_owned();
        let values = self.names.iter().map(value).collect();
        Some(Edited { values, record, groups: person.groups.to_owned() })
    }

    /// The same of a person who is kept as a record.
    pub(crate) fn over_record(&mut self, person: &PersonRecord) -> Option<PersonRecord> {
        let found = self.people.get(&person.id)?;
        if !is_same(person, &found.source) {
            self.fallen.extend(self.people.remove(&person.id));
            return None;
        }
        self.met.insert(found.id.clone());
        let mut record = person.clone();
        for edit in &found.edits {
            set(&mut record, &edit.attribute, &edit.edited);
        }
        Some(record)
    }

    /// Forgets the edits that fell back, those of people who were not met among them, and tells
    /// Activity whose they were.
    pub(crate) fn settle(
        &mut self,
        store: &Store,
        directory: &str,
        at: i64,
    ) -> Result<(), EngineError> {
        let met = &self.met;
        let (met, lost) =
            std::mem::take(&mut self.people).into_iter().partition(|(id, _)| met.contains(id));
        self.people = met;
        self.fallen.extend(HashMap::into_values(lost));
        if self.fallen.is_empty() {
            return Ok(());
        }
        let entries: Vec<_> =
            self.fallen.iter().map(|person| fell_back(directory, person, at)).collect();
        let ids: Vec<String> = self.fallen.iter().map(|person| person.id.clone()).collect();
        Ok(store.forget_edits(directory, &ids, &entries)?)
    }
}

impl Edited {
    /// Hands it to `take` as a source would have.
    pub(crate) fn with_row<T>(&self, take: impl FnOnce(&PersonRow<'_>) -> T) -> T {
        let attributes: Vec<&str> = self.values.iter().map(String::as_str).collect();
        take(&PersonRow {
            id: &self.record.id,
            user_name: &self.record.user_name,
            active: self.record.active,
            org_unit: self.record.org_unit.as_deref(),
            attributes: &attributes,
            groups: &self.groups,
        })
    }
}

/// Sets a value of `record`; an empty one takes it away. What cannot be read as yes or no leaves
/// `active` as it is.
pub(crate) fn set(record: &mut PersonRecord, attribute: &str, value: &str) {
    match attribute {
        "active" => record.active = !value.eq_ignore_ascii_case("false"),
        "orgUnit" => record.org_unit = rolecall_directory::org_unit_path(value),
        "userName" => value.clone_into(&mut record.user_name),
        _ => {
            record.attributes.retain(|(name, _)| name != attribute);
            if !value.is_empty() {
                record.attributes.push((attribute.to_owned(), value.to_owned()));
            }
        }
    }
}

/// The value of `attribute`; empty for none.
pub(crate) fn value_of(record: &PersonRecord, attribute: &str) -> String {
    match attribute {
        "id" => record.id.clone(),
        "userName" => record.user_name.clone(),
        "active" => record.active.to_string(),
        "orgUnit" => record.org_unit.clone().unwrap_or_default(),
        _ => record.attribute(attribute).unwrap_or_default().to_owned(),
    }
}

fn record_of(person: &PersonRow<'_>, names: &[String]) -> PersonRecord {
    let present = names.iter().zip(person.attributes).filter(|(_, value)| !value.is_empty());
    PersonRecord {
        id: person.id.to_owned(),
        user_name: person.user_name.to_owned(),
        active: person.active,
        org_unit: person.org_unit.map(str::to_owned),
        attributes: present.map(|(name, value)| (name.clone(), (*value).to_owned())).collect(),
        groups: Vec::new(),
    }
}

/// Whether both say the same; groups do not count, nor does the order of attributes.
fn is_same(one: &PersonRecord, other: &PersonRecord) -> bool {
    let values = |record: &PersonRecord| -> BTreeSet<(String, String)> {
        record.attributes.iter().filter(|(_, value)| !value.is_empty()).cloned().collect()
    };
    (&one.id, &one.user_name, one.active, &one.org_unit)
        == (&other.id, &other.user_name, other.active, &other.org_unit)
        && values(one) == values(other)
}

fn fell_back(directory: &str, person: &EditedPerson, at: i64) -> NewActivity {
    let values = person.edits.iter().map(|edit| {
        let source = value_of(&person.source, &edit.attribute);
        serde_json::json!({
            "attribute": edit.attribute, "edited": edit.edited, "source": source,
        })
    });
    NewActivity {
        at,
        who: "Rolecall".to_owned(),
        kind: "edits_fell_back".to_owned(),
        status: "ok".to_owned(),
        person: Some(person.source.user_name.clone()),
        rule: None,
        target: None,
        run: None,
        cause: None,
        detail: serde_json::json!({
            "directory": directory, "values": values.collect::<Vec<_>>(),
        }),
    }
}

/// Whether `attribute` may be edited: not what people are known by, nor what is computed.
pub(crate) fn is_editable(configuration: &Configuration, attribute: &str) -> bool {
    !["id", "userName"].contains(&attribute)
        && !configuration
            .attributes
            .iter()
            .any(|one| one.name == attribute && one.expression.is_some())
}
