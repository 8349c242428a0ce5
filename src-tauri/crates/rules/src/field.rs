//! What a path in a condition stands for.

use rolecall_directory::canonical_attribute;
use rolecall_scim::{AttrPath, Filter};

/// What a path in a condition stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// The names of the groups a person is in; of those that meet the value filter, such as
    /// `groups[type eq "direct"]`, where there is one.
    Groups(Option<Box<Filter>>),
    /// The org unit path.
    OrgUnit,
    /// The attribute in the column of this name.
    Attribute(String),
}

impl Field {
    /// Finds what `path` stands for. `is_custom` tells the names of custom attributes and of
    /// further columns a source has; `None` when there is no such attribute.
    #[must_use]
    pub fn of(path: &AttrPath, is_custom: impl Fn(&str) -> bool) -> Option<Self> {
        if path.is("groups") || path.is("groups.display") {
            return Some(Self::Groups(path.value_filter.clone()));
        }
        if path.is("orgUnit") {
            return Some(Self::OrgUnit);
        }
        let plain = path.dotted();
        if path.value_filter.is_none() && is_custom(&plain) {
            return Some(Self::Attribute(plain));
        }
        canonical_attribute(path).map(|column| Self::Attribute(column.to_owned()))
    }
}
