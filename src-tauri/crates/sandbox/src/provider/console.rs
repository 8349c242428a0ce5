//! What the console holds: users, groups, products, and the indices over them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::Refusal;
use super::state_file::Kept;
use super::{Options, Product, users};

/// When a resource was made and last changed, and its version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Meta {
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) created: String,
    pub(super) modified: String,
}

/// A user: everything but `id`, `meta` and `groups` as it was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct User {
    pub(super) meta: Meta,
    pub(super) attributes: Map<String, Value>,
}

/// A group and the ids of the users in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Group {
    pub(super) meta: Meta,
    pub(super) display_name: String,
    pub(super) external_id: Option<String>,
    pub(super) members: BTreeSet<String>,
}

impl Meta {
    fn new(id: String) -> Self {
        let now = jiff::Timestamp::now().to_string();
        Self { id, version: 1, created: now.clone(), modified: now }
    }

    fn touch(&mut self) {
        self.version += 1;
        self.modified = jiff::Timestamp::now().to_string();
    }

    pub(super) fn etag(&self) -> String {
        format!("W/\"{}\"", self.version)
    }
}

/// What the console holds.
#[derive(Debug, Default)]
pub(super) struct Console {
    pub(super) base: String,
    pub(super) roles: Vec<String>,
    pub(super) products: Vec<Product>,
    next: u64,
    users: BTreeMap<u64, User>,
    pub(super) groups: BTreeMap<u64, Group>,
    ids: HashMap<String, u64>,
    user_names: HashMap<String, u64>,
    /// The groups of each user, by ids.
    pub(super) memberships: HashMap<String, BTreeSet<u64>>,
    /// Folded userNames that may have no account.
    pub(super) refused_users: BTreeSet<String>,
    /// Folded userNames that may be in no group.
    pub(super) refused_members: BTreeSet<String>,
}

impl Console {
    /// A console with the first content of the options.
    pub(super) fn begin(options: &Options) -> Result<Self, Refusal> {
        let mut console = Self::empty(options);
        for user in &options.users {
            let attributes = users::checked(&console, user)?;
            console.add_user(attributes)?;
        }
        for group in &options.groups {
            console.add_group(group.clone(), None, BTreeSet::new());
        }
        Ok(console)
    }

    /// The console as it was kept; products that the options add since are added.
    pub(super) fn restore(kept: Kept, options: &Options) -> Self {
        let mut console = Self::empty(options);
        for old in kept.products {
            match console.products.iter_mut().find(|product| product.name == old.name) {
                Some(product) => product.seats = old.seats,
                None => console.products.push(Product::new(old.name, old.seats)),
            }
        }
        for user in kept.users {
            let seq = console.next;
            console.next += 1;
            console.count_seats(&user.attributes, true);
            console.ids.insert(user.meta.id.clone(), seq);
            console.user_names.insert(folded_name(&user.attributes), seq);
            console.users.insert(seq, user);
        }
        for group in kept.groups {
            let seq = console.next;
            console.next += 1;
            console.ids.insert(group.meta.id.clone(), seq);
            for member in &group.members {
                console.memberships.entry(member.clone()).or_default().insert(seq);
            }
            console.groups.insert(seq, group);
        }
        console.next = console.next.max(kept.next);
        console
    }

    fn empty(options: &Options) -> Self {
        let fresh = |product: &Product| Product::new(product.name.clone(), product.seats);
        Self {
            roles: options.roles.clone(),
            products: options.products.iter().map(fresh).collect(),
            ..Self::default()
        }
    }

    /// Everything, as it is kept in a file.
    pub(super) fn kept(&self, port: u16) -> Kept {
        Kept {
            format: 1,
            port,
            next: self.next,
            products: self.products.clone(),
            users: self.users.values().cloned().collect(),
            groups: self.groups.values().cloned().collect(),
        }
    }

    pub(super) fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    pub(super) fn user(&self, id: &str) -> Result<&User, Refusal> {
        let found = self.ids.get(id).and_then(|seq| self.users.get(seq));
        found.ok_or_else(|| Refusal::unknown("User", id))
    }

    pub(super) fn group(&self, id: &str) -> Result<&Group, Refusal> {
        let found = self.ids.get(id).and_then(|seq| self.groups.get(seq));
        found.ok_or_else(|| Refusal::unknown("Group", id))
    }

    /// Whether the user of that id may be in no group.
    pub(super) fn refuses_member(&self, id: &str) -> bool {
        let refused = |user: &User| self.refused_members.contains(&folded_name(&user.attributes));
        !self.refused_members.is_empty() && self.user(id).is_ok_and(refused)
    }

