//! The rules of a reference organization: conditions of all forms in turn, giving and withholding in all ways.

use regex::Regex;

use super::condition::{Compare, Condition, Order};
use super::groups::Prefix;
use super::people::{COUNTRIES, People, SKILLS, TITLES};
use super::rule::{Exception, Role, Rule, Rules, UserGroups};
use super::{DEPARTMENTS, PRODUCTS, ROLES, Size, department_name, department_unit, division_unit};
use crate::dice::Dice;

/// After so many rules the forms begin anew.
const FORMS: usize = 25;
const EXCEPTIONS: usize = 24;
/// So many products are for nearly everybody.
const USUAL: usize = 6;

/// The rules and exceptions of an organization of this size.
pub(super) fn rules(size: Size, people: &People) -> Result<Rules, regex::Error> {
    let mut dice = Dice::new(size.seed ^ 0x52_55_4C_45);
    let rules: Result<_, _> = (0..size.rules).map(|number| rule(number, size, &mut dice)).collect();
    let chosen = (0..EXCEPTIONS).map(|one| (one, 1 + one * size.users / EXCEPTIONS));
    let exceptions = chosen.filter(|&(_, person)| {
        person < size.users && people.draw(person).active && people.draw(person).in_domain
    });
    let exceptions = exceptions.map(|(one, person)| Exception {
        person,
        product: 3 * one % PRODUCTS,
        gives: one % 3 > 0,
    });
    Ok(Rules { rules: rules?, exceptions: exceptions.collect() })
}

/// What the parts of a condition are drawn from.
struct Draw<'a> {
    dice: &'a mut Dice,
    /// The rarest group that is drawn: each rule's is another power of two, so there are large and small ones.
    reach: usize,
}

impl Draw<'_> {
    fn number(&mut self) -> usize {
        self.dice.below(self.reach)
    }

    fn group(&mut self) -> Condition {
        Condition::Group(self.number())
    }

    fn department(&mut self) -> Condition {
        let name = department_name(self.dice.below(DEPARTMENTS));
        Condition::Text("department", Compare::Equal, name)
    }

    fn title(&mut self, compare: Compare, value: &str) -> Condition {
        Condition::Text("title", compare, value.to_owned())
    }
}

fn rule(number: usize, size: Size, dice: &mut Dice) -> Result<Rule, regex::Error> {
    // Groups that small would often be empty, and the source would not name them.
    let named = size.groups.min(size.users / 16).max(1);
    let reach = named.min(1 << (1 + number % 14)).max(1);
    let condition = condition(number, &mut Draw { dice: &mut *dice, reach })?;
    let form = number % FORMS;
    let drawn = products(form, dice);
    let role = dice.below(ROLES.len());
    let group = dice.below(reach);
    let stands_in = match number % 3 {
        2 => [!number.is_multiple_of(2), number.is_multiple_of(2)],
        _ => [true, true],
    };
    let mut rule = Rule {
        enabled: form != 22,
        condition,
        stands_in,
        products: drawn,
        withheld_products: Vec::new(),
        role: None,
        user_groups: None,
        withheld_user_group: None,
    };
    match form {
        9 => {
            rule.withheld_products = std::mem::take(&mut rule.products);
            rule.role = Some(Role::Withholds(role));
            rule.withheld_user_group = Some(group);
        }
        // Templates for the people of a group: the table of figures has products and roles.
        10 => {
            rule.withheld_products = vec![(rule.products[0] + 1) % PRODUCTS];
            rule.user_groups = match number / FORMS {
                0 => Some(UserGroups::Named(Prefix::Project)),
                1 => Some(UserGroups::Named(Prefix::Site)),
                _ => None,
            };
        }
        11 if number < FORMS => rule.user_groups = Some(UserGroups::Department),
        11 => rule.user_groups = Some(UserGroups::One(group)),
        18 => rule.products.truncate(1),
        19 => {
            // Everybody gets one that no rule above gave another.
            rule.role = (number + FORMS > size.rules).then_some(Role::Gives(4));
            rule.stands_in = [true, true];
        }
        20 => rule.role = Some(Role::Empty),
        1 | 4 | 7 | 16 => rule.role = Some(Role::Gives(role)),
        _ => {}
    }
    Ok(rule)
}

