//! What is planned now, as candidates are compared with it.

use crate::planning::Planned;
use rolecall_plan::{Base, BaseTarget};

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
}
