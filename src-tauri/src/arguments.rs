//! What the program is started with.

use clap::Parser;
use rolecall_contract::AppOptions;
use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Turns people and groups into licences, roles and memberships, in the background.
#[derive(Debug, Clone, Default, Hash, Parser)]
#[command(name = "rolecall", version)]
pub(crate) struct Arguments {
    /// Open the sample organization: everything works, nothing leaves the machine
    #[arg(long)]
    pub sample: bool,
    /// Start in the tray, without the window
    #[arg(long)]
    pub hidden: bool,
    /// Open the workspace in this folder
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Keep workspaces in this folder instead of the system's place for data
    #[arg(long, value_name = "DIR", env = "ROLECALL_HOME")]
    pub home: Option<PathBuf>,
}

impl Arguments {
    /// The workspace to open; `home` holds those without a place of their own.
    pub fn options(&self, home: &Path) -> AppOptions {
        let usual = home.join(if self.sample { "sample" } else { "workspace" });
        AppOptions {
            workspace: self.workspace.clone().unwrap_or(usual),
            sample: self.sample,
            who: who(),
            platform: "desktop".to_owned(),
        }
    }

    /// What the desktop session starts it with: the same workspace, in the tray.
    pub fn at_session_start(&self) -> Vec<String> {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut all = vec!["--hidden".to_owned()];
        if self.sample {
            all.push("--sample".to_owned());
        }
        for (flag, path) in [("--workspace", &self.workspace), ("--home", &self.home)] {
            if let Some(path) = path {
                all.extend([flag.to_owned(), whole(path).display().to_string()]);
            }
        }
        all
    }

    /// What the session calls the entry that starts it; each workspace has its own.
    pub fn name_of_entry(&self) -> String {
        let name = self.name_on_the_bus();
        match name.rsplit_once(".workspace") {
            Some((_, number)) => format!("Rolecall {number}"),
            None => "Rolecall".to_owned(),
        }
    }

    /// The name by which a second start finds the first; each workspace opens once.
    pub fn name_on_the_bus(&self) -> String {
        let name = "org.rolecall.desktop".to_owned();
        let place = Self { hidden: false, ..self.clone() };
        if !place.sample && place.workspace.is_none() && place.home.is_none() {
            return name;
        }
        let mut hasher = DefaultHasher::new();
        place.hash(&mut hasher);
        format!("{name}.workspace{:016x}", hasher.finish())
    }
}

/// The account at this host, as Activity names who acts.
fn who() -> String {
    let account = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
    let account = account.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned());
    format!("{account}@{}", gethostname::gethostname().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Arguments {
        Arguments::try_parse_from([&["rolecall"], arguments].concat()).expect("they can be read")
    }

    #[test]
    fn the_sample_is_kept_apart() {
        let home = Path::new("data");
        assert_eq!(read(&[]).options(home).workspace, home.join("workspace"));
        assert_eq!(read(&["--sample"]).options(home).workspace, home.join("sample"));
        let given = read(&["--sample", "--workspace", "there"]).options(home);
        assert_eq!((given.workspace, given.sample), (PathBuf::from("there"), true));
    }

    #[test]
    fn each_workspace_has_its_own_name_on_the_bus() {
        let name = |arguments: &[&str]| read(arguments).name_on_the_bus();
        assert_eq!(name(&["--home", "a"]), name(&["--hidden", "--home", "a"]));
        let names = [name(&["--home", "a"]), name(&["--home", "b"]), name(&["--sample"])];
        assert!(names[0] != names[1] && names[1] != names[2], "{names:?}");
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '.';
        assert!(names.iter().all(|name| name.chars().all(is_allowed)), "{names:?}");
    }

    #[test]
    fn the_session_starts_the_same_workspace_in_the_tray() {
        assert_eq!(read(&[]).at_session_start(), ["--hidden"]);
        let given = read(&["--sample", "--home", "/data/of ann"]);
        assert_eq!(given.at_session_start(), ["--hidden", "--sample", "--home", "/data/of ann"]);
        assert_eq!(read(&["--hidden"]).name_of_entry(), "Rolecall");
        assert_ne!(given.name_of_entry(), read(&["--sample"]).name_of_entry());
    }

    #[test]
    fn who_acts_has_an_account_and_a_host() {
        let who = who();
        let (account, host) = who.split_once('@').expect("an @");
        assert!(!account.is_empty() && !host.is_empty(), "{who}");
    }
}
