//! The entry in the session's autostart folder (Desktop Application Autostart Specification 0.5,
//! Desktop Entry Specification 1.5).

use crate::arguments::Arguments;
use rolecall_contract::Autostart;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// The lines by which a session's own settings switch an entry off without taking it away.
const OFF: [&str; 2] = ["Hidden=true", "X-GNOME-Autostart-enabled=false"];

/// One program's entry; it need not be there.
pub(super) struct Entry {
    path: PathBuf,
    text: String,
}

impl Entry {
    /// The entry in `folder` that starts `program` in the tray, on the workspace of `arguments`.
    pub(super) fn new(folder: &Path, program: &Path, arguments: &Arguments) -> Self {
        let name = arguments.name_of_entry();
        let words = [program.display().to_string()].into_iter().chain(arguments.at_session_start());
        let line = words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ");
        Self {
            path: folder.join(format!("{}.desktop", arguments.name_on_the_bus())),
            text: format!(
                "[Desktop Entry]\nType=Application\nVersion=1.5\nName={name}\nExec={line}\n\
                 Icon=rolecall\nTerminal=false\nStartupNotify=false\n"
            ),
        }
    }

    fn told(&self, verb: &str, error: &Error) -> String {
        format!("{} cannot be {verb}: {error}", self.path.display())
    }
}

impl Autostart for Entry {
    fn is_on(&self) -> Result<bool, String> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(!text.lines().any(|line| OFF.contains(&line.trim()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.told("read", &error)),
        }
    }

    fn set(&self, on: bool) -> Result<(), String> {
        if on {
            let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
            let written = folder.and_then(|()| fs::write(&self.path, &self.text));
            return written.map_err(|error| self.told("written", &error));
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.told("removed", &error)),
            _ => Ok(()),
        }
    }
}

/// A word of the line that is run: quoted where it has more than plain letters, a percent sign
/// doubled, and backslashes once more, as in every value of an entry.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+@,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for c in word.chars() {
        match c {
            '\\' => text.push_str("\\\\\\\\"),
            '"' | '`' | '$' => text.extend(["\\\\", c.encode_utf8(&mut [0; 4])]),
            '%' => text.push_str("%%"),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_in_the_entry() {
        assert_eq!(quoted("--hidden"), "--hidden");
        assert_eq!(quoted("/home/ann/My data"), "\"/home/ann/My data\"");
        assert_eq!(quoted("a$b\"c"), r#""a\\$b\\"c""#);
        assert_eq!(quoted(r"a\b 50%"), r#""a\\\\b 50%%""#);
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn an_entry_is_written_switched_off_elsewhere_and_removed() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("config/autostart");
        let arguments = Arguments { sample: true, ..Arguments::default() };
        let entry = Entry::new(&folder, Path::new("/opt/Role call/rolecall"), &arguments);
        assert_eq!(entry.is_on(), Ok(false));
        assert_eq!(entry.set(false), Ok(()), "nothing to remove");
        assert_eq!(entry.set(true), Ok(()));
        assert_eq!(entry.is_on(), Ok(true));
        let path = folder.join(format!("{}.desktop", arguments.name_on_the_bus()));
        let text = fs::read_to_string(&path).expect("the entry");
        assert!(text.contains("\nExec=\"/opt/Role call/rolecall\" --hidden --sample\n"), "{text}");
        fs::write(&path, format!("{text}Hidden=true\n")).expect("the session writes");
        assert_eq!(entry.is_on(), Ok(false), "the session's own settings switched it off");
        assert_eq!(entry.set(true), Ok(()));
        assert_eq!(entry.is_on(), Ok(true));
        assert_eq!(entry.set(false), Ok(()));
        assert!(!path.exists());
    }
}
