//! accounts-a.csv: the planned state of target `a`, strayed a little.

use std::io;
use std::path::Path;

use super::drift::{self, Drift, Held};
use super::outcome::Outcome;
use super::rows::writer;
use super::seats::Refused;
use super::{Organization, ROLES, product_name};
use crate::dice::Dice;

/// Service accounts: the target's filter protects them.
const SERVICES: usize = 20;

/// What the file holds.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    pub(super) rows: usize,
    pub(super) held: usize,
    pub(super) drift: Drift,
}

/// Writes the accounts, or none when target `a` begins empty.
pub(super) fn write(
    path: &Path,
    organization: &Organization,
    refused: &Refused,
) -> io::Result<Accounts> {
    let mut csv = writer(path)?;
    let columns = ["userName", "email", "active", "managed", "unmanaged"];
    csv.write_record(columns.iter().chain(&["products", "role", "user_groups"]))?;
    let mut accounts = Accounts::default();
    if !organization.size.empty {
        let users = organization.size.users;
        // Those from the number of users on left and stand in no file any more.
        for number in 0..users + users / 50 {
            let (name, held) = account(number, organization, refused, &mut accounts.drift);
            if let Some(held) = held {
                csv.write_record(record(&name, &held))?;
                accounts.rows += 1;
                accounts.held += held.values();
            }
        }
        for number in 0..SERVICES {
            csv.write_record(record(&format!("svc-{number:02}@example.com"), &service(number)))?;
            accounts.rows += 1;
            accounts.held += 1;
        }
    }
    csv.flush()?;
    Ok(accounts)
}

/// The userName of a person and what their account holds; nothing where there is no account.
fn account(
    number: usize,
    organization: &Organization,
    refused: &Refused,
    drift: &mut Drift,
) -> (String, Option<Held>) {
    let Organization { size, people, nesting, rules } = organization;
    let mut dice = Dice::new(size.seed ^ 0x44_52_49_46_54).fork(number);
    let person = people.draw(number);
    let name = person.user_name().to_owned();
    if !person.in_domain {
        return (name, None);
    }
    let mut outcome = Outcome::of(rules, &person, &nesting.all(&person.direct));
    refused.take(&person, &mut outcome);
    let held = if number >= size.users || !person.active {
        Some(drift::leaver(&name, &outcome, &mut dice, drift))
    } else if outcome.values() == 0 {
        None
    } else {
        drift::strayed(&name, &outcome, &mut dice, drift)
    };
    (name, held)
}

/// A service account: some were made by Rolecall before they were protected.
fn service(number: usize) -> Held {
    Held {
        active: true,
        managed: number.is_multiple_of(4),
        products: vec![product_name(0)],
        ..Held::default()
    }
}

fn record(name: &str, held: &Held) -> [String; 8] {
    let unmanaged = held.unmanaged.iter().map(|product| format!("products={product}"));
    [
        name.to_owned(),
        held.email.clone(),
        held.active.to_string(),
        held.managed.to_string(),
        unmanaged.collect::<Vec<_>>().join(";"),
        held.products.join(";"),
        held.role.map(|role| ROLES[role]).unwrap_or_default().to_owned(),
        held.user_groups.join(";"),
    ]
}
