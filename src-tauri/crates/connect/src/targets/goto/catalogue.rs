//! What a GoTo account can give: licences by their products, roles, groups, templates, attributes.

use super::client::Client;
use super::user::{system_roles, text_of};
use crate::KnownValue;
use crate::calls::Refusal;
use rolecall_directory::Cause;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct License {
    pub key: String,
    /// The product, as rules name it.
    pub product: String,
    pub seats: u64,
    /// Keys of users, those invited included, who have a seat.
    pub users: BTreeSet<String>,
    pub devices: u64,
    pub is_enabled: bool,
    pub is_externally_managed: bool,
    pub is_for_devices: bool,
}

/// Things with a key and a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    by_key: BTreeMap<String, String>,
    /// The first of each name.
    by_name: BTreeMap<String, String>,
}

/// Everything that can be given.
#[derive(Debug, Clone, Default)]
pub(super) struct Catalogue {
    pub licenses: BTreeMap<String, License>,
    /// Keys of licences by product, in the order in which GoTo lists them.
    products: BTreeMap<String, Vec<String>>,
    pub role_sets: Names,
    pub groups: Names,
    pub templates: Names,
    pub attributes: Names,
}

impl License {
    fn read(record: &Value) -> Option<Self> {
        let key = text_of(&record["key"])?;
        let texts = |name: &str| {
            record[name].as_array().into_iter().flatten().filter_map(text_of).collect::<Vec<_>>()
        };
        let is = |name: &str| record[name].as_bool().unwrap_or(false);
        let description = record["description"].as_str().unwrap_or_default().trim().to_owned();
        let products = texts("products").join(" + ");
        // By its description; without one by the products it opens.
        let named = [description, products, key.clone()].into_iter().find(|name| !name.is_empty());
        let users = texts("userKeys").into_iter().chain(texts("invitedUserKeys")).collect();
        let listed = texts("deviceKeys").len() as u64;
        Some(Self {
            product: named.unwrap_or_default(),
            seats: record["seats"].as_u64().unwrap_or_default(),
            users,
            devices: record["deviceCount"].as_u64().unwrap_or(listed),
            is_enabled: record["enabled"].as_bool().unwrap_or(true),
            is_externally_managed: is("externallyManaged"),
            is_for_devices: is("devicesOnly"),
            key,
        })
    }

    fn taken(&self) -> u64 {
        self.users.len() as u64 + self.devices
    }

    /// Why nobody can be given it; `None` where they can.
    fn refusal(&self) -> Option<Refusal> {
        let product = &self.product;
        if self.is_externally_managed {
            let words = format!("GoTo says that another system gives the licence \"{product}\"");
            return Some(Refusal::new(Cause::ExternallyManaged, words));
        }
        let why = match (self.is_enabled, self.is_for_devices) {
            (false, _) => "it is not enabled",
            (true, true) => "it is for devices",
            (true, false) => return None,
        };
        let words = format!("the licence \"{product}\" cannot be given to people: {why}");
        Some(Refusal::new(Cause::NotPermitted, words))
    }
}

impl Names {
    fn of(records: &[Value]) -> Self {
        let mut names = Self::default();
        for record in records {
            let key = text_of(&record["key"]).or_else(|| text_of(&record["id"]));
            let (Some(key), Some(name)) = (key, text_of(&record["name"])) else { continue };
            names.by_name.entry(name.clone()).or_insert_with(|| key.clone());
            names.by_key.insert(key, name);
        }
        names
    }

