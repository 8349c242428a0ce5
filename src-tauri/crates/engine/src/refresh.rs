//! Reading one side alone: directories into the workspace, or one target to see that it answers.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::Planned;
use crate::reading::Reading;
use rolecall_connect::{ConnectError, TargetState};
use rolecall_directory::{Configuration, TargetDefinition};
use rolecall_store::Store;

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
        match self.read_sources(configuration, true).await {
            Ok(mut reading) => {
                self.ingest(store, &mut reading)?;
                self.note_sources(store, &reading, self.clock.now_ms())?;
                Ok(reading)
            }
            Err(error) => {
                self.note_source_failure(store, &error)?;
                Err(error)
            }
        }
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

    /// Notes for screens what reading sources and targets said while `planned` was made.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn note_reading(&self, store: &Store, planned: &Planned) -> Result<(), EngineError> {
        self.note_health(store, planned)
    }
}
