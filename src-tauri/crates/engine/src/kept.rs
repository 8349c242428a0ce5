//! What targets held when they were last read, kept so that there is something to show before
//! they are asked again.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, States};
use crate::reading::cached_reading;
use crate::work::Work;
use rolecall_connect::{ConnectError, KnownValue, TargetState};
use rolecall_directory::{AccountTable, Cause, Configuration, TargetDefinition, TargetKind};
use rolecall_store::{JournalStep, StepState, Store};
use std::collections::HashSet;

impl Engine {
    /// Plans from the workspace alone: people and accounts as they were last read. A target that
    /// was never read has that as its error.
    ///
    /// # Errors
    /// When the workspace cannot be read, or a rule's condition is wrong.
    pub fn plan_cached(
        &self,
        configuration: &Configuration,
        store: &Store,
    ) -> Result<Planned, EngineError> {
        let mut planned = self.load_cached(configuration, store)?;
        planned.plan_targets();
        Ok(planned)
    }

    /// Loads what [`Engine::plan_cached`] plans from; nothing is planned in any target yet.
    ///
    /// # Errors
    /// As [`Engine::plan_cached`].
    pub fn load_cached(
        &self,
        configuration: &Configuration,
        store: &Store,
    ) -> Result<Planned, EngineError> {
        let reading = cached_reading(store, configuration)?;
        let targets = configuration.targets.iter();
        let states: Result<States, EngineError> =
            targets.map(|definition| kept_state(definition, store)).collect();
        self.unplanned(configuration, reading, states?, Some(store))
    }

    /// Keeps what the targets of a plan held, but for those in `but`.
    pub(crate) fn keep_accounts(
        &self,
        store: &Store,
        planned: &Planned,
        but: &HashSet<&str>,
    ) -> Result<(), EngineError> {
        let read = planned.targets.iter().filter(|target| target.takes_part());
        for target in read.filter(|target| !but.contains(target.name.as_str())) {
            let definitions = &planned.configuration.targets;
            let definition = definitions.iter().find(|one| one.name == target.name);
            let Some(definition) = definition else { continue };
            let lists = [&target.required, &target.untouchable, &target.unsupported];
            keep(store, definition, planned.at, (lists, &target.values), &target.table)?;
        }
        Ok(())
    }

    /// Forgets what targets held that are about to be changed, whatever becomes of the run.
    pub(crate) fn forget_accounts_before(
        &self,
        store: &Store,
        planned: &Planned,
        work: &[Work],
    ) -> Result<(), EngineError> {
        let both = planned.targets.iter().zip(work);
        for (target, _) in both.filter(|(_, work)| work.steps() > 0) {
            store.forget_accounts(&target.name)?;
        }
        Ok(())
    }

    /// Keeps what the targets of a run hold after its steps: as it was read where nothing can have
    /// been done, and read again where that costs nothing. Otherwise nothing is kept.
    pub(crate) async fn keep_accounts_after(
        &self,
        store: &Store,
        planned: &Planned,
        steps: &[JournalStep],
    ) -> Result<(), EngineError> {
        let done = steps.iter().filter(|step| may_be_done(step));
        let changed: HashSet<&str> = done.map(|step| step.target.as_str()).collect();
        self.keep_accounts(store, planned, &changed)?;
        for definition in &planned.configuration.targets {
            if !changed.contains(definition.name.as_str()) {
                continue;
            }
            let again = match definition.kind {
                TargetKind::Csv { .. } => self.read_target(definition).await.ok(),
                _ => None,
            };
            match again {
                Some(state) => {
                    let lists = [&state.required, &state.untouchable, &state.unsupported];
                    let told = (lists, state.values.as_slice());
                    keep(store, definition, self.now(), told, &state.accounts)?;
                }
                None => store.forget_accounts(&definition.name)?,
            }
        }
        Ok(())
    }
}

/// Whether the target may be another since the step, also where it never answered.
fn may_be_done(step: &JournalStep) -> bool {
    let unanswered =
        [Cause::Timeout, Cause::Unavailable, Cause::UnreadableAnswer, Cause::NotConfirmed];
    match step.state {
        StepState::Done | StepState::Sending => true,
        StepState::Failed => step.cause.is_some_and(|cause| unanswered.contains(&cause)),
        StepState::Planned | StepState::NotSent => false,
    }
}

/// What of a target's definition says where accounts are read and how: those that were read by
/// another one are of no use.
fn form_of(definition: &TargetDefinition) -> Result<Vec<u8>, serde_json::Error> {
    let slots: Vec<_> =
        definition.slots.iter().map(|slot| (&slot.name, slot.many, &slot.bind)).collect();
    let mut form = serde_json::to_vec(&(&definition.kind, slots, &definition.send))?;
    // No JSON has it: the accounts follow.
    form.push(0);
    Ok(form)
}

fn keep(
    store: &Store,
    definition: &TargetDefinition,
    at: i64,
    (lists, values): ([&Vec<String>; 3], &[KnownValue]),
    accounts: &AccountTable,
) -> Result<(), EngineError> {
    let target = &definition.name;
    let written = form_of(definition).map_err(std::io::Error::from).and_then(|mut bytes| {
        TargetState::write_parts(lists, values, accounts, &mut bytes)?;
        Ok(bytes)
    });
    match written {
        Ok(bytes) => Ok(store.keep_accounts(target, at, &bytes)?),
        // What cannot be kept is read again.
        Err(_) => Ok(store.forget_accounts(target)?),
    }
}

/// What `definition` held when it was last read, as far as that is kept.
pub(crate) fn kept_state(
    definition: &TargetDefinition,
    store: &Store,
) -> Result<Result<TargetState, ConnectError>, EngineError> {
    let form = form_of(definition).ok();
    let kept = store.read_accounts(&definition.name, |kept| {
        let form = form?;
        let size = kept.size.checked_sub(form.len() as u64)?;
        let mut before = vec![0; form.len()];
        kept.content.read_exact(&mut before).ok().filter(|()| before == form)?;
        TargetState::read_from(kept.content, size).ok()
    })?;
    let state = kept.flatten();
    Ok(state.ok_or_else(|| ConnectError {
        cause: Cause::Unavailable,
        place: definition.name.clone(),
        message: "not read yet; look again in a moment, or sync".to_owned(),
    }))
}