    /// What `key` is called.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// The key of what is called `name`.
    pub fn key(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

impl Catalogue {
    /// Reads everything that can be given.
    ///
    /// # Errors
    /// With the list that could not be read.
    pub async fn ask(client: &Client) -> Result<Self, (&'static str, Refusal)> {
        let named = async |below: &'static str| {
            let all = client.list(below).await.map_err(|refused| (below, refused))?;
            Ok::<_, (&'static str, Refusal)>(Names::of(&all))
        };
        let mut catalogue = Self {
            role_sets: named("rolesets").await?,
            groups: named("groups").await?,
            templates: named("templates").await?,
            attributes: named("attributes").await?,
            ..Self::default()
        };
        catalogue.ask_licenses(client).await.map_err(|refused| ("licenses", refused))?;
        Ok(catalogue)
    }

    /// Reads the licences again.
    ///
    /// # Errors
    /// When they cannot be read; what was known stays.
    pub async fn ask_licenses(&mut self, client: &Client) -> Result<(), Refusal> {
        let all: Vec<License> =
            client.list("licenses").await?.iter().filter_map(License::read).collect();
        self.products.clear();
        for license in &all {
            let keys = self.products.entry(license.product.clone()).or_default();
            keys.push(license.key.clone());
        }
        self.licenses = all.into_iter().map(|one| (one.key.clone(), one)).collect();
        Ok(())
    }

    /// The product of the licence `key`.
    pub fn product_of(&self, key: &str) -> Option<&str> {
        self.licenses.get(key).map(|license| license.product.as_str())
    }

    /// The licences of which `user` has a seat.
    pub fn held_by(&self, user: &str) -> BTreeSet<String> {
        let held = self.licenses.values().filter(|license| license.users.contains(user));
        held.map(|license| license.key.clone()).collect()
    }

    /// The licences of the product called `name`.
    pub fn licenses_of(&self, name: &str) -> &[String] {
        self.products.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The licence to give for the product `name`: one with a free seat where several go by that
    /// name, else the first that may be given at all, for GoTo has the last word on seats.
    ///
    /// # Errors
    /// When there is no such product, or nobody can be given it.
    pub fn license_for(&self, name: &str) -> Result<&str, Refusal> {
        let all = self.licenses_of(name).iter().filter_map(|key| self.licenses.get(key));
        let (mut first, mut refused) = (None, None);
        for license in all {
            match license.refusal() {
                Some(why) => refused = Some(why),
                None if license.taken() < license.seats => return Ok(&license.key),
                None => first = first.or(Some(license.key.as_str())),
            }
        }
        let absent = || {
            let words = format!(
                "the account has no licence \"{name}\"; name it as GoTo Admin does, or buy it"
            );
            Refusal::new(Cause::NotFound, words)
        };
        first.ok_or_else(|| refused.unwrap_or_else(absent))
    }

    /// Seats of the product `name` that nobody has.
    pub fn free(&self, name: &str) -> u64 {
        let all = self.licenses_of(name).iter().filter_map(|key| self.licenses.get(key));
        all.map(|license| license.seats.saturating_sub(license.taken())).sum()
    }

    /// Notes that `user` has a seat of the licences in `now`, and of no others.
    pub fn seat(&mut self, user: &str, now: &BTreeSet<String>) {
        for license in self.licenses.values_mut() {
            if !now.contains(&license.key) {
                license.users.remove(user);
            } else if !license.users.contains(user) {
                license.users.insert(user.to_owned());
            }
        }
    }

    /// What exists. The seats of a product are those that accounts have or could have: what
    /// devices and people who are no users yet occupy is not among them.
    pub fn values(&self, accounts: &HashSet<&str>) -> Vec<KnownValue> {
        let mut values = Vec::new();
        let mut value = |slot: &str, name: &str, seats| {
            values.push(KnownValue { slot: slot.to_owned(), name: name.to_owned(), seats });
        };
        system_roles().for_each(|name| value("role", name, None));
        self.role_sets.names().for_each(|name| value("role", name, None));
        for (product, keys) in &self.products {
            let all = keys.iter().filter_map(|key| self.licenses.get(key));
            let mut all = all.filter(|license| license.refusal().is_none()).peekable();
            if all.peek().is_none() {
                continue;
            }
            let seats = all.map(|license| {
                let others = license.users.iter().filter(|user| !accounts.contains(user.as_str()));
                license.seats.saturating_sub(others.count() as u64 + license.devices)
            });
            value("products", product, Some(seats.sum()));
        }
        self.groups.names().for_each(|name| value("user_group", name, None));
        self.templates.names().for_each(|name| value("settings_template", name, None));
        values
    }
}
