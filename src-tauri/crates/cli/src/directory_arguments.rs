//! The arguments of `rolecallctl users` and `rolecallctl directory`.

use crate::places::Kept;
use clap::Subcommand;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Commands on people.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Lists people by userName, who is gone from the source among them.
    List(Kept),
    /// Shows USER with attributes and groups; edited values with the source's beside them.
    Show {
        /// The person's userName, in any case.
        user: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Edits values of USER, in an edit window or in a directory without sync.
    ///
    /// All edits of a person fall back as soon as the source says anything else of them.
    Set {
        /// The person's userName, in any case.
        user: String,
        /// The values, as ATTRIBUTE=VALUE; nothing after = takes the value away.
        #[arg(value_name = "ATTRIBUTE=VALUE", required = true)]
        values: Vec<String>,
        /// The directory, where several have such a person.
        #[arg(long, value_name = "NAME")]
        directory: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Gives up all edits of USER: the source's values count again.
    FallBack {
        /// The person's userName, in any case.
        user: String,
        /// The directory, where several have such a person.
        #[arg(long, value_name = "NAME")]
        directory: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Adds USER to a directory without sync.
    Add {
        /// The userName.
        user: String,
        /// Further values, as ATTRIBUTE=VALUE.
        #[arg(value_name = "ATTRIBUTE=VALUE")]
        values: Vec<String>,
        /// The directory.
        #[arg(long, value_name = "NAME")]
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Deletes USER for good, in an edit window or in a directory without sync. It cannot be
    /// undone.
    Delete {
        /// The person's userName, in any case.
        user: String,
        /// The userName once more, to the letter.
        #[arg(long = "type", value_name = "USERNAME")]
        typed: String,
        /// Deletes the accounts that Rolecall manages too, where targets support it.
        #[arg(long)]
        accounts: bool,
        /// The directory, where several have such a person.
        #[arg(long, value_name = "NAME")]
        directory: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on directories.
#[derive(Debug, Subcommand)]
pub enum DirectoryCommand {
    /// Lists the directories with their sources and how many people they have.
    List(Kept),
    /// Shows a directory: its source, when it was last read and what that came to.
    Show {
        /// The directory.
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Tries the source of a directory out, right by right, and shows five people.
    Probe {
        /// The directory.
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Signs in to the source of a directory by a browser of this machine (Entra ID, Google).
    SignIn {
        /// The directory.
        directory: String,
        /// The file of the OAuth client that Google hands out (JSON); not needed again later.
        #[arg(long, value_name = "FILE")]
        client: Option<PathBuf>,
        /// The port that the browser comes back to; any that is free when left out.
        #[arg(long)]
        port: Option<u16>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Lists the domains of one directory, or of all, and how their proofs stand.
    Domains {
        /// The directory; all of them when left out.
        directory: Option<String>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Adds a domain, looks for its proof, or removes it.
    #[command(subcommand)]
    Domain(DomainCommand),
    /// Shows or chooses which DNS server is asked for the proofs of domains.
    Resolver {
        /// The server; shows the one that is asked when left out.
        #[arg(value_name = "ADDRESS:PORT", conflicts_with = "system")]
        address: Option<SocketAddr>,
        /// Asks the system's own again.
        #[arg(long)]
        system: bool,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Opens and closes the edit window of a synced directory.
    #[command(subcommand)]
    EditWindow(EditWindowCommand),
    /// Removes the sync of a directory of a workspace. People, groups, domains and accounts stay;
    /// settings, secret, tokens and cursors are deleted.
    RemoveSync {
        /// The directory.
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on domains.
#[derive(Debug, Subcommand)]
pub enum DomainCommand {
    /// Adds DOMAIN to a directory of a workspace and prints the TXT record that proves it.
    Add {
        /// The directory.
        directory: String,
        /// The domain.
        domain: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Asks DNS for the proof of DOMAIN now.
    Check {
        /// The directory.
        directory: String,
        /// The domain.
        domain: String,
        /// The server to ask, instead of the system's.
        #[arg(long, value_name = "ADDRESS:PORT")]
        resolver: Option<SocketAddr>,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Requests the proof of DOMAIN again, for ten days.
    Restart {
        /// The directory.
        directory: String,
        /// The domain.
        domain: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Removes DOMAIN from a directory of a workspace.
    Remove {
        /// The directory.
        directory: String,
        /// The domain.
        domain: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}

/// Commands on the edit window.
#[derive(Debug, Subcommand)]
pub enum EditWindowCommand {
    /// Lets a synced directory be edited for one hour.
    Open {
        /// The directory.
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
    /// Ends editing.
    Close {
        /// The directory.
        directory: String,
        /// What to work on.
        #[command(flatten)]
        place: Kept,
    },
}
