//! The tenant: users, groups, members, and what changed when.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a member of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// A device, which is nobody.
    Device,
}

impl MemberKind {
    pub(super) fn odata(self) -> &'static str {
        match self {
            Self::User => "#microsoft.graph.user",
            Self::Group => "#microsoft.graph.group",
            Self::Device => "#microsoft.graph.device",
        }
    }
}

/// A group.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its properties.
    pub properties: Map<String, Value>,
    /// Its members by id.
    pub members: BTreeMap<String, MemberKind>,
}

/// One change, in the order in which they were made.
#[derive(Debug, Clone)]
pub(super) enum Change {
    User { id: String, properties: Vec<String> },
    UserGone { id: String, reason: &'static str },
    Group { id: String },
    GroupGone { id: String },
    Joined { group: String, id: String, kind: MemberKind },
    Left { group: String, id: String, kind: MemberKind },
}

/// What stands in the directory.
#[derive(Debug, Clone, Default)]
pub struct Tenant {
    /// The users by id.
    pub users: BTreeMap<String, Map<String, Value>>,
    /// The groups by id.
    pub groups: BTreeMap<String, Group>,
    /// Directory extensions by name, with what they are for: `User` or `Group`.
    pub extensions: BTreeMap<String, &'static str>,
    pub(super) changes: Vec<Change>,
    made: usize,
}

impl Tenant {
    fn next_id(&mut self) -> String {
        self.made += 1;
        format!("{:08x}-0000-4000-8000-{:012x}", self.made, self.made)
    }

    /// Adds a user with these properties beside id, `userPrincipalName` and `accountEnabled`;
    /// answers the id.
    pub fn user(&mut self, user_principal_name: &str, properties: Value) -> String {
        let id = self.next_id();
        let mut user = Map::new();
        user.insert("id".into(), json!(id));
        user.insert("userPrincipalName".into(), json!(user_principal_name));
        user.insert("accountEnabled".into(), json!(true));
        if let Value::Object(more) = properties {
            user.extend(more);
        }
        let properties = user.keys().cloned().collect();
        self.users.insert(id.clone(), user);
        self.changes.push(Change::User { id: id.clone(), properties });
        id
    }

    /// Sets properties of a user; `null` empties one.
    pub fn set(&mut self, id: &str, properties: Value) {
        let (Some(user), Value::Object(properties)) = (self.users.get_mut(id), properties) else {
            return;
        };
        let names = properties.keys().cloned().collect();
        user.extend(properties);
        self.changes.push(Change::User { id: id.to_owned(), properties: names });
    }

    /// Deletes a user: so that they can be restored, or for ever.
    pub fn delete_user(&mut self, id: &str, for_ever: bool) {
        if self.users.remove(id).is_none() {
            return;
        }
        let inside: Vec<String> = self.groups_of(id);
        for group in inside {
            self.leave(&group, id);
        }
        let reason = if for_ever { "deleted" } else { "changed" };
        self.changes.push(Change::UserGone { id: id.to_owned(), reason });
    }

    fn groups_of(&self, id: &str) -> Vec<String> {
        let inside = self.groups.iter().filter(|(_, group)| group.members.contains_key(id));
        inside.map(|(id, _)| id.clone()).collect()
    }

    /// Adds a group; answers the id.
    pub fn group(&mut self, display_name: &str) -> String {
        let id = self.next_id();
        let mut properties = Map::new();
        properties.insert("id".into(), json!(id));
        properties.insert("displayName".into(), json!(display_name));
        properties.insert("description".into(), Value::Null);
        self.groups.insert(id.clone(), Group { properties, members: BTreeMap::new() });
        self.changes.push(Change::Group { id: id.clone() });
        id
    }

    /// Gives a group another name.
    pub fn rename(&mut self, id: &str, display_name: &str) {
        if let Some(group) = self.groups.get_mut(id) {
            group.properties.insert("displayName".into(), json!(display_name));
            self.changes.push(Change::Group { id: id.to_owned() });
        }
    }

    /// Deletes a group.
    pub fn delete_group(&mut self, id: &str) {
        if self.groups.remove(id).is_some() {
            for group in self.groups_of(id) {
                self.leave(&group, id);
            }
            self.changes.push(Change::GroupGone { id: id.to_owned() });
        }
    }

    /// Puts a member into a group.
    pub fn join(&mut self, group: &str, id: &str, kind: MemberKind) {
        if let Some(found) = self.groups.get_mut(group) {
            found.members.insert(id.to_owned(), kind);
            let (group, id) = (group.to_owned(), id.to_owned());
            self.changes.push(Change::Joined { group, id, kind });
        }
    }

    /// Takes a member out of a group.
    pub fn leave(&mut self, group: &str, id: &str) {
        let Some(found) = self.groups.get_mut(group) else { return };
        if let Some(kind) = found.members.remove(id) {
            let (group, id) = (group.to_owned(), id.to_owned());
            self.changes.push(Change::Left { group, id, kind });
        }
    }

    /// Users that changed after the first `since` changes: which of their properties did, or why
    /// they are gone.
    pub(super) fn users_since(&self, since: usize) -> BTreeMap<String, UserChange> {
        let mut found: BTreeMap<String, UserChange> = BTreeMap::new();
        for change in self.changes.iter().skip(since) {
            match change {
                Change::User { id, properties } => {
                    let entry = found.entry(id.clone()).or_default();
                    entry.gone = None;
                    entry.properties.extend(properties.iter().cloned());
                }
                Change::UserGone { id, reason } => {
                    found.entry(id.clone()).or_default().gone = Some(reason);
                }
                _ => {}
            }
        }
        found
    }

    /// Groups that changed after the first `since` changes: whether they are gone, and who came
    /// (`true`) or left.
    pub(super) fn groups_since(&self, since: usize) -> BTreeMap<String, GroupChange> {
        let mut found: BTreeMap<String, GroupChange> = BTreeMap::new();
        for change in self.changes.iter().skip(since) {
            match change {
                Change::Group { id } => {
                    found.entry(id.clone()).or_default();
                }
                Change::GroupGone { id } => found.entry(id.clone()).or_default().gone = true,
                Change::Joined { group, id, kind } => {
                    let members = &mut found.entry(group.clone()).or_default().members;
                    members.insert(id.clone(), (*kind, true));
                }
                Change::Left { group, id, kind } => {
                    let members = &mut found.entry(group.clone()).or_default().members;
                    members.insert(id.clone(), (*kind, false));
                }
                _ => {}
            }
        }
        found
    }
}

/// What became of a user.
#[derive(Debug, Clone, Default)]
pub(super) struct UserChange {
    pub properties: BTreeSet<String>,
    pub gone: Option<&'static str>,
}

/// What became of a group.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupChange {
    pub gone: bool,
    pub members: BTreeMap<String, (MemberKind, bool)>,
}
