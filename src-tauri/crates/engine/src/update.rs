//! What is planned, kept in step with people who change.

use crate::planning::Planned;
use rolecall_directory::PersonChange;
use rolecall_plan::{broken_rule_tests, plans_after};

impl Planned {
    /// The same after `changes` at the sources: people, rules and plans are looked at anew for
    /// those concerned only. Targets stay as they were read. Whoever has attributes that are
    /// computed plans from nothing instead.
    #[must_use]
    pub fn after(mut self, changes: &[PersonChange]) -> Self {
        let reading = &mut self.reading;
        let rows = reading.snapshot.apply(changes);
        let (configuration, snapshot) = (&self.configuration, &reading.snapshot);
        let (population, rows) = reading.population.after(configuration, snapshot, &rows);
        reading.population = population;
        let rules = std::mem::take(&mut self.rules);
        self.rules = rules.after(snapshot, &reading.population.in_scope, &rows);
        self.broken_tests = broken_rule_tests(configuration, snapshot, &self.rules);
        let read = (0..self.targets.len()).filter(|&at| self.targets[at].error.is_none());
        let read: Vec<usize> = read.collect();
        let before: Vec<_> =
            read.iter().map(|&at| std::mem::take(&mut self.targets[at].plan)).collect();
        let inputs: Vec<_> = read.iter().map(|&at| self.input(at)).collect();
        let plans = plans_after(&inputs, before, &rows);
        for (at, plan) in read.into_iter().zip(plans) {
            self.targets[at].replace_plan(plan);
        }
        self
    }

    /// Makes ready what [`Planned::after`] looks up, so that the first change need not wait.
    pub fn prepare_changes(&self) {
        self.reading.snapshot.prepare_changes();
        for (index, target) in self.targets.iter().enumerate() {
            if target.error.is_none() {
                target.plan.ground.prepare_changes(&self.input(index));
            }
        }
    }
}
