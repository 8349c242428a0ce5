//! The customer: users, groups, members, each change of which an administrator makes.

use super::log::AuditLog;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// `USER`, `GROUP`, `CUSTOMER` or `EXTERNAL`.
    pub kind: &'static str,
    /// Its address.
    pub email: String,
}

/// A group.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its fields.
    pub fields: Map<String, Value>,
    /// Its members.
    pub members: Vec<Member>,
}

/// What stands in the directory.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    /// The users by id.
    pub users: BTreeMap<String, Map<String, Value>>,
    /// Users that were deleted, by id.
    pub deleted: BTreeMap<String, Map<String, Value>>,
    /// The groups by id.
    pub groups: BTreeMap<String, Group>,
    /// What administrators did.
    pub log: AuditLog,
    made: u64,
}

/// The event that tells of a changed field of a user.
fn event_of(field: &str, value: &Value) -> &'static str {
    match (field, value.as_bool().unwrap_or_default()) {
        ("suspended", true) => "SUSPEND_USER",
        ("suspended", false) => "UNSUSPEND_USER",
        ("archived", true) => "ARCHIVE_USER",
        ("archived", false) => "UNARCHIVE_USER",
        ("orgUnitPath", _) => "MOVE_USER_TO_ORG_UNIT",
        ("primaryEmail", _) => "RENAME_USER",
        ("name", _) => "CHANGE_FIRST_NAME",
        ("customSchemas", _) => "CHANGE_USER_CUSTOM_FIELD",
        _ => "CHANGE_USER_ORGANIZATION",
    }
}

/// What a resource is known by as it stands.
pub(super) fn etag(value: &Value) -> String {
    let digest = Sha256::digest(value.to_string());
    digest.iter().take(12).fold(String::from("\""), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }) + "\""
}

impl Customer {
    /// Adds a user with these fields beside the usual ones; answers the id.
    pub fn user(&mut self, primary_email: &str, fields: Value) -> String {
        self.made += 1;
        let id = format!("{:021}", 100_000_000_000_000_000_u64 + self.made);
        let mut user = Map::new();
        for (name, value) in [
            ("kind", json!("admin#directory#user")),
            ("id", json!(id)),
            ("primaryEmail", json!(primary_email)),
            ("suspended", json!(false)),
            ("archived", json!(false)),
            ("orgUnitPath", json!("/")),
        ] {
            user.insert(name.to_owned(), value);
        }
        if let Value::Object(more) = fields {
            user.extend(more);
        }
        self.users.insert(id.clone(), user);
        self.log.write("USER_SETTINGS", "CREATE_USER", &[("USER_EMAIL", primary_email)]);
        id
    }

    /// Sets fields of a user, an event each. A former address becomes an alias.
    pub fn set(&mut self, id: &str, fields: Value) {
        let (Some(user), Value::Object(fields)) = (self.users.get_mut(id), fields) else { return };
        for (field, value) in fields {
            let address = user["primaryEmail"].as_str().unwrap_or_default().to_owned();
            let text = value.as_str().unwrap_or_default();
            let told = [("USER_EMAIL", address.as_str()), ("NEW_VALUE", text)];
            self.log.write("USER_SETTINGS", event_of(&field, &value), &told);
            if field == "primaryEmail" {
                let aliases = user.entry("aliases").or_insert_with(|| json!([]));
                aliases.as_array_mut().into_iter().for_each(|all| all.push(json!(address)));
            }
            user.insert(field, value);
        }
    }

    /// Renames an org unit, and so the path of everybody in it.
    pub fn rename_org_unit(&mut self, path: &str, name: &str) {
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        let renamed = format!("{above}/{name}");
        for user in self.users.values_mut().filter(|user| user["orgUnitPath"] == path) {
            user.insert("orgUnitPath".to_owned(), json!(renamed));
        }
        let told = [("ORG_UNIT_NAME", path), ("NEW_VALUE", name)];
        self.log.write("ORG_SETTINGS", "EDIT_ORG_UNIT_NAME", &told);
    }

    /// Deletes a user, who can be restored for twenty days.
    pub fn delete_user(&mut self, id: &str) {
        if let Some(mut user) = self.users.remove(id) {
            let address = user["primaryEmail"].as_str().unwrap_or_default();
            self.log.write("USER_SETTINGS", "DELETE_USER", &[("USER_EMAIL", address)]);
            user.insert("deletionTime".to_owned(), json!("2026-11-22T12:00:00.000Z"));
            self.deleted.insert(id.to_owned(), user);
            for group in self.groups.values_mut() {
                group.members.retain(|member| member.id != id);
            }
        }
    }

    /// Adds a group; answers the id.
    pub fn group(&mut self, name: &str, email: &str) -> String {
        self.made += 1;
        let id = format!("0{:014x}", self.made);
        let mut fields = Map::new();
        for (key, value) in [
            ("kind", json!("admin#directory#group")),
            ("id", json!(id)),
            ("email", json!(email)),
            ("name", json!(name)),
            ("description", json!("")),
        ] {
            fields.insert(key.to_owned(), value);
        }
        self.groups.insert(id.clone(), Group { fields, members: Vec::new() });
        self.log.write("GROUP_SETTINGS", "CREATE_GROUP", &[("GROUP_EMAIL", email)]);
        id
    }

    /// Deletes a group.
    pub fn delete_group(&mut self, id: &str) {
        if let Some(group) = self.groups.remove(id) {
            let address = group.fields["email"].as_str().unwrap_or_default();
            self.log.write("GROUP_SETTINGS", "DELETE_GROUP", &[("GROUP_EMAIL", address)]);
            for group in self.groups.values_mut() {
                group.members.retain(|member| member.id != id);
            }
        }
    }

    /// Puts a member into a group.
    pub fn join(&mut self, group: &str, id: &str, kind: &'static str) {
        let email = match kind {
            "USER" => self.users.get(id).map(|user| user["primaryEmail"].clone()),
            _ => self.groups.get(id).map(|group| group.fields["email"].clone()),
        };
        let email = email.and_then(|email| email.as_str().map(str::to_owned)).unwrap_or_default();
        if let Some(group) = self.groups.get_mut(group)
            && !group.members.iter().any(|member| member.id == id)
        {
            let address = group.fields["email"].as_str().unwrap_or_default();
            let told = [("USER_EMAIL", email.as_str()), ("GROUP_EMAIL", address)];
            self.log.write("GROUP_SETTINGS", "ADD_GROUP_MEMBER", &told);
            group.members.push(Member { id: id.to_owned(), kind, email });
        }
    }

    /// Takes a member out of a group.
    pub fn leave(&mut self, group: &str, id: &str) {
        let Some(group) = self.groups.get_mut(group) else { return };
        let left = group.members.iter().find(|member| member.id == id);
        let member = left.map(|member| member.email.clone()).unwrap_or_default();
        let address = group.fields["email"].as_str().unwrap_or_default();
        let told = [("USER_EMAIL", member.as_str()), ("GROUP_EMAIL", address)];
        self.log.write("GROUP_SETTINGS", "REMOVE_GROUP_MEMBER", &told);
        group.members.retain(|member| member.id != id);
    }

    /// A group as it is listed: with the number of its members, and the etag of that.
    pub(super) fn listed_group(group: &Group) -> Value {
        let mut fields = group.fields.clone();
        fields.insert("directMembersCount".to_owned(), json!(group.members.len().to_string()));
        let mut value = Value::Object(fields);
        value["etag"] = json!(etag(&value));
        value
    }
}
