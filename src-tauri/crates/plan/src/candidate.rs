//! Rules that are tried: the plans they would lead to, beside those that are.

use crate::base::{Base, BaseTarget};
use crate::effect::Effect;
use crate::rule_tests::{BrokenTest, broken_rule_tests};
use crate::target_plan::{PlanInput, TargetPlan, plan_target};
use rolecall_directory::Configuration;
use rolecall_rules::RuleSet;
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

impl Candidate {
    /// Plans with the rules, exceptions and rule tests of `tried`; everything else is `base`'s.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn new(base: &Base<'_>, tried: &Configuration) -> Result<Self, RuleError> {
        let configuration = Configuration {
            rules: tried.rules.clone(),
            exceptions: tried.exceptions.clone(),
            rule_tests: tried.rule_tests.clone(),
            ..base.configuration.clone()
        };
        let in_scope = &base.population.in_scope;
        let rules = RuleSet::evaluate(&configuration, base.snapshot, in_scope, base.now)
            .map_err(|(rule, error)| RuleError { rule, message: error.to_string() })?;
        let broken_tests = broken_rule_tests(&configuration, base.snapshot, &rules);
        let mut candidate = Self {
            configuration: Arc::new(configuration),
            rules: Arc::new(rules),
            broken_tests,
            targets: Vec::new(),
            effect: Effect::default(),
        };
        let plan = |(index, target): (usize, &Option<BaseTarget<'_>>)| {
            let input = candidate.over(target.as_ref()?, index);
            Some(Arc::new(plan_target(&input)))
        };
        candidate.targets = base.targets.iter().enumerate().map(plan).collect();
        candidate.effect = Effect::between(base, &candidate);
        Ok(candidate)
    }

    /// The candidate of the next change: what did not change since this one is not done again.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn revise(&self, base: &Base<'_>, tried: &Configuration) -> Result<Self, RuleError> {
        Self::new(base, tried)
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

    fn over<'a>(&'a self, target: &BaseTarget<'a>, index: usize) -> PlanInput<'a> {
        PlanInput {
            configuration: &self.configuration,
            target: &self.configuration.targets[index],
            rules: &self.rules,
            broken_tests: &self.broken_tests,
            ..target.input
        }
    }
}
