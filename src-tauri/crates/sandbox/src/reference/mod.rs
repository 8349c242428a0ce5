//! Reference organizations of any size, for measuring: the same seed gives the same files.
//!
//! Rows are written as they are drawn, so memory does not grow with the number of people.

mod configuration;
mod rows;

use std::io;
use std::path::{Path, PathBuf};

/// How many departments there are at most.
const DEPARTMENTS: usize = 500;
/// How many products each target has.
const PRODUCTS: usize = 40;

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
    /// What everything is drawn from.
    pub seed: u64,
}

impl Size {
    /// An organization of so many people with the proportions of the largest: a group for every 50, 200 rules, 2 targets.
    pub fn of(users: usize) -> Self {
        Self { users, groups: (users / 50).max(20), rules: 200, targets: 2, seed: 1 }
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// Rows without the header, or rules.
    pub entries: usize,
}

/// A file of a reference organization could not be written.
#[derive(Debug, thiserror::Error)]
#[error("The reference organization cannot be written to {}: {source}. Check the folder's permissions and room on the disk.", path.display())]
pub struct Error {
    /// The file or folder.
    pub path: PathBuf,
    /// What the operating system said.
    #[source]
    pub source: io::Error,
}

/// Writes `users.csv`, `groups.csv`, `accounts-a.csv` and `config.toml` into a folder, made when missing.
///
/// Target `a` has an accounts file that holds none yet, target `b` has no file; both begin empty.
pub fn write(dir: &Path, size: Size) -> Result<Vec<Written>, Error> {
    std::fs::create_dir_all(dir).map_err(|source| Error { path: dir.to_owned(), source })?;
    let mut written = Vec::new();
    type Write = fn(&Path, Size) -> io::Result<usize>;
    let files: [(&str, Write); 4] = [
        ("users.csv", rows::write_users),
        ("groups.csv", rows::write_groups),
        ("accounts-a.csv", rows::write_no_accounts),
        ("config.toml", configuration::write),
    ];
    for (name, write) in files {
        let path = dir.join(name);
        match write(&path, size) {
            Ok(entries) => written.push(Written { path, entries }),
            Err(source) => return Err(Error { path, source }),
        }
    }
    Ok(written)
}

fn group_name(number: usize) -> String {
    format!("Team {number:05}")
}

fn department_name(number: usize) -> String {
    format!("Department {number:03}")
}

/// A department's org unit: 20 divisions, each with its departments.
fn org_unit(department: usize) -> String {
    format!("/Company/Division {:02}/{}", department % 20, department_name(department))
}

fn product_name(number: usize) -> String {
    format!("Product {number:02}")
}
