//! A user of a GoTo account, as read and as written.
//!
//! `email`, `firstName`, `lastName`, `licenseKeys` and `adminRoles` are seen in public code.
//! `roleSetIds`, `groupKey`, `templateKey` and `attributes` as a list of `{key, value}` are our
//! decision, for nothing public tells how a user's record names them.

use super::catalogue::Catalogue;
use rolecall_directory::{AccountRecord, HoldingRecord};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The system roles: their name in GoTo Admin and their spelling in the API.
const ROLES: [(&str, &str); 2] = [("Super admin", "SUPER_USER"), ("Admin", "MANAGE_ACCOUNT")];
/// The role of who has none.
pub(super) const MEMBER: &str = "Member";

/// What a user has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct User {
    pub key: String,
    pub email: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// In the API's spelling.
    pub admin_roles: BTreeSet<String>,
    /// Ids.
    pub role_sets: BTreeSet<String>,
    /// Keys, those of products that nobody here manages included.
    pub licenses: BTreeSet<String>,
    /// Its key.
    pub group: Option<String>,
    /// Its key.
    pub template: Option<String>,
    /// Values by the attribute's key.
    pub attributes: BTreeMap<String, String>,
}

/// The API's spelling of the system role `name`; nothing for Member; `None` for another name.
pub(super) fn system_role(name: &str) -> Option<Option<&'static str>> {
    if name == MEMBER {
        return Some(None);
    }
    ROLES.iter().find(|(known, _)| *known == name).map(|(_, code)| Some(*code))
}

/// The names of the roles that everybody knows.
pub(super) fn system_roles() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(name, _)| *name).chain([MEMBER])
}

impl User {
    /// Reads a user's record; `None` for one without key or address, which nobody could manage.
    /// The licences are told by the licences themselves.
    pub fn read(record: &Value) -> Option<Self> {
        let text = |name: &str| {
            let found = record.get(name).and_then(text_of);
            found.filter(|text| !text.is_empty())
        };
        let texts = |name: &str| -> BTreeSet<String> {
            let all = record.get(name).and_then(Value::as_array).into_iter().flatten();
            all.filter_map(text_of).collect()
        };
        let values = record.get("attributes").and_then(Value::as_array).into_iter().flatten();
        let values =
            values.filter_map(|one| Some((text_of(&one["key"])?, text_of(&one["value"])?)));
        Some(Self {
            key: text("key")?,
            email: text("email")?,
            first_name: text("firstName"),
            last_name: text("lastName"),
            admin_roles: texts("adminRoles"),
            role_sets: texts("roleSetIds"),
            licenses: texts("licenseKeys"),
            group: text("groupKey"),
            template: text("templateKey"),
            attributes: values.collect(),
        })
    }

    /// The user as an account. It is active: GoTo has no flag for that, and who lost all roles
    /// and seats, whom it calls Suspended, still is an account; what Rolecall suspended, its own
    /// marks tell.
    pub fn account(&self, catalogue: &Catalogue) -> AccountRecord {
        let mut holdings: Vec<HoldingRecord> = Vec::new();
        let mut hold = |slot: &str, value: &str| {
            let (slot, value) = (slot.to_owned(), value.to_owned());
            let holding = HoldingRecord { slot, value, managed: false };
            if !holdings.contains(&holding) {
                holdings.push(holding);
            }
        };
        self.roles(catalogue).iter().for_each(|role| hold("role", role));
        for key in &self.licenses {
            if let Some(product) = catalogue.product_of(key) {
                hold("products", product);
            }
        }
        let named = [
            ("user_group", self.group.as_ref().and_then(|key| catalogue.groups.name(key))),
            (
                "settings_template",
                self.template.as_ref().and_then(|key| catalogue.templates.name(key)),
            ),
        ];
        for (slot, name) in named {
            name.into_iter().for_each(|name| hold(slot, name));
        }
        AccountRecord {
            key: self.key.clone(),
            user_name: self.email.clone(),
            email: Some(self.email.clone()),
            external_id: None,
            active: true,
            managed: false,
            suspended_here: false,
            person: None,
            holdings,
            sent: self.sent(catalogue),
        }
    }

    /// The names of its roles; Member when it has no other.
    pub fn roles(&self, catalogue: &Catalogue) -> Vec<String> {
        let system = self.admin_roles.iter().map(|code| {
            let known = ROLES.iter().find(|(_, known)| known == code);
            known.map_or_else(|| code.clone(), |(name, _)| (*name).to_owned())
        });
        let custom = self.role_sets.iter();
        let custom = custom.map(|id| catalogue.role_sets.name(id).unwrap_or(id).to_owned());
        let roles: Vec<String> = system.chain(custom).collect();
        if roles.is_empty() { vec![MEMBER.to_owned()] } else { roles }
    }

    /// What the plan compares with what would be sent.
    fn sent(&self, catalogue: &Catalogue) -> Vec<(String, String)> {
        let names = [("name.givenName", &self.first_name), ("name.familyName", &self.last_name)];
        let names = names.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let values = self.attributes.iter();
        let values = values.filter_map(|(key, text)| Some((catalogue.attributes.name(key)?, text)));
        names.chain(values).map(|(name, text)| (name.to_owned(), text.clone())).collect()
    }

    /// The body of the PUT that makes `self` of `before`; empty where nothing is to be changed.
    /// Licences and roles are always told as a whole, for a PUT replaces them.
    pub fn difference(&self, before: &Self) -> Map<String, Value> {
        let mut body = Map::new();
        let mut differs = |name: &str, ours: Value, theirs: Value| {
            if ours != theirs {
                body.insert(name.to_owned(), ours);
            }
        };
        differs("email", json!(self.email), json!(before.email));
        differs("firstName", json!(self.first_name), json!(before.first_name));
        differs("lastName", json!(self.last_name), json!(before.last_name));
        differs("licenseKeys", json!(self.licenses), json!(before.licenses));
        differs("adminRoles", json!(self.admin_roles), json!(before.admin_roles));
        differs("groupKey", json!(self.group), json!(before.group));
        differs("templateKey", json!(self.template), json!(before.template));
        let changed = self
            .attributes
            .iter()
            .filter(|(key, value)| before.attributes.get(*key) != Some(*value));
        let changed: Vec<Value> =
            changed.map(|(key, value)| json!({"key": key, "value": value})).collect();
        if !changed.is_empty() {
            body.insert("attributes".to_owned(), Value::Array(changed));
        }
        body
    }
}

/// A key or name, which some answers give as a number.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
