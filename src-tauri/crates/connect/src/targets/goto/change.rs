//! Steps of one account as changes of its user.

use super::catalogue::Catalogue;
use super::new::{known, names};
use super::user::{User, system_role};
use crate::calls::Refusal;
use crate::{PersonToSend, WorkStep};
use rolecall_directory::{Cause, StepKind};
use rolecall_scim::fold;
use std::collections::BTreeMap;

/// Steps that can only be done together, and what they change.
#[derive(Debug, Clone)]
pub(super) struct Unit<'s> {
    pub steps: Vec<&'s WorkStep>,
    pub change: Change<'s>,
}

/// What changes in a user.
#[derive(Debug, Clone)]
pub(super) enum Change<'s> {
    /// A product is given.
    Give(&'s str),
    /// A product is taken.
    Take(&'s str),
    /// Values of a slot of one are taken, and another given, if any.
    Replace { slot: &'s str, take: Vec<&'s str>, give: Option<&'s str> },
    /// Names, address and attributes are the person's.
    Details(&'s PersonToSend),
    /// Nothing is to be sent.
    Nothing,
    /// The public API has no call for it.
    Never(Cause, String),
}

/// The changes that `steps` are, those of the account's own state left out.
pub(super) fn units<'s>(steps: &[&'s WorkStep], person: Option<&'s PersonToSend>) -> Vec<Unit<'s>> {
    let mut units: Vec<Unit<'s>> = Vec::new();
    let mut of_one: BTreeMap<&'s str, Unit<'s>> = BTreeMap::new();
    for &step in steps {
        let (slot, value) = (step.step.slot.as_deref(), step.step.value.as_deref());
        let gives = step.step.kind == StepKind::Assign;
        let mut alone = |change| units.push(Unit { steps: vec![step], change });
        match (step.step.kind, slot, value) {
            (StepKind::Update | StepKind::Adopt, ..) => {
                alone(person.map_or(Change::Nothing, Change::Details));
            }
            (StepKind::Assign | StepKind::Unassign, Some("products"), Some(value)) => {
                alone(if gives { Change::Give(value) } else { Change::Take(value) });
            }
            (StepKind::Assign | StepKind::Unassign, Some("device_groups"), _) => {
                let words = "GoTo's public API has no call for device groups; give and take them \
                             in GoTo Admin, and leave device_groups out of the rules";
                alone(Change::Never(Cause::NotPermitted, words.to_owned()));
            }
            (StepKind::Assign | StepKind::Unassign, Some(slot), Some(value)) => {
                let empty = Change::Replace { slot, take: Vec::new(), give: None };
                let unit = of_one.entry(slot);
                let unit = unit.or_insert_with(|| Unit { steps: Vec::new(), change: empty });
                unit.steps.push(step);
                if let Change::Replace { take, give, .. } = &mut unit.change {
                    if gives {
                        *give = Some(value);
                    } else {
                        take.push(value);
                    }
                }
            }
            _ => {
                let words = format!("GoTo has no \"{}\" of an account", step.step.kind.word());
                alone(Change::Never(Cause::RejectedByTarget, words));
            }
        }
    }
    units.extend(of_one.into_values());
    units
}

impl Change<'_> {
    /// Makes the change in `user`.
    ///
    /// # Errors
    /// When it is known before sending that it cannot be made.
    pub fn apply(&self, user: &mut User, catalogue: &Catalogue) -> Result<(), Refusal> {
        match self {
            Self::Never(cause, words) => Err(Refusal::new(*cause, words.clone())),
            Self::Give(product) => {
                let all = catalogue.licenses_of(product);
                if !all.iter().any(|key| user.licenses.contains(key)) {
                    user.licenses.insert(catalogue.license_for(product)?.to_owned());
                }
                Ok(())
            }
            Self::Take(product) => {
                for key in catalogue.licenses_of(product) {
                    user.licenses.remove(key);
                }
                Ok(())
            }
            Self::Replace { slot: "role", take, give } => role(user, catalogue, take, *give),
            Self::Replace { slot: "user_group", take, give } => {
                let held = &mut user.group;
                one(held, &catalogue.groups, ("user group", take, *give))
            }
            Self::Replace { slot: "settings_template", take, give } => {
                let held = &mut user.template;
                one(held, &catalogue.templates, ("settings template", take, *give))
            }
            Self::Replace { slot, .. } => {
                let words = format!("GoTo has no slot \"{slot}\"");
                Err(Refusal::new(Cause::RejectedByTarget, words))
            }
            Self::Details(person) => details(user, catalogue, person),
            Self::Nothing => Ok(()),
        }
    }
}

/// A decision replaces all roles; without one, only what is taken goes.
fn role(
    user: &mut User,
    catalogue: &Catalogue,
    take: &[&str],
    give: Option<&str>,
) -> Result<(), Refusal> {
    for name in take {
        match system_role(name) {
            Some(code) => {
                code.map(|code| user.admin_roles.remove(code));
            }
            None => {
                user.admin_roles.remove(*name);
                catalogue.role_sets.key(name).map(|id| user.role_sets.remove(id));
            }
        }
    }
    let Some(name) = give else { return Ok(()) };
    let absent = || {
        let words = format!(
            "the account has no role \"{name}\"; name it as GoTo Admin does, or make it there"
        );
        Refusal::new(Cause::NotFound, words)
    };
    let (system, custom) = match system_role(name) {
        Some(code) => (code, None),
        None => (None, Some(catalogue.role_sets.key(name).ok_or_else(absent)?)),
    };
    user.admin_roles = system.map(str::to_owned).into_iter().collect();
    user.role_sets = custom.map(str::to_owned).into_iter().collect();
    Ok(())
}

fn one(
    held: &mut Option<String>,
    names: &super::catalogue::Names,
    (what, take, give): (&str, &[&str], Option<&str>),
) -> Result<(), Refusal> {
    let Some(name) = give else {
        let current = held.as_deref().and_then(|key| names.name(key));
        if current.is_some_and(|current| take.contains(&current)) {
            *held = None;
        }
        return Ok(());
    };
    let absent = || {
        let words = format!("the account has no {what} \"{name}\"; make it in GoTo Admin");
        Refusal::new(Cause::NotFound, words)
    };
    *held = Some(names.key(name).ok_or_else(absent)?.to_owned());
    Ok(())
}

fn details(user: &mut User, catalogue: &Catalogue, person: &PersonToSend) -> Result<(), Refusal> {
    let [email, first_name, last_name] = names(person);
    if let Some(email) = known(email)?.filter(|email| fold(email) != fold(&user.email)) {
        user.email = email.to_owned();
    }
    if let Some(name) = known(first_name)? {
        user.first_name = Some(name.to_owned());
    }
    if let Some(name) = known(last_name)? {
        user.last_name = Some(name.to_owned());
    }
    for (name, text) in &person.send {
        if let Some(key) = catalogue.attributes.key(name) {
            user.attributes.insert(key.to_owned(), text.clone());
        }
    }
    Ok(())
}
