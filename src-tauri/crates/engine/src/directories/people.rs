//! Editing people: in an edit window beside the source's values, elsewhere in place.

use super::by_hand::{Rewritten, listed, rewrite};
use super::{LifeError, directory_of};
use crate::edits::{is_editable, value_of};
use crate::engine::Engine;
use rolecall_directory::{AttributeType, Configuration, Folded, PersonRecord};
use rolecall_rules::KnownAttributes;
use rolecall_store::{Edit, EditedPerson, Store};
use serde_json::json;
use std::collections::BTreeMap;

/// Attributes everybody may have though a directory does not carry them yet: those of SCIM's core
/// (RFC 7643 section 4.1) that are one text.
const USUAL: [&str; 13] = [
    "active",
    "orgUnit",
    "email",
    "givenName",
    "familyName",
    "displayName",
    "nickName",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "country",
];

/// A person by userName, in one directory where that is said.
#[derive(Debug, Clone, Copy)]
pub struct PersonNamed<'a> {
    /// The directory.
    pub directory: Option<&'a str>,
    /// The userName, compared without case.
    pub user: &'a str,
}

/// A person, and what is edited of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEdits {
    /// The directory.
    pub directory: String,
    /// As the source delivered them, or as they were edited where there is no sync.
    pub source: PersonRecord,
    /// The edits, by attribute; none where there is no sync.
    pub edits: Vec<Edit>,
    /// Whether values may be edited now.
    pub editable: bool,
    /// Until when, where the directory is synced.
    pub until: Option<i64>,
    /// Attributes that cannot be edited.
    pub fixed: Vec<String>,
    /// Whether the source delivers them, or would again: everybody but who is gone.
    pub delivered: bool,
}

impl Engine {
    /// The person called so, and what is edited of them.
    ///
    /// # Errors
    /// [`LifeError::UnknownPerson`], [`LifeError::InSeveral`]; when the workspace fails.
    pub fn person_edits(
        &self,
        store: &Store,
        configuration: &Configuration,
        named: PersonNamed<'_>,
    ) -> Result<PersonEdits, LifeError> {
        let (directory, source, delivered) = find(store, configuration, named)?;
        let edited = store.edited_people(&directory)?;
        let edits = edited.into_iter().find(|one| one.id == source.id);
        let synced = directory_of(configuration, &directory)?.source.is_some();
        let window = self.edit_window(store, &directory)?.filter(|_| synced);
        let computed = configuration.attributes.iter().filter(|one| one.expression.is_some());
        let mut fixed = vec!["id".to_owned()];
        if synced {
            fixed.push("userName".to_owned());
        }
        fixed.extend(computed.map(|one| one.name.clone()));
        Ok(PersonEdits {
            directory,
            source,
            edits: edits.map(|one| one.edits).unwrap_or_default(),
            editable: !synced || window.is_some(),
            until: window.map(|window| window.until),
            fixed,
            delivered,
        })
    }

