//! What one GoTo account holds: users, licences, role sets, groups, templates, attributes.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A user of the account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct User {
    /// The key.
    pub key: String,
    /// The address, with which the user signs in.
    pub email: String,
    /// The given name.
    pub first_name: String,
    /// The family name.
    pub last_name: String,
    /// `SUPER_USER`, `MANAGE_ACCOUNT`, or nothing for a Member.
    pub admin_roles: BTreeSet<String>,
    /// Ids of custom roles.
    pub role_sets: BTreeSet<String>,
    /// Keys of the licences of which the user has a seat.
    pub licenses: BTreeSet<String>,
    /// The key of the user group.
    pub group: Option<String>,
    /// The key of the settings template.
    pub template: Option<String>,
    /// Values of attributes, by the attribute's key.
    pub attributes: BTreeMap<String, String>,
}

impl User {
    /// Whether all roles and seats are gone, which GoTo calls Suspended.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.admin_roles.is_empty() && self.role_sets.is_empty() && self.licenses.is_empty()
    }
}

/// A licence of the account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct License {
    /// The key.
    pub key: String,
    /// What people call it.
    pub description: String,
    /// Codes of the products it opens, such as `G2M`.
    pub products: Vec<String>,
    /// Seats bought.
    pub seats: usize,
    /// Whether it is out of use.
    pub is_disabled: bool,
    /// Whether another system gives its seats.
    pub is_externally_managed: bool,
    /// Whether only devices have seats of it.
    pub is_for_devices: bool,
    /// Devices that have a seat.
    pub devices: Vec<String>,
}

/// Something with a key and a name: a role set, a user group, a template, an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The key.
    pub key: String,
    /// The name.
    pub name: String,
}

/// A person who has a profile in another GoTo account and was asked to transfer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The key of the profile.
    pub key: String,
    /// The address.
    pub email: String,
    /// The licences of which a seat waits.
    pub licenses: BTreeSet<String>,
}

/// What was changed since the beginning, by the console's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Users made.
    pub created: usize,
    /// Seats given.
    pub seats_given: usize,
    /// Seats taken.
    pub seats_taken: usize,
    /// Users whose roles became others.
    pub roles_changed: usize,
    /// Users whose group became another.
    pub groups_changed: usize,
    /// Users whose template became another.
    pub templates_changed: usize,
    /// Times that a user became Suspended.
    pub suspended: usize,
    /// Welcome mails sent.
    pub mails: usize,
}

/// A GoTo account.
#[derive(Debug, Clone, Default)]
pub struct Tenant {
    /// The account's key.
    pub key: String,
    /// Users by key.
    pub users: BTreeMap<String, User>,
    /// The licences.
    pub licenses: Vec<License>,
    /// Custom roles.
    pub role_sets: Vec<Named>,
    /// User groups.
    pub groups: Vec<Named>,
    /// Settings templates.
    pub templates: Vec<Named>,
    /// Attributes.
    pub attributes: Vec<Named>,
    /// Addresses whose profile is in another account.
    pub elsewhere: BTreeSet<String>,
    /// Who was asked to transfer a profile.
    pub invitations: Vec<Invitation>,
    /// The key of the user whose credential is in use.
    pub credential: Option<String>,
    /// What was changed.
    pub counts: Counts,
    pub(crate) next: u64,
}

