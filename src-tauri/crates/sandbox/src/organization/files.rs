//! `users.csv` and `groups.csv`.

use std::io;
use std::path::Path;

use super::people::Person;
use super::teams::NESTED;

/// How many of IT administer the console.
const ADMINISTRATORS: usize = 4;

pub(super) fn write_users(path: &Path, people: &[Person]) -> io::Result<()> {
    let mut csv = csv::Writer::from_path(path)?;
    csv.write_record([
        "id",
        "userName",
        "email",
        "givenName",
        "familyName",
        "displayName",
        "active",
        "orgUnit",
        "groups",
        "title",
        "department",
        "userType",
        "employeeNumber",
        "costCenter",
        "region",
        "country",
        "startDate",
    ])?;
    for person in people {
        let display = format!("{} {}", person.given_name, person.family_name);
        csv.write_record([
            person.id.as_str(),
            &person.user_name,
            &person.user_name,
            &person.given_name,
            &person.family_name,
            display.trim_end(),
            if person.active { "true" } else { "false" },
            &person.org_unit,
            person.group,
            &person.title,
            person.department,
            if person.contractor { "Contractor" } else { "Employee" },
            &person.number.to_string(),
            &person.cost_centre.to_string(),
            person.region,
            person.country,
            &person.start_date,
        ])?;
    }
    csv.flush()
}

/// Groups within groups, and those that cut across teams.
pub(super) fn write_groups(path: &Path, people: &[Person]) -> io::Result<()> {
    let mut csv = csv::Writer::from_path(path)?;
    csv.write_record(["group", "member", "type"])?;
    for (upper, lower) in NESTED {
        for group in lower {
            csv.write_record([upper, group, "group"])?;
        }
    }
    let in_it = |person: &&Person| person.department == "IT" && person.active;
    for person in people.iter().filter(in_it).take(ADMINISTRATORS) {
        csv.write_record(["Console Administrators", &person.user_name, "user"])?;
    }
    for person in people.iter().filter(|person| person.leads) {
        csv.write_record(["Managers", &person.user_name, "user"])?;
    }
    for person in people.iter().filter(|person| person.contractor) {
        csv.write_record(["Contractors", &person.user_name, "user"])?;
    }
    csv.flush()
}
