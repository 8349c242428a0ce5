//! What the rules give one person in target `a`, by asking each rule in turn.

use super::groups::group_name;
use super::people::Person;
use super::rule::{Role, Rule, Rules, UserGroups};
use super::{PRODUCTS, ROLES, department_name, product_name};

/// What one person is to hold, before seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The rank of the rule that gives each product; an exception's is 0, the first rule's 1.
    pub(super) products: [Option<u32>; PRODUCTS],
    pub(super) role: Option<usize>,
    pub(super) user_groups: Vec<String>,
}

impl Outcome {
    /// What `rules` give a person whose groups are `groups`, as if the person were active and in scope.
    pub(super) fn of(rules: &Rules, person: &Person, groups: &[u32]) -> Self {
        let mut said = [None; PRODUCTS];
        for exception in rules.exceptions.iter().filter(|one| one.person == person.number) {
            said[exception.product].get_or_insert((0, exception.gives));
        }
        let mut roles = Roles::default();
        let mut user_groups = Vec::new();
        let mut withheld_groups = Vec::new();
        for (rule, rank) in rules.rules.iter().zip(1..) {
            let speaks = rule.enabled && rule.stands_in[0];
            if !speaks || !rule.condition.holds(person, groups) {
                continue;
            }
            // Withholding first: within one rule it wins.
            for &product in &rule.withheld_products {
                said[product].get_or_insert((rank, false));
            }
            for &product in &rule.products {
                said[product].get_or_insert((rank, true));
            }
            withheld_groups.extend(rule.withheld_user_group.map(group_name));
            for value in given_groups(rule, person, groups) {
                if !withheld_groups.contains(&value) && !user_groups.contains(&value) {
                    user_groups.push(value);
                }
            }
            roles.hear(rule.role);
        }
        user_groups.sort_unstable();
        Self {
            products: said.map(|said| said.filter(|(_, gives)| *gives).map(|(rank, _)| rank)),
            role: roles.decided.flatten(),
            user_groups,
        }
    }

    pub(super) fn product_names(&self) -> Vec<String> {
        let given = self.products.iter().enumerate().filter(|(_, rank)| rank.is_some());
        given.map(|(product, _)| product_name(product)).collect()
    }

    /// How many values these are.
    pub(super) fn values(&self) -> usize {
        self.products.iter().flatten().count()
            + usize::from(self.role.is_some())
            + self.user_groups.len()
    }
}

/// The slot of one value: the first that speaks and is not withheld decides.
#[derive(Default)]
struct Roles {
    withheld: [bool; ROLES.len()],
    decided: Option<Option<usize>>,
}

impl Roles {
    fn hear(&mut self, role: Option<Role>) {
        match role {
            Some(Role::Withholds(role)) => self.withheld[role] = true,
            Some(Role::Gives(role)) if self.decided.is_none() && !self.withheld[role] => {
                self.decided = Some(Some(role));
            }
            Some(Role::Empty) if self.decided.is_none() => self.decided = Some(None),
            _ => {}
        }
    }
}

fn given_groups(rule: &Rule, person: &Person, groups: &[u32]) -> Vec<String> {
    match rule.user_groups {
        None => Vec::new(),
        Some(UserGroups::One(group)) => vec![group_name(group)],
        Some(UserGroups::Department) => vec![department_name(person.department)],
        Some(UserGroups::Named(prefix)) => {
            let own = groups.iter().map(|&group| group as usize);
            own.filter(|&group| prefix.begins(group)).map(group_name).collect()
        }
    }
}
