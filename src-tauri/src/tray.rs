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

/// What the tray tells, and which of its actions would do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    state: State,
    can_pause: bool,
    can_resume: bool,
}

impl Shown {
    /// Before anything is known.
    const FIRST: Self = Self { state: State::Off, can_pause: false, can_resume: false };

    fn of(overview: &Overview) -> Self {
        let sync = &overview.sync;
        let is_paused = sync.paused_until.is_some();
        Self {
            state: State::of(overview),
            can_pause: sync.on && !is_paused,
            can_resume: sync.on && is_paused,
        }
    }

    fn offers(self, word: Word) -> bool {
        match word {
            Word::SyncNow => self.state != State::Running,
            Word::PauseHour | Word::PauseTomorrow => self.can_pause,
            Word::Resume => self.can_resume,
            _ => true,
        }
    }
}

/// The parts of the tray that change.
struct Tray {
    line: MenuItem<Wry>,
    /// What can be pressed, with its words, which follow the language.
    items: Vec<(MenuItem<Wry>, Word)>,
    shown: Mutex<Shown>,
}

/// Puts the icon into the tray; tells whether there is a tray. `name` tells this program from
/// others that run on other workspaces.
pub(crate) fn show(app: &AppHandle, name: &str) -> bool {
    // Where the system lacks the library for trays, the binding panics instead of answering.
    match catch_unwind(AssertUnwindSafe(|| build(app, name))) {
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

fn build(app: &AppHandle, name: &str) -> tauri::Result<()> {
    let shown = Shown::FIRST;
    let words = text(shown.state.word());
    let line = MenuItem::with_id(app, "state", words, false, None::<&str>)?;
    let mut items = Vec::new();
    let menu = Menu::with_items(app, &[&line, &PredefinedMenuItem::separator(app)?])?;
    for (id, word) in PRESSED {
        let item = MenuItem::with_id(app, id, text(word), shown.offers(word), None::<&str>)?;
        if matches!(word, Word::PauseHour | Word::Quit) {
            menu.append(&PredefinedMenuItem::separator(app)?)?;
        }
        menu.append(&item)?;
        items.push((item, word));
    }
    TrayIconBuilder::with_id(ID)
        .icon(shown.state.icon())
        .icon_as_template(true)
        // The panel reads the icon from a file, which no other program may write over.
        .temp_dir_path(app.path().app_cache_dir()?.join("tray").join(name))
        .tooltip("Rolecall")
        .menu(&menu)
        .on_menu_event(|app, event| press(app, event.id().as_ref()))
        .build(app)?;
    app.manage(Tray { line, items, shown: Mutex::new(shown) });
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
    let state = tray.shown.lock().unwrap_or_else(PoisonError::into_inner).state;
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
        Ok(overview) => tell(handle, |_| Shown::of(&overview)),
        Err(error) => tracing::warn!(error, "the tray does not know the state"),
    }
}

/// Shows that a run goes on.
pub(crate) fn running(handle: &AppHandle) {
    tell(handle, |before| Shown { state: State::Running, ..before });
}

fn tell(handle: &AppHandle, next: impl FnOnce(Shown) -> Shown) {
    let Some(tray) = handle.try_state::<Tray>() else { return };
    let mut shown = tray.shown.lock().unwrap_or_else(PoisonError::into_inner);
    let before = *shown;
    let now = next(before);
    if before == now {
        return;
    }
    *shown = now;
    drop(shown);
    let told = tray.items.iter().try_for_each(|(item, word)| item.set_enabled(now.offers(*word)));
    let told = told.and_then(|()| match handle.tray_by_id(ID) {
        Some(icon) if before.state != now.state => {
            icon.set_icon_with_as_template(Some(now.state.icon()), true)?;
            icon.set_tooltip(Some(format!("Rolecall: {}", text(now.state.word()))))
        }
        _ => Ok(()),
    });
    if let Err(error) = told.and_then(|()| tray.line.set_text(text(now.state.word()))) {
        tracing::warn!(%error, "the tray does not show the state");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_do_something_can_be_pressed() {
        let offered = |shown: Shown| -> Vec<&str> {
            PRESSED.iter().filter(|(_, word)| shown.offers(*word)).map(|(id, _)| *id).collect()
        };
        assert_eq!(offered(Shown::FIRST), ["open", "sync", "quit"]);
        let on = Shown { state: State::InSync, can_pause: true, can_resume: false };
        assert_eq!(offered(on), ["open", "sync", "hour", "tomorrow", "quit"]);
        let paused = Shown { state: State::Paused, can_pause: false, can_resume: true };
        assert_eq!(offered(paused), ["open", "sync", "resume", "quit"]);
        assert_eq!(offered(Shown { state: State::Running, ..paused }), ["open", "resume", "quit"]);
    }
}
