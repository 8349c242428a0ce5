//! A session bus with gnome-keyring on it, in folders of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const PROGRAMS: [&str; 4] = ["bash", "dbus-run-session", "gnome-keyring-daemon", "secret-tool"];
const ROLE: &str = "ROLECALL_TEST_KEYRING_ROLE";

/// How the bus of a session is set up before the test's script runs in it.
#[derive(Clone, Copy)]
pub enum Bus<'a> {
    /// No bus at all.
    None,
    /// A bus on which nobody has unlocked a keyring.
    Locked,
    /// A bus with a keyring unlocked by this password, made at the first use.
    Unlocked(&'a str),
}

/// The folders that several sessions after one another share.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// Makes empty folders; `None`, with the reason printed, when a program is missing and
    /// `ROLECALL_REQUIRE_PEERS` is not set.
    pub fn new() -> Option<Self> {
        let missing: Vec<_> = PROGRAMS.into_iter().filter(|name| !is_installed(name)).collect();
        if !missing.is_empty() {
            let reason = format!("not installed: {}", missing.join(", "));
            let required = std::env::var_os("ROLECALL_REQUIRE_PEERS").is_some();
            assert!(!required, "ROLECALL_REQUIRE_PEERS is set and {reason}");
            eprintln!("SKIPPED: {reason} (Debian: gnome-keyring libsecret-tools dbus)");
            return None;
        }
        let home = Self { folder: TempDir::new().unwrap() };
        for part in ["home/.local/share", "home/.cache", "home/.config", "run"] {
            std::fs::create_dir_all(home.path(part)).unwrap();
        }
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(home.path("run"), private).unwrap();
        Some(home)
    }

    pub fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    /// Runs a shell script in a session. In it `as ROLE` runs the ignored test `role::ROLE` of this
    /// binary in a process of its own.
    pub fn run(&self, bus: Bus<'_>, script: &str) -> Output {
        let unlock = match bus {
            Bus::Unlocked(_) => {
                r#"eval "$(printf %s "$KRPW" | gnome-keyring-daemon --unlock --components=secrets)""#
            }
            Bus::None | Bus::Locked => ":",
        };
        // A role that is not there would be no failure of the test program: it must have passed.
        let roles = format!(
            r#"as() {{
                {ROLE}=1 "$EXE" --ignored --exact "gnome_keyring::role::$1" --nocapture |
                    tee /dev/stderr | grep -q '^test result: ok. 1 passed'
            }}"#
        );
        let script = format!("set -e\n{unlock}\n{roles}\n{script}\n");
        // A prompt that nobody can answer must end the test, not hang it.
        let mut command = Command::new("timeout");
        command.arg("60");
        if !matches!(bus, Bus::None) {
            command.args(["dbus-run-session", "--"]);
        }
        command.args(["bash", "-c", &script]).env_clear();
        if let Bus::Unlocked(password) = bus {
            command.env("KRPW", password);
        }
        command
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("EXE", std::env::current_exe().unwrap())
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/.local/share"))
            .env("XDG_CACHE_HOME", self.path("home/.cache"))
            .env("XDG_CONFIG_HOME", self.path("home/.config"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .output()
            .unwrap()
    }

    /// Runs a script as [`Home::run`] does and returns what it printed; fails when it failed.
    pub fn run_well(&self, bus: Bus<'_>, script: &str) -> String {
        let output = self.run(bus, script);
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{}\n{out}\n{err}", output.status);
        out
    }

    /// Returns every file below a part that holds the text, and how many files there are.
    pub fn files_with(&self, part: &str, text: &str) -> (Vec<PathBuf>, usize) {
        let mut found = Vec::new();
        let mut all = 0;
        let mut folders = vec![self.path(part)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.is_file() {
                    all += 1;
                    let bytes = std::fs::read(&path).unwrap();
                    if bytes.windows(text.len()).any(|w| w == text.as_bytes()) {
                        found.push(path);
                    }
                }
            }
        }
        (found, all)
    }
}

/// Says whether this process was started by [`Home::run`] to play a role.
pub fn is_role() -> bool {
    std::env::var_os(ROLE).is_some()
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}
