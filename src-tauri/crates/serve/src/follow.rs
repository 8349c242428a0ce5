//! Listening for SCIM calls where the settings say, and elsewhere when they change.

use crate::listener::{ScimListen, ScimListener};
use rolecall_contract::App;
use rolecall_contract::types::AppEvent;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Listens as the settings say; it ends when this is dropped.
#[derive(Debug)]
pub struct ScimFollower {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl ScimFollower {
    /// Begins to listen as `app`'s settings say; a Tokio runtime must be there. Where that cannot
    /// be done, the application is told why.
    #[must_use]
    pub fn start(app: Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(follow(app, stopped));
        Self { stop, task }
    }

    /// Ends all connections and frees the port.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        // A task that broke off holds no port any more.
        let _ = self.task.await;
    }
}

async fn follow(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut events = app.subscribe();
    let mut wanted: Option<ScimListen> = None;
    let mut listener: Option<ScimListener> = None;
    loop {
        match app.push_listening().await {
            Ok(chosen) => {
                let now = ScimListen::of(&chosen);
                if now != wanted || (now.is_some() && listener.is_none()) {
                    if let Some(listener) = listener.take() {
                        listener.stop().await;
                    }
                    listener = begin(&app, now.as_ref()).await;
                    wanted = now;
                }
            }
            Err(error) => tracing::warn!(%error, "where to listen for SCIM calls is not known"),
        }
        loop {
            let event = tokio::select! {
                event = events.recv() => Some(event),
                _ = stopped.wait_for(|stopped| *stopped) => None,
            };
            let Some(event) = event else {
                if let Some(listener) = listener.take() {
                    listener.stop().await;
                }
                return;
            };
            match event {
                Ok(AppEvent::Changed { topics }) if topics.iter().any(|one| one == "settings") => {
                    break;
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return,
            }
        }
    }
}

async fn begin(app: &Arc<App>, wanted: Option<&ScimListen>) -> Option<ScimListener> {
    let Some(wanted) = wanted else {
        app.push_listen_fails(None);
        return None;
    };
    match ScimListener::start(app.clone(), wanted).await {
        Ok(listener) => {
            app.push_listen_fails(None);
            Some(listener)
        }
        Err(error) => {
            tracing::warn!(%error, "SCIM calls cannot be taken");
            app.push_listen_fails(Some(error.to_string()));
            None
        }
    }
}
