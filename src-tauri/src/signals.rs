//! Ending in good order when the system asks for it.

use tauri::AppHandle;

/// Quits when the process is told to end.
#[cfg(unix)]
pub(crate) fn heed(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(terminate), signal(interrupt)) else {
            tracing::warn!("the system's requests to end cannot be heard");
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}

/// Elsewhere the system closes the window, which is heard anyway.
#[cfg(not(unix))]
pub(crate) fn heed(_: &AppHandle) {}
