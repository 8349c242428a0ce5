//! Rules, exceptions and rule tests.

use serde::{Deserialize, Serialize};

/// A rule. Its position in the list is its priority: the first is #1, the highest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// A stable id that survives renaming and moving.
    pub id: String,
    /// The name, unique without case.
    pub name: String,
    /// A note for other administrators.
    pub note: String,
    /// The heading it stands under in lists; empty for none. It has no effect.
    #[serde(default)]
    pub heading: String,
    /// Whether it takes part.
    pub enabled: bool,
    /// The condition as text, in the dialect of `rolecall_scim`.
    pub when: String,
    /// What it gives, one entry a target and slot.
    pub assigns: Vec<Assignment>,
    /// What it withholds, one entry a target and slot.
    pub withholds: Vec<Withholding>,
}

/// What a rule or exception gives in one slot of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The target's name.
    pub target: String,
    /// The slot's name.
    pub slot: String,
    /// The values.
    pub gives: Gives,
}

/// The values of an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// *None*: takes a slot of one value and leaves it empty.
    Nothing,
    /// One value in a slot of one, any number in a slot of many.
    Values(Vec<ValueSource>),
}

/// Where an assigned value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueSource {
    /// The value itself.
    Fixed(String),
    /// `{groups.display}` or `{groups.display:PREFIX}`: one value per group of the person.
    Groups {
        /// Only groups whose name starts with this, as it stands.
        prefix: Option<String>,
    },
    /// `{attribute}`: the attribute's value, none when absent, one per element of a list.
    Attribute(String),
}

impl ValueSource {
    /// Reads a value as the configuration file writes it; `None` for a malformed template.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some(inner) = text.strip_prefix('{') else {
            return Some(Self::Fixed(text.to_owned()));
        };
        let inner = inner.strip_suffix('}')?.trim();
        if inner.eq_ignore_ascii_case("groups.display") {
            return Some(Self::Groups { prefix: None });
        }
        match inner.split_once(':') {
            Some((name, prefix)) if name.eq_ignore_ascii_case("groups.display") => {
                Some(Self::Groups { prefix: Some(prefix.to_owned()) })
            }
            _ if inner.is_empty() || inner.contains(['{', '}']) => None,
            _ => Some(Self::Attribute(inner.to_owned())),
        }
    }

    /// The text as the configuration file writes it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Groups { prefix: None } => "{groups.display}".to_owned(),
            Self::Groups { prefix: Some(prefix) } => format!("{{groups.display:{prefix}}}"),
            Self::Attribute(name) => format!("{{{name}}}"),
        }
    }
}

/// What a rule or exception withholds in one slot of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withholding {
    /// The target's name.
    pub target: String,
    /// The slot's name.
    pub slot: String,
    /// The values.
    pub values: Vec<ValueSource>,
}

/// Values given to or withheld from one person; it ranks above all rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The person's userName.
    pub user: String,
    /// Why it was made.
    pub reason: String,
    /// The last day it holds (`YYYY-MM-DD`, UTC); without one it holds until removed.
    pub until: Option<String>,
    /// What it gives.
    pub assigns: Vec<Assignment>,
    /// What it withholds.
    pub withholds: Vec<Withholding>,
}

/// A person pinned with the assignments they must end up with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTest {
    /// The person's userName.
    pub user: String,
    /// What is expected, one entry a target.
    pub expect: Vec<Expectation>,
}

/// What a rule test expects in one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// The target's name.
    pub target: String,
    /// What is expected there.
    pub expected: Expected,
}

/// The expectation itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Rules give the person no value there.
    NoAccount,
    /// Exactly these values in each slot named; a slot of one with none is empty.
    Slots(Vec<(String, Vec<String>)>),
}
