//! The rows of users.csv, groups.csv and accounts-a.csv.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use super::{DEPARTMENTS, Size, department_name, group_name, org_unit};
use crate::dice::Dice;
use crate::names::{self, spelled};

/// Countries with their regions; the first are the most frequent.
pub(super) const COUNTRIES: [(&str, &str); 12] = [
    ("US", "Americas"),
    ("DE", "EMEA"),
    ("IN", "APAC"),
    ("GB", "EMEA"),
    ("FR", "EMEA"),
    ("BR", "Americas"),
    ("JP", "APAC"),
    ("SE", "EMEA"),
    ("ES", "EMEA"),
    ("PL", "EMEA"),
    ("FI", "EMEA"),
    ("SG", "APAC"),
];

/// Titles, as the rules use them.
pub(super) const TITLES: [&str; 8] = [
    "Engineer",
    "Senior Engineer",
    "Account Executive",
    "Senior Account Executive",
    "Analyst",
    "Senior Analyst",
    "Manager",
    "Director",
];

/// The names of a country, taken apart once.
struct Pool {
    country: &'static str,
    region: &'static str,
    given: Vec<(String, String)>,
    family: Vec<(String, String)>,
}

fn pools() -> Vec<Pool> {
    let pool = |(country, region)| {
        let names = names::of(country);
        let given = names.given.split_whitespace().map(spelled).collect();
        let family = names.family.split_whitespace().map(spelled).collect();
        Pool { country, region, given, family }
    };
    COUNTRIES.into_iter().map(pool).collect()
}

fn writer(path: &Path) -> io::Result<csv::Writer<BufWriter<File>>> {
    Ok(csv::Writer::from_writer(BufWriter::with_capacity(1 << 20, File::create(path)?)))
}

pub(super) fn write_users(path: &Path, size: Size) -> io::Result<usize> {
    let mut csv = writer(path)?;
    csv.write_record([
        "id",
        "userName",
        "email",
        "givenName",
        "familyName",
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
    let pools = pools();
    let mut dice = Dice::new(size.seed);
    for number in 0..size.users {
        if let Some(pool) = pools.get(zipf(&mut dice, pools.len())) {
            csv.write_record(user(number, size, pool, &mut dice))?;
        }
    }
    csv.flush()?;
    Ok(size.users)
}

fn user(number: usize, size: Size, pool: &Pool, dice: &mut Dice) -> [String; 16] {
    let nobody = (String::new(), String::new());
    let given = pool.given.get(dice.below(pool.given.len())).unwrap_or(&nobody);
    let family = pool.family.get(dice.below(pool.family.len())).unwrap_or(&nobody);
    let domain = match dice.below(1000) {
        0 => "example.org",
        1..=99 => "example.net",
        _ => "example.com",
    };
    let user_name = format!("{}.{}.{number}@{domain}", given.1, family.1);
    let department = dice.below(DEPARTMENTS);
    let active = dice.below(50) > 0;
    let contractor = dice.below(12) == 0;
    let (year, month, day) = (2005 + dice.below(22), 1 + dice.below(12), 1 + dice.below(28));
    [
        format!("R{number:08}"),
        user_name.clone(),
        user_name,
        given.0.clone(),
        family.0.clone(),
        active.to_string(),
        org_unit(department),
        memberships(size.groups, dice),
        dice.pick(&TITLES).to_owned(),
        department_name(department),
        if contractor { "Contractor" } else { "Employee" }.to_owned(),
        (100_000 + number).to_string(),
        (1000 + department % 250).to_string(),
        pool.region.to_owned(),
        pool.country.to_owned(),
        format!("{year}-{month:02}-{day:02}"),
    ]
}

/// The names of the groups someone is directly in, separated by `;`: about ten, the large ones more often.
fn memberships(groups: usize, dice: &mut Dice) -> String {
    let draws = 4 + dice.below(17);
    let numbers: BTreeSet<usize> = (0..draws).map(|_| zipf(dice, groups)).collect();
    let names: Vec<String> = numbers.into_iter().map(group_name).collect();
    names.join(";")
}

/// A number below `end` whose chance falls as one over its rank; 0 when `end` is 0.
fn zipf(dice: &mut Dice, end: usize) -> usize {
    let rank = ((end as f64 + 1.0).ln() * dice.fraction()).exp();
    // The rank lies between 1 and end + 1, far below what a float holds exactly.
    (rank as usize).saturating_sub(1).min(end.saturating_sub(1))
}

/// Groups within groups: every tenth of the small ones in a larger one, up to several levels, and one cycle.
pub(super) fn write_groups(path: &Path, size: Size) -> io::Result<usize> {
    let mut csv = writer(path)?;
    csv.write_record(["group", "member", "type"])?;
    let mut rows = 0;
    for number in (10..size.groups).step_by(10) {
        csv.write_record([&group_name(number / 3), &group_name(number), "group"])?;
        rows += 1;
    }
    if size.groups > 30 {
        csv.write_record([&group_name(30), &group_name(10), "group"])?;
        rows += 1;
    }
    csv.flush()?;
    Ok(rows)
}

/// An accounts file that holds no account.
pub(super) fn write_no_accounts(path: &Path, _size: Size) -> io::Result<usize> {
    let mut csv = writer(path)?;
    csv.write_record(["userName", "email", "active", "managed", "unmanaged", "products", "role"])?;
    csv.flush()?;
    Ok(0)
}
