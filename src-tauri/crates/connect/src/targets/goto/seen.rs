//! What was seen of an account: what writing goes by, kept in step with what it changes.

use super::catalogue::Catalogue;
use super::client::Client;
use super::user::User;
use crate::calls::Refusal;
use rolecall_scim::fold;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// A PUT replaces all of a user's licences, so who has which is asked again after this time.
const FRESH: Duration = Duration::from_secs(60);

/// What was seen.
#[derive(Debug)]
pub(super) struct Seen {
    pub catalogue: Catalogue,
    users: HashMap<String, User>,
    /// Keys by folded address.
    by_email: HashMap<String, String>,
    /// How many calls it takes to read all users.
    pub pages: usize,
    licenses_at: Option<Instant>,
    users_at: Instant,
}

impl Seen {
    pub fn new(catalogue: Catalogue, all: Vec<User>, pages: usize, at: Instant) -> Self {
        let by_email = all.iter().map(|user| (fold(&user.email), user.key.clone())).collect();
        let users = all.into_iter().map(|user| (user.key.clone(), user)).collect();
        Self { catalogue, users, by_email, pages, licenses_at: Some(at), users_at: at }
    }

    /// The keys of all users.
    pub fn keys(&self) -> HashSet<&str> {
        self.users.keys().map(String::as_str).collect()
    }

    /// All users, each with the licences they have.
    pub fn users(&self) -> impl Iterator<Item = User> {
        self.users.values().map(|user| self.with_licenses(user))
    }

    /// The user with this key, with the licences they have.
    pub fn user(&self, key: &str) -> Option<User> {
        self.users.get(key).map(|user| self.with_licenses(user))
    }

    /// Whether an account with this address was seen.
    pub fn knows(&self, email: &str) -> bool {
        self.by_email.contains_key(&fold(email))
    }

    /// The licences tell who has them; a user's own record may know of further ones.
    pub fn with_licenses(&self, user: &User) -> User {
        let unlisted = user.licenses.iter().filter(|key| self.catalogue.product_of(key).is_none());
        let mut licenses = self.catalogue.held_by(&user.key);
        licenses.extend(unlisted.cloned());
        User { licenses, ..user.clone() }
    }

    /// Takes `user` for what is there now.
    pub fn put(&mut self, user: User) {
        self.catalogue.seat(&user.key, &user.licenses);
        self.by_email.insert(fold(&user.email), user.key.clone());
        self.users.insert(user.key.clone(), user);
    }

    /// Takes addresses for known that came since.
    pub fn came(&mut self, all: Vec<(String, String)>) {
        self.users_at = Instant::now();
        self.by_email.extend(all.into_iter().map(|(key, email)| (fold(&email), key)));
    }

    /// Whether users may have come since they were read.
    pub fn is_old(&self) -> bool {
        self.users_at.elapsed() > FRESH
    }

    /// Lets the licences be asked again before the next change of them.
    pub fn doubt_licenses(&mut self) {
        self.licenses_at = None;
    }

    /// Asks for the licences again when who has them may have changed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn refresh(&mut self, client: &Client) -> Result<(), Refusal> {
        if self.licenses_at.is_none_or(|at| at.elapsed() > FRESH) {
            self.catalogue.ask_licenses(client).await?;
            self.licenses_at = Some(Instant::now());
        }
        Ok(())
    }
}
