//! The sample organization: Vellamo Instruments, 500 people, its rules, and its console.
//!
//! The same on every machine. What its first sync comes to is written down in [`FIRST_SYNC`] and follows from
//! the tables in `teams.rs`, not from the seed: only names, titles and dates are drawn.

mod configuration;
mod content;
mod files;
mod people;
mod teams;

use std::io;
use std::path::{Path, PathBuf};

/// The verified e-mail domain.
pub const DOMAIN: &str = "vellamo.example";
/// The domain of an acquired company, which is not verified.
pub const OTHER_DOMAIN: &str = "kestrel-labs.example";
/// The name of the target in `config.toml`.
pub const TARGET: &str = "console";
/// The name of the secret that holds the console's bearer token.
pub const SECRET: &str = "sample-console";

/// The seed of names, titles and dates.
const SEED: u64 = 2026;

/// What the first sync of the sample organization shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSync {
    /// People read: active and not.
    pub people: usize,
    /// Accounts in the console before.
    pub accounts_before: usize,
    /// Accounts there after a sync with the seats at first.
    pub accounts_after: usize,
    /// Active people in a verified domain, with all attributes and no account, to whom rules give a value.
    pub created: usize,
    /// Active people to whom no rule gives anything.
    pub nothing_given: usize,
    /// People whose account exists and is not managed: `account_exists`.
    pub account_exists: usize,
    /// People short of a Webinar seat: `no_licences`; so many must be bought.
    pub no_licences: usize,
    /// People outside the verified domains: `domain_not_verified`.
    pub domain_not_verified: usize,
    /// People without a family name, which the console requires: `attribute_missing`.
    pub attribute_missing: usize,
    /// Webinar seats bought at first.
    pub webinar_seats: u32,
    /// Webinar seats used before by accounts nobody manages.
    pub webinar_used_before: u32,
}

/// What the first sync shows, computed once more by a test from the written files alone.
///
/// 500 people, 13 of whom have left. Of the 487 active ones, 53 work in Operations without leading a team and are
/// given nothing; 434 are given something. 8 of these fail: 3 have an account, 3 have another domain, 2 have no
/// family name. 426 accounts are made, beside the 60 there. 70 people are to have Webinar (52 in Marketing, 18
/// trainers); 56 of 60 seats are free, so 14 go without, and still get all else.
pub const FIRST_SYNC: FirstSync = FirstSync {
    people: 500,
    accounts_before: 60,
    accounts_after: 486,
    created: 426,
    nothing_given: 53,
    account_exists: 3,
    no_licences: 14,
    domain_not_verified: 3,
    attribute_missing: 2,
    webinar_seats: 60,
    webinar_used_before: 4,
};

/// The product that runs out of seats.
pub const SHORT_PRODUCT: &str = "Webinar";

/// The files of the sample organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The configuration, `config.toml`.
    pub config: PathBuf,
    /// The people, `users.csv`.
    pub users: PathBuf,
    /// Nested and cross-cutting groups, `groups.csv`.
    pub groups: PathBuf,
}

/// What keeps the sample organization from being written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be written.
    #[error("The sample organization cannot be written to {}: {source}. Check the folder's permissions and room on the disk.", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
}

/// Writes `users.csv`, `groups.csv` and `config.toml` into a folder, made when missing.
///
/// `console_url` is the base of the sample console, as [`Provider::url`](crate::provider::Provider::url) gives it.
pub fn write(dir: &Path, console_url: &str) -> Result<Sample, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    std::fs::create_dir_all(dir).map_err(failed(dir))?;
    let sample = Sample {
        config: dir.join("config.toml"),
        users: dir.join("users.csv"),
        groups: dir.join("groups.csv"),
    };
    let people = people::people(SEED);
    files::write_users(&sample.users, &people).map_err(failed(&sample.users))?;
    files::write_groups(&sample.groups, &people).map_err(failed(&sample.groups))?;
    std::fs::write(&sample.config, configuration::text(console_url))
        .map_err(failed(&sample.config))?;
    Ok(sample)
}

/// The sample console: its products, roles, groups and first accounts, for
/// [`Provider::start`](crate::provider::Provider::start). Set `token`, `port` and `state_file` as needed.
pub fn console() -> crate::provider::Options {
    content::options(&people::people(SEED))
}
