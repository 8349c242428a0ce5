//! The tray: what state Rolecall is in, and a way back to the window.

use crate::window;
use crate::words::{Word, text};
use crate::workspace::Workspace;
use jiff::Zoned;
use rolecall_contract::types::{Nothing, Overview, PauseRequest};
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
    Quarantined,
    Paused,
    Off,
}

impl State {
    fn of(overview: &Overview) -> Self {
        if overview.sync.running.is_some() {
            Self::Running
        } else if !overview.sync.quarantined.is_empty() {
            Self::Quarantined
        } else if !overview.banners.is_empty() || !overview.held.is_empty() {
            Self::Attention
        } else if !overview.sync.on {
            Self::Off
        } else if overview.sync.paused_until.is_some() || !overview.sync.paused.is_empty() {
            Self::Paused
        } else {
            Self::InSync
        }
    }

    fn word(self) -> Word {
        match self {
            Self::InSync => Word::InSync,
            Self::Running => Word::Running,
            Self::Attention => Word::Attention,
            Self::Quarantined => Word::Quarantined,
            Self::Paused => Word::Paused,
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
                Self::Quarantined => include_image!("icons/tray/quarantined-black@2x.png"),
                Self::Paused | Self::Off => include_image!("icons/tray/off-black@2x.png"),
            };
        }
        match self {
            Self::InSync => include_image!("icons/tray/in-sync-white@2x.png"),
            Self::Running => include_image!("icons/tray/running-white@2x.png"),
            Self::Attention => include_image!("icons/tray/attention-white@2x.png"),
            Self::Quarantined => include_image!("icons/tray/quarantined-white@2x.png"),
            Self::Paused | Self::Off => include_image!("icons/tray/off-white@2x.png"),
        }
    }
}

/// The parts of the tray that change.
struct Tray {
    line: MenuItem<Wry>,
    /// What can be pressed, with its words, which follow the language.
    items: Vec<(MenuItem<Wry>, Word)>,
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

/// What can be pressed, by the id of its item.
const PRESSED: [(&str, Word); 6] = [
    ("open", Word::Open),
    ("sync", Word::SyncNow),
    ("hour", Word::PauseHour),
    ("tomorrow", Word::PauseTomorrow),
    ("resume", Word::Resume),
    ("quit", Word::Quit),
];

fn build(app: &AppHandle) -> tauri::Result<()> {
    let state = State::Off;
    let line = MenuItem::with_id(app, "state", text(state.word()), false, None::<&str>)?;
    let mut items = Vec::new();
    let menu = Menu::with_items(app, &[&line, &PredefinedMenuItem::separator(app)?])?;
    for (id, word) in PRESSED {
        let item = MenuItem::with_id(app, id, text(word), true, None::<&str>)?;
        if matches!(word, Word::PauseHour | Word::Quit) {
            menu.append(&PredefinedMenuItem::separator(app)?)?;
        }
        menu.append(&item)?;
        items.push((item, word));
    }
    TrayIconBuilder::with_id(ID)
        .icon(state.icon())
        .icon_as_template(true)
        .tooltip("Rolecall")
        .menu(&menu)
        .on_menu_event(|app, event| press(app, event.id().as_ref()))
        .build(app)?;
    app.manage(Tray { line, items, shown: Mutex::new(state) });
    Ok(())
}

fn press(app: &AppHandle, id: &str) {
    match id {
        "open" => window::bring_up(app),
        "sync" => call(app, Command::SyncNow(Nothing {})),
        "hour" => pause(app, Some(Zoned::now().timestamp().as_millisecond() + HOUR)),
        // Where tomorrow has no midnight, an hour stands for it.
        "tomorrow" => pause(app, tomorrow(&Zoned::now())),
        "resume" => pause(app, None),
        "quit" => app.exit(0),
        _ => {}
    }
}

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;

/// The first instant of the day after `now`, in milliseconds since 1970 (UTC).
fn tomorrow(now: &Zoned) -> Option<i64> {
    let day = now.tomorrow().and_then(|day| day.start_of_day()).ok()?;
    Some(day.timestamp().as_millisecond())
}

fn pause(app: &AppHandle, until: Option<i64>) {
    call(app, Command::SyncPause(PauseRequest { until }));
}

/// Runs a command; where it is refused, the window tells what is the matter.
pub(crate) fn call(app: &AppHandle, command: Command) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let called = match app.state::<Workspace>().app().await {
            Ok(workspace) => workspace.call(command).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = called {
            tracing::warn!(%error, "what was pressed in the tray was refused");
            window::bring_up(&app);
        }
    });
}

/// Shows all words in the language in use.
pub(crate) fn reword(handle: &AppHandle) {
    let Some(tray) = handle.try_state::<Tray>() else { return };
    let state = *tray.shown.lock().unwrap_or_else(PoisonError::into_inner);
    let items = tray.items.iter().try_for_each(|(item, word)| item.set_text(text(*word)));
    if let Err(error) = items.and_then(|()| tray.line.set_text(text(state.word()))) {
        tracing::warn!(%error, "the tray keeps its words");
    }
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
