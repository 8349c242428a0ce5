//! What is planned, kept in step with people who change.

use crate::decisions::decisions;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::links::links;
use crate::planning::Planned;
use crate::reading::{Asked, Pushed, keep};
use roaring::RoaringBitmap;
use rolecall_directory::{Configuration, PersonChange};
use rolecall_plan::{Ours, broken_rule_tests, plans_after};
use rolecall_store::Store;

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
        self.following(&rows)
    }

    /// The same after the people in `rows` came to be others in the reading.
    fn following(mut self, rows: &RoaringBitmap) -> Self {
        let reading = &self.reading;
        let rules = std::mem::take(&mut self.rules);
        self.rules = rules.after(&reading.snapshot, &reading.population.in_scope, rows);
        self.broken_tests = broken_rule_tests(&self.configuration, &reading.snapshot, &self.rules);
        let read = (0..self.targets.len()).filter(|&at| self.targets[at].error.is_none());
        let read: Vec<usize> = read.collect();
        let before: Vec<_> =
            read.iter().map(|&at| std::mem::take(&mut self.targets[at].plan)).collect();
        let inputs: Vec<_> = read.iter().map(|&at| self.input(at)).collect();
        let plans = plans_after(&inputs, before, rows);
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

    /// Whether it would be another one for no other reason than that time passes.
    fn waits_for_time(&self) -> bool {
        let configuration = &self.configuration;
        let conditions = configuration.rules.iter().map(|rule| rule.when.as_str());
        let protected = configuration.targets.iter().filter_map(|one| one.protect.as_deref());
        let mut slots = configuration.targets.iter().flat_map(|target| &target.slots);
        conditions.chain(protected).any(says_now)
            || configuration.exceptions.iter().any(|one| one.until.is_some())
            || slots.any(|slot| slot.grace_days > 0)
            || self.targets.iter().any(|target| !target.decisions.approved.is_empty())
    }
}

/// Whether a condition may ask for the time.
fn says_now(condition: &str) -> bool {
    let mut words = condition.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case("now"))
}

impl Engine {
    /// What was pushed since `planned` was read, where the plan of everybody as they are now would
    /// follow from it and the targets as they were read: people of other directories as they were
    /// last read. `None` where more could be different: it is planned from a whole reading then.
    ///
    /// Accounts that were changed since, or taken on by hand, make it another plan: whoever did
    /// that plans anew.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn pushed_since(
        &self,
        configuration: &Configuration,
        store: &Store,
        planned: &Planned,
    ) -> Result<Option<Pushed>, EngineError> {
        // Where accounts belong is looked up among all people of several directories.
        let is_alone = configuration.directories.len() == 1;
        if !is_alone || *configuration != planned.configuration || planned.waits_for_time() {
            return Ok(None);
        }
        let paused = store.paused()?;
        for target in &planned.targets {
            let of_rows = |one: &rolecall_plan::Compared| matches!(one.ours, Ours::Computed(_));
            let paused = paused.iter().find(|pause| pause.target == target.name);
            if target.compared.iter().any(of_rows)
                || links(Some(store), configuration, &target.name)? != target.links
                || paused != target.paused.as_ref()
            {
                return Ok(None);
            }
        }
        self.pushed(configuration, store, Asked::Pushed, planned)
    }

    /// Keeps the people of `planned` ready in the workspace, where they are those last read.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn keep_people(&self, store: &Store, planned: &Planned) -> Result<(), EngineError> {
        let attributes = planned.configuration.all_attributes();
        // What is kept is as it was before they were computed.
        if attributes.iter().any(|one| one.expression.is_some()) {
            return Ok(());
        }
        keep(store, &planned.configuration, &planned.reading)
    }

    /// `planned` after what was pushed since: the same as planning from a whole reading, with the
    /// targets as they were read. What was pushed becomes the directory's last reading in `store`.
    /// `None` where it turns out that everybody has to be read.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn follow(
        &self,
        store: &Store,
        mut planned: Planned,
        pushed: Pushed,
    ) -> Result<Option<Planned>, EngineError> {
        // Somebody reads just now, who will plan too.
        let Ok(_one) = self.reading.try_lock() else { return Ok(None) };
        let configuration = planned.configuration.clone();
        let Some(rows) = self.amend(&configuration, store, &mut planned.reading, pushed)? else {
            return Ok(None);
        };
        planned.at = self.now();
        let read = (&configuration, &planned.reading.snapshot);
        for target in &mut planned.targets {
            target.decisions = decisions(Some(store), read, &target.name, planned.at)?;
        }
        self.note_sources(store, &planned.reading, planned.at)?;
        Ok(Some(planned.following(&rows)))
    }
}
