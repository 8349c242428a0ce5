//! Rules as data, and as the text of the configuration.

use std::fmt::Write as _;

use super::condition::Condition;
use super::groups::{Prefix, group_name};
use super::{ROLES, TARGETS, product_name};

/// What a rule gives in the slot `user_groups`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UserGroups {
    /// One for each of the person's groups whose name begins so.
    Named(Prefix),
    /// The person's department.
    Department,
    /// The one of this group's name.
    One(usize),
}

impl UserGroups {
    fn text(self) -> String {
        match self {
            Self::Named(prefix) => format!("{{groups.display:{}}}", prefix.text()),
            Self::Department => "{department}".to_owned(),
            Self::One(group) => group_name(group),
        }
    }
}

/// What a rule does in the slot `role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It gives one.
    Gives(usize),
    /// It leaves the slot empty.
    Empty,
    /// It withholds one.
    Withholds(usize),
}

/// One rule: the same in each target where it stands.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) enabled: bool,
    pub(super) condition: Condition,
    /// Where it stands, in the order of the targets.
    pub(super) stands_in: [bool; TARGETS.len()],
    pub(super) products: Vec<usize>,
    pub(super) withheld_products: Vec<usize>,
    pub(super) role: Option<Role>,
    pub(super) user_groups: Option<UserGroups>,
    pub(super) withheld_user_group: Option<usize>,
}

/// A product given to or withheld from one person, whatever the rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exception {
    pub(super) person: usize,
    pub(super) product: usize,
    pub(super) gives: bool,
}

/// All rules, the first of highest priority, and what stands above them.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) exceptions: Vec<Exception>,
}

impl Rule {
    /// The rule as it stands in the configuration, as number `number` from 0.
    pub(super) fn text(&self, number: usize, targets: &[&str]) -> String {
        let when = self.condition.text();
        let mut text = format!("\n[[rule]]\nname = \"Rule {:03}\"\n", number + 1);
        if !self.enabled {
            text.push_str("enabled = false\n");
        }
        let _infallible = writeln!(text, "when = '{when}'");
        for (target, _) in targets.iter().zip(self.stands_in).filter(|(_, stands)| *stands) {
            for (verb, slots) in [("assign", self.assigned()), ("withhold", self.withheld())] {
                if !slots.is_empty() {
                    let _infallible = writeln!(text, "{verb}.{target} = {{ {slots} }}");
                }
            }
        }
        text
    }

    fn assigned(&self) -> String {
        let role = match self.role {
            Some(Role::Gives(role)) => Some(format!("role = \"{}\"", ROLES[role])),
            Some(Role::Empty) => Some("role = \"\"".to_owned()),
            Some(Role::Withholds(_)) | None => None,
        };
        let groups = self.user_groups.map(|given| format!("user_groups = [\"{}\"]", given.text()));
        join([products(&self.products), role, groups])
    }

    fn withheld(&self) -> String {
        let role = match self.role {
            Some(Role::Withholds(role)) => Some(format!("role = [\"{}\"]", ROLES[role])),
            _ => None,
        };
        let group = self.withheld_user_group;
        let group = group.map(|group| format!("user_groups = [\"{}\"]", group_name(group)));
        join([products(&self.withheld_products), role, group])
    }
}

fn products(products: &[usize]) -> Option<String> {
    let names: Vec<_> = products.iter().map(|product| product_name(*product)).collect();
    (!names.is_empty()).then(|| format!("products = [\"{}\"]", names.join("\", \"")))
}

fn join(parts: [Option<String>; 3]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
