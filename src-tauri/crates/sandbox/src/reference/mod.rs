//! Reference organizations of any size, for measuring: the same seed gives the same files.
//!
//! | module | holds |
//! |---|---|
//! | `people` | who there is: each person is drawn from the seed and their number alone |
//! | `groups` | the groups' names, and which lie in which |
//! | `condition`, `rule`, `catalogue` | the rules as data, and as the text of the configuration |
//! | `outcome` | what the rules give one person, by asking each rule in turn |
//! | `seats`, `accounts`, `drift` | what the console holds: the planned state, and how it strayed from it |
//! | `configuration`, `rows` | the files |
//!
//! People are drawn as they are written, twice, so memory does not grow with their number.

mod accounts;
mod catalogue;
mod condition;
mod configuration;
mod drift;
mod groups;
mod outcome;
mod people;
mod rows;
mod rule;
mod seats;

use std::io;
use std::path::{Path, PathBuf};

pub use drift::Drift;

use groups::Nesting;
use people::People;
use rule::Rules;
use seats::Seats;

/// How many departments there are at most.
const DEPARTMENTS: usize = 500;
/// How many products each target has.
const PRODUCTS: usize = 40;
/// The roles of each target, the administrators' first.
const ROLES: [&str; 6] = ["Owner", "Admin", "Manager", "Editor", "Member", "Guest"];
/// The targets' names.
const TARGETS: [&str; 2] = ["a", "b"];

/// How large a reference organization is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// People.
    pub users: usize,
    /// Groups, the largest first, their sizes after Zipf's law.
    pub groups: usize,
    /// Rules, of all forms in turn.
    pub rules: usize,
    /// CSV targets, one or two.
    pub targets: usize,
    /// Whether target `a` begins empty too, instead of with the planned state and its drift.
    pub empty: bool,
    /// What everything is drawn from.
    pub seed: u64,
}

impl Size {
    /// An organization of so many people with the proportions of the largest: a group for every 50, 200 rules, 2 targets.
    pub fn of(users: usize) -> Self {
        Self { users, groups: (users / 50).max(20), rules: 200, targets: 2, empty: false, seed: 1 }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The files, in the order they were written.
    pub files: Vec<File>,
    /// Memberships of people in groups, direct ones.
    pub memberships: usize,
    /// Values that accounts of target `a` hold.
    pub held: usize,
    /// The steps that bring target `a` from what its file holds to the planned state.
    pub drift: Drift,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Rows without the header, or rules.
    pub entries: usize,
}

/// A reference organization could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be written.
    #[error("The reference organization cannot be written to {}: {source}. Check the folder's permissions and room on the disk.", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A pattern of the catalogue of rules is none.
    #[error(
        "The pattern of a reference rule cannot be read: {source}. Correct it in the catalogue of rules."
    )]
    Pattern {
        /// What is wrong with it.
        #[source]
        source: Box<regex::Error>,
    },
}

/// Everything that the files are written from.
struct Organization {
    size: Size,
    people: People,
    nesting: Nesting,
    rules: Rules,
}

/// Writes `users.csv`, `groups.csv`, `accounts-a.csv` and `config.toml` into a folder, made when missing.
///
/// Target `a` holds the planned state with some drift, or nothing when `size.empty`; target `b` has no file and begins
/// empty.
///
/// # Errors
/// When a file cannot be written.
pub fn write(dir: &Path, size: Size) -> Result<Written, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    std::fs::create_dir_all(dir).map_err(failed(dir))?;
    let path = |name: &str| dir.join(name);
    let people = People::new(size);
    let rules = catalogue::rules(size, &people)
        .map_err(|source| Error::Pattern { source: Box::new(source) })?;
    let organization = Organization { size, people, nesting: Nesting::new(size.groups), rules };
    let mut seats = Seats::new();
    let rows = rows::write(&path("users.csv"), &path("groups.csv"), &organization, &mut seats)
        .map_err(failed(dir))?;
    let seats = seats.give(&organization);
    let accounts_path = path("accounts-a.csv");
    let accounts =
        accounts::write(&accounts_path, &organization, &seats).map_err(failed(&accounts_path))?;
    let config_path = path("config.toml");
    configuration::write(&config_path, &organization).map_err(failed(&config_path))?;
    let file = |name, entries| File { path: path(name), entries };
    Ok(Written {
        files: vec![
            file("users.csv", size.users),
            file("groups.csv", rows.group_rows),
            file("accounts-a.csv", accounts.rows),
            file("config.toml", size.rules),
        ],
        memberships: rows.memberships,
        held: accounts.held,
        drift: accounts.drift,
    })
}

fn department_name(number: usize) -> String {
    format!("Department {number:03}")
}

/// A division's org unit: there are 20.
fn division_unit(department: usize) -> String {
    format!("/Company/Division {:02}", department % 20)
}

/// A department's org unit, in that of its division.
fn department_unit(department: usize) -> String {
    format!("{}/{}", division_unit(department), department_name(department))
}

fn product_name(number: usize) -> String {
    format!("Product {number:02}")
}

/// Whether fewer seats were bought of a product than people are given it: every eighth.
fn is_scarce(product: usize) -> bool {
    product % 8 == 7
}

fn seats_bought(product: usize, users: usize) -> usize {
    if is_scarce(product) { (users / 40).max(1) } else { users.max(1) }
}
