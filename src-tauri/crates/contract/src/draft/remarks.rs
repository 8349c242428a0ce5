//! What lint says of a draft's rules, with the edits that mend it.

use super::content::Drafted;
use super::state::DraftState;
use crate::people_view::PeopleView;
use crate::types::{RuleDraft, RuleEdit, RuleFix, RuleRemark};
use rolecall_directory::Configuration;
use rolecall_plan::TargetPlan;
use rolecall_rules::{
    Finding, LintInput, LintMemory, Remark, RuleSet, SpeakerSource, TargetResolution, lint,
    lint_again,
};
use std::collections::HashMap;
use std::sync::Arc;

/// What lint remembers of the draft over the people of one plan.
#[derive(Default)]
pub(super) struct Linted {
    /// The plan's number.
    plan: i64,
    memory: LintMemory,
}

impl DraftState {
    /// How many people each rule that takes part matches, by index.
    pub(super) fn people_by_rule(&self) -> HashMap<usize, u64> {
        let speakers = self.tried.iter().flat_map(|tried| tried.rules().speakers());
        let rules = speakers.filter_map(|speaker| match speaker.source {
            SpeakerSource::Rule(at) => Some((at, speaker.people.len())),
            SpeakerSource::Exception(_) => None,
        });
        rules.collect()
    }

    /// What lint says, by the rule's index. While nothing is planned only what is wrong with a
    /// rule in itself is told.
    pub(super) fn remarks(&mut self, view: &PeopleView) -> HashMap<usize, Vec<RuleRemark>> {
        let mut memory = std::mem::take(&mut self.linted);
        let findings = match &self.tried {
            Some(tried) => {
                if memory.plan != tried.latest.id {
                    memory = Linted { plan: tried.latest.id, memory: LintMemory::default() };
                }
                let base = tried.base();
                let count = tried.configuration().targets.len();
                let plans: Vec<Option<&TargetPlan>> =
                    (0..count).map(|at| tried.target(&base, at).map(|(_, plan)| plan)).collect();
                let unread = TargetResolution::default();
                let resolutions: Vec<&TargetResolution> = plans
                    .iter()
                    .map(|plan| plan.map_or(&unread, |plan| &plan.resolution))
                    .collect();
                let input = LintInput {
                    configuration: tried.configuration(),
                    snapshot: base.snapshot,
                    known: &view.known,
                    rules: tried.rules(),
                    resolutions: &resolutions,
                };
                lint_again(&input, &mut memory.memory)
            }
            None => lint(&LintInput {
                configuration: &Configuration {
                    rules: self.usable_rules(),
                    ..Configuration::default()
                },
                snapshot: view.snapshot(),
                known: &view.known,
                rules: &RuleSet::default(),
                resolutions: &[],
            }),
        };
        self.linted = memory;
        let mut remarks: HashMap<usize, Vec<RuleRemark>> = HashMap::new();
        for finding in findings {
            remarks.entry(finding.rule).or_default().push(self.remark(&finding));
        }
        remarks
    }

    fn remark(&self, finding: &Finding) -> RuleRemark {
        let name = |at: &usize| self.prepared.get(*at).map(|one| one.rule.name.clone());
        let named = finding.what.name();
        RuleRemark {
            code: finding.what.code().to_owned(),
            name: if named.is_empty() { name(&finding.rule).unwrap_or_default() } else { named },
            rules: finding.what.rules().iter().filter_map(name).collect(),
            count: finding.what.count(),
            fixes: self.fixes(finding),
        }
    }

    /// What would mend it, best first.
    fn fixes(&self, finding: &Finding) -> Vec<RuleFix> {
        let Some(one) = self.prepared.get(finding.rule) else { return Vec::new() };
        let drafted = &one.drafted;
        let disable = || fix("disable", &one.rule.name, switch(&drafted.id));
        let delete =
            || fix("delete", &one.rule.name, RuleEdit::Delete { ids: vec![drafted.id.clone()] });
        match &finding.what {
            Remark::UnknownGroup { name, span, suggestion }
            | Remark::UnknownOrgUnit { path: name, span, suggestion } => {
                let Some(meant) = suggestion else { return Vec::new() };
                let when = &drafted.rule.when;
                let rewritten = rolecall_rules::replace_literal(when, *span, name, meant);
                let edit = rewritten.map(|when| set(drafted, |rule| rule.when = when));
                edit.map(|edit| fix("use_name", meant, edit)).into_iter().collect()
            }
            Remark::GivesWhatItWithholds { target, slot, value } => {
                let text = value.text();
                let edit = set(drafted, |rule| take_out(rule, target, slot, &text));
                vec![fix("remove_value", &text, edit)]
            }
            Remark::MatchesNobody | Remark::WhollyShadowed { .. } => vec![disable(), delete()],
            Remark::SameAs { .. } => vec![delete(), disable()],
            // To give nobody the value would be the only one, and too much.
            Remark::MoreThanSeats { .. } => Vec::new(),
            Remark::OutsideList { target, slot, template, .. } => {
                let text = template.text();
                let edit = set(drafted, |rule| take_out(rule, target, slot, &text));
                vec![fix("remove_value", &text, edit)]
            }
            Remark::BrokenCondition { .. } => vec![disable()],
        }
    }
}

fn fix(code: &str, name: &str, edit: RuleEdit) -> RuleFix {
    RuleFix { code: code.to_owned(), name: name.to_owned(), edits: vec![edit] }
}

fn switch(id: &str) -> RuleEdit {
    RuleEdit::Switch { ids: vec![id.to_owned()], enabled: false }
}

fn set(drafted: &Arc<Drafted>, change: impl FnOnce(&mut RuleDraft)) -> RuleEdit {
    let mut rule = drafted.rule.clone();
    change(&mut rule);
    RuleEdit::Set { id: drafted.id.clone(), rule, position: None }
}

/// Takes `value` out of what the rule gives in one slot. With its last value an entry goes too:
/// left empty it would say *none* in a slot of one.
fn take_out(rule: &mut RuleDraft, target: &str, slot: &str, value: &str) {
    rule.assigns.retain_mut(|one| {
        let gives =
            one.target == target && one.slot == slot && one.values.iter().any(|v| v == value);
        one.values.retain(|one| !gives || one != value);
        !gives || !one.values.is_empty()
    });
}
