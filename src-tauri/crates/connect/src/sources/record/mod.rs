//! From a source's own record of a person, as JSON, to our columns.

mod path;
mod paths;
#[cfg(test)]
mod tests;

use crate::{DirectorySink, SamplePerson};
use path::RecordPath;
pub use paths::record_paths;
use rolecall_directory::{
    AttributeDefinition, AttributeType, LIST_SEPARATOR, PersonRow, SourceDefinition, SourceFlaw,
    canonical_attribute, org_unit_path, scim_column,
};
use rolecall_scim::{AttrPath, fold};
use serde_json::Value;

/// What a person has in fields of their own, not in columns of attributes.
const FIXED: [&str; 4] = ["id", "userName", "active", "orgUnit"];

/// What a source knows a person by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person<'a> {
    /// The source's stable id.
    pub id: &'a str,
    /// The userName.
    pub user_name: &'a str,
    /// Whether they are active there.
    pub active: bool,
    /// The path of the org unit they are in.
    pub org_unit: Option<&'a str>,
}

/// The same, where the map may have said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub id: String,
    pub user_name: String,
    pub active: bool,
    pub org_unit: Option<String>,
}

/// Which of our columns a record fills, and from where.
#[derive(Debug, Clone)]
pub(crate) struct Mapped {
    columns: Vec<String>,
    fields: Vec<Field>,
    /// Those of [`FIXED`] that the map fills.
    fixed: Vec<Field>,
    /// Members of the record in which a name is looked for that is not at its top.
    within: &'static [&'static str],
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    /// Where the value is; the first that has one counts.
    paths: Vec<RecordPath>,
    /// Whether several values are a list; the first one counts where they are not.
    many: bool,
}

