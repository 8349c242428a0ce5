//! Beginning anew in the tray: what a window took of memory goes only with its process.
//!
//! The libraries behind a window keep what they have when it is closed. A while after that the
//! program ends and starts itself again in the tray, unless something would be broken off.

use crate::workspace::Workspace;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// How long the window is closed before, and how often it is looked whether all is at rest.
const WHILE: Duration = Duration::from_secs(30);

/// Whether the program is to begin anew, and with which arguments.
pub(crate) struct Renewal {
    arguments: Vec<String>,
    /// How often the last window was closed: only the last time counts.
    closed: AtomicU64,
    due: AtomicBool,
}

impl Renewal {
    /// Begins anew with `arguments`, which start it in the tray.
    pub fn new(arguments: Vec<String>) -> Self {
        Self { arguments, closed: AtomicU64::new(0), due: AtomicBool::new(false) }
    }

    /// Starts the program once more where that is due; this one has let go of all it held.
    pub fn take_place(&self) {
        let Some(program) = program().filter(|_| self.due.load(Ordering::SeqCst)) else { return };
        let mut next = Command::new(&program);
        next.args(&self.arguments).stdin(Stdio::null());
        if let Err(error) = next.spawn() {
            tracing::error!(%error, program = %program.display(), "it did not start again");
        }
    }
}

/// The file that this program was started from, while it is there: an update may replace it.
fn program() -> Option<PathBuf> {
    let image = env::var_os("APPIMAGE").map(PathBuf::from);
    let found = image.or_else(|| env::current_exe().ok())?;
    found.is_file().then_some(found)
}

/// Begins anew once the window has been closed for a while and all is at rest.
pub(crate) fn window_closed(app: &AppHandle) {
    let Some(renewal) = app.try_state::<Renewal>() else { return };
    let time = renewal.closed.fetch_add(1, Ordering::SeqCst) + 1;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(WHILE).await;
            if !is_closed(&app, time) {
                return;
            }
            let workspace = app.state::<Workspace>().app().await;
            let Ok(workspace) = workspace else { return };
            if workspace.is_at_rest().await && program().is_some() {
                break;
            }
        }
        let handle = app.clone();
        // Windows are made on the same thread: none can come in between.
        let asked = app.run_on_main_thread(move || {
            if is_closed(&handle, time) {
                handle.state::<Renewal>().due.store(true, Ordering::SeqCst);
                handle.exit(0);
            }
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "it keeps the memory of its window");
        }
    });
}

/// Whether there is no window since it was closed for the time numbered so.
fn is_closed(app: &AppHandle, time: u64) -> bool {
    let last = app.state::<Renewal>().closed.load(Ordering::SeqCst);
    last == time && app.webview_windows().is_empty()
}
