//! From a run's journal and what targets hold now to the plan of undoing it.

use super::bounds::{give_by_seats, keep_last_administrators};
use super::inverse::{Standing, in_order, invert};
use super::{UndoPlan, UndoTarget};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::lease::LEASE;
use crate::planning::{Planned, States};
use crate::reading::cached_reading;
use rolecall_connect::ConnectError;
use rolecall_directory::{Cause, Configuration, StepKind};
use rolecall_store::{JournalStep, Page, RunState, StepFilter, StepState, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a run did, by target, in the order of its journal.
pub(super) type DoneSteps = BTreeMap<String, Vec<JournalStep>>;

/// The steps that `run` did.
pub(super) fn done_steps(store: &Store, run: i64) -> Result<DoneSteps, EngineError> {
    let filter = StepFilter { state: Some(StepState::Done), ..StepFilter::default() };
    let mut done = DoneSteps::new();
    for step in store.steps(run, &filter, Page::ALL)?.rows {
        done.entry(step.target.clone()).or_default().push(step);
    }
    Ok(done)
}

/// What a target answers that is not asked.
pub(super) fn not_asked(target: &str) -> ConnectError {
    ConnectError {
        cause: Cause::Unavailable,
        place: target.to_owned(),
        message: "not asked, as the run did nothing in it".to_owned(),
    }
}

impl Engine {
    /// What undoing `run` would do now: reads the targets in which it did something, sends nothing
    /// and writes nothing. People are as they were last read, so that a source which is out of
    /// order, perhaps the very reason, is not asked.
    ///
    /// # Errors
    /// When there is no such run, it is still going on, or the workspace cannot be read; a target
    /// that cannot be read has its error in its place.
    pub async fn undo_plan(
        &self,
        configuration: &Configuration,
        store: &Store,
        run: i64,
    ) -> Result<UndoPlan, EngineError> {
        let going = store.lease_holder(LEASE, self.now())?.is_some();
        if store.run(run)?.state == RunState::Running && going {
            return Err(EngineError::RunGoesOn { run });
        }
        let done = done_steps(store, run)?;
        let mut states = States::new();
        for definition in &configuration.targets {
            states.push(match done.contains_key(&definition.name) {
                true => self.read_target(definition).await,
                false => Err(not_asked(&definition.name)),
            });
        }
        let planned = self.stand(configuration, store, states)?;
        undone(&planned, store, run, &done)
    }

    /// How targets stand, over people as they were last read.
    pub(super) fn stand(
        &self,
        configuration: &Configuration,
        store: &Store,
        states: States,
    ) -> Result<Planned, EngineError> {
        let reading = cached_reading(store, configuration)?;
        self.plan_from(configuration, reading, states, Some(store))
    }
}

/// The plan of undoing what `run` did, which is `done`.
pub(super) fn undone(
    planned: &Planned,
    store: &Store,
    run: i64,
    done: &DoneSteps,
) -> Result<UndoPlan, EngineError> {
    let mut targets = Vec::new();
    for (index, target) in planned.targets.iter().enumerate() {
        let Some(steps) = done.get(&target.name) else { continue };
        targets.push(match &target.error {
            Some(error) => unreadable(&target.name, error.to_string()),
            None => undone_in(planned, index, store, run, steps)?,
        });
    }
    let known = |name: &&String| planned.targets.iter().any(|target| target.name == **name);
    for name in done.keys().filter(|name| !known(name)) {
        let words = "it is no target of this configuration any more".to_owned();
        targets.push(unreadable(name, words));
    }
    Ok(UndoPlan { run, at: planned.at, targets })
}

fn unreadable(target: &str, error: String) -> UndoTarget {
    UndoTarget { target: target.to_owned(), error: Some(error), ..UndoTarget::default() }
}

fn undone_in(
    planned: &Planned,
    index: usize,
    store: &Store,
    run: i64,
    steps: &[JournalStep],
) -> Result<UndoTarget, EngineError> {
    let target = &planned.targets[index];
    let definition = &planned.configuration.targets[index];
    let adopts = steps.iter().any(|step| step.step.kind == StepKind::Adopt);
    let managed_before = match adopts {
        true => store.managed_before(&target.name, run)?,
        false => BTreeSet::new(),
    };
    let persons = persons(planned, index, steps);
    let subjects = &target.plan.subjects;
    let standing = Standing {
        table: &target.table,
        slots: &definition.slots,
        of_person: &|person| persons.get(person).copied(),
        is_protected: &|row| {
            subjects.of_account(row).is_some_and(|subject| target.plan.protected.contains(subject))
        },
        managed_before: &managed_before,
    };
    let (mut accounts, mut left) = invert(steps, &standing);
    keep_last_administrators(&target.table, &definition.slots, &mut accounts, &mut left);
    let known = planned.input(index).seats;
    let seats = |slot: &str, value: &str| {
        let own = definition.slot(slot).and_then(|slot| slot.value(value)?.seats);
        own.or_else(|| known.get(&(slot.to_owned(), value.to_owned())).copied())
    };
    give_by_seats(&target.table, &seats, &mut accounts, &mut left);
    Ok(in_order(&target.name, accounts, left))
}

/// The rows of the accounts of the people in `steps`, by stable id: where the key is the userName,
/// an account may be called otherwise by now. An id that two directories use is nobody's.
fn persons(planned: &Planned, index: usize, steps: &[JournalStep]) -> HashMap<String, u32> {
    let wanted: BTreeSet<&str> =
        steps.iter().filter_map(|step| step.step.person.as_deref()).collect();
    let (snapshot, subjects) = (&planned.reading.snapshot, &planned.targets[index].plan.subjects);
    let mut found: HashMap<String, Option<u32>> = HashMap::new();
    for subject in 0..subjects.people() {
        let Some(account) = subjects.account(subject) else { continue };
        let id = snapshot.person(subject).id();
        if wanted.contains(id) {
            let twice = found.contains_key(id);
            found.insert(id.to_owned(), (!twice).then_some(account));
        }
    }
    found.into_iter().filter_map(|(id, account)| Some((id, account?))).collect()
}
