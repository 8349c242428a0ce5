//! Links by hand: accounts that an administrator gave to a person, or to nobody.

use crate::target_plan::PlanInput;
use std::collections::HashMap;

/// An account whose person an administrator decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandLink {
    /// The target's key of the account.
    pub account: String,
    /// The directory, by its place in the configuration, and the source's stable id there;
    /// nobody when absent.
    pub person: Option<(usize, String)>,
}

/// The links of `input` as rows: account, and the person whose it is. An account whose person is
/// not in their directory any more is nobody's.
#[must_use]
pub fn linked_rows(input: &PlanInput<'_>) -> Vec<(u32, Option<u32>)> {
    if input.links.is_empty() {
        return Vec::new();
    }
    let keys = input.snapshot.keys().id;
    let directories = input.snapshot.of_directory();
    let wanted = input.links.iter().filter_map(|link| {
        let (directory, id) = link.person.as_ref()?;
        Some(((*directory, keys.find(id)?), None))
    });
    let mut people: HashMap<(usize, u32), Option<u32>> = wanted.collect();
    let mut asked: Vec<usize> = people.keys().map(|(directory, _)| *directory).collect();
    asked.sort_unstable();
    asked.dedup();
    for directory in asked {
        let Some(rows) = directories.get(directory) else { continue };
        for row in rows {
            let Some(key) = keys.of(row) else { continue };
            if let Some(found) = people.get_mut(&(directory, key)) {
                found.get_or_insert(row);
            }
        }
    }
    let table = input.table;
    let rows = table.rows_by_key();
    let links = input.links.iter().filter_map(|link| {
        let account = rows.find(&link.account, |row| table.key(row))?;
        let person = link.person.as_ref().and_then(|(directory, id)| {
            people.get(&(*directory, keys.find(id)?)).copied().flatten()
        });
        Some((account, person))
    });
    links.collect()
}
