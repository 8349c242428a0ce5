//! The rows of users.csv and groups.csv.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use super::Organization;
use super::groups::{group_name, is_listed_apart};
use super::outcome::Outcome;
use super::people::COLUMNS;
use super::seats::Seats;

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) group_rows: usize,
    pub(super) memberships: usize,
}

/// A file of comma-separated values that is begun anew.
pub(super) fn writer(path: &Path) -> io::Result<csv::Writer<BufWriter<File>>> {
    Ok(csv::Writer::from_writer(BufWriter::with_capacity(1 << 20, File::create(path)?)))
}

/// Writes everybody and their groups, and notes who is to be given what is scarce.
pub(super) fn write(
    users: &Path,
    groups: &Path,
    organization: &Organization,
    seats: &mut Seats,
) -> io::Result<Rows> {
    let Organization { size, people, nesting, rules } = organization;
    let (mut users, mut groups) = (writer(users)?, writer(groups)?);
    users.write_record(COLUMNS)?;
    groups.write_record(["group", "member", "type"])?;
    let mut rows = Rows::default();
    for &(outer, inner) in &nesting.pairs {
        groups.write_record([&group_name(outer), &group_name(inner), "group"])?;
        rows.group_rows += 1;
    }
    for number in 0..size.users {
        let person = people.draw(number);
        users.write_record(&person.cells)?;
        rows.memberships += person.direct.len();
        for group in person.direct.iter().filter(|&&group| is_listed_apart(group as usize)) {
            groups.write_record([&group_name(*group as usize), person.user_name(), "user"])?;
            rows.group_rows += 1;
        }
        if person.active && person.in_domain {
            let outcome = Outcome::of(rules, &person, &nesting.all(&person.direct));
            seats.want(&person, &outcome);
        }
    }
    users.flush()?;
    groups.flush()?;
    Ok(rows)
}
