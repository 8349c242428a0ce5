//! Making and changing users.

use super::errors::Refusal;
use super::tenant::{Invitation, Tenant, User, same};
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many people one POST may make.
const MOST: usize = 100;
/// The longest first or last name, and the longest address.
const LONGEST: (usize, usize) = (32, 128);

/// The body of `POST users`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewUsers {
    pub users: Vec<NewUser>,
    #[serde(default)]
    pub suppress_email: bool,
    #[serde(default)]
    pub license_keys: BTreeSet<String>,
}

/// A person to be made a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewUser {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

/// The body of `PUT users/{key}`: what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    license_keys: Option<BTreeSet<String>>,
    admin_roles: Option<BTreeSet<String>>,
    #[serde(default, deserialize_with = "named")]
    group_key: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    template_key: Option<Option<String>>,
    attributes: Option<Vec<Held>>,
}

#[derive(Debug, Deserialize)]
struct Held {
    key: String,
    value: String,
}

/// Tells `null` from what is not there at all.
fn named<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

fn bounded(field: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > most {
        let words = format!("{field} must have 1 to {most} characters");
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "InvalidField", words));
    }
    Ok(())
}

fn address(email: &str) -> Result<(), Refusal> {
    bounded("email", email, LONGEST.1)?;
    let parts = email.split_once('@');
    if parts.is_none_or(|(name, domain)| name.is_empty() || domain.is_empty()) {
        let words = format!("email is no address: {email}");
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "InvalidField", words));
    }
    Ok(())
}

impl Tenant {
    /// Makes users, all of them or none; who has a profile already is in the answer and stays as
    /// it was, or is a 409 where `refuses`.
    pub(crate) fn create(&mut self, asked: &NewUsers, refuses: bool) -> Result<Value, Refusal> {
        if asked.users.is_empty() || asked.users.len() > MOST {
            return Err(Refusal::invalid(format!("users must be 1 to {MOST}")));
        }
        for user in &asked.users {
            address(&user.email)?;
            bounded("firstName", &user.first_name, LONGEST.0)?;
            bounded("lastName", &user.last_name, LONGEST.0)?;
            let is_elsewhere = self.elsewhere.iter().any(|one| same(one, &user.email));
            if refuses && (is_elsewhere || self.by_email(&user.email).is_some()) {
                let words = format!("User exists: {}", user.email);
                return Err(Refusal::new(StatusCode::CONFLICT, "UserExists", words));
            }
        }
        let new = asked.users.iter().filter(|user| self.key_of(&user.email).is_none()).count();
        self.room(&asked.license_keys, new)?;
        let mut answer = Vec::new();
        for user in &asked.users {
            let key = match self.key_of(&user.email) {
                Some(key) => key,
                None => self.add(user, asked),
            };
            answer.push(json!({"key": key, "email": user.email}));
        }
        Ok(Value::Array(answer))
    }

    /// The key of who is a user already, or was invited.
    fn key_of(&self, email: &str) -> Option<String> {
        let invited = self.invitations.iter().find(|one| same(&one.email, email));
        let invited = invited.map(|one| one.key.clone());
        self.by_email(email).map(|user| user.key.clone()).or(invited)
    }

    fn add(&mut self, user: &NewUser, asked: &NewUsers) -> String {
        let key = self.fresh_key();
        if self.elsewhere.iter().any(|one| same(one, &user.email)) {
            let licenses = asked.license_keys.clone();
            let email = user.email.clone();
            self.invitations.push(Invitation { key: key.clone(), email, licenses });
            return key;
        }
        self.counts.created += 1;
        self.counts.mails += usize::from(!asked.suppress_email);
        self.counts.seats_given += asked.license_keys.len();
        let made = User {
            key: key.clone(),
            email: user.email.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            licenses: asked.license_keys.clone(),
            ..User::default()
        };
        self.users.insert(key.clone(), made);
        key
    }

