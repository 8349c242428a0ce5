//! The people of the sample organization.

use std::collections::BTreeSet;

use super::teams::{APART, Apart, TEAMS, Team, country_name, titles};
use super::{DOMAIN, OTHER_DOMAIN};
use crate::dice::Dice;
use crate::names::{self, spelled};

/// A person as `users.csv` has them.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) user_name: String,
    pub(super) given_name: String,
    pub(super) family_name: String,
    pub(super) active: bool,
    pub(super) org_unit: String,
    /// The group of the team.
    pub(super) group: &'static str,
    pub(super) department: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
    pub(super) title: String,
    pub(super) contractor: bool,
    pub(super) leads: bool,
    pub(super) number: usize,
    pub(super) cost_centre: usize,
    pub(super) start_date: String,
    pub(super) apart: Option<Apart>,
}

/// All people, team by team.
pub(super) fn people(seed: u64) -> Vec<Person> {
    let mut dice = Dice::new(seed);
    let mut taken = BTreeSet::new();
    let mut people = Vec::new();
    for (index, team) in TEAMS.iter().enumerate() {
        for place in 0..team.people {
            let number = 1001 + people.len();
            let mut person = person(team, place, number, &mut dice, &mut taken);
            person.cost_centre = 4100 + 10 * index;
            people.push(person);
        }
    }
    people
}

fn person(
    team: &Team,
    place: usize,
    number: usize,
    dice: &mut Dice,
    taken: &mut BTreeSet<String>,
) -> Person {
    let country = team.countries.get(place % team.countries.len().max(1)).copied().unwrap_or("FI");
    let found = APART.iter().find(|(group, at, _)| *group == team.group && *at == place);
    let apart = found.map(|(_, _, apart)| *apart);
    let one_name = apart == Some(Apart::OneName);
    let (given_name, family_name, local) = name(country, one_name, dice, taken);
    let domain = if apart == Some(Apart::OtherDomain) { OTHER_DOMAIN } else { DOMAIN };
    let org_unit = match team.org_unit.strip_suffix("/*") {
        Some(above) => format!("{above}/{}", country_name(country)),
        None => team.org_unit.to_owned(),
    };
    let leads = place == 0;
    let title = match (leads, team.department) {
        (true, "Executive") => "Chief Executive Officer".to_owned(),
        (true, _) => format!("Director, {}", team.group),
        (false, department) => dice.pick(titles(department)).to_owned(),
    };
    let (year, month, day) = (2009 + dice.below(17), 1 + dice.below(12), 1 + dice.below(28));
    Person {
        id: format!("V{number:05}"),
        user_name: format!("{local}@{domain}"),
        given_name,
        family_name,
        active: !team.left.contains(&place),
        org_unit,
        group: team.group,
        department: team.department,
        region: team.region,
        country,
        title,
        contractor: place >= team.people - team.contractors,
        leads,
        number,
        cost_centre: 0,
        start_date: format!("{year}-{month:02}-{day:02}"),
        apart,
    }
}

/// Draws a name nobody has yet: given name, family name, and the part before the @.
fn name(
    country: &str,
    one_name: bool,
    dice: &mut Dice,
    taken: &mut BTreeSet<String>,
) -> (String, String, String) {
    let names = names::of(country);
    let given: Vec<&str> = names.given.split_whitespace().collect();
    let family: Vec<&str> = names.family.split_whitespace().collect();
    loop {
        let (given_name, given_plain) = spelled(dice.pick(&given));
        let (family_name, family_plain) = spelled(dice.pick(&family));
        let (family_name, local) = if one_name {
            (String::new(), given_plain)
        } else {
            (family_name, format!("{given_plain}.{family_plain}"))
        };
        if taken.insert(local.clone()) {
            return (given_name, family_name, local);
        }
    }
}
