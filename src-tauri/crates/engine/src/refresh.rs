//! Reading one side alone: directories into the workspace, or one target to see that it answers.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::health::{target_health, target_key};
use crate::planning::Planned;
use crate::reading::{Asked, Keeping, Reading};
use rolecall_connect::{ConnectError, TargetState};
use rolecall_directory::{Configuration, TargetDefinition};
use rolecall_store::Store;
use std::collections::HashSet;

impl Engine {
    /// Reads every directory and puts what it delivered into the workspace; asks no target.
    ///
    /// # Errors
    /// When a source cannot be read, which is noted for screens, or the workspace fails.
    pub async fn refresh_directories(
        &self,
        configuration: &Configuration,
        store: &Store,
    ) -> Result<Reading, EngineError> {
        self.refresh(configuration, store, Asked::All).await
    }

    /// The same of one directory alone; the others are as they were last read.
    ///
    /// # Errors
    /// As [`Engine::refresh_directories`].
    pub async fn refresh_directory(
        &self,
        configuration: &Configuration,
        store: &Store,
        directory: &str,
    ) -> Result<Reading, EngineError> {
        self.refresh(configuration, store, Asked::Only(directory)).await
    }

    async fn refresh(
        &self,
        configuration: &Configuration,
        store: &Store,
        asked: Asked<'_>,
    ) -> Result<Reading, EngineError> {
        self.bind_rules(store, configuration)?;
        match self.read_sources(configuration, Keeping::Write(store), asked).await {
            Ok(reading) => {
                self.follow_renames(store, configuration, &reading.snapshot, None)?;
                self.note_sources(store, &reading, self.clock.now_ms())?;
                Ok(reading)
            }
            Err(error) => {
                self.note_source_failure(store, &error)?;
                Err(error)
            }
        }
    }

    /// Reads every directory; asks no target and writes nothing.
    ///
    /// # Errors
    /// When a source cannot be read.
    pub async fn read_directories(
        &self,
        configuration: &Configuration,
    ) -> Result<Reading, EngineError> {
        self.read_sources(configuration, Keeping::Nothing, Asked::All).await
    }

    /// Reads the target that `definition` describes, and changes nothing.
    ///
    /// # Errors
    /// What the target said, or why it could not be asked.
    pub async fn read_target(
        &self,
        definition: &TargetDefinition,
    ) -> Result<TargetState, ConnectError> {
        self.target_of(definition).await?.read().await
    }

    /// Notes for screens what reading sources and targets said while a plan was made.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn note_planning(
        &self,
        store: &Store,
        planned: Result<&Planned, &EngineError>,
    ) -> Result<(), EngineError> {
        match planned {
            Ok(planned) => {
                self.note_health(store, planned)?;
                self.keep_accounts(store, planned, &HashSet::new())
            }
            Err(error) => self.note_source_failure(store, error),
        }
    }

    /// Notes for screens what reading `target` by itself said.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn note_target(
        &self,
        store: &Store,
        target: &str,
        answer: &Result<TargetState, ConnectError>,
    ) -> Result<(), EngineError> {
        let mut health = target_health(store, target)?.unwrap_or_default();
        health.at = self.clock.now_ms();
        if let Ok(state) = answer {
            health.accounts = u64::from(state.accounts.len());
        }
        let error = answer.as_ref().err();
        health.cause = error.map(|error| error.cause.word().to_owned());
        health.error = error.map(ToString::to_string);
        store.set_setting(&target_key(target), &health)?;
        Ok(())
    }
}
