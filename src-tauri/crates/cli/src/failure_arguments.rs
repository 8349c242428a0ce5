//! The arguments of `rolecallctl failures`.

use crate::places::Kept;
use clap::{Args, Subcommand};

/// Commands on failures. They are retried by "runs retry".
#[derive(Debug, Subcommand)]
pub enum FailuresCommand {
    /// Lists what is open by target and cause, most people first; with --target and --cause its
    /// people.
    List {
        /// Only in this target.
        #[arg(long, value_name = "NAME", requires = "cause")]
        target: Option<String>,
        /// Only of this cause, such as no_licences.
        #[arg(long, requires = "target")]
        cause: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Writes the people of a cause as a table (CSV) to standard output.
    Export(OfCause),
    /// Hides a cause from the Overview until a further person is affected, or it came back.
    Dismiss(OfCause),
}

/// One cause in one target.
#[derive(Debug, Args)]
pub struct OfCause {
    /// The target.
    #[arg(long, value_name = "NAME")]
    pub target: String,
    /// The cause, such as no_licences.
    #[arg(long)]
    pub cause: String,
    /// What to work on.
    #[command(flatten)]
    pub place: Kept,
}
