//! The arguments of `rolecallctl schedule`.

use crate::places::Kept;
use clap::Subcommand;

/// Commands on the schedule. Runs start by themselves while User sync is on and "rolecallctl serve"
/// or the window is open.
#[derive(Debug, Subcommand)]
pub enum ScheduleCommand {
    /// Shows when each target is synced, the quiet hours, and whether User sync is on.
    Show(Kept),
    /// Says how often, or at which times, a target of a workspace is synced.
    Set {
        /// The target.
        target: String,
        /// How often, such as 40m or 2h.
        #[arg(long, value_name = "DURATION", required_unless_present = "at")]
        every: Option<String>,
        /// At which times: minute, hour, day of the month, month, day of the week.
        #[arg(long, value_name = "FIELDS", conflicts_with = "every")]
        at: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Says in which hours of this machine's time no run of a workspace starts by itself.
    Quiet {
        /// The hours, such as 22:00-06:00; instead of those that there were.
        #[arg(value_name = "HOURS", required_unless_present = "none", conflicts_with = "none")]
        hours: Vec<String>,
        /// There are to be none.
        #[arg(long)]
        none: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Switches User sync of a workspace on.
    ///
    /// The first time it shows the plan and, on a terminal, asks; elsewhere it switches on.
    On {
        /// Switches on without asking.
        #[arg(long)]
        yes: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Switches User sync off; "sync" works all the same.
    Off(Kept),
    /// Lets no run start by itself for a while, a week at most.
    Pause {
        /// For how long, such as 1h.
        #[arg(long = "for", value_name = "DURATION", default_value = "1h")]
        duration: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lets runs start by themselves again before the pause is over.
    Resume(Kept),
}
