//! The customer behind the API, and what its administrator allows.

use super::customer::Customer;
use crate::front::Front;
use crate::keys;
use crate::sign_in::SignIns;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A customer with one service account to which domain-wide delegation is granted.
pub struct Console {
    /// The customer's id.
    pub customer_id: String,
    /// The administrator's address.
    pub admin: String,
    /// The service account's address.
    pub client_email: String,
    /// The number that domain-wide delegation knows the account by.
    pub client_id: String,
    /// The longest page of users; 500 is Google's.
    pub page_most: usize,
    /// The longest page of the log; 1,000 is Google's.
    pub log_page_most: usize,
    /// What stands before every call.
    pub front: Front,
    /// Who signed in by a browser.
    pub sign_ins: SignIns,
    customer: Mutex<Customer>,
    delegated: Mutex<BTreeSet<String>>,
    /// With what reason of 403 a throttled call is refused; 429 when empty.
    pub throttled_as: &'static str,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console over `customer`, where users and groups may be read, and whose log begins now.
    #[must_use]
    pub fn new(mut customer: Customer) -> Self {
        customer.log.clear();
        let scopes = ["user", "group"]
            .map(|one| format!("https://www.googleapis.com/auth/admin.directory.{one}.readonly"));
        Self {
            customer_id: "C01abc23d".into(),
            admin: "admin@example.com".into(),
            client_email: "rolecall@sync-project.iam.gserviceaccount.com".into(),
            client_id: "107700000000000000001".into(),
            page_most: 500,
            log_page_most: 1000,
            front: Front::default(),
            sign_ins: SignIns::default(),
            customer: Mutex::new(customer),
            delegated: Mutex::new(scopes.into()),
            throttled_as: "userRateLimitExceeded",
        }
    }

    /// What the directory holds, to be read or changed.
    pub fn customer(&self) -> MutexGuard<'_, Customer> {
        lock(&self.customer)
    }

    /// Lets the service account have a scope.
    pub fn delegate(&self, scope: &str) {
        lock(&self.delegated).insert(scope.to_owned());
    }

    /// Takes a scope away from the service account; tokens that were given out keep it until they
    /// end.
    pub fn revoke(&self, scope: &str) {
        lock(&self.delegated).retain(|one| !one.ends_with(scope));
    }

    /// Whether the service account may have a scope.
    pub(super) fn delegates(&self, scope: &str) -> bool {
        lock(&self.delegated).contains(scope)
    }

    /// The service account's key file, whose token endpoint is at `place`.
    #[must_use]
    pub fn key_file(&self, place: &str) -> String {
        json!({
            "type": "service_account",
            "project_id": "sync-project",
            "private_key_id": "key-1",
            "private_key": keys::PRIVATE,
            "client_email": self.client_email,
            "client_id": self.client_id,
            "auth_uri": format!("{place}/o/oauth2/auth"),
            "token_uri": format!("{place}/token"),
        })
        .to_string()
    }
}