impl Mapped {
    /// Takes where a kind of source usually has our attributes (ours, theirs; an attribute that
    /// stands there twice is read from the first place that has a value), and lays over it the
    /// source's own map and where custom attributes are said to be read `from`. A custom attribute
    /// of which nothing is said is read from the member of its own name.
    pub fn new(
        defaults: &[(&str, &str)],
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Self {
        let read = |theirs: &str| RecordPath::new(theirs);
        let mut found: Vec<(String, Vec<RecordPath>)> = Vec::new();
        for (ours, theirs) in &definition.map {
            found.push((our_name(attributes, ours), vec![read(theirs)]));
        }
        let said: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
        for attribute in attributes.iter().filter(|one| one.expression.is_none()) {
            if let Some(theirs) = &attribute.from
                && !said.contains(&attribute.name)
            {
                found.push((attribute.name.clone(), vec![read(theirs)]));
            }
        }
        let said: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
        for (ours, theirs) in defaults {
            let ours = our_name(attributes, ours);
            match found.iter_mut().find(|(name, _)| *name == ours) {
                Some(_) if said.contains(&ours) || FIXED.contains(&ours.as_str()) => {}
                Some((_, paths)) => paths.push(read(theirs)),
                None => found.push((ours, vec![read(theirs)])),
            }
        }
        for attribute in attributes.iter().filter(|one| one.expression.is_none()) {
            if !found.iter().any(|(name, _)| *name == attribute.name) {
                found.push((attribute.name.clone(), vec![read(&attribute.name)]));
            }
        }
        Self::of(found, definition, attributes)
    }

    fn of(
        found: Vec<(String, Vec<RecordPath>)>,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Self {
        let mapped: Vec<String> =
            definition.map.keys().map(|ours| our_name(attributes, ours)).collect();
        let mut columns = vec!["id".to_owned(), "userName".to_owned(), "active".to_owned()];
        let (mut fields, mut fixed) = (Vec::new(), Vec::new());
        for (name, paths) in found {
            if !columns.contains(&name) {
                columns.push(name.clone());
            }
            let field = Field { many: is_many(attributes, &name), name, paths };
            if !FIXED.contains(&field.name.as_str()) {
                fields.push(field);
            } else if mapped.contains(&field.name) {
                fixed.push(field);
            }
        }
        Self { columns, fields, fixed, within: &[] }
    }

    /// The same, where what is not at the top of a record is looked for in these members of it.
    pub fn within(mut self, members: &'static [&'static str]) -> Self {
        self.within = members;
        self
    }

    /// Our names of all that a person carries, before the first one is handed on.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Who `record` is of.
    ///
    /// # Errors
    /// Words for what the map leads to, where nobody can be known by that.
    pub(super) fn identity(
        &self,
        record: &Value,
        person: Person<'_>,
    ) -> Result<Identity, SourceFlaw> {
        let mut identity = Identity {
            id: person.id.to_owned(),
            user_name: person.user_name.to_owned(),
            active: person.active,
            org_unit: person.org_unit.and_then(org_unit_path),
        };
        let shown = if person.user_name.is_empty() { person.id } else { person.user_name };
        for field in &self.fixed {
            let text = self.text(field, record);
            match field.name.as_str() {
                "id" => identity.id = text,
                "userName" => identity.user_name = text,
                "orgUnit" => identity.org_unit = org_unit_path(&text),
                _ => {
                    let active = crate::yes_no::yes_or_no(&text, person.active);
                    identity.active = active.ok_or_else(|| SourceFlaw::MappedActiveWrong {
                        user: shown.to_owned(),
                        value: text.clone(),
                    })?;
                }
            }
        }
        for (name, value) in [("id", &identity.id), ("userName", &identity.user_name)] {
            if value.trim().is_empty() {
                return Err(SourceFlaw::KeyEmpty { user: shown.to_owned(), name: name.to_owned() });
            }
        }
        Ok(identity)
    }

    /// Hands on the person `identity` with the attributes in `record`.
    pub(super) fn deliver(
        &self,
        sink: &mut dyn DirectorySink,
        record: &Value,
        identity: &Identity,
    ) {
        let texts: Vec<String> = self.fields.iter().map(|field| self.text(field, record)).collect();
        let attributes: Vec<&str> = texts.iter().map(String::as_str).collect();
        sink.person(&PersonRow {
            id: &identity.id,
            user_name: &identity.user_name,
            active: identity.active,
            org_unit: identity.org_unit.as_deref(),
            attributes: &attributes,
            groups: "",
        });
    }

    /// The person of whom `record` is, as they would be handed on.
    ///
    /// # Errors
    /// Words for what the map leads to, where nobody can be known by that.
    pub fn sample(&self, record: &Value, person: Person<'_>) -> Result<SamplePerson, SourceFlaw> {
        let Identity { id, user_name, active, org_unit } = self.identity(record, person)?;
        let attributes =
            self.fields.iter().map(|field| (field.name.clone(), self.text(field, record)));
        let (record, attributes) = (record.clone(), attributes.collect());
        Ok(SamplePerson { record, id, user_name, active, org_unit, attributes })
    }

    /// What `record` has for a field; empty where nothing.
    fn text(&self, field: &Field, record: &Value) -> String {
        let mut text = String::new();
        for path in &field.paths {
            let inner = self.within.iter().filter_map(|name| path::member(record, name));
            for place in std::iter::once(record).chain(inner) {
                path.each(place, &mut |value| {
                    if text.is_empty() {
                        text.push_str(value);
                    } else if field.many {
                        text.push(LIST_SEPARATOR);
                        text.push_str(value);
                    }
                });
                if !text.is_empty() {
                    return text;
                }
            }
        }
        text
    }

    /// Whether ids are not the source's own.
    pub(super) fn renames(&self) -> bool {
        self.fixed.iter().any(|field| field.name == "id")
    }
}

/// Our spelling of an attribute: a field of a person's own, the custom attribute's, else SCIM's,
/// else as it stands.
pub(super) fn our_name(attributes: &[AttributeDefinition], name: &str) -> String {
    if let Some(fixed) = FIXED.iter().find(|fixed| fixed.eq_ignore_ascii_case(name)) {
        return (*fixed).to_owned();
    }
    let folded = fold(name);
    if let Some(custom) = attributes.iter().find(|one| fold(&one.name) == folded) {
        return custom.name.clone();
    }
    canonical_attribute(&AttrPath::new(name)).map_or_else(|| name.to_owned(), str::to_owned)
}

/// Whether several values of an attribute are a list. A SCIM attribute of one value and one that
/// is typed as something else have the first.
fn is_many(attributes: &[AttributeDefinition], name: &str) -> bool {
    match attributes.iter().find(|one| one.name == name).map(|one| one.kind) {
        Some(AttributeType::List) => true,
        Some(AttributeType::Number | AttributeType::Boolean | AttributeType::Date) => false,
        Some(AttributeType::Text) | None => scim_column(name).is_none(),
    }
}
