//! The arguments of `rolecallctl`: the commands. What they work on is in `places`.

use crate::directory_arguments::{DirectoryCommand, UsersCommand};
use crate::failure_arguments::FailuresCommand;
use crate::places::{Kept, Place};
use crate::push_arguments::PushCommand;
use crate::schedule_arguments::ScheduleCommand;
use crate::target_arguments::TargetsCommand;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Keeps people's product licences and roles in step with the directory.
///
/// Exit codes: 0 all is well; 1 arguments or the configuration are wrong, or a source or target
/// could not be read; 2 steps failed, or failures or shortages stand; 3 a guard holds steps.
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
    /// Reads, resolves and plans; sends nothing and writes nothing.
    Plan(Place),
    /// Reads, resolves, plans and applies, then reports what came of each step.
    Sync(Place),
    /// Tells how all stands: User sync, runs, failures, what guards hold, what could not be read.
    ///
    /// Exit codes: 1 a source or target could not be read or is in quarantine; 2 otherwise failures
    /// stand; 3 otherwise a guard holds steps; 0.
    Status(Kept),
    /// Shows and changes when runs start by themselves, and switches User sync on and off.
    #[command(subcommand)]
    Schedule(ScheduleCommand),
    /// Explains every value that a rule names for USER or that USER holds, with the rules.
    Explain {
        /// The person's userName, in any case.
        user: String,
        /// What to work on.
        #[command(flatten)]
        place: Place,
    },
    /// Looks at rules, checks rule tests, and tries other rules; changes nothing.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Checks, writes out and takes over configurations.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Keeps the credentials of targets in the system's keyring.
    #[command(subcommand)]
    Secret(SecretCommand),
    /// Shows runs, retries their failures, undoes them, and decides on what guards held.
    #[command(subcommand)]
    Runs(RunsCommand),
    /// Lists what failed by cause and person, writes it out, and hides a cause.
    #[command(subcommand)]
    Failures(FailuresCommand),
    /// Shows and tries targets, adds, changes and removes them, and leaves them out of runs.
    ///
    /// Exit code 4: refused as things stand, with the reason.
    #[command(subcommand)]
    Targets(TargetsCommand),
    /// Lists connections in quarantine, tries one now, or ends its quarantine.
    #[command(subcommand)]
    Quarantine(QuarantineCommand),
    /// Makes, lists and revokes the tokens by which providers write to directories (SCIM push).
    #[command(subcommand)]
    Token(TokenCommand),
    /// Lists the SCIM calls that were received, and chooses where they are listened for.
    #[command(subcommand)]
    Push(PushCommand),
    /// Writes out and verifies the record of all that happened.
    #[command(subcommand)]
    Activity(ActivityCommand),
    /// Shows people as they were last read, edits them, and deletes them for good.
    ///
    /// Exit code 4: refused as things stand, with the reason.
    #[command(subcommand)]
    Users(UsersCommand),
    /// Shows directories, their domains and edit windows, and removes their sync.
    ///
    /// Exit code 4: refused as things stand, with the reason.
    #[command(subcommand)]
    Directory(DirectoryCommand),
    /// Lists the accounts of a target, says by hand whose one is, adopts and reactivates.
    #[command(subcommand)]
    Accounts(AccountsCommand),
    /// Tries the ways by which news of runs are told.
    #[command(subcommand)]
    Notify(NotifyCommand),
    /// Checks workspace, keyring, secrets, sources and targets, and says what to do about each.
    Doctor(Kept),
    /// Syncs in the background and serves the interface to this machine's browser.
    ///
    /// Prints the interface's one-time address, alone on standard output, as soon as it is ready;
    /// logs go to standard error. Ends on an interrupt, a run under way between two steps.
    Serve(Serve),
}

