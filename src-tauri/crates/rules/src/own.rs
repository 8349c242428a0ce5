//! What a person has where a clause of a condition looks, by a code and names, so that screens can
//! say it in any language.

use serde::Serialize;
use std::fmt;

/// What a person has where a clause looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Own {
    /// Nothing.
    Nothing,
    /// These values of an attribute.
    Values(Vec<String>),
    /// These groups, where the clause names none.
    Groups(Vec<String>),
    /// No group at all.
    InNoGroup,
    /// The group itself.
    DirectlyIn(String),
    /// The group, by the way through these below it.
    Through(String, Vec<String>),
    /// The group, by the org unit.
    ThroughUnit(String),
    /// Not the group.
    NotIn(String),
    /// The source does not have the group.
    NoSuchGroup(String),
}

impl Own {
    /// Every code there is.
    pub const CODES: [&'static str; 9] = [
        "nothing",
        "values",
        "groups",
        "in_no_group",
        "directly_in",
        "through",
        "through_unit",
        "not_in",
        "no_such_group",
    ];

    /// One stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        let at = match self {
            Self::Nothing => 0,
            Self::Values(_) => 1,
            Self::Groups(_) => 2,
            Self::InNoGroup => 3,
            Self::DirectlyIn(_) => 4,
            Self::Through(..) => 5,
            Self::ThroughUnit(_) => 6,
            Self::NotIn(_) => 7,
            Self::NoSuchGroup(_) => 8,
        };
        Self::CODES[at]
    }

    /// What it names: values, groups, or one group and the way down from it.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Nothing | Self::InNoGroup => Vec::new(),
            Self::Values(names) | Self::Groups(names) => names.clone(),
            Self::DirectlyIn(group)
            | Self::ThroughUnit(group)
            | Self::NotIn(group)
            | Self::NoSuchGroup(group) => vec![group.clone()],
            Self::Through(group, path) => [group].into_iter().chain(path).cloned().collect(),
        }
    }

    /// Whether the person is in a group that is asked for.
    pub(crate) fn is_member(&self) -> bool {
        matches!(self, Self::DirectlyIn(_) | Self::Through(..) | Self::ThroughUnit(_))
    }
}

impl fmt::Display for Own {
    /// It in English: `in EMEA through EMEA Sales`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Values(values) => write!(f, "\"{}\"", values.join("\", \"")),
            Self::Groups(names) => f.write_str(&names.join(", ")),
            Self::InNoGroup => f.write_str("in no group"),
            Self::DirectlyIn(group) => write!(f, "directly in {group}"),
            Self::Through(group, path) => write!(f, "in {group} through {}", path.join(" and ")),
            Self::ThroughUnit(group) => write!(f, "in {group} through the org unit"),
            Self::NotIn(group) => write!(f, "not in {group}"),
            Self::NoSuchGroup(group) => write!(f, "the source has no group {group}"),
        }
    }
}

/// Several of them in English.
pub(crate) fn in_english(own: &[Own]) -> String {
    own.iter().map(Own::to_string).collect::<Vec<_>>().join("; ")
}
