//! Each rule of a draft, checked.

use super::content::Drafted;
use super::state::{DraftState, Present};
use crate::AppError;
use crate::conditions::{condition_of, problem_of};
use crate::handlers::rule_draft::{checked, unchecked};
use crate::people_view::PeopleView;
use crate::types::{Condition, DraftRule, RuleProblem, RuleView};
use rolecall_directory::{Configuration, Folded, Rule};
use rolecall_rules::parse_condition;
use rolecall_scim::{Dialect, Filter};
use std::collections::HashMap;
use std::sync::{Arc, Weak};

/// A rule of a draft with what was found out about it by itself.
pub(super) struct Prepared {
    pub(super) drafted: Arc<Drafted>,
    /// The rule that it describes; one that cannot be used takes no part.
    pub(super) rule: Rule,
    /// Why it cannot be used.
    pub(super) problem: Option<RuleProblem>,
    /// Its condition, where that can be read.
    filter: Option<Filter>,
    condition: Option<Condition>,
    folded: Folded,
}

impl Prepared {
    fn new(drafted: &Arc<Drafted>, configuration: &Configuration, view: &PeopleView) -> Self {
        let draft = &drafted.rule;
        let shape = Filter::parse(&draft.when, Dialect::Condition).ok();
        let (filter, mut problem) = match parse_condition(&draft.when, &view.known) {
            Ok(filter) => (Some(filter), None),
            Err(error) => {
                let condition = problem_of(&error, &draft.when);
                let message = format!("The condition cannot be used: {error}.");
                let code = "condition_wrong".to_owned();
                (None, Some(RuleProblem { code, message, condition: Some(condition) }))
            }
        };
        let mut rule = unchecked(draft, &drafted.id, configuration);
        if problem.is_none() {
            match checked(draft, &drafted.id, configuration, view) {
                Ok(whole) => rule = whole,
                Err(AppError { code, message, .. }) => {
                    problem = Some(RuleProblem { code, message, condition: None });
                }
            }
        }
        rule.enabled &= problem.is_none();
        Self {
            rule,
            problem,
            filter,
            condition: shape.map(|filter| condition_of(&filter, &view.known)),
            folded: Folded::new(draft.name.trim()),
            drafted: drafted.clone(),
        }
    }

    /// Whether its effect cannot be told.
    pub(super) fn is_broken(&self) -> bool {
        self.problem.is_some() && self.drafted.rule.enabled
    }
}

impl DraftState {
    /// Checks the rules that changed since they were checked last.
    pub(crate) fn prepare(&mut self, present: &Present, view: &Arc<PeopleView>) {
        let with = (present.version, Arc::downgrade(view));
        let is_good = |kept: &(i64, Weak<PeopleView>)| kept.0 == with.0 && kept.1.ptr_eq(&with.1);
        let kept = std::mem::take(&mut self.prepared);
        let kept = if self.checked_with.as_ref().is_some_and(is_good) { kept } else { Vec::new() };
        let mut kept: HashMap<String, Prepared> =
            kept.into_iter().map(|one| (one.drafted.id.clone(), one)).collect();
        let each = self.content.rules.iter().map(|drafted| {
            let same =
                |one: &Prepared| Arc::ptr_eq(&one.drafted, drafted) || one.drafted == *drafted;
            let kept = kept.remove(&drafted.id).filter(same);
            kept.unwrap_or_else(|| Prepared::new(drafted, &present.configuration, view))
        });
        self.prepared = each.collect();
        self.checked_with = Some(with);
    }

    /// What keeps the rule number `at` from being saved.
    pub(crate) fn problems(&self, at: usize) -> Vec<RuleProblem> {
        let Some(one) = self.prepared.get(at) else { return Vec::new() };
        let mut problems = Vec::new();
        let mut tell = |code: &str, message: String| {
            problems.push(RuleProblem { code: code.to_owned(), message, condition: None });
        };
        let is_namesake = |(other, it): (usize, &Prepared)| other != at && it.folded == one.folded;
        if one.folded.as_str().is_empty() {
            tell("rule_name_missing", "The rule has no name. Give it one.".to_owned());
        } else if self.prepared.iter().enumerate().any(is_namesake) {
            let name = one.drafted.rule.name.trim();
            let message = format!("There is another rule \"{name}\". Choose another name.");
            tell("rule_name_taken", message);
        }
        problems.extend(one.problem.clone());
        problems
    }

    /// The first rule that cannot be saved, with why.
    pub(crate) fn first_problem(&self) -> Option<(&Drafted, RuleProblem)> {
        let mut rules = self.prepared.iter().enumerate();
        rules.find_map(|(at, one)| Some((&*one.drafted, self.problems(at).into_iter().next()?)))
    }

    /// The rules as they would take part: those that cannot be used do not.
    pub(crate) fn usable_rules(&self) -> Vec<Rule> {
        self.prepared.iter().map(|one| one.rule.clone()).collect()
    }

    /// The rules as they are saved.
    pub(crate) fn rules_to_save(&self) -> Vec<Rule> {
        let each = self.prepared.iter().map(|one| {
            let enabled = one.drafted.rule.enabled;
            Rule { enabled, ..one.rule.clone() }
        });
        each.collect()
    }

    /// The rules as screens show them.
    pub(super) fn rules(&mut self, view: &PeopleView, now: i64) -> Vec<DraftRule> {
        let mut remarks = self.remarks(view);
        let people = self.people_by_rule();
        let each = self.prepared.iter().enumerate().map(|(at, one)| DraftRule {
            view: RuleView {
                id: one.drafted.id.clone(),
                rule: one.drafted.rule.clone(),
                condition: one.condition.clone(),
                people: match (people.get(&at), &one.filter) {
                    (Some(people), _) => *people,
                    (None, Some(filter)) => view.matched(filter, now).len(),
                    (None, None) => 0,
                },
                remarks: remarks.remove(&at).unwrap_or_default(),
            },
            change: self.content.change_of(&one.drafted).to_owned(),
            saved_position: self.content.base.position(&one.drafted.id).map(|at| at as u64 + 1),
            problems: self.problems(at),
        });
        each.collect()
    }
}
