//! config.toml of a reference organization: csv targets and rules of all forms.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::rows::{COUNTRIES, TITLES};
use super::{DEPARTMENTS, PRODUCTS, Size, department_name, group_name, org_unit, product_name};
use crate::dice::Dice;

const ROLES: [&str; 6] = ["Owner", "Admin", "Manager", "Editor", "Member", "Guest"];
const TARGETS: [&str; 2] = ["a", "b"];

const DIRECTORY: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }, { name = "example.net", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"
groups = "groups.csv"

[[attribute]]
name = "region"
type = "text"
from = "region"

[[attribute]]
name = "country"
type = "text"
from = "country"

[[attribute]]
name = "startDate"
type = "date"
from = "startDate"
"#;

pub(super) fn write(path: &Path, size: Size) -> io::Result<usize> {
    let mut text = DIRECTORY.to_owned();
    let targets = &TARGETS[..size.targets.clamp(1, TARGETS.len())];
    for target in targets {
        text.push_str(&target_text(target, size.users));
    }
    let mut dice = Dice::new(size.seed ^ 0x52_55_4C_45);
    for number in 0..size.rules {
        text.push_str(&rule(number, size.groups, targets, &mut dice));
    }
    std::fs::write(path, text)?;
    Ok(size.rules)
}

/// A target with 40 products, every eighth of them scarce, and 6 roles.
fn target_text(name: &str, users: usize) -> String {
    let seats = |number: usize| if number % 8 == 7 { (users / 40).max(1) } else { users.max(1) };
    let mut products = String::new();
    for number in 0..PRODUCTS {
        let (product, seats) = (product_name(number), seats(number));
        let _infallible = writeln!(products, "  {{ name = \"{product}\", seats = {seats} }},");
    }
    let roles = ROLES.map(|role| format!("{{ name = \"{role}\" }}")).join(", ");
    format!(
        r#"
[[target]]
name = "{name}"
kind = "csv"
accounts = "accounts-{name}.csv"

[[target.slot]]
name = "products"
many = true
values = [
{products}]

[[target.slot]]
name = "role"
many = false
values = [{roles}]
administrators = ["Owner"]
"#
    )
}

fn rule(number: usize, groups: usize, targets: &[&str], dice: &mut Dice) -> String {
    let when = condition(number, groups, dice);
    let mut text = format!("\n[[rule]]\nname = \"Rule {:03}\"\nwhen = '{when}'\n", number + 1);
    for (index, target) in targets.iter().enumerate() {
        if targets.len() > 1 && number % 3 == 2 && number % 2 == index {
            continue;
        }
        let does = match number % 10 {
            9 => format!("withhold.{target} = {{ products = [{}] }}", products(dice)),
            4 => format!("assign.{target} = {{ products = [{}], role = \"\" }}", products(dice)),
            1 | 6 => format!("assign.{target} = {{ role = \"{}\" }}", dice.pick(&ROLES)),
            _ => {
                let role = dice.pick(&ROLES);
                format!(
                    "assign.{target} = {{ products = [{}], role = \"{role}\" }}",
                    products(dice)
                )
            }
        };
        text.push_str(&does);
        text.push('\n');
    }
    text
}

fn products(dice: &mut Dice) -> String {
    let first = dice.below(PRODUCTS);
    let count = 1 + dice.below(3);
    let names: Vec<String> = (0..count)
        .map(|step| format!("\"{}\"", product_name((first + 7 * step) % PRODUCTS)))
        .collect();
    names.join(", ")
}

/// The conditions in turn: groups, org units, comparisons, and what joins them.
fn condition(number: usize, groups: usize, dice: &mut Dice) -> String {
    // Large and small groups alike: each rule's rank is drawn from another power of two.
    let reach = groups.min(1 << (1 + number % 14)).max(1);
    let group =
        |dice: &mut Dice| format!("groups.display eq \"{}\"", group_name(dice.below(reach)));
    let department =
        |dice: &mut Dice| format!("department eq \"{}\"", department_name(dice.below(DEPARTMENTS)));
    let (country, region) = dice.pick(&COUNTRIES);
    match number % 10 {
        0 | 9 => group(dice),
        1 => format!("{} and region eq \"{region}\"", group(dice)),
        2 => format!("{} and not (userType eq \"Contractor\")", department(dice)),
        3 => {
            let unit = org_unit(dice.below(DEPARTMENTS));
            let division = unit.rsplit_once('/').map_or(unit.as_str(), |(above, _)| above);
            format!("orgUnit sw \"{division}\"")
        }
        4 => format!("title sw \"Senior\" and country eq \"{country}\""),
        5 => format!("{} or {}", group(dice), group(dice)),
        6 => format!("userName ew \"@example.net\" and title eq \"{}\"", dice.pick(&TITLES)),
        7 => format!("{} and not ({} or {})", group(dice), department(dice), group(dice)),
        _ => format!(
            "(costCenter sw \"1{}\" or title co \"Director\") and {}",
            dice.below(3),
            group(dice)
        ),
    }
}
