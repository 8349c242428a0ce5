//! Starting with the desktop session, by the system's own means: an entry in the session's
//! autostart folder on Linux, a launch agent on macOS, a registry value on Windows.

use crate::arguments::Arguments;
use rolecall_contract::Autostart;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Builder, ManagerExt};

/// The session that this application may start with.
pub(crate) struct Session(pub(crate) AppHandle);

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

/// The plugin that writes the entry: it starts the same workspace, in the tray. None of its
/// commands is open to the page.
pub(crate) fn plugin(arguments: &Arguments) -> TauriPlugin<Wry> {
    let args = arguments.at_session_start().into_iter().map(|one| quoted(&one));
    Builder::new().app_name(arguments.name_of_entry()).args(args).build()
}

/// The argument as the entry holds it. A launch agent keeps arguments apart; the others have one
/// line, in which what has more than plain letters is quoted (Desktop Entry Specification 1.5,
/// "The Exec key"; the same quotes are read on Windows).
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./\\:=+@,".contains(c);
    if cfg!(target_os = "macos") || argument.chars().all(plain) {
        return argument.to_owned();
    }
    let escaped = if cfg!(windows) {
        argument.to_owned()
    } else {
        let mut text = String::new();
        for c in argument.chars() {
            if "\"`$\\".contains(c) {
                text.push('\\');
            }
            text.push(c);
        }
        text
    };
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn arguments_stay_whole_in_the_entry() {
        assert_eq!(quoted("--hidden"), "--hidden");
        assert_eq!(quoted("/home/ann/My data"), "\"/home/ann/My data\"");
        assert_eq!(quoted("a$b\"c"), "\"a\\$b\\\"c\"");
    }
}
