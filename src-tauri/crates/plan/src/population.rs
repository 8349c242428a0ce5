//! The people of a Snapshot as every target sees them: who is in scope, who is a duplicate, who
//! is outside the verified domains, whose attributes cannot be read.

use crate::pairs::both_halves;
use roaring::RoaringBitmap;
use rolecall_directory::{
    AttributeType, Cause, Configuration, DirectoryDefinition, Failure, Folded, KeyColumn, Snapshot,
    domain_of,
};
use rolecall_rules::unreadable_as;
use std::collections::HashSet;

/// What holds for people in every target alike.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// People whom rules see.
    pub in_scope: RoaringBitmap,
    /// People who share a key with another of their directory: no step for any of them.
    pub duplicate_in_source: RoaringBitmap,
    /// People whom an earlier directory owns: no step by this record of theirs.
    pub duplicate_across: RoaringBitmap,
    /// People outside the verified domains of a directory that checks them.
    pub foreign: RoaringBitmap,
    /// What is known of duplicates and unreadable attributes, by row.
    pub failures: Vec<(u32, Failure)>,
}

/// The keys that make two records one person, each compared by itself.
const WHAT: [&str; 3] = ["userName", "id", "e-mail"];
const ID: usize = 1;

impl Population {
    /// Examines all people.
    #[must_use]
    pub fn new(configuration: &Configuration, snapshot: &Snapshot) -> Self {
        let mut population = Self { in_scope: snapshot.active().clone(), ..Self::default() };
        population.find_duplicates(snapshot);
        population.examine(configuration, snapshot, None);
        population.in_scope -= &population.duplicate_across;
        population
    }

    /// Finds who is outside the verified domains and whose attributes cannot be read, among all
    /// or those in `rows`.
    pub(crate) fn examine(
        &mut self,
        configuration: &Configuration,
        snapshot: &Snapshot,
        rows: Option<&RoaringBitmap>,
    ) {
        for (definition, all) in configuration.directories.iter().zip(snapshot.of_directory()) {
            self.foreign |= match rows {
                Some(rows) => outside_domains(definition, &(all & rows), snapshot),
                None => outside_domains(definition, all, snapshot),
            };
        }
        for attribute in configuration.all_attributes() {
            self.find_unreadable(&attribute.name, attribute.kind, snapshot, rows);
        }
    }

    /// People for whom there is no step in any target.
    #[must_use]
    pub fn duplicates(&self) -> RoaringBitmap {
        &self.duplicate_in_source | &self.duplicate_across
    }

    fn find_duplicates(&mut self, snapshot: &Snapshot) {
        let keys = snapshot.keys();
        let columns = [keys.user_name, keys.id, keys.email];
        // Who had each key first: in this directory, and in any earlier one.
        let mut first = columns.map(|column| vec![NOBODY; column.len()]);
        let mut owner = first.clone();
        for rows in snapshot.of_directory() {
            for row in rows {
                for (at, key) in keys_of(columns, row) {
                    match first[at][key] {
                        NOBODY => first[at][key] = row,
                        other => self.pair(WHAT[at], other, row, snapshot),
                    }
                }
            }
            for row in rows {
                for (at, key) in keys_of(columns, row).filter(|(at, _)| *at != ID) {
                    if owner[at][key] != NOBODY {
                        self.owned_elsewhere(WHAT[at], owner[at][key], row, snapshot);
                    }
                }
            }
            for row in rows {
                for (at, key) in keys_of(columns, row) {
                    if owner[at][key] == NOBODY {
                        owner[at][key] = first[at][key];
                    }
                    first[at][key] = NOBODY;
                }
            }
        }
    }

    fn pair(&mut self, what: &str, first: u32, second: u32, snapshot: &Snapshot) {
        for (row, other) in [(first, second), (second, first)] {
            if self.duplicate_in_source.insert(row) {
                let (person, other) = (snapshot.person(row), snapshot.person(other));
                let message = format!(
                    "{} ({}) and {} ({}) have the same {what}; correct one of them at the source",
                    person.display_name(),
                    person.user_name(),
                    other.display_name(),
                    other.user_name()
                );
                self.fail(row, Cause::DuplicateInSource, message, snapshot);
            }
        }
    }

    fn owned_elsewhere(&mut self, what: &str, owner: u32, row: u32, snapshot: &Snapshot) {
        if self.duplicate_in_source.contains(row) || !self.duplicate_across.insert(row) {
            return;
        }
        let (person, owner) = (snapshot.person(row), snapshot.person(owner));
        let message = format!(
            "{} ({}) has the same {what} as {} ({}) of an earlier directory, which owns the person",
            person.display_name(),
            person.user_name(),
            owner.display_name(),
            owner.user_name()
        );
        self.fail(row, Cause::DuplicateAcrossDirectories, message, snapshot);
    }

    fn find_unreadable(
        &mut self,
        name: &str,
        kind: AttributeType,
        snapshot: &Snapshot,
        rows: Option<&RoaringBitmap>,
    ) {
        if matches!(kind, AttributeType::Text | AttributeType::List) {
            return;
        }
        let Some(column) = snapshot.column(name) else { return };
        let unreadable = |text: &str| unreadable_as(kind, text);
        let rows = match rows {
            Some(rows) => {
                rows.iter().filter(|row| column.get(*row).is_some_and(unreadable)).collect()
            }
            None => column.rows_where(unreadable),
        };
        for row in rows {
            let value = column.get(row).unwrap_or_default();
            let kind = match kind {
                AttributeType::Number => "number",
                AttributeType::Boolean => "yes/no",
                _ => "date",
            };
            let message = format!(
                "{name} is \"{value}\", which cannot be read as a {kind}; rules see it as absent. \
                 Correct it at the source"
            );
            self.fail(row, Cause::AttributeInvalid, message, snapshot);
        }
    }

    fn fail(&mut self, row: u32, cause: Cause, message: String, snapshot: &Snapshot) {
        let user = snapshot.person(row).user_name().to_owned();
        self.failures.push((row, Failure { user, cause, message }));
    }
}

const NOBODY: u32 = u32::MAX;

/// The keys that the person in `row` has: place among `columns`, and number there.
fn keys_of(columns: [KeyColumn<'_>; 3], row: u32) -> impl Iterator<Item = (usize, usize)> {
    let keys = columns.into_iter().enumerate();
    keys.filter_map(move |(at, column)| Some((at, column.of(row)? as usize)))
}

fn outside_domains(
    directory: &DirectoryDefinition,
    rows: &RoaringBitmap,
    snapshot: &Snapshot,
) -> RoaringBitmap {
    if !directory.check_domains {
        return RoaringBitmap::new();
    }
    let verified: HashSet<Folded> = directory
        .domains
        .iter()
        .filter(|domain| domain.is_verified())
        .map(|domain| Folded::new(&domain.name))
        .collect();
    // Most addresses spell their domain as the configuration does.
    let spelled: HashSet<&str> = directory
        .domains
        .iter()
        .filter(|domain| domain.is_verified())
        .map(|domain| domain.name.as_str())
        .collect();
    let inside = |address: &str| {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        spelled.contains(domain) || domain_of(address).is_some_and(|d| verified.contains(&d))
    };
    let outside = |row: u32| {
        let person = snapshot.person(row);
        !inside(person.email().unwrap_or_else(|| person.user_name()))
    };
    both_halves(rows, outside)
}
