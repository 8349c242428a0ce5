//! Starting with the desktop session, by the system's own means: an entry in the session's
//! autostart folder on Linux, a launch agent on macOS, a registry value on Windows.

#[cfg(target_os = "linux")]
mod entry;
#[cfg(not(target_os = "linux"))]
mod plugin;

use crate::arguments::Arguments;
use rolecall_contract::Autostart;
use tauri::{AppHandle, Builder, Wry};

/// What can make the session start this program, in the tray and on the same workspace.
///
/// # Errors
/// When the system does not say where the program or its own settings are.
#[cfg(target_os = "linux")]
pub(crate) fn session(app: &AppHandle, arguments: &Arguments) -> tauri::Result<Box<dyn Autostart>> {
    use tauri::Manager;

    // What an AppImage unpacks is gone after it; the image itself stays where it is.
    let program = match app.env().appimage {
        Some(image) => image.into(),
        None => tauri::utils::platform::current_exe()?,
    };
    let folder = app.path().config_dir()?.join("autostart");
    Ok(Box::new(entry::Entry::new(&folder, &program, arguments)))
}

/// What can make the session start this program, in the tray and on the same workspace.
///
/// # Errors
/// Never: the plugin knows the program's place.
#[cfg(not(target_os = "linux"))]
pub(crate) fn session(app: &AppHandle, _: &Arguments) -> tauri::Result<Box<dyn Autostart>> {
    Ok(Box::new(plugin::Session(app.clone())))
}

/// The application with what [`session`] needs: nothing but its own file.
#[cfg(target_os = "linux")]
pub(crate) fn prepared(builder: Builder<Wry>, _: &Arguments) -> Builder<Wry> {
    builder
}

/// The application with what [`session`] needs.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepared(builder: Builder<Wry>, arguments: &Arguments) -> Builder<Wry> {
    builder.plugin(plugin::plugin(arguments))
}
