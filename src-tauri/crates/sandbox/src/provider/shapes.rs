//! Users and groups as clients see them (RFC 7643 section 3).

use serde_json::{Map, Value, json};

use super::console::{Console, Group, Meta, User};
use super::{groups, users};

impl Meta {
    fn json(&self, kind: &str, base: &str) -> Value {
        json!({
            "resourceType": kind, "created": self.created, "lastModified": self.modified,
            "version": self.etag(), "location": format!("{base}/{kind}s/{}", self.id),
        })
    }
}

impl Console {
    /// A user with `id`, `groups` (read-only) and `meta`, as clients see it.
    pub(super) fn user_json(&self, user: &User) -> Value {
        let mut object = Map::new();
        let extensions = user.attributes.keys().filter(|key| key.starts_with("urn:"));
        let schemas: Vec<&str> =
            std::iter::once(users::USER).chain(extensions.map(String::as_str)).collect();
        object.insert("schemas".to_owned(), json!(schemas));
        object.insert("id".to_owned(), json!(user.meta.id));
        object.extend(user.attributes.clone());
        let groups = self.memberships.get(&user.meta.id).into_iter().flatten();
        let groups: Vec<Value> = groups
            .filter_map(|seq| self.groups.get(seq))
            .map(|g| json!({"value": g.meta.id, "display": g.display_name, "type": "direct"}))
            .collect();
        if !groups.is_empty() {
            object.insert("groups".to_owned(), Value::Array(groups));
        }
        object.insert("meta".to_owned(), user.meta.json("User", &self.base));
        Value::Object(object)
    }

    /// A group as clients see it.
    pub(super) fn group_json(&self, group: &Group) -> Value {
        let name = |id: &String| self.user(id).ok().map(|u| u.attributes["userName"].clone());
        let member = |id: &String| {
            json!({
                "value": id, "type": "User", "display": name(id),
                "$ref": format!("{}/Users/{id}", self.base),
            })
        };
        let mut object = json!({
            "schemas": [groups::GROUP], "id": group.meta.id,
            "displayName": group.display_name, "meta": group.meta.json("Group", &self.base),
        });
        object["members"] = group.members.iter().map(member).collect();
        if let Some(external_id) = &group.external_id {
            object["externalId"] = json!(external_id);
        }
        object
    }
}