/// Commands on rules. None of them changes anything.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Says what is remarkable: rules that match nobody, decide nothing, repeat another, name what
    /// the source lacks, give what they withhold or what there is not, or pass the seats there are.
    Lint(Place),
    /// Compares every rule test with what rules give, before seats, domains and guards.
    ///
    /// Exit code 2 when a rule test is broken.
    Test(Place),
    /// Shows what the rules, exceptions and rule tests of another configuration file would change:
    /// the state after the following sync, were all its steps done, against the one without them.
    Effect {
        /// The configuration file whose rules, exceptions and rule tests are tried.
        #[arg(long, value_name = "FILE")]
        with: PathBuf,
        /// What they are tried on.
        #[command(flatten)]
        place: Place,
    },
}

/// Commands on configurations.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Checks a configuration file and says where anything is wrong.
    Check {
        /// The configuration file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Answers as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes the configuration of a workspace, or a file in its canonical form.
    Export(Kept),
    /// Takes a configuration file over into a workspace, showing the difference first.
    ///
    /// On a terminal it asks before it applies; elsewhere it applies.
    Import {
        /// The configuration file.
        file: PathBuf,
        /// Applies without asking.
        #[arg(long)]
        yes: bool,
        /// The workspace; made when it is not there. The variable ROLECALL_HOME names it too.
        #[arg(long, value_name = "DIR")]
        workspace: Option<PathBuf>,
        /// Answers as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Commands on secrets.
#[derive(Debug, Subcommand)]
pub enum SecretCommand {
    /// Keeps the secret NAME, whose value is read from standard input.
    Set {
        /// Its name: lower-case letters, digits and hyphens.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lists the names of secrets and where they come from, never their values.
    List(Kept),
    /// Removes the secret NAME from the keyring.
    Remove {
        /// Its name.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on runs.
#[derive(Debug, Subcommand)]
pub enum RunsCommand {
    /// Lists the runs, newest first.
    List(Kept),
    /// Shows run NUMBER with its steps.
    Show {
        /// Its number.
        number: i64,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Retries the failures of one cause in one target, or all, as far as the current plan wants
    /// them.
    Retry {
        /// The target; with --all every target when left out.
        #[arg(long, value_name = "NAME", required_unless_present = "all")]
        target: Option<String>,
        /// The cause, such as account_exists.
        #[arg(long, required_unless_present = "all", conflicts_with = "all")]
        cause: Option<String>,
        /// A userName to retry; may be repeated. Everybody of the cause when left out.
        #[arg(long = "user", value_name = "USER", conflicts_with = "all")]
        users: Vec<String>,
        /// Retries everything that failed, whatever the cause.
        #[arg(long)]
        all: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lets the steps go that guards held in run NUMBER: the next sync within 7 days sends them.
    Approve {
        /// The run's number.
        number: i64,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Gives up the steps that guards held in run NUMBER, until rules do not want them either.
    Discard {
        /// The run's number.
        number: i64,
        /// Wants again what was given up of that run; the next plan has it.
        #[arg(long)]
        take_back: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Takes back what run NUMBER did, as far as it still stands, and pauses its targets.
    ///
    /// Shows its plan first and, on a terminal, asks; elsewhere it applies. Values given are taken
    /// and values taken are given, accounts suspended are reactivated, accounts made or reactivated
    /// are suspended, what was adopted is unmanaged again. What an update wrote, and values that
    /// were created, stay. Runs leave the targets out until "rolecallctl targets resume".
    Undo {
        /// The run's number.
        number: i64,
        /// Applies without asking.
        #[arg(long)]
        yes: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on quarantine.
#[derive(Debug, Subcommand)]
pub enum QuarantineCommand {
    /// Lists the connections in quarantine, with the reason and the next attempt.
    List(Kept),
    /// Ends the quarantine of the connection NAME.
    Lift {
        /// A target, a directory, or `source:DIRECTORY` or `push:DIRECTORY` for one of its two.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lets the next sync try the connection NAME, whenever its next attempt was to be.
    Try {
        /// A target, a directory, or `source:DIRECTORY` or `push:DIRECTORY` for one of its two.
        name: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on tokens of SCIM push.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token for DIRECTORY and prints it, alone on standard output, this once.
    ///
    /// Two tokens of a directory are valid at once, so that one can replace the other.
    Create {
        /// The directory, which others write to by SCIM.
        directory: String,
        /// What the token is to be called; a name is made up where this is left out.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lists the tokens that are valid, with when each was last used.
    List(Kept),
    /// Makes a token invalid.
    Revoke {
        /// Its number, or its name.
        token: String,
        /// The directory, where several have a token of that name.
        #[arg(long, value_name = "NAME")]
        directory: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on the record of all that happened.
#[derive(Debug, Subcommand)]
pub enum ActivityCommand {
    /// Writes all entries, oldest first, as CSV; with --json as one JSON object a line.
    Export(Kept),
    /// Checks that no entry was changed, removed or put in since it was written.
    Verify(Kept),
}

/// Commands on accounts.
#[derive(Debug, Subcommand)]
pub enum AccountsCommand {
    /// Lists the accounts of a target by userName, with whose they are.
    List {
        /// The target.
        #[arg(long, value_name = "NAME")]
        target: String,
        /// Only these accounts.
        #[arg(long, value_enum)]
        which: Option<Which>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Gives an account to a person, before every key by which accounts are matched.
    Link {
        /// The target.
        #[arg(long, value_name = "NAME")]
        target: String,
        /// The target's own key of the account; the userName in an accounts file.
        #[arg(long, value_name = "KEY")]
        account: String,
        /// The person's userName, in any case.
        #[arg(long)]
        user: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Makes accounts that exist managed, and retries their people: this once, whatever the target's
    /// policy for unmanaged accounts.
    Adopt {
        /// The target.
        #[arg(long, value_name = "NAME")]
        target: String,
        /// A userName of the failure account_exists; may be repeated. All when left out.
        #[arg(long = "user", value_name = "USER")]
        users: Vec<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Makes accounts that someone else deactivated ours to reactivate, and retries their people.
    Reactivate {
        /// The target.
        #[arg(long, value_name = "NAME")]
        target: String,
        /// A userName of the failure suspended_elsewhere; may be repeated. All when left out.
        #[arg(long = "user", value_name = "USER")]
        users: Vec<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Keeps an account from being anyone's.
    Unlink {
        /// The target.
        #[arg(long, value_name = "NAME")]
        target: String,
        /// The target's own key of the account; the userName in an accounts file.
        #[arg(long, value_name = "KEY")]
        account: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on the news of runs.
#[derive(Debug, Subcommand)]
pub enum NotifyCommand {
    /// Really sends a trial by e-mail or webhook. Exit code 2 when it was not taken.
    Test {
        /// The way.
        #[arg(value_enum)]
        channel: Way,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// A way by which a terminal can tell news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// To the addresses of [notify.email].
    Email,
    /// To the address of [notify.webhook].
    Webhook,
}

/// Which accounts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// Those that no person explains.
    Unlinked,
    /// Those that Rolecall does not manage.
    Unmanaged,
}

/// What `serve` works on, and where it listens.
#[derive(Debug, Args)]
pub struct Serve {
    /// The workspace; made when it is not there. The variable ROLECALL_HOME names it too.
    #[arg(long, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Opens the sample organization, in a workspace of its own unless --workspace names one.
    #[arg(long)]
    pub sample: bool,
    /// The address of this machine's loopback to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7420")]
    pub listen: SocketAddr,
    /// A further address on which SCIM calls alone are taken, which other machines may reach;
    /// where it is left out, the settings of the workspace say.
    #[arg(long, value_name = "ADDRESS")]
    pub scim_listen: Option<SocketAddr>,
    /// The certificate for --scim-listen, with those that signed it (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_key", requires = "scim_listen")]
    pub tls_cert: Option<PathBuf>,
    /// The private key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Takes SCIM calls without TLS on --scim-listen, because a proxy that speaks it stands before
    /// it; what the proxy says of address and scheme is believed.
    #[arg(long, requires = "scim_listen")]
    pub behind_proxy: bool,
}
