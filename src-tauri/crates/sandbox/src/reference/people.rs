//! Who there is: each person is drawn from the seed and their number alone.

use std::collections::BTreeSet;

use super::groups::{group_name, is_listed_apart};
use super::{DEPARTMENTS, Size, department_name, department_unit};
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

/// Skills, of which a person has up to three.
pub(super) const SKILLS: [&str; 16] = [
    "rust",
    "java",
    "sql",
    "python",
    "design",
    "sales",
    "support",
    "writing",
    "law",
    "finance",
    "welding",
    "german",
    "french",
    "spanish",
    "first aid",
    "forklift",
];

/// The columns of users.csv.
pub(super) const COLUMNS: [&str; 21] = [
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
    "endDate",
    "level",
    "remote",
    "skills",
    "workstation",
];

/// One person: the cells of users.csv, and what stands in them.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) number: usize,
    pub(super) cells: [String; COLUMNS.len()],
    pub(super) active: bool,
    /// Whether the domain of the address is among the verified ones.
    pub(super) in_domain: bool,
    pub(super) department: usize,
    /// The groups the person is directly in, in order.
    pub(super) direct: Vec<u32>,
    /// As a number that grows with time, 20240131.
    pub(super) start: u32,
    pub(super) end: Option<u32>,
    pub(super) level: Option<u32>,
    pub(super) remote: Option<bool>,
    pub(super) skills: Vec<&'static str>,
}

impl Person {
    /// The cell of a column; nothing when it is empty or there is no such column.
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        let at = COLUMNS.iter().position(|known| *known == column)?;
        Some(self.cells[at].as_str()).filter(|cell| !cell.is_empty())
    }

    pub(super) fn user_name(&self) -> &str {
        &self.cells[1]
    }
}

/// The names of a country, taken apart once.
#[derive(Debug)]
struct Pool {
    country: &'static str,
    region: &'static str,
    given: Vec<(String, String)>,
    family: Vec<(String, String)>,
}

/// Draws people.
#[derive(Debug)]
pub(super) struct People {
    size: Size,
    pools: Vec<Pool>,
}

impl People {
    pub(super) fn new(size: Size) -> Self {
        let pool = |(country, region)| {
            let names = names::of(country);
            let given = names.given.split_whitespace().map(spelled).collect();
            let family = names.family.split_whitespace().map(spelled).collect();
            Pool { country, region, given, family }
        };
        Self { size, pools: COUNTRIES.into_iter().map(pool).collect() }
    }

    /// The person of a number; those from the number of users on are in no file, they have left.
    pub(super) fn draw(&self, number: usize) -> Person {
        let mut dice = Dice::new(self.size.seed).fork(number);
        let dice = &mut dice;
        let pool = &self.pools[zipf(dice, self.pools.len())];
        let given = &pool.given[dice.below(pool.given.len())];
        let family = &pool.family[dice.below(pool.family.len())];
        let domain = match dice.below(1000) {
            0 => "example.org",
            1..=99 => "example.net",
            _ => "example.com",
        };
        let user_name = format!("{}.{}.{number}@{domain}", given.1, family.1);
        let department = dice.below(DEPARTMENTS);
        let active = dice.below(50) > 0;
        let user_type = if dice.below(12) == 0 { "Contractor" } else { "Employee" };
        let direct = memberships(self.size.groups, dice);
        let (start, end) = employment(dice);
        let level = (dice.below(20) > 0).then(|| 1 + dice.below(10) as u32);
        let remote = (dice.below(10) > 0).then(|| dice.below(4) == 0);
        let skills: BTreeSet<_> = (0..dice.below(4)).map(|_| dice.pick(&SKILLS)).collect();
        let skills: Vec<_> = skills.into_iter().collect();
        let unit = (dice.below(100) > 0).then(|| department_unit(department));
        let title = (dice.below(50) > 0).then(|| dice.pick(&TITLES));
        let station = dice.below((self.size.users / 3).max(1));
        let cells = [
            format!("R{number:08}"),
            user_name.clone(),
            user_name,
            given.0.clone(),
            family.0.clone(),
            active.to_string(),
            unit.unwrap_or_default(),
            listed(&direct),
            title.unwrap_or_default().to_owned(),
            department_name(department),
            user_type.to_owned(),
            (100_000 + number).to_string(),
            (1000 + department % 250).to_string(),
            pool.region.to_owned(),
            pool.country.to_owned(),
            date(start),
            end.map(date).unwrap_or_default(),
            level.map(|level| level.to_string()).unwrap_or_default(),
            remote.map(|remote| remote.to_string()).unwrap_or_default(),
            skills.join(";"),
            format!("ws-{:06x}", station.wrapping_mul(0x9E_3779) % 0x100_0000),
        ];
        let in_domain = domain != "example.org";
        Person {
            number,
            cells,
            active,
            in_domain,
            department,
            direct,
            start,
            end,
            level,
            remote,
            skills,
        }
    }
}

/// The groups of a person as users.csv names them: those that groups.csv does not list.
fn listed(direct: &[u32]) -> String {
    let here = direct.iter().map(|&group| group as usize).filter(|&group| !is_listed_apart(group));
    here.map(group_name).collect::<Vec<_>>().join(";")
}

/// First and last day. None lies between July 2026 and December 2039, so `now` means the same in all that time.
fn employment(dice: &mut Dice) -> (u32, Option<u32>) {
    let month_and_day = |dice: &mut Dice| (1 + dice.below(6)) * 100 + 1 + dice.below(28);
    let start = match dice.below(100) {
        0..2 => 2040,
        _ => 2005 + dice.below(22),
    };
    let start = start * 10_000 + month_and_day(dice);
    let end = match dice.below(100) {
        0..5 => Some(2010 + dice.below(17)),
        5..10 => Some(2041 + dice.below(5)),
        _ => None,
    };
    let end = end.map(|year| (year * 10_000 + month_and_day(dice)) as u32);
    (start as u32, end)
}

fn date(number: u32) -> String {
    format!("{}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)
}

/// The groups someone is directly in: about ten, the large ones more often.
fn memberships(groups: usize, dice: &mut Dice) -> Vec<u32> {
    let draws = 3 + dice.below(15);
    let numbers: BTreeSet<u32> = (0..draws).map(|_| zipf(dice, groups) as u32).collect();
    numbers.into_iter().collect()
}

/// A number below `end` whose chance falls as one over its rank; 0 when `end` is 0.
fn zipf(dice: &mut Dice, end: usize) -> usize {
    let rank = ((end as f64 + 1.0).ln() * dice.fraction()).exp();
    // The rank lies between 1 and end + 1, far below what a float holds exactly.
    (rank as usize).saturating_sub(1).min(end.saturating_sub(1))
}
