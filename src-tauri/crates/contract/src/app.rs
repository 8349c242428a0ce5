//! The application behind every host: it runs commands and tells of events.

use crate::types::AppEvent;
use crate::{AppError, Command};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::broadcast;

/// How a host opens the application.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// The folder of the workspace; made when it is not there.
    pub workspace: PathBuf,
    /// Whether to set up the sample organization when the workspace is empty.
    pub sample: bool,
    /// Who acts, for Activity: `account@host`.
    pub who: String,
    /// `desktop` or `browser`.
    pub platform: String,
}

/// The application: one workspace, its engine, and the commands on it.
pub struct App {
    options: AppOptions,
    events: broadcast::Sender<AppEvent>,
}

impl App {
    /// Opens the workspace and starts what runs in the background.
    ///
    /// # Errors
    /// When the workspace cannot be opened; the message says why and what to do.
    pub async fn open(options: AppOptions) -> Result<Arc<Self>, AppError> {
        let (events, _) = broadcast::channel(256);
        Ok(Arc::new(Self { options, events }))
    }

    /// Runs `command` and answers its result as JSON.
    ///
    /// # Errors
    /// What the command says.
    pub async fn call(self: &Arc<Self>, command: Command) -> Result<serde_json::Value, AppError> {
        let place = self.options.workspace.display().to_string();
        Err(AppError::new("not_ready", format!("{} is not ready at {place}", command.name())))
    }

    /// Events from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<AppEvent> {
        self.events.subscribe()
    }

    /// Ends the background, a run under way between two steps, and the sample's provider.
    pub async fn close(&self) {}
}
