//! What a source delivers: people, groups, memberships, and what could not be read.

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

/// A person as a source delivered them, already under our names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonRecord {
    /// The source's stable id; the userName where the source has none.
    pub id: String,
    /// The userName as the source spells it.
    pub user_name: String,
    /// Whether the person is active at the source.
    pub active: bool,
    /// The org unit path in its one form (see [`crate::org_unit_path`]).
    pub org_unit: Option<String>,
    /// Every other attribute by its column name, `email` included; lists joined by
    /// [`crate::LIST_SEPARATOR`]. Absent attributes are left out.
    pub attributes: Vec<(String, String)>,
    /// Names of the groups the person is directly in, as the person's own record lists them.
    pub groups: Vec<String>,
}

impl PersonRecord {
    /// The value of the attribute in column `name`.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A person as a source hands them on: borrowed, the attributes in an order told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonRow<'a> {
    /// The source's stable id; the userName where the source has none.
    pub id: &'a str,
    /// The userName as the source spells it.
    pub user_name: &'a str,
    /// Whether the person is active at the source.
    pub active: bool,
    /// The org unit path in its one form.
    pub org_unit: Option<&'a str>,
    /// Every other attribute in the order of the columns that were told, empty where absent; lists
    /// joined by [`crate::LIST_SEPARATOR`].
    pub attributes: &'a [&'a str],
    /// Names of the groups the person is directly in, joined by [`crate::LIST_SEPARATOR`].
    pub groups: &'a str,
}

/// A member of a group as a source lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "name")]
pub enum MemberRecord {
    /// A person, by userName or id.
    User(String),
    /// Another group, by name or id.
    Group(String),
}

/// A member of a group, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member<'a> {
    /// A person, by userName or id.
    User(&'a str),
    /// Another group, by name or id.
    Group(&'a str),
}

impl MemberRecord {
    /// The member, borrowed.
    #[must_use]
    pub fn as_member(&self) -> Member<'_> {
        match self {
            Self::User(name) => Member::User(name),
            Self::Group(name) => Member::Group(name),
        }
    }
}

impl Member<'_> {
    /// The member as a record of its own.
    #[must_use]
    pub fn to_record(self) -> MemberRecord {
        match self {
            Self::User(name) => MemberRecord::User(name.to_owned()),
            Self::Group(name) => MemberRecord::Group(name.to_owned()),
        }
    }
}

/// A group as a source delivered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// The source's stable id; the name where the source has none.
    pub id: String,
    /// The display name.
    pub display: String,
    /// Its direct members.
    pub members: Vec<MemberRecord>,
}

/// A group as it is kept: people as positions in their directory, other members as written.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedGroup {
    /// The source's stable id; the name where the source has none.
    pub id: String,
    /// The display name.
    pub display: String,
    /// The people directly in it, each by how many came before in the directory.
    pub people: RoaringBitmap,
    /// Groups in it, and people whom nobody delivered.
    pub members: Vec<MemberRecord>,
}
