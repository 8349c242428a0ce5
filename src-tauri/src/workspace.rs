//! The application behind the window, opened while the window comes up.

use crate::{menu, notifications, tray, words};
use rolecall_contract::types::{AppEvent, Nothing};
use rolecall_contract::{App, AppError, AppOptions, Autostart, Command};
use rolecall_serve::ScimFollower;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter, async_runtime};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// The event that carries the contract's events to the page.
const EVENT: &str = "rolecall";
/// How long the application may take to end before the program ends without it.
const PATIENCE: Duration = Duration::from_secs(10);

type Opened = Option<Result<Arc<App>, AppError>>;

/// The application, or why it could not be opened.
pub(crate) struct Workspace {
    opened: watch::Receiver<Opened>,
}

impl Workspace {
    /// Opens it in the background and tells the page and the tray of its events.
    pub fn open(handle: &AppHandle, options: AppOptions, session: Box<dyn Autostart>) -> Self {
        let (tell, opened) = watch::channel(None);
        let handle = handle.clone();
        async_runtime::spawn(async move {
            let app = App::open(options).await.map_err(unusable);
            if let Ok(app) = &app {
                app.lend_autostart(session);
            }
            tell.send_replace(Some(app.clone()));
            match app {
                Ok(app) => {
                    // Taken where the settings say; off by default.
                    let pushed = ScimFollower::start(app.clone());
                    forward(&handle, &app).await;
                    pushed.stop().await;
                }
                Err(error) => tracing::error!(%error, "the workspace cannot be opened"),
            }
        });
        Self { opened }
    }

    /// The application once it is open.
    ///
    /// # Errors
    /// `workspace_unusable` when it could not be opened; the message says why.
    pub async fn app(&self) -> Result<Arc<App>, AppError> {
        let mut opened = self.opened.clone();
        let opened = opened.wait_for(Option::is_some).await.map(|opened| opened.clone());
        match opened {
            Ok(Some(app)) => app,
            _ => Err(unusable(AppError::new(
                "internal",
                "The workspace could not be opened through a fault in Rolecall. Its log says more.",
            ))),
        }
    }

    /// Ends the application, a run under way between two steps.
    pub fn close(&self) {
        let opened = self.opened.borrow().clone();
        let Some(Ok(app)) = opened else { return };
        async_runtime::block_on(async move {
            if tokio::time::timeout(PATIENCE, app.close()).await.is_err() {
                tracing::warn!(
                    "the application did not end in time; its journal tells the next start"
                );
            }
        });
    }
}

/// The error every command answers with, so that the page shows it instead of screens.
fn unusable(error: AppError) -> AppError {
    AppError { code: "workspace_unusable".to_owned(), ..error }.with("reason", error.code)
}

async fn forward(handle: &AppHandle, app: &Arc<App>) {
    let mut events = app.subscribe();
    speak(handle, app).await;
    tray::refresh(handle, app).await;
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => everything_changed(),
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = handle.emit(EVENT, &event) {
            tracing::warn!(%error, "the page was not told of an event");
        }
        match event {
            AppEvent::Progress { .. } => tray::running(handle),
            AppEvent::News { news } => notifications::show(handle, &news),
            AppEvent::Changed { topics } => {
                if topics.iter().any(|topic| topic == "settings") {
                    speak(handle, app).await;
                }
                if topics.iter().any(|topic| topic == "overview" || topic == "runs") {
                    tray::refresh(handle, app).await;
                }
            }
        }
    }
}

/// Uses the language that the settings name, for what is shown outside the page.
async fn speak(handle: &AppHandle, app: &Arc<App>) {
    let settings = app.call(Command::SettingsGet(Nothing {})).await;
    let language = settings.ok().and_then(|all| Some(all.get("language")?.as_str()?.to_owned()));
    if words::speak(language.as_deref().unwrap_or("system")) {
        tray::reword(handle);
        menu::show(handle);
    }
}

/// What a page that missed events has to read again.
fn everything_changed() -> AppEvent {
    let topics = ["overview", "rules", "runs", "activity", "people", "connections", "settings"];
    AppEvent::Changed { topics: topics.map(str::to_owned).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_that_cannot_be_opened_keeps_its_reason() {
        let error = unusable(AppError::new("newer_schema", "It was made by a newer Rolecall."));
        assert_eq!(error.code, "workspace_unusable");
        assert_eq!(error.message, "It was made by a newer Rolecall.");
        assert_eq!(error.details["reason"], "newer_schema");
    }
}
