//! What targets held when they were last read, kept so that there is something to show before
//! they are asked again.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, States};
use crate::reading::cached_reading;
use rolecall_connect::{ConnectError, TargetState};
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
        let reading = cached_reading(store, configuration)?;
        let targets = configuration.targets.iter();
        let states: Result<States, EngineError> =
            targets.map(|definition| kept_state(definition, store)).collect();
        self.plan_from(configuration, reading, states?, Some(store))
    }

    /// Keeps what the targets of a plan held, but for those in `but`.
    pub(crate) fn keep_accounts(
        &self,
        store: &Store,
        planned: &Planned,
        but: &HashSet<&str>,
    ) -> Result<(), EngineError> {
        let read = planned.targets.iter().filter(|target| target.error.is_none());
        for target in read.filter(|target| !but.contains(target.name.as_str())) {
            let lists = [&target.required, &target.untouchable, &target.unsupported];
            keep(store, &target.name, planned.at, lists, &target.table)?;
        }
        Ok(())
    }

    /// Keeps what the targets of a run hold after its steps: as it was read where nothing was
    /// done, and read again where that costs nothing. Otherwise nothing is kept.
    pub(crate) async fn keep_accounts_after(
        &self,
        store: &Store,
        planned: &Planned,
        steps: &[JournalStep],
    ) -> Result<(), EngineError> {
        let done = steps.iter().filter(|step| step.state == StepState::Done);
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
                    keep(store, &definition.name, self.now(), lists, &state.accounts)?;
                }
                None => store.forget_accounts(&definition.name)?,
            }
        }
        Ok(())
    }
}

fn keep(
    store: &Store,
    target: &str,
    at: i64,
    lists: [&Vec<String>; 3],
    accounts: &AccountTable,
) -> Result<(), EngineError> {
    let mut bytes = Vec::new();
    match TargetState::write_parts(lists, accounts, &mut bytes) {
        Ok(()) => Ok(store.keep_accounts(target, at, &bytes)?),
        // What cannot be kept is read again.
        Err(_) => Ok(store.forget_accounts(target)?),
    }
}

fn kept_state(
    definition: &TargetDefinition,
    store: &Store,
) -> Result<Result<TargetState, ConnectError>, EngineError> {
    let kept = store.account_table(&definition.name)?;
    let state = kept.and_then(|kept| TargetState::read_from(&mut kept.content.as_slice()).ok());
    Ok(state.ok_or_else(|| ConnectError {
        cause: Cause::Unavailable,
        place: definition.name.clone(),
        message: "not read yet; look again in a moment, or sync".to_owned(),
    }))
}