    /// Gives values of a person others at `who`'s word; an empty one takes a value away.
    ///
    /// # Errors
    /// [`LifeError::EditWindowClosed`], [`LifeError::NotEditable`],
    /// [`LifeError::UnknownAttribute`], and as [`Engine::person_edits`].
    pub fn edit_person(
        &self,
        store: &Store,
        configuration: &Configuration,
        (named, values): (PersonNamed<'_>, &BTreeMap<String, String>),
        who: &str,
    ) -> Result<PersonEdits, LifeError> {
        let (directory, source, delivered) = find(store, configuration, named)?;
        self.assert_editable(store, configuration, &directory)?;
        let synced = directory_of(configuration, &directory)?.source.is_some();
        let values = checked(store, configuration, (&directory, synced), values)?;
        if let Some(name) = values.get("userName") {
            let taken = store.person_named(&directory, name)?;
            if taken.is_some_and(|other| other.id != source.id) {
                return Err(LifeError::UserNameTaken { user: name.clone() });
            }
        }
        let changes = |person: &PersonRecord| {
            let changes = values.iter().map(|(name, after)| {
                json!({"attribute": name, "before": value_of(person, name), "after": after})
            });
            changes.collect::<Vec<_>>()
        };
        let detail = json!({"directory": directory, "values": changes(&source)});
        let user = Some(source.user_name.as_str());
        let entry = self.life_entry("person_edited", who, user, detail);
        if synced && delivered {
            let kept = store.edited_people(&directory)?.into_iter();
            let edits = kept.filter(|one| one.id == source.id).flat_map(|one| one.edits);
            let edits = self.merged(&source, edits.collect(), &values, who);
            let person = EditedPerson { id: source.id.clone(), source, edits };
            store.edit_person(&directory, &person, &[entry])?;
        } else {
            self.write_values(store, &directory, &source, &values)?;
            store.append(&[entry])?;
        }
        self.person_edits(store, configuration, named)
    }

    /// The edits with `values` among them; one that equals the source's is none.
    fn merged(
        &self,
        source: &PersonRecord,
        mut edits: Vec<Edit>,
        values: &BTreeMap<String, String>,
        who: &str,
    ) -> Vec<Edit> {
        edits.retain(|edit| !values.contains_key(&edit.attribute));
        for (attribute, edited) in values {
            if value_of(source, attribute) != *edited {
                let (attribute, edited) = (attribute.clone(), edited.clone());
                edits.push(Edit { attribute, edited, at: self.now(), who: who.to_owned() });
            }
        }
        edits
    }

    fn write_values(
        &self,
        store: &Store,
        directory: &str,
        person: &PersonRecord,
        values: &BTreeMap<String, String>,
    ) -> Result<(), LifeError> {
        let names: Vec<String> = values.keys().cloned().collect();
        let rewritten = Rewritten { attributes: &names, ..Rewritten::default() };
        rewrite(store, directory, self.now(), &rewritten, |mut one| {
            if one.id == person.id && one.user_name == person.user_name {
                for (name, value) in values {
                    crate::edits::set(&mut one, name, value);
                }
            }
            Some(one)
        })?;
        Ok(())
    }

    /// Gives up all edits of a person at `who`'s word. It needs no edit window: the source's
    /// values count again.
    ///
    /// # Errors
    /// As [`Engine::person_edits`].
    pub fn fall_back(
        &self,
        store: &Store,
        configuration: &Configuration,
        named: PersonNamed<'_>,
        who: &str,
    ) -> Result<PersonEdits, LifeError> {
        let found = self.person_edits(store, configuration, named)?;
        if !found.edits.is_empty() {
            let detail = json!({"directory": found.directory, "edits": found.edits.len()});
            let user = Some(found.source.user_name.as_str());
            let entry = self.life_entry("edits_given_up", who, user, detail);
            store.forget_edits(&found.directory, &[found.source.id], &[entry])?;
        }
        self.person_edits(store, configuration, named)
    }

    /// Adds a person to a directory without sync.
    ///
    /// # Errors
    /// [`LifeError::AlreadySynced`] where a source is attached: people are added there;
    /// [`LifeError::UserNameTaken`]; [`LifeError::UnknownAttribute`]; when the workspace fails.
    pub fn add_person(
        &self,
        store: &Store,
        configuration: &Configuration,
        (directory, user, values): (&str, &str, &BTreeMap<String, String>),
        who: &str,
    ) -> Result<PersonEdits, LifeError> {
        if let Some(source) = &directory_of(configuration, directory)?.source {
            let kind = source.kind.word().to_owned();
            return Err(LifeError::AlreadySynced { directory: directory.to_owned(), kind });
        }
        let user = user.trim();
        let not_editable = |reason: &str| LifeError::NotEditable {
            attribute: "userName".to_owned(),
            reason: reason.to_owned(),
        };
        if user.is_empty() {
            return Err(not_editable("it cannot be empty; type one"));
        }
        if store.person_named(directory, user)?.is_some() {
            return Err(LifeError::UserNameTaken { user: user.to_owned() });
        }
        let values = checked(store, configuration, (directory, false), values)?;
        let mut person = PersonRecord {
            id: user.to_owned(),
            user_name: user.to_owned(),
            active: true,
            ..PersonRecord::default()
        };
        for (name, value) in &values {
            crate::edits::set(&mut person, name, value);
        }
        let names: Vec<String> = values.keys().cloned().collect();
        let added = [person];
        let rewritten = Rewritten { attributes: &names, added: &added };
        rewrite(store, directory, self.now(), &rewritten, Some)?;
        store.forget_known(directory, (user, user))?;
        let detail = json!({"directory": directory, "values": values});
        store.append(&[self.life_entry("person_added", who, Some(user), detail)])?;
        self.person_edits(store, configuration, PersonNamed { directory: Some(directory), user })
    }
}

/// The directory and the person as the source delivered them; whether it still does, or is to.
pub(super) fn find(
    store: &Store,
    configuration: &Configuration,
    PersonNamed { directory, user }: PersonNamed<'_>,
) -> Result<(String, PersonRecord, bool), LifeError> {
    if let Some(directory) = directory {
        directory_of(configuration, directory)?;
    }
    let all = configuration.directories.iter().map(|one| one.name.as_str());
    let wanted: Vec<&str> = all.filter(|name| directory.is_none_or(|one| one == *name)).collect();
    let mut found = Vec::new();
    for name in &wanted {
        if let Some(person) = store.person_named(name, user)? {
            found.push(((*name).to_owned(), person, true));
        } else if let Some(known) = store.known_person(name, user)? {
            let waits = known.state == rolecall_store::KnownState::NotSeenYet;
            found.push(((*name).to_owned(), known.person, waits));
        }
    }
    if found.len() > 1 {
        let names: Vec<String> = found.iter().map(|(name, ..)| format!("\"{name}\"")).collect();
        let directories = names.join(" and ");
        return Err(LifeError::InSeveral { user: user.to_owned(), directories });
    }
    found.pop().ok_or_else(|| LifeError::UnknownPerson { user: user.to_owned() })
}

/// The values by the attributes' own names, in the form in which they are kept.
fn checked(
    store: &Store,
    configuration: &Configuration,
    (directory, synced): (&str, bool),
    values: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, LifeError> {
    let columns = store.reading(directory)?.map(|reading| reading.columns).unwrap_or_default();
    let known = KnownAttributes::new(&configuration.all_attributes(), &columns);
    let fixed = |attribute: &str, reason: &str| LifeError::NotEditable {
        attribute: attribute.to_owned(),
        reason: reason.to_owned(),
    };
    let mut all = BTreeMap::new();
    for (name, value) in values {
        let spelled = spelled(configuration, &columns, name);
        let attribute = spelled.as_str();
        if attribute == "userName" && !synced {
            if value.trim().is_empty() {
                return Err(fixed(attribute, "it cannot be empty; type one"));
            }
        } else if ["id", "userName"].contains(&attribute) {
            return Err(fixed(attribute, "people are known by it; change it at the source"));
        } else if !is_editable(configuration, attribute) {
            return Err(fixed(attribute, "an expression computes it; change the expression"));
        } else if attribute == "groups" {
            return Err(fixed(attribute, "groups are no attribute; change them at the source"));
        } else if !USUAL.contains(&attribute) && !known.contains(attribute) {
            return Err(LifeError::UnknownAttribute { attribute: name.clone() });
        }
        let value = match (attribute, known.kind(attribute)) {
            ("active", _) => {
                let word = Folded::new(value);
                if !["true", "false"].contains(&word.as_str()) {
                    return Err(fixed(attribute, "it is true or false"));
                }
                word.as_str().to_owned()
            }
            ("orgUnit", _) => rolecall_directory::org_unit_path(value).unwrap_or_default(),
            (_, AttributeType::List) => listed(value),
            _ => value.trim().to_owned(),
        };
        all.insert(spelled, value);
    }
    Ok(all)
}

/// `name` as the directory or the configuration spells it.
fn spelled(configuration: &Configuration, columns: &[String], name: &str) -> String {
    let fixed = ["id", "userName", "groups"].into_iter().chain(USUAL).map(str::to_owned);
    let defined = configuration.all_attributes().into_iter().map(|one| one.name);
    let folded = Folded::new(name);
    let mut all = fixed.chain(columns.iter().cloned()).chain(defined);
    all.find(|known| Folded::new(known) == folded).unwrap_or_else(|| name.to_owned())
}
