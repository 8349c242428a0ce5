//! The tenant behind the API, who may ask, and the tokens of delta queries.

use super::tenant::Tenant;
use crate::front::Front;
use crate::sign_in::SignIns;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a token of a delta query that is of no use any more is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lost {
    /// 410 with the address to begin anew from.
    #[default]
    Gone,
    /// 400 `syncStateNotFound`.
    NotFound,
}

/// A tenant with one application registered.
pub struct Console {
    /// The tenant's id.
    pub tenant_id: String,
    /// The application's id.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// `http`, or `https` where TLS stands before it.
    pub scheme: &'static str,
    /// The longest page.
    pub page_most: usize,
    /// So many members a page are told of one group.
    pub members_a_page: usize,
    /// Whether changes bring no more than the properties that changed.
    pub sparse: bool,
    /// How lost tokens are refused.
    pub lost: Lost,
    /// What stands before every call.
    pub front: Front,
    /// Who signed in by a browser.
    pub sign_ins: SignIns,
    tenant: Mutex<Tenant>,
    grants: Mutex<BTreeSet<String>>,
    pub(super) tokens: Mutex<Tokens>,
}

/// Where a token of a delta query leads.
#[derive(Debug, Clone)]
pub(super) enum Token {
    /// The changes after so many, of what was selected.
    Delta { list: &'static str, since: usize, select: Option<String> },
    /// The next page of what was found when the round began.
    Skip { round: usize, from: usize },
}

/// The tokens that were given out, and the rounds under way.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub given: BTreeMap<String, Token>,
    pub rounds: BTreeMap<usize, super::delta::Round>,
    pub made: usize,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Console {
    /// A console over `tenant`, where the application may read users and groups.
    #[must_use]
    pub fn new(tenant: Tenant) -> Self {
        let grants = ["User.Read.All", "GroupMember.Read.All"].map(str::to_owned);
        Self {
            tenant_id: "7b1f2a3c-0000-4000-8000-00000000cafe".into(),
            client_id: "c11e27ab-0000-4000-8000-0000000000aa".into(),
            client_secret: "rolecall-secret".into(),
            scheme: "http",
            page_most: 200,
            members_a_page: 100,
            sparse: false,
            lost: Lost::default(),
            front: Front::default(),
            sign_ins: SignIns::default(),
            tenant: Mutex::new(tenant),
            grants: Mutex::new(grants.into()),
            tokens: Mutex::default(),
        }
    }

    /// What the tenant holds, to be read or changed.
    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.tenant)
    }

    /// Takes a permission away from the application.
    pub fn revoke(&self, permission: &str) {
        lock(&self.grants).remove(permission);
    }

    /// Gives the application a permission.
    pub fn grant(&self, permission: &str) {
        lock(&self.grants).insert(permission.to_owned());
    }

    pub(super) fn may(&self, permission: &str) -> bool {
        lock(&self.grants).contains(permission)
    }

    /// Makes every token of a delta query that was given out worthless.
    pub fn expire_delta_tokens(&self) {
        let mut tokens = lock(&self.tokens);
        tokens.given.clear();
        tokens.rounds.clear();
    }
}
