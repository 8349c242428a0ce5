//! What is planned now, which effects are compared with.

use crate::population::Population;
use crate::rule_tests::BrokenTest;
use crate::target_plan::{PlanInput, TargetPlan};
use rolecall_directory::{Configuration, Snapshot};
use rolecall_rules::RuleSet;

/// Everything planned at one moment, borrowed from whoever keeps it.
#[derive(Debug, Clone)]
pub struct Base<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// The people.
    pub snapshot: &'a Snapshot,
    /// What holds for people in every target.
    pub population: &'a Population,
    /// The rules over them.
    pub rules: &'a RuleSet,
    /// Rule tests that do not hold.
    pub broken_tests: &'a [BrokenTest],
    /// Seconds since 1970.
    pub now: i64,
    /// By target, in the configuration's order; `None` where it could not be read.
    pub targets: Vec<Option<BaseTarget<'a>>>,
}

/// One target's part of a [`Base`].
#[derive(Debug, Clone, Copy)]
pub struct BaseTarget<'a> {
    /// What the plan was made from.
    pub input: PlanInput<'a>,
    /// The plan.
    pub plan: &'a TargetPlan,
}
