//! A launch agent on macOS, a registry value on Windows.

use crate::arguments::Arguments;
use rolecall_contract::Autostart;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Builder, ManagerExt};

/// The session that this application may start with.
pub(super) struct Session(pub(super) AppHandle);

impl Autostart for Session {
    fn is_on(&self) -> Result<bool, String> {
        self.0.autolaunch().is_enabled().map_err(|error| error.to_string())
    }

    fn set(&self, on: bool) -> Result<(), String> {
        let session = self.0.autolaunch();
        let set = if on { session.enable() } else { session.disable() };
        set.map_err(|error| error.to_string())
    }
}

/// The plugin that keeps the program's place. None of its commands is open to the page.
pub(super) fn plugin(arguments: &Arguments) -> TauriPlugin<Wry> {
    let args = arguments.at_session_start().into_iter().map(quoted);
    Builder::new().app_name(arguments.name_of_entry()).args(args).build()
}

/// The argument as the system keeps it: a launch agent keeps them apart, Windows in one line.
fn quoted(argument: String) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./\\:=+@,".contains(c);
    if cfg!(target_os = "macos") || argument.chars().all(plain) {
        argument
    } else {
        format!("\"{argument}\"")
    }
}
