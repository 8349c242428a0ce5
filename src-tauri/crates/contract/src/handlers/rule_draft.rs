//! Rules between the workspace and the form they are edited in, with all checks.

use crate::AppError;
use crate::people_view::PeopleView;
use crate::types::{RuleAssignment, RuleDraft, RuleWithholding};
use rolecall_directory::{
    Assignment, Configuration, Gives, Rule, SlotDefinition, TargetDefinition, ValueSource,
    Withholding,
};

/// A rule as an administrator edits it.
pub(crate) fn draft_of(rule: &Rule) -> RuleDraft {
    let (assigns, withholds) = shown(&rule.assigns, &rule.withholds);
    RuleDraft {
        name: rule.name.clone(),
        note: rule.note.clone(),
        heading: rule.heading.clone(),
        enabled: rule.enabled,
        when: rule.when.clone(),
        assigns,
        withholds,
    }
}

/// What a rule or exception gives and withholds, as an administrator edits it.
pub(crate) fn shown(
    assigns: &[Assignment],
    withholds: &[Withholding],
) -> (Vec<RuleAssignment>, Vec<RuleWithholding>) {
    let texts = |values: &[ValueSource]| values.iter().map(ValueSource::text).collect();
    let assigns = assigns.iter().map(|one| RuleAssignment {
        target: one.target.clone(),
        slot: one.slot.clone(),
        values: match &one.gives {
            Gives::Nothing => Vec::new(),
            Gives::Values(values) => texts(values),
        },
    });
    let withholds = withholds.iter().map(|one| RuleWithholding {
        target: one.target.clone(),
        slot: one.slot.clone(),
        values: texts(&one.values),
    });
    (assigns.collect(), withholds.collect())
}

/// The rule that `draft` describes, under `id`, with what it gives and withholds checked.
///
/// # Errors
/// `assignment_unknown`.
pub(crate) fn checked(
    draft: &RuleDraft,
    id: &str,
    configuration: &Configuration,
    view: &PeopleView,
) -> Result<Rule, AppError> {
    let (assigns, withholds) = given(&draft.assigns, &draft.withholds, configuration, view)?;
    Ok(Rule {
        id: id.to_owned(),
        name: draft.name.trim().to_owned(),
        note: draft.note.trim().to_owned(),
        heading: draft.heading.trim().to_owned(),
        enabled: draft.enabled,
        when: draft.when.clone(),
        assigns,
        withholds,
    })
}

/// What a rule or exception gives and withholds, checked.
///
/// # Errors
/// `assignment_unknown`.
pub(crate) fn given(
    assigns: &[RuleAssignment],
    withholds: &[RuleWithholding],
    configuration: &Configuration,
    view: &PeopleView,
) -> Result<(Vec<Assignment>, Vec<Withholding>), AppError> {
    let check = Check { configuration, view };
    let assigns = assigns.iter().map(|one| check.assignment(one));
    let withholds = withholds.iter().map(|one| check.withholding(one));
    Ok((
        assigns.filter_map(Result::transpose).collect::<Result<_, _>>()?,
        withholds.filter_map(Result::transpose).collect::<Result<_, _>>()?,
    ))
}

/// The rule that `draft` describes, under `id`, with everything in it that is wrong.
pub(crate) fn unchecked(draft: &RuleDraft, id: &str, configuration: &Configuration) -> Rule {
    let sources = |values: &[String]| -> Vec<ValueSource> {
        let source = |text: &String| {
            ValueSource::parse(text).unwrap_or_else(|| ValueSource::Fixed(text.clone()))
        };
        values.iter().map(source).collect()
    };
    let is_many = |target: &str, slot: &str| {
        let slot = configuration.target(target).and_then(|target| target.slot(slot));
        slot.is_some_and(|slot| slot.many)
    };
    let assigns = draft.assigns.iter().filter_map(|one| {
        let gives = match one.values.as_slice() {
            [] if is_many(&one.target, &one.slot) => return None,
            [] => Gives::Nothing,
            values => Gives::Values(sources(values)),
        };
        Some(Assignment { target: one.target.clone(), slot: one.slot.clone(), gives })
    });
    let withholds = draft.withholds.iter().filter(|one| !one.values.is_empty()).map(|one| {
        let (target, slot) = (one.target.clone(), one.slot.clone());
        Withholding { target, slot, values: sources(&one.values) }
    });
    Rule {
        id: id.to_owned(),
        name: draft.name.trim().to_owned(),
        note: draft.note.trim().to_owned(),
        heading: draft.heading.trim().to_owned(),
        enabled: draft.enabled,
        when: draft.when.clone(),
        assigns: assigns.collect(),
        withholds: withholds.collect(),
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
