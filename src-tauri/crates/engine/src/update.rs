//! What is planned, kept in step with people who change.

use crate::planning::Planned;
use rolecall_directory::PersonChange;
use rolecall_plan::{broken_rule_tests, plan_after};

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
        self.rules = self.rules.after(snapshot, &reading.population.in_scope, &rows);
        self.broken_tests = broken_rule_tests(configuration, snapshot, &self.rules);
        for index in 0..self.targets.len() {
            if self.targets[index].error.is_none() {
                let plan = plan_after(&self.input(index), &self.targets[index].plan, &rows);
                self.targets[index].replace_plan(plan);
            }
        }
        self
    }
}