    /// Whether every licence in `keys` has `more` free seats for people.
    fn room(&self, keys: &BTreeSet<String>, more: usize) -> Result<(), Refusal> {
        for key in keys {
            let license = self.licenses.iter().find(|one| one.key == *key);
            let Some(license) = license else {
                return Err(Refusal::not_found(format!("there is no license {key}")));
            };
            let refused = |code, words: &str| {
                let words = format!("{words}: {}", license.description);
                Err(Refusal::new(StatusCode::FORBIDDEN, code, words))
            };
            if license.is_disabled {
                return refused("LicenseDisabled", "The license is disabled");
            }
            if license.is_for_devices {
                return refused("DevicesOnly", "The license is for devices");
            }
            if license.is_externally_managed {
                return refused("ExternallyManaged", "The license is externally managed");
            }
            if self.taken(key) + more > license.seats {
                return refused("NoSeatsLeft", "No seats left");
            }
        }
        Ok(())
    }

    /// Changes a user as `change` says, wholly or not at all.
    pub(crate) fn change(&mut self, key: &str, change: Change) -> Result<(), Refusal> {
        let unknown = || Refusal::not_found(format!("there is no user {key}"));
        let before = self.users.get(key).cloned().ok_or_else(unknown)?;
        let mut after = before.clone();
        if let Some(email) = change.email {
            address(&email)?;
            if self.by_email(&email).is_some_and(|other| other.key != key) {
                let words = format!("User exists: {email}");
                return Err(Refusal::new(StatusCode::CONFLICT, "UserExists", words));
            }
            after.email = email;
        }
        for (field, text, into) in [
            ("firstName", change.first_name, &mut after.first_name),
            ("lastName", change.last_name, &mut after.last_name),
        ] {
            if let Some(text) = text {
                bounded(field, &text, LONGEST.0)?;
                *into = text;
            }
        }
        if let Some(keys) = change.license_keys {
            self.room(&keys.difference(&before.licenses).cloned().collect(), 1)?;
            after.licenses = keys;
        }
        if let Some(roles) = change.admin_roles {
            let known = ["SUPER_USER", "MANAGE_ACCOUNT"];
            if let Some(role) = roles.iter().find(|role| !known.contains(&role.as_str())) {
                return Err(Refusal::invalid(format!("there is no admin role {role}")));
            }
            after.admin_roles = roles;
        }
        if let Some(group) = change.group_key {
            after.group = among(&self.groups, "group", group)?;
        }
        if let Some(template) = change.template_key {
            after.template = among(&self.templates, "template", template)?;
        }
        for Held { key, value } in change.attributes.unwrap_or_default() {
            let key = among(&self.attributes, "attribute", Some(key))?.unwrap_or_default();
            after.attributes.insert(key, value);
        }
        self.replace(&before, after);
        Ok(())
    }

    /// Puts `after` in the place of `before`, and counts what became another.
    pub(crate) fn replace(&mut self, before: &User, after: User) {
        let counts = &mut self.counts;
        counts.seats_given += after.licenses.difference(&before.licenses).count();
        counts.seats_taken += before.licenses.difference(&after.licenses).count();
        let roles = |user: &User| (user.admin_roles.clone(), user.role_sets.clone());
        counts.roles_changed += usize::from(roles(before) != roles(&after));
        counts.groups_changed += usize::from(before.group != after.group);
        counts.templates_changed += usize::from(before.template != after.template);
        counts.suspended += usize::from(!before.is_suspended() && after.is_suspended());
        self.users.insert(after.key.clone(), after);
    }
}

fn among(
    all: &[super::tenant::Named],
    what: &str,
    key: Option<String>,
) -> Result<Option<String>, Refusal> {
    match key {
        Some(key) if !all.iter().any(|one| one.key == key) => {
            Err(Refusal::not_found(format!("there is no {what} {key}")))
        }
        key => Ok(key),
    }
}
