//! Rules that are tried: the plans they would lead to, beside those that are.

use crate::base::{Base, BaseTarget};
use crate::effect::{Earlier, Effect};
use crate::pairs::{SHARED, in_pairs};
use crate::rule_tests::{BrokenTest, broken_rule_tests};
use crate::target_plan::{PlanInput, TargetPlan, plan_on};
use rolecall_directory::{Assignment, Configuration};
use rolecall_rules::{Revision, RuleSet};
use std::sync::Arc;
use thiserror::Error;

/// A rule whose condition cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the condition of rule \"{rule}\" cannot be read: {message}")]
pub struct RuleError {
    /// The rule's name.
    pub rule: String,
    /// Why.
    pub message: String,
}

/// Other rules, exceptions and rule tests over the people and accounts of a [`Base`]: their
/// plans, and the effect of saving them.
#[derive(Debug, Clone)]
pub struct Candidate {
    configuration: Arc<Configuration>,
    rules: Arc<RuleSet>,
    broken_tests: Vec<BrokenTest>,
    targets: Vec<Option<Arc<TargetPlan>>>,
    effect: Effect,
}

/// What a candidate is revised from: the base itself, or the candidate before.
struct From<'a> {
    rules: &'a RuleSet,
    broken_tests: &'a [BrokenTest],
    plans: Vec<Option<&'a TargetPlan>>,
    /// Of a candidate: its effect, and its plans once more, to be shared.
    earlier: Option<Earlier<'a>>,
}

impl Candidate {
    /// Plans with the rules, exceptions and rule tests of `tried`; everything else is `base`'s.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn new(base: &Base<'_>, tried: &Configuration) -> Result<Self, RuleError> {
        let plans = base.targets.iter().map(|target| target.as_ref().map(|one| one.plan));
        let from = From {
            rules: base.rules,
            broken_tests: base.broken_tests,
            plans: plans.collect(),
            earlier: None,
        };
        Self::from(base, &from, tried)
    }

    /// The candidate of the next change: what did not change since this one is not done again.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn revise(&self, base: &Base<'_>, tried: &Configuration) -> Result<Self, RuleError> {
        let from = From {
            rules: &self.rules,
            broken_tests: &self.broken_tests,
            plans: self.targets.iter().map(Option::as_deref).collect(),
            earlier: Some(Earlier { effect: &self.effect, plans: &self.targets }),
        };
        Self::from(base, &from, tried)
    }

    fn from(base: &Base<'_>, from: &From<'_>, tried: &Configuration) -> Result<Self, RuleError> {
        let configuration = Configuration {
            rules: tried.rules.clone(),
            exceptions: tried.exceptions.clone(),
            rule_tests: tried.rule_tests.clone(),
            ..base.configuration.clone()
        };
        let in_scope = &base.population.in_scope;
        let (rules, revision) = from
            .rules
            .revise(&configuration, base.snapshot, in_scope)
            .map_err(|(rule, error)| RuleError { rule, message: error.to_string() })?;
        let broken_tests = broken_rule_tests(&configuration, base.snapshot, &rules);
        let mut candidate = Self {
            configuration: Arc::new(configuration),
            rules: Arc::new(rules),
            broken_tests,
            targets: Vec::new(),
            effect: Effect::default(),
        };
        candidate.targets = candidate.plans(base, from, &revision);
        candidate.effect = Effect::between(base, &candidate, from.earlier);
        Ok(candidate)
    }

    /// The plans of all targets, two at a time where people are many.
    fn plans(
        &self,
        base: &Base<'_>,
        from: &From<'_>,
        revision: &Revision,
    ) -> Vec<Option<Arc<TargetPlan>>> {
        // A broken rule test holds every step, and an unknown name some.
        let as_held = self.broken_tests.as_slice() == from.broken_tests
            && unknown_names(&self.rules).eq(unknown_names(from.rules));
        let plan = |index: usize| {
            let input = self.over(base.targets[index].as_ref()?, index);
            let before = from.plans[index]?;
            let old = &before.resolution;
            let new = self.rules.resolve_again(old, revision, input.target, input.snapshot);
            if as_held && new.is_shared_with(old) {
                let kept = from.earlier.and_then(|earlier| earlier.plans[index].clone());
                return kept.or_else(|| Some(Arc::new(before.clone())));
            }
            Some(Arc::new(plan_on(&input, &before.ground, Arc::new(new), Some(before))))
        };
        in_pairs(base.targets.len(), base.snapshot.people() >= SHARED, plan)
    }

    /// The base's configuration with what is tried.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The rules over the people.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Rule tests that would not hold.
    #[must_use]
    pub fn broken_tests(&self) -> &[BrokenTest] {
        &self.broken_tests
    }

    /// The plan of target number `index`; `None` where the target could not be read.
    #[must_use]
    pub fn plan(&self, index: usize) -> Option<&TargetPlan> {
        self.targets.get(index)?.as_deref()
    }

    pub(crate) fn plan_shared(&self, index: usize) -> Option<&Arc<TargetPlan>> {
        self.targets.get(index)?.as_ref()
    }

    /// What saving would change.
    #[must_use]
    pub fn effect(&self) -> &Effect {
        &self.effect
    }

    /// What the plan of target number `index` is made from; `None` where the target could not be
    /// read.
    #[must_use]
    pub fn input<'a>(&'a self, base: &Base<'a>, index: usize) -> Option<PlanInput<'a>> {
        let target = base.targets.get(index)?.as_ref()?;
        Some(self.over(target, index))
    }

    pub(crate) fn over<'a>(&'a self, target: &BaseTarget<'a>, index: usize) -> PlanInput<'a> {
        PlanInput {
            configuration: &self.configuration,
            target: &self.configuration.targets[index],
            rules: &self.rules,
            broken_tests: &self.broken_tests,
            ..target.input
        }
    }
}

/// What rules give that name a group or org unit the source lacks.
fn unknown_names(rules: &RuleSet) -> impl Iterator<Item = &Arc<Vec<Assignment>>> {
    let unknown = rules.speakers().iter().filter(|speaker| speaker.names_unknown);
    unknown.map(|speaker| &speaker.assigns)
}