/// What rules for many people give: the usual products. The rest is for some.
fn products(form: usize, dice: &mut Dice) -> Vec<usize> {
    let first = dice.below(PRODUCTS);
    let given = (0..1 + dice.below(3)).map(|step| first + 7 * step);
    match form {
        12..=18 => given.map(|product| product % USUAL).collect(),
        _ => given.map(|product| USUAL + product % (PRODUCTS - USUAL)).take(1).collect(),
    }
}

fn condition(number: usize, draw: &mut Draw<'_>) -> Result<Condition, regex::Error> {
    let (country, region) = draw.dice.pick(&COUNTRIES);
    let text =
        |attribute, compare, value: &str| Condition::Text(attribute, compare, value.to_owned());
    Ok(match number % FORMS {
        0 | 9 | 22 => draw.group(),
        1 => Condition::All(vec![draw.group(), text("region", Compare::Equal, region)]),
        2 => {
            let contractor = text("userType", Compare::Equal, "contractor");
            Condition::All(vec![draw.department(), Condition::Not(Box::new(contractor))])
        }
        3 => Condition::UnitOrBelow(division_unit(draw.dice.below(DEPARTMENTS))),
        4 => Condition::All(vec![
            draw.title(Compare::Starts, "Senior"),
            text("country", Compare::Equal, country),
        ]),
        5 => Condition::Any(vec![draw.group(), draw.group()]),
        6 => {
            let title = draw.dice.pick(&TITLES);
            Condition::All(vec![
                text("userName", Compare::Ends, "@example.net"),
                draw.title(Compare::Equal, title),
            ])
        }
        7 => {
            let but = Condition::Any(vec![draw.department(), draw.group()]);
            Condition::All(vec![draw.group(), Condition::Not(Box::new(but))])
        }
        8 => {
            let center = format!("1{}", draw.dice.below(3));
            let either = Condition::Any(vec![
                text("costCenter", Compare::Starts, &center),
                draw.title(Compare::Contains, "director"),
            ]);
            Condition::All(vec![either, draw.group()])
        }
        10 => Condition::DirectGroup(draw.number()),
        // These have groups within them.
        11 => Condition::Group(10 * draw.number().div_ceil(10).max(1) / 3 % draw.reach.max(4)),
        form => typed(form, number, draw)?,
    })
}

/// Conditions on numbers, dates, yes/no, lists and patterns, and on everybody.
fn typed(form: usize, number: usize, draw: &mut Draw<'_>) -> Result<Condition, regex::Error> {
    let dice = &mut *draw.dice;
    let order = [Order::Above, Order::AtLeast, Order::Below, Order::AtMost][number % 4];
    Ok(match form {
        12 => Condition::Level(order, 2 + dice.below(8) as u32),
        13 => Condition::Started(order, 2008 + dice.below(17) as u32),
        14 => Condition::Skill(Compare::Equal, dice.pick(&SKILLS)),
        15 => Condition::Remote(number.is_multiple_of(2)),
        16 => {
            let first = dice.below(COUNTRIES.len() - 4);
            let countries = COUNTRIES.iter().skip(first).step_by(2).take(3);
            let countries = countries.map(|(country, _)| (*country).to_owned());
            Condition::OneOf("country", countries.collect())
        }
        // One looks through an attribute that has another value for nearly everybody.
        17 if number / FORMS == 1 => {
            Condition::Pattern("workstation", Regex::new("^ws-.*[0-3]f$")?)
        }
        17 => {
            let pattern = format!("^Senior .*{}", ["Eng", "Acc", "(?i)ANA", "t$"][number % 4]);
            Condition::Pattern("title", Regex::new(&pattern)?)
        }
        18 => {
            let over = Condition::Not(Box::new(Condition::HasEnded));
            Condition::All(vec![Condition::HasStarted, over])
        }
        19 => Condition::Present("email"),
        20 => Condition::StartsAfterAMonth,
        21 => Condition::All(vec![
            Condition::Skill(Compare::Unequal, dice.pick(&SKILLS)),
            Condition::Level(Order::Below, 3),
        ]),
        23 => Condition::Unit(department_unit(dice.below(DEPARTMENTS))),
        _ if number.is_multiple_of(2) => {
            let first = draw.number();
            let groups = (0..3).map(|step| (first + step * 5) % draw.reach);
            Condition::AnyGroup(groups.collect())
        }
        _ => Condition::UnitGroup(division_unit(dice.below(DEPARTMENTS))),
    })
}
