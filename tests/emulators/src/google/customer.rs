//! The customer: users, groups, members.

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
    made: u64,
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
        id
    }

    /// Sets fields of a user.
    pub fn set(&mut self, id: &str, fields: Value) {
        if let (Some(user), Value::Object(fields)) = (self.users.get_mut(id), fields) {
            user.extend(fields);
        }
    }

    /// Deletes a user, who can be restored for twenty days.
    pub fn delete_user(&mut self, id: &str) {
        if let Some(mut user) = self.users.remove(id) {
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
        id
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
            group.members.push(Member { id: id.to_owned(), kind, email });
        }
    }

    /// Takes a member out of a group.
    pub fn leave(&mut self, group: &str, id: &str) {
        if let Some(group) = self.groups.get_mut(group) {
            group.members.retain(|member| member.id != id);
        }
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
