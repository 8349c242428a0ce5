//! The arguments of `rolecallctl targets`.

use crate::places::Kept;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands on targets.
#[derive(Debug, Subcommand)]
pub enum TargetsCommand {
    /// Lists the targets with when they are synced, and whether they are paused.
    List(Kept),
    /// Writes what is said of target NAME in the form of the configuration file, for "targets set".
    Show {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Tries target NAME out: address, credential, rights, accounts. Changes nothing there.
    ///
    /// Exit code 1 when it could not be read.
    Try {
        /// Its name.
        name: String,
        /// Tries it as this file says, which "targets set" would take.
        #[arg(long = "as", value_name = "FILE")]
        file: Option<PathBuf>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Adds a target to a workspace, or changes what is said of one.
    ///
    /// FILE has the form of the configuration file, with one [[target]] and nothing else; relative
    /// paths count from it. Its secret is set by "secret set".
    Set {
        /// The file.
        file: PathBuf,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Removes target NAME, which no rule, exception or rule test names; its accounts stay.
    Remove {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Leaves target NAME out of all runs until it is resumed.
    Pause {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lets runs take target NAME in again.
    Resume {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}
