//! The application's menu on macOS, where every application has one in the bar at the top. On
//! Linux and Windows the window has none: its sidebar and the palette offer the same, with the
//! same keys.

use crate::tray;
use crate::window;
use crate::words::{Word, text};
use rolecall_contract::Command;
use rolecall_contract::types::Nothing;
use tauri::menu::{AboutMetadata, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Wry};

/// Places of the page by the ids of their items, in the order of the sidebar, with the keys that
/// lead there.
const PLACES: [(&str, Word, &str); 8] = [
    ("/overview", Word::Overview, "CmdOrCtrl+1"),
    ("/rules", Word::Rules, "CmdOrCtrl+2"),
    ("/attributes", Word::Attributes, "CmdOrCtrl+3"),
    ("/people", Word::People, "CmdOrCtrl+4"),
    ("/connections", Word::Connections, "CmdOrCtrl+5"),
    ("/runs", Word::Runs, "CmdOrCtrl+6"),
    ("/activity", Word::Activity, "CmdOrCtrl+7"),
    ("/runs/plan", Word::Plan, "CmdOrCtrl+Shift+P"),
];
const SETTINGS: (&str, Word, &str) = ("/settings", Word::Settings, "CmdOrCtrl+,");
const SYNC: (&str, Word, &str) = ("menu sync", Word::SyncNow, "CmdOrCtrl+Shift+S");

/// Shows the menu in the language in use; nothing where the platform has no such menu.
pub(crate) fn show(app: &AppHandle) {
    if !cfg!(target_os = "macos") {
        return;
    }
    let shown = build(app).and_then(|menu| app.set_menu(menu).map(|_| ()));
    if let Err(error) = shown {
        tracing::warn!(%error, "the menu is not shown");
    }
}

fn item(app: &AppHandle, (id, word, keys): (&str, Word, &str)) -> tauri::Result<MenuItem<Wry>> {
    MenuItem::with_id(app, id, text(word), true, Some(keys))
}

fn build(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let line = || PredefinedMenuItem::separator(app);
    let about = PredefinedMenuItem::about(app, Some(text(Word::About)), Some(about()))?;
    let hide = PredefinedMenuItem::hide(app, Some(text(Word::Hide)))?;
    let others = PredefinedMenuItem::hide_others(app, Some(text(Word::HideOthers)))?;
    let quit = PredefinedMenuItem::quit(app, Some(text(Word::Quit)))?;
    let settings = item(app, SETTINGS)?;
    let own = Submenu::with_items(
        app,
        "Rolecall",
        true,
        &[&about, &line()?, &settings, &line()?, &hide, &others, &line()?, &quit],
    )?;
    let edit = Submenu::with_items(
        app,
        text(Word::Edit),
        true,
        &[
            &PredefinedMenuItem::undo(app, Some(text(Word::Undo)))?,
            &PredefinedMenuItem::redo(app, Some(text(Word::Redo)))?,
            &line()?,
            &PredefinedMenuItem::cut(app, Some(text(Word::Cut)))?,
            &PredefinedMenuItem::copy(app, Some(text(Word::Copy)))?,
            &PredefinedMenuItem::paste(app, Some(text(Word::Paste)))?,
            &PredefinedMenuItem::select_all(app, Some(text(Word::SelectAll)))?,
        ],
    )?;
    let go = Submenu::new(app, text(Word::Go), true)?;
    for place in PLACES {
        go.append(&item(app, place)?)?;
    }
    go.append(&line()?)?;
    go.append(&item(app, SYNC)?)?;
    let windows = Submenu::with_items(
        app,
        text(Word::Window),
        true,
        &[
            &PredefinedMenuItem::minimize(app, Some(text(Word::Minimize)))?,
            &PredefinedMenuItem::close_window(app, Some(text(Word::Close)))?,
        ],
    )?;
    Menu::with_items(app, &[&own, &edit, &go, &windows])
}

fn about() -> AboutMetadata<'static> {
    AboutMetadata {
        name: Some("Rolecall".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        ..AboutMetadata::default()
    }
}

/// Does what was chosen in the menu; what the tray offers is left to it.
pub(crate) fn press(app: &AppHandle, id: &str) {
    if id == SYNC.0 {
        tray::call(app, Command::SyncNow(Nothing {}));
    } else if id == SETTINGS.0 || PLACES.iter().any(|(place, ..)| *place == id) {
        window::open_page(app, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_and_places_are_used_once() {
        let all = || PLACES.into_iter().chain([SETTINGS, SYNC]);
        let keys: BTreeSet<&str> = all().map(|(_, _, keys)| keys).collect();
        let ids: BTreeSet<&str> = all().map(|(id, ..)| id).collect();
        assert_eq!((keys.len(), ids.len()), (10, 10), "{keys:?} {ids:?}");
    }
}