/// Addresses compare without case.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl Tenant {
    /// An account with the four attributes that every account has.
    #[must_use]
    pub fn new(key: &str) -> Self {
        let mut tenant = Self { key: key.to_owned(), ..Self::default() };
        for name in ["employeeNumber", "costCenter", "division", "department"] {
            let key = tenant.fresh_key();
            tenant.attributes.push(Named { key, name: name.to_owned() });
        }
        tenant
    }

    pub(crate) fn fresh_key(&mut self) -> String {
        self.next += 1;
        format!("{}", 4_000_000_000_000_000_000 + self.next)
    }

    /// Adds a licence of `seats` seats; answers its key.
    pub fn license(&mut self, description: &str, product: &str, seats: usize) -> String {
        let key = self.fresh_key();
        self.licenses.push(License {
            key: key.clone(),
            description: description.to_owned(),
            products: vec![product.to_owned()],
            seats,
            ..License::default()
        });
        key
    }

    /// Adds a custom role, a user group, a template or an attribute; answers its key.
    pub fn named(&mut self, list: fn(&mut Self) -> &mut Vec<Named>, name: &str) -> String {
        let key = self.fresh_key();
        list(self).push(Named { key: key.clone(), name: name.to_owned() });
        key
    }

    /// Adds a user who was there before; answers the key.
    pub fn user(&mut self, email: &str, names: [&str; 2], licenses: &[&str]) -> String {
        let key = self.fresh_key();
        let [first_name, last_name] = names.map(str::to_owned);
        let user = User {
            key: key.clone(),
            email: email.to_owned(),
            first_name,
            last_name,
            licenses: licenses.iter().map(|&key| key.to_owned()).collect(),
            ..User::default()
        };
        self.users.insert(key.clone(), user);
        key
    }

    /// The user with this address.
    #[must_use]
    pub fn by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| same(&user.email, email))
    }

    /// Seats of the licence `key` that people and devices have, or that wait for them.
    #[must_use]
    pub fn taken(&self, key: &str) -> usize {
        let users = self.users.values().filter(|user| user.licenses.contains(key)).count();
        let waiting = self.invitations.iter().filter(|one| one.licenses.contains(key)).count();
        let devices = self.licenses.iter().find(|one| one.key == key);
        users + waiting + devices.map_or(0, |license| license.devices.len())
    }

    /// The person accepts the transfer and is a user from now on, with the seats that waited.
    pub fn accept(&mut self, email: &str) {
        let Some(at) = self.invitations.iter().position(|one| same(&one.email, email)) else {
            return;
        };
        let Invitation { key, email, licenses } = self.invitations.remove(at);
        self.elsewhere.retain(|one| !same(one, &email));
        let user = User { key: key.clone(), email, licenses, ..User::default() };
        self.users.insert(key, user);
    }

    /// A licence as the API shows it.
    pub(crate) fn shown_license(&self, license: &License) -> Value {
        let has = |user: &&User| user.licenses.contains(&license.key);
        let users: Vec<&str> =
            self.users.values().filter(has).map(|user| user.key.as_str()).collect();
        let waiting = self.invitations.iter().filter(|one| one.licenses.contains(&license.key));
        let waiting: Vec<&str> = waiting.map(|one| one.key.as_str()).collect();
        json!({
            "key": license.key,
            "concurrentLicenseKey": null,
            "seats": license.seats,
            "userCount": users.len(),
            "enabled": !license.is_disabled,
            "description": license.description,
            "type": "named",
            "channel": "direct",
            "userKeys": users,
            "invitedUserKeys": waiting,
            "deviceKeys": license.devices,
            "deviceCount": license.devices.len(),
            "products": license.products,
            "childLicenseKeys": [],
            "entitlements": {},
            "devicesOnly": license.is_for_devices,
            "devicesAllowed": license.is_for_devices,
            "externallyManaged": license.is_externally_managed,
        })
    }
}

/// A user as the API shows it, only with `attributes` where they are named.
pub(crate) fn shown_user(user: &User, attributes: Option<&str>) -> Value {
    let values = user.attributes.iter().map(|(key, value)| json!({"key": key, "value": value}));
    let mut shown = json!({
        "key": user.key,
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "adminRoles": user.admin_roles,
        "roleSetIds": user.role_sets,
        "licenseKeys": user.licenses,
        "groupKey": user.group,
        "templateKey": user.template,
        "attributes": values.collect::<Vec<_>>(),
    });
    if let (Some(named), Value::Object(fields)) = (attributes, &mut shown) {
        fields.retain(|name, _| named.split(',').any(|one| one == name));
    }
    shown
}
