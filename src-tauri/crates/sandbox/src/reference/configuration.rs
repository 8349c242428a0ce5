//! config.toml of a reference organization: csv targets, rules, exceptions and rule tests.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::outcome::Outcome;
use super::people::Person;
use super::{Organization, PRODUCTS, ROLES, TARGETS, product_name, seats_bought};

/// How many people are pinned with what they must end up with.
const TESTS: usize = 10;

const DIRECTORY: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }, { name = "example.net", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"
groups = "groups.csv"
"#;

/// The custom attributes with their types.
const ATTRIBUTES: [(&str, &str); 8] = [
    ("region", "text"),
    ("country", "text"),
    ("startDate", "date"),
    ("endDate", "date"),
    ("level", "number"),
    ("remote", "boolean"),
    ("skills", "list"),
    ("workstation", "text"),
];

/// Writes the configuration.
pub(super) fn write(path: &Path, organization: &Organization) -> io::Result<()> {
    let Organization { size, rules, .. } = organization;
    let mut text = DIRECTORY.to_owned();
    for (name, kind) in ATTRIBUTES {
        let _infallible = write!(
            text,
            "\n[[attribute]]\nname = \"{name}\"\ntype = \"{kind}\"\nfrom = \"{name}\"\n"
        );
    }
    let targets = &TARGETS[..size.targets.clamp(1, TARGETS.len())];
    for target in targets {
        text.push_str(&target_text(target, size.users));
    }
    for (number, rule) in rules.rules.iter().enumerate() {
        text.push_str(&rule.text(number, targets));
    }
    for exception in &rules.exceptions {
        let verb = if exception.gives { "assign" } else { "withhold" };
        let person = organization.people.draw(exception.person);
        let _infallible = write!(
            text,
            "\n[[exception]]\nuser = \"{}\"\nreason = \"agreed with the team\"\nuntil = 2039-12-31\n",
            person.user_name()
        );
        for target in targets {
            let product = product_name(exception.product);
            let _infallible = writeln!(text, "{verb}.{target} = {{ products = [\"{product}\"] }}");
        }
    }
    for test in 0..TESTS {
        let person = organization.people.draw(test * size.users / TESTS);
        if size.users > 0 && person.active {
            text.push_str(&test_text(organization, &person));
        }
    }
    std::fs::write(path, text)
}

/// What a person must end up with in target `a`, before seats.
fn test_text(organization: &Organization, person: &Person) -> String {
    let groups = organization.nesting.all(&person.direct);
    let outcome = Outcome::of(&organization.rules, person, &groups);
    let name = person.user_name();
    let expected = if outcome.values() == 0 {
        "\"no account\"".to_owned()
    } else {
        let products = outcome.product_names().join("\", \"");
        let products = if products.is_empty() { products } else { format!("\"{products}\"") };
        let role = outcome.role.map_or("", |role| ROLES[role]);
        format!("{{ products = [{products}], role = \"{role}\" }}")
    };
    format!("\n[[rule_test]]\nuser = \"{name}\"\nexpect.a = {expected}\n")
}

/// A target with its products, every eighth of them scarce, its roles, and user groups that come into being.
fn target_text(name: &str, users: usize) -> String {
    let mut products = String::new();
    for number in 0..PRODUCTS {
        let (product, seats) = (product_name(number), seats_bought(number, users));
        let _infallible = writeln!(products, "  {{ name = \"{product}\", seats = {seats} }},");
    }
    let roles = ROLES.map(|role| format!("{{ name = \"{role}\" }}")).join(", ");
    // Of so many people more than 200 leave between two looks.
    let count = (users / 50).max(200);
    format!(
        r#"
[[target]]
name = "{name}"
kind = "csv"
accounts = "accounts-{name}.csv"
removals = {{ count = {count}, percent = 10, at_least = 5 }}
protect = 'userName sw "svc-"'

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

[[target.slot]]
name = "user_groups"
many = true
create_values = true
"#
    )
}
