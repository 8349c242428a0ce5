//! What is planned now, as candidates are compared with it.

use crate::planning::Planned;
use rolecall_plan::{Base, BaseTarget, Candidate};

impl Planned {
    /// Everything that a [`rolecall_plan::Candidate`] is tried against.
    #[must_use]
    pub fn base(&self) -> Base<'_> {
        let targets = self.targets.iter().enumerate().map(|(index, target)| {
            let read = target.error.is_none();
            read.then(|| BaseTarget { input: self.input(index), plan: &target.plan })
        });
        Base {
            configuration: &self.configuration,
            snapshot: &self.reading.snapshot,
            population: &self.reading.population,
            rules: &self.rules,
            broken_tests: &self.broken_tests,
            now: self.at.div_euclid(1000),
            targets: targets.collect(),
        }
    }

    /// The same people and accounts under the rules of `candidate`, which was tried against this:
    /// nothing is read anew.
    #[must_use]
    pub fn under(mut self, candidate: &Candidate) -> Self {
        self.configuration = candidate.configuration().clone();
        self.rules = candidate.rules().clone();
        self.broken_tests = candidate.broken_tests().to_vec();
        for (index, target) in self.targets.iter_mut().enumerate() {
            if let Some(plan) = candidate.plan(index) {
                target.replace_plan(plan.clone());
            }
        }
        self
    }
}