    pub(super) fn user_named(&self, user_name: &str) -> Option<&User> {
        self.users.get(self.user_names.get(&user_name.to_lowercase())?)
    }

    pub(super) fn group_named(&self, display_name: &str) -> Option<&Group> {
        let folded = display_name.to_lowercase();
        self.groups.values().find(|group| group.display_name.to_lowercase() == folded)
    }

    /// Adds a user whose attributes were checked; refuses a userName in use and seats that are not there.
    pub(super) fn add_user(&mut self, attributes: Map<String, Value>) -> Result<&User, Refusal> {
        let folded = folded_name(&attributes);
        if self.user_names.contains_key(&folded) {
            return Err(Refusal::taken(format!("userName \"{folded}\" is already in use")));
        }
        self.check_seats(None, &attributes)?;
        self.count_seats(&attributes, true);
        let (seq, id) = self.new_id();
        self.user_names.insert(folded, seq);
        Ok(self.users.entry(seq).or_insert(User { meta: Meta::new(id), attributes }))
    }

    /// Puts checked attributes in the place of a user's; nothing changes when refused.
    pub(super) fn change_user(
        &mut self,
        id: &str,
        attributes: Map<String, Value>,
    ) -> Result<(), Refusal> {
        let old = self.user(id)?.attributes.clone();
        let (before, after) = (folded_name(&old), folded_name(&attributes));
        if before != after && self.user_names.contains_key(&after) {
            return Err(Refusal::taken(format!("userName \"{after}\" is already in use")));
        }
        self.check_seats(Some(&old), &attributes)?;
        self.count_seats(&old, false);
        self.count_seats(&attributes, true);
        if let Some(seq) = self.user_names.remove(&before) {
            self.user_names.insert(after, seq);
            if let Some(user) = self.users.get_mut(&seq).filter(|_| old != attributes) {
                user.attributes = attributes;
                user.meta.touch();
            }
        }
        Ok(())
    }

    pub(super) fn remove_user(&mut self, id: &str) -> Result<(), Refusal> {
        let attributes = self.user(id)?.attributes.clone();
        self.count_seats(&attributes, false);
        self.user_names.remove(&folded_name(&attributes));
        if let Some(seq) = self.ids.remove(id) {
            self.users.remove(&seq);
        }
        for seq in self.memberships.remove(id).unwrap_or_default() {
            if let Some(group) = self.groups.get_mut(&seq) {
                group.members.remove(id);
                group.meta.touch();
            }
        }
        Ok(())
    }

    /// Adds a group; its name and members were checked.
    pub(super) fn add_group(
        &mut self,
        display_name: String,
        external_id: Option<String>,
        members: BTreeSet<String>,
    ) -> &Group {
        let (seq, id) = self.new_id();
        for member in &members {
            self.memberships.entry(member.clone()).or_default().insert(seq);
        }
        let meta = Meta::new(id);
        self.groups.entry(seq).or_insert(Group { meta, display_name, external_id, members })
    }

    /// Changes a group by members added and removed, and by what `edit` does to its names.
    pub(super) fn change_group(
        &mut self,
        id: &str,
        gone: &BTreeSet<String>,
        come: BTreeSet<String>,
        edit: impl FnOnce(&mut Group),
    ) {
        let Some(seq) = self.ids.get(id).copied() else { return };
        let Some(group) = self.groups.get_mut(&seq) else { return };
        for member in gone {
            group.members.remove(member);
            if let Some(groups) = self.memberships.get_mut(member) {
                groups.remove(&seq);
            }
        }
        for member in come {
            self.memberships.entry(member.clone()).or_default().insert(seq);
            group.members.insert(member);
        }
        edit(group);
        group.meta.touch();
    }

    pub(super) fn remove_group(&mut self, id: &str) -> Result<(), Refusal> {
        self.group(id)?;
        if let Some(seq) = self.ids.remove(id) {
            self.groups.remove(&seq);
            for groups in self.memberships.values_mut() {
                groups.remove(&seq);
            }
        }
        Ok(())
    }

    /// The next place in the order of creation, and an identifier that does not show it.
    fn new_id(&mut self) -> (u64, String) {
        self.next += 1;
        let seq = self.next;
        let mut mixed = seq.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let id = format!("{:016x}{seq:08x}", mixed ^ (mixed >> 27));
        self.ids.insert(id.clone(), seq);
        (seq, id)
    }
}

fn folded_name(attributes: &Map<String, Value>) -> String {
    attributes.get("userName").and_then(Value::as_str).unwrap_or_default().to_lowercase()
}
