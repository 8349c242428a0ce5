//! What commands are told to work on, and where that is.

use anyhow::{Context, bail};
use clap::Args;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variable that names a workspace where no argument does.
const HOME: &str = "ROLECALL_HOME";

/// A configuration file with its state, or a workspace.
#[derive(Debug, Clone, Args)]
pub struct Kept {
    /// A configuration file. What must be remembered is kept beside it, in FILE.state.
    #[arg(long, value_name = "FILE", conflicts_with = "workspace")]
    pub config: Option<PathBuf>,
    /// Where to keep what must be remembered, instead of beside the configuration file.
    #[arg(long, value_name = "DIR", requires = "config")]
    pub state: Option<PathBuf>,
    /// A workspace, instead of a configuration file. The variable ROLECALL_HOME names it too.
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Answers as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A configuration file with its state, a workspace, or the sample organization.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The file or the workspace.
    #[command(flatten)]
    pub kept: Kept,
    /// The sample organization, made anew for this one command; nothing leaves this machine.
    #[arg(long, conflicts_with_all = ["config", "state", "workspace"])]
    pub sample: bool,
}

impl Kept {
    /// The folder in which what must be remembered is kept; it need not exist.
    pub fn state(&self) -> anyhow::Result<PathBuf> {
        match (&self.config, &self.state) {
            (Some(_), Some(state)) => Ok(state.clone()),
            (Some(config), None) => Ok(state_beside(config)),
            (None, _) => workspace(self.workspace.as_deref()).context(
                "name what to work on: --config FILE, or --workspace DIR (or ROLECALL_HOME)",
            ),
        }
    }
}

/// The workspace that `named` or the environment names.
pub fn workspace(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| variable(HOME).map(PathBuf::from))
}

/// Where what must be remembered about `config` is kept unless told otherwise: its name with
/// `.state` appended.
pub fn state_beside(config: &Path) -> PathBuf {
    let mut name = config.as_os_str().to_owned();
    name.push(".state");
    PathBuf::from(name)
}

/// Where the sample organization is kept when no workspace is named.
pub fn sample_workspace() -> anyhow::Result<PathBuf> {
    let home = || variable("HOME").map(PathBuf::from);
    let data = if cfg!(windows) {
        variable("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        let named = variable("XDG_DATA_HOME").map(PathBuf::from);
        // The XDG base directory specification has relative paths ignored.
        named
            .filter(|path| path.is_absolute())
            .or_else(|| home().map(|home| home.join(".local/share")))
    };
    let Some(data) = data else {
        bail!("this account has no folder for data; name one with --workspace DIR")
    };
    Ok(data.join("rolecall").join("sample"))
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
