//! What an organization's console holds: users, groups and licences.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a user signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Identity {
    /// `adobeID`
    #[serde(rename = "adobeID")]
    Adobe,
    /// `enterpriseID`
    #[serde(rename = "enterpriseID")]
    Enterprise,
    /// `federatedID`
    #[serde(rename = "federatedID")]
    Federated,
}

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In the organization.
    Active,
    /// Not able to sign in.
    Disabled,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// The key in the vendor's directory.
    pub id: String,
    /// The address.
    pub email: String,
    /// What the user signs in with.
    pub username: String,
    /// The part of the address after the @.
    pub domain: String,
    /// Two letters.
    pub country: String,
    /// The given name.
    pub firstname: String,
    /// The family name.
    pub lastname: String,
    /// How the user signs in.
    #[serde(rename = "type")]
    pub identity: Identity,
    /// Whether the user may sign in.
    pub status: Status,
}

/// What a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GroupKind {
    /// Made by administrators.
    UserGroup,
    /// Gives a product.
    ProductProfile,
    /// Administrators of the organization.
    SysadminGroup,
    /// Administrators of packages.
    DeploymentAdminGroup,
    /// Administrators of support cases.
    SupportAdminGroup,
    /// Administrators of a product.
    ProductAdminGroup,
    /// Administrators of a profile.
    ProfileAdminGroup,
    /// Administrators of a user group.
    UserAdminGroup,
    /// Developers of a profile.
    DeveloperGroup,
}

/// A group with its members and the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The number in the vendor's directory.
    pub id: u64,
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: GroupKind,
    /// The product of a profile.
    pub product: Option<String>,
    /// Licences of a profile as `licenseQuota` tells them; none is told as unlimited.
    pub quota: Option<usize>,
    /// Licences that really are there, where other profiles of the product use some of the quota:
    /// members beyond this many are in the profile and have no licence.
    pub licences: Option<usize>,
    /// Members, by address without case, with a number that tells who came first.
    pub members: BTreeMap<String, u64>,
    /// Whether another system manages it.
    pub is_read_only: bool,
}

/// An organization.
#[derive(Debug, Clone, Default)]
pub struct Organization {
    /// Users by address without case.
    pub users: BTreeMap<String, User>,
    /// Groups by name without case.
    pub groups: BTreeMap<String, Group>,
    /// Domains claimed by the organization.
    pub domains: BTreeSet<String>,
    /// Domains whose users another system manages: an identity provider's sync into the console.
    pub externally_managed: BTreeSet<String>,
    /// Addresses that belong to another organization.
    pub strangers: BTreeSet<String>,
    /// Users of whom every step is refused, by address without case: code and words.
    pub refused: BTreeMap<String, (&'static str, String)>,
    next: u64,
}

/// Names and addresses compare without case.
pub(crate) fn key(name: &str) -> String {
    name.to_lowercase()
}

impl Organization {
    /// Adds a group; answers its number.
    pub fn group(&mut self, name: &str, kind: GroupKind, quota: Option<usize>) -> u64 {
        self.next += 1;
        let product = (kind == GroupKind::ProductProfile).then(|| format!("{name} product"));
        let group = Group {
            id: 79_000_000 + self.next,
            name: name.to_owned(),
            kind,
            product,
            quota,
            licences: quota,
            members: BTreeMap::new(),
            is_read_only: false,
        };
        let id = group.id;
        self.groups.insert(key(name), group);
        id
    }

    /// Adds a user.
    pub fn user(&mut self, email: &str, identity: Identity, names: [&str; 3]) {
        self.next += 1;
        let [firstname, lastname, country] = names.map(str::to_owned);
        let domain = email.rsplit_once('@').map(|(_, domain)| key(domain)).unwrap_or_default();
        let user = User {
            id: format!("{:024X}@AdobeID", self.next),
            email: email.to_owned(),
            username: email.to_owned(),
            domain,
            country,
            firstname,
            lastname,
            identity,
            status: Status::Active,
        };
        self.users.insert(key(email), user);
    }

    /// The key of the user whom `name` means: an address, or with `domain` a username.
    pub(crate) fn find(&self, name: &str, domain: Option<&str>) -> Option<String> {
        let name = key(name);
        let Some(domain) = domain.filter(|_| !name.contains('@')) else {
            return self.users.contains_key(&name).then_some(name);
        };
        let called = |user: &User| key(&user.username) == name && user.domain == key(domain);
        self.users.iter().find(|(_, user)| called(user)).map(|(found, _)| found.clone())
    }

    /// Names of the groups that `email` is in.
    #[must_use]
    pub fn groups_of(&self, email: &str) -> Vec<&str> {
        let email = key(email);
        let mine = self.groups.values().filter(|group| group.members.contains_key(&email));
        mine.map(|group| group.name.as_str()).collect()
    }

    /// Takes a user out of every group.
    pub(crate) fn leave_all(&mut self, email: &str) {
        let email = key(email);
        for group in self.groups.values_mut() {
            group.members.remove(&email);
        }
    }

    /// Members of a profile who have, or lack, a licence.
    #[must_use]
    pub fn licensed(&self, group: &Group, licensed: bool) -> Vec<&User> {
        let quota = group.licences.unwrap_or(usize::MAX);
        if !licensed && group.members.len() <= quota {
            return Vec::new();
        }
        let mut members: Vec<_> = group.members.iter().map(|(email, came)| (came, email)).collect();
        members.sort_unstable();
        let members = members.into_iter().enumerate();
        let wanted = members.filter(|(place, _)| (*place < quota) == licensed);
        wanted.filter_map(|(_, (_, email))| self.users.get(email)).collect()
    }

    /// Puts a user into a group of which they are no member yet.
    pub fn add(&mut self, group: &str, email: &str) {
        self.next += 1;
        let came = self.next;
        if let Some(group) = self.groups.get_mut(&key(group)) {
            group.members.entry(key(email)).or_insert(came);
        }
    }
}
