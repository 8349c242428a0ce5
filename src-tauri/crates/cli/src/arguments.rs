//! The arguments of `rolecallctl`.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Keeps people's product licences and roles in step with the directory.
#[derive(Debug, Parser)]
#[command(name = "rolecallctl", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads, resolves and plans; sends nothing.
    Plan(Place),
    /// Reads, resolves, plans and applies.
    Sync(Place),
    /// Explains every value that a rule names for USER or that USER holds.
    Explain {
        /// The person's userName.
        user: String,
        /// What to work on.
        #[command(flatten)]
        place: Place,
    },
    /// Checks and moves configurations.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Keeps secrets.
    #[command(subcommand)]
    Secret(SecretCommand),
}

/// What to work on.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// A configuration file; what must be remembered is kept beside it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to keep what must be remembered, instead of beside the configuration file.
    #[arg(long, value_name = "DIR", requires = "config")]
    pub state: Option<PathBuf>,
    /// A workspace, instead of a configuration file.
    #[arg(long, value_name = "DIR", env = "ROLECALL_HOME")]
    pub workspace: Option<PathBuf>,
    /// The sample organization; nothing leaves this machine.
    #[arg(long, conflicts_with = "config")]
    pub sample: bool,
    /// Answers as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Commands on configurations.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Checks a configuration file.
    Check(Place),
    /// Writes the configuration of a workspace, or a file in its canonical form.
    Export(Place),
    /// Takes a configuration file over into a workspace, showing the difference first.
    Import {
        /// The configuration file.
        file: PathBuf,
        /// Applies without asking.
        #[arg(long)]
        yes: bool,
        /// The workspace.
        #[command(flatten)]
        place: Place,
    },
}

/// Commands on secrets.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Keeps the secret NAME, read from standard input.
    Set {
        /// Its name: lower-case letters, digits and hyphens.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Place,
    },
    /// Lists the names of secrets.
    List(Place),
    /// Removes the secret NAME.
    Remove {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Place,
    },
}
