//! The tray: what state Rolecall is in, and a way back to the window.

use crate::window;
use crate::words::{Word, text};
use crate::workspace::Workspace;
use rolecall_contract::types::{Nothing, Overview};
use rolecall_contract::{App, Command};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry, include_image};

const ID: &str = "rolecall";

/// What the tray tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    InSync,
    Running,
    Attention,
    Off,
}

impl State {
    fn of(overview: &Overview) -> Self {
        if overview.sync.running.is_some() {
            Self::Running
        } else if !overview.banners.is_empty() || !overview.held.is_empty() {
            Self::Attention
        } else if overview.sync.on {
            Self::InSync
        } else {
            Self::Off
        }
    }

    fn word(self) -> Word {
        match self {
            Self::InSync => Word::InSync,
            Self::Running => Word::Running,
            Self::Attention => Word::Attention,
            Self::Off => Word::Off,
        }
    }

    /// The icon: black where the system colours it by itself, white elsewhere.
    fn icon(self) -> Image<'static> {
        if cfg!(target_os = "macos") {
            return match self {
                Self::InSync => include_image!("icons/tray/in-sync-black@2x.png"),
                Self::Running => include_image!("icons/tray/running-black@2x.png"),
                Self::Attention => include_image!("icons/tray/attention-black@2x.png"),
                Self::Off => include_image!("icons/tray/off-black@2x.png"),
            };
        }
        match self {
            Self::InSync => include_image!("icons/tray/in-sync-white@2x.png"),
            Self::Running => include_image!("icons/tray/running-white@2x.png"),
            Self::Attention => include_image!("icons/tray/attention-white@2x.png"),
            Self::Off => include_image!("icons/tray/off-white@2x.png"),
        }
    }
}

/// The parts of the tray that change.
struct Tray {
    line: MenuItem<Wry>,
    shown: Mutex<State>,
}

/// Puts the icon into the tray; tells whether there is a tray.
pub(crate) fn show(app: &AppHandle) -> bool {
    // Where the system lacks the library for trays, the binding panics instead of answering.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no tray");
            false
        }
        Err(_) => {
            tracing::warn!("there is no tray: the library for it is not installed");
            false
        }
    }
}

/// Whether there is a tray to come back from.
pub(crate) fn is_there(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some()
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let state = State::Off;
    let line = MenuItem::with_id(app, "state", text(state.word()), false, None::<&str>)?;
    let open = MenuItem::with_id(app, "open", text(Word::Open), true, None::<&str>)?;
    let sync = MenuItem::with_id(app, "sync", text(Word::SyncNow), true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", text(Word::Quit), true, None::<&str>)?;
    let above = PredefinedMenuItem::separator(app)?;
    let below = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&line, &above, &open, &sync, &below, &quit])?;
    TrayIconBuilder::with_id(ID)
        .icon(state.icon())
        .icon_as_template(true)
        .tooltip("Rolecall")
        .menu(&menu)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => window::bring_up(app),
            "sync" => sync_now(app),
            "quit" => app.exit(0),
            _ => {}
        })
        .build(app)?;
    app.manage(Tray { line, shown: Mutex::new(state) });
    Ok(())
}

fn sync_now(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let started = match app.state::<Workspace>().app().await {
            Ok(workspace) => workspace.call(Command::SyncNow(Nothing {})).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = started {
            tracing::warn!(%error, "no run was started from the tray");
            window::bring_up(&app);
        }
    });
}

/// Reads the state anew.
pub(crate) async fn refresh(handle: &AppHandle, app: &Arc<App>) {
    if !is_there(handle) {
        return;
    }
    let read = app.call(Command::OverviewGet(Nothing {})).await;
    let read = read.map_err(|error| error.to_string()).and_then(|overview| {
        serde_json::from_value::<Overview>(overview).map_err(|error| error.to_string())
    });
    match read {
        Ok(overview) => tell(handle, State::of(&overview)),
        Err(error) => tracing::warn!(error, "the tray does not know the state"),
    }
}

/// Shows that a run goes on.
pub(crate) fn running(handle: &AppHandle) {
    tell(handle, State::Running);
}

fn tell(handle: &AppHandle, state: State) {
    let Some(tray) = handle.try_state::<Tray>() else { return };
    let mut shown = tray.shown.lock().unwrap_or_else(PoisonError::into_inner);
    if *shown == state {
        return;
    }
    *shown = state;
    drop(shown);
    let icon = handle.tray_by_id(ID).map_or(Ok(()), |icon| {
        icon.set_icon_with_as_template(Some(state.icon()), true)?;
        icon.set_tooltip(Some(format!("Rolecall: {}", text(state.word()))))
    });
    if let Err(error) = icon.and_then(|()| tray.line.set_text(text(state.word()))) {
        tracing::warn!(%error, "the tray does not show the state");
    }
}
