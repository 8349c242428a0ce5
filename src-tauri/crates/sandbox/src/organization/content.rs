//! What the sample console holds before the first sync: accounts that people made by hand over the years.

use serde_json::{Value, json};

use super::DOMAIN;
use super::configuration::{GROUPS, PRODUCTS, ROLES};
use super::people::Person;
use super::teams::Apart;
use crate::provider::{Options, Product};

/// Accounts of the plant and the warehouse; no rule speaks of their people.
const OPERATIONS: usize = 45;
/// Accounts of people who have left since.
const LEFT: usize = 5;
/// Accounts of no person: name and products.
const UNKNOWN: [(&str, &[&str]); 7] = [
    ("webinar-studio-1", &["Webinar"]),
    ("webinar-studio-2", &["Webinar"]),
    ("svc-recordings", &["Meeting"]),
    ("svc-phone-bridge", &["Connect"]),
    ("kiosk-lobby-tampere", &["Meeting"]),
    ("kiosk-lobby-leeds", &["Meeting"]),
    ("trade-fair-booth", &["Meeting", "Connect"]),
];

pub(super) fn options(people: &[Person]) -> Options {
    let twins = people.iter().filter(|person| person.apart == Some(Apart::HasAccount));
    let idle = |person: &&Person| person.department == "Operations" && !person.leads;
    let plant = people.iter().filter(|person| person.active).filter(idle).take(OPERATIONS);
    let gone = people.iter().filter(|person| !person.active).take(LEFT);
    let mut users: Vec<Value> = Vec::new();
    users.extend(twins.map(|person| account(person, &["Meeting"])));
    users.extend(plant.enumerate().map(|(index, person)| account(person, by_hand(index))));
    users.extend(gone.map(|person| account(person, &["Meeting"])));
    users.extend(UNKNOWN.iter().map(|(name, products)| unknown(name, products)));
    Options {
        products: PRODUCTS.iter().map(|(name, seats)| Product::new(*name, *seats)).collect(),
        roles: ROLES.iter().map(|role| (*role).to_owned()).collect(),
        groups: GROUPS.iter().map(|group| (*group).to_owned()).collect(),
        users,
        ..Options::default()
    }
}

/// What someone once gave the people of the plant: mostly meetings, two hosted webinars.
fn by_hand(index: usize) -> &'static [&'static str] {
    match index {
        0 | 1 => &["Meeting", "Webinar"],
        index if index % 5 == 0 => &["Meeting", "Connect"],
        index if index % 3 == 0 => &[],
        _ => &["Meeting"],
    }
}

fn account(person: &Person, products: &[&str]) -> Value {
    user(&person.user_name, &person.given_name, &person.family_name, products)
}

fn unknown(name: &str, products: &[&str]) -> Value {
    let (given, family) = name.split_once('-').unwrap_or((name, name));
    user(&format!("{name}@{DOMAIN}"), given, family, products)
}

fn user(user_name: &str, given: &str, family: &str, products: &[&str]) -> Value {
    let entitlements: Vec<Value> = products.iter().map(|name| json!({"value": name})).collect();
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": user_name,
        "name": {"givenName": given, "familyName": family},
        "emails": [{"value": user_name, "type": "work", "primary": true}],
        "active": true,
        "entitlements": entitlements,
        "roles": [{"value": "Member"}],
    })
}
