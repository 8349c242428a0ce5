//! What calls have taught of a service provider against its own words.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::sync::MutexGuard;

/// What calls have taught; shared by all calls of a run, so that each lesson costs one call.
#[derive(Debug, Default)]
pub(super) struct Learned {
    users_put: AtomicBool,
    groups_put: AtomicBool,
    removals_put: AtomicBool,
    members_by_value: AtomicBool,
    versions_lie: AtomicBool,
    bulk_unreliable: AtomicBool,
    /// The target's words against it, if any, by attribute.
    placeless: Mutex<HashMap<String, Option<String>>>,
    trying: tokio::sync::Mutex<()>,
}

impl Learned {
    /// Whether PATCH of users is not there though it was said to be.
    pub fn users_want_put(&self) -> bool {
        self.users_put.load(Ordering::Relaxed)
    }

    pub fn users_are_put(&self) {
        self.users_put.store(true, Ordering::Relaxed);
    }

    /// Whether PATCH of groups is not there though it was said to be.
    pub fn groups_want_put(&self) -> bool {
        self.groups_put.load(Ordering::Relaxed)
    }

    pub fn groups_are_put(&self) {
        self.groups_put.store(true, Ordering::Relaxed);
    }

    /// Whether members are taken away by PUT, for PATCH takes no filter.
    pub fn removals_want_put(&self) -> bool {
        self.removals_put.load(Ordering::Relaxed)
    }

    pub fn removals_are_put(&self) {
        self.removals_put.store(true, Ordering::Relaxed);
    }

    /// Whether members are taken away by naming them in the value of the operation.
    pub fn members_go_by_value(&self) -> bool {
        self.members_by_value.load(Ordering::Relaxed)
    }

    pub fn members_are_named(&self) {
        self.members_by_value.store(true, Ordering::Relaxed);
    }

    /// Whether writes bound to the version that the target itself told are refused.
    pub fn versions_are_lies(&self) -> bool {
        self.versions_lie.load(Ordering::Relaxed)
    }

    pub fn versions_lie(&self) {
        self.versions_lie.store(true, Ordering::Relaxed);
    }

    /// Whether an answer to a bulk request did not account for all that was asked.
    pub fn bulk_is_unreliable(&self) -> bool {
        self.bulk_unreliable.load(Ordering::Relaxed)
    }

    pub fn bulk_fails(&self) {
        self.bulk_unreliable.store(true, Ordering::Relaxed);
    }

    /// What was answered to an attribute that the schemas do not have: nothing against it, or in
    /// which words it was refused; `None` while it was not tried.
    pub fn placeless(&self, attribute: &str) -> Option<Option<String>> {
        self.placeless.lock().unwrap_or_else(PoisonError::into_inner).get(attribute).cloned()
    }

    pub fn was_answered(&self, attribute: &str, refused: Option<&str>) {
        let mut placeless = self.placeless.lock().unwrap_or_else(PoisonError::into_inner);
        placeless.insert(attribute.to_owned(), refused.map(str::to_owned));
    }

    /// Waits until nobody else tries out what is not known yet.
    pub async fn alone(&self) -> MutexGuard<'_, ()> {
        self.trying.lock().await
    }
}
