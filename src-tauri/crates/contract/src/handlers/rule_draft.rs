//! Rules between the workspace and the form they are edited in, with all checks.

use crate::conditions::wrong;
use crate::people_view::PeopleView;
use crate::types::{RuleAssignment, RuleDraft, RuleWithholding};
use crate::{App, AppError};
use rolecall_directory::{
    Assignment, Configuration, Folded, Gives, Rule, SlotDefinition, TargetDefinition, ValueSource,
    Withholding,
};
use rolecall_rules::parse_condition;

/// A rule as an administrator edits it.
pub(crate) fn draft_of(rule: &Rule) -> RuleDraft {
    let texts = |values: &[ValueSource]| values.iter().map(ValueSource::text).collect();
    RuleDraft {
        name: rule.name.clone(),
        note: rule.note.clone(),
        heading: rule.heading.clone(),
        enabled: rule.enabled,
        when: rule.when.clone(),
        assigns: rule
            .assigns
            .iter()
            .map(|one| RuleAssignment {
                target: one.target.clone(),
                slot: one.slot.clone(),
                values: match &one.gives {
                    Gives::Nothing => Vec::new(),
                    Gives::Values(values) => texts(values),
                },
            })
            .collect(),
        withholds: rule
            .withholds
            .iter()
            .map(|one| RuleWithholding {
                target: one.target.clone(),
                slot: one.slot.clone(),
                values: texts(&one.values),
            })
            .collect(),
    }
}

/// The rule that `draft` describes, under `id`.
///
/// # Errors
/// `rule_name_missing`, `rule_name_taken`, `condition_wrong`, `assignment_unknown`.
pub(crate) fn checked(
    app: &App,
    draft: &RuleDraft,
    id: &str,
    configuration: &Configuration,
) -> Result<Rule, AppError> {
    let view = app.people()?;
    let name = draft.name.trim().to_owned();
    check_name(&name, id, configuration)?;
    if let Err(error) = parse_condition(&draft.when, &view.known) {
        return Err(wrong(&error, &draft.when));
    }
    let check = Check { configuration, view: &view };
    let assigns = draft.assigns.iter().map(|one| check.assignment(one));
    let withholds = draft.withholds.iter().map(|one| check.withholding(one));
    Ok(Rule {
        id: id.to_owned(),
        name,
        note: draft.note.trim().to_owned(),
        heading: draft.heading.trim().to_owned(),
        enabled: draft.enabled,
        when: draft.when.clone(),
        assigns: assigns.filter_map(Result::transpose).collect::<Result<_, _>>()?,
        withholds: withholds.filter_map(Result::transpose).collect::<Result<_, _>>()?,
    })
}

/// Refuses a name that is empty or that another rule than `id` has.
pub(crate) fn check_name(
    name: &str,
    id: &str,
    configuration: &Configuration,
) -> Result<(), AppError> {
    if name.is_empty() {
        let message = "The rule has no name. Give it one.";
        return Err(AppError::new("rule_name_missing", message));
    }
    let folded = Folded::new(name);
    let taken = |rule: &&Rule| rule.id != id && Folded::new(&rule.name) == folded;
    match configuration.rules.iter().find(taken) {
        None => Ok(()),
        Some(other) => {
            let message =
                format!("There is a rule \"{}\" already. Choose another name.", other.name);
            Err(AppError::new("rule_name_taken", message).with("name", name))
        }
    }
}

struct Check<'a> {
    configuration: &'a Configuration,
    view: &'a PeopleView,
}

impl Check<'_> {
    /// `None` for no value in a slot of many, which says nothing.
    fn assignment(&self, given: &RuleAssignment) -> Result<Option<Assignment>, AppError> {
        let (target, slot) = self.slot(&given.target, &given.slot)?;
        let gives = match (slot.many, given.values.as_slice()) {
            (true, []) => return Ok(None),
            (false, []) => Gives::Nothing,
            (false, [_, second, ..]) => {
                let place = (target.name.as_str(), slot.name.as_str(), second.as_str());
                return Err(unknown(place, "the slot takes one value only"));
            }
            (_, values) => Gives::Values(self.values(target, slot, values)?),
        };
        let (target, slot) = (target.name.clone(), slot.name.clone());
        Ok(Some(Assignment { target, slot, gives }))
    }

    fn withholding(&self, given: &RuleWithholding) -> Result<Option<Withholding>, AppError> {
        let (target, slot) = self.slot(&given.target, &given.slot)?;
        if given.values.is_empty() {
            return Ok(None);
        }
        let values = self.values(target, slot, &given.values)?;
        let (target, slot) = (target.name.clone(), slot.name.clone());
        Ok(Some(Withholding { target, slot, values }))
    }

    fn slot(
        &self,
        target: &str,
        slot: &str,
    ) -> Result<(&TargetDefinition, &SlotDefinition), AppError> {
        let Some(found) = self.configuration.target(target) else {
            return Err(unknown((target, slot, ""), "there is no such target"));
        };
        match found.slot(slot) {
            Some(slot) => Ok((found, slot)),
            None => Err(unknown((target, slot, ""), "the target has no such slot")),
        }
    }

    fn values(
        &self,
        target: &TargetDefinition,
        slot: &SlotDefinition,
        values: &[String],
    ) -> Result<Vec<ValueSource>, AppError> {
        let mut sources = Vec::new();
        for text in values {
            let place = (target.name.as_str(), slot.name.as_str(), text.as_str());
            let source = ValueSource::parse(text);
            let source = source.ok_or_else(|| unknown(place, "it is no template"))?;
            match &source {
                ValueSource::Fixed(value) if value.is_empty() => {
                    return Err(unknown(place, "an empty text is no value"));
                }
                ValueSource::Fixed(value) if slot.is_fixed() && slot.value(value).is_none() => {
                    return Err(unknown(place, "the slot has no such value"));
                }
                ValueSource::Attribute(name) if self.view.snapshot().column(name).is_none() => {
                    return Err(unknown(place, "there is no such attribute"));
                }
                ValueSource::Groups { .. } if !slot.many => {
                    return Err(unknown(
                        place,
                        "a person may be in several groups, and the slot takes one value",
                    ));
                }
                _ => {}
            }
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Ok(sources)
    }
}

fn unknown((target, slot, value): (&str, &str, &str), why: &str) -> AppError {
    let mut place = format!("\"{target}\", \"{slot}\"");
    if !value.is_empty() {
        place.push_str(&format!(", \"{value}\""));
    }
    let message = format!("What the rule gives or withholds cannot be used: {place}: {why}.");
    AppError::new("assignment_unknown", message)
        .with("target", target)
        .with("slot", slot)
        .with("value", value)
}
